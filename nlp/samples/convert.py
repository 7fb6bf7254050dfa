"""Convert sample files to JSONL rows and back: ``python -m nlp.samples.convert IN... --out FILE``."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from nlp.samples.format import SUFFIX, dumps, load
from nlp.samples.model import Sample, SampleError
from nlp.samples.rows import read_rows, write_rows


def read(paths: Iterable[Path]) -> list[Sample]:
    """Read samples from ``.jsonl`` files, ``.sample`` files and folders of the latter.

    Raises:
        SampleError: a fault in a file, or no samples.
        OSError: a file cannot be read.
    """
    samples: list[Sample] = []
    for path in paths:
        samples += read_rows(path) if path.suffix == ".jsonl" else load([path])
    return samples


def convert(paths: Iterable[Path], out: Path) -> int:
    """Write the samples of ``paths`` to ``out`` (by its suffix ``.jsonl`` or ``.sample``); return how many.

    Raises:
        SampleError: a fault in a file, or a suffix that names no format.
        OSError: a file cannot be read or written.
    """
    if out.suffix not in (".jsonl", SUFFIX):
        raise SampleError(f"{out}: the name must end in .jsonl or {SUFFIX}")
    samples = read(paths)
    content = write_rows(samples) if out.suffix == ".jsonl" else dumps(samples)
    out.write_text(content, encoding="utf-8", newline="\n")
    return len(samples)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns 0, or 2 where a file is at fault."""
    parser = argparse.ArgumentParser(prog="python -m nlp.samples.convert", description=__doc__)
    parser.add_argument("samples", nargs="+", type=Path, metavar="IN")
    parser.add_argument("--out", required=True, type=Path)
    options = parser.parse_args(arguments)
    try:
        count = convert(options.samples, options.out)
    except (SampleError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stderr.write(f"{count} samples written to {options.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
