"""How a contender, in a process of its own, tells what it measured: one line of JSON."""

import json
import resource


def told(seconds: float, **more: object) -> None:
    """Seconds, and the process's peak memory so far, with whatever else there is to say."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak, **more}), flush=True)
