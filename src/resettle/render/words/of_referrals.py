"""Words for what stands against an act: who may not do it, what it does not follow from, which guard is not satisfied."""

from collections.abc import Mapping
from datetime import date

from resettle.engine.errors import Where
from resettle.render.words.template import Words

_ACT = Where("acts.csv", 3, "A-0007")
_OF = {"case": "C-0100", "act": "approve"}

REFERRALS: Mapping[str, Words] = {
    "act_not_of_role": Words(
        "Somebody asks for an act that none of their roles may do.",
        "the act {act} is done by {roles:or}; the account {by:q} holds {held}.",
        "Ask one of them to do it; or, if the work is theirs now, have the role given to them.",
        _ACT,
        _OF | {"by": "eva", "held": ["caseworker"], "roles": ["reviewing_officer"]},
    ),
    "act_by_same_person": Words(
        "One person would do two acts on a case that are kept apart, so that nobody takes a case on alone.",
        "the act {act} on case {case} is done by another person than {did}, which {by} did.",
        "Ask another who holds the role.",
        _ACT,
        _OF | {"by": "eva", "did": ["recommend"]},
    ),
    "case_act_out_of_turn": Words(
        "An act on a case does not follow from where the case stands.",
        "the act {act} does not begin from where case {case} stands ({stage}), but from {begins:or}.",
        "Record the acts that come between, each by whom it is done; resettle next shows them.",
        _ACT,
        _OF | {"stage": "interview", "begins": ["recommended"]},
    ),
    "case_act_too_early": Words(
        "An act on a case is dated before one that is recorded of it.",
        "the act {act} on case {case} is dated {effective}, and {later} is recorded of {on}.",
        "Write the day on which it was done.",
        _ACT,
        _OF | {"effective": date(2026, 3, 2), "later": "recommend", "on": date(2026, 3, 9)},
    ),
    "ground_unknown": Words(
        "An act names a ground that it cannot have.",
        "{value:q} is no ground for {act}[: {allowed:long}].",
        "Write one of its grounds; an act that has none takes a reason in words.",
        _ACT,
        {"case": "C-0100", "act": "withdraw", "value": "late", "allowed": ["error", "asked", "exceptional"]},
    ),
    "ground_missing": Words(
        "An act is asked for without its ground.",
        "the act {act} on case {case} is done on a ground: {allowed:or}.",
        "Say which.",
        _ACT,
        {"case": "C-0100", "act": "withdraw", "allowed": ["error", "asked", "exceptional"]},
    ),
    "reason_missing": Words(
        "An act is asked for without saying why.",
        "the act {act} on case {case} says no reason.",
        "Say why, in words; of a denial for which the State gave none, the ground none_given.",
        _ACT,
        {"case": "C-0100", "act": "reject"},
    ),
    "review_day_missing": Words(
        "A case is paused, and nobody says until when.",
        "case {case} is paused from {effective}, and no later day is named on which it is looked at again.",
        "Name a day after that.",
        _ACT,
        {"case": "C-0100", "act": "pause", "effective": date(2026, 3, 2)},
    ),
    "person_in_open_case": Words(
        "Somebody is referred who is in another case that is open.",
        "a member of case {case}, {person}, is in case {other} too, which is open ({stage}).",
        "Take them out of one of the two cases, or close it.",
        _ACT,
        {"case": "C-0100", "act": "refer", "person": "P-0412", "other": "C-0099", "stage": "interview"},
    ),
    "will_not_recorded": Words(
        "A case is assessed, and of some member nobody has recorded whether they want to be resettled.",
        "nothing is recorded of whether {persons} want to be resettled.",
        "Ask them, and record what they say: their consent to resettlement, or their willingness for an arrangement. A no "
        "is an answer.",
        _ACT,
        {"case": "C-0100", "act": "assess", "persons": ["P-0412", "P-0413"]},
    ),
    "members_not_seen": Words(
        "An interview is completed, and some members were not seen.",
        "not named as seen are these members of case {case}: {persons}.",
        "Name them if they were seen; else say in the reason why not.",
        _ACT,
        {"case": "C-0100", "act": "complete", "persons": ["P-0413"]},
    ),
    "attempts_too_few": Words(
        "A case is given up as not reached before it was tried in several ways.",
        "case {case} was tried in {least} different ways or more before it is a no-show; recorded since the interview was "
        "due: {ways}.",
        "Try another way, and record each attempt.",
        _ACT,
        {"case": "C-0100", "act": "no_show", "ways": ["phone"], "least": 2},
    ),
    "status_not_established": Words(
        "A case is recommended, and some member is neither a recognised refugee nor otherwise eligible.",
        "of {person} it is not recorded that they are a recognised refugee ({status}), stateless, or a dependant who is no refugee.",
        "Record the determination, or the basis of their status.",
        _ACT,
        {"case": "C-0100", "act": "recommend", "person": "P-0412", "status": "pending"},
    ),
    "wish_not_stated": Words(
        "A case is recommended, and some member has not said that they want to be resettled.",
        "to being resettled {person} has not said yes ({said}).",
        "Record what they say. Whoever does not want to go is not recommended, and loses nothing by it.",
        _ACT,
        {"case": "C-0100", "act": "recommend", "person": "P-0412", "said": "unknown"},
    ),
    "solutions_not_considered": Words(
        "A case is recommended before other durable solutions were considered.",
        "nothing is recorded of other durable solutions for case {case}.",
        "Assess them, and record other_solutions: none, or those within reach.",
        _ACT,
        {"case": "C-0100", "act": "recommend"},
    ),
    "solutions_within_reach": Words(
        "A case is recommended though another durable solution is within reach, and nobody says why.",
        "for case {case} other solutions are within reach ({solutions}), and no reason is said.",
        "Say why resettlement is the most appropriate.",
        _ACT,
        {"case": "C-0100", "act": "recommend", "solutions": "local_integration"},
    ),
    "categories_missing": Words(
        "A case is recommended or approved without two submission categories.",
        "case {case} needs a primary and a secondary submission category (primary: {primary}; secondary: {secondary}).",
        "Record both.",
        _ACT,
        _OF | {"primary": "LPPN", "secondary": "unknown"},
    ),
    "categories_alike": Words(
        "A case has the same submission category twice.",
        "the primary and the secondary category of case {case} are both {category}.",
        "Record another as the secondary.",
        _ACT,
        _OF | {"category": "LPPN"},
    ),
    "priority_missing": Words(
        "A case is approved without a submission priority.",
        "case {case} has no submission priority.",
        "Set it: emergency, urgent or normal.",
        _ACT,
        _OF,
    ),
    "case_on_the_way": Words(
        "A case is closed while a proposal or submission of it is open.",
        "somebody of case {case} is on the way in {offers}.",
        "Withdraw that first, on one of its grounds; nothing closes by itself.",
        _ACT,
        {"case": "C-0100", "act": "close", "offers": ["nz-150/2016-17"]},
    ),
    "case_not_ready": Words(
        "A case is submitted that is not ready.",
        "case {case} is not ready to be submitted ({stage}).",
        "Record what comes before, each act by whom it is done; resettle next shows it. Where a register takes up cases that "
        'are ready, register.toml says so: cases_begin = "ready".',
        _ACT,
        {"case": "C-0100", "act": "submit", "stage": "interview"},
    ),
    "members_not_reviewed": Words(
        "Somebody is submitted who came into the case after its review.",
        "when case {case} was last reviewed, on {on}, these were not in it: {persons}.",
        "Have a Reviewing Officer look at the case again (review), as it is now.",
        _ACT,
        {"case": "C-0100", "act": "submit", "persons": ["P-0414"], "on": date(2026, 3, 2)},
    ),
    "arrangement_not_open": Words(
        "A case is submitted to an arrangement that is not open that day.",
        "the arrangement {arrangement} is not open ({status}).",
        "Submit when it is in force; or record that it is, with its source.",
        _ACT,
        {"case": "C-0100", "act": "submit", "arrangement": "nz-150", "status": "suspended"},
    ),
    "party_consent_missing": Words(
        "A case is submitted to an arrangement that needs a third party's consent, which is not given.",
        "the arrangement {arrangement} needs the consent of {party} ({said}).",
        "Submit when it is given, and recorded with its source.",
        _ACT,
        {"case": "C-0100", "act": "submit", "arrangement": "nz-150", "party": "AUS", "said": "withheld"},
    ),
    "consent_not_given": Words(
        "A case is submitted though a member did not allow it, or does no longer.",
        "no consent of {person} is given for {consent_for} ({said}).",
        "Ask them; without it they are not submitted, and lose nothing by it.",
        _ACT,
        {
            "case": "C-0100",
            "act": "submit",
            "person": "P-0412",
            "consent_for": "share_with_state",
            "said": "withdrawn",
        },
    ),
    "will_not_stated": Words(
        "A case is submitted to an arrangement to which a member has not said yes.",
        "nobody has recorded a yes to {arrangement} of {persons}.",
        "Ask them, and record what they say; declining costs nothing.",
        _ACT,
        {"case": "C-0100", "act": "submit", "persons": ["P-0412"], "arrangement": "nz-150"},
    ),
    "act_out_of_scope": Words(
        "Somebody who may act on some arrangements alone asks for an act elsewhere.",
        "the account {by:q} acts on submissions to {allowed} alone[, not {value}].",
        "Ask somebody whose work it is; or have their account changed.",
        Where("", 0, "arrangement"),
        {"by": "nzl-1", "allowed": ["nz-150"], "value": "us-2016"},
    ),
    "arrangement_not_asked": Words(
        "An act on a case names an arrangement.",
        "the act {act} is on the case alone; {value} is not asked for.",
        "Leave the arrangement out; or see whether it is another act.",
        Where("", 0, "arrangement"),
        {"act": "approve", "value": "nz-150"},
    ),
    "arrangement_missing": Words(
        "An act on a submission names no arrangement.",
        "the act {act} is on a submission, and no arrangement is named.",
        "Name it, as nz-150 or nz-150/2016-17.",
        Where("", 0, "arrangement"),
        {"act": "submit"},
    ),
    "role_missing": Words(
        "Somebody asks for what only another role may do.",
        "the account {by:q} is no {role} (it holds {held}).",
        "Ask one to do it.",
        Where(),
        {"by": "eva", "role": "administrator", "held": ["caseworker"]},
    ),
    "roles_incompatible": Words(
        "Two roles are asked for that no one person may hold.",
        "nobody is {role} and {other} at once.",
        "Give one of them to somebody else.",
        Where(),
        {"role": "caseworker", "other": "reviewing_officer"},
    ),
    "account_expired": Words(
        "Somebody records whose account was to last until a day that is over.",
        "the account {by:q} was to last until {until}.",
        "Have it opened for longer: resettle account … --change --until.",
        Where(),
        {"by": "eva", "until": date(2026, 3, 2)},
    ),
    "cell_not_blank": Words(
        "A cell is filled that has to be blank beside another.",
        "{column} is blank where {of} is {value:q}: such an act is on a case alone.",
        "Leave it blank; or see whether it is another act.",
        Where("acts.csv", 3, "arrangement"),
        {"column": "arrangement", "of": "act", "value": "approve"},
    ),
}
"""By code."""
