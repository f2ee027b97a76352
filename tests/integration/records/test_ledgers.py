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
from resettle.service import acts, ledgers, registers
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
