"""The shape of each TOML file: which keys it may have and of what type. Anything else is an error."""

from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError, PydanticKnownError

from resettle.engine.registry import codes
from resettle.engine.registry.arrangements import (
    ConsentState,
    CountsAt,
    Fate,
    Promise,
    Solution,
    Status,
    Unit,
)
from resettle.engine.registry.stages import BEGINNINGS, CaseStage
from resettle.files.shapes_of_criteria import CriterionKeys, CriterionShape, SubQuotaShape
from resettle.files.values import AS_CODE, MOST_PLACES, Count, Id, OneOf, Plain, Shape, Text


class SourceShape(Shape):
    title: Text
    url: Plain = ""


def _beginning(stage: CaseStage) -> CaseStage:
    """No case begins where an act would lead it back to where it came from."""
    if stage not in BEGINNINGS:
        raise PydanticKnownError("literal_error", {"expected": ", ".join(BEGINNINGS)})
    return stage


class RegisterShape(Shape):
    name: Text
    about: Plain = ""
    synthetic: bool
    on: date
    cases_begin: Annotated[CaseStage, AS_CODE, AfterValidator(_beginning)] | None = None
    answer_within: Annotated[int, Field(ge=1, le=3650)] | None = None
    sources: dict[Id, SourceShape] = {}


class ReadingShape(Shape):
    reading: Text
    status: Annotated[Status, AS_CODE]
    source: Text


class StatusShape(Shape):
    effective: date
    known: date
    status: Annotated[Status, AS_CODE] | None = None
    source: str = ""
    note: Plain = ""
    adopted: str = ""
    readings: list[ReadingShape] = []

    @model_validator(mode="after")
    def _one_or_disputed(self) -> "StatusShape":
        disputed = bool(self.readings or self.adopted)
        if disputed and (self.status or self.source):
            raise PydanticCustomError("status_both", "status or readings")
        if disputed and len(self.readings) < 2:
            raise PydanticCustomError("status_one_reading", "two readings")
        if disputed and self.adopted not in {reading.reading for reading in self.readings}:
            raise PydanticCustomError("status_not_adopted", "adopted")
        if not disputed and not (self.status and self.source):
            raise PydanticCustomError("status_missing", "status and source")
        return self


class EventShape(Shape):
    of: Text
    status: Annotated[Status, AS_CODE]


class ConsentShape(Shape):
    party: Text
    effective: date
    known: date
    consent: Annotated[ConsentState, AS_CODE]
    source: Text
    event: EventShape | None = None
    note: Plain = ""

    @model_validator(mode="after")
    def _event_if_conditional(self) -> "ConsentShape":
        return _event_fits(self)


class ClearanceShape(Shape):
    id: Id
    kind: Annotated[str, OneOf(codes.DOCUMENTS)]
    rests_on: list[Id] = []
    effective: date
    known: date
    until: date | None = None
    source: Text
    note: Plain = ""


class PlacesShape(Shape):
    effective: date
    known: date
    places: Count | Literal["none", "unknown"] | None = None
    up_to: Annotated[int, Field(ge=1, le=MOST_PLACES)] | None = None
    source: Text
    note: Plain = ""

    @model_validator(mode="after")
    def _places_or_bound(self) -> "PlacesShape":
        return _one_number(self)


class NotTakenShape(Shape):
    effective: date
    known: date
    fate: Annotated[Fate, AS_CODE]
    places: Count | Literal["all_untaken"]
    source: Text
    note: Plain = ""


class OverSubmissionShape(Shape):
    effective: date
    known: date
    places: Count | Literal["none"]
    source: Text
    note: Plain = ""


class OfferShape(Shape):
    id: Id
    begins: date = Field(alias="from")
    until: date | None = None
    unit: Annotated[Unit, AS_CODE] = Unit.PERSONS
    counts_at: Annotated[CountsAt, AS_CODE]
    within: str = ""
    places: Annotated[list[PlacesShape], Field(min_length=1)]
    not_taken: list[NotTakenShape] = []
    over_submission: list[OverSubmissionShape] = []
    rules: list[Text] = []


class ArrangementShape(Shape):
    id: Id
    name: Text
    solution: Annotated[Solution, AS_CODE]
    country: Text
    promises: Annotated[Promise, AS_CODE]
    source: Text
    parties: list[str] = []
    referrers: list[Plain] = []
    needs_consent_of: list[str]
    conditions: list[Plain] = []
    status: Annotated[list[StatusShape], Field(min_length=1)]
    consent: list[ConsentShape] = []
    offer: Annotated[list[OfferShape], Field(min_length=1)]
    criterion: list[CriterionShape] = []
    sub_quota: list[SubQuotaShape] = []
    clearance: list[ClearanceShape] = []
    rules: list[Text] = []


class ClaimShape(Shape):
    id: Id
    name: Text
    places: Annotated[list[PlacesShape], Field(min_length=1)]


class PeriodShape(Shape):
    id: Id
    begins: date = Field(alias="from")
    until: date | None = None
    unit: Annotated[Unit, AS_CODE] = Unit.PERSONS
    within: str = ""
    places: Annotated[list[PlacesShape], Field(min_length=1)]
    claim: list[ClaimShape] = []


class QuotaShape(Shape):
    id: Id
    name: Text
    country: Text
    source: Text
    period: Annotated[list[PeriodShape], Field(min_length=1)]


class BarShape(Shape):
    id: Id
    name: Text
    country: Text
    source: Text
    status: Annotated[list[StatusShape], Field(min_length=1)]
    criterion: Annotated[list[CriterionShape], Field(min_length=1)]


class StatusChange(Shape):
    of: Text
    effective: date
    status: Annotated[Status, AS_CODE]
    note: Plain = ""


class ConsentChange(Shape):
    arrangement: Text
    party: Text
    effective: date
    consent: Annotated[ConsentState, AS_CODE]
    event: EventShape | None = None
    note: Plain = ""

    @model_validator(mode="after")
    def _event_if_conditional(self) -> "ConsentChange":
        return _event_fits(self)


class PlacesChange(Shape):
    of: Text
    effective: date
    places: Count | Literal["none", "unknown"] | None = None
    up_to: Annotated[int, Field(ge=1, le=MOST_PLACES)] | None = None
    note: Plain = ""

    @model_validator(mode="after")
    def _places_or_bound(self) -> "PlacesChange":
        return _one_number(self)


class CriterionChange(CriterionKeys):
    arrangement: Text


class CriterionEndsChange(Shape):
    arrangement: Text
    criterion: Text
    effective: date


class WhatIfShape(Shape):
    name: Text
    about: Plain = ""
    includes: list[str] = []
    status: list[StatusChange] = []
    consent: list[ConsentChange] = []
    places: list[PlacesChange] = []
    criterion: list[CriterionChange] = []
    criterion_ends: list[CriterionEndsChange] = []


C = TypeVar("C", ConsentShape, ConsentChange)
P = TypeVar("P", PlacesShape, PlacesChange)


def _event_fits(one: C) -> C:
    if (one.consent in (ConsentState.GIVEN_IF, ConsentState.GIVEN_AFTER)) != (one.event is not None):
        raise PydanticCustomError("consent_event", "event")
    return one


def _one_number(one: P) -> P:
    if (one.places is None) == (one.up_to is None):
        raise PydanticCustomError("places_one_number", "places or up_to")
    return one
