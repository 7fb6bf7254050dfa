"""The interpreters: Osteotome's own, and environments for the peers that are made on first use."""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

from bench.corpus import ROOT

# medspaCy pins an older spaCy on Python 3.11, so it cannot share an environment with the others.
PACKAGES = {
    "peers": ("spacy==3.8.18", "edsnlp==0.23.0", "negspacy==1.1.0"),
    "medspacy": ("medspacy==1.3.1",),
}
FOLDER = ROOT / "build" / "bench"


def interpreter(name: str) -> Path:
    """The Python of environment ``name``; makes and fills the environment if it is not there.

    Raises:
        subprocess.CalledProcessError: the packages could not be installed.
    """
    if name == "main":
        return Path(sys.executable)
    folder = FOLDER / name
    python = folder / "bin" / "python"
    if (folder / "ready").exists():
        return python
    sys.stderr.write(f"making the environment {folder}\n")
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, *PACKAGES[name]], check=True)
    (folder / "ready").touch()
    return python


def version(name: str, package: str) -> str:
    """The version of ``package`` in environment ``name``."""
    program = f"from importlib.metadata import version; print(version({package!r}))"
    done = subprocess.run([interpreter(name), "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.strip()
