"""Knowledge entries that no sample uses: ``python -m nlp.samples.unused SAMPLES...``.

An entry is used where one of its phrases stands in a note, read as the pipeline reads it. Exit code 1 if any
is left over.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.samples.convert import read
from nlp.samples.model import Sample, SampleError

if TYPE_CHECKING:
    from nlp.knowledge.lexicon import Node


def unused(samples: Iterable[Sample]) -> list[str]:
    """Ids of the entries, in the order of the knowledge files, that no sample uses; headings last."""
    import nlp
    from nlp.knowledge.load import load_knowledge

    pipeline, knowledge = nlp.load(gate=False), load_knowledge()
    used: set[str] = set()
    for sample in samples:
        words = pipeline(sample.text)._.reading.words
        for lexicon in (knowledge.lexicon, knowledge.headings):
            for _, _, entries in lexicon.find(words):
                used.update(entry.id for entry in entries)
    return [
        name for name in (*knowledge.entries, *_ids(knowledge.headings.root.values())) if name not in used
    ]


def _ids(nodes: "Iterable[Node]") -> list[str]:
    """The ids of the entries below ``nodes``, sorted."""
    found: set[str] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        found.update(entry.id for entry in node.entries)
        waiting.extend(node.next.values())
    return sorted(found)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m nlp.samples.unused", description=__doc__)
    parser.add_argument(
        "samples", nargs="+", type=Path, metavar="SAMPLES", help=".sample or .jsonl, or folders"
    )
    options = parser.parse_args(arguments)
    try:
        names = unused(read(options.samples))
    except (SampleError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write("".join(f"{name}\n" for name in names))
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
