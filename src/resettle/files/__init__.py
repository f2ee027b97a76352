"""A register kept in files: read it whole, or say everything that is wrong with it; write one."""

from resettle.files.assemble import Reading, assembled, examined
from resettle.files.digest import digest
from resettle.files.hxl import hxl_tags
from resettle.files.read import examine, read
from resettle.files.views import record_view
from resettle.files.write import check_empty, contents, filling, whole, write
from resettle.files.written import Written

__all__ = [
    "Reading",
    "Written",
    "assembled",
    "check_empty",
    "contents",
    "digest",
    "examine",
    "examined",
    "filling",
    "hxl_tags",
    "read",
    "record_view",
    "whole",
    "write",
]
