"""
Pairs of people who may be one person recorded twice, for a person to settle: nothing here merges anybody.

**What is reported.** Two people whose individual numbers are the same, always: one of the records is wrong. Otherwise
their names must be alike, the more so the less their dates of birth say:

| dates of birth | names at least | because |
|---|---|---|
| the same day | ``SAME_DAY`` | few people of one register share a day; a name is often misheard or spelt anew |
| the same with day and month swapped | ``SWAPPED`` | a known slip, but it also joins strangers |
| what is known of both agrees (a year, a month) | ``AGREEING`` | many share a year; names must be the same but for spelling |
| close: one of day, month, year differs, or estimates up to 2 years apart | ``CLOSE`` | slips and second estimates, among many strangers |
| one or both unknown | ``NO_DATE`` | unknown is no evidence either way: the name alone carries it |
| not agreeing | only with the same registration number, ``NOT_AGREEING`` | records are wrong, but households share names |

With the same registration number, which a household shares, ``SAME_DAY`` is enough unless the dates do not agree. A
different known sex lowers the strength; such a pair is reported only with a number in common, or on the same day with
names of ``NOT_AGREEING``. A name that is missing says nothing, and who has neither name nor number is never reported.
How common a name is does not count: then another's arrival would change what is said of a pair.

**How strong.** The points of its reasons added up (``POINTS``, and half the likeness of names). Of each new person the
strongest ``SHOWN_OF_EACH`` are given, ties by id, with the number there are in all.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import polars as pl

from resettle.engine.registry.identities import Identities
from resettle.engine.registry.meetings import YEARS_APART, meetings

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

SAME_DAY, SWAPPED, AGREEING, CLOSE, NO_DATE, NOT_AGREEING = 80, 84, 89, 89, 91, 96
NEVER = 101
SHOWN_OF_EACH = 5


class ReasonCode(StrEnum):
    """Why two people may be one, the strongest first; then what speaks against it."""

    SAME_INDIVIDUAL_NUMBER = "same_individual_number"
    SAME_REGISTRATION_NUMBER = "same_registration_number"
    NAMES_ALIKE = "names_alike"
    SAME_BIRTH_DATE = "same_birth_date"
    BIRTH_DATE_SWAPPED = "birth_date_swapped"
    BIRTH_DATE_AGREES = "birth_date_agrees"
    BIRTH_DATE_CLOSE = "birth_date_close"
    SAME_SEX = "same_sex"
    SHARED_NATIONALITY = "shared_nationality"
    OTHER_BIRTH_DATE = "other_birth_date"
    OTHER_SEX = "other_sex"


POINTS: Mapping[ReasonCode, int] = {
    ReasonCode.SAME_INDIVIDUAL_NUMBER: 60,
    ReasonCode.SAME_REGISTRATION_NUMBER: 20,
    ReasonCode.NAMES_ALIKE: 0,  # half their likeness instead
    ReasonCode.SAME_BIRTH_DATE: 30,
    ReasonCode.BIRTH_DATE_SWAPPED: 22,
    ReasonCode.BIRTH_DATE_AGREES: 14,
    ReasonCode.BIRTH_DATE_CLOSE: 8,
    ReasonCode.SAME_SEX: 3,
    ReasonCode.SHARED_NATIONALITY: 2,
    ReasonCode.OTHER_BIRTH_DATE: -20,
    ReasonCode.OTHER_SEX: -15,
}

_SAME, _SWAPPED, _AGREES, _CLOSE, _UNKNOWN, _OTHER = range(6)
_NEEDED = np.array([SAME_DAY, SWAPPED, AGREEING, CLOSE, NO_DATE, NEVER])
_NEEDED_IN_HOUSEHOLD = np.array([SAME_DAY] * 5 + [NOT_AGREEING])
_NEEDED_OF_OTHER_SEX = np.array([NOT_AGREEING] + [NEVER] * 5)
_OF_DATES = {
    _SAME: ReasonCode.SAME_BIRTH_DATE,
    _SWAPPED: ReasonCode.BIRTH_DATE_SWAPPED,
    _AGREES: ReasonCode.BIRTH_DATE_AGREES,
    _CLOSE: ReasonCode.BIRTH_DATE_CLOSE,
    _OTHER: ReasonCode.OTHER_BIRTH_DATE,
}


_BITS = {code: at for at, code in enumerate(ReasonCode)}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code with its parameters: ``names_alike`` has ``score``, 0 to 100."""

    code: ReasonCode
    params: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two people who may be one: a new one and another, recorded or new (then the lesser id stands first)."""

    person: str
    other: str
    strength: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The strongest candidates of each new person, strongest first; ``totals``: how many each of them has in all."""

    candidates: list[Candidate]
    totals: Mapping[str, int]


def candidates(new: pl.DataFrame, recorded: pl.DataFrame, most: int = SHOWN_OF_EACH) -> Found:
    """
    Who among new people may be somebody already recorded, or another of the new.

    Columns are text and may be blank or missing: person, family_name, given_names, aliases (separated by ``;``),
    individual_no, registration_no, date_of_birth, sex, nationality. Two rows of one id are one person, not a pair. A
    pair is given if it is among the ``most`` strongest of its new person, of two new people of either.
    """
    people = Identities(new, recorded)
    pairs = _each_once(_reported(people))
    ids = people.ids
    is_new = np.zeros(len(ids), bool)
    is_new[people.person[: people.new]] = True
    person, other = np.r_[pairs.one, pairs.other], np.r_[pairs.other, pairs.one]
    mine = np.flatnonzero(is_new[person])
    ranked = mine[np.lexsort((other[mine], -np.tile(pairs.strength, 2)[mine], person[mine]))]
    whose, first, total = np.unique(person[ranked], return_index=True, return_counts=True)
    place = np.arange(len(ranked)) - np.repeat(first, total)
    shown = np.unique(ranked[place < most] % max(len(pairs.one), 1))
    given = _candidates(pairs.at(shown), ids, is_new)
    totals = {ids[who]: int(many) for who, many in zip(whose, total, strict=True)}
    return Found(sorted(given, key=lambda one: (-one.strength, one.person, one.other)), totals)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Columns [pair]: two people, the lesser first; what speaks for them, as bits of ``_BITS``; names' likeness."""

    one: Ints
    other: Ints
    reasons: Ints
    score: Ints

    @property
    def strength(self) -> Ints:
        points = sum(
            (POINTS[code] * self.has(code) for code in ReasonCode), np.zeros(len(self.one), np.int64)
        )
        strength: Ints = points + self.has(ReasonCode.NAMES_ALIKE) * (self.score // 2)
        return strength

    def has(self, code: ReasonCode) -> Ints:
        return self.reasons >> _BITS[code] & 1

    def at(self, chosen: Ints) -> "_Pairs":
        return _Pairs(self.one[chosen], self.other[chosen], self.reasons[chosen], self.score[chosen])


def _each_once(parts: Iterable[_Pairs]) -> _Pairs:
    """Each pair of people once, by whichever of their names and rows is the strongest."""
    listed = list(parts)
    pairs = _Pairs(*(np.concatenate([getattr(part, name) for part in listed] or [np.empty(0, np.int64)])
                     for name in ("one", "other", "reasons", "score")))  # fmt: skip
    who = pairs.one * (int(pairs.other.max(initial=0)) + 1) + pairs.other
    weakness = (-pairs.strength << len(_BITS) | pairs.reasons) * NEVER - pairs.score
    ranked = np.lexsort((weakness, who))
    return pairs.at(ranked[np.diff(who[ranked], prepend=-1) != 0])


def _reported(people: Identities) -> Iterator[_Pairs]:
    for one_entry, other_entry in meetings(people):
        one, other = people.entry_row[one_entry], people.entry_row[other_entry]
        dates = _dates(people, one, other)
        number = _same(people.numbers, one, other)
        household = _same(people.registrations, one, other)
        sex = np.where(_known(people.sex, one, other), people.sex[one] == people.sex[other], 1)
        needed = np.where(household, _NEEDED_IN_HOUSEHOLD[dates],
                          np.where(sex, _NEEDED[dates], _NEEDED_OF_OTHER_SEX[dates]))  # fmt: skip
        names = (people.entry_name[one_entry], people.entry_name[other_entry])
        compared = np.flatnonzero((number | (needed < NEVER)) & (names[0] >= 0) & (names[1] >= 0))
        score = np.zeros(len(one), np.int64)
        score[compared] = np.floor(people.names.likeness(names[0][compared], names[1][compared]))
        told = np.flatnonzero(number | (score >= needed))
        if len(told):
            one, other, score, dates = one[told], other[told], score[told], dates[told]
            speaks = {
                ReasonCode.SAME_INDIVIDUAL_NUMBER: number[told],
                ReasonCode.SAME_REGISTRATION_NUMBER: household[told],
                ReasonCode.NAMES_ALIKE: score >= SAME_DAY,
                ReasonCode.SAME_SEX: _same(people.sex, one, other),
                ReasonCode.SHARED_NATIONALITY: _shared(people.nationalities, one, other),
                ReasonCode.OTHER_SEX: sex[told] == 0,
                **{code: dates == relation for relation, code in _OF_DATES.items()},
            }
            reasons = sum((bit.astype(np.int64) << _BITS[code] for code, bit in speaks.items()), np.int64(0))
            first, second = people.person[one], people.person[other]
            yield _Pairs(np.minimum(first, second), np.maximum(first, second), np.asarray(reasons), score)


def _dates(people: Identities, one: Ints, other: Ints) -> Ints:
    """What two dates of birth say of one another, [pair]."""
    columns = (people.year, people.month, people.day)
    same = [column[one] == column[other] for column in columns]
    known = [_known(column, one, other) for column in columns]
    exact = known[2]
    apart = np.abs(people.year[one] - people.year[other])
    swapped = (
        exact & same[0] & (people.month[one] == people.day[other]) & (people.day[one] == people.month[other])
    )
    agrees = same[0] & (same[1] | ~known[1]) & (same[2] | ~known[2])
    one_differs = np.sum(same, axis=0) == 2
    close = (apart <= YEARS_APART) & np.where(exact, one_differs, ~known[1])
    ways = [~known[0], exact & np.all(same, axis=0), swapped, agrees, close]
    return np.select(ways, [_UNKNOWN, _SAME, _SWAPPED, _AGREES, _CLOSE], _OTHER)


def _known(column: Ints, one: Ints, other: Ints) -> Bools:
    known: Bools = (column[one] > 0) & (column[other] > 0)
    return known


def _same(column: Ints, one: Ints, other: Ints) -> Bools:
    same: Bools = (column[one] > 0) & (column[one] == column[other])
    return same


def _shared(columns: Ints, one: Ints, other: Ints) -> Bools:
    mine, theirs = columns[one], columns[other]
    shared: Bools = ((mine[:, :, None] == theirs[:, None, :]) & (mine > 0)[:, :, None]).any(axis=(1, 2))
    return shared


def _candidates(pairs: _Pairs, ids: list[str], is_new: Bools) -> Iterator[Candidate]:
    """Each pair as it is given, the new person first."""
    codes = {
        bits: [code for code in ReasonCode if bits >> _BITS[code] & 1] for bits in set(pairs.reasons.tolist())
    }
    columns = (pairs.one, pairs.other, pairs.strength, pairs.reasons, pairs.score)
    for one, other, strength, bits, score in zip(*(column.tolist() for column in columns), strict=True):
        first, second = (one, other) if is_new[one] else (other, one)
        reasons = tuple(
            Reason(code, {"score": score} if code is ReasonCode.NAMES_ALIKE else {}) for code in codes[bits]
        )
        yield Candidate(ids[first], ids[second], strength, reasons)
