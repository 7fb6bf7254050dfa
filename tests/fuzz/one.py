"""Fuzz one target: ``python -m tests.fuzz.one TARGET [libFuzzer flags]``."""

import sys

import atheris

with atheris.instrument_imports(include=["nlp", "striprtf"]):
    from tests.fuzz.targets import TARGETS, timed


def main() -> None:
    """Hand the target over to libFuzzer, which ends the process."""
    atheris.Setup([sys.argv[0], *sys.argv[2:]], timed(TARGETS[sys.argv[1]]))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
