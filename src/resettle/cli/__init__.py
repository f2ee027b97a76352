"""The command line."""

from resettle.cli.app import main

__all__ = ["main"]
