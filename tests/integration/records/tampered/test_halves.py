"""A long chain is gone through by two processes, which find as much as one."""

import pytest
from integration.records.tampering import Owner, faults, payload, sealed, taken_away

from resettle.records import chain
from resettle.service import record


@pytest.fixture
def long(monkeypatch):
    """As if every chain were a long one, which two processes go through; which of their halves were gone through here."""
    walked, calls = chain.walked, []

    def noted(database, erased, after, upto=None):
        calls.append((after.position, upto))
        return walked(database, erased, after, upto)

    monkeypatch.setattr(chain, "LONG", 4)
    monkeypatch.setattr(chain, "walked", noted)
    return calls


def test_a_long_chain_is_gone_through_by_two_processes(register, long, tmp_path):
    address, key = register
    assert faults(address) == set()
    middle = record.verified(address).head.position // 2
    assert long[:1] == [(0, middle)]
    assert all(after == 0 for after, _ in long)  # the other half was whole, and not gone through again
    long.clear()
    head = tmp_path / "head.json"
    head.write_text(record.checkpoint(address, key))
    with Owner(address) as owner:
        first, last = sealed(owner)[1], sealed(owner)[-1]
        for row in (first, last):
            payload(owner, row)
    assert faults(address, head) == {("payload_altered", first), ("payload_altered", last)}
    assert len(long) == 2


@pytest.mark.parametrize("at", [-1, 0, 1])
def test_a_long_chain_is_tampered_with_at_its_middle(register, long, at):
    address, _ = register
    middle = record.verified(address).head.position // 2
    with Owner(address) as owner:
        row = owner.one("SELECT entry_id FROM records_link WHERE position = %s", [middle + at])
        taken_away(owner, row, "link")
    assert record.verified(address).head.position > middle
    assert "links_missing" in {code for code, _ in faults(address)}
