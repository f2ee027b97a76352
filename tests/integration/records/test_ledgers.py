"""Ledgers say the same of a register in a folder and in a database, as of any day and as known on any other."""

from datetime import timedelta

import pytest
from builders import SMALL, a_register_folder, more, swapped
from integration.records.templates import founded_on, said
from invariants import naive_places

from resettle import files
from resettle.engine.errors import RequestRefused
from resettle.engine.registry.stages import ActKind
from resettle.records.entries import New
from resettle.service import acts, exports, ledgers, registers
from resettle.service.acts import Requested


def test_a_ledger_is_the_same_in_a_folder_and_in_a_database(address, tmp_path):
    folder = a_register_folder(tmp_path / "small")
    register, _ = files.read(folder)
    founded_on(register.on, address, tmp_path / "key", folder)
    for on in (register.on, register.on - timedelta(19), register.on - timedelta(60)):
        for known in (None, register.on - timedelta(18), register.on + timedelta(300)):
            ours = ledgers.ledgers(address, on=on, known=known)
            theirs = ledgers.ledgers(folder, on=on, known=known)
            assert (ours.ledgers, ours.on, ours.known) == (theirs.ledgers, theirs.on, theirs.known)
            limits = register.limits(known or on)
            assert ours.ledgers == tuple(
                naive_places.ledger(limits, limit, register.acts, on, known or on) for limit in limits.by_id
            )


def test_a_course_has_every_day_on_which_something_changes(address, tmp_path):
    folder = a_register_folder(tmp_path / "small")
    register, _ = files.read(folder)
    founded_on(register.on, address, tmp_path / "key", folder)
    first, last = register.on.replace(month=1, day=1), register.on.replace(year=2027)
    for place in (address, folder):
        told = ledgers.course(place, "nor-quota", first, last).ledgers
        assert [f"{one.on:%m-%d}" for one in told] == ["01-01", "01-05", "02-10", "02-12", "01-01"]
        assert [one.claimed for one in told] == [0, 0, 2, 2, 2]
        assert told[-1].over


def test_limits_are_asked_for_by_their_ids_or_their_owners_and_unknown_names_are_told_at_once(tmp_path):
    folder = a_register_folder(tmp_path / "small")
    some = ledgers.ledgers(folder, ["nor-quota", "nor-2026/2026"])
    assert [one.limit for one in some.ledgers] == ["nor-quota/2026", "nor-2026/2026"]
    with pytest.raises(RequestRefused) as refused:
        ledgers.ledgers(folder, ["nor-qota/2026", "x"])
    assert [(one.code, one.params["near"]) for one in refused.value.faults] == [
        ("limit_unknown", "nor-quota/2026"),
        ("limit_unknown", ""),
    ]
    two = SMALL["quotas/nor-quota.toml"].partition("[[period]]")[2]
    two = two.replace('id = "2026"', 'id = "2027"').replace("= 2026-01-01", "= 2027-01-01")
    folder = a_register_folder(
        tmp_path / "two",
        {
            "quotas/nor-quota.toml": more("quotas/nor-quota.toml", f"[[period]]{two}").replace(
                "until = 2026-12-31", ""
            )
        },
    )
    with pytest.raises(RequestRefused) as refused:
        ledgers.course(folder, "nor-quota", files.read(folder)[0].on, files.read(folder)[0].on)
    assert [one.code for one in refused.value.faults] == ["limit_unclear"]


def test_an_assumption_counts_in_both(address, tmp_path):
    folder = a_register_folder(tmp_path / "small")
    founded_on(files.read(folder)[0].on, address, tmp_path / "key", folder)
    for place in (address, folder):
        [one] = ledgers.ledgers(place, ["can-2026"], assume={"can-2026": 7}).ledgers
        assert (one.offered.number, one.assumed, one.free) == (None, 7, 7)


def test_an_offer_laid_in_a_quota_today_was_in_none_yesterday(address, tmp_path):
    """An act counts for what its offer is part of, by what was known; and so it does once all is counted anew."""
    apart = swapped("arrangements/nor-2026.toml", 'within = "nor-quota/2026"\n', "")
    folder = a_register_folder(tmp_path / "small", {"arrangements/nor-2026.toml": apart})
    on = files.read(folder)[0].on
    found = founded_on(on, address, tmp_path / "key", folder)
    before = ledgers.ledgers(address, known=on)
    content = {"id": "2026", "from": on.replace(month=1, day=1), "until": on.replace(month=12, day=31),
               "unit": "persons", "counts_at": "arrival", "within": "nor-quota/2026"}  # fmt: skip
    later = on + timedelta(1)
    said(found, "terms", [New("offers", "arrangements/nor-2026/offer/2026", later, later, "treaty", content)])
    registers.rebuilt(address)
    assert ledgers.ledgers(address, on=on, known=on) == before
    [quota] = ledgers.ledgers(address, ["nor-quota"], on=on, known=later).ledgers
    assert quota.claimed == 2
    requested = Requested(ActKind.ACCEPT, "C-4", "nor-2026", "office", effective=later)
    acts.act(address, requested, "eva", clock=lambda *_: later)
    [quota] = ledgers.ledgers(address, ["nor-quota"], on=later, known=later).ledgers
    assert (quota.claimed, quota.accepted) == (2, 2)
    assert ledgers.ledgers(address, on=on, known=on) == before


PUBLISHED = """\
limit,measure,figure,effective,known,source
nor-2026/2026,offered,10,2026-02-20,2026-02-25,treaty
nor-2026/2026,accepted,3,2026-02-20,2026-02-25,treaty
nor-2026/2026,arrived,unknown,2026-02-20,2026-02-25,treaty
nor-2026/2026,departed,1,2026-02-20,2026-02-25,treaty
nor-2026/2026,departed,0,2026-02-20,2026-03-01,treaty
can-2026/2026,offered,7,2026-02-20,2026-02-25,treaty
"""


def test_published_figures_are_compared_with_ours_on_their_day(address, tmp_path):
    folder = a_register_folder(tmp_path / "small", {"published.csv": PUBLISHED})
    on = files.read(folder)[0].on
    founded_on(on, address, tmp_path / "key", folder)
    for place in (address, folder):
        report = ledgers.reconciled(place)
        told = {
            (one.limit, two.published.measure): (two.verdict, two.by)
            for one in report.limits
            for two in one.published
        }
        assert told == {
            ("nor-2026/2026", "offered"): ("equal", 0),
            ("nor-2026/2026", "accepted"): ("differs", 3),
            ("nor-2026/2026", "arrived"): ("unknown", None),
            ("nor-2026/2026", "departed"): ("equal", 0),
            ("can-2026/2026", "offered"): ("unknown", None),
        }
        assert report.agrees
        [norway] = ledgers.reconciled(place, ["nor-2026"], known=on - timedelta(2)).limits
        assert [one.by for one in norway.published if one.published.measure == "departed"] == [1]
    exported = tmp_path / "out"
    exports.exported(address, "eva", exported)
    assert ledgers.reconciled(exported).limits == ledgers.reconciled(folder).limits


def test_a_published_figure_is_a_whole_number_of_a_limit_that_is_there(tmp_path):
    wrong = (
        PUBLISHED.replace(",10,", ",ten,")
        .replace("can-2026/2026", "can-2026")
        .replace(",accepted,", ",admitted,")
    )
    faults = files.examine(a_register_folder(tmp_path, {"published.csv": wrong})).faults
    assert [
        (one.code, one.where.row, one.where.key) for one in faults if one.where.file == "published.csv"
    ] == [
        ("value_wrong", 2, "figure"),
        ("code_unknown", 3, "measure"),
        ("name_unknown", 7, "limit"),
    ]


def test_what_became_of_untaken_places_is_told_apart_once_the_period_is_over(address, tmp_path):
    """Of ten, two are held by C-4; three lapsed and one was reallocated: four are left of which nothing is told."""
    fates = "".join(
        f'[[offer.not_taken]]\neffective = 2026-12-0{day}\nknown = 2026-03-01\nfate = "{fate}"\nplaces = {places}\n'
        'source = "treaty"\n'
        for day, (fate, places) in enumerate([("lapsed", 3), ("reallocated", 1)], 1)
    )
    text = swapped("arrangements/nor-2026.toml", "[[criterion]]", f"{fates}\n[[criterion]]")
    folder = a_register_folder(tmp_path / "small", {"arrangements/nor-2026.toml": text})
    founded_on(files.read(folder)[0].on, address, tmp_path / "key", folder)
    for place in (address, folder):
        [norway] = ledgers.reconciled(place, ["nor-2026"]).limits
        over = norway.untaken
        assert (over.offered, over.held, over.untaken) == (10, 2, 8)
        assert (over.lapsed, over.reallocated, over.left) == (3, 1, 4)
        assert [one.left for one in norway.balances if one.ledger.size is not None] == [0] * (
            len(norway.balances)
        )


def test_counts_that_the_acts_do_not_come_to_are_told_with_the_ledgers_they_spoil(address, tmp_path):
    folder = a_register_folder(tmp_path / "small")
    found = founded_on(files.read(folder)[0].on, address, tmp_path / "key", folder)
    with found.writing():
        found.run("UPDATE records_change SET proposed = proposed + 1 WHERE day = '2026-02-10'")
    on = files.read(folder)[0].on
    for known, told in (
        (on, {"counts_not_of_acts"}),
        (on - timedelta(1), {"counts_not_of_acts", "ledger_unbalanced"}),
    ):
        report = ledgers.reconciled(address, known=known)
        assert {fault.code for one in report.limits for fault in one.faults} == told
        assert [one.limit for one in report.limits if not one.agrees] == ["nor-2026/2026", "nor-quota/2026"]
