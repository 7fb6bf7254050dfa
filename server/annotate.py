"""``POST /v1/annotate``: a note in, its annotation out.

A JSON body names everything itself. Any other body is the note, and its Content-Type says how to
read it; a multipart upload holds one ``file``. The answer's offsets count in the text that was
read, which is sent along as ``source`` where the caller does not have it.
"""

from dataclasses import dataclass
from typing import cast

from flask import Blueprint, Response, current_app, request
from werkzeug.datastructures import FileStorage

from nlp.annotation import Offsets
from nlp.documents import DocumentError, Format, detect_format
from server.errors import ApiError
from server.metrics import metrics
from server.note import Note, annotate_note, read_note_bytes, read_note_text
from server.openapi import describe
from server.payload import (
    broken_transfer,
    parse_json,
    read_body,
    read_json,
    read_query,
    require_type,
    validate,
)
from server.schemas.annotate import AnnotateAnswer, AnnotateParameters, AnnotateRequest
from server.schemas.examples import ANNOTATE_BODIES

blueprint = Blueprint("annotate", __name__)
TYPES = (
    "text/plain",
    "text/html",
    "application/xhtml+xml",
    "application/xml",
    "text/xml",
    "application/cda+xml",
    "application/rtf",
    "text/rtf",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/fhir+json",
    "application/octet-stream",
)
SUFFIXES: dict[str, Format] = {
    "txt": "text",
    "html": "html",
    "htm": "html",
    "xml": "ccda",
    "rtf": "rtf",
    "pdf": "pdf",
    "docx": "docx",
}
JSON, UPLOAD = "application/json", "multipart/form-data"


@dataclass(frozen=True)
class Wanted:
    """What the caller asked for, with every default settled."""

    note: Note
    offsets: Offsets
    render: bool


@blueprint.post("/v1/annotate")
@describe(
    summary="Read one note",
    tag="annotate",
    parameters=AnnotateParameters,
    bodies=ANNOTATE_BODIES,
    answer=AnnotateAnswer,
)
def annotate() -> Response:
    """Annotate the note in the body."""
    kind = require_type((JSON, *TYPES, UPLOAD))
    if kind == JSON:
        wanted = _from_json()
    elif kind == UPLOAD:
        wanted = _from_upload()
    else:
        parameters = read_query(AnnotateParameters)
        data = read_body()
        form = parameters.format or _detected(kind, data)
        wanted = _wanted(read_note_bytes(data, form, request.mimetype_params.get("charset")), parameters)
    reader, settings = current_app.config["READER"], current_app.config["SETTINGS"]
    body, reading = annotate_note(reader, settings, wanted.note, wanted.offsets, render=wanted.render)
    metrics().count_reading(wanted.note.text, reading)
    return Response(body, mimetype=JSON)


def _from_json() -> Wanted:
    parameters = read_query(AnnotateParameters)
    asked = read_json(AnnotateRequest)
    merged = AnnotateParameters(
        format=asked.format or parameters.format,
        offsets=asked.offsets or parameters.offsets,
        render=asked.render or parameters.render,
    )
    return _wanted(read_note_text(asked.text, merged.format or "text"), merged)


def _from_upload() -> Wanted:
    query = read_query(AnnotateParameters)
    try:
        form = validate(AnnotateParameters, request.form.to_dict(), "form")
        files = request.files.getlist("file")
    except OSError:
        raise broken_transfer() from None
    if len(files) != 1 or len(request.files) != 1:
        message = "an upload holds exactly one file, in the field 'file'"
        raise ApiError(422, "bad_upload", message, field="file", fix="send one file in the field 'file'")
    parameters = AnnotateParameters(
        format=form.format or query.format,
        offsets=form.offsets or query.offsets,
        render=form.render or query.render,
    )
    upload = files[0]
    charset = upload.mimetype_params.get("charset")
    data = upload.read()
    if upload.mimetype == JSON and parameters.format is None:
        asked = validate(AnnotateRequest, parse_json(data), "file")
        return _wanted(read_note_text(asked.text, asked.format or "text"), parameters)
    return _wanted(read_note_bytes(data, parameters.format or _format_of(upload, data), charset), parameters)


def _format_of(upload: FileStorage, data: bytes) -> Format:
    """By the name where the type says nothing; else by the type, and by the first bytes."""
    suffix = (upload.filename or "").rpartition(".")[2].lower()
    if upload.mimetype in ("", "application/octet-stream") and suffix in SUFFIXES:
        return SUFFIXES[suffix]
    return _detected(upload.mimetype, data)


def _detected(media_type: str, data: bytes) -> Format:
    try:
        return cast("Format", detect_format(media_type, data[:4096]))
    except DocumentError as error:
        message = f"{error.what} ({error.where})"
        raise ApiError(415, "unknown_format", message, field="format", fix=error.fix) from None


def _wanted(note: Note, parameters: AnnotateParameters) -> Wanted:
    return Wanted(note, parameters.offsets or "codepoint", parameters.render is not None)
