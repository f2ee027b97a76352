"""
How long each command takes on the worked example, and how much memory: whole processes, as a user starts them.

Claim: the main job (`make run` after set-up) takes under 15 s and 1 GB on two cores. Prints the median of three runs
after one that is not counted, and exits 1 if the claim does not hold.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "nauru-manus-2016"
RUNS = 3
SECONDS, MEGABYTES = 15.0, 1000.0


def commands(out: str) -> dict[str, list[str]]:
    scenario = ["--what-if", "nz-consent", "--assume", "nz-750.others=600"]
    return {
        "check": ["check", str(EXAMPLE)],
        "screen": ["screen", str(EXAMPLE)],
        "plan --what-if nz-consent --out (make run)": ["plan", str(EXAMPLE), *scenario, "--out", out],
        "plan --what-if all-together": ["plan", str(EXAMPLE), "--what-if", "all-together"],
        "explain C-0001": ["explain", str(EXAMPLE), "C-0001"],
        "compare --what-if lifetime-ban": ["compare", str(EXAMPLE), "--what-if", "lifetime-ban"],
    }


def measured(arguments: list[str]) -> tuple[float, float]:
    """Wall seconds and peak resident megabytes of one run."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", "from resettle.cli import main; main()", *arguments],
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    if status:
        sys.exit(f"{arguments[0]} ended with status {status}")
    return took, usage.ru_maxrss / 1024


def main() -> int:
    print(f"{'command':<46} {'median s':>9} {'slowest s':>10} {'peak MB':>8}")
    kept = True
    with tempfile.TemporaryDirectory() as out:
        for name, arguments in commands(out).items():
            measured(arguments)
            runs = [measured(arguments) for _ in range(RUNS)]
            seconds, megabytes = [run[0] for run in runs], max(run[1] for run in runs)
            print(
                f"{name:<46} {statistics.median(seconds):>9.2f} {max(seconds):>10.2f} {megabytes:>8.0f}",
                flush=True,
            )
            kept &= statistics.median(seconds) < SECONDS and megabytes < MEGABYTES
    print(f"under {SECONDS:.0f} s and {MEGABYTES:.0f} MB each: {'yes' if kept else 'NO'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
