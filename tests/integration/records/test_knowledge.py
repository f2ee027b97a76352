"""What was known yesterday is not changed by what is recorded today: screens, ledgers and plans, on both databases."""

from contextlib import suppress
from datetime import date, timedelta
from functools import partial

import hypothesis.strategies as st
import pytest
from builders import a_register_folder, more
from hypothesis import Phase, given, settings
from integration.records.templates import a_template, said

from resettle import service
from resettle.engine.errors import RequestRefused
from resettle.engine.registry.stages import ActKind
from resettle.records.entries import New
from resettle.service import acts, ledgers, registers
from resettle.service.acts import Requested

YESTERDAY = date(2026, 3, 2)
TODAY = YESTERDAY + timedelta(1)
ASKED_OF = [date(2026, 1, 20), date(2026, 2, 12), YESTERDAY, date(2026, 6, 1)]
"""Days before what is recorded today is said to hold from, and after it."""
EFFECTIVE = [date(2024, 6, 1), date(2026, 1, 6), date(2026, 2, 11), YESTERDAY, TODAY, date(2026, 5, 1)]

SUB_QUOTA = """
[[criterion.amended]]
effective = 2026-02-20
known = 2026-02-20
source = "treaty"
sentence = "Norway is content on security."
[[sub_quota]]
id = "women"
of = "2026"
kind = "floor"
number = 2
counts = "matching"
sentence = "Two places are for women."
test = "sex = 'F'"
applies_to = "each_member"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05
"""
LISTED = """\
id = "origins"
name = "Origins"
of = "country"
source = "treaty"
[[edition]]
effective = 2026-01-05
known = 2026-01-05
codes = ["SOM", "SSD", "ERI"]
source = "treaty"
"""
FROM_THERE = """
[[criterion]]
id = "origin"
kind = "priority"
sentence = "They come from there."
test = "IN_LIST(nationality, 'origins')"
applies_to = "any_member"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05
"""
REGISTER = {
    "arrangements/nor-2026.toml": more("arrangements/nor-2026.toml", SUB_QUOTA),
    "arrangements/can-2026.toml": more("arrangements/can-2026.toml", FROM_THERE),
    "lists/origins.toml": LISTED,
}  # fmt: skip


template = a_template("known", YESTERDAY, partial(a_register_folder, changes=REGISTER))


PERSONS, CASES = [f"P-{number}" for number in range(1, 10)], [f"C-{number}" for number in range(1, 5)]


def rows(table, keys, **cells):
    """Entries of a table of people or cases, known today."""
    return st.builds(
        lambda key, effective, content: [New(table, ";".join(key), effective, TODAY, "office", content)],
        st.tuples(*(st.sampled_from(one) for one in keys)),
        st.sampled_from(EFFECTIVE),
        st.fixed_dictionaries({name: st.sampled_from(values) for name, values in cells.items()}),
    )


def terms(table, key, contents, dated=True):
    """An entry of terms, known today; ``dated``: it says so itself."""

    def made(effective, content):
        own = {"effective": effective, "known": TODAY, "source": "treaty"} if dated else {}
        return [New(table, key, effective if dated else TODAY, TODAY, "treaty", {**content, **own})]

    return st.builds(made, st.sampled_from(EFFECTIVE), st.sampled_from(contents))


def heads(table, key, *contents):
    return terms(table, key, contents, dated=False)


NOR, CAN = "arrangements/nor-2026", "arrangements/can-2026"
_NOR = {"id": "nor-2026", "name": "Norway's programme", "solution": "resettlement", "country": "NOR",
        "promises": "places", "parties": ["NOR", "KEN"], "referrers": ["UNHCR"], "needs_consent_of": ["KEN"],
        "source": "treaty"}  # fmt: skip
_OFFER = {"id": "2026", "from": date(2026, 1, 1), "until": date(2026, 12, 31), "unit": "persons",
          "counts_at": "arrival", "within": "nor-quota/2026"}  # fmt: skip
_PERIOD = {"id": "2026", "from": date(2026, 1, 1), "until": date(2026, 12, 31), "unit": "persons"}
_ASKED = {"kind": "eligibility", "source": "treaty"}
_WOMEN = {"id": "women", "of": "2026", "kind": "floor", "number": 2, "sentence": "Women.", "test": "sex = 'F'",
          "applies_to": "each_member", "source": "treaty", "effective": date(2026, 1, 5), "known": TODAY}  # fmt: skip

NEWCOMER = [
    New("people", "P-99", date(2024, 6, 1), TODAY, "office",
        {"sex": "F", "nationality": "SOM", "refugee_status": "recognised", "location": "KEN"}),
    New("cases", "C-99", date(2024, 6, 1), TODAY, "office", {"priority": "emergency"}),
    New("members", "C-99;P-99", date(2024, 6, 1), TODAY, "office", {"relationship_to_pa": "PA"}),
    New("willingness", "P-99;nor-2026", date(2026, 2, 1), TODAY, "office", {"willing": "yes"}),
]  # fmt: skip
ELSEWHERE = [
    New("arrangements", "arrangements/nzl", date(2026, 1, 5), TODAY, "treaty",
        {"id": "nzl", "name": "New Zealand's", "solution": "resettlement", "country": "NZL", "promises": "places",
         "needs_consent_of": [], "source": "treaty"}),
    New("statuses", "arrangements/nzl/status", date(2026, 1, 5), TODAY, "treaty",
        {"effective": date(2026, 1, 5), "known": TODAY, "status": "in_force", "source": "treaty"}),
    New("offers", "arrangements/nzl/offer/2026", date(2026, 1, 5), TODAY, "treaty",
        {"id": "2026", "from": date(2026, 1, 1), "counts_at": "arrival", "within": "nor-quota/2026"}),
    New("places", "arrangements/nzl/offer/2026/places", date(2026, 1, 5), TODAY, "treaty",
        {"effective": date(2026, 1, 5), "known": TODAY, "places": 9, "source": "treaty"}),
]  # fmt: skip
MORE_PLACES = [
    New("offers", f"{NOR}/offer/more", date(2026, 1, 5), TODAY, "treaty", {**_OFFER, "id": "more"}),
    New("places", f"{NOR}/offer/more/places", date(2026, 1, 5), TODAY, "treaty",
        {"effective": date(2026, 1, 5), "known": TODAY, "places": 4, "source": "treaty"}),
]  # fmt: skip

RECORDED = st.one_of(
    rows("people", [PERSONS], refugee_status=["refused", "unknown"], nationality=["COD", "unknown"]),
    rows("people", [PERSONS], sex=["F", "M"]),
    rows("members", [CASES, PERSONS], state=["ended", "holds"], relationship_to_pa=["child"]),
    rows("cases", [CASES], priority=["emergency", "normal"], category_primary=["MED"]),
    rows("links", [["C-1", "C-2"], ["C-3", "C-4"], ["travel_together", "keep_apart"]], state=["holds", "ended"],
         link=["travel_together"]).map(lambda new: [_link(one) for one in new]),
    rows("relatives", [PERSONS, ["R-1", "R-9"]], relationship=["sibling"], country=["NOR", "unknown"]),
    rows("pathways", [PERSONS, ["W-1"]], pathway_kind=["work"], pathway_country=["CAN"], pathway_stage=["open"]),
    rows("willingness", [PERSONS, ["nor-2026", "can-2026"]], willing=["no", "unknown"]),
    rows("scores", [CASES, ["nor-2026"]], score=["0", "0.9"]),
    rows("rulings", [CASES, ["nor-2026"], ["security"]], ruling=["not_satisfied"], by=["NOR"]),
    rows("registration_groups", [["G-1"], PERSONS]),
    rows("documents", [PERSONS, ["D-1"]], document_kind=["photographs"]),
    rows("consents", [PERSONS, ["N-1"]], consent_for=["share_with_state"], given=["no"]),
    st.just(NEWCOMER),
    st.just(ELSEWHERE),
    st.just(MORE_PLACES),
    terms("statuses", f"{NOR}/status", [{"status": "suspended"}, {"status": "scrapped"}]),
    terms("third_party_consents", f"{NOR}/consent", [{"party": "KEN", "consent": "withheld"}]),
    terms("places", f"{NOR}/offer/2026/places", [{"places": 1}, {"places": "unknown"}, {"places": 30}]),
    terms("places", f"{CAN}/offer/2026/places", [{"places": 5}]),
    terms("places_not_taken", f"{NOR}/offer/2026/not_taken", [{"fate": "lapsed", "places": "all_untaken"}]),
    terms("over_submissions", f"{NOR}/offer/2026/over_submission", [{"places": 4}]),
    terms("places", "quotas/nor-quota/period/2026/places", [{"places": 3}]),
    terms("places", "quotas/nor-quota/period/2026/claim/others/places", [{"places": 19}]),
    terms("criteria", f"{NOR}/criterion/new", [
        {**_ASKED, "id": "new", "sentence": "Women only.", "test": "sex = 'F'", "applies_to": "each_member"}]),
    terms("amendments", f"{NOR}/criterion/recognised/amended", [
        {"test": "sex = 'F'"}, {"repealed": True}, {"until": date(2026, 2, 1)}]),
    terms("amendments", f"{NOR}/criterion/security/amended", [{"decided_by": "office"}, {"repealed": True}]),
    terms("statuses", "bars/no-entry/status", [{"status": "in_force"}]),
    terms("criteria", "bars/no-entry/criterion/all", [
        {"id": "all", "kind": "bar", "sentence": "All.", "test": "sex = 'M'", "applies_to": "each_member"}]),
    terms("editions", "lists/origins/edition", [{"codes": ["COD"]}]),
    heads("arrangements", NOR, {**_NOR, "needs_consent_of": []}, {**_NOR, "promises": "consideration"},
          {**_NOR, "country": "CAN"}, {**_NOR, "solution": "temporary_stay"}),
    heads("offers", f"{NOR}/offer/2026", {**_OFFER, "until": date(2026, 1, 31)}, {**_OFFER, "counts_at": "submission"},
          {**_OFFER, "within": ""}, {**_OFFER, "from": date(2026, 5, 1)}),
    heads("periods", "quotas/nor-quota/period/2026", {**_PERIOD, "until": date(2026, 1, 31)}),
    heads("quotas", "quotas/nor-quota", {"id": "nor-quota", "name": "Another", "country": "SWE", "source": "office"}),
    heads("bars", "bars/no-entry", {"id": "no-entry", "name": "A bill", "country": "NOR", "source": "treaty"}),
    heads("sub_quotas", f"{NOR}/sub_quota/women", {**_WOMEN, "number": 9}, {**_WOMEN, "kind": "cap", "number": 0}),
    heads("sub_quotas", f"{NOR}/sub_quota/none", {**_WOMEN, "id": "none", "kind": "cap", "number": 0}),
    heads("sources", "paper", {"title": "A paper"}),
)  # fmt: skip


def _link(one):
    return New(one.table, one.key, one.effective, one.known, one.source,
               {**one.content, "link": one.key.split(";")[2]})  # fmt: skip


ACTS = st.builds(
    Requested,
    st.sampled_from(
        [ActKind.PROPOSE, ActKind.SUBMIT, ActKind.ACCEPT, ActKind.DEPART, ActKind.WITHDRAW, ActKind.LEAVE]
    ),
    st.sampled_from(CASES),
    st.sampled_from(["nor-2026", "can-2026"]),
    st.just("office"),
    st.just("2026"),
    effective=st.sampled_from(EFFECTIVE[1:5]),
)


def as_known(place, known, on):
    """Everything that is asked of a day, as known on another."""
    register = service.opened(place, known).register
    asked = service.Asked(on=on, known=known)
    seen = service.situation(register, asked)
    running = [name for name in ("can-2026",) if _is_unknown(seen, name)]
    asked = service.Asked(on=on, known=known, assume=dict.fromkeys(running, 3))
    screened = service.screened(register, asked).base.screening
    plan = service.planned(register, asked).base.plan
    courses = {
        limit: ledgers.course(place, limit, ASKED_OF[0], ASKED_OF[-1], known).ledgers
        for limit in seen.limits.by_id
    }
    assert ledgers.ledgers(place, on=on, known=known).ledgers == tuple(
        seen.ledger(limit) for limit in seen.limits.by_id
    )
    return {
        "screened": screened.outcomes.rows(),
        "conditional": dict(screened.conditional_on),
        "placed": plan.placings,
        "left": plan.left,
        "limits": plan.limits,
        "ledgers": {limit: seen.ledger(limit) for limit in seen.limits.by_id},
        "courses": courses,
    }


def _is_unknown(seen, arrangement):
    limit = f"{arrangement}/2026"
    return limit in seen.limits.by_id and seen.ledger(limit).size is None


@pytest.fixture(scope="module")
def yesterday(template):
    """What everything came to before anything was recorded today."""
    copy = template.copy()
    yield {on: as_known(copy.address, YESTERDAY, on) for on in ASKED_OF}
    copy.drop()


def test_what_was_known_yesterday_is_not_changed_by_what_is_recorded_today(template, yesterday):
    changed = set()

    @settings(
        max_examples=max(10, settings.default.max_examples // 6), phases=[Phase.explicit, Phase.generate]
    )
    @given(st.lists(RECORDED, min_size=1, max_size=4), st.lists(ACTS, max_size=2), st.sampled_from(ASKED_OF))
    def played(recorded, asked, on):
        copy = template.copy()
        try:
            for new in recorded:
                said(copy.database, "terms", new)
            registers.rebuilt(copy.address)
            for one in asked:
                with suppress(RequestRefused):
                    acts.act(copy.address, one, "eva", clock=lambda *_: TODAY)
            now = as_known(copy.address, YESTERDAY, on)
            for what, before in yesterday[on].items():
                assert now[what] == before, what
            later = as_known(copy.address, TODAY, on)
            changed.update(what for what, before in yesterday[on].items() if later[what] != before)
        finally:
            copy.drop()

    played()
    assert changed >= {"screened", "placed", "left", "ledgers", "courses"}
