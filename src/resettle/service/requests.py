"""What people ask for of their own accord, put on record: one letter at once, whoever signed it, and what is learned of it later."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from resettle.engine.errors import Fault, RequestRefused, Where, nearest_name
from resettle.engine.referrals.requests import Request
from resettle.engine.registry.permissions import Use
from resettle.engine.registry.register import OFFICE
from resettle.files import cells, tables
from resettle.records import entries
from resettle.records.entries import New
from resettle.records.subjects import PERSON, SEPARATOR
from resettle.service import conflicts, letters, permissions, registers, writing

REQUESTS = next(table for table in tables.TABLES if table.name == "requests")


@dataclass(frozen=True)
class Asking:
    """
    What one person asks for (``letters.ASKS``), the arrangement that they name, the language in which they want the answer
    (empty: not known), what they wrote, how they may safely be reached, and when it came (None: today; of one that is on record
    already that stays).

    withdrawn: they take it back. Of a request that is on record, what is empty stays as it is, and what they wrote always does.
    """

    asks: str = ""
    arrangement: str = ""
    language: str = ""
    text: str = ""
    safe_contact: str = ""
    on: date | None = None
    withdrawn: bool = False

    def cells(self) -> dict[str, str]:
        """As a row says it."""
        said = {
            "asks": self.asks,
            "arrangement": self.arrangement,
            "language": self.language,
            "text": self.text.strip(),
            "safe_contact": self.safe_contact.strip(),
            "state": "ended" if self.withdrawn else "",
        }
        return {name: cell for name, cell in said.items() if cell}


def received(
    place: str, request: str, askings: Mapping[str, Asking], by: str, key: str | None = None
) -> bool:
    """
    Records one letter, a row for each person who makes it, all of it or nothing; whether it was recorded before under the key.

    Or, from whoever may answer, what is learned later of one that is on record: another language, another way to reach them, that
    it was taken back, or asked again. Raises RequestRefused with everything that is wrong.
    """
    found = registers.reached(place)

    def new(_: entries.Recording, day: date) -> list[New]:
        conflicts.check(found, by, conflicts.with_cases(found, askings))
        there = {
            one.person: one for one in letters.of_persons(found, [*askings], day) if one.request == request
        }
        people = {
            one.key for one in entries.told(found, {"people": sorted(askings)}) if one.content is not None
        }
        arrangements = registers.terms(found).arrangements
        wrong = [*cells.faults_of({"request": request}, REQUESTS)]
        if there and not permissions.may(found, by, Use.ANSWER):
            wrong += [_fault("request_on_record", one) for one in there.values()]
        for person, one in askings.items():
            wrong += _faults(person, one, there.get(person), day, arrangements, is_known=person in people)
        if wrong:
            raise RequestRefused(wrong)
        return [
            New("requests", SEPARATOR.join((request, person)), day if person in there else one.on or day, day, OFFICE,
                {**_standing(there.get(person)), **one.cells()})
            for person, one in askings.items()
        ]  # fmt: skip

    told = {person: {**one.cells(), "on": one.on} for person, one in askings.items()}
    asked = letters.asked_for("requests", request, told, key)
    names = [f"{PERSON}:{person}" for person in askings]
    return writing.noted(found, by, Use.RECEIVE, "requests", key, asked, names, new)


def _standing(there: Request | None) -> dict[str, str]:
    """What a request says that is on record already."""
    if there is None:
        return {}
    said = (there.asks, there.arrangement, there.language, there.text, there.safe_contact)
    names = ("asks", "arrangement", "language", "text", "safe_contact")
    return {name: cell for name, cell in zip(names, said, strict=True) if cell}


def _faults(
    person: str,
    one: Asking,
    there: Request | None,
    day: date,
    arrangements: Collection[str],
    *,
    is_known: bool,
) -> Iterator[Fault]:
    where = Where(key=person)
    if not is_known:
        yield Fault("name_unknown", where, {"value": person, "allowed": "people", "near": ""})
        return
    if there and there.text and one.text.strip() not in ("", there.text):
        yield _fault("request_text_stands", there)
    if (there is None or there.withdrawn) and (one.withdrawn or not one.asks):
        yield Fault("asks_nothing", where, {"person": person})
    for fault in cells.faults_of(one.cells(), REQUESTS):
        yield Fault(fault.code, Where(key=f"{person}, {fault.where.key}"), fault.params)
    if one.arrangement and one.arrangement not in arrangements:
        near = nearest_name(one.arrangement, [*arrangements])
        yield Fault(
            "name_unknown", where, {"value": one.arrangement, "allowed": "arrangements", "near": near}
        )
    if one.on and one.on > day:
        yield Fault("date_after_known", where, {"person": person, "known": day})


def _fault(code: str, one: Request) -> Fault:
    return Fault(code, Where(key=one.person), {"request": one.request, "person": one.person})
