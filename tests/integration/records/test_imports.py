"""What comes into a register in a database: previewed, all or nothing, each row and term once."""

from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import polars as pl
import pytest
from integration.records.offices import ARRANGEMENT, BEGINS, LEARNED, TODAY, office

from resettle import files, service
from resettle.engine.errors import RegisterRefused, RequestRefused
from resettle.records import chain, counts, database
from resettle.render import imports as shown
from resettle.render import words
from resettle.service import imports, registers
from resettle.service.imports import Wanted
from resettle.service.previews import Rows

EXAMPLES = Path(__file__).parents[3] / "examples"
HEAD = registers.Head("Office", synthetic=True)
ARR = "arrangements/nor.toml"


@pytest.fixture
def register(address, tmp_path):
    """A register with two cases, of one and of two people, in a database; its folder is beside it."""
    registers.founded(address, "eva", tmp_path / "k", folder=office(tmp_path / "office", [1, 2]))
    return address


@pytest.fixture
def sheet(tmp_path):
    """Writes a spreadsheet; answers its path."""

    def write(name, *rows):
        path = tmp_path / name
        path.write_text("\n".join([*rows, ""]), encoding="utf-8")
        return path

    return write


def come(address, *sources, **wanted):
    return imports.imported(address, Wanted(tuple(sources), **wanted), "eva")


def codes(preview, errors=True):
    return [one.code for one in preview.faults if one.is_error or not errors]


def said(preview):
    return [words.fault(one) for one in preview.faults]


def everything(address):
    """Every row of every table, in order."""
    found = database.connect(address)
    names = [name for name in sorted(database.tables_of(found)) if name.startswith("records_")]
    return {name: sorted(map(str, found.rows(f"SELECT * FROM {name}"))) for name in names}


NEW_PEOPLE = ("person,effective,source,sex,date_of_birth", f"P-9,{LEARNED},office,F,1990-01-02")
NEW_CASES = ("case,effective,source,priority", f"C-9,{LEARNED},office,urgent")
NEW_MEMBERS = ("case,person,effective,source,relationship_to_pa", f"C-9,P-9,{LEARNED},office,PA")


def a_family(sheet):
    return (
        sheet("people.csv", *NEW_PEOPLE),
        sheet("cases.csv", *NEW_CASES),
        sheet("members.csv", *NEW_MEMBERS),
    )


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


@pytest.mark.parametrize("example", ["nauru-manus-2016", "programmes"])
def test_a_folder_that_is_recorded_whole_brings_nothing(address, tmp_path, example):
    registers.founded(address, "eva", tmp_path / "k", folder=EXAMPLES / example)
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
    preview = imports.previewed(register, Wanted(a_family(sheet)))
    assert (preview.people, preview.is_refused) == (1, False)
    assert everything(register) == before


def test_a_retry_under_its_key_is_not_recorded_twice(register, sheet):
    wanted = Wanted(a_family(sheet))
    first = imports.imported(register, wanted, "eva", "k-1")
    before = everything(register)
    again = imports.imported(register, wanted, "eva", "k-1")
    assert (first.entries, first.again, again.entries, again.again) == (3, False, 3, True)
    with pytest.raises(RequestRefused) as refused:
        imports.imported(register, wanted, "tom", "k-1")
    assert [one.code for one in refused.value.faults] == ["key_used_otherwise"]
    assert everything(register) == before


def test_only_an_empty_register_learns_in_hindsight(address, tmp_path, sheet):
    registers.founded(address, "eva", tmp_path / "k", head=HEAD)
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


def same_but_head(one, other):
    assert one.tables.people.equals(other.tables.people)
    assert (one.terms, one.acts, one.sources) == (other.terms, other.acts, other.sources)
    assert other.name == HEAD.name


def test_nobody_knows_what_is_learned_tomorrow(address, tmp_path):
    registers.founded(address, "eva", tmp_path / "k", head=HEAD)
    folder = office(tmp_path / "office", [1])
    text = (folder / "people.csv").read_text()
    (folder / "people.csv").write_text(text.replace(f",{LEARNED},office", ",2062-03-02,office"))
    assert codes(come(address, folder).preview) == ["import_known_ahead"]


def test_an_opening_with_acts_counts_them(address, tmp_path):
    registers.founded(address, "eva", tmp_path / "k", head=HEAD)
    folder = submitted(tmp_path)
    done = imports.imported(address, Wanted((folder,)), "eva", "opening-1")
    assert codes(done.preview) == []
    assert proposed(address) == 2
    assert imports.imported(address, Wanted((folder,)), "eva", "opening-1").again
    registers.rebuilt(address)
    assert proposed(address) == 2


def submitted(tmp_path):
    folder = office(tmp_path / "office", [1, 2])
    acts_ = ["act_id,effective,known,source,act,case,arrangement,by"]
    acts_ += [
        f"A-{at},{LEARNED},{LEARNED},office,{act},C-2,nor,eva" for at, act in enumerate(("propose", "submit"))
    ]
    (folder / "acts.csv").write_text("\n".join([*acts_, ""]))
    return folder


def proposed(address):
    counted = counts.Counted(database.connect(address), latest=True).claims("nor/year", TODAY, date.max)
    return counted.proposed + counted.held


def test_acts_come_one_by_one_into_a_register_under_way(address, tmp_path, sheet):
    registers.founded(address, "eva", tmp_path / "k", folder=submitted(tmp_path))
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


# terms


def changed(folder, *swaps):
    path = folder / ARR
    text = path.read_text()
    for before, after in swaps:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text)
    return folder


SUSPENDED = f"""
[[status]]
effective = {TODAY}
known = {TODAY}
status = "suspended"
source = "office"
"""


def test_a_new_entry_of_an_arrangement_is_added_and_the_rest_stays(register, tmp_path):
    folder = changed(tmp_path / "office", ("\n[[offer]]", f"{SUSPENDED}\n[[offer]]"))
    done = come(register, folder)
    assert (done.entries, done.preview.terms) == (1, ("arrangements/nor/status",))
    nor = service.opened(register).register.arrangements["nor"]
    assert [one.status.value for one in nor.statuses] == ["in_force", "suspended"]
    assert come(register, folder).entries == 0


def test_a_changed_head_is_a_new_version(register, tmp_path):
    done = come(
        register, changed(tmp_path / "office", ("needs_consent_of = []", 'needs_consent_of = ["NOR"]'))
    )
    assert (done.entries, done.preview.terms) == (1, ("arrangements/nor",))
    assert service.opened(register).register.arrangements["nor"].needs_consent_of == ("NOR",)
    before = service.opened(register, TODAY - timedelta(1)).register.arrangements["nor"]
    assert before.needs_consent_of == ()


@pytest.mark.parametrize(
    "swap, key, how",
    [
        (("places = 150", "places = 200"), "offer.year.places", "changed"),
        (('status = "in_force"', 'status = "announced"'), "status", "changed"),
        ((f"[[offer.places]]\neffective = {BEGINS}", f"[[offer.places]]\neffective = {TODAY}"), "offer.year.places", "missing"),
    ],
)  # fmt: skip
def test_what_is_recorded_of_an_arrangement_is_not_taken_back(register, tmp_path, swap, key, how):
    before = everything(register)
    done = come(register, changed(tmp_path / "office", swap))
    (first, *_) = done.preview.faults
    assert (first.code, first.where.file, first.where.key, first.params["how"]) == (
        "import_term_recorded", ARR, key, how,
    )  # fmt: skip
    assert everything(register) == before


def test_a_new_entry_was_known_today(register, tmp_path):
    late = SUSPENDED.replace(f"known = {TODAY}", f"known = {LEARNED}").replace(
        f"effective = {TODAY}", f"effective = {LEARNED}"
    )
    done = come(register, changed(tmp_path / "office", ("\n[[offer]]", f"{late}\n[[offer]]")))
    assert [(one.code, one.where.key) for one in done.preview.faults] == [("import_known", "status.known")]


def test_new_arrangements_and_sources_come_with_a_folder(register, tmp_path):
    folder = tmp_path / "office"
    text = ARRANGEMENT.replace("PLACES", "20").replace(f"known = {LEARNED}", f"known = {TODAY}")
    (folder / "arrangements" / "swe.toml").write_text(
        text.replace('"nor"', '"swe"').replace('source = "office"', 'source = "law"')
    )
    head = (folder / "register.toml").read_text()
    (folder / "register.toml").write_text(
        head.replace('"Race"', '"Other"') + '\n[sources.law]\ntitle = "The law"\n'
    )
    done = come(register, folder)
    assert (codes(done.preview), done.preview.sources) == ([], ("law",))
    found = service.opened(register).register
    assert (sorted(found.arrangements), found.name, found.sources["law"].title) == (
        ["nor", "swe"],
        "Race",
        "The law",
    )


def test_a_source_keeps_its_title(register, tmp_path):
    head = (tmp_path / "office" / "register.toml").read_text()
    (tmp_path / "office" / "register.toml").write_text(head.replace("The office's own records", "Hearsay"))
    assert codes(come(register, tmp_path / "office").preview) == ["import_source_otherwise"]


def test_counts_are_made_anew_where_people_are_counted_otherwise(address, tmp_path):
    folder = submitted(tmp_path)
    registers.founded(address, "eva", tmp_path / "k", folder=folder)
    assert proposed(address) == 2
    assert come(address, changed(folder, ('unit = "persons"', 'unit = "cases"'))).entries == 1
    assert proposed(address) == 1


# people who may be recorded twice

TWINS = "person,effective,source,family_name,given_names,individual_no,date_of_birth"


def twins(sheet, name="people.csv"):
    return sheet(
        name,
        TWINS,
        f"P-71,{LEARNED},office,Rahimi,Zahra,IND-1,1990-01-02",
        f"P-72,{LEARNED},office,Raheemi,Zahra,IND-1,1990-01-02",
    )


def test_who_may_be_recorded_twice_is_settled_first(register, sheet, tmp_path):
    before = everything(register)
    done = come(register, twins(sheet))
    assert codes(done.preview) == ["duplicates_to_settle"]
    assert [(one.person, one.other) for one in done.preview.candidates] == [("P-71", "P-72")]
    assert everything(register) == before
    told = str(shown.data(done.preview)) + " ".join(said(done.preview)) + shown.pairs(done.preview)
    assert "ahimi" not in told and "aheemi" not in told and "IND-1" not in told
    pairs = sheet("pairs.csv", *shown.pairs(done.preview).splitlines())
    settled = come(register, twins(sheet), not_one=imports.settled(pairs, ()))
    assert (settled.entries, settled.preview.settled) == (3, (("P-71", "P-72"),))
    found = database.connect(register)
    assert found.rows("SELECT key FROM records_entry WHERE \"table\" = 'settlements'") == [("P-71;P-72",)]


def test_a_new_person_may_be_one_who_is_recorded(register, sheet):
    one, other = twins(sheet).read_text().splitlines()[1:]
    assert come(register, sheet("people.csv", TWINS, one)).entries == 1
    second = sheet("people.csv", TWINS, other)
    assert codes(come(register, second).preview) == ["duplicates_to_settle"]
    assert come(register, second, not_one=imports.settled(None, ["P-72=P-71"])).entries == 2
    assert come(register, second).entries == 0


@pytest.mark.parametrize("text", ["P-1", "P-1=", "P-1=P-1"])
def test_a_pair_is_two_people(text):
    with pytest.raises(RequestRefused) as refused:
        imports.settled(None, [text])
    assert [one.code for one in refused.value.faults] == ["pair_unclear"]


def test_pairs_that_cannot_be_read(tmp_path):
    with pytest.raises(RequestRefused) as refused:
        imports.settled(tmp_path / "gone.csv", ())
    assert [one.code for one in refused.value.faults] == ["pairs_unreadable"]


def test_a_folder_is_no_database(tmp_path, sheet):
    with pytest.raises(RegisterRefused):
        come(str(tmp_path), sheet("people.csv", *NEW_PEOPLE))
