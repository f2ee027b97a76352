"""What answers look like, in the field's terms: shared by several operations."""

from datetime import date
from typing import Any

from ninja import Field, Schema

from resettle.engine.registry.stages import ActKind, CaseStage, Stage


class Flag(Schema):
    """Something that does not stop, and is to be looked at."""

    code: str = Field(description="What it is, as the error reference lists it.")
    message: str = Field(description="The same in words, with how to mend it.")
    severity: str = Field(description="`error`: it stops work; `warning`: it does not.")
    where: dict[str, Any] = Field(description="Where it is: of which row, or of which act.")
    params: dict[str, Any] = Field(description="What the words are made of.")


class ActDone(Schema):
    """An act on record: what was done to a case, or on its submission to an arrangement."""

    id: str = Field(description="Its own id.")
    kind: ActKind = Field(description="What was done.")
    case: str = Field(description="The case.")
    offer: str = Field(
        description="The offer, with its arrangement: `nz-150/2016-17`; empty of an act on the case alone."
    )
    persons: list[str] = Field(description="Whom it was about.")
    effective: date = Field(description="When it was done.")
    known: date = Field(description="When the office learned it.")
    by: str = Field(description="Whose account recorded it.")
    source: str = Field(description="Who says so.")
    reason: str = Field("", description="Why, in words.")
    order: int = Field(description="The number of its entry in the record.")
    ground: str = Field("", description="Why, as a code.")
    review_on: date | None = Field(None, description="Of a pause: when it is looked at again.")


class Next(Schema):
    """An act on the case that may come next."""

    act: ActKind = Field(description="The act.")
    roles: list[str] = Field(description="Which roles may do it.")
    unmet: list[Flag] = Field(description="What still stands in the way.")


class Standing(Schema):
    """Where a case stands today."""

    case: str = Field(description="The case.")
    stage: CaseStage | None = Field(description="Where it stands; null: it has still to be referred.")
    since: date | None = Field(description="Since when; null if no act led there.")
    on_the_way: dict[str, dict[str, Stage]] = Field(
        description="By offer and person: how far open submissions are."
    )


class StandingNext(Standing):
    """Where a case stands today, and which acts on it may come next."""

    next: list[Next] = Field(description="Acts on the case that may come next.")


class Entry(Schema):
    """One thing written in the record."""

    id: int = Field(description="Its number.")
    table: str = Field(description="What it is of: people, members, acts, consents …")
    key: str = Field(description="What it is about, by id.")
    effective: date = Field(description="From when it holds.")
    known: date = Field(description="When the office learned it.")
    source: str = Field(description="Who says so.")
    content: dict[str, Any] | None = Field(
        description="What it says; null if it was erased. Names and numbers are withheld."
    )
    recorded: str = Field(description="When it was recorded, by the database's clock (UTC).")
    by: str = Field(description="Whose account recorded it.")
    work: str = Field(description="In what kind of work.")
    erased: dict[str, Any] | None = Field(description="By which erasure it was erased.")


class History(Schema):
    """Everything that was ever recorded of a person or a case."""

    name: str = Field(description="The person, or the case.")
    entries: list[Entry] = Field(description="In the order in which they were recorded.")


class Places(Schema):
    """Places of one limit (an offer, or a quota) on a day. Places count people unless `unit` says cases."""

    limit: str = Field(description="The limit: `nz-150/2016-17`.")
    on: date = Field(description="The day.")
    unit: str = Field(description="What its places count: persons, or cases.")
    offered: dict[str, Any] = Field(description="How many are offered; a number of null is unknown.")
    proposed: int = Field(description="Proposed, and not yet submitted.")
    held: int = Field(description="Held by submissions on their way.")
    used: int = Field(description="Used for good.")
    free: int | None = Field(description="Free; null if that is unknown.")
    untaken: int | None = Field(description="Once the period is over: left untaken.")
    no_place_promised: int = Field(description="On their way under an offer whose number is unknown.")
    assumed: int | None = Field(description="What is supposed where the number is unknown.")
    others: dict[str, int | None] = Field(description="What others take of a quota.")
    reallocated: int = Field(description="Given to another use.")
    lapsed: int = Field(description="Lapsed unused.")
    over: bool = Field(description="Whether its period is over.")
    accepted: int = Field(description="How many of those held or used a State has accepted.")
    over_submission: int = Field(description="How many more may be submitted than there are places.")


class AsOf(Schema):
    """What was so on one day, as known on another."""

    asked: dict[str, Any] = Field(description="As of which day, as known on which, and what is supposed.")
    name: str | None = Field(description="Of whom, or of what.")
    members: dict[str, list[str]] = Field(description="By case: who was in it.")
    facts: dict[str, list[dict[str, Any]]] = Field(
        description="By person or case: each fact, with its days and source."
    )
    stands: dict[str, dict[str, dict[str, str]]] = Field(description="By person and offer: where they stood.")
    arrangements: list[dict[str, Any]] = Field(description="Arrangements: status, consents, places.")
    errors: list[Flag] = Field(description="None: an answer is given of a register without errors.")
    warnings: list[Flag] = Field(description="What the register is warned of.")


class Alerts(Schema):
    """What is due."""

    asked: dict[str, Any] = Field(description="As of which day, as known on which.")
    alerts: list[dict[str, Any]] = Field(
        description="Each with the day since when it is due, and whom it is about."
    )
    warnings: list[Flag] = Field(description="What the register is warned of.")


class Heard(Schema):
    """A case in the voice of one reader: who qualifies for what and why; what is withheld is shown as withheld."""

    voice: str = Field(description="Who reads: the officer, a State, or a person.")
    case: str = Field(description="The case.")
    person: str | None = Field(description="The person, if one was named.")
    on: date = Field(description="As of this day.")
    known: date = Field(description="As known on this day.")
    arrangements: list[dict[str, Any]] = Field(
        description="By arrangement: outcome, findings, what would settle it."
    )
