"""Passphrases of archives: from a file, or asked for at the terminal, where nobody sees them."""

from pathlib import Path

import typer

from resettle.service import archives


def passphrase(file: Path | None, *, new: bool = False) -> str:
    """The first line of a file; else asked for (twice, if it is new). Raises RequestRefused."""
    if file is None:
        return str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=new, err=True))
    return archives.passphrase_in(file)
