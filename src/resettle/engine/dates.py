"""Dates as people know them: a day, a month or only a year, kept as the range it is."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to lie between two days, both included; an exact day has both equal."""

    earliest: date
    latest: date

    @property
    def exact(self) -> bool:
        return self.earliest == self.latest

    def __str__(self) -> str:
        if self.exact:
            return self.earliest.isoformat()
        if (self.earliest.month, self.latest.month) == (1, 12):
            return f"{self.earliest.year:04d}"
        return f"{self.earliest.year:04d}-{self.earliest.month:02d}"


def parse_partial(text: str) -> PartialDate:
    """``1996``, ``1996-05`` or ``1996-05-12``. Raises ValueError for anything else and for days that never were."""
    match = _WRITTEN.fullmatch(text.strip())
    if not match:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if day is not None:
        return PartialDate(*[date(year, month or 1, day)] * 2)
    if month is not None:
        return PartialDate(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    return PartialDate(date(year, 1, 1), date(year, 12, 31))


def parse_day(text: str) -> date:
    """A full date. Raises ValueError if only a month or a year is given."""
    written = parse_partial(text)
    if not written.exact:
        raise ValueError(text)
    return written.earliest


def completed_years(born: date, on: date) -> int:
    """Age in completed years; a person born on 29 February completes a year on 1 March of a common year."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
