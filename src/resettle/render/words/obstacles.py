"""Obstacles as sentences that an officer could read out: what stands in the way, and what would have to change."""

from collections.abc import Iterable, Mapping

from resettle.engine.placement.obstacles import Obstacle
from resettle.engine.registry import assumptions
from resettle.engine.registry.criteria import CriterionKind, DecidedBy
from resettle.engine.registry.situation import Situation
from resettle.render.words.fill import Worded, fill
from resettle.render.words.names import SOLUTIONS, STAGES, STATUSES, counted, country, listed

OBSTACLES: Mapping[str, str] = {
    "not_resettlement": "{arrangement} offers {solution}; only resettlement counts as placed.",
    "not_in_force": "{arrangement} is not in force: it is {status}[, since {since}][ ({source})].",
    "consent_unknown": "The consent of {party} is needed, and it is not recorded what {party} says.",
    "consent_withheld": "The consent of {party} is needed, and has been withheld since {since} ({source}).",
    "consent_waits": "The consent of {party} is needed, and holds only {condition} ({source}).",
    "no_offer_running": "{arrangement} has no offer of places that runs on {on}.",
    "places_unknown": "How many places there are is unknown: {unknown}. "
    "To see a plan under an assumption, state it: {assume}.",
    "rules_not_in_force": "None of the criteria of {arrangement} is in force on {on}, so nobody can be said to qualify.",
    "ineligible": "{case} does not meet the criteria: {criteria}.",
    "needs_a_fact": "It cannot be said yet whether {case} meets the criteria; a fact is missing[ for: {criteria}].",
    "needs_the_office": "The office has a point to judge before {case} can be proposed[: {criteria}].",
    "not_willing": "{who}, and nobody is placed without their own will; declining costs nothing.",
    "will_unknown": "It is not recorded whether {who}. {ask}, and record the answer.",
    "way_open": "{case} has a way open already: {stage}, in {offer}. Nobody is proposed twice.",
    "arrived": "{case}, or someone in it, has arrived already, in {offer}.",
    "in_two_cases": "{members:member is|members are} recorded in another case too that day. "
    "Record which case they are in, and since when.",
    "denied_here": "{case}, or someone in it, was denied by {arrangement} on {on_day}. A plan does not ask again; "
    "after a review of the denial a person may, by an act.",
    "travels_with_blocked": "{case} travels together with {cases}, who cannot be proposed here.",
    "places_taken": "{needed:place is|places are} needed, and beside the plan's other proposals {left}.",
    "tied_to_under_way": "{case}, or a case it travels with, is tied to a case already under way[: {partners}]; "
    "the tie does not allow a proposal here.",
    "not_sought": "There are places, and none of the plan's objectives gains by placing {case} here.",
    "tie_in_the_way": "There are places, but a proposal of {case} here does not fit beside the plan's other proposals.",
}
"""Code → sentence. No sentence says who else was proposed, or why two cases are not proposed together."""


def obstacle(one: Obstacle, situation: Situation, arrangement: str, case: str) -> str:
    """What stands between a case and an arrangement, in a sentence."""
    return fill(
        OBSTACLES[one.code],
        {**_common(situation, arrangement, case), **_params(one, situation, arrangement, case)},
    )


def arrangement_name(situation: Situation, arrangement: str) -> str:
    found = situation.register.arrangements.get(arrangement)
    return found.name if found else arrangement


def limit_name(situation: Situation, limit: str) -> str:
    """``New Zealand's refugee quota (nz-750/2016-17)``; of what others take, ``others' part of …``."""
    head, _, _ = limit.partition("/")
    register = situation.register
    of = register.quotas.get(head) or register.arrangements.get(head)
    name = f"{of.name} ({limit})" if of else limit
    return f"what others take of {name}" if situation.limits.by_id.get(limit) is None else name


def source_title(situation: Situation, source: str) -> str:
    """A source's title; of a what-if, its name."""
    kind, _, name = source.partition(":")
    if kind == "what-if" and name in situation.register.what_ifs:
        return f"supposed: {situation.register.what_ifs[name].name}"
    found = situation.register.sources.get(source)
    return found.title if found else source


def sentences(situation: Situation, arrangement: str, criteria: Iterable[str]) -> Worded:
    """The criteria's own sentences, each in quotation marks; of a bar it is said that it is one."""
    by_id = {one.id: one for one in situation.criteria(arrangement)}
    return Worded(
        "; ".join(
            f"{'barred: ' if name in by_id and by_id[name].kind is CriterionKind.BAR else ''}"
            f"“{by_id[name].sentence.rstrip('.') if name in by_id else name}”"
            for name in criteria
        )
    )


def _common(situation: Situation, arrangement: str, case: str) -> dict[str, object]:
    return {"arrangement": Worded(arrangement_name(situation, arrangement)), "case": case, "on": situation.on}


def _params(one: Obstacle, situation: Situation, arrangement: str, case: str) -> dict[str, object]:
    """What the engine gave, as words."""
    said = one.params
    found = dict(said)
    if isinstance(party := said.get("party"), str):
        found["party"] = country(party, article=True)
    if isinstance(source := said.get("source"), str):
        found["source"] = source_title(situation, source)
    match one.code:
        case "not_resettlement":
            found["solution"] = SOLUTIONS[str(said["solution"])]
        case "not_in_force":
            found["status"] = STATUSES.get(str(said["status"]), str(said["status"]))
        case "consent_waits":
            found["condition"] = _condition(situation, said)
        case "ineligible" | "needs_a_fact":
            found["criteria"] = sentences(situation, arrangement, _strings(said["criteria"]))
        case "needs_the_office":
            open_points = [
                c.id
                for c in situation.criteria(arrangement)
                if c.excludes and c.decided_by is DecidedBy.OFFICE
            ]
            found["criteria"] = sentences(situation, arrangement, open_points)
        case "not_willing" | "will_unknown":
            alone = len(situation.persons_of.get(case, ())) == 1
            found |= {"who": _who(one.code, alone), "ask": "Ask" if alone else "Ask each on their own"}
        case "way_open" | "arrived":
            found |= {"stage": STAGES[str(said["stage"])], "offer": limit_name(situation, str(said["offer"]))}
        case "places_unknown":
            found |= _unknown(situation, _strings(said["unknown"]))
        case "denied_here":
            found["on_day"] = said["on"]
        case "tied_to_under_way":
            found["partners"] = _strings(said["partners"])
        case "places_taken":
            assert isinstance(said["limits"], Mapping)
            units = {situation.limits.by_id[name].unit.value for name in said["limits"]}
            found["needed"] = said["cases"] if units == {"cases"} else said["needed"]
            found["left"] = _left(situation, said["limits"])
    return {name: Worded(value) if isinstance(value, str) else value for name, value in found.items()}


def _condition(situation: Situation, said: Mapping[str, object]) -> str:
    of, status = str(said["of"]), STATUSES[str(said["status"])]
    bar = situation.register.bars.get(of)
    name = bar.name if bar else arrangement_name(situation, of)
    return f"while {name} is {status}" if said["consent"] == "given_if" else f"once {name} has been {status}"


def _who(code: str, alone: bool) -> str:
    if code == "not_willing":
        return "The person does not wish to go" if alone else "Not every member of the case wishes to go"
    return "the person is willing" if alone else "every member of the case is willing"


def _unknown(situation: Situation, unknown: list[str]) -> dict[str, object]:
    shorts = [assumptions.short(name) for name in assumptions.unknowns(situation)]
    written = [
        assumptions.short(name) if shorts.count(assumptions.short(name)) == 1 else name for name in unknown
    ]
    return {
        "unknown": Worded(listed(limit_name(situation, name) for name in unknown)),
        "assume": Worded(listed(f"--assume {name}=PLACES" for name in written)),
    }


def _left(situation: Situation, limits: object) -> str:
    assert isinstance(limits, Mapping)
    return listed(_free(situation, name, max(0, free or 0)) for name, free in limits.items())


def _free(situation: Situation, limit: str, free: int) -> str:
    unit = situation.limits.by_id[limit].unit.value
    return f"{counted(free, _FREE[unit]) if free else 'none is'} free in {limit_name(situation, limit)}"


_FREE = {"persons": "is|are", "cases": "place for a case is|places for a case are"}


def _strings(values: object) -> list[str]:
    assert isinstance(values, Iterable)
    return [str(value) for value in values]
