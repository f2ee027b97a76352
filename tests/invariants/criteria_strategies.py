"""Made-up criteria of an arrangement: tested, judged, and groups of others, with exemptions."""

from hypothesis import strategies as st
from invariants.choices import made
from invariants.expression_strategies import case_test, person_test, readable
from spec.screening.small_situation import a_criterion

from resettle.engine.registry.criteria import AppliesTo, Group

REACHES = [*(one.value for one in AppliesTo), "linked_group"]


def _tested(id, kind, unless):
    def make(choose):
        reach = choose.one(REACHES)
        return reach, (case_test if reach in ("case", "linked_group") else person_test)(choose)

    drawn = made(make, 40).filter(lambda one: readable(one[1]))
    return drawn.map(lambda one: a_criterion(id, one[1], one[0], kind, unless=unless))


def _judged(id, choose, kinds, unless):
    by = choose.one(["receiving_state", "office"])
    return a_criterion(id, None, choose.one(REACHES), choose.one(kinds), by, unless=unless)


def _grouped(id, choose, kind, parts, unless):
    """A group of one to three of these, of which any number must be met; it may name one that is not in force."""
    of = choose.some([*parts, *parts, *parts, "gone"], 3)
    of = of if of != ["gone"] else parts[:1]
    return a_criterion(
        id, None, "case", kind, group=Group(choose.one(range(1, len(of) + 1)), tuple(of)), unless=unless
    )


@st.composite
def terms_of_an_arrangement(draw):
    """Exemptions, parts with a test or judged, groups of those and groups of groups, and what may name them."""
    choose = draw(made(lambda choose: choose, 60))
    exemptions = [draw(_tested(f"x{place}", "exemption", ())) for place in range(choose.one([0, 1, 2]))]

    def unless():
        return tuple(one.id for one in exemptions if choose.one([False, True]))

    parts = []
    for place in range(choose.one([0, 2, 3])):
        if choose.one(range(4)) == 3:
            parts.append(_judged(f"p{place}", choose, ["part"], unless()))
        else:
            parts.append(draw(_tested(f"p{place}", "part", unless())))
    if parts:  # a group among the parts: those that use it are two deep
        parts.append(_grouped("pg", choose, "part", [one.id for one in parts], unless()))
    names = [one.id for one in parts]
    criteria = []
    for place in range(choose.one([1, 2, 3, 0])):
        id, kind = f"c{place}", choose.one("eligibility bar eligibility bar priority quota".split())
        way = choose.one(range(6))
        if names and way > 2:
            criteria.append(_grouped(id, choose, kind, names, unless()))
        elif way == 2:
            criteria.append(_judged(id, choose, ["eligibility", "bar", "priority"], unless()))
        else:
            criteria.append(draw(_tested(id, kind, unless())))
    return [*exemptions, *parts, *criteria]
