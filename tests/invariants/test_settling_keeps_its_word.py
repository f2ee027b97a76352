"""What would settle a case does settle it, with the consequences foretold, whatever the missing facts turn out to be."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from invariants.choices import DAYS, LISTS, SOME_CODES
from invariants.situation_strategies import situations

from resettle.engine.dates import PartialDate
from resettle.engine.registry import facts
from resettle.engine.registry.facts import Codes, Kind, Of
from resettle.engine.registry.people import KnownFact
from resettle.engine.screening.casefile import LISTED
from resettle.engine.screening.missing import Missing, settling
from resettle.engine.screening.reference import case_file, fact_of, outcome
from resettle.engine.screening.screen import Outcome

RECORDS = {fact: (of, "relatives" if of is Of.RELATIVE else "pathways") for of, fact in LISTED.items()}


@st.composite
def an_answer(draw, file, missing):
    """A full answer to one missing fact that agrees with what is known of it."""
    now = fact_of(file.facts_of(missing.subject), missing.fact)
    return draw(_a_fact(missing.fact, now, file.on))


@st.composite
def _a_fact(draw, name, now, on):
    fact = facts.dictionary()[name]
    none = now.value is None and not now.undetermined and fact.may_be_none
    if none and draw(st.integers(0, 4)) == 0:
        return KnownFact(name, "none", None, True)
    if fact.kind is Kind.CODE:
        settled = sorted(set(fact.codes.meaning) - fact.codes.undetermined)
        value = draw(st.sampled_from(SOME_CODES.get(name, settled)) | st.sampled_from(settled))
    elif fact.kind is Kind.CODES:
        stated = now.value.members if isinstance(now.value, Codes) else frozenset()
        finer = {
            one: {f"{one}-VF", f"{one}-XX"} for one in stated if name == "specific_needs" and len(one) == 2
        }
        more = {
            code
            for codes in finer.values()
            for code in draw(st.sets(st.sampled_from(sorted(codes)), min_size=1))
        }
        if not (isinstance(now.value, Codes) and now.value.complete):
            more |= draw(
                st.sets(
                    st.sampled_from([one for one in [*LISTS[name], "ER-XX", "ZMB", "NRU"] if one != "SV"])
                )
            )
        value = Codes((stated - finer.keys()) | more or frozenset({"ZMB"}), True)
    else:
        first, last = (now.value.earliest, now.value.latest) if now.value else (date(1990, 1, 1), on)
        near = (
            st.sampled_from(DAYS)
            .map(date.fromisoformat)
            .flatmap(lambda day: st.integers(-2, 2).map(lambda more: day + timedelta(days=more)))
        )
        day = draw(near | st.dates(first, last))
        assume(first <= day <= min(last, on))
        value = PartialDate(day, day)
    return KnownFact(name, str(value), value)


@st.composite
def all_of_them(draw, file, missing):
    """The case once all relatives, or pathways, of a person are listed: up to two more, of whom everything is known."""
    of, table = RECORDS[missing.fact]
    more = {
        f"more-{place}": {
            fact.name: draw(_a_fact(fact.name, KnownFact(fact.name), file.on))
            for fact in facts.recorded_in(table)
        }
        for place in range(draw(st.integers(0, 2)))
    }
    found = {**file.records.get((missing.subject, of), {}), **more}
    listed = KnownFact(missing.fact, "all", "all") if found else KnownFact(missing.fact, "none", None, True)
    file = replace(file, records={**file.records, (missing.subject, of): found})
    return file.supposing(missing.subject, listed)


@settings(max_examples=400)
@given(st.data(), situations(small=True))
def test_the_missing_facts_settle_it_as_foretold(data, situation):
    for case in situation.cases["case"]:
        for arrangement in situation.screened_arrangements:
            found = settling(situation, case, arrangement)
            file = case_file(situation, case, arrangement)
            assert (found is not None) == (outcome(file)[0] is Outcome.NEEDS_A_FACT)
            if found is None:
                continue
            if not found.settles:
                assert _cannot_be_learnt(file)
                continue
            answers = {}
            for one in found.missing:
                if one.fact in RECORDS:
                    file = data.draw(all_of_them(file, one))
                    answers[one] = None
                else:
                    answers[one] = data.draw(an_answer(file, one))
                    file = file.supposing(one.subject, answers[one])
            said = outcome(file)
            assert said[0] is not Outcome.NEEDS_A_FACT
            if not found.consequences or found.bounded:
                continue
            foretold = found.consequences
            if not any(fact is None or isinstance(fact.value, Codes) for fact in answers.values()):
                named = _named(found.consequences)
                foretold = [
                    one for one in foretold if all(_agrees(each, answers, named) for each in one.if_learnt)
                ]
                assert len(foretold) == 1
            assert said in [(one.outcome, one.conditional) for one in foretold]


def _cannot_be_learnt(file):
    """Nobody is in the case, nobody in it applies, or a list that a test names has no edition."""
    listed = any("'gone'" in (one.text or "") for one in file.criteria)
    return not file.members or not file.principal_applicants or listed


def _agrees(learnt, answers, named):
    fact = answers[Missing(learnt.subject, learnt.fact)]
    if fact.none:
        return learnt.none
    if isinstance(fact.value, PartialDate):
        day = fact.value.earliest
        return any((first or date.min) <= day <= (last or date.max) for first, last in learnt.ranges)
    return fact.value in learnt.codes or (
        learnt.other and fact.value not in named[learnt.subject, learnt.fact]
    )


def _named(consequences):
    """Every code the consequences speak of, by fact: what *other* leaves out."""
    named = {}
    for learnt in (each for one in consequences for each in one.if_learnt):
        named.setdefault((learnt.subject, learnt.fact), set()).update(learnt.codes)
    return named
