"""Which cases meet which arrangement's criteria: every case at once, in frames."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce

import polars as pl

from resettle.engine.errors import refuse
from resettle.engine.registry.criteria import AppliesTo, Criterion, CriterionKind, DecidedBy
from resettle.engine.registry.facts import Of
from resettle.engine.registry.language import Not, Or, Test, facts_used
from resettle.engine.screening.compiled import columns, expression
from resettle.engine.screening.screened import Screened


class Outcome(StrEnum):
    """What screening says of a case and an arrangement; the first that applies, in this order."""

    INELIGIBLE = "ineligible"
    NEEDS_A_FACT = "needs_a_fact"
    NEEDS_A_PERSON = "needs_a_person"
    ELIGIBLE = "eligible"


OUTCOME = pl.Enum([one.value for one in Outcome])


@dataclass(frozen=True, slots=True)
class Screening:
    """
    The answers for every case and arrangement.

    outcomes        [case, arrangement, outcome, conditional]  by case, arrangements in the situation's order
    findings        arrangement → [case, <criterion id> …]  true met, false not met, null unknown; a bar is met by
                    not being barred. Criteria with a test only; exemptions are counted into what they switch off.
    conditional_on  arrangement → the criteria only the receiving State can judge
    """

    outcomes: pl.DataFrame
    findings: Mapping[str, pl.DataFrame]
    conditional_on: Mapping[str, tuple[str, ...]]

    def outcome(self, case: str, arrangement: str) -> Outcome:
        """The outcome of one case in one arrangement. Raises RequestRefused if it was not screened."""
        found = self.outcomes.filter((pl.col("case") == case) & (pl.col("arrangement") == arrangement))
        if found.is_empty():
            raise refuse("not_screened", case=case, arrangement=arrangement)
        return Outcome(found["outcome"].item())


Asked = tuple[Test, AppliesTo]
"""A test and whom it is asked of: the same one is asked once, however many criteria share it."""


def screen(situation: Screened) -> Screening:
    """Every case against every arrangement the situation screens, on its day."""
    terms = {name: situation.criteria(name) for name in situation.screened_arrangements}
    formulas = {name: [formula(one, criteria) for one in criteria] for name, criteria in terms.items()}
    asked = list(dict.fromkeys(asked for each in formulas.values() for parts in each for asked in parts))
    answers = _answers(situation, asked)
    names = {one: f"answer_{place}" for place, one in enumerate(asked)}
    findings, outcomes = {}, []
    for arrangement, criteria in terms.items():
        met = {
            one.id: _any(names[each] for each in parts) if parts else pl.lit(False)
            for one, parts in zip(criteria, formulas[arrangement], strict=True)
        }
        tested = [one for one in criteria if one.test is not None and one.kind is not CriterionKind.EXEMPTION]
        findings[arrangement] = answers.select("case", *(met[one.id].alias(one.id) for one in tested))
        outcomes.append(answers.select("case", *_outcome(arrangement, criteria, met)))
    return Screening(
        _together(outcomes), findings, {name: _judged_by_state(each) for name, each in terms.items()}
    )


def formula(criterion: Criterion, criteria: Iterable[Criterion]) -> list[Asked]:
    """
    A criterion as questions of which one must be answered yes; none at all for a judgement without exemptions.

    An exemption of each member acts member by member on a criterion of each member; every other acts on the case.
    """
    exemptions = [
        one for one in criteria if one.id in criterion.unless and one.kind is CriterionKind.EXEMPTION
    ]
    tests = [(one.test, one.applies_to) for one in exemptions if one.test is not None]
    if criterion.test is None:
        return tests
    test, applies_to = criterion.test, criterion.applies_to
    if applies_to is AppliesTo.EACH_MEMBER:
        own = tuple(one for one, reach in tests if reach is AppliesTo.EACH_MEMBER)
        tests = [(one, reach) for one, reach in tests if reach is not AppliesTo.EACH_MEMBER]
    else:
        own = ()
    if criterion.kind is CriterionKind.BAR:
        test = Not(test)
        applies_to = AppliesTo.EACH_MEMBER if applies_to is AppliesTo.ANY_MEMBER else applies_to
    return [(Or((test, *own)) if own else test, applies_to), *tests]


def _answers(situation: Screened, asked: list[Asked]) -> pl.DataFrame:
    """[case, members, answer_0, answer_1, …] each question answered for each case."""
    numbered = list(enumerate(asked))
    of_person = [(place, *one) for place, one in numbered if one[1].asks_of is Of.PERSON]
    of_case = [(place, *one) for place, one in numbered if one[1].asks_of is Of.CASE]
    rows = situation.members.lazy()
    needed = [name for name in columns(_facts(of_person)) if name in situation.people.columns]
    rows = rows.join(situation.people.lazy().select("person", *needed), on="person", how="left")
    # As numbers the quantifiers are a minimum and a maximum: no -1, unknown 0, yes 1.
    tested = rows.select(
        "case",
        (pl.col("relationship_to_pa") == "PA").fill_null(False).alias("pa"),
        *(_number(expression(test, situation.on)).alias(f"answer_{place}") for place, test, _ in of_person),
    )
    quantified = tested.group_by("case").agg(
        pl.len().alias("members"), *(_quantified(f"answer_{place}", reach) for place, _, reach in of_person)
    )
    return (
        situation.cases.lazy()
        .join(quantified, on="case", how="left", maintain_order="left")
        .select(
            "case",
            pl.col("members").fill_null(0),
            *(_truth(pl.col(f"answer_{place}")).alias(f"answer_{place}") for place, *_ in of_person),
            *(expression(test, situation.on).alias(f"answer_{place}") for place, test, _ in of_case),
        )
        .collect()
    )


def _facts(asked: list[tuple[int, Test, AppliesTo]]) -> frozenset[str]:
    return frozenset().union(*(facts_used(test) for _, test, _ in asked))


def _number(answer: pl.Expr) -> pl.Expr:
    return (
        pl.when(answer)
        .then(pl.lit(1, pl.Int8))
        .when(~answer)
        .then(pl.lit(-1, pl.Int8))
        .otherwise(pl.lit(0, pl.Int8))
    )


def _quantified(name: str, reach: AppliesTo) -> pl.Expr:
    """Over the members of a case; null where there is nobody to ask, or no principal applicant is recorded."""
    match reach:
        case AppliesTo.ANY_MEMBER:
            return pl.col(name).max()
        case AppliesTo.PRINCIPAL_APPLICANT:
            return pl.col(name).filter(pl.col("pa")).min()
        case _:
            return pl.col(name).min()


def _truth(number: pl.Expr) -> pl.Expr:
    return pl.when(number > 0).then(True).when(number < 0).then(False).otherwise(pl.lit(None, pl.Boolean))


def _any(names: Iterable[str]) -> pl.Expr:
    return reduce(lambda one, other: one | other, (pl.col(name) for name in names))


def _outcome(arrangement: str, criteria: tuple[Criterion, ...], met: Mapping[str, pl.Expr]) -> list[pl.Expr]:
    excluding = [one for one in criteria if one.excludes]
    tests = [met[one.id] for one in excluding if one.test is not None]
    open_points = {one.id: ~met[one.id].fill_null(False) for one in excluding if one.test is None}
    by_office = [
        open_points[one.id] for one in excluding if one.decided_by is DecidedBy.OFFICE and one.test is None
    ]
    nobody = pl.col("members") == 0
    outcome = (
        pl.when(nobody).then(pl.lit(Outcome.NEEDS_A_FACT.value))
        .when(_some([~each.fill_null(True) for each in tests])).then(pl.lit(Outcome.INELIGIBLE.value))
        .when(_some([each.is_null() for each in tests])).then(pl.lit(Outcome.NEEDS_A_FACT.value))
        .when(_some(list(open_points.values()))).then(pl.lit(Outcome.NEEDS_A_PERSON.value))
        .otherwise(pl.lit(Outcome.ELIGIBLE.value))
    )  # fmt: skip
    conditional = (outcome == Outcome.NEEDS_A_PERSON.value) & ~_some(by_office)
    return [
        pl.lit(arrangement).alias("arrangement"),
        outcome.cast(OUTCOME).alias("outcome"),
        conditional.alias("conditional"),
    ]


def _some(found: list[pl.Expr]) -> pl.Expr:
    return pl.any_horizontal(found) if found else pl.lit(False)


def _together(outcomes: list[pl.DataFrame]) -> pl.DataFrame:
    if not outcomes:
        schema = {
            "case": pl.String(),
            "arrangement": pl.String(),
            "outcome": OUTCOME,
            "conditional": pl.Boolean(),
        }
        return pl.DataFrame(schema=schema)
    return pl.concat(outcomes).sort("case", maintain_order=True)


def _judged_by_state(criteria: tuple[Criterion, ...]) -> tuple[str, ...]:
    return tuple(one.id for one in criteria if one.excludes and one.decided_by is DecidedBy.RECEIVING_STATE)
