"""From shapes to the engine's own objects. What only shows when a file is read as a whole is found here too."""

from collections.abc import Sequence
from datetime import date

from resettle.engine.errors import Fault, ResettleError, Where
from resettle.engine.registry import language
from resettle.engine.registry.arrangements import (
    Arrangement,
    Bar,
    Claim,
    ConsentEntry,
    Event,
    NotTaken,
    Offer,
    Period,
    Places,
    PlacesEntry,
    Quota,
    Reading,
    StatusEntry,
)
from resettle.engine.registry.criteria import AppliesTo, Criterion
from resettle.engine.registry.facts import Of
from resettle.engine.registry.whatif import CriterionEnds, WhatIf
from resettle.files import shapes

SUPPOSED = date.min


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
        )

    def bar(self, shape: shapes.BarShape) -> Bar:
        statuses = tuple(_status(one) for one in shape.status)
        return Bar(
            shape.id, shape.name, shape.country, shape.source, statuses, self.criteria(shape.criterion)
        )

    def quota(self, shape: shapes.QuotaShape) -> Quota:
        return Quota(
            shape.id, shape.name, shape.country, shape.source, tuple(_period(one) for one in shape.period)
        )

    def criteria(self, shape: Sequence[shapes.CriterionShape]) -> tuple[Criterion, ...]:
        return tuple(
            one
            for number, written in enumerate(shape, 1)
            if (one := self._criterion(written, f"criterion[{number}]", written.source, written.known))
        )

    def what_if(self, name: str, shape: shapes.WhatIfShape) -> WhatIf:
        source = f"what-if:{name}"
        added = [
            (written.arrangement, one)
            for number, written in enumerate(shape.criterion, 1)
            if (one := self._criterion(written, f"criterion[{number}]", source, SUPPOSED))
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
        self, shape: shapes.CriterionShape | shapes.CriterionChange, key: str, source: str, known: date
    ) -> Criterion | None:
        try:
            of = Of.CASE if shape.applies_to is AppliesTo.CASE else Of.PERSON
            test = language.parse(shape.test, of) if shape.test is not None else None
        except ResettleError as error:
            where = Where(self.name, 0, f"{key}.test")
            self.faults += [
                Fault(one.code, where, {**one.params, "criterion": shape.id}) for one in error.faults
            ]
            return None
        return Criterion(
            id=shape.id,
            kind=shape.kind,
            sentence=shape.sentence,
            applies_to=shape.applies_to,
            source=source,
            effective=shape.effective,
            known=known,
            until=shape.until,
            test=test,
            text=shape.test,
            decided_by=shape.decided_by,
            unless=tuple(shape.unless),
            waivable_by=shape.waivable_by,
        )


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
