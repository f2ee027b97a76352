"""What an act that is asked for names: a case, people, an offer and a source, each of which is there or is told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from resettle.engine.errors import Fault, Where, nearest_name
from resettle.engine.registry.acts import Act
from resettle.engine.registry.register import Register
from resettle.engine.registry.stages import CASEWORK, NAMES_PEOPLE


def faults(
    terms: Register, one: Act, there: AbstractSet[tuple[str, str]], members: AbstractSet[str]
) -> Iterator[Fault]:
    """
    What an act names that is not there.

    there: which of its case and people are in the register, by table; members: everybody who was ever in the case.
    """
    is_case = ("cases", one.case) in there
    if not is_case:
        yield _fault("name_unknown", "case", value=one.case, allowed="cases", near="")
    elif not one.persons and one.kind in NAMES_PEOPLE:
        yield _fault("people_not_named", "persons", case=one.case, act=one.kind.value)
    elif not one.persons:
        yield _fault("act_without_people", "case", value=one.case)
    for person in one.persons:
        if ("people", person) not in there:
            yield _fault("name_unknown", "persons", value=person, allowed="people", near="")
        elif is_case and person not in members:
            yield _fault("act_person_not_member", "persons", value=person, case=one.case)
    yield from _of_offer(terms, one)
    if not terms.may_cite(one.source):
        yield _fault(
            "source_unknown", "source", value=one.source, near=nearest_name(one.source, terms.sources)
        )


def _of_offer(terms: Register, one: Act) -> Iterator[Fault]:
    """An act on a case names none; an act on a submission names one that is there."""
    if one.kind in CASEWORK:
        if one.offer:
            yield _fault("arrangement_not_asked", "arrangement", value=one.offer, act=one.kind.value)
    elif not one.offer:
        yield _fault("arrangement_missing", "arrangement", act=one.kind.value)
    elif one.arrangement not in terms.arrangements:
        allowed = sorted(terms.arrangements)
        near = nearest_name(one.arrangement, allowed)
        yield _fault("name_unknown", "arrangement", value=one.arrangement, allowed=allowed, near=near)
    elif one.offer not in {name for name, _ in terms.arrangements[one.arrangement].limits()}:
        allowed = [name.partition("/")[2] for name, _ in terms.arrangements[one.arrangement].limits()]
        yield _fault("offer_unclear", "offer", value=one.offer, allowed=allowed)


def _fault(code: str, key: str, /, **params: object) -> Fault:
    return Fault(code, Where(key=key), params)


def besides(misnamed: Iterable[Fault], faults: Iterable[Fault]) -> Iterator[Fault]:
    """Faults that are not told by what is misnamed already."""
    follows = {code for fault in misnamed for code in _FOLLOWS.get(fault.where.key, ())}
    return (fault for fault in faults if fault.code not in follows)


_OF_OFFER = ("act_unknown_offer", "arrangement_not_open", "will_not_stated", "act_not_listed")
_OF_PERSONS = ("members_not_seen", "will_not_stated", "consent_not_recorded", "members_not_reviewed")
_FOLLOWS: Mapping[str, Sequence[str]] = {
    "arrangement": _OF_OFFER,
    "offer": _OF_OFFER,
    "persons": _OF_PERSONS,
    "case": (
        *_OF_PERSONS, "act_without_people", "case_act_out_of_turn", "case_not_ready", "solutions_not_considered",
        "categories_missing", "priority_missing",
    ),
}  # fmt: skip
"""Where a name is wrong → what else would be told only because it is."""
