import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.documents.encoding import decode, well_formed

NOTE = "Left hip, 95° flexion, “varus” osteotomy, 10 µg, naïve café"


@pytest.mark.parametrize(
    ("data", "declared", "expected"),
    [
        (b"", (), ""),
        (b"plain", (), "plain"),
        ("text stays \ud800\x00", ("ascii",), "text stays \ud800\x00"),
        (NOTE.encode(), (), NOTE),
        (NOTE.encode("cp1252"), (), NOTE),
        (NOTE.encode("cp1252"), ("iso-8859-1",), NOTE),
        (NOTE.encode("cp1252"), ("utf-8",), NOTE),
        (NOTE.encode("cp1252"), ("no-such-charset",), NOTE),
        (NOTE.encode("cp1252"), ("hex",), NOTE),
        (NOTE.encode("cp1252"), ("ascii", "us-ascii"), NOTE),
        (NOTE.encode("utf-8-sig"), ("cp1252",), NOTE),
        (NOTE.encode("utf-16"), (), NOTE),
        (b"\xfe\xff" + NOTE.encode("utf-16-be"), ("utf-8",), NOTE),
        (NOTE.encode("utf-16-le"), (), NOTE),
        (NOTE.encode("utf-16-be"), (), NOTE),
        (NOTE.encode("utf-32"), (), NOTE),
        ("Остеотомия".encode("koi8-r"), ("koi8-r",), "Остеотомия"),
        ("Остеотомия".encode("koi8-r"), (None, ' "KOI8-R" '), "Остеотомия"),
        ("大腿骨の骨切り術".encode("shift_jis"), ("shift_jis",), "大腿骨の骨切り術"),
        (b"a\x81\x8d\x8f\x90\x9db", (), "a\x81\x8d\x8f\x90\x9db"),
        (b"\xff\xfeA\x00\x00\xd8", (), "A\ufffd"),
        (b"\xff\xfeA\x00B", (), "A\ufffd"),
        (b"nul\x00byte", (), "nul\x00byte"),
    ],
)
def test_encoding_decodes(data, declared, expected) -> None:
    assert decode(data, *declared) == expected


def test_encoding_guesses_text_full_of_high_bytes() -> None:
    text = "Выполнена межвертельная остеотомия бедренной кости слева, фиксация пластиной. " * 20
    assert decode(text.encode("cp1251")) == text


@given(st.text())
def test_encoding_keeps_utf_8(text) -> None:
    assert decode(text.encode("utf-8", "replace")) == text.encode("utf-8", "replace").decode().removeprefix(
        "\ufeff"
    )


@given(st.binary(), st.sampled_from([None, "utf-8", "utf-16", "cp1252", "utf-7", "idna", "punycode", "zip"]))
def test_encoding_takes_any_bytes(data, label) -> None:
    assert isinstance(decode(data, label), str)


@pytest.mark.parametrize(
    ("text", "expected"), [("a\ud800b\udfff", "a\ufffdb\ufffd"), ("\U0001f600", "\U0001f600"), ("", "")]
)
def test_encoding_well_formed_replaces_lone_surrogates(text, expected) -> None:
    assert well_formed(text) == expected
