"""Coverage-guided fuzzing of every reader and of ``nlp.annotate``, two targets at a time.

``python -m tests.fuzz --seconds 60`` gives each target that long; ``--inputs N`` stops it after N inputs.
Corpus and crashing inputs stay in ``build/fuzz``. The exit code is 1 if any input broke a rule.
"""

import argparse
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.fuzz.seeds import SEEDS, plant

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "fuzz"
_COUNT = re.compile(r"number_of_executed_units:\s*(\d+)")


def fuzz(target: str, seconds: int, inputs: int) -> tuple[str, int, int, str]:
    """Run one target; its name, inputs tried, exit code and the end of what it said."""
    command = [
        *(sys.executable, "-m", "tests.fuzz.one", target, *plant(target, FOLDER)),
        *(
            "-print_final_stats=1",
            "-max_len=2048",
            "-timeout=60",
            "-rss_limit_mb=4096",
        ),
        *(f"-artifact_prefix={FOLDER / target}/", f"-max_total_time={seconds}"),
        *([f"-runs={inputs}"] if inputs else []),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
    count = _COUNT.search(done.stderr)
    return target, int(count[1]) if count else 0, done.returncode, done.stderr[-3000:]


def main() -> int:
    """Fuzz the targets asked for and print a line for each."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", choices=[[], *SEEDS], help="all, if none is named")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--inputs", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    total, failed = 0, []
    with ThreadPoolExecutor(options.jobs) as pool:
        names = options.targets or list(SEEDS)
        runs = [pool.submit(fuzz, name, options.seconds, options.inputs) for name in names]
        for run in runs:
            target, count, code, said = run.result()
            total += count
            print(f"{target:10} {count:>9,} inputs  {'ok' if code == 0 else f'FAILED ({code})'}", flush=True)
            if code != 0:
                failed.append(target)
                print(said, file=sys.stderr)
    print(f"{'total':10} {total:>9,} inputs")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
