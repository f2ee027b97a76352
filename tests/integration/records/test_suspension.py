"""An arrangement is suspended with two hundred submissions in flight, and revived: nothing closes by itself, nothing is lost."""

from datetime import timedelta

import pytest
from integration.records.offices import BEGINS, LEARNED, TODAY, founded_at_a_desk, office

from resettle import service
from resettle.engine.errors import RequestRefused
from resettle.engine.referrals.deadlines import Due
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.stages import ActKind, CaseStage, Stage
from resettle.records import database
from resettle.service import Asked, acts, casework, imports, registers
from resettle.service.acts import Requested

CASES = 200
SUSPENDED, REVIVED = LEARNED + timedelta(30), LEARNED + timedelta(60)
RAN_OUT = LEARNED + timedelta(45)
TERMS = f"""
[[status]]
effective = {SUSPENDED}
known = {SUSPENDED}
status = "suspended"
source = "office"

[[status]]
effective = {REVIVED}
known = {REVIVED}
status = "revived"
source = "office"

[[clearance]]
id = "medical"
kind = "medical_clearance"
effective = {BEGINS}
known = {LEARNED}
source = "office"
"""


@pytest.fixture
def place(address, tmp_path):
    """Two hundred cases, submitted and accepted before the suspension, each with a clearance that ran out in it."""
    folder = office(tmp_path / "office", [1] * CASES, CASES)
    file = folder / "arrangements" / "nor.toml"
    head, offer = file.read_text().split("[[offer]]", 1)
    file.write_text(
        f"{head}{TERMS.split('[[clearance]]')[0]}[[offer]]{offer}\n[[clearance]]{TERMS.split('[[clearance]]')[1]}"
    )
    day = LEARNED + timedelta(1)
    rows = [
        f"A-{case}-{kind},{kind},C-{case},nor,ion,{day},{day},office"
        for case in range(1, CASES + 1) for kind in ("submit", "accept")
    ]  # fmt: skip
    (folder / "acts.csv").write_text(
        "\n".join(["act_id,act,case,arrangement,by,effective,known,source", *rows, ""])
    )
    documents = [
        f"P-{at},D-1,medical_clearance,{RAN_OUT},{LEARNED},{LEARNED},office" for at in range(1, CASES + 1)
    ]
    header = "person,document,document_kind,valid_until,effective,known,source"
    (folder / "documents.csv").write_text("\n".join([header, *documents, ""]))
    cases = (folder / "cases.csv").read_text().splitlines()
    dated = [f"{row},{LEARNED - timedelta(at)}" for at, row in enumerate(cases[1:], 1)]
    (folder / "cases.csv").write_text("\n".join([f"{cases[0]},waiting_since", *dated, ""]))
    founded_at_a_desk(address, "eva", tmp_path / "k.key", folder=folder)
    yield address
    database.connect(address).close()


def waiting(place, on):
    seen = Situation(registers.opened(place).register, on)
    return {case: str(seen.facts_of_case(case)["waiting_since"].value) for case in seen.persons_of}


def test_a_suspension_closes_nothing_and_a_revival_finds_everything(place, tmp_path):
    opened = service.opened(place)
    during = service.alerted(opened.register, Asked(SUSPENDED + timedelta(1))).alerts
    listed = [one for one in during if one.kind is Due.ARRANGEMENT_NOT_OPEN]
    assert len({one.case for one in listed}) == CASES
    assert {one.since for one in listed} == {SUSPENDED}
    for on in (SUSPENDED + timedelta(1), REVIVED, TODAY):
        stands = Situation(opened.register, on).stands
        assert {at.stage for at in stands.values()} == {Stage.ACCEPTED} and len(stands) == CASES
    assert waiting(place, SUSPENDED - timedelta(1)) == waiting(place, TODAY)
    assert casework.next_acts(place, "C-1").stage is CaseStage.READY
    after = service.alerted(opened.register, Asked(TODAY)).alerts
    assert not [one for one in after if one.kind is Due.ARRANGEMENT_NOT_OPEN]
    assert len([one for one in after if one.kind is Due.NOT_CLEARED]) == CASES


def test_a_clearance_that_ran_out_meanwhile_blocks_a_departure_until_it_is_renewed(place, tmp_path):
    leave = Requested(ActKind.DEPART, "C-1", "nor", "office")
    with pytest.raises(RequestRefused) as error:
        acts.act(place, leave, "eva")
    [fault] = error.value.faults
    assert (fault.code, fault.params["person"], fault.params["until"]) == ("not_cleared", "P-1", str(RAN_OUT))
    renewed = tmp_path / "documents.csv"
    renewed.write_text(
        "person,document,document_kind,valid_until,effective,source\n"
        f"P-1,D-2,medical_clearance,{TODAY + timedelta(90)},{TODAY},office\n"
    )
    assert not imports.imported(place, imports.Wanted((renewed,)), "eva").preview.is_refused
    assert acts.act(place, leave, "eva").flagged == ()
    happened = Requested(ActKind.DEPART, "C-2", "nor", "office", ground="happened")
    assert [one.code for one in acts.act(place, happened, "eva").flagged] == ["not_cleared"]


def test_a_child_born_meanwhile_is_in_the_case_and_not_accepted(place, tmp_path):
    born, dated = SUSPENDED + timedelta(2), f"{SUSPENDED + timedelta(2)},office"
    sheets = {
        "people.csv": f"person,effective,source,sex,date_of_birth\nP-900,{dated},F,{born}\n",
        "members.csv": f"case,person,effective,source,relationship_to_pa\nC-1,P-900,{dated},child\n",
    }
    for name, text in sheets.items():
        (tmp_path / name).write_text(text)
    come = imports.imported(place, imports.Wanted(tuple(tmp_path / name for name in sheets)), "eva")
    assert not come.preview.is_refused, come.preview.faults
    joined = acts.act(
        place, Requested(ActKind.JOIN, "C-1", "nor", "office", persons=("P-900",), effective=born), "eva"
    )
    assert {one.code for one in joined.flagged} == {"limit_exceeded_by_act"}, (
        "a place too many is recorded, and flagged"
    )
    ways = casework.next_acts(place, "C-1").on_the_way["nor/year"]
    assert ways == {"P-1": Stage.ACCEPTED, "P-900": Stage.SUBMITTED}
    [ledger] = service.ledgers_of(place, ["nor"], on=TODAY).ledgers
    assert (ledger.held, ledger.offered.number) == (CASES + 1, CASES)
