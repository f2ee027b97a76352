"""From shapes to the engine's own objects. What only shows when a file is read as a whole is found here too."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from resettle.engine.errors import Fault, ResettleError, Where, nearest_name
from resettle.engine.registry import language
from resettle.engine.registry.arrangements import (
    Arrangement,
    Bar,
    Claim,
    Clearance,
    ConsentEntry,
    Edition,
    Event,
    NamedList,
    NotTaken,
    Offer,
    Period,
    Places,
    PlacesEntry,
    Quota,
    Reading,
    StatusEntry,
    SubQuota,
)
from resettle.engine.registry.criteria import AppliesTo, Criterion, CriterionKind, Group
from resettle.engine.registry.whatif import CriterionEnds, WhatIf
from resettle.files import shapes, shapes_of_criteria, toml

SUPPOSED = date.min
K = TypeVar("K", shapes_of_criteria.CriterionShape, shapes.CriterionChange, shapes_of_criteria.SubQuotaShape)


class Converter:
    """Converts one file; faults are added to the list it is given."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        self.name = name
        self.faults = faults

    def arrangement(self, shape: shapes.ArrangementShape) -> Arrangement:
        return Arrangement(
            id=shape.id,
            name=shape.name,
            solution=shape.solution,
            country=shape.country,
            promises=shape.promises,
            source=shape.source,
            parties=tuple(shape.parties),
            referrers=tuple(shape.referrers),
            needs_consent_of=tuple(shape.needs_consent_of),
            conditions=tuple(shape.conditions),
            statuses=tuple(_status(one) for one in shape.status),
            consents=tuple(_consent(one) for one in shape.consent),
            offers=tuple(_offer(one) for one in shape.offer),
            criteria=self.criteria(shape.criterion),
            sub_quotas=self.sub_quotas(shape.sub_quota),
            rules=tuple(shape.rules),
            clearances=tuple(_clearance(one) for one in shape.clearance),
        )

    def named_list(self, shape: shapes_of_criteria.ListShape) -> NamedList:
        editions = tuple(
            Edition(one.effective, one.known, tuple(one.codes), one.source, one.note) for one in shape.edition
        )
        return NamedList(shape.id, shape.name, shape.of, shape.source, editions)

    def bar(self, shape: shapes.BarShape) -> Bar:
        statuses = tuple(_status(one) for one in shape.status)
        return Bar(
            shape.id, shape.name, shape.country, shape.source, statuses, self.criteria(shape.criterion)
        )

    def quota(self, shape: shapes.QuotaShape) -> Quota:
        return Quota(
            shape.id, shape.name, shape.country, shape.source, tuple(_period(one) for one in shape.period)
        )

    def criteria(self, shape: Sequence[shapes_of_criteria.CriterionShape]) -> tuple[Criterion, ...]:
        """Every version of every criterion: as first written, then as amended."""
        found: list[Criterion] = []
        for key, written in _keyed("criterion", shape):
            self.faults += self._misplaced(written, key, [one.id for one in shape])
            self.faults += self._idle(written, key)
            first = self._criterion(written, key, written.source, written.known, written.note)
            found += [first, *self._versions(first, written.amended, key)] if first else []
        return tuple(found)

    def _misplaced(
        self, written: shapes_of_criteria.CriterionShape, key: str, ids: Sequence[str]
    ) -> Iterator[Fault]:
        """Amendments that name another criterion than the one they stand under: TOML goes by where they stand."""
        for place, change in enumerate(written.amended, 1):
            if change.amends in (None, written.id):
                continue
            where = Where(self.name, 0, f"{key}.amended[{place}].amends")
            params = {"value": change.amends, "criterion": written.id}
            if change.amends in ids:
                yield Fault("amendment_elsewhere", where, params)
            else:
                near = nearest_name(str(change.amends), ids)
                yield Fault(
                    "name_unknown",
                    where,
                    {"value": change.amends, "allowed": list(dict.fromkeys(ids)), "near": near},
                )

    def _idle(self, written: shapes_of_criteria.CriterionShape, key: str) -> Iterator[Fault]:
        """Amendments that change nothing, unless they follow a repeal: these bring the criterion back as it was."""
        by_day = sorted(enumerate(written.amended, 1), key=lambda one: (one[1].effective, one[1].known))
        repealed = False
        for place, change in by_day:
            if change.says_nothing and not repealed:
                yield Fault("amendment_says", Where(self.name, 0, f"{key}.amended[{place}]"), {})
            repealed = change.repealed

    def _versions(
        self, first: Criterion, amended: Sequence[shapes_of_criteria.AmendmentShape], key: str
    ) -> Iterator[Criterion]:
        """
        One version for each amendment, by the day it takes effect: what it says, and the rest as amended before.

        Where one that takes effect before it became known later, there is another version as known from then on.
        """
        keyed = [(change, f"{key}.amended[{place}]") for place, change in enumerate(amended, 1)]
        keyed.sort(key=lambda one: (one[0].effective, one[0].known))
        for last, (change, _) in enumerate(keyed):
            later = {one.known for one, _ in keyed[:last] if one.known > change.known}
            for known in (change.known, *sorted(later)):
                version: Criterion | None = first
                for one, place in keyed[: last + 1]:
                    if version and one.known <= known:
                        version = self._amended(version, one, place)
                if version is None:
                    return
                yield replace(version, known=known)

    def sub_quotas(self, shape: Sequence[shapes_of_criteria.SubQuotaShape]) -> tuple[SubQuota, ...]:
        return tuple(
            SubQuota(one.id, one.of, one.kind, one.counts, one.unit, whom,
                     one.number if isinstance(one.number, int) else None, one.percent, one.tolerance, one.released_on)
            for key, one in _keyed("sub_quota", shape)
            if (whom := self._counted(one, key))
        )  # fmt: skip

    def _counted(self, shape: shapes_of_criteria.SubQuotaShape, key: str) -> Criterion | None:
        """Who counts under a sub-quota, as a criterion that excludes nobody."""
        applies_to = shape.applies_to or AppliesTo.CASE
        test, read = self._test(shape.test, applies_to, key, shape.id)
        whom = Criterion(
            id=shape.id, kind=CriterionKind.QUOTA, sentence=shape.sentence, applies_to=applies_to,
            source=shape.source, effective=shape.effective, known=shape.known, until=shape.until, test=test,
            text=shape.test, rules=tuple(shape.rules), note=shape.note, written_at=key,
        )  # fmt: skip
        return whom if read else None

    def what_if(self, name: str, shape: shapes.WhatIfShape) -> WhatIf:
        source = f"what-if:{name}"
        added = [
            (written.arrangement, one)
            for key, written in _keyed("criterion", shape.criterion)
            if (one := self._criterion(written, key, source, SUPPOSED))
        ]
        return WhatIf(
            id=name,
            name=shape.name,
            about=shape.about,
            includes=tuple(shape.includes),
            statuses=tuple((one.of, _supposed_status(one, source)) for one in shape.status),
            consents=tuple((one.arrangement, _supposed_consent(one, source)) for one in shape.consent),
            places=tuple((one.of, _supposed_places(one, source)) for one in shape.places),
            criteria=tuple(added),
            ends=tuple(
                CriterionEnds(one.arrangement, one.criterion, one.effective) for one in shape.criterion_ends
            ),
        )

    def _criterion(
        self, shape: shapes_of_criteria.CriterionKeys, key: str, source: str, known: date, note: str = ""
    ) -> Criterion | None:
        applies_to = shape.applies_to or AppliesTo.CASE
        test, read = self._test(shape.test, applies_to, key, shape.id)
        one = Criterion(
            id=shape.id,
            kind=shape.kind,
            sentence=shape.sentence,
            applies_to=applies_to,
            source=source,
            effective=shape.effective,
            known=known,
            until=shape.until,
            test=test,
            text=shape.test,
            decided_by=shape.decided_by,
            unless=tuple(shape.unless),
            waivable_by=shape.waivable_by,
            waivable_for=shape.waivable_for,
            group=_group(shape),
            rules=tuple(shape.rules),
            note=note,
            supposed=known == SUPPOSED,
            written_at=key,
        )
        return one if read else None

    def _amended(
        self, before: Criterion, change: shapes_of_criteria.AmendmentShape, key: str
    ) -> Criterion | None:
        """The next version of a criterion: what the amendment says, and the rest as before."""
        says = change.model_dump(exclude_unset=True, include=_KEPT_BY_NAME)
        says |= {"unless": tuple(change.unless)} if change.unless is not None else {}
        group = _group(change)
        if group or change.decided_by or change.test is not None:
            says |= {"test": None, "text": change.test, "decided_by": change.decided_by, "group": group}
        after = replace(
            before, **says, effective=change.effective, known=change.known, source=change.source,
            repealed=change.repealed, note=change.note, amends=True,
            written_at=key,
        )  # fmt: skip
        test, read = self._test(after.text, after.applies_to, key, after.id)
        return replace(after, test=test) if read else None

    def _test(
        self, text: str | None, applies_to: AppliesTo, key: str, criterion: str
    ) -> tuple[language.Test | None, bool]:
        """The test, if there is one, and whether it could be read; what is wrong with it is added to the faults."""
        if text is None:
            return None, True
        try:
            group = applies_to is AppliesTo.LINKED_GROUP
            return language.parse(text, applies_to.asks_of, group=group), True
        except ResettleError as error:
            where = Where(self.name, 0, f"{key}.test")
            self.faults += [
                Fault(one.code, where, {**one.params, "criterion": criterion}) for one in error.faults
            ]
            return None, False


_KEPT_BY_NAME = {"sentence", "applies_to", "waivable_by", "waivable_for", "until"}
"""Keys of an amendment that a criterion has under the same name and in the same form."""


def _keyed(kind: str, entries: Sequence[K]) -> Iterator[tuple[str, K]]:
    """Each entry, with its place in the file."""
    ids = [one.id for one in entries]
    yield from ((f"{kind}{toml.entry(ids, at)}", one) for at, one in enumerate(entries))


def _group(shape: shapes_of_criteria.GroupKeys) -> Group | None:
    if shape.any_of is not None:
        return Group(1, tuple(shape.any_of))
    if shape.all_of is not None:
        return Group(len(shape.all_of), tuple(shape.all_of))
    if shape.at_least is not None and shape.of is not None:
        return Group(shape.at_least, tuple(shape.of))
    return None


def _status(shape: shapes.StatusShape) -> StatusEntry:
    readings = tuple(Reading(one.reading, one.status, one.source) for one in shape.readings)
    adopted = next((one for one in readings if one.id == shape.adopted), None)
    status = adopted.status if adopted else shape.status
    assert status is not None
    source = adopted.source if adopted else shape.source
    return StatusEntry(shape.effective, shape.known, status, source, shape.note, readings, shape.adopted)


def _consent(shape: shapes.ConsentShape) -> ConsentEntry:
    return ConsentEntry(
        shape.effective,
        shape.known,
        shape.party,
        shape.consent,
        shape.source,
        _event(shape.event),
        shape.note,
    )


def _clearance(shape: shapes.ClearanceShape) -> Clearance:
    return Clearance(
        shape.id,
        shape.kind,
        shape.effective,
        shape.known,
        shape.source,
        tuple(shape.rests_on),
        shape.until,
        shape.note,
    )


def _event(shape: shapes.EventShape | None) -> Event | None:
    return Event(shape.of, shape.status) if shape else None


def _number(shape: shapes.PlacesShape | shapes.PlacesChange) -> Places:
    if shape.up_to is not None:
        return Places(shape.up_to, up_to=True)
    if isinstance(shape.places, int):
        return Places(shape.places)
    return Places(0 if shape.places == "none" else None)


def _places(entries: Sequence[shapes.PlacesShape]) -> tuple[PlacesEntry, ...]:
    return tuple(PlacesEntry(one.effective, one.known, _number(one), one.source, one.note) for one in entries)


def _offer(shape: shapes.OfferShape) -> Offer:
    not_taken = tuple(
        NotTaken(one.effective, one.known, one.fate, one.places if isinstance(one.places, int) else None, one.source,
                 one.note)
        for one in shape.not_taken
    )  # fmt: skip
    return Offer(
        shape.id,
        shape.begins,
        shape.until,
        shape.unit,
        shape.counts_at,
        _places(shape.places),
        shape.within,
        not_taken,
        tuple(shape.rules),
        tuple(
            PlacesEntry(
                one.effective,
                one.known,
                Places(one.places if isinstance(one.places, int) else 0),
                one.source,
                one.note,
            )
            for one in shape.over_submission
        ),
    )


def _period(shape: shapes.PeriodShape) -> Period:
    claims = tuple(Claim(one.id, one.name, _places(one.places)) for one in shape.claim)
    return Period(
        shape.id, shape.begins, shape.until, shape.unit, _places(shape.places), claims, shape.within
    )


def _supposed_status(one: shapes.StatusChange, source: str) -> StatusEntry:
    return StatusEntry(one.effective, SUPPOSED, one.status, source, one.note, supposed=True)


def _supposed_consent(one: shapes.ConsentChange, source: str) -> ConsentEntry:
    return ConsentEntry(
        one.effective, SUPPOSED, one.party, one.consent, source, _event(one.event), one.note, supposed=True
    )


def _supposed_places(one: shapes.PlacesChange, source: str) -> PlacesEntry:
    return PlacesEntry(one.effective, SUPPOSED, _number(one), source, one.note, supposed=True)
