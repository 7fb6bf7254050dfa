"""The knowledge files: what is wrong in them is said with file, entry and fault; what is added is known."""

import shutil
from pathlib import Path
from typing import get_args

import pytest

import nlp
from nlp.annotation import Level, Status
from nlp.knowledge.load import HOME, KnowledgeError, load_knowledge
from tests.nlp.notes import decisions, osteotomy, over, report, suggestion

FILES = "acts advice anatomy cases codebook cues documents headings precedence questions spelling".split()
QUAGGA = 'phrases = ["quagga"]'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped knowledge that a test may spoil."""
    target = tmp_path / "knowledge"
    target.mkdir()
    for file in HOME.glob("*.toml"):
        shutil.copy(file, target)
    return target


def add(folder: Path, name: str, *lines: str) -> None:
    """Put ``lines`` at the end of a file."""
    with (folder / f"{name}.toml").open("a", encoding="utf-8") as file:
        file.write("\n".join(["", *lines, ""]))


def replace(folder: Path, name: str, old: str, new: str) -> None:
    """Change the first ``old`` of a file."""
    file = folder / f"{name}.toml"
    content = file.read_text("utf-8")
    assert old in content
    file.write_text(content.replace(old, new, 1), "utf-8")


def fault(folder: Path) -> str:
    """The message with which ``folder`` is refused."""
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    return str(caught.value)


def test_knowledge_copied_folder_is_as_good(folder: Path) -> None:
    copied, shipped = load_knowledge(folder), load_knowledge()
    assert copied.hash == shipped.hash
    assert copied.codes == shipped.codes
    assert copied.entries.keys() == shipped.entries.keys()


def test_knowledge_is_loaded_once() -> None:
    assert load_knowledge() is load_knowledge(HOME)


@pytest.mark.parametrize("name", FILES)
def test_knowledge_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / f"{name}.toml").unlink()
    assert fault(folder).startswith(f"{name}.toml: cannot be read (No such file")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"[open", b"\xff\xfe\x00"])
def test_knowledge_file_that_is_not_toml_is_named(folder: Path, name: str, content: bytes) -> None:
    (folder / f"{name}.toml").write_bytes(content)
    assert fault(folder).startswith(f"{name}.toml: is not TOML")


def test_knowledge_missing_folder_is_a_fault(tmp_path: Path) -> None:
    assert "cannot be read" in fault(tmp_path / "nowhere")


def test_knowledge_pipeline_refuses_a_spoilt_folder(folder: Path) -> None:
    add(folder, "acts", "[cut.quagga]", QUAGGA, "speling = 1")
    with pytest.raises(KnowledgeError, match=r"^acts\.toml: \[cut\.quagga\] speling: "):
        nlp.load(knowledge=folder)


@pytest.mark.parametrize(
    ("name", "lines", "message"),
    [
        ("acts", ["[cut.quagga]", QUAGGA, "colour = 1"], "acts.toml: [cut.quagga] colour: Extra"),
        ("acts", ["[cut.quagga]", "phrases = []"], "acts.toml: [cut.quagga] phrases: List should"),
        ("acts", ["[cut.quagga]", 'phrases = "quagga"'], "acts.toml: [cut.quagga] phrases: Input should"),
        ("acts", ["[cut.quagga]", "phrases = [1]"], "acts.toml: [cut.quagga] phrases.0: Input should"),
        ("acts", ["[cut.quagga]", QUAGGA, 'level = "knee"'], "acts.toml: [cut.quagga] level"),
        ("acts", ["[cut.quagga]", QUAGGA, 'status = "maybe"'], "acts.toml: [cut.quagga] status"),
        ("anatomy", ["[bone.quagga]", QUAGGA, 'short = "often"'], "anatomy.toml: [bone.quagga] short: Input"),
        ("cases", ["[flag.quagga]", QUAGGA, "flags = 1"], "cases.toml: [flag.quagga] flags: Extra"),
        ("cues", ["[negated.quagga]", QUAGGA], "cues.toml: [negated.quagga] means: Field required"),
        (
            "documents",
            ["[kind.quagga]", QUAGGA, "weight = 10"],
            "documents.toml: [kind.quagga] weight: Input",
        ),
        ("headings", ["[quagga]", "phrases = []"], "headings.toml: [quagga] phrases: List should"),
        ("codebook", ['["2716"]', 'title = ""'], "codebook.toml: [2716] code: String should match"),
        ("codebook", ['["27999"]', 'title = ""'], "codebook.toml: [27999] family: Field required"),
        (
            "questions",
            ["[quagga]", 'text = "What?"', "options = []"],
            "questions.toml: [quagga] text: String",
        ),
        ("advice", ["[quagga]", "codes = []"], "advice.toml: [quagga] codes: List should"),
        ("spelling", ["quagga = 1"], "spelling.toml: [spelling] quagga: Extra"),
        (
            "precedence",
            ["[[rule]]", 'id = "quagga"', "when = []"],
            "precedence.toml: [quagga] reason: Field required",
        ),
        (
            "precedence",
            ["[[rule]]", 'id = "quagga"', "when = []", 'reason = ""', 'ask = ["zebra"]'],
            "precedence.toml: [quagga] ask: no such question",
        ),
    ],
)
def test_knowledge_fault_names_file_entry_and_field(
    folder: Path, name: str, lines: list[str], message: str
) -> None:
    add(folder, name, *lines)
    assert fault(folder).startswith(message)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("scope = 14", "scope = 99", "scope"),
        ("scope = 14", "scope = -1", "scope"),
        ("rank = 5", "rank = 10", "rank"),
        ('direction = "forward"', 'direction = "up"', "direction"),
    ],
)
def test_knowledge_cue_out_of_range_is_a_fault(folder: Path, old: str, new: str, field: str) -> None:
    replace(folder, "cues", old, new)
    assert fault(folder).startswith(f"cues.toml: [negated.no] {field}: Input should be")


def test_knowledge_fault_does_not_stick(folder: Path) -> None:
    file = folder / "acts.toml"
    good = file.read_bytes()
    file.write_bytes(b"[open")
    assert "is not TOML" in fault(folder)
    file.write_bytes(good)
    assert load_knowledge(folder).hash == load_knowledge().hash


@pytest.mark.parametrize("name", FILES)
def test_knowledge_hash_tells_every_change(folder: Path, name: str) -> None:
    add(folder, name, "# one more line")
    assert load_knowledge(folder).hash != load_knowledge().hash


def test_knowledge_new_term_is_found(folder: Path) -> None:
    add(
        folder,
        "acts",
        "[name.quagga]",
        'concept = "femoral_osteotomy"',
        'level = "intertrochanteric"',
        'phrases = ["quagga {wedge|osteotomy}"]',
    )
    text = report("A quagga wedge was done.", title="Left quagga osteotomy")
    made = nlp.load(knowledge=folder)
    answer = nlp.annotate(text, made)
    assert {c.rule for c in over(answer, text, "quagga wedge")} == {"name.quagga"}
    assert suggestion(answer, "27165").level == "intertrochanteric"
    assert answer.engine.knowledge == load_knowledge(folder).hash
    assert decisions(nlp.annotate(text)) != decisions(answer)


def test_knowledge_new_cue_and_heading_are_heeded(folder: Path) -> None:
    cue = ['means = "negated"', 'direction = "forward"', "scope = 5", "rank = 6"]
    add(folder, "cues", "[negated.quagga]", QUAGGA, *cue)
    replace(folder, "headings", "[plan]\nphrases = [", '[plan]\nphrases = ["zebra stripes", ')
    text = osteotomy("Quagga pelvic osteotomy.") + "\nZebra stripes: walk.\n"
    answer = nlp.annotate(text, nlp.load(knowledge=folder))
    (act,) = over(answer, text, "pelvic osteotomy")
    assert [(c.text, c.rule) for c in act.cues] == [("Quagga", "negated.quagga")]
    assert answer.document.sections[-1].category == "plan"


def test_knowledge_own_precedence_and_questions_are_used(folder: Path) -> None:
    replace(folder, "precedence", "The femur was cut at the {level} level", "Zebra at the {level} level")
    replace(folder, "questions", "Please document the level", "Zebra: the level")
    made = nlp.load(knowledge=folder)
    assert suggestion(nlp.annotate(osteotomy(), made), "27165").reason.startswith("Zebra at the subtro")
    asked = suggestion(nlp.annotate(report("The femur was divided with a saw."), made), "27165").questions
    assert "Zebra: the level" in asked[0].text


def test_knowledge_shipped_entries_hold_values_of_the_contract() -> None:
    entries = load_knowledge().entries
    assert len(entries) > 100
    assert {e.level for e in entries.values()} <= {"", *get_args(Level)}
    assert {e.status for e in entries.values()} <= {"", *get_args(Status)}
    assert all(e.id.split(".")[0] == e.group for e in entries.values())


def test_knowledge_shipped_rules_propose_codes_of_the_book() -> None:
    knowledge = load_knowledge()
    rules = knowledge.precedence.rules
    assert {code for rule in rules for code in (*rule.suggest, *rule.review)} <= knowledge.codes.keys()
    assert len({rule.id for rule in rules}) == len(rules)
    assert all(rule.ask for rule in rules if rule.review)


def test_knowledge_shipped_files_are_all_tested() -> None:
    assert {file.stem for file in HOME.glob("*.toml")} == {*FILES, "words"}
