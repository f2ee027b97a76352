"""Words for faults of criteria, and of the lists, sub-quotas and rulings that go with them."""

from collections.abc import Mapping
from datetime import date

from resettle.engine.errors import Where
from resettle.render.words.template import Words

_CRITERION = Where("arrangements/nz-150.toml", 0, "criterion.recognised")
_GROUP = Where("arrangements/nz-150.toml", 0, "criterion.at-risk")
_SUB_QUOTA = Where("arrangements/nz-150.toml", 0, "sub_quota.women-at-risk")

CRITERIA: Mapping[str, Words] = {
    "criterion_repeated": Words(
        "Two criteria of one arrangement or bar that hold on one day have one id; a what-if may have added one of them.",
        "two criteria of {of} that hold on one day have the id {criterion:q}.",
        "Give one of them another id, or an until.",
        _CRITERION,
        {"of": "nz-150", "criterion": "recognised"},
    ),
    "criterion_needs_test_or_decided_by": Words(
        "A criterion has no test, no group and nobody who decides it; or it has more than one of them.",
        "criterion {criterion:q} has not exactly one of test, decided_by and a group.",
        "Write the test; or, for a point of judgement, decided_by; or any_of, all_of, or at_least with of.",
        _CRITERION,
        {"of": "nz-150", "criterion": "security", "both": False},
    ),
    "criterion_ends_before_it_begins": Words(
        "A criterion's until is not after its effective day, so that it would never be in force.",
        "criterion {criterion:q} would no longer be in force on {until}, before it begins.",
        "Mend one of the two days; until is the first day on which it no longer holds.",
        _CRITERION,
        {"of": "nz-150", "criterion": "recognised", "until": date(2013, 2, 9)},
    ),
    "criterion_has_nothing_to_waive": Words(
        "A criterion that excludes nobody names someone who may waive it.",
        "criterion {criterion:q} is of the kind {kind}, which excludes nobody; there is nothing to waive.",
        "Take waivable_by out.",
        _CRITERION,
        {"of": "nz-150", "criterion": "families", "kind": "priority"},
    ),
    "criterion_asks_the_wrong_one": Words(
        "A test asks for a fact of persons where it is put to the case, or the other way round.",
        "criterion {criterion:q} applies to {applies_to}, and asks for {fact:q}, which that does not have.",
        "Change applies_to, or ask for another fact.",
        _CRITERION,
        {"of": "nz-150", "criterion": "small", "fact": "case_size", "applies_to": "each_member"},
    ),
    "exemption_has_unless": Words(
        "An exemption is itself switched off by another.",
        "exemption {criterion:q} has unless ({unless}), which only other kinds may have.",
        "Put the condition into its test.",
        _CRITERION,
        {"of": "nz-150", "criterion": "derived", "unless": ["other"]},
    ),
    "priority_has_unless": Words(
        "A priority has exemptions; it excludes nobody, so that there is nothing to be exempt from.",
        "priority {criterion:q} has unless ({unless}), and excludes nobody whom that could exempt.",
        "Take unless out; if it says who does not come first, put that into the test: … AND NOT ….",
        _CRITERION,
        {"of": "nz-150", "criterion": "families", "unless": ["derived"]},
    ),
    "exemption_is_judged": Words(
        "An exemption is decided by someone; one that somebody grants is a waiver.",
        "exemption {criterion:q} has decided_by ({decided_by}).",
        "Give it a test; or take it out and write waivable_by in the criterion that may be waived.",
        _CRITERION,
        {"of": "nz-150", "criterion": "derived", "decided_by": "office"},
    ),
    "exemption_is_not_used": Words(
        "No criterion names an exemption, so that it changes nothing.",
        "no criterion names the exemption {criterion:q} in its unless.",
        "Nothing stops; name it where it applies, or take it out.",
        _CRITERION,
        {"of": "nz-150", "criterion": "derived"},
    ),
    "unless_is_unknown": Words(
        "A criterion names an exemption that is not in the same file.",
        "criterion {criterion:q} names the exemption {unless:q}, which is not there.",
        "Write the id of an exemption of the same file[: {exemptions:or}], or add it.",
        _CRITERION,
        {
            "of": "nz-150",
            "criterion": "recognised",
            "unless": "derive",
            "suggestion": "derived",
            "exemptions": ["derived"],
        },
    ),
    "unless_is_not_an_exemption": Words(
        "A criterion names another in its unless that is no exemption.",
        "criterion {criterion:q} names {unless:q}, which is of the kind {kind}.",
        'Name an exemption, or write kind = "exemption" there.',
        _CRITERION,
        {"of": "nz-150", "criterion": "recognised", "unless": "security", "kind": "eligibility"},
    ),
    "criterion_amended_twice": Words(
        "Two amendments of a criterion have both days the same; nobody could say which holds.",
        "criterion {criterion:q} has two amendments of {effective} that were known on one day.",
        "Put them into one, or give the one that corrects the other the day on which it was learned.",
        _CRITERION,
        {"of": "nz-150", "criterion": "recognised", "effective": date(2019, 10, 4)},
    ),
    "amended_before_it_begins": Words(
        "An amendment is effective from a day before the criterion itself.",
        "an amendment of criterion {criterion:q} is effective {effective}; the criterion itself, {begins}.",
        "Mend one of the two days.",
        Where("arrangements/nz-150.toml", 0, "criterion.recognised"),
        {"criterion": "recognised", "effective": date(2012, 10, 4), "begins": date(2013, 2, 9)},
    ),
    "criterion_known_later": Words(
        "A criterion, or an amendment of one, holds on the register's day and was learned only later: screening on that day "
        "leaves it out. A worked table is tried with it even so.",
        "criterion {criterion:q} holds from {effective} as written here, and is not known before {known}; screening on {on} "
        "leaves that out.",
        "Nothing stops; known is the day on which the office learned of it, so mend it if that was earlier. To screen with "
        "what was learned later, say --known.",
        Where("arrangements/nz-150.toml", 0, "criterion.recognised"),
        {
            "criterion": "recognised",
            "effective": date(2013, 2, 9),
            "known": date(2061, 2, 9),
            "on": date(2016, 11, 14),
        },
    ),
    "part_is_not_used": Words(
        "No group names a part, so that it changes nothing.",
        "no group names the part {criterion:q}.",
        "Nothing stops; name it in any_of, all_of or of where it counts, or take it out.",
        _CRITERION,
        {"of": "nz-150", "criterion": "widow"},
    ),
    "group_part_unknown": Words(
        'A group names something that is not among the criteria of kind = "part" of the same file.',
        "group {criterion:q} names {part:q}, which is not a part in this file.",
        'Write the id of a criterion of the same file that has kind = "part"[: {parts:or}], or add it.',
        _GROUP,
        {"of": "nz-150", "criterion": "at-risk", "part": "widdow", "suggestion": "widow", "parts": ["widow"]},
    ),
    "group_never_met": Words(
        "A group asks for more of its parts than it has.",
        "group {criterion:q} asks for at least {least} of {number:part|parts}.",
        "Write a lower number in at_least, or name more parts.",
        _GROUP,
        {"of": "nz-150", "criterion": "at-risk", "least": 3, "number": 2},
    ),
    "group_loop": Words(
        "A group is, directly or through others, a part of itself.",
        "group {criterion:q} is a part of itself, directly or through another.",
        "Take one name out of the loop.",
        _GROUP,
        {"of": "nz-150", "criterion": "at-risk"},
    ),
    "group_too_deep": Words(
        "Groups lie too deep in one another to be asked, and for anybody to follow.",
        "group {criterion:q} has groups in groups, {depth} deep; {most} are possible.",
        "Name the parts of the groups within it in the group itself, or ask for them in one test (AND, OR, AT_LEAST).",
        _GROUP,
        {"of": "nz-150", "criterion": "at-risk", "depth": 11, "most": 10},
    ),
    "group_too_large": Words(
        "A group comes to too many parts, counting each as often as it is named within it.",
        "group {criterion:q} comes to {number} parts in all; {most} are possible.",
        "Take out what several groups within it name alike, or ask for it in one test (AND, OR, AT_LEAST).",
        _GROUP,
        {"of": "nz-150", "criterion": "at-risk", "number": 1022, "most": 1000},
    ),
    "group_lacks_parts": Words(
        "A group stays in force while so few of its parts are that no case could meet it.",
        "group {criterion:q} asks for at least {least:part|parts}; on {day}, {number:is|are} in force.",
        "Amend the group from that day, give it an until, or mend the days of its parts.",
        _GROUP,
        {"criterion": "at-risk", "day": date(2019, 10, 4), "least": 2, "number": 1},
    ),
    "exemption_is_a_group": Words(
        "An exemption is a group of others.",
        "exemption {criterion:q} is a group, and an exemption has a test.",
        "Write one test, with OR, AND or AT_LEAST; or several exemptions, and name each in unless.",
        _CRITERION,
        {"of": "nz-150", "criterion": "derived"},
    ),
}

BESIDE_CRITERIA: Mapping[str, Words] = {
    "list_of_another": Words(
        "A test asks whether a fact is in a list of other codes than the fact has.",
        "criterion {criterion:q} asks for {fact} in the list {list:q}, which is of: {of}.",
        "Name a list of: {expected}; or ask for another fact.",
        Where("arrangements/nz-150.toml", 0, "criterion.region.test"),
        {
            "criterion": "region",
            "list": "africa",
            "of": "country",
            "fact": "refugee_status",
            "expected": "refugee status",
        },
    ),
    "list_code_unknown": Words(
        "An edition of a list has a code that is not among those the list is of, or that says that nothing is decided yet.",
        "{value:q} is not one of the codes of: {of}.",
        "Write a code of that kind, or mend of.",
        Where("lists/africa.toml", 0, "edition[1].codes"),
        {"value": "KNY", "of": "country", "near": "KEN"},
    ),
    "edition_twice": Words(
        "Two editions of a list have both days the same; nobody could say which holds.",
        "the list {list:q} has another edition effective {effective} and known {known}.",
        "Put them into one, or give the one that corrects the other the day on which it was learned.",
        Where("lists/africa.toml", 0, "edition[2]"),
        {"list": "africa", "effective": date(2010, 1, 1), "known": date(2010, 1, 1)},
    ),
    "sub_quota_repeated": Words(
        "A sub-quota has the id of a criterion, of another sub-quota of the same offer, or of one that begins on the same day.",
        "the id {sub_quota:q} stands for something else in this arrangement.",
        "Give it another id.",
        _SUB_QUOTA,
        {"sub_quota": "women-at-risk"},
    ),
    "released_outside_offer": Words(
        "A reserve is released on a day on which its offer does not run.",
        "{sub_quota:q} is released on {released}; its offer runs from {begins}[ until {until}].",
        "Mend the day; if the places stay reserved to the end, leave released_on out.",
        _SUB_QUOTA,
        {
            "sub_quota": "unallocated",
            "released": date(2018, 7, 1),
            "begins": date(2017, 7, 1),
            "until": date(2018, 6, 30),
        },
    ),
    "sub_quotas_do_not_add_up": Words(
        "A sub-quota, or several of one offer under two of which nobody can count, ask for more places than it has. It is "
        "reported, never rescaled.",
        "{sub_quotas} come to {parts}, which is {over} more than the {whole:place|places} of {limit:q}[; nobody counts under "
        "{several} of them].",
        "Nothing stops; check the numbers against their sources.",
        Where("arrangements/nz-150.toml", 0, "sub_quota"),
        {
            "limit": "nz-150/2016-17",
            "sub_quotas": ["africa", "asia"],
            "parts": 165,
            "over": 15,
            "whole": 150,
            "several": "two",
        },
    ),
    "sub_quotas_not_planned": Words(
        "An arrangement has sub-quotas in force. `resettle explain` shows which a case counts under; a plan does not "
        "keep to them yet.",
        "a plan does not yet keep to the sub-quotas of {of}: {sub_quotas}.",
        "Nothing stops; count who is proposed under each, and choose among the cases by hand.",
        Where("arrangements/nz-150.toml", 0, "sub_quota"),
        {"of": "nz-150", "sub_quotas": ["women-at-risk", "medical"]},
    ),
    "judgement_is_of_the_case": Words(
        "A point for judgement is asked of persons or of tied cases; whoever decides it decides on a case as a whole.",
        "criterion {criterion:q} applies to {value}, and a judgement is always of the case as a whole.",
        'Write applies_to = "case", and let the sentence say on whom of the case it is.',
        Where("arrangements/nz-150.toml", 0, "criterion.university.applies_to"),
        {"criterion": "university", "value": "principal_applicant"},
    ),
    "ruling_criterion_unknown": Words(
        "A ruling is on a criterion that the arrangement or bar does not have.",
        "{of} has no criterion {value:q}.",
        "Write the id of one of its criteria[: {allowed:or}].",
        Where("rulings.csv", 3, "criterion"),
        {"of": "nz-150", "value": "secuirty", "allowed": ["recognised", "security"], "near": "security"},
    ),
    "ruling_on_what_is_tested": Words(
        "A ruling says that a criterion is satisfied, or not, that nobody has to judge: its test decides.",
        "criterion {criterion:q} of {of} has no decided_by; its facts decide.",
        "Record the facts it asks for; or, if it was waived, write waived.",
        Where("rulings.csv", 3, "ruling"),
        {"of": "nz-150", "criterion": "recognised"},
    ),
    "ruling_nothing_to_waive": Words(
        "A criterion is recorded as waived that nobody may waive.",
        "criterion {criterion:q} of {of} cannot be waived.",
        "Take the row out; or, if somebody may waive it, write who in its waivable_by.",
        Where("rulings.csv", 3, "ruling"),
        {"of": "nz-150", "criterion": "security"},
    ),
    "ruling_on_what_excludes_nobody": Words(
        "A ruling is on a waiver of a priority or an exemption, or of who counts under a sub-quota.",
        "criterion {criterion:q} of {of} is of the kind {kind}, which excludes nobody; there is nothing to waive.",
        "Take the row or the ruling out; what is waived is the criterion that stands in the way.",
        Where("rulings.csv", 3, "ruling"),
        {"of": "nz-150", "criterion": "families", "kind": "priority"},
    ),
    "ruling_by_another": Words(
        "A ruling is by somebody else than may waive the criterion, or has to judge it.",
        "{value:q} does not rule on criterion {criterion:q} of {of}.",
        "Write who did[: {allowed:or}], or mend waivable_by or decided_by.",
        Where("rulings.csv", 3, "by"),
        {"of": "nz-150", "criterion": "security", "value": "AUS", "allowed": ["NZL"]},
    ),
    "ruling_on_one_person": Words(
        "A ruling is on one person, and the criterion is met or not by the case as a whole.",
        "criterion {criterion:q} of {of} is of the case as a whole.",
        "Write the case in subject.",
        Where("rulings.csv", 3, "subject"),
        {"of": "nz-150", "criterion": "security"},
    ),
}
