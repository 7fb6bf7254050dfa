"""The contract of the answer, over notes of every kind."""

import json
from collections.abc import Callable
from typing import get_args

import pytest
from pydantic import ValidationError

from nlp.annotation import Annotation, Level, Side, Status
from nlp.codebook import code, codes
from nlp.knowledge.load import load_knowledge
from tests.nlp.cases import CASES
from tests.nlp.notes import CUT, PELVIC_CUT, PLATE, osteotomy, over, report, suggestion

Read = Callable[[str], Annotation]
TEXTS = {
    **{name: text for name, (text, _) in CASES.items()},
    "both_sides": osteotomy(title="Bilateral femoral osteotomies"),
    "no_side": osteotomy(title="Femoral osteotomy"),
    "wrong_side": report(
        "The right femur was sawn below the lesser trochanter.", "The right femur was plated."
    ),
    "letter": f"Clinic letter\nDear Dr Hall, a femoral osteotomy was done. {CUT}",
    "nothing": "A ganglion was excised.",
    "empty": "",
}
MODIFIERS = {"left": ["LT"], "right": ["RT"], "bilateral": ["50"], "unspecified": []}


GIVEN = {name: text for name, (text, expected) in CASES.items() if expected}
ASKED = {name: text for name, (text, expected) in CASES.items() if any("review" in e for e in expected)}
PLAIN = {name: text for name, text in GIVEN.items() if name not in ASKED}
each_suggestion = pytest.mark.parametrize("text", GIVEN.values(), ids=GIVEN)


@pytest.fixture(params=TEXTS.values(), ids=list(TEXTS))
def answer(request: pytest.FixtureRequest, read: Read) -> Annotation:
    """The answer to each note in turn."""
    return read(request.param)


def test_coding_27165_is_always_decided(answer: Annotation) -> None:
    given = [s.code for s in answer.suggestions]
    lost = [r.code for r in answer.ruled_out]
    assert (given + lost).count("27165") == 1


def test_coding_each_code_stands_once_and_is_in_the_book(answer: Annotation) -> None:
    given = [s.code for s in answer.suggestions]
    lost = [r.code for r in answer.ruled_out]
    assert len({*given, *lost}) == len(given) + len(lost)
    assert {*given, *lost} <= {fact.code for fact in codes()}


@each_suggestion
def test_coding_proof_of_a_suggestion_points_at_concepts(read: Read, text: str) -> None:
    answer = read(text)
    ids = {c.id for c in answer.concepts}
    for found in answer.suggestions:
        assert found.evidence
        assert ids.issuperset(found.evidence)
        assert ids.issuperset(found.against)
        assert found.reason


@pytest.mark.parametrize("name", [name for name in TEXTS if name not in GIVEN])
def test_coding_proof_of_what_lost_points_at_concepts(read: Read, name: str) -> None:
    answer = read(TEXTS[name])
    assert answer.ruled_out or answer.suggestions
    for lost in answer.ruled_out:
        assert {c.id for c in answer.concepts}.issuperset(lost.evidence)
        assert lost.reason


@pytest.mark.parametrize("name", [*GIVEN, "both_sides", "no_side", "wrong_side"])
def test_coding_modifiers_follow_the_side(read: Read, name: str) -> None:
    suggestions = read(TEXTS[name]).suggestions
    assert suggestions
    for found in suggestions:
        assert found.modifiers == ([] if found.code == "27158" else MODIFIERS[found.side])


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_coding_what_is_sure_asks_nothing(read: Read, text: str) -> None:
    assert [s.questions for s in read(text).suggestions if s.decision == "suggest"]
    assert not any(s.questions for s in read(text).suggestions)


@pytest.mark.parametrize("text", ASKED.values(), ids=ASKED)
def test_coding_review_asks_a_question_that_leads_nowhere(read: Read, text: str) -> None:
    answer = read(text)
    concepts = {c.id: c for c in answer.concepts}
    asked = [q for s in answer.suggestions if s.decision == "review" for q in s.questions]
    assert asked
    for question in asked:
        assert question.options[-2:] == ["Other (please specify)", "Unable to determine"]
        assert len(set(question.options)) == len(question.options)
        assert question.indicators
        for indicator in question.indicators:
            assert f'"{concepts[indicator].text}"' in question.text


@pytest.mark.parametrize("text", ASKED.values(), ids=ASKED)
def test_coding_question_names_no_code_and_no_money(read: Read, text: str) -> None:
    asked = [q for s in read(text).suggestions for q in s.questions]
    assert asked
    for question in asked:
        words = " ".join([question.text, *question.options]).lower()
        for banned in [*(fact.code for fact in codes()), "cpt", "payment", "reimburse", "{", "quality score"]:
            assert banned not in words


def test_coding_values_are_those_of_the_contract(answer: Annotation) -> None:
    for concept in answer.concepts:
        assert concept.status in get_args(Status)
        assert concept.side in get_args(Side)
        assert concept.level in get_args(Level)
        assert concept.rule
        assert all(cue.means in get_args(Status) and cue.rule for cue in concept.cues)
    assert [c.id for c in answer.concepts] == list(range(len(answer.concepts)))


def test_coding_answer_survives_json(answer: Annotation) -> None:
    data = json.loads(answer.to_json())
    assert data == answer.to_dict()
    assert data["schema"] == 1
    assert data["offsets"] == "codepoint"
    assert Annotation.model_validate(data) == answer


@each_suggestion
def test_coding_what_is_sure_stands_first(read: Read, text: str) -> None:
    order = [(s.decision != "suggest", s.code) for s in read(text).suggestions]
    assert order
    assert order == sorted(order)


def test_coding_unknown_field_is_refused(read: Read) -> None:
    data = read(osteotomy()).to_dict()
    with pytest.raises(ValidationError):
        Annotation.model_validate({**data, "note": "text"})


def test_coding_answer_is_frozen(read: Read) -> None:
    with pytest.raises(ValidationError):
        read(osteotomy()).offsets = "utf16"  # type: ignore[misc]


def test_coding_evidence_is_the_cut_of_the_body(read: Read) -> None:
    text = osteotomy()
    answer = read(text)
    found = suggestion(answer, "27165")
    cut = {c.id for c in over(answer, text, CUT, "femoral_osteotomy")}
    assert cut
    assert cut <= set(found.evidence)


def test_coding_combined_code_rests_on_both_bones(read: Read) -> None:
    answer = read(CASES["pelvis_femur"][0])
    proof = {c.concept for c in answer.concepts if c.id in suggestion(answer, "27151").evidence}
    assert proof == {"pelvic_osteotomy", "femoral_osteotomy"}
    (lost,) = [r for r in answer.ruled_out if r.code == "27165"]
    assert "27151" in lost.reason


def test_coding_many_mentions_keep_the_proof_short(read: Read) -> None:
    again = ["The femur was then cut again with the saw below the lesser trochanter."] * 30
    found = suggestion(read(report(CUT, *again, PLATE)), "27165")
    assert 0 < len(found.evidence) <= 8


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (report(CUT), set()),
        (report(CUT, PLATE), {"fixation"}),
        (report(CUT, PLATE, "A hip spica cast was applied."), {"fixation", "cast"}),
        (report(CUT, "The loose plate was removed."), {"hardware_removal"}),
        (report(CUT, "No plate was used."), set()),
        (report(CUT, "A plate may be needed later."), set()),
        (osteotomy(diagnosis="Malunion of the femur"), set()),
    ],
)
def test_coding_advice_is_given_of_what_was_done(read: Read, text: str, names: set[str]) -> None:
    book = load_knowledge().precedence.advice
    given = suggestion(read(text), "27165").advice
    assert {(a.text, a.source) for a in given} == {(book[n].text, book[n].source) for n in names}


@pytest.mark.parametrize(
    ("more", "counted"),
    [
        ("A femoral osteotomy was considered.", True),
        ("The femur was left alone.", True),
        ("No pelvic osteotomy was made.", False),
        ("A previous femoral osteotomy was seen.", False),
    ],
)
def test_coding_against_shows_the_act_denied_or_doubted(read: Read, more: str, counted: bool) -> None:
    text = osteotomy(more)
    answer = read(text)
    shown = {c.id for c in over(answer, text, more) if "osteotomy" in c.concept}
    assert shown
    assert suggestion(answer, "27165").against == (sorted(shown) if counted else [])


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("proximal", "subtrochanteric"),
        ("level_missing", "unspecified"),
        ("morscher", "intertrochanteric"),
        ("title_only", "none"),
    ],
)
def test_coding_27165_names_its_level(read: Read, name: str, level: str) -> None:
    assert suggestion(read(CASES[name][0]), "27165").level == level


def test_coding_past_osteotomy_is_shown_with_its_status(read: Read) -> None:
    answer = read(report("The scar of the previous femoral osteotomy was seen.", title="Left hip arthrogram"))
    (lost,) = answer.ruled_out
    (old,) = [c for c in answer.concepts if c.concept == "femoral_osteotomy"]
    assert lost.evidence == [old.id]
    assert "historical" in lost.reason


def test_coding_codebook_is_in_order_and_by_number() -> None:
    numbers = [fact.code for fact in codes()]
    assert numbers == sorted(numbers)
    assert len(numbers) == 16
    assert [code(number) for number in numbers] == codes()
    with pytest.raises(KeyError):
        code("99999")


def test_coding_two_cuts_of_one_femur_keep_a_level_each(read: Read) -> None:
    answer = read(osteotomy("A second osteotomy was made 4 cm above the knee joint and plated."))
    assert suggestion(answer, "27165").level == "subtrochanteric"
    assert suggestion(answer, "27450").level == "distal"


def test_coding_rules_out_only_what_was_in_play(read: Read) -> None:
    answer = read(osteotomy(PELVIC_CUT, title="Left femoral osteotomy and Salter osteotomy"))
    assert suggestion(answer, "27151").decision == "suggest"
    assert {lost.code for lost in answer.ruled_out}.isdisjoint({"27465", "27466"})


def test_coding_asks_the_questions_of_both_hips(read: Read) -> None:
    text = report("The right femur was divided with a saw and plated.", title="Left femoral osteotomy")
    asked = [question.text for question in suggestion(read(text), "27165").questions]
    assert ["what was done to the femur" in one for one in asked] == [True, False]
    assert ["the level at which" in one for one in asked] == [False, True]
