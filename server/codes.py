"""``GET /v1/codes``: the codes that are decided on, in our own words or a site's licensed ones."""

import csv
import json
from pathlib import Path

from flask import Blueprint, Response, current_app, jsonify

from nlp.knowledge.load import KnowledgeError, forget, load_knowledge
from nlp.knowledge.schema import CodeFact
from server.errors import ApiError
from server.openapi import describe
from server.reading import RefusedError
from server.schemas.service import CodeAnswer, CodesAnswer
from server.settings import SettingsError

blueprint = Blueprint("codes", __name__)
NOTICE = (
    "CPT is a registered trademark of the American Medical Association, which owns its descriptors. "
    "The titles here are this project's own plain descriptions."
)


@blueprint.get("/v1/codes")
@describe(summary="List the codes", tag="codes", answer=CodesAnswer)
def list_codes() -> Response:
    """Every code the service decides on, in code order."""
    answer = CodesAnswer(codes=[_answer(fact) for _, fact in sorted(_facts().items())], notice=NOTICE)
    return jsonify(answer.model_dump())


@blueprint.get("/v1/codes/<code>")
@describe(summary="Describe one code", tag="codes", answer=CodeAnswer, examples={"code": "27165"})
def one_code(code: str) -> Response:
    """One code; 404 if the service does not decide on it."""
    try:
        return jsonify(_answer(_facts()[code]).model_dump())
    except KeyError:
        message = "this code is not one the service decides on"
        raise ApiError(404, "unknown_code", message, field="code", fix="GET /v1/codes lists them") from None


def load_codes(knowledge: Path | None, *, anew: bool = False) -> dict[str, CodeFact]:
    """The code facts in the folder ``knowledge`` (None: the files shipped), read from disk again if ``anew``.

    Raises RefusedError naming file, entry and fault if any knowledge file there is invalid.
    """
    if anew:
        forget()
    try:
        return load_knowledge(knowledge).codes
    except KnowledgeError as error:
        raise RefusedError(str(error)) from None


def load_descriptors(file: Path | None) -> dict[str, str]:
    """The licensed descriptors in ``file``: a JSON object, or CSV rows of code and text.

    Raises SettingsError if the file cannot be read as either.
    """
    if file is None:
        return {}
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"setting descriptors: {file} cannot be read ({error})") from None
    pairs = _from_json(text, file) if text.lstrip().startswith("{") else _from_csv(text, file)
    return {code.strip(): descriptor.strip() for code, descriptor in pairs}


def _from_json(text: str, file: Path) -> list[tuple[str, str]]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise SettingsError(f"setting descriptors: {file} is not valid JSON ({error})") from None
    if not all(isinstance(descriptor, str) for descriptor in value.values()):
        raise SettingsError(f"setting descriptors: {file} needs a text for each code")
    return list(value.items())


def _from_csv(text: str, file: Path) -> list[tuple[str, str]]:
    rows = [row for row in csv.reader(text.splitlines()) if row]
    for number, row in enumerate(rows, 1):
        if len(row) < 2:
            raise SettingsError(f"setting descriptors: {file}, row {number} needs a code and a text")
    return [(row[0], row[1]) for row in rows if row[0].strip()[:1].isdigit()]


def _facts() -> dict[str, CodeFact]:
    found: dict[str, CodeFact] = current_app.config["CODES"]
    return found


def _answer(fact: CodeFact) -> CodeAnswer:
    descriptors: dict[str, str] = current_app.config["DESCRIPTORS"]
    return CodeAnswer(
        code=fact.code,
        family=fact.family,
        title=fact.title,
        includes=fact.includes,
        notes=fact.notes,
        source=fact.source,
        descriptor=descriptors.get(fact.code),
    )
