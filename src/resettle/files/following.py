"""Faults that may only follow from another: from a row, a file or a criterion that was left out for its own fault."""

from collections.abc import Collection, Mapping

from resettle.engine.errors import Fault
from resettle.files import tables

_NEEDS_WHOLE = {
    "person_in_no_case": "members",
    "act_person_not_member": "members",
    "act_without_will": "willingness",
    "member_not_in_submission": "acts",
    "case_no_applicant": "members",
    "case_applicant_unknown": "members",
    "case_without_members": "members",
    "act_without_people": "members",
    "act_not_listed": "acts",
    "act_joins_nobody": "acts",
    "case_act_out_of_turn": "acts",
}
"""Faults that a row left out elsewhere may be the only reason for."""

_NEEDS_ALL_CRITERIA = (
    "unless_is_unknown", "exemption_is_not_used", "group_part_unknown", "part_is_not_used", "group_lacks_parts",
)  # fmt: skip
"""Faults that a criterion left out of the same file may be the only reason for."""


def only_follows(
    fault: Fault, read: Mapping[str, tables.Read], unread: Collection[str], untold: Collection[str]
) -> bool:
    """
    Whether a fault may only follow from another that is told already: from a row, a file (``unread``) or a criterion
    (of the files ``untold``) that was left out. It is told when the first is mended, if it still stands then.
    """
    if fault.code in _NEEDS_WHOLE:
        return not read[_NEEDS_WHOLE[fault.code]].whole
    if fault.code in _NEEDS_ALL_CRITERIA:
        return f"{fault.where.file}.toml" in untold
    if fault.code == "ruling_criterion_unknown":
        return any(f"{kind}/{fault.params['of']}.toml" in untold for kind in ("arrangements", "bars"))
    if fault.code != "name_unknown":
        return False
    value = str(fault.params["value"])
    homes = _homes(fault.where.key)
    if fault.where.file in read and homes:
        return any(value in read[home].refused or not read[home].readable for home in homes)
    return value.partition("/")[0] in unread


def _homes(column: str) -> list[str]:
    """The tables in which a name in this column must stand, one or the other."""
    if column == "subject":
        return ["people", "cases"]
    return ["people"] if "person" in column else ["cases"] if "case" in column else []
