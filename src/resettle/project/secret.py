"""With what sessions are signed: from a file, or the environment; never from the source."""

from collections.abc import Mapping
from pathlib import Path

LEAST = 32
"""Characters that a secret has at least."""


def secret(environment: Mapping[str, str]) -> str:
    """The secret, if there is one that is long enough; else nothing, with which Django signs nothing."""
    file = environment.get("RESETTLE_SECRET_KEY_FILE", "")
    if file:
        try:
            text = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return ""
    else:
        text = environment.get("RESETTLE_SECRET_KEY", "")
    return text if len(text) >= LEAST else ""
