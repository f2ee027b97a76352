"""Words for conflicts of interest, assignments, complaints and spot checks."""

from collections.abc import Mapping
from datetime import date

from resettle.engine.errors import Where
from resettle.render.words.template import Words

_ACT = Where("acts.csv", 3, "A-0007")

INTEGRITY: Mapping[str, Words] = {
    "conflict_declared": Words(
        "Somebody would act on people to whom they declared a conflict of interest.",
        "{by} declared a conflict of interest with {about}, whom {act} is about (case {case}).",
        "Ask another who holds the role; a conflict ends when those who watch over the office say so.",
        _ACT,
        {"by": "eva", "about": "P-0412", "case": "C-0100", "act": "approve"},
    ),
    "conflict_of_own": Words(
        "Somebody would record or import what is said of people with whom they declared a conflict of interest, assign their work or answer them.",
        "{by} declared a conflict of interest with {about:and}, whom this is about.",
        "Ask another who may; a conflict ends when those who watch over the office say so.",
        Where(),
        {"by": "eva", "about": ["P-0412"]},
    ),
    "conflict_own": Words(
        "Somebody who watches over the office would end a conflict of interest of their own.",
        "the conflict with {about} is your own.",
        "Ask somebody else who watches over the office.",
        Where(),
        {"about": "P-0412"},
    ),
    "conflict_unknown": Words(
        "A conflict of interest is ended that does not stand.",
        "no conflict of {account} with {about} stands.",
        "See which were declared: resettle conflicts.",
        Where(),
        {"account": "eva", "about": "P-0412"},
    ),
    "act_without_qualifying": Words(
        "A case was proposed or submitted that did not qualify, as far as was known.",
        "{case} did not qualify for {arrangement:q} on that day, as far as was known then.",
        "Nothing stops; see why with `resettle explain`, and correct a fact that is wrong, or withdraw.",
        Where("acts.csv", 4, "arrangement"),
        {"case": "C-0100", "act": "submit", "arrangement": "nz-150"},
    ),
    "assigned_to_another": Words(
        "An act was done by somebody else than the one to whom the case's work was assigned.",
        "the work of {role} on case {case} is {to}'s; {by} did {act}.",
        "Have it assigned anew, for a reason, if the work is theirs now.",
        _ACT,
        {"by": "eva", "to": "ruth", "role": "reviewing_officer", "case": "C-0100", "act": "approve"},
    ),
    "assignment_without_reason": Words(
        "Somebody is named for a case, or it is taken from whoever has it, and no reason is given.",
        "no reason is given why the work of {role} on case {case} goes to somebody else than a lot decides (it is {to:q} that is named or "
        "has it).",
        "Say why (--reason); it stays on record.",
        Where(),
        {"case": "C-0100", "role": "caseworker", "to": "eva"},
    ),
    "assignment_not_in_pool": Words(
        "Somebody is named for a case who may not do its work.",
        "{to:q} may not do the work of {role} on case {case}[; these may: {pool}].",
        "Name one of these: they hold the role, have no conflict of interest, and did nothing that keeps them from it.",
        Where(),
        {"case": "C-0100", "role": "caseworker", "to": "eva", "pool": ["cara"]},
    ),
    "nobody_to_assign": Words(
        "There is nobody to whom a case's work could be assigned.",
        "nobody may do the work of {role} on case {case}: no open account holds the role without a conflict of interest, or an earlier act, "
        "that keeps them from it.",
        "Have the role given to somebody else.",
        Where(),
        {"case": "C-0100", "role": "reviewing_officer"},
    ),
    "complaint_empty": Words(
        "A complaint, or an answer to one, says nothing.",
        "it says nothing.",
        "Say what happened, in words; who is named in it will not see it.",
        Where(),
        {},
    ),
    "complaint_unknown": Words(
        "A complaint is asked for that is not there, or not to be seen by whoever asks.",
        "there is no complaint {id:q} for you to see.",
        "See which there are: resettle complaints.",
        Where(),
        {"id": "K-12"},
    ),
    "complaint_over": Words(
        "A complaint is ended that has ended before.",
        "complaint {id:q} has ended before.",
        "Lodge another, if there is something new.",
        Where(),
        {"id": "K-12"},
    ),
    "nothing_to_check": Words(
        "There is nothing from which a sample could be drawn.",
        "there are no {looks_at} on record since {since}.",
        "Begin on an earlier day.",
        Where(),
        {"looks_at": "interviews", "since": date(2026, 3, 2)},
    ),
    "spot_check_unknown": Words(
        "A spot check is asked for that is not there.",
        "there is no spot check {id:q}.",
        "See which there are: resettle spot-checks.",
        Where(),
        {"id": "X-12"},
    ),
    "own_act_checked": Words(
        "Somebody who watches over the office would say what they found of an act of their own, done before they did.",
        "{act} in spot check {check} was done by yourself.",
        "Ask somebody else who watches over the office.",
        Where(),
        {"check": "X-12", "act": "A-17"},
    ),
    "not_in_sample": Words(
        "Something is found of an act that is not in the sample, or that was looked at before.",
        "{act} is not in spot check {check}, or was looked at before.",
        "See what it holds: resettle spot-checks.",
        Where(),
        {"check": "X-12", "act": "A-17"},
    ),
}
