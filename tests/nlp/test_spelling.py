"""Long terms with a letter or two wrong."""

import pytest

from nlp.knowledge.load import load_knowledge
from nlp.knowledge.schema import Spelling
from nlp.knowledge.spelling import Speller


@pytest.fixture
def speller() -> Speller:
    spelling = Spelling(
        targets=["osteotomy", "subtrochanteric", "spica"], own_words=["osteotome"], abbreviations=[]
    )
    return Speller(spelling, {"osteotomies"})


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("osteotomy", "osteotomy"),
        ("ostoetomy", "osteotomy"),
        ("osteotmy", "osteotomy"),
        ("osteottomy", "osteotomy"),
        ("osteotoni", "osteotoni"),
        ("steotomy", "osteotomy"),
        ("subtrohcanterik", "subtrochanteric"),
        ("subtrochnteric", "subtrochanteric"),
        ("subtrchntric", "subtrchntric"),
    ],
)
def test_spelling_finds_the_term_meant(speller: Speller, word: str, meant: str) -> None:
    assert speller.normal(word) == meant
    assert speller.normal(word) == meant, "the second look-up agrees"


@pytest.mark.parametrize("word", ["osteotome", "osteotomies", "spika", "xsteotomy" * 3, "", "femur"])
def test_spelling_leaves_other_words_alone(speller: Speller, word: str) -> None:
    assert speller.normal(word) == word


def test_spelling_first_letters_must_speak_for_the_term(speller: Speller) -> None:
    assert speller.normal("qzteotomy") == "qzteotomy"


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("interrtrochanteric", "intertrochanteric"),
        ("subtrochanterric", "subtrochanteric"),
        ("derotaton", "derotation"),
        ("acetabulm", "acetabulum"),
        ("arthroplsty", "arthroplasty"),
        ("proxmial", "proximal"),
        ("osteotome", "osteotome"),
        ("femoooral", "femoral"),
        ("betttween", "between"),
        ("suctioned", "suctioned"),
        ("trochlear", "trochlear"),
        ("dissected", "dissected"),
        ("preformed", "preformed"),
        ("collateral", "collateral"),
    ],
)
def test_spelling_of_the_shipped_knowledge(word: str, meant: str) -> None:
    assert load_knowledge().speller.normal(word) == meant
