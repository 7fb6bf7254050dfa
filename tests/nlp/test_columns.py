"""Tables with a column for each side."""

from collections.abc import Callable

import pytest

from nlp.annotation import Annotation
from tests.nlp.notes import suggestion

Read = Callable[[str], Annotation]
CUT, PELVIS = "osteotomy 1 cm below lesser trochanter, blade plate", "Salter osteotomy, two pins"
TABS = f"SITE\tRIGHT\tLEFT\nFemur\t{CUT}\tnothing\nPelvis\tnothing\t{PELVIS}\n"
BARS = f"| Site | Right | Left |\n| Femur | {CUT} | nothing |\n| Pelvis | nothing | {PELVIS} |\n"
SPACED = (
    f"           RIGHT{' ' * 60}LEFT\nFemur    | {CUT:<62} | nothing\nPelvis   | {'nothing':<62} | {PELVIS}\n"
)


@pytest.mark.parametrize("table", [TABS, BARS, SPACED])
def test_columns_give_each_act_its_side(read: Read, table: str) -> None:
    answer = read(f"OPERATION RECORD\n\n{table}\nBlood loss 100.")
    assert suggestion(answer, "27165").side == "right"
    assert suggestion(answer, "27146").side == "left"


def test_columns_swapped_swap_the_sides(read: Read) -> None:
    table = TABS.replace("RIGHT\tLEFT", "LEFT\tRIGHT")
    assert suggestion(read(f"OPERATION RECORD\n\n{table}"), "27165").side == "left"
