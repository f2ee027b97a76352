"""What whoever records in a database is asked first, and the office's own work put on record."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from resettle.engine.errors import Fault, RequestRefused, Where, refuse
from resettle.engine.registry.codes import CodeList
from resettle.engine.registry.permissions import Use
from resettle.files.cells import MAX_CELL, is_readable
from resettle.records import chain, entries
from resettle.records.database import Database
from resettle.records.entries import New, Recording, Said
from resettle.records.subjects import SEARCHES, VIEWS
from resettle.service import permissions
from resettle.service.registers import EVERYTHING, founding, reached

Clock = Callable[[Database, Recording], date]


def office_day(found: Database, recording: Recording) -> date:
    """The day of a recording by the database's clock, in the office's time zone."""
    return founding(found).day(recording.at)


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


def check_code(value: str, codes: CodeList) -> None:
    """Raises RequestRefused for what is no code of a list."""
    if value not in codes:
        raise refuse("code_unknown", value=value, allowed=list(codes.meaning), near="")


def note(
    found: Database,
    by: str,
    use: Use | None,
    kind: str,
    asked: Mapping[str, Any],
    new: Callable[[Recording, date], New],
    *,
    alone: bool = False,
) -> New:
    """
    Records one entry of the office's own work, and seals it. Raises RequestRefused if ``by`` may not use it for that.

    use: None if an open account is enough, and ``new`` asks for what else there is. alone: while nobody else records.
    """

    hold = partial(found.lock, [EVERYTHING]) if alone else partial(found.share, EVERYTHING)
    told = _recorded(found, by, use, kind, None, asked, hold, lambda recording, _, day: [new(recording, day)])
    assert told is not None  # nothing is recorded again without a key
    return told[0]


def noted(
    found: Database,
    by: str,
    use: Use,
    kind: str,
    key: str | None,
    asked: Mapping[str, Any],
    names: Iterable[str],
    new: Callable[[Recording, date], Sequence[New]],
) -> bool:
    """
    Records what is said of some people, all of it or nothing, and seals it; whether it had been recorded before under its key.

    names: whom it is about, as they are locked (``person:P-1``). Raises RequestRefused if ``by`` may not, or ``new`` refuses.
    """

    def new_in_scope(recording: Recording, account: Said, day: date) -> Sequence[New]:
        if outside := [*permissions.out_of_scope(account, by, "")]:
            raise RequestRefused(outside)
        return new(recording, day)

    hold = partial(found.lock, set(names), sharing=EVERYTHING)
    return _recorded(found, by, use, kind, key, asked, hold, new_in_scope) is None


def _recorded(
    found: Database,
    by: str,
    use: Use | None,
    kind: str,
    key: str | None,
    asked: Mapping[str, Any],
    hold: Callable[[], None],
    new: Callable[[Recording, Said, date], Sequence[New]],
) -> Sequence[New] | None:
    """
    Records what ``new`` says once ``hold`` holds what it needs, and seals it; None: that was recorded before, under its key.

    new: the recording, the account of whoever asks, the day on which it is known → what is recorded.
    """

    def done() -> Sequence[New] | None:
        with found.writing():
            recording = entries.begin(found, by, kind, key, asked)
            if recording.again:
                return None
            hold()
            account = permissions.check_account(found, by)
            day = known_day(found, office_day(found, recording))
            permissions.check_open_on(account, by, day)
            if use is not None:
                permissions.check_permitted(account, by, use, day)
            told = new(recording, account, day)
            entries.append(found, recording, told)
        return told

    told = found.until_done(done)
    chain.seal(found)
    return told


def read(found: Database, by: str, cases: Mapping[str, Mapping[str, Any]]) -> None:
    """Puts on record that somebody who may reads of some cases: case → what, and how it was asked."""
    _quietly(
        found, by, "view", lambda day: [
            New(VIEWS, case, day, day, "office", {"case": case, **says}) for case, says in cases.items()
        ],
    )  # fmt: skip


def searched(found: Database, by: str, what: str, asked: Mapping[str, Any]) -> None:
    """Puts on record that somebody who may looks for something, and how: ``cases``, ``acts``, ``register`` …"""
    says = {"what": what, **{name: value for name, value in asked.items() if value}}
    _quietly(found, by, "search", lambda day: [New(SEARCHES, what, day, day, "office", says)])


def _quietly(found: Database, by: str, kind: str, new: Callable[[date], Sequence[New]]) -> None:
    """Of whom it was asked already whether they may. It is sealed with what is recorded next: nobody waits for that to read."""

    def noted() -> None:
        with found.writing():
            recording = entries.begin(found, by, kind, None, {})
            found.share(EVERYTHING)
            entries.append(found, recording, new(known_day(found, office_day(found, recording))))

    found.until_done(noted)


def opened(address: str, by: str) -> None:
    """Puts on record who read the whole register, case by case."""
    searched(reached(address), by, "register", {})


def viewed(
    address: str, by: str, case: str, on: date, known: date, what: str = "steps", use: Use = Use.CASES
) -> None:
    """Puts on record who looked at what could lift a *no* of a case (``steps``), or had a form made (``rrf`` …)."""
    found = reached(address)
    permissions.check(found, by, use, case)
    says = {"case": case, "what": what, "on": on, "known": known}
    note(found, by, use, "view", says, lambda _, day: New(VIEWS, case, day, day, "office", says))
