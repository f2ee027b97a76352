"""Words for questions that do not fit the register: what is asked for is not there, or is asked for twice."""

from collections.abc import Mapping
from datetime import date

from resettle.engine.errors import Where
from resettle.render.words.template import Words

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
    "limit_unknown": Words(
        "A ledger is asked for of a limit that the register does not have, or of which nothing was known that day.",
        "there is no limit {value:q}[: {allowed:or}].",
        "Name an offer as ARRANGEMENT/OFFER or a quota's period as QUOTA/PERIOD, or an arrangement or a quota for all of its.",
        Where(),
        {"value": "nz-150/2016", "allowed": ["nz-150/2016-17", "us-2016/one-off"]},
    ),
    "limit_unclear": Words(
        "A course is asked for of one limit by a name that means several.",
        "{value:q} means several limits: {allowed}.",
        "Name one of them.",
        Where(),
        {"value": "nz-150", "allowed": ["nz-150/2015-16", "nz-150/2016-17"]},
    ),
    "what_if_unknown": Words(
        "A what-if is asked for that the register does not have.",
        "there is no what-if {name:q}.",
        "Name a file in what-ifs/ without its ending[: {known:or}].",
        Where(),
        {"name": "nz-consents", "known": ["nz-consent", "us-1250"]},
    ),
    "objective_twice": Words(
        "A plan is asked for by one tier twice.",
        "the tiers name {names} twice.",
        "Name each tier once, first to last.",
        Where(),
        {"names": ["people"]},
    ),
    "objective_unknown": Words(
        "A plan is asked for by a tier that is not known.",
        "there is no tier {name:q}.",
        "Choose among {known}.",
        Where(),
        {"name": "luck", "known": ["emergency", "urgent", "people"]},
    ),
    "no_scores": Words(
        "A plan is asked for by scores, and the register has none for that day.",
        "there are no scores to plan by on that day.",
        "Add scores.csv, or leave out the tier score.",
        Where(),
        {},
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
    "assumption_stated_twice": Words(
        "One number of places is assumed twice, under two names.",
        "{before:q} and {name:q} both mean {of:q}: {other} and {places} places.",
        "Assume one of them.",
        Where(),
        {
            "name": "us-2016/one-off",
            "places": 1250,
            "of": "us-2016/one-off",
            "before": "us-2016",
            "other": 1000,
            "unknown": ["us-2016/one-off"],
        },
    ),
    "account_open": Words(
        "An account would be opened under an id that has one.",
        "{id:q} has an open account already, in the name of {name:long}; nothing was recorded.",
        "Choose another id for somebody else; to give it another name, have it closed and opened again.",
        Where(),
        {"id": "ion", "name": "Ion Marin"},
    ),
    "account_alike": Words(
        "An account would be opened under an id that differs from another's by capitals alone.",
        "{id:q} and {alike:q} would be two accounts that nobody can tell apart at a glance; nothing was recorded.",
        "Choose another id.",
        Where(),
        {"id": "Ion", "alike": "ion"},
    ),
    "account_not_open": Words(
        "An account would be closed that is not open.",
        "there is no open account {id:q}; nothing was recorded.",
        "See who has one: resettle accounts.",
        Where(),
        {"id": "mara", "near": "maria"},
    ),
}
