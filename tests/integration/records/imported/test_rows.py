"""What comes into a register in a database: previewed, all or nothing, each row once."""

from datetime import timedelta
from threading import Thread

import polars as pl
import pytest
from integration.records.importing import (
    EXAMPLES,
    HEAD,
    NEW_CASES,
    NEW_MEMBERS,
    NEW_PEOPLE,
    a_family,
    codes,
    come,
    everything,
    proposed,
    said,
    submitted,
)
from integration.records.offices import LEARNED, TODAY, founded_at_a_desk, office

from resettle import files, service
from resettle.engine.errors import RegisterRefused, RequestRefused
from resettle.engine.registry.roles import Role
from resettle.records import chain, database
from resettle.service import accounts, imports, record, registers
from resettle.service.imports import Wanted
from resettle.service.previews import Rows


def test_spreadsheets_are_recorded_as_known_today_by_whoever_brings_them(register, sheet):
    done = come(register, *a_family(sheet))
    assert (done.entries, done.preview.people, done.preview.cases, done.preview.faults) == (3, 1, 1, ())
    people = service.opened(register).register.tables.people.filter(pl.col("person") == "P-9")
    assert people.select("effective", "known", "source", "sex").rows() == [(LEARNED, TODAY, "office", "F")]
    found = database.connect(register)
    assert found.rows('SELECT "by", kind FROM records_recording ORDER BY id DESC LIMIT 1') == [
        ("eva", "import")
    ]
    assert chain.verify(found, set(), {}).faults == ()


def test_what_is_there_already_is_not_recorded_again(register, sheet):
    come(register, *a_family(sheet))
    before = everything(register)
    again = come(register, *a_family(sheet))
    assert (again.entries, again.preview.tables["people"]) == (0, Rows(0, 1, 0))
    tomorrow = imports.imported(register, Wanted(a_family(sheet)), "eva", clock=later(1))
    assert tomorrow.entries == 0
    assert everything(register) == before


def test_who_comes_into_a_case_under_way_is_told_of(address, tmp_path, sheet):
    """Of acts only those are looked at again that are about the people and cases that come."""
    founded_at_a_desk(address, "eva", tmp_path / "k", folder=submitted(tmp_path))
    members = f"C-2,P-9,{LEARNED},office,child"
    files_ = (sheet("people.csv", *NEW_PEOPLE), sheet("members.csv", NEW_MEMBERS[0], members))
    preview = imports.previewed(address, Wanted(files_), "eva")
    told = [(one.code, one.params["person"], one.params["case"]) for one in preview.faults]
    assert ("member_not_in_submission", "P-9", "C-2") in told
    assert not imports.previewed(address, Wanted(a_family(sheet)), "eva").faults


@pytest.mark.parametrize("example", ["nauru-manus-2016", "programmes"])
def test_a_folder_that_is_recorded_whole_brings_nothing(address, tmp_path, example):
    founded_at_a_desk(address, "eva", tmp_path / "k", folder=EXAMPLES / example)
    done = come(address, EXAMPLES / example)
    assert (done.entries, done.preview.faults) == (0, ())


def test_a_row_that_went_back_to_what_was_said_before_is_new(register, sheet):
    day = f"P-1,{LEARNED}"
    for days, sex in ((0, "M"), (1, "F")):
        path = sheet("people.csv", "person,effective,source,sex", f"{day},office,{sex}")
        done = imports.imported(register, Wanted((path,)), "eva", clock=later(days))
        assert done.entries == 1, sex
    people = service.opened(register).register.tables.people.filter(pl.col("person") == "P-1")
    assert people.get_column("sex").to_list() == ["F", "M", "F"]


def later(days):
    """An office in which it is so many days later."""
    return lambda *_: TODAY + timedelta(days)


def test_a_dry_run_writes_nothing(register, sheet):
    before = everything(register)
    preview = imports.previewed(register, Wanted(a_family(sheet)), "eva")
    assert (preview.people, preview.is_refused) == (1, False)
    assert everything(register) == before


def test_a_retry_under_its_key_is_not_recorded_twice(register, sheet):
    accounts.opened(register, "tom", "Tom", "eva", accounts.Rights([Role.CASEWORKER]))
    wanted = Wanted(a_family(sheet))
    first = imports.imported(register, wanted, "eva", "k-1")
    before = everything(register)
    again = imports.imported(register, wanted, "eva", "k-1")
    assert (first.entries, first.again, again.entries, again.again) == (3, False, 3, True)
    other = imports.imported(register, wanted, "tom", "k-1")  # tom's own key, and nothing is new
    assert (other.entries, other.again) == (0, False)
    assert everything(register) == before


def test_only_an_empty_register_learns_in_hindsight(address, tmp_path, sheet):
    founded_at_a_desk(address, "eva", tmp_path / "k", head=HEAD)
    folder = office(tmp_path / "office", [1, 2])
    done = come(address, folder)
    assert (codes(done.preview), done.preview.cases) == ([], 2)
    same_but_head(files.read(folder)[0], service.opened(address).register)
    old = sheet(
        "people.csv", "person,effective,known,source,sex", f"P-1,{LEARNED},{TODAY - timedelta(9)},office,M"
    )
    refused = come(address, old)
    assert codes(refused.preview) == ["import_known"]
    assert said(refused.preview)[0].startswith("people.csv, row 2, known: it says known on ")
    assert refused.preview.tables["people"] == Rows(0, 0, 1)


def test_a_register_is_empty_until_something_is_recorded_of_its_own(address, tmp_path):
    """That a colleague may record in it is not."""
    registers.founded(address, "eva", tmp_path / "k", head=HEAD)
    accounts.opened(address, "ben", "Ben", "eva")
    assert codes(come(address, office(tmp_path / "office", [1, 2])).preview) == []


def test_whoever_brings_something_is_asked_for_first(register, sheet):
    nothing = sheet("people.csv", "person,effective,source")
    for bring in (imports.previewed, imports.imported):
        with pytest.raises(RequestRefused) as refused:
            bring(register, Wanted((nothing,)), "nobody")
        assert [one.code for one in refused.value.faults] == ["account_unknown"]


def same_but_head(one, other):
    assert one.tables.people.equals(other.tables.people)
    assert (one.terms, one.acts, one.sources) == (other.terms, other.acts, other.sources)
    assert other.name == HEAD.name


def test_nobody_knows_what_is_learned_tomorrow(address, tmp_path):
    founded_at_a_desk(address, "eva", tmp_path / "k", head=HEAD)
    folder = office(tmp_path / "office", [1])
    text = (folder / "people.csv").read_text()
    (folder / "people.csv").write_text(text.replace(f",{LEARNED},office", ",2062-03-02,office"))
    assert codes(come(address, folder).preview) == ["import_known_ahead"]


def test_an_opening_with_acts_counts_them(address, tmp_path):
    founded_at_a_desk(address, "eva", tmp_path / "k", head=HEAD)
    folder = submitted(tmp_path)
    done = imports.imported(address, Wanted((folder,)), "eva", "opening-1")
    assert codes(done.preview) == []
    assert proposed(address) == 2
    assert imports.imported(address, Wanted((folder,)), "eva", "opening-1").again
    registers.rebuilt(address)
    assert proposed(address) == 2


def test_acts_come_one_by_one_into_a_register_under_way(address, tmp_path, sheet):
    founded_at_a_desk(address, "eva", tmp_path / "k", folder=submitted(tmp_path))
    header = "act_id,effective,known,source,act,case,arrangement,by"
    there = f"A-0,{LEARNED},{LEARNED},office,propose,C-2,nor,eva"
    assert come(address, sheet("acts.csv", header, there)).preview.tables["acts"] == Rows(0, 1, 0)
    other = sheet(
        "acts.csv",
        header,
        there.replace("propose", "submit"),
        f"B-1,{TODAY},{TODAY},office,propose,C-1,nor,eva",
    )
    done = come(address, other)
    told = [(one.code, one.where.row) for one in done.preview.faults]
    assert told == [("import_act_otherwise", 2), ("import_acts", 3)]
    assert done.preview.tables["acts"] == Rows(0, 0, 2)


def test_what_comes_is_judged_with_what_is_recorded(register, sheet):
    """C-2 has an applicant already; the id of a recorded person cannot be a case's."""
    people = sheet("people.csv", NEW_PEOPLE[0], f"P-9,{LEARNED},office,F,1990-01-02")
    members = sheet(
        "members.csv", NEW_MEMBERS[0], f"C-2,P-9,{LEARNED},office,PA", f"C-404,P-9,{LEARNED},office,PA"
    )
    cases = sheet("cases.csv", NEW_CASES[0], f"P-1,{LEARNED},office,normal")
    done = come(register, people, members, cases)
    told = {(one.code, one.where.file, one.where.row) for one in done.preview.faults if one.is_error}
    assert told == {
        ("case_two_applicants", "members.csv", 2), ("name_unknown", "members.csv", 3),
        ("person_in_two_cases", "members.csv", 3), ("id_shared", "people, as recorded", 0),
    }  # fmt: skip


def test_whoever_was_erased_does_not_come_back_with_an_old_export(address, tmp_path, sheet):
    founded_at_a_desk(address, "eva", tmp_path / "k", folder=office(tmp_path / "office", [1, 2]))
    record.erased(address, "P-2", "retention 4.2", "eva", tmp_path / "k")
    before = everything(address)
    people = sheet("people.csv", NEW_PEOPLE[0], f"P-2,{LEARNED},office,F,1990-05-01", NEW_PEOPLE[1])
    relatives = sheet(
        "relatives.csv",
        "person,relative,effective,source,relationship,relative_person",
        f"P-1,R-1,{LEARNED},office,sibling,P-2",
    )
    done = come(address, people, relatives)
    told = [
        (one.where.file, one.where.row, one.params["person"])
        for one in done.preview.faults
        if one.code == "import_erased"
    ]
    assert told == [("people.csv", 2, "P-2"), ("relatives.csv", 2, "P-2")]
    assert everything(address) == before


def test_what_was_wrong_before_is_not_told_again(register, sheet):
    """Somebody recorded is in no case: a warning of the register's, not of what comes."""
    alone = sheet("people.csv", NEW_PEOPLE[0], f"P-8,{LEARNED},office,F,1990-01-02")
    assert codes(come(register, alone).preview, errors=False) == ["person_in_no_case"]
    assert codes(come(register, *a_family(sheet)).preview, errors=False) == []


def test_a_tie_that_contradicts_a_recorded_one_names_no_row_of_the_record(register, sheet):
    header = "case,other_case,link,effective,source"
    assert come(register, sheet("links.csv", header, f"C-1,C-2,keep_apart,{LEARNED},office")).entries == 1
    done = come(register, sheet("links.csv", header, f"C-2,C-1,same_town,{LEARNED},office"))
    assert codes(done.preview) == ["link_contradicts"]
    assert said(done.preview)[0].startswith(
        "links.csv, row 2, link: C-1 and C-2 are to keep apart by one row and to stay together by another."
    )


def test_a_spreadsheet_may_leave_out_its_source_and_be_called_anything(register, sheet):
    path = sheet("arrivals 2026.csv", "person,effective,sex", f"P-9,{LEARNED},F")
    with pytest.raises(RequestRefused) as refused:
        come(register, path)
    assert [one.code for one in refused.value.faults] == ["import_table_unknown"]
    assert codes(come(register, path, table="people").preview) == ["column_missing"]
    assert come(register, path, table="people", source="office").entries == 1


@pytest.mark.parametrize(
    "name, wanted, code",
    [
        ("people.ods", {}, "import_ending"),
        ("people.csv", {"table": "peple"}, "import_table_unknown"),
        ("", {"table": "people"}, "import_folder_alone"),
        ("gone.csv", {"table": "people"}, "file_unreadable"),
    ],
)
def test_files_of_which_it_cannot_be_told_what_they_hold(register, tmp_path, sheet, name, wanted, code):
    path = tmp_path if not name else tmp_path / name if name.startswith("gone") else sheet(name, *NEW_PEOPLE)
    try:
        found = codes(come(register, path, **wanted).preview)
    except RequestRefused as refused:
        found = [one.code for one in refused.faults]
    assert found == [code]


def test_workbooks_and_several_sheets_of_one_table(register, sheet, tmp_path):
    frame = pl.DataFrame({"person": ["P-8"], "effective": [LEARNED], "source": ["office"], "sex": ["F"]})
    frame.write_excel(tmp_path / "north.xlsx")
    frame.with_columns(person=pl.lit("P 9")).write_parquet(tmp_path / "south.parquet")
    done = come(register, tmp_path / "north.xlsx", tmp_path / "south.parquet", table="people")
    assert [(one.code, one.where.file, one.where.row) for one in done.preview.faults if one.is_error] == [
        ("id_wrong", "south.parquet", 2)
    ]
    assert done.preview.tables["people"] == Rows(1, 0, 1)


def test_what_is_recorded_between_the_look_and_the_writing_is_looked_at_again(register, sheet, monkeypatch):
    sources, look, looks = a_family(sheet), imports._look, []

    def looked(*arguments):
        looks.append(look(*arguments))
        if len(looks) == 1:  # another brings the same person before this one has written anything
            thread = Thread(target=meanwhile, args=(register, sources[0]))
            thread.start()
            thread.join()
        return looks[-1]

    monkeypatch.setattr(imports, "_look", looked)
    done = come(register, *sources)
    assert (len(looks), done.entries, done.preview.tables["people"]) == (3, 2, Rows(0, 1, 0))


def meanwhile(address, source):
    """In a thread, which has a connection of its own."""
    come(address, source)
    database.connect(address).close()


def test_a_folder_is_no_database(tmp_path, sheet):
    with pytest.raises(RegisterRefused):
        come(str(tmp_path), sheet("people.csv", *NEW_PEOPLE))
