"""Guards of newcomers: who comes into a case after its review is looked at as the others were, before a State hears of them."""

from collections.abc import Iterator

from resettle.engine.errors import Fault
from resettle.engine.referrals import rrf_faults
from resettle.engine.referrals.asked import Asked
from resettle.engine.referrals.caseload import RESETTLEMENT, SHARING
from resettle.engine.registry.stages import ActKind


def everybody_reviewed(asked: Asked) -> Iterator[Fault]:
    """
    Nobody comes into a case after its review and is submitted unseen. A case that began as ready has none on record.

    Of those who join one that is with a State already, a child who speaks not for themselves needs none.
    """
    reviewed = asked.standing.last(ActKind.APPROVE, ActKind.REVIEW)
    if asked.act.kind is ActKind.JOIN:
        seen = set(reviewed.persons) if reviewed else set[str]()
        unseen = [
            one for one in asked.act.persons if one not in seen and asked.papers.speaks(one) is not False
        ]
    else:
        unseen = sorted(set(asked.act.persons) - set(reviewed.persons)) if reviewed else []
    if unseen:
        on = reviewed.effective if reviewed else "never"
        yield asked.fault("members_not_reviewed", persons=sorted(unseen), on=on)


def nobody_refuses(asked: Asked) -> Iterator[Fault]:
    """Whoever joins has not said no: to resettlement, to sharing with that State, to that arrangement."""
    for person in asked.act.persons:
        for what in (RESETTLEMENT, SHARING):
            answer = asked.caseload.consent(person, what, asked.recipients)
            if answer in ("no", "withdrawn"):
                yield asked.fault("consent_not_given", person=person, consent_for=what, said=answer)
    unwilling = [
        one for one in asked.act.persons if asked.caseload.willing(one, asked.act.arrangement) == "no"
    ]
    if unwilling:
        yield asked.fault("will_not_stated", persons=sorted(unwilling), arrangement=asked.act.arrangement)


def newcomers_complete(asked: Asked) -> Iterator[Fault]:
    """A review takes in nobody new whose form is not complete: it is of them, too."""
    reviewed = asked.standing.last(ActKind.APPROVE, ActKind.REVIEW)
    if reviewed is None or set(asked.members) <= set(reviewed.persons):
        return
    yield from of_form(asked)


def of_form(asked: Asked) -> Iterator[Fault]:
    """What keeps the form from being complete; abridged for a group that the State has designated."""
    group = asked.papers.facts["designated_group"].value == "yes"
    faults = rrf_faults.faults_of(asked.papers, abridged=group, reviewed=False)
    return (fault for fault in faults if fault.is_error)
