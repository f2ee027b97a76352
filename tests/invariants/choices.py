"""
What made-up registers are made of: a few facts with their codes, days and lists; and choices among them.

Each part is made from a row of bytes that Hypothesis draws: every choice takes the next one, and 0 is the plainest.
"""

from datetime import date

from hypothesis import strategies as st

ON = date(2016, 11, 14)
PERSON_CODES = {
    "refugee_status": ["recognised", "refused"],
    "location": ["NRU", "PNG", "AUS"],
    "transferred_to": ["NRU", "PNG"],
    "relationship_to_pa": ["PA", "spouse", "child"],
    "dependent": ["yes", "no"],
}
CASE_CODES = {
    "category_primary": ["MED", "WGR"],
    "category_secondary": ["MED", "WGR"],
    "priority": ["urgent"],
}
RELATIVE_CODES = {
    "relationship": ["parent", "sibling"],
    "country": ["NZL", "AUS"],
    "status_there": ["citizen", "refugee"],
    "willing_to_receive": ["yes", "no"],
}
PATHWAY_CODES = {
    "pathway_kind": ["resettlement", "work"],
    "pathway_country": ["NZL", "CAN"],
    "pathway_stage": ["open", "accepted"],
}
SOME_CODES = {
    **PERSON_CODES,
    **CASE_CODES,
    **RELATIVE_CODES,
    **PATHWAY_CODES,
    "birth_country": ["NRU", "IRN"],
}
LISTS = {"nationality": ["IRN", "AFG", "STA"], "specific_needs": ["SV", "SV-VF", "WR"]}
PERSON_DATES = ["date_of_birth", "transferred_on", "arrived_on"]
EVENTS = ["submission_day", "decision_day", "arrival_day"]
DAYS = ["1996-02-29", "1998-07-19", "2013-07-18", "2013-07-19", "2014-07-01", "2016-11-14"]
PARTIAL = ["1996", "1996-02", "1998-07", "2013", "2013-07", "2014"]
NAMED_LISTS = {"islands": ("NRU", "PNG"), "origin": ("IRN", "STA", "NZL"), "needs": ("SV-VF", "WR")}
"""Named lists in the edition of the day; "gone" has none."""


class Choices:
    """Choices by a row of bytes; where it ends, the first of each."""

    def __init__(self, data):
        self.data = iter(data)

    def one(self, options):
        return options[next(self.data, 0) % len(options)]

    def some(self, options, most):
        return list(dict.fromkeys(self.one(options) for _ in range(1 + self.one(range(most)))))


def made(make, length):
    """What is made of a row of so many bytes."""
    return st.binary(min_size=length, max_size=length).map(lambda data: make(Choices(data)))
