"""Words for what stands against an appeal, or against an answer to one."""

from collections.abc import Mapping
from datetime import date

from resettle.engine.errors import Where
from resettle.render.words.template import Words

_ACT = Where("acts.csv", 3, "A-0007")

APPEALS: Mapping[str, Words] = {
    "no_decision_to_appeal": Words(
        "An appeal is lodged where no decision of the office stands that it could be against.",
        "no decision stands on case {case} that an appeal could be against ({decisions:or}).",
        "See what is recorded of the case (resettle next, resettle history); against a State's denial, request a review of it in "
        "its arrangement.",
        _ACT,
        {"case": "C-0100", "act": "appeal", "decisions": ["stop", "reject", "close"]},
    ),
    "appeal_already_lodged": Words(
        "The same decision is appealed against twice before anybody answered.",
        "an appeal against it ({lodged}) of {on} on case {case} has still to be answered.",
        "Have it answered first.",
        _ACT,
        {"case": "C-0100", "act": "appeal", "lodged": "appeal", "on": date(2026, 3, 9)},
    ),
    "no_appeal_lodged": Words(
        "An appeal is answered that nobody lodged, or that was answered before.",
        "nothing waits on case {case} that {act} could answer: no {lodges} is on record that has no answer.",
        "Record it first, with the day on which it came; a case is taken up again without one by reopen or review.",
        _ACT,
        {"case": "C-0100", "act": "uphold", "lodges": "appeal"},
    ),
    "appeal_of_others": Words(
        "A State's answer names people for whom no review of its denial was requested.",
        "no {lodges} of {persons} of case {case} waits for an answer.",
        "Name those for whom it was requested, or record the request of the others first.",
        _ACT,
        {"case": "C-0100", "act": "reconsider", "lodges": "request_review", "persons": ["P-0414"]},
    ),
    "review_waits_elsewhere": Words(
        "Somebody is submitted to a State while another has still to say whether it looks at its denial again.",
        "of {persons} of case {case} a review was requested in {offer} on {on} and has no answer: two States may come to accept them.",
        "Have the State asked, or tell it that the request is withdrawn; the office decides, nothing stops it.",
        _ACT,
        {
            "case": "C-0100",
            "act": "submit",
            "persons": ["P-0412"],
            "offer": "nz-150/2016-17",
            "on": date(2026, 3, 9),
        },
    ),
}
