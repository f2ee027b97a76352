"""The shape of criteria, of what later changes them, of sub-quotas and of named lists."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from resettle.engine.registry.arrangements import Counts, SubQuotaKind, Unit
from resettle.engine.registry.criteria import AppliesTo, CriterionKind, DecidedBy
from resettle.files.values import AS_CODE, Count, CriterionId, Id, Plain, Shape, Text


class GroupKeys(Shape):
    """A criterion that joins others: exactly one of these ways."""

    any_of: Annotated[list[str], Field(min_length=1)] | None = None
    all_of: Annotated[list[str], Field(min_length=1)] | None = None
    at_least: Annotated[int, Field(ge=1, le=100)] | None = None
    of: Annotated[list[str], Field(min_length=1)] | None = None


class CriterionKeys(GroupKeys):
    """What a criterion says, whoever says it."""

    id: CriterionId
    kind: Annotated[CriterionKind, AS_CODE]
    sentence: Text
    test: Text | None = None
    decided_by: Annotated[DecidedBy, AS_CODE] | None = None
    applies_to: Annotated[AppliesTo, AS_CODE] | None = None
    unless: list[str] = []
    waivable_by: Text | None = None
    waivable_for: Plain = ""
    rules: list[Text] = []
    effective: date
    until: date | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "CriterionKeys":
        return _test_group_or_decider(self)


class AmendmentShape(GroupKeys):
    """What a later version of a criterion says otherwise; what it leaves out stays. ``amends`` may name it, as a check."""

    amends: Text | None = None
    effective: date
    known: date
    source: Text
    sentence: Text | None = None
    test: Text | None = None
    decided_by: Annotated[DecidedBy, AS_CODE] | None = None
    applies_to: Annotated[AppliesTo, AS_CODE] | None = None
    unless: list[str] | None = None
    waivable_by: Text | None = None
    waivable_for: Plain | None = None
    until: date | None = None
    repealed: bool = False
    note: Plain = ""

    @property
    def says_nothing(self) -> bool:
        """Whether it changes nothing: then it brings a repealed criterion back, or is a slip."""
        return not self.repealed and not _changes(self)

    @model_validator(mode="after")
    def _says_one_thing(self) -> "AmendmentShape":
        return _amends_once(self)


class CriterionShape(CriterionKeys):
    source: Text
    known: date
    note: Plain = ""
    amended: list[AmendmentShape] = []


class SubQuotaShape(Shape):
    id: CriterionId
    of: Text
    kind: Annotated[SubQuotaKind, AS_CODE]
    number: Count | Literal["unknown"] | None = None
    percent: Annotated[int, Field(ge=0, le=100)] | None = None
    tolerance: Annotated[int, Field(ge=0, le=100)] = 0
    counts: Annotated[Counts, AS_CODE] = Counts.MATCHING
    unit: Annotated[Unit, AS_CODE] = Unit.PERSONS
    sentence: Text
    test: Text | None = None
    applies_to: Annotated[AppliesTo, AS_CODE] | None = None
    released_on: date | None = None
    rules: list[Text] = []
    source: Text
    effective: date
    known: date
    until: date | None = None
    note: Plain = ""

    @model_validator(mode="after")
    def _amount_and_whom(self) -> "SubQuotaShape":
        return _sub_quota_fits(self)


class EditionShape(Shape):
    effective: date
    known: date
    codes: Annotated[list[Text], Field(min_length=1)]
    source: Text
    note: Plain = ""


class ListShape(Shape):
    id: Id
    name: Text
    of: Text
    source: Text
    edition: Annotated[list[EditionShape], Field(min_length=1)]


def _ways(one: GroupKeys) -> int:
    """How many ways of joining others a criterion has; ``at_least`` and ``of`` are one, and go together."""
    if (one.at_least is None) != (one.of is None):
        raise PydanticCustomError("group_incomplete", "at_least and of")
    return sum(way is not None for way in (one.any_of, one.all_of, one.at_least))


def _test_group_or_decider(one: CriterionKeys) -> CriterionKeys:
    ways = _ways(one)
    if ways + sum(way is not None for way in (one.test, one.decided_by)) != 1:
        raise PydanticCustomError("criterion_test_or_decider", "test, group or decided_by")
    if (one.applies_to is None) != (ways == 1):
        raise PydanticCustomError("criterion_applies_to", "applies_to")
    if one.waivable_for and not one.waivable_by:
        raise PydanticCustomError("waivable_for_alone", "waivable_by")
    if one.kind is CriterionKind.QUOTA:
        raise PydanticCustomError("criterion_kind_quota", "sub_quota")
    return one


def _amends_once(one: AmendmentShape) -> AmendmentShape:
    ways = _ways(one) + sum(way is not None for way in (one.test, one.decided_by))
    if ways > 1 or (one.repealed and _changes(one)):
        raise PydanticCustomError("amendment_says", "one change, or repealed")
    return one


def _changes(one: AmendmentShape) -> set[str]:
    return one.model_fields_set - {"amends", "effective", "known", "source", "note", "repealed"}


def _sub_quota_fits(one: SubQuotaShape) -> SubQuotaShape:
    if (one.number is None) == (one.percent is None) or (
        one.kind is SubQuotaKind.SHARE and one.percent is None
    ):
        raise PydanticCustomError("sub_quota_amount", "number or percent")
    if (one.test is None) != (one.applies_to is None) or (
        one.test is None and one.kind is not SubQuotaKind.RESERVE
    ):
        raise PydanticCustomError("sub_quota_whom", "test and applies_to")
    if one.released_on and one.kind is not SubQuotaKind.RESERVE:
        raise PydanticCustomError("sub_quota_released", "reserve")
    if one.tolerance and one.kind not in (SubQuotaKind.EXACT, SubQuotaKind.SHARE):
        raise PydanticCustomError("sub_quota_tolerance", "exact or share")
    return one
