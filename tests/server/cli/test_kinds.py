"""One colour stands for the same concepts in the terminal, in the written page and in the workbench."""

import json
import re
from pathlib import Path

import pytest

from nlp.annotation import Annotation
from server.cli.kinds import GROUPS, group, outermost, rank
from server.cli.terminal import HUES
from server.pages import blueprint
from tests.server.cli.conftest import concept as made

STATIC = Path(blueprint.static_folder or "")


def test_kinds_are_those_of_the_workbench() -> None:
    source = (STATIC / "js" / "kinds.js").read_text("utf-8")
    entries = re.findall(r'id: "(\w+)",\s*label: "[^"]+",\s*concepts: (\[[^\]]*\])', source)
    found = {name: tuple(json.loads(re.sub(r",\s*\]", "]", names))) for name, names in entries}
    assert found == GROUPS
    assert list(found) == list(GROUPS)


@pytest.mark.parametrize("name", list(GROUPS))
def test_kinds_each_has_a_hue_everywhere(name: str) -> None:
    assert name in HUES
    assert f"--hue: var(--k-{name})" in (STATIC / "css" / "note.css").read_text("utf-8")
    assert (STATIC / "css" / "base.css").read_text("utf-8").count(f"--k-{name}:") == 1


@pytest.mark.parametrize(
    ("concept", "expected"),
    [("femoral_osteotomy", "femur"), ("cast", "fixation"), ("something_new", "context"), ("side", "detail")],
)
def test_kinds_group_of_a_concept(annotation: Annotation, concept: str, expected: str) -> None:
    one = annotation.concepts[0].model_copy(update={"concept": concept})
    assert group(one) == expected
    assert list(GROUPS)[rank(one)] == expected


def test_kinds_outermost_keeps_the_longest_of_one_meaning() -> None:
    long, short = made(0, "varus osteotomy"), made(1, "osteotomy")
    twin = long.model_copy(update={"id": 4})
    other = short.model_copy(update={"id": 2, "status": "negated"})
    assert [one.id for one in outermost([short, twin, long, other])] == [0, 2]
