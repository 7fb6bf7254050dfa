"""The texts of the benchmark, made from the annotated samples; the same every time."""

import random
from pathlib import Path

from nlp.samples.convert import read
from nlp.samples.model import Sample

ROOT = Path(__file__).parent.parent
LENGTHS = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)


def samples() -> list[Sample]:
    """Every annotated sample."""
    return read([ROOT / "tests" / "samples"])


def long_notes(rows: list[Sample], size: int = 3200, count: int = 150) -> list[str]:
    """Notes of about ``size`` characters: a sample, then paragraphs of others until it is long enough."""
    draw = random.Random(1)
    paragraphs = [part for row in rows for part in row.text.split("\n") if len(part) > 60]
    notes = []
    for row in rows[:count]:
        text = row.text
        while len(text) < size - 200:
            text += "\n\n" + draw.choice(paragraphs)
        notes.append(text[:size])
    return notes


def year(rows: list[Sample], count: int = 400, share: int = 20) -> list[str]:
    """A department's notes as they come: one in ``share`` an annotated sample as written, the rest others."""
    other = without_cuts(count)
    return [rows[i % len(rows)].text if i % share == 0 else other[i] for i in range(count)]


def of_lengths(rows: list[Sample]) -> list[str]:
    """One text of each of LENGTHS: samples one after the other."""
    whole = "\n\n".join(row.text for row in rows)
    whole *= 1 + max(LENGTHS) // len(whole)
    return [whole[:length] for length in LENGTHS]


def without_cuts(count: int = 300) -> list[str]:
    """Notes of other specialties, made from parts, without any word for a bone cut."""
    draw = random.Random(2)
    parts = {
        "PROCEDURE": (
            "Laparoscopic cholecystectomy.",
            "Right inguinal hernia repair with mesh.",
            "Cataract extraction, left eye.",
        ),
        "INDICATIONS": (
            "Pain after meals for six months with stones on ultrasound.",
            "A reducible swelling.",
            "Failing sight.",
        ),
        "ANAESTHESIA": ("General, endotracheal.", "Spinal.", "Topical with sedation."),
        "FINDINGS": ("A thick wall with adhesions.", "An indirect sac.", "Dense nuclear change."),
    }
    steps = (
        "The patient was placed supine and the field was prepared and draped in the usual fashion.",
        "A time-out was held and antibiotics were given.",
        "Ports were placed under vision and the peritoneum was inspected.",
        "The sac was dissected free and reduced, and the mesh was laid without tension.",
        "The duct and artery were clipped and the specimen was removed in a bag.",
        "The lens was emulsified and a foldable implant was placed in the bag.",
        "Haemostasis was secured and the wound was closed in layers with absorbable suture.",
        "The patient was taken to recovery in good condition, and all counts were correct.",
    )
    notes = []
    for _ in range(count):
        head = "\n".join(f"{name}: {draw.choice(values)}" for name, values in parts.items())
        body = " ".join(draw.choice(steps) for _ in range(26))
        notes.append(
            f"OPERATIVE REPORT\n{head}\nDESCRIPTION: {body}\nPLAN: Home tomorrow, clinic in two weeks."
        )
    return notes


def hostile(size: int) -> dict[str, str]:
    """Texts of ``size`` characters that make careless patterns run for ever."""
    cue = "no evidence of "
    line = "PROCEDURE PERFORMED:\n"
    screw = "Spine refixed with one screw. "
    year = "The VDRO in 2019 was seen. "
    cut = "the femur was cut with the saw below the lesser trochanter "
    return {
        "open parentheses": "(" * size,
        "one line of words": ("osteotomy of the femur and " * (size // 27 + 1))[:size],
        "one word": "a" * size,
        "spaces": " " * size,
        "line ends": "\n" * size,
        "headings": (line * (size // len(line) + 1))[:size],
        "one cue": (cue * (size // len(cue) + 1))[:size],
        "cuts without a full stop": (cut * (size // len(cut) + 1))[:size],
        "years of old operations": (year * (size // len(year) + 1))[:size],
        "screws without a cut": (screw * (size // len(screw) + 1))[:size],
        "numbers": ("12 x 3.5 mm, " * (size // 13 + 1))[:size],
        "left and right": ("left right " * (size // 11 + 1))[:size],
    }
