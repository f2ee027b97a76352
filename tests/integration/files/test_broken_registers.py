"""Registers broken in one way each: the fault that is found, and the words that say where it is and what stands there."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from builders import SMALL, a_register_folder, cell, more, row, swapped, without_row
from integration.files.ways_to_break import (
    BAR,
    CAN,
    CONSENTS,
    DOCUMENTS,
    GROUPS,
    NOR,
    PATHWAYS,
    QUOTA,
    RULINGS,
    WHAT_IF,
    Broken,
    a_criterion,
    a_parquet,
    a_test,
    a_workbook,
    a_workbook_with_a_cell_nowhere,
)

from resettle import files
from resettle.render import words

SECOND_QUOTA = (
    SMALL[QUOTA].replace('"nor-quota"', '"loop"').replace('unit = "persons"', 'within = "nor-quota/2026"')
)
_MORE = SMALL["acts.csv"].replace(",source\n", ",source,ground,review_on\n").replace("office\n", "office,,\n")
WITHDRAWN = f"{_MORE}A-9,withdraw,C-4,nor-2026,2026,officer-1,,P-8;P-9,2026-02-14,2026-02-14,office,GROUND,\n"
ALONE = SMALL["acts.csv"] + "".join(
    f"A-{number},{act},C-1,,,ana,,,2026-02-1{number},2026-02-1{number},office\n"
    for number, act in enumerate(("refer", "open_assessment", "assess", "proceed"), 3)
)
A_CHILD = "P-10,F,2026-02-20,COD,unknown,KEN,none,2026-02-20,2026-02-20,office"

BROKEN = [
    # Files
    Broken("no register.toml", {"register.toml": None}, "file_missing", ("register.toml",)),
    Broken("a misspelt table", {"peple.csv": SMALL["people.csv"]}, "file_unknown", ("peple.csv", "Did you mean “people.csv”")),
    Broken("a table in capitals", {"people.CSV": ""}, "file_unknown", ("people.CSV",)),
    Broken("a table in another format", {"people.ods": b"PK"}, "file_unknown", ("people.ods",)),
    Broken("a folder of a wrong name", {"arrangement/x.toml": ""}, "file_unknown", ("arrangement/", "arrangements/")),
    Broken("worked tables in a folder of a wrong name", {"test/nor-2026/recognised.csv": "sex,finding\nF,met\n"}, "file_unknown", ("test/", "tests/")),
    Broken("worked tables in a folder in capitals", {"Tests/nor-2026/recognised.csv": "sex,finding\nF,met\n"}, "file_unknown", ("Tests/", "tests/")),
    Broken("a table among arrangements", {"arrangements/x.csv": ""}, "file_unknown", ("arrangements/x.csv",)),
    Broken("TOML a folder too deep", {"arrangements/old/x.toml": ""}, "file_unknown", ("arrangements/old/x.toml",)),
    Broken("a folder in place of a table", {"scores.csv": None, "scores.csv/x": ""}, "file_unreadable", ("scores.csv",)),
    Broken("a file to which an editor has given another ending", {"arrangements/x.toml.txt": ""}, "file_unknown", ("x.toml.txt",)),
    Broken("a folder in place of TOML", {"bars/x.toml/y": ""}, "file_unreadable", ("bars/x.toml",)),
    Broken("CSV and XLSX of one table", {"people.xlsx": a_workbook(["person"])}, "file_twice", ("people.csv", "people.xlsx")),
    Broken("CSV and Parquet of one table", {"people.parquet": b""}, "file_twice", ("people.csv and people.parquet",)),
    Broken("Parquet that is none", {"people.csv": None, "people.parquet": b"not"}, "file_not_parquet", ("people.parquet",)),
    Broken("yes or no by another type", {"people.csv": None, "people.parquet": a_parquet(dependent=[True])}, "column_type",
           ("people.parquet, row 1, dependent", "Boolean")),
    Broken("a table in Latin-1", {"people.csv": "person,é\n".encode("latin-1")}, "file_not_utf8", ("people.csv", "UTF-8")),
    Broken("TOML in UTF-16", {NOR: SMALL[NOR].encode("utf-16")}, "file_not_utf8", (NOR,)),
    Broken("bad TOML", {NOR: swapped(NOR, '"Norway\'s programme of 2026"', "Norway")}, "file_not_toml", (NOR, "line 2")),
    Broken("a key twice in TOML", {NOR: swapped(NOR, "name =", 'name = "a"\nname =')}, "file_not_toml", (NOR, "line 3")),
    Broken("a number too long to read", {NOR: swapped(NOR, "places = 10", f"places = {'1' * 5000}")}, "file_not_toml", (NOR,)),
    Broken("TOML nested too deeply", {NOR: f"a = {'[' * 9999}"}, "file_not_toml", (NOR, "deep")),
    Broken("a quotation mark left open", {"links.csv": row("links.csv", 'C-1,"C-2')}, "file_not_csv", ("links.csv, row 4",)),
    Broken("NUL bytes", {"links.csv": SMALL["links.csv"].encode() + b"\x00"}, "file_not_csv", ("links.csv", "NUL")),
    Broken("a cell past all bounds", {"acts.csv": cell("acts.csv", 2, "reason", "x" * 200_000)}, "file_not_csv", ("acts.csv, row 2",)),
    Broken("XLSX with a cell outside every sheet", {"people.csv": None, "people.xlsx": a_workbook_with_a_cell_nowhere()}, "file_not_xlsx", ("people.xlsx",)),
    Broken("XLSX that is none", {"people.csv": None, "people.xlsx": b"not"}, "file_not_xlsx", ("people.xlsx",)),
    Broken("an id that is not the file's", {NOR: swapped(NOR, '"nor-2026"', '"nor-2027"')}, "id_not_file", ("nor-2027", "nor-2026.toml")),
    # Tables
    Broken("an unknown column", {"people.csv": swapped("people.csv", "refugee_status", "refuge_status")}, "column_unknown",
           ("people.csv, row 1", "refuge_status", "“refugee_status”")),
    Broken("a column twice", {"people.csv": swapped("people.csv", "sex,", "nationality,")}, "column_twice", ("nationality",)),
    Broken("a missing column", {"links.csv": swapped("links.csv", "link,", "")}, "column_missing", ("links.csv, row 1", "link")),
    Broken("an empty table", {"links.csv": ""}, "column_missing", ("links.csv", "other_case")),
    Broken("a ragged row", {"links.csv": row("links.csv", "C-1,C-2,same_town,,2024-06-01,2024-06-02,office,and,more")},
           "row_too_long", ("links.csv, row 4", "9 cells", "7 columns")),
    Broken("a row cut short", {"links.csv": row("links.csv", "C-1,C-2,same_town")}, "cell_missing", ("links.csv, row 4, known",)),
    Broken("a huge cell", {"acts.csv": cell("acts.csv", 2, "reason", "x" * 20_000)}, "cell_unreadable", ("acts.csv, row 2, reason",)),
    Broken("a terminal's command in a cell", {"acts.csv": cell("acts.csv", 2, "reason", "a\x1b[31mb")}, "cell_unreadable", ("reason",)),
    Broken("an id with a blank", {"cases.csv": cell("cases.csv", 2, "case", "C 1")}, "id_wrong", ("cases.csv, row 2, case", "C 1")),
    Broken("a day as a year", {"people.csv": cell("people.csv", 4, "known", "2024")}, "day_wrong", ("people.csv, row 4, known", "“2024”")),
    Broken("a day that never was", {"people.csv": cell("people.csv", 4, "effective", "2024-02-30")}, "day_wrong", ("2024-02-30",)),
    Broken("a date in another style", {"people.csv": cell("people.csv", 2, "date_of_birth", "1.5.1990")}, "value_wrong",
           ("people.csv, row 2, date_of_birth", "1.5.1990", "2016-11-14")),
    Broken("an unknown code", {"people.csv": cell("people.csv", 3, "refugee_status", "recognized")}, "code_unknown",
           ("people.csv, row 3, refugee_status", "recognized", "Did you mean “recognised”")),
    Broken("no date of birth at all", {"people.csv": cell("people.csv", 3, "date_of_birth", "none")}, "none_impossible",
           ("people.csv, row 3, date_of_birth", "unknown")),
    Broken("an unknown code in a list", {"people.csv": cell("people.csv", 6, "nationality", "SSD;XYZ")}, "code_unknown", ("row 6", "“XYZ”")),
    Broken("an unknown tie", {"links.csv": cell("links.csv", 2, "link", "travel_togther")}, "code_unknown", ("travel_together",)),
    Broken("an unknown act", {"acts.csv": cell("acts.csv", 2, "act", "propsoe")}, "code_unknown", ("acts.csv, row 2, act", "“propose”")),
    Broken("a score that is no number", {"scores.csv": cell("scores.csv", 2, "score", "1_000")}, "value_wrong", ("scores.csv, row 2", "1_000")),
    Broken("a row twice", {"cases.csv": row("cases.csv", "C-1,,,normal,,2024-06-01,2024-06-02,office")}, "row_twice",
           ("cases.csv, row 6", "C-1", "1 June 2024")),
    Broken("a tie that may or may not hold", {"links.csv": cell("links.csv", 2, "state", "unknown")}, "code_unknown", ("links.csv, row 2, state",)),
    Broken("a household of a stranger", {"registration_groups.csv": GROUPS.replace("G-1,P-1", "G-1,P-77")}, "name_unknown",
           ("registration_groups.csv, row 2, person", "P-77")),
    Broken("a document of a stranger", {"documents.csv": DOCUMENTS.replace("P-1,", "P-77,")}, "name_unknown", ("documents.csv, row 2", "P-77")),
    Broken("a consent of a stranger", {"consents.csv": CONSENTS.replace("P-1,N-2", "P-77,N-2")}, "name_unknown", ("consents.csv, row 4", "P-77")),
    Broken("a consent for something else", {"consents.csv": CONSENTS.replace("family_tracing", "family_trace")}, "code_unknown",
           ("consents.csv, row 4, consent_for", "“family_tracing”")),
    Broken("a consent perhaps", {"consents.csv": CONSENTS.replace("withdrawn", "maybe")}, "code_unknown", ("consents.csv, row 3, given", "withdrawn")),
    Broken("a consent that says nothing", {"consents.csv": CONSENTS.replace(",yes,", ",,")}, "cell_missing", ("consents.csv, row 2, given",)),
    Broken("a household that may or may not hold", {"registration_groups.csv": GROUPS.replace("ended", "unknown")}, "code_unknown",
           ("registration_groups.csv, row 4, state",)),
    Broken("a document that was never issued", {"documents.csv": DOCUMENTS.replace("2019-03", "none")}, "none_impossible",
           ("documents.csv, row 2, issued_on",)),
    Broken("a document named by its number", {"documents.csv": DOCUMENTS.replace("P-1,D-1", "P-1,pass-k12345")},
           "document_named_by_number", ("documents.csv, row 2, document",)),
    Broken("a document of no kind", {"documents.csv": DOCUMENTS.replace("identity_document", "identity_documnt")}, "code_unknown",
           ("documents.csv, row 2, document_kind", "“identity_document”")),
    # Keys and values
    Broken("a key in other words", {NOR: swapped(NOR, "name =", "title =")}, "key_unknown", (NOR, "title", "Did you mean “name”")),
    Broken("a column in other words", {"people.csv": swapped("people.csv", "date_of_birth", "DOB")}, "column_unknown",
           ("people.csv, row 1", "“DOB”", "Did you mean “date_of_birth”")),
    Broken("a column by its label", {"people.csv": swapped("people.csv", "date_of_birth", "Date of birth")}, "column_unknown",
           ("Did you mean “date_of_birth”",)),
    Broken("an unknown key", {NOR: swapped(NOR, "from =", "form =")}, "key_unknown", (NOR, "offer.2026.form", "Did you mean “from”")),
    Broken("an unknown table", {NOR: more(NOR, "[[ofer]]\nid = 'x'")}, "key_unknown", (NOR, "ofer", "“offer”")),
    Broken("an unknown key of a source", {"register.toml": swapped("register.toml", "url =", "uri =")}, "key_unknown", ("sources.treaty.uri",)),
    Broken("a key named as a type is", {"register.toml": swapped("register.toml", "on =", "int = 3\non =")}, "key_unknown", ("“int”",)),
    Broken("a missing key", {CAN: swapped(CAN, 'country = "CAN"', "")}, "key_missing", (CAN, "country")),
    Broken("no offer at all", {BAR: swapped(BAR, "[[status]]", "[[x]]")}, "key_missing", (BAR, "status")),
    Broken("text for a date", {"register.toml": swapped("register.toml", "2026-03-02", '"2026-03-02"')}, "value_wrong",
           ("register.toml, on", "without quotes")),
    Broken("a time for a date", {"register.toml": swapped("register.toml", "2026-03-02", "2026-03-02T08:00:00")}, "value_wrong", ("on",)),
    Broken("text for yes or no", {"register.toml": swapped("register.toml", "true", '"yes"')}, "value_wrong", ("synthetic", "true or false")),
    Broken("places below none", {NOR: swapped(NOR, "places = 10", "places = -10")}, "value_wrong", ("offer.2026.places[1]", "-10")),
    Broken("places past all bounds", {NOR: swapped(NOR, "places = 10", f"places = 0x{'f' * 5000}")}, "value_wrong", ("offer.2026.places[1]",)),
    Broken("places in words", {NOR: swapped(NOR, "places = 10", 'places = "ten"')}, "value_wrong", ("“ten”", "unknown")),
    Broken("an id with capitals", {NOR: swapped(NOR, 'id = "2026"', 'id = "Spring"')}, "value_wrong", ("offer[1].id", "Spring")),
    Broken("an unknown status", {NOR: swapped(NOR, '"in_force"', '"in force"')}, "code_unknown", ("status[1].status", "in_force")),
    Broken("a number for a code", {NOR: swapped(NOR, '"resettlement"', "7")}, "code_unknown", ("solution", "“7”")),
    Broken("an unknown country", {NOR: swapped(NOR, 'country = "NOR"', 'country = "NRO"')}, "code_unknown", (NOR, "NRO")),
    Broken("a status and readings", {NOR: swapped(NOR, 'status = "in_force"', 'status = "in_force"\nadopted = "a"')}, "status_both", ("status[1]",)),
    Broken("a status of nobody's", {NOR: swapped(NOR, 'status = "in_force"\nsource = "treaty"', 'status = "in_force"')}, "status_missing", ("status[1]",)),
    Broken("one reading only", {NOR: swapped(NOR, 'status = "in_force"\nsource = "treaty"',
           'adopted = "a"\n[[status.readings]]\nreading = "a"\nstatus = "in_force"\nsource = "treaty"')}, "status_one_reading", ("status[1]",)),
    Broken("readings of which none is adopted", {NOR: swapped(NOR, 'status = "in_force"\nsource = "treaty"', 'adopted = "c"\n' + "".join(
           f'[[status.readings]]\nreading = "{one}"\nstatus = "in_force"\nsource = "treaty"\n' for one in "ab"))}, "status_not_adopted", ("adopted",)),
    Broken("a consent on no event", {NOR: swapped(NOR, '"given"', '"given_if"')}, "consent_event", ("consent[1]", "given_if")),
    Broken("places twice in one entry", {NOR: swapped(NOR, "places = 10", "places = 10\nup_to = 20")}, "places_one_number", ("offer.2026.places[1]",)),
    Broken("no places in an entry", {NOR: swapped(NOR, "places = 10", "")}, "places_one_number", ("offer.2026.places[1]",)),
    Broken("neither test nor decider", {NOR: more(NOR, a_criterion(test=""))}, "criterion_test_or_decider", ("criterion.extra",)),
    Broken("a name written backwards", {NOR: swapped(NOR, "Norway's programme", "Norway\u202e's programme")}, "text_unprintable", (NOR, "name")),
    # How things refer to one another
    Broken("an unknown source of a row", {"people.csv": cell("people.csv", 2, "source", "ofice")}, "source_unknown",
           ("people.csv, row 2, source", "ofice", "“office”")),
    Broken("an unknown source of a term", {NOR: swapped(NOR, 'source = "treaty"', 'source = "traety"')}, "source_unknown", (NOR, "“treaty”")),
    Broken("consent of a stranger", {NOR: swapped(NOR, 'needs_consent_of = ["KEN"]', 'needs_consent_of = ["KEN", "UGA"]')},
           "party_unknown", (NOR, "needs_consent_of", "UGA", "KEN")),
    Broken("a consent that nobody needs", {NOR: swapped(NOR, 'needs_consent_of = ["KEN"]', "needs_consent_of = []")},
           "consent_not_needed", (NOR, "consent[1].party", "KEN")),
    Broken("an event on nothing", {NOR: swapped(NOR, '"given"\n', '"given_if"\nevent = { of = "no-entr", status = "in_force" }\n')},
           "name_unknown", ("consent[1].event", "no-entr", "Did you mean “no-entry”")),
    Broken("an offer within nothing", {NOR: swapped(NOR, "nor-quota/2026", "nor-quota/2027")}, "name_unknown", ("offer.2026.within", "nor-quota/2027")),
    Broken("quotas in a loop", {"quotas/loop.toml": SECOND_QUOTA, QUOTA: swapped(QUOTA, 'unit = "persons"', 'within = "loop/2026"')},
           "quota_loop", ("quotas/loop.toml",)),
    Broken("an offer in another unit than its quota", {NOR: swapped(NOR, 'unit = "persons"', 'unit = "cases"')}, "quota_unit",
           (NOR, "nor-2026/2026", "cases", "persons")),
    Broken("a quota in another unit than its quota", {"quotas/loop.toml": SECOND_QUOTA.replace("within", 'unit = "cases"\nwithin')},
           "quota_unit", ("quotas/loop.toml",)),
    Broken("a period that ends before it begins", {NOR: swapped(NOR, "until = 2026-12-31", "until = 2025-12-31")}, "period_out_of_order",
           (NOR, "offer.2026", "1 January 2026", "31 December 2025")),
    Broken("one id for an arrangement and a bar", {"bars/nor-2026.toml": swapped(BAR, '"no-entry"', '"nor-2026"')}, "id_twice", ("nor-2026",)),
    Broken("two offers of one id", {CAN: more(CAN, '[[offer]]\nid = "2026"\nfrom = 2027-01-01\ncounts_at = "decision"\n[[offer.places]]\n'
           'effective = 2026-01-05\nknown = 2026-01-05\nup_to = 5\nsource = "treaty"')}, "id_twice", (CAN, "offer", "2026")),
    Broken("parts that exceed the whole", {QUOTA: swapped(QUOTA, "places = 5", "places = 15")}, "places_do_not_add_up", (QUOTA, "25", "20"), warning=True),
    Broken("a what-if of nothing", {WHAT_IF: swapped(WHAT_IF, "can-2026/2026", "can-2026/2025")}, "name_unknown", (WHAT_IF, "can-2026/2025")),
    Broken("a what-if of a stranger's consent", {WHAT_IF: swapped(WHAT_IF, '"KEN"', '"UGA"')}, "party_unknown", (WHAT_IF, "UGA")),
    Broken("a what-if that includes nothing", {WHAT_IF: swapped(WHAT_IF, "about =", 'includes = ["x"]\nabout =')}, "name_unknown", ("includes", "“x”")),
    Broken("what-ifs in a loop of three", {f"what-ifs/{one}.toml": f'name = "{one}"\nincludes = ["{other}"]' for one, other in ("ab", "bc", "ca")},
           "what_if_loop", ("what-ifs/a.toml",)),
    Broken("a what-if that repeats a criterion", {WHAT_IF: more(WHAT_IF, a_criterion(id='"recognised"', arrangement='"can-2026"', source="", known=""))},
           "criterion_repeated", (WHAT_IF, "recognised")),
    Broken("a criterion that ends and is not there", {WHAT_IF: more(WHAT_IF,
           '[[criterion_ends]]\narrangement = "can-2026"\ncriterion = "recognized"\neffective = 2026-03-01')}, "name_unknown", ("recognized", "“recognised”")),
    # Criteria and their tests
    Broken("two criteria of one id", {NOR: more(NOR, a_criterion(id='"recognised"'))}, "criterion_repeated", (NOR, "recognised")),
    Broken("a criterion never in force", {NOR: more(NOR, a_criterion(until="2026-01-05"))}, "criterion_ends_before_it_begins", ("extra", "5 January 2026")),
    Broken("a priority that is waived", {NOR: more(NOR, a_criterion(kind='"priority"', waivable_by='"NOR"'))}, "criterion_has_nothing_to_waive", ("extra",)),
    Broken("an unknown exemption", {NOR: swapped(NOR, 'unless = ["derived"]', 'unless = ["derivd"]')}, "unless_is_unknown", ("derivd", "“derived”")),
    Broken("an exemption that is none", {NOR: swapped(NOR, 'unless = ["derived"]', 'unless = ["security"]')}, "unless_is_not_an_exemption", ("security",)),
    Broken("an exemption of an exemption", {NOR: more(NOR, a_criterion(kind='"exemption"', unless='["derived"]'))}, "exemption_has_unless", ("extra",)),
    Broken("an exemption that is judged", {NOR: more(NOR, a_criterion(kind='"exemption"', test="", decided_by='"office"'))}, "exemption_is_judged", ("extra",)),
    Broken("an exemption nobody uses", {CAN: more(CAN, a_criterion(kind='"exemption"'))}, "exemption_is_not_used", ("extra",), warning=True),
    Broken("a bar that is no bar", {BAR: swapped(BAR, 'kind = "bar"', 'kind = "eligibility"')}, "bar_kind", (BAR, "eligibility")),
    Broken("a bar on whole cases", {BAR: swapped(BAR, '"each_member"', '"any_member"')}, "bar_applies_to", (BAR, "came-late", "any_member")),
    Broken("a bar that is judged", {BAR: swapped(BAR, "test = \"arrived_on > DATE '2025-12-31'\"", 'decided_by = "office"')}, "bar_is_judged",
           (BAR, "criterion.came-late.decided_by")),
    Broken("a test that asks for nothing we know", a_test("religion = 'X'"), "test_unknown_fact", (NOR, "criterion.recognised.test", "religion")),
    Broken("a test of a code that is not there", a_test("refugee_status = 'recognized'"), "test_unknown_code", ("“recognised”",)),
    Broken("a test with a second command", a_test("sex = 'F'; DROP TABLE people"), "test_character_refused", ("“;”",)),
    Broken("a test with a comment", a_test("sex = 'F' --"), "test_part_refused", ("“--”",)),
    Broken("a test with a query", a_test("sex IN (SELECT sex)"), "test_subquery_refused", ("SELECT",)),
    Broken("a test with a function", a_test("SYSTEM('rm') = 1"), "test_function_refused", ("SYSTEM",)),
    Broken("a test that makes unknown no", a_test("refugee_status IS NOT NULL"), "test_null_refused", ("unknown",)),
    Broken("a test that is too long", a_test("sex = 'F' OR " * 200 + "sex = 'M'"), "test_too_long", ("2,000",)),
    Broken("a test that is too deep", a_test("(" * 30 + "sex = 'F'" + ")" * 30), "test_too_deep", ("20",)),
    Broken("an empty test", a_test(" "), "test_empty", (NOR,)),
    Broken("a test cut short", a_test("sex IN ('F'"), "test_syntax", (NOR, "criterion.recognised.test")),
    Broken("a case's fact asked of members", a_test("case_size < 5"), "test_fact_of_another", ("case_size",)),
    # People and cases
    Broken("a member nobody knows", {"members.csv": cell("members.csv", 2, "person", "P-11")}, "name_unknown", ("members.csv, row 2, person", "P-11")),
    Broken("members of no case", {"cases.csv": without_row("cases.csv", 2)}, "name_unknown", ("members.csv, row 2, case", "C-1")),
    Broken("willingness for no arrangement", {"willingness.csv": cell("willingness.csv", 2, "arrangement", "nor-2025")}, "name_unknown", ("nor-2025", "“nor-2026”")),
    Broken("a pathway of nobody", {"pathways.csv": PATHWAYS.replace("P-1", "P-11")}, "name_unknown", ("pathways.csv, row 2, person", "“P-1”")),
    Broken("a ruling on nobody", {"rulings.csv": RULINGS.replace("C-1", "C-11")}, "name_unknown", ("rulings.csv, row 2, subject", "“C-1”")),
    Broken("a ruling in no arrangement", {"rulings.csv": RULINGS.replace("no-entry", "no-enrty")}, "name_unknown",
           ("rulings.csv, row 3, arrangement", "“no-entry”")),
    Broken("a ruling that is none", {"rulings.csv": RULINGS.replace("waived", "waved")}, "code_unknown", ("rulings.csv, row 3, ruling", "“waived”")),
    Broken("two principal applicants", {"members.csv": cell("members.csv", 3, "relationship_to_pa", "PA")}, "case_two_applicants", ("C-1", "2 principal")),
    Broken("no principal applicant", {"members.csv": cell("members.csv", 2, "relationship_to_pa", "sibling")}, "case_no_applicant", ("C-1",)),
    Broken("an applicant not recorded", {"members.csv": cell("members.csv", 2, "relationship_to_pa", "")}, "case_applicant_unknown", ("C-1",), warning=True),
    Broken("a case of nobody", {"cases.csv": row("cases.csv", "C-5,,,normal,,2024-06-01,2024-06-02,office")}, "case_without_members", ("C-5",), warning=True),
    Broken("a person in two cases", {"members.csv": row("members.csv", "C-2,P-1,sibling,,2024-07-01,2024-07-02,office")}, "person_in_two_cases",
           ("members.csv, row 11, person", "P-1", "C-1 and C-2")),
    Broken("a person in no case", {"people.csv": row("people.csv", A_CHILD)}, "person_in_no_case", ("people.csv, row 12, person", "P-10"), warning=True),
    Broken("a person called as a case is", {"people.csv": row("people.csv", A_CHILD.replace("P-10", "C-1"))}, "id_shared", ("people.csv, row 12, person", "C-1")),
    Broken("a case tied to itself", {"links.csv": cell("links.csv", 2, "other_case", "C-2")}, "link_with_itself", ("links.csv, row 2", "C-2")),
    Broken("keep apart and travel together", {"links.csv": row("links.csv", "C-4,C-1,travel_together,,2024-06-01,2024-06-02,office")},
           "link_contradicts", ("links.csv, row 4, link", "C-1 and C-4", "row 3")),
    Broken("born after the transfer", {"people.csv": cell("people.csv", 2, "date_of_birth", "2016-05-01")}, "dates_out_of_order",
           ("people.csv, row 2, arrived_on", "date_of_birth")),
    Broken("a fact of the future", {"people.csv": cell("people.csv", 2, "arrived_on", "2025")}, "date_after_known", ("people.csv, row 2, arrived_on", "2 June 2024")),
    Broken("someone of 150 years", {"people.csv": cell("people.csv", 2, "date_of_birth", "1876")}, "age_implausible", ("P-1", "110"), warning=True),
    Broken("a mother as old as her child", {"people.csv": cell("people.csv", 4, "date_of_birth", "1992")}, "parent_implausible", ("P-3",), warning=True),
    Broken("one category twice", {"cases.csv": cell("cases.csv", 2, "category_secondary", "LPPN")}, "categories_same", ("C-1", "LPPN"), warning=True),
    Broken("LFADS as primary category", {"cases.csv": cell("cases.csv", 2, "category_primary", "LFADS")}, "lfads_primary", ("C-1",), warning=True),
    # Acts
    Broken("an act on no case", {"acts.csv": cell("acts.csv", 2, "case", "C-9")}, "name_unknown", ("acts.csv, row 2, case", "C-9")),
    Broken("an act on nobody we know", {"acts.csv": cell("acts.csv", 3, "persons", "P-8;P-99")}, "name_unknown", ("acts.csv, row 3, persons", "P-99")),
    Broken("an act in no arrangement", {"acts.csv": cell("acts.csv", 2, "arrangement", "nor-2025")}, "name_unknown", ("acts.csv, row 2, arrangement",)),
    Broken("an act in no offer", {"acts.csv": cell("acts.csv", 2, "offer", "2025")}, "offer_unclear", ("acts.csv, row 2, offer", "nor-2026/2025", "2026")),
    Broken("an over-submission that nobody says", {NOR: swapped(NOR, "[[criterion]]\nid = \"recognised\"", "[[offer.over_submission]]\neffective = 2026-01-05\nknown = 2026-01-05\nplaces = 3\nsource = \"nobody\"\n\n[[criterion]]\nid = \"recognised\"")}, "source_unknown", ("offer.2026.over_submission[1].source", "nobody")),
    Broken("a joining of nobody named", {"acts.csv": more("acts.csv", "A-9,join,C-4,nor-2026,2026,officer-1,,,2026-03-01,2026-03-01,office\n")}, "people_not_named", ("C-4", "names no persons")),
    Broken("a joining of nobody on the way", {"acts.csv": more("acts.csv", "A-9,join,C-1,nor-2026,2026,officer-1,,P-1,2026-03-01,2026-03-01,office\n")}, "act_joins_nobody", ("P-1", "C-1"), warning=True),
    Broken("an act on a case of nobody", {"acts.csv": cell("acts.csv", 2, "effective", "2020-01-01")}, "act_without_people", ("acts.csv, row 2", "C-4")),
    Broken("an act known before it was done", {"acts.csv": cell("acts.csv", 2, "known", "2026-02-09")}, "act_known_before_done",
           ("acts.csv, row 2, known", "10 February 2026", "9 February 2026")),
    Broken("a withdrawal of nobody proposed", {"acts.csv": cell("acts.csv", 2, "act", "withdraw")}, "act_not_listed",
           ("acts.csv, row 2, act", "P-8", "not yet proposed", "submitted or deferred")),
    Broken("an acceptance of nobody submitted", {"acts.csv": more("acts.csv", "A-9,accept,C-1,nor-2026,2026,officer-1,,P-1,2026-03-01,2026-03-01,office\n")},
           "act_not_listed", ("acts.csv, row", "P-1", "not yet proposed", "submitted or deferred"), warning=True),
    Broken("an act on a case that names an arrangement", {"acts.csv": cell("acts.csv", 2, "act", "refer")}, "cell_not_blank",
           ("acts.csv, row 2, arrangement", "refer")),
    Broken("a submission to nowhere", {"acts.csv": cell("acts.csv", 2, "arrangement", "")}, "cell_missing",
           ("acts.csv, row 2, arrangement",)),
    Broken("an act on a case that is not there", {"acts.csv": more("acts.csv", "A-9,refer,C-77,,,ana,,,2026-02-14,2026-02-14,office")},
           "name_unknown", ("acts.csv, row 5, case", "C-77")),
    Broken("an act on a case out of its turn", {"acts.csv": more("acts.csv", "A-9,approve,C-1,,,ana,,,2026-02-14,2026-02-14,office")},
           "case_act_out_of_turn", ("acts.csv, row 5, act", "approve", "not yet referred", "recommended")),
    Broken("a ground of another act", {"acts.csv": WITHDRAWN.replace("GROUND", "died")}, "ground_unknown",
           ("acts.csv, row 4, ground", "died", "exceptional")),
    Broken("a day of review that is none", {"acts.csv": WITHDRAWN.replace("GROUND,", "asked,2026-13")}, "day_wrong",
           ("acts.csv, row 4, review_on", "2026-13")),
    Broken("one person who assesses and reviews", {"acts.csv": ALONE}, "act_by_same_person",
           ("acts.csv, row 7, by", "ana", "assess"), warning=True),
    Broken("an act on somebody of another case", {"acts.csv": cell("acts.csv", 3, "persons", "P-8;P-7")}, "act_person_not_member",
           ("acts.csv, row 3, persons", "P-7", "C-4")),
    Broken("a proposal against somebody's will", {"willingness.csv": cell("willingness.csv", 9, "willing", "no")}, "act_without_will",
           ("acts.csv, row 2, persons", "P-8", "nor-2026"), warning=True),
    Broken("a child born after the submission", {"people.csv": row("people.csv", A_CHILD), "members.csv": row("members.csv",
           "C-4,P-10,child,,2026-02-20,2026-02-20,office")}, "member_not_in_submission", ("P-10", "C-4"), warning=True),
    Broken("two acts of one id", {"acts.csv": cell("acts.csv", 3, "act_id", "A-1")}, "id_twice", ("acts.csv, row 3, act_id", "A-1")),
    Broken("more taken than there is", {NOR: swapped(NOR, "places = 10", "places = 1")}, "limit_exceeded", ("nor-2026/2026", "1 place more"), warning=True),
]  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.how.replace(" ", "-"))
def test_a_broken_register_is_refused_in_words(broken: Broken, tmp_path: Path) -> None:
    reading = files.examine(a_register_folder(tmp_path, broken.changes))
    found = [fault for fault in reading.faults if fault.code == broken.code]
    assert found, [words.fault(fault) for fault in reading.faults]
    told = [words.fault(fault) for fault in found]
    assert any(all(part in message for part in broken.told) for message in told), told
    assert all(fault.is_error is not broken.warning for fault in found)
    assert (reading.register is None) is any(fault.is_error for fault in reading.faults)


def test_the_table_is_long_enough_and_says_each_thing_once() -> None:
    assert len(BROKEN) >= 40
    assert len({broken.how for broken in BROKEN}) == len(BROKEN)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"pathways.csv": PATHWAYS, "rulings.csv": RULINGS},
        {"registration_groups.csv": GROUPS, "documents.csv": DOCUMENTS, "consents.csv": CONSENTS},
    ],
    ids=["", "and-more", "and-what-no-criterion-asks"],
)
def test_the_register_they_are_made_from_has_nothing_wrong(more: Mapping[str, str], tmp_path: Path) -> None:
    reading = files.examine(a_register_folder(tmp_path, more))
    assert reading.faults == ()
    assert reading.register is not None
