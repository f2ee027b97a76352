"""A register kept in files: read it whole, or say everything that is wrong with it."""

from resettle.files.digest import digest
from resettle.files.read import Reading, examine, read
from resettle.files.views import record_view

__all__ = ["Reading", "digest", "examine", "read", "record_view"]
