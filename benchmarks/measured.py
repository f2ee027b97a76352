"""How a step or a contender, in a process of its own, tells what it measured, and is asked for it: one line of JSON."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def told(seconds: float, **more: object) -> None:
    """Seconds, and the process's peak memory so far, with whatever else there is to say."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak, **more}), flush=True)


def asked(module: str, *arguments: object) -> dict[str, Any]:
    """What a module, in a process of its own, tells in its last line; ends with the process if that fails."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    paths = os.pathsep.join([str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])])
    ended = subprocess.run(
        command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths}, check=False
    )
    if ended.returncode:
        sys.exit(f"{' '.join(command[2:])} ended with status {ended.returncode}")
    lines = ended.stdout.decode().splitlines()
    found: dict[str, Any] = json.loads(lines[-1]) if lines else {}
    return found
