"""Whatever the rules and the records are: every way is lawful and opens the criterion; each *no* is spoken of once."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from invariants.situation_strategies import situations

from resettle.engine.registry import facts
from resettle.engine.registry.people import KnownFact
from resettle.engine.registry.rulings import Ruling, RulingKind
from resettle.engine.screening.casefile import case_file
from resettle.engine.screening.reference import Answer, finding, findings
from resettle.engine.screening.steps import StepKind, lifts

DAY = date(2016, 1, 1)


@settings(max_examples=100)
@given(situations())
def test_every_way_names_lawful_steps_only_and_opens_the_criterion(situation):
    for case in situation.cases["case"]:
        for arrangement in situation.screened_arrangements:
            file = _some_waivable(case_file(situation, case, arrangement))
            for lift in lifts(file):
                assert finding(file, lift.criterion).answer is Answer.NOT_MET
                for way in lift.ways:
                    assert way
                    assert all(_is_lawful(file, step) for step in way)
                    assert (
                        finding(_taken(file, lift.criterion, way), lift.criterion).answer
                        is not Answer.NOT_MET
                    )


@given(situations())
def test_every_criterion_that_excludes_the_case_is_spoken_of_once(situation):
    for case in situation.cases["case"]:
        for arrangement in situation.screened_arrangements:
            file = case_file(situation, case, arrangement)
            failed = [
                one.criterion
                for one in findings(file)
                if one.criterion.excludes and one.answer is Answer.NOT_MET
            ]
            found = lifts(file)
            assert [one.criterion for one in found] == failed
            assert all(len(set(one.ways)) == len(one.ways) for one in found)


def _some_waivable(file):
    """Every second criterion that may be waived at all, by New Zealand."""
    may_be = [one.excludes or one.kind.value == "part" for one in file.criteria]
    return replace(
        file,
        criteria=tuple(
            replace(one, waivable_by="NZL") if may and place % 2 else one
            for place, (one, may) in enumerate(zip(file.criteria, may_be, strict=True))
        ),
    )


def _is_lawful(file, step):
    if step.kind is not StepKind.FACT:
        return bool(step.by) and step.subject in {file.case, *file.members}
    known = file.facts_of(step.subject).get(step.fact)
    return known is not None and bool(facts.dictionary()[step.fact].lift) and step.what != ""


def _taken(file, criterion, way):
    """The case if what a way names were open again, and its waivers and new judgements had been given."""
    within = _below(file, criterion)
    for step in way:
        if step.kind is StepKind.FACT:
            file = file.supposing(step.subject, KnownFact(step.fact))
        elif step.kind is StepKind.WAIVER:
            for one in within:
                file = _ruled(file, one, step, RulingKind.WAIVED) if one.waivable_by == step.by else file
        else:
            for one in within:
                file = _ruled(file, one, step, RulingKind.SATISFIED) if one.decided_by else file
    return file


def _ruled(file, criterion, step, kind):
    said = {
        **file.rulings.get(criterion.id, {}),
        step.subject: Ruling(step.subject, kind, step.by, DAY, DAY, "s"),
    }
    return replace(file, rulings={**file.rulings, criterion.id: said})


def _below(file, criterion):
    """A criterion, and everything that it is made of."""
    by_id = {one.id: one for one in file.criteria}
    parts = [by_id[name] for name in (criterion.group.of if criterion.group else ()) if name in by_id]
    return [criterion, *(one for part in parts for one in _below(file, part))]
