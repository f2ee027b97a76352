"""What whoever records in a database is asked first, and the office's own work put on record."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from resettle.engine.errors import Fault, RequestRefused, Where, nearest_name, refuse
from resettle.engine.registry.roles import Role
from resettle.files.cells import MAX_CELL, is_readable
from resettle.records import chain, entries
from resettle.records.database import Database
from resettle.records.entries import New, Recording, Said
from resettle.records.subjects import ACCOUNTS, FOUNDING, VIEWS
from resettle.service.registers import EVERYTHING, founding, reached

Clock = Callable[[Database, Recording], date]


def office_day(found: Database, recording: Recording) -> date:
    """The day of a recording by the database's clock, in the office's time zone."""
    return founding(found).day(recording.at)


def check_account(found: Database, by: str) -> Said:
    """What stands of the open account of whoever records. Raises RequestRefused if there is none."""
    return account_in(entries.of(found, [ACCOUNTS], by), found, by)


def account_in(said: Sequence[Said], found: Database, by: str) -> Said:
    """As ``check_account``, once all that is said of the account has been asked for."""
    if said and (said[-1].content or {}).get("state") == "holds":
        return said[-1]
    latest = {one.key: one.content or {} for one in entries.of(found, [ACCOUNTS])}
    named = [id for id, content in latest.items() if content.get("state") == "holds"]
    raise refuse("account_unknown", by=by, near=nearest_name(by, named))


def roles_of(account: Said) -> frozenset[Role]:
    """What an account may do. Registers older than roles have none on record: whoever founded one is its administrator."""
    content = account.content or {}
    if "roles" not in content and account.work == FOUNDING:
        return frozenset({Role.ADMINISTRATOR})
    return frozenset(Role(role) for role in content.get("roles", ()))


def check_role(account: Said, by: str, role: Role) -> None:
    """Raises RequestRefused if an account does not hold a role."""
    if role not in (held := roles_of(account)):
        raise refuse("role_missing", by=by, role=role, held=[one.value for one in Role if one in held])


def check_open_on(account: Said, by: str, day: date) -> None:
    """Raises RequestRefused if an account's time is over."""
    if (until := (account.content or {}).get("until")) and until < day:
        raise refuse("account_expired", by=by, until=until)


def known_day(found: Database, day: date, last: date | None = None) -> date:
    """
    The day on which the office knows what is recorded now: today, or the last day on which anything was known.

    last: that last day, if it has been asked for already.

    Raises RequestRefused if the clock is more than a day behind the record: one of them is wrong.
    """
    last = last or entries.last_known(found)
    if last - day > timedelta(1):
        raise refuse("clock_behind_record", today=day, last=last)
    return max(day, last)


def check_text(**said: str) -> None:
    """Raises RequestRefused for what no cell can hold, by its name: an export could not be read again."""
    if wrong := [name for name, text in said.items() if not is_readable(text)]:
        raise RequestRefused(Fault("cell_unreadable", Where(key=name), {"limit": MAX_CELL}) for name in wrong)


def note(
    found: Database,
    by: str,
    kind: str,
    asked: Mapping[str, Any],
    new: Callable[[Recording, date], New],
    *,
    alone: bool = False,
) -> New:
    """
    Records one entry of the office's own work, and seals it. Raises RequestRefused if ``by`` has no open account.

    alone: while nobody else records.
    """

    def noted() -> New:
        with found.writing():
            recording = entries.begin(found, by, kind, None, asked)
            found.lock([EVERYTHING]) if alone else found.share(EVERYTHING)
            account = check_account(found, by)
            day = known_day(found, office_day(found, recording))
            check_open_on(account, by, day)
            one = new(recording, day)
            entries.append(found, recording, [one])
        return one

    one = found.until_done(noted)
    chain.seal(found)
    return one


def viewed(address: str, by: str, case: str, on: date, known: date, what: str = "steps") -> None:
    """Puts on record who looked at what could lift a *no* of a case (``steps``), or had a form made (``rrf`` …)."""
    found = reached(address)
    says = {"case": case, "what": what, "on": on, "known": known}
    note(found, by, "view", says, lambda _, day: New(VIEWS, case, day, day, "office", says))
