"""What is agreed on a day, as known on another: arrangements and bars with their status, consents and criteria."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache

from resettle.engine.registry.arrangements import (
    Arrangement,
    Bar,
    ConsentEntry,
    ConsentState,
    Edition,
    Event,
    Offer,
    Solution,
    StatusEntry,
    SubQuota,
)
from resettle.engine.registry.criteria import Criterion, in_force, out_of_force
from resettle.engine.registry.history import D, standing, visible
from resettle.engine.registry.language import bound
from resettle.engine.registry.register import Register

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Consent:
    """Where one party stands. ``satisfied`` is None if it was never recorded what the party says."""

    party: str
    satisfied: bool | None
    entry: ConsentEntry | None
    since: date | None


class Agreed:
    """The arrangements and bars of a register as of ``on``, as known on ``known`` (default: the same day)."""

    def __init__(self, register: Register, on: date, known: date | None = None) -> None:
        self.register = register
        self.on = on
        self.known = known or on

    @cached_property
    def arrangements(self) -> Mapping[str, Arrangement]:
        """Arrangements of which anything was known by then."""
        return {key: one for key, one in self.register.arrangements.items() if one.known <= self.known}

    @cached_property
    def bars(self) -> Mapping[str, Bar]:
        """Bars of which anything was known by then."""
        return {key: one for key, one in self.register.bars.items() if visible(one.statuses, self.known)}

    def sub_quotas(self, arrangement: str) -> tuple[SubQuota, ...]:
        """Sub-quotas of an arrangement that were known by then."""
        every = self.register.arrangements[arrangement].sub_quotas
        return tuple(one for one in every if visible([one.whom], self.known))

    def releases(self, arrangement: str) -> dict[str, date]:
        """A reserve, by its id → the day from which its places are open to others, where one is known."""
        return {one.id: one.released_on for one in self.sub_quotas(arrangement) if one.released_on}

    def status_of(self, of: str) -> StatusEntry | None:
        """The status of an arrangement or bar that day; None before the first."""
        return standing(self._statuses(of), self.on, self.known)

    def statuses_of(self, of: str) -> list[StatusEntry]:
        """Every status entry known by then, in order."""
        return sorted(
            visible(self._statuses(of), self.known), key=lambda entry: (entry.effective, entry.known)
        )

    def status_since(self, of: str) -> date | None:
        """The day since which the status has been the same without a break."""
        entry = self.status_of(of)
        return _since(self.statuses_of(of), entry, lambda one: one.status) if entry else None

    def is_open(self, arrangement: str) -> bool:
        status = self.status_of(arrangement)
        return status is not None and status.status.open

    def consents_of(self, arrangement: str) -> list[Consent]:
        """Where each party whose consent is needed stands."""
        one = self.register.arrangements[arrangement]
        return [self._consent(one, party) for party in one.needs_consent_of]

    def criteria(self, arrangement: str) -> tuple[Criterion, ...]:
        """
        Criteria in force that day, with those of bars in force in the arrangement's country and with those that say
        who counts under its sub-quotas. Named lists stand in the edition of the day.
        """
        return self._criteria_of(arrangement)

    @cached_property
    def _criteria_of(self) -> Callable[[str], tuple[Criterion, ...]]:
        return lru_cache(maxsize=None)(self._find_criteria)

    def _find_criteria(self, arrangement: str) -> tuple[Criterion, ...]:
        every = in_force(self.every_version(arrangement), self.on, self.known)
        return tuple(self.bound(one, arrangement) for one in every)

    def criteria_out_of_force(self, arrangement: str) -> tuple[Criterion, ...]:
        """Criteria that applied before the day, or are known to apply later."""
        return tuple(out_of_force(self.every_version(arrangement), self.on, self.known))

    def rules_not_in_force(self, arrangement: str) -> bool:
        """
        Whether criteria of its own that exclude are known, and none of them applies that day.

        What a what-if takes away still counts as applying: it is supposed not to be asked, and the others go on.
        """
        excluding = [one for one in self.register.arrangements[arrangement].criteria if one.excludes]
        recorded = visible([one for one in excluding if not one.supposed], self.known)
        applies = in_force(excluding, self.on, self.known) or in_force(recorded, self.on, self.known)
        return bool(recorded) and not applies

    def rules_to_come(self, arrangement: str) -> dict[date, tuple[Criterion, ...]]:
        """A later day on which rules change, as far as is known → the criteria in force from then on."""
        versions = self.every_version(arrangement)
        days = {one.effective for one in visible(versions, self.known)}
        days |= {one.until for one in visible(versions, self.known) if one.until}
        for named in self.register.lists.values():
            days |= {one.effective for one in visible(named.editions, self.known)}
        return {
            day: Agreed(self.register, day, self.known).criteria(arrangement)
            for day in sorted(days)
            if day > self.on
        }

    def country_of(self, offer: str) -> str:
        """The country of an offer's arrangement."""
        return self.register.arrangements[offer.partition("/")[0]].country

    def counts_as_placed(self, arrangement: str) -> bool:
        return self.register.arrangements[arrangement].solution is Solution.RESETTLEMENT

    # How it is found

    def every_version(self, arrangement: str) -> list[Criterion]:
        """Every version of every criterion there ever was, sub-quotas' and those of bars in force that day included."""
        one = self.register.arrangements[arrangement]
        bars = [
            bar for bar in self.register.bars.values() if bar.country == one.country and self.is_open(bar.id)
        ]
        of_bars = [_named_for(bar, criterion) for bar in bars for criterion in bar.criteria]
        return [*one.criteria, *of_bars, *(_counted(each, one.offers) for each in one.sub_quotas)]

    def bound(self, one: Criterion, arrangement: str) -> Criterion:
        """The criterion as asked that day: with the codes of named lists, and the arrangement whose days it measures by."""
        return replace(one, test=bound(one.test, arrangement, self._codes_of)) if one.test else one

    def edition_of(self, name: str) -> Edition | None:
        """The edition of a named list on the day; None before the first."""
        named = self.register.lists.get(name)
        return standing(named.editions, self.on, self.known) if named else None

    def _codes_of(self, name: str) -> tuple[str, ...] | None:
        edition = self.edition_of(name)
        return edition.codes if edition else None

    def _statuses(self, of: str) -> Iterable[StatusEntry]:
        named = self.register.arrangements.get(of) or self.register.bars.get(of)
        return named.statuses if named else ()

    def _consent(self, one: Arrangement, party: str) -> Consent:
        said = [entry for entry in one.consents if entry.party == party]
        entry = standing(said, self.on, self.known)
        if entry is None:
            return Consent(party, None, None, None)
        seen = sorted(visible(said, self.known), key=lambda one: (one.effective, one.known))
        return Consent(party, self._satisfied(entry), entry, _since(seen, entry, lambda one: one.consent))

    def _satisfied(self, entry: ConsentEntry) -> bool:
        if entry.event is None or entry.consent in (ConsentState.GIVEN, ConsentState.WITHHELD):
            return entry.consent is ConsentState.GIVEN
        if entry.consent is ConsentState.GIVEN_IF:
            status = self.status_of(entry.event.of)
            return status is not None and status.status is entry.event.status
        return self._has_been(entry.event)

    def _has_been(self, event: Event) -> bool:
        days = {one.effective for one in self.statuses_of(event.of) if one.effective <= self.on}
        held = [standing(self._statuses(event.of), day, self.known) for day in days]
        return any(entry is not None and entry.status is event.status for entry in held)


def _counted(one: SubQuota, offers: Iterable[Offer]) -> Criterion:
    """Who counts under a sub-quota, in force while its offer runs."""
    offer = next((offer for offer in offers if offer.id == one.offer), None)
    if offer is None:
        return one.whom
    ends = [day for day in (one.whom.until, offer.until and offer.until + _DAY) if day]
    return replace(one.whom, effective=max(one.whom.effective, offer.begins), until=min(ends, default=None))


def _named_for(bar: Bar, criterion: Criterion) -> Criterion:
    """A bar's criterion among an arrangement's own: its id says whose it is."""
    unless = tuple(f"{bar.id}/{name}" for name in criterion.unless)
    return replace(criterion, id=f"{bar.id}/{criterion.id}", unless=unless)


def _since(seen: Sequence[D], entry: D, what: Callable[[D], object]) -> date:
    """The first day of the unbroken run of entries, in order, that say the same as ``entry``."""
    since = entry.effective
    for earlier in reversed([one for one in seen if one.effective <= entry.effective]):
        if what(earlier) != what(entry):
            break
        since = earlier.effective
    return since
