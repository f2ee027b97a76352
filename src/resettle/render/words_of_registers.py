"""Words for faults of a register as a whole: terms, people, acts, and how they refer to one another."""

from collections.abc import Mapping
from datetime import date

from resettle.engine.errors import Where
from resettle.render.words_template import Words

TERMS: Mapping[str, Words] = {
    "name_unknown": Words(
        "Something is named that is not in the register.",
        "{value:q} is not in the register.",
        "Write the id as it stands there, or add it[: {allowed:long}].",
        Where("members.csv", 12, "person"),
        {"value": "P-412", "allowed": "people", "near": "P-0412"},
    ),
    "source_unknown": Words(
        "A source is named that register.toml does not list.",
        "{value:q} is not a source of this register.",
        "Write the id of a source, or add it, with its title, under sources in register.toml.",
        Where("people.csv", 12, "source"),
        {"value": "unhcr-2016", "near": "unhcr-2015"},
    ),
    "party_unknown": Words(
        "A consent is given, or needed, of someone who is not a party.",
        "{value:q} is not a party of the arrangement[; its parties: {allowed}].",
        "Add it to parties, or write one of them.",
        Where("arrangements/nz-150.toml", 0, "needs_consent_of"),
        {"value": "AUT", "allowed": ["NZL", "AUS"], "near": "AUS"},
    ),
    "id_twice": Words(
        "An id stands for two things.",
        "the id {id:q} stands for more than one thing.",
        "Give each its own id.",
        Where("acts.csv", 3, "act_id"),
        {"id": "A-0007"},
    ),
    "period_out_of_order": Words(
        "A period ends before it begins.",
        "it begins on {begins} and ends on {until}.",
        "Exchange the two days, or mend the one that is wrong.",
        Where("arrangements/nz-150.toml", 0, "offer[1]"),
        {"begins": date(2017, 6, 30), "until": date(2016, 7, 1)},
    ),
    "bar_kind": Words(
        "A legal bar has a criterion that is neither a bar nor an exemption.",
        "a criterion of the kind {value:q} cannot stand in a bar.",
        'Write kind = "bar" or "exemption", or move it to an arrangement.',
        Where("bars/lifetime-ban.toml", 0, "criterion[2].kind"),
        {"value": "eligibility"},
    ),
    "quota_loop": Words(
        "A quota lies within itself.",
        "{limit:q} lies within a quota that, in the end, lies within itself.",
        "Take one within out of the loop.",
        Where("quotas/nz-750.toml", 0, "within"),
        {"limit": "nz-750/2016-17"},
    ),
    "quota_unit": Words(
        "An offer is counted in another unit than the quota it lies within.",
        "{limit:q} counts {unit}, and {within:q}, of which it is a part, counts {other}.",
        "Give both the same unit.",
        Where("arrangements/nz-150.toml", 0, "unit"),
        {"limit": "nz-150/2016-17", "unit": "cases", "within": "nz-750/2016-17", "other": "persons"},
    ),
    "places_do_not_add_up": Words(
        "The parts of a quota are more than the whole. It is reported, never rescaled.",
        "the parts of {limit:q} come to {parts}, which is {over} more than its {whole:place|places}.",
        "Nothing stops; check the numbers against their sources.",
        Where("quotas/nz-750.toml", 0, "nz-750/2016-17"),
        {"limit": "nz-750/2016-17", "parts": 800, "over": 50, "whole": 750},
    ),
    "what_if_loop": Words(
        "A what-if includes itself.",
        "{name:q} includes itself, directly or through another.",
        "Take one name out of includes.",
        Where("what-ifs/all.toml", 0, "includes"),
        {"name": "all"},
    ),
}

PEOPLE: Mapping[str, Words] = {
    "person_in_two_cases": Words(
        "A person is a member of two cases on one day.",
        "on {day}, {value:q} is a member of {cases}.",
        "End one membership: a row with state = ended and the day.",
        Where("members.csv", 12, "person"),
        {"value": "P-0412", "cases": ["C-0100", "C-0101"], "day": date(2026, 3, 2)},
    ),
    "case_two_applicants": Words(
        "A case has more than one principal applicant.",
        "case {case} has {number} principal applicants.",
        "Leave PA with one member, and write what the others are to them.",
        Where("members.csv", 12, "relationship_to_pa"),
        {"case": "C-0100", "number": 2},
    ),
    "case_no_applicant": Words(
        "A case has members, and none of them is its principal applicant.",
        "case {case} has no principal applicant.",
        "Write PA for one of its members.",
        Where("members.csv", 12, "relationship_to_pa"),
        {"case": "C-0100"},
    ),
    "case_applicant_unknown": Words(
        "It is not recorded who is the principal applicant of a case.",
        "it is not known who is the principal applicant of case {case}.",
        "Nothing stops; record it when it is known. Criteria that ask of the applicant stay unknown.",
        Where("members.csv", 12, "relationship_to_pa"),
        {"case": "C-0100"},
    ),
    "case_without_members": Words(
        "Nobody was ever a member of a case.",
        "case {case} has no members.",
        "Nothing stops; add its members, or it is never proposed.",
        Where("cases.csv", 12, "case"),
        {"case": "C-0100"},
    ),
    "link_with_itself": Words(
        "A case is tied to itself.",
        "case {case} is tied to itself.",
        "Write the other case, or take the row out.",
        Where("links.csv", 3, "other_case"),
        {"case": "C-0100"},
    ),
    "link_contradicts": Words(
        "Two cases are to keep apart and to stay together.",
        "{cases} are to keep apart by one row and to stay together by another (row {other_row}).",
        "End one of the two ties: a row with state = ended and the day.",
        Where("links.csv", 3, "link"),
        {"cases": ["C-0100", "C-0101"], "other_row": 2},
    ),
    "date_after_known": Words(
        "A fact is dated after the day on which it was learned.",
        "of person {person} a date is recorded that lies after {known}, the day on which it was learned.",
        "Mend the date, or the day in known.",
        Where("people.csv", 12, "transferred_on"),
        {"person": "P-0412", "known": date(2026, 3, 2)},
    ),
    "dates_out_of_order": Words(
        "Two facts of a person are dated in an order that cannot be, such as a transfer before the birth.",
        "for person {person}, {second} lies before {first}.",
        "Mend the one that is wrong, in a new row with the day on which that was learned.",
        Where("people.csv", 12, "transferred_on"),
        {"person": "P-0412", "first": "date_of_birth", "second": "transferred_on"},
    ),
    "age_implausible": Words(
        "A person would be very old.",
        "person {person} would be over {years:year|years} old.",
        "Nothing stops; check the date of birth.",
        Where("people.csv", 12, "date_of_birth"),
        {"person": "P-0412", "years": 110},
    ),
    "parent_implausible": Words(
        "A child's parent would be hardly older than the child.",
        "person {person}, recorded as a child in case {case}, would be less than {years:year|years} younger than "
        "the principal applicant.",
        "Nothing stops; check both dates of birth and the relationship.",
        Where("people.csv", 12, "date_of_birth"),
        {"person": "P-0412", "case": "C-0100", "years": 14},
    ),
    "categories_same": Words(
        "The primary and the secondary submission category are the same.",
        "the primary and the secondary category of case {case} are both {value}.",
        "Nothing stops; write another secondary category, or leave it blank.",
        Where("cases.csv", 12, "category_secondary"),
        {"case": "C-0100", "value": "MED"},
    ),
    "lfads_primary": Words(
        "A lack of foreseeable alternative durable solutions stands as the primary category; it goes with another.",
        "the primary category of case {case} is LFADS, which goes with another category.",
        "Nothing stops; see whether another category comes first.",
        Where("cases.csv", 12, "category_primary"),
        {"case": "C-0100"},
    ),
}

ACTS: Mapping[str, Words] = {
    "offer_unclear": Words(
        "An act does not say which offer it is about, or names one that is not there.",
        "{value:q} does not name one offer that runs on that day.",
        "Write its id in the column offer[: {allowed:or}].",
        Where("acts.csv", 3, "offer"),
        {"value": "nz-150", "allowed": ["2015-16", "2016-17"]},
    ),
    "act_without_people": Words(
        "An act names nobody, and the case has no members on that day.",
        "the act names no persons, and case {value} has no members on that day.",
        "Write the persons, or record who was in the case.",
        Where("acts.csv", 3, "case"),
        {"value": "C-0100"},
    ),
    "act_known_before_done": Words(
        "An act was known before it was done.",
        "the {act} of case {case} is effective {effective}, and was known on {known}, before that.",
        "Mend one of the two days.",
        Where("acts.csv", 3, "known"),
        {"act": "submit", "case": "C-0100", "effective": date(2026, 3, 2), "known": date(2026, 3, 1)},
    ),
    "act_not_listed": Words(
        "An act does not follow from where the person stands: an acceptance of someone who was never submitted.",
        "{act} of case {case}: person {person} is {stage}, and this act begins from {begins:or}.",
        "Record the act that is missing before it, or mend its day.",
        Where("acts.csv", 3, "act"),
        {
            "act": "accept",
            "case": "C-0100",
            "person": "P-0412",
            "stage": "proposed",
            "begins": ["submitted", "deferred"],
        },
    ),
    "act_unknown_offer": Words(
        "An act is about an offer that is not in the register.",
        "case {case}: there is no offer {offer:q}.",
        "Name an offer as arrangement/offer, such as nz-150/2016-17.",
        Where("acts.csv", 0, "A-0007"),
        {"act": "submit", "case": "C-0100", "offer": "nz-150/2026"},
    ),
    "act_learned_out_of_order": Words(
        "An act of ours would be recorded as known before what was recorded last.",
        "case {case}: the act would be known on {known}, and the last one recorded on {last}.",
        "Record it with the day of today; effective may be earlier.",
        Where("acts.csv", 0, "A-0007"),
        {"act": "submit", "case": "C-0100", "known": date(2026, 3, 1), "last": date(2026, 3, 2)},
    ),
    "act_way_open_elsewhere": Words(
        "Someone in the case has a way open elsewhere, or has arrived; nobody is submitted twice.",
        "case {case}: on {day} person {person} would have a way open in {offers}.",
        "Withdraw one of them first, or wait for its decision.",
        Where("acts.csv", 0, "A-0007"),
        {
            "act": "submit",
            "case": "C-0100",
            "person": "P-0412",
            "day": date(2026, 3, 2),
            "offers": ["nor-2026/2026", "nz-150/2025-26"],
        },
    ),
    "act_exceeds_limit": Words(
        "An act of ours would take more places than there are, on its day or a later one.",
        "case {case}: {needed:place is|places are} needed in {limit}; on {day} that is {over} more than are free.",
        "Choose another arrangement, wait for a withdrawal, or record an increase of places.",
        Where("acts.csv", 0, "A-0007"),
        {
            "act": "submit",
            "case": "C-0100",
            "needed": 4,
            "limit": "nz-150/2016-17",
            "day": date(2026, 3, 2),
            "over": 1,
            "unit": "persons",
        },
    ),
    "limit_exceeded": Words(
        "Recorded acts take more places than there are. What happened is recorded, and flagged.",
        "on {day}, {over:place|places} more than there are in {limit} were taken.",
        "Nothing stops; check the acts, or record an increase of places.",
        Where("", 0, "nz-150/2016-17"),
        {"limit": "nz-150/2016-17", "day": date(2026, 3, 2), "over": 1, "unit": "persons"},
    ),
}

REQUESTS: Mapping[str, Words] = {
    "case_unknown": Words(
        "A case or person is asked for that nothing was known of on that day.",
        "there is no case or person {name:q} on {on}, as known on {known}.",
        "Check the id, or ask as of another day.",
        Where(),
        {"name": "C-9999", "on": date(2026, 3, 2), "known": date(2026, 3, 2)},
    ),
    "not_screened": Words(
        "A case and an arrangement are asked for that were not screened together.",
        "case {case} was not screened for {arrangement:q}.",
        "Check both ids, or ask as of another day.",
        Where(),
        {"case": "C-9999", "arrangement": "nz-150"},
    ),
    "what_if_unknown": Words(
        "A what-if is asked for that the register does not have.",
        "there is no what-if {name:q}.",
        "Name a file in what-ifs/ without its ending[: {known:or}].",
        Where(),
        {"name": "nz-consents", "known": ["nz-consent", "us-1250"]},
    ),
    "objective_unknown": Words(
        "A plan is asked for by a tier that is not known.",
        "there is no tier {name:q}.",
        "Choose among {known}.",
        Where(),
        {"name": "luck", "known": ["emergency", "urgent", "people"]},
    ),
    "assumption_below_zero": Words(
        "An assumption supposes fewer than no places.",
        "{name:q} cannot have {places:place|places}.",
        "State a number from 0 on: --assume {name}=PLACES.",
        Where(),
        {"name": "us-2016", "places": -5, "unknown": ["us-2016/one-off"]},
    ),
    "assumption_not_needed": Words(
        "An assumption is stated where the register knows the places.",
        "the places of {name:q} are known: {known}.",
        "Leave the assumption out; to ask what another number would change, write a what-if.",
        Where(),
        {"name": "nz-150", "places": 300, "known": {"nz-150/2016-17": 150}, "unknown": ["us-2016/one-off"]},
    ),
    "assumption_unclear": Words(
        "An assumption is stated of something that is not there that day, or that may mean several things.",
        "{name:q} does not name one number that is unknown on that day[; it may mean {meanings:or}].",
        "Name one of those that are unknown: {unknown:or}.",
        Where(),
        {"name": "us", "places": 1250, "meanings": [], "unknown": ["us-2016/one-off"]},
    ),
}
