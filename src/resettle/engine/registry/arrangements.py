"""Arrangements, the quotas their offers are part of, and legal bars, each with dated and sourced histories."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from resettle.engine.registry.criteria import Criterion


class Solution(StrEnum):
    """What an arrangement offers a person; only resettlement counts as placed."""

    RESETTLEMENT = "resettlement"
    LOCAL_SETTLEMENT = "local_settlement"
    TEMPORARY_STAY = "temporary_stay"
    OTHER_PATHWAY = "other_pathway"


class Promise(StrEnum):
    """Whether places are promised or only consideration."""

    PLACES = "places"
    CONSIDERATION = "consideration"


class Status(StrEnum):
    """Where an arrangement or a bar stands."""

    PROPOSED = "proposed"
    ANNOUNCED = "announced"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    SCRAPPED = "scrapped"
    REVIVED = "revived"
    LAPSED = "lapsed"
    ENDED = "ended"
    REJECTED = "rejected"

    @property
    def open(self) -> bool:
        """Whether proposals may be made (an arrangement), or the bar bites (a bar)."""
        return self in (Status.IN_FORCE, Status.REVIVED)


class ConsentState(StrEnum):
    """What a party has said."""

    GIVEN = "given"
    WITHHELD = "withheld"
    GIVEN_IF = "given_if"
    GIVEN_AFTER = "given_after"


class Unit(StrEnum):
    """What a place holds."""

    PERSONS = "persons"
    CASES = "cases"


class CountsAt(StrEnum):
    """The event that uses a place; programmes differ."""

    SUBMISSION = "submission"
    DECISION = "decision"
    DEPARTURE = "departure"
    ARRIVAL = "arrival"


class Fate(StrEnum):
    """What became of places that were not taken."""

    REALLOCATED = "reallocated"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so."""

    id: str
    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One of several accounts of a disputed status."""

    id: str
    status: Status
    source: str


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """A status from a day on. Disputed ones carry every reading; ``status`` is the adopted one's."""

    effective: date
    known: date
    status: Status
    source: str
    note: str = ""
    readings: tuple[Reading, ...] = ()
    adopted: str = ""
    supposed: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """An arrangement or a bar having a status."""

    of: str
    status: Status


@dataclass(frozen=True, slots=True)
class ConsentEntry:
    """What a third party has said of an arrangement from a day on."""

    effective: date
    known: date
    party: str
    consent: ConsentState
    source: str
    event: Event | None = None
    note: str = ""
    supposed: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """A number of places, or a bound ("up to"), or unknown (``number`` None). *None* is the number 0."""

    number: int | None
    up_to: bool = False


@dataclass(frozen=True, slots=True)
class PlacesEntry:
    """Places from a day on."""

    effective: date
    known: date
    places: Places
    source: str
    note: str = ""
    supposed: bool = False


@dataclass(frozen=True, slots=True)
class NotTaken:
    """What became of places nobody took: a number of them, or (None) all of them."""

    effective: date
    known: date
    fate: Fate
    number: int | None
    source: str
    note: str = ""
    supposed: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """
    Places in one arrangement for one period; ``until`` None if no end was published.

    ``over_submission``: how many more than there are places may be proposed and submitted, as some will be denied or
    drop out.
    """

    id: str
    begins: date
    until: date | None
    unit: Unit
    counts_at: CountsAt
    places: tuple[PlacesEntry, ...]
    within: str = ""
    not_taken: tuple[NotTaken, ...] = ()
    rules: tuple[str, ...] = ()
    over_submission: tuple[PlacesEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What others take of a quota's period."""

    id: str
    name: str
    places: tuple[PlacesEntry, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """A quota for a period, perhaps part of another quota's."""

    id: str
    begins: date
    until: date | None
    unit: Unit
    places: tuple[PlacesEntry, ...]
    claims: tuple[Claim, ...] = ()
    within: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """Places of a programme, of which offers may be part."""

    id: str
    name: str
    country: str
    source: str
    periods: tuple[Period, ...]


class SubQuotaKind(StrEnum):
    """What a sub-quota asks of the places it is about."""

    FLOOR = "floor"
    CAP = "cap"
    EXACT = "exact"
    SHARE = "share"
    RESERVE = "reserve"


class Counts(StrEnum):
    """Whose places a sub-quota counts for each person who matches."""

    MATCHING = "matching"
    NUCLEAR = "nuclear"
    WHOLE_CASE = "whole_case"


@dataclass(frozen=True, slots=True)
class SubQuota:
    """
    A limit on part of an offer's places: ``number`` of them, or ``percent``; both None: unknown.

    ``whom`` says who counts under it (no test: nobody in particular, an unallocated reserve). ``tolerance`` is the
    percent by which it may be missed. From ``released_on`` the places of a reserve are open to others.
    """

    id: str
    offer: str
    kind: SubQuotaKind
    counts: Counts
    unit: Unit
    whom: Criterion
    number: int | None = None
    percent: int | None = None
    tolerance: int = 0
    released_on: date | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """The codes of a list from a day on."""

    effective: date
    known: date
    codes: tuple[str, ...]
    source: str
    note: str = ""
    supposed: bool = False


@dataclass(frozen=True, slots=True)
class NamedList:
    """A list of codes that criteria refer to by name, in dated editions; ``of`` is the code list it is taken from."""

    id: str
    name: str
    of: str
    source: str
    editions: tuple[Edition, ...]


@dataclass(frozen=True, slots=True)
class Clearance:
    """
    A check that a State asks for before anybody departs: of which kind of document, from when to when it asks for it.

    rests_on: the ids of others without which it is worth nothing: if one of them has run out, this one has, too. ``known``:
    when it was learned that it is asked for. Source: UNHCR Resettlement Handbook 4.11.
    """

    id: str
    kind: str
    effective: date
    known: date
    source: str
    rests_on: tuple[str, ...] = ()
    until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """An agreement or programme with its terms, parties, dates and status."""

    id: str
    name: str
    solution: Solution
    country: str
    promises: Promise
    source: str
    parties: tuple[str, ...] = ()
    referrers: tuple[str, ...] = ()
    needs_consent_of: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    statuses: tuple[StatusEntry, ...] = ()
    consents: tuple[ConsentEntry, ...] = ()
    offers: tuple[Offer, ...] = ()
    criteria: tuple[Criterion, ...] = field(default=())
    sub_quotas: tuple[SubQuota, ...] = ()
    rules: tuple[str, ...] = ()
    clearances: tuple[Clearance, ...] = ()

    @property
    def known(self) -> date:
        """The day on which anything of it was first known."""
        return min((entry.known for entry in self.statuses if not entry.supposed), default=date.max)

    def limits(self) -> Iterator[tuple[str, Offer]]:
        """Its offers, each with the id it has everywhere else."""
        return ((f"{self.id}/{offer.id}", offer) for offer in self.offers)


@dataclass(frozen=True, slots=True)
class Bar:
    """A legal bar of a country, proposed or in force."""

    id: str
    name: str
    country: str
    source: str
    statuses: tuple[StatusEntry, ...] = ()
    criteria: tuple[Criterion, ...] = ()

    @property
    def known(self) -> date:
        """The day on which anything of it was first known."""
        return min((entry.known for entry in self.statuses if not entry.supposed), default=date.max)
