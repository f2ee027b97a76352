"""Accounts that see the cases of some offices alone: each function, and a case of another office opened for hours."""

from datetime import timedelta
from unittest import mock

import pytest
from integration.records.offices import LEARNED, TODAY, office

from resettle import service
from resettle.engine.errors import RequestRefused
from resettle.engine.registry.permissions import MOST_HOURS
from resettle.engine.registry.roles import Role
from resettle.engine.registry.stages import ActKind
from resettle.engine.screening.told import Voice
from resettle.records import entries
from resettle.records.database import connect
from resettle.render import words
from resettle.service import (
    Asked,
    accesses,
    accounts,
    acts,
    casefiles,
    casework,
    changed,
    decisions,
    exports,
    imports,
    lists,
    record,
    registers,
    runs,
    submissions,
    versions,
    writing,
)
from resettle.service.acts import Requested
from resettle.service.readers import readings

R = Role
OF_A_CASE = {
    "where it stands": lambda place, case, by: lists.case(place, case, by),
    "next": lambda place, case, by: casework.next_acts(place, case, by),
    "version": lambda place, case, by: versions.seen(place, case, by),
    "history": lambda place, case, by: record.history(place, case, by),
    "changes": lambda place, case, by: changed.since(place, case, versions.Version(0, 0), by),
    "as of": lambda place, case, by: casefiles.as_of(place, Asked(), case, by),
    "alerts": lambda place, case, by: casefiles.alerted(place, Asked(), case, by),
    "explanation": lambda place, case, by: casefiles.heard(place, Asked(), case, Voice.OFFICER, by),
    "acts": lambda place, case, by: lists.acts(place, lists.ActsAsked(case=case), by),
    "a form": lambda place, case, by: writing.viewed(place, by, case, TODAY, TODAY),
    "a person": lambda place, case, by: record.history(place, case.replace("C", "P"), by),
}  # fmt: skip
"""Each case has one member, of its number."""
OF_ALL = {
    "the register": lambda place, by, tmp: service.opened(place, by=by),
    "acts": lambda place, by, tmp: lists.acts(place, lists.ActsAsked(), by),
    "plans": lambda place, by, tmp: runs.runs(place, by),
    "export": lambda place, by, tmp: exports.exported(place, by, tmp / "out"),
    "erasure": lambda place, by, tmp: record.erased(place, "P-1", "rule", by, tmp / "k.key"),
    "a preview": lambda place, by, tmp: imports.previewed(place, brought(tmp), by),
    "an import": lambda place, by, tmp: imports.imported(place, brought(tmp), by),
}


def brought(folder):
    """A table by which a case would be another office's."""
    table = folder / "cases.csv"
    table.write_text(f"case,effective,office\nC-2,{TODAY},nairobi\n")
    return imports.Wanted((table,), source="office")


@pytest.fixture
def place(address, tmp_path):
    """C-1 and C-4 are Nairobi's, C-2 is Amman's, of C-3 it is not known; ion is of Nairobi, cas sees all."""
    folder = office(tmp_path / "office", [1, 1, 1, 1])
    dated = f"{LEARNED},{LEARNED},office"
    later = f"{TODAY},{TODAY},office"
    rows = [
        f"C-1,{dated},amman",
        f"C-1,{later},nairobi",
        f"C-2,{dated},amman",
        f"C-3,{dated},unknown",
        f"C-4,{dated},nairobi",
    ]
    text = "\n".join(["case,effective,known,source,office,priority", *(f"{row},normal" for row in rows), ""])
    (folder / "cases.csv").write_text(text)
    registers.founded(address, "eva", tmp_path / "k.key", folder=folder)
    accounts.opened(address, "ion", "Ion", "eva", accounts.Rights([R.COORDINATOR], offices=["nairobi"]))
    accounts.opened(address, "pre", "Pre", "eva", accounts.Rights([R.PRE_DEPARTURE], offices=["nairobi"]))
    accounts.opened(address, "cas", "Cas", "eva", accounts.Rights([R.CASEWORKER]))
    accounts.opened(address, "aud", "Aud", "eva", accounts.Rights([R.AUDITOR]))
    yield address
    connect(address).close()


def codes(work):
    try:
        work()
    except RequestRefused as refused:
        assert all(words.fault(fault) for fault in refused.faults)
        return [(fault.code, dict(fault.params)) for fault in refused.faults]
    return []


@pytest.mark.parametrize("name", list(OF_A_CASE))
def test_whoever_is_bound_to_an_office_reads_its_cases_and_of_no_others_whether_they_are(place, name):
    read = OF_A_CASE[name]
    assert codes(lambda: read(place, "C-1", "ion")) == []
    refused = [("case_of_another_office", {"by": "ion", "offices": ("nairobi",)})]
    for case in ("C-2", "C-3", "C-9"):
        assert codes(lambda case=case: read(place, case, "ion")) == refused
        assert case == "C-9" or codes(lambda case=case: read(place, case, "cas")) == []


@pytest.mark.parametrize("name", list(OF_ALL))
def test_what_is_of_every_case_is_not_for_them(place, tmp_path, name):
    [(code, _)] = codes(lambda: OF_ALL[name](place, "ion", tmp_path))
    assert code == "use_not_of_office"
    assert codes(lambda: submissions.manifest(place, "pre"))[0][0] == "use_not_of_office"


def test_nobody_takes_a_case_into_their_own_office(place, tmp_path):
    assert codes(lambda: imports.imported(place, brought(tmp_path), "ion"))
    assert [code for code, _ in codes(lambda: record.history(place, "C-2", "ion"))] == [
        "case_of_another_office"
    ]


def test_whoever_watches_over_an_office_sees_who_read_of_its_cases(place):
    accounts.opened(place, "wat", "Wat", "eva", accounts.Rights([R.AUDITOR], offices=["nairobi"]))
    for case in ("C-1", "C-2"):
        record.history(place, case, "cas")
    assert [one.what for one in readings(place, "wat", "C-1").items] == ["history"]
    for case, code in (("C-2", "case_of_another_office"), ("", "use_not_of_office")):
        assert [one for one, _ in codes(lambda case=case: readings(place, "wat", case))] == [code]


def test_a_list_holds_their_cases_and_its_pages_name_no_other(place):
    with mock.patch.dict(lists.LOOKED_AT, {"cases": 1}):
        page = lists.cases(place, lists.CasesAsked(), "ion", limit=1)
        assert ([one.case for one in page.items], page.after) == (["C-1"], "C-1")
        page = lists.cases(place, lists.CasesAsked(), "ion", page.after, 1)
        assert [one.case for one in page.items] == ["C-4"]
        assert page.after in ("C-4", "")
    assert [one.case for one in lists.cases(place, lists.CasesAsked(), "cas").items] == [
        "C-1",
        "C-2",
        "C-3",
        "C-4",
    ]


def test_they_act_on_their_own_cases_alone(place):
    asked = Requested(ActKind.PROPOSE, "C-1", "nor", "office")
    mine = acts.act(place, asked, "ion").act
    for case in ("C-2", "C-9"):
        refused = codes(
            lambda case=case: acts.act(place, Requested(ActKind.PROPOSE, case, "nor", "office"), "ion")
        )
        assert [code for code, _ in refused] == ["case_of_another_office"]
    accounts.changed(place, "ion", "eva", accounts.NewRights(offices=["amman"]))
    for work in (lists.act, decisions.decided):
        for id in (mine.id, "A-9999"):
            assert [code for code, _ in codes(lambda id=id, work=work: work(place, id, "ion"))] == [
                "case_of_another_office"
            ]
    accounts.changed(place, "ion", "eva", accounts.NewRights(offices=[]))
    assert codes(lambda: lists.act(place, mine.id, "ion")) == []


def test_a_case_of_another_office_is_opened_with_a_reason_until_its_hours_are_over(place):
    opened = accesses.opened(place, "C-2", "ion", "her sister is in C-1", 2)
    for name, read in OF_A_CASE.items():
        assert name == "a person" or codes(lambda read=read: read(place, "C-2", "ion")) == [], name
        assert [code for code, _ in codes(lambda read=read: read(place, "C-3", "ion"))] == [
            "case_of_another_office"
        ]
    asked = Requested(ActKind.PROPOSE, "C-2", "nor", "office")
    assert [code for code, _ in codes(lambda: acts.act(place, asked, "ion"))] == ["case_of_another_office"], (
        "to be read alone"
    )
    assert "C-2" not in [one.case for one in lists.cases(place, lists.CasesAsked(), "ion").items]
    accounts.opened(place, "joy", "Joy", "eva", accounts.Rights([R.CASEWORKER], offices=["nairobi"]))
    assert codes(lambda: record.history(place, "C-2", "joy")), "nobody else's"
    told = readings(place, "aud", "C-2").items
    assert (told[-1].what, told[-1].why, told[-1].said["hours"]) == (
        "exceptional access",
        "her sister is in C-1",
        2,
    )
    assert {one.why for one in told} == {"her sister is in C-1"}
    with mock.patch.object(entries, "now", lambda _: opened.until + timedelta(seconds=1)):
        assert [code for code, _ in codes(lambda: record.history(place, "C-2", "ion"))] == [
            "case_of_another_office"
        ]


def test_a_case_that_is_opened_by_the_name_of_a_person_has_its_readings_and_their_reason(place):
    accesses.opened(place, "P-2", "ion", "she asked for me", 2)
    record.history(place, "P-2", "ion")
    record.history(place, "C-2", "ion")
    told = readings(place, "aud", "C-2").items
    assert [one.what for one in reversed(told)] == ["exceptional access", "history", "history"]
    assert {one.why for one in told} == {"she asked for me"}
    assert accesses.opened(place, "P-9", "ion", "why", 2).case == "P-9", "whether there is any or not"


@pytest.mark.parametrize(
    "by, why, hours, code",
    [
        ("ion", " ", 2, "access_without_reason"),
        ("ion", "why", 0, "access_hours_wrong"),
        ("ion", "why", MOST_HOURS + 1, "access_hours_wrong"),
        ("cas", "why", 2, "access_not_needed"),
        ("eva", "why", 2, "use_not_of_role"),
        ("nobody", "why", 2, "account_unknown"),
    ],
)
def test_it_is_opened_to_nobody_without_need_reason_or_end(place, by, why, hours, code):
    assert [one for one, _ in codes(lambda: accesses.opened(place, "C-2", by, why, hours))] == [code]
    assert not entries.of(connect(place), ["accesses"])
