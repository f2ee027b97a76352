"""The Resettlement Registration Form: what each case lacks, exactly; and what each reader's copy holds."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
import ten_cases

from resettle import files
from resettle.engine.referrals.rrf import FormKind, Reader, ReaderKind, Said, rrf
from resettle.engine.registry.acts import Act
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.stages import ActKind
from resettle.render import words

FULL, ABRIDGED = FormKind.FULL, FormKind.ABRIDGED


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    found, warnings = files.read(ten_cases.write(tmp_path_factory.mktemp("ten")))
    assert warnings == ()
    return found


def form(register, case, kind=FULL, reader=None, on=ten_cases.ON):
    return rrf(Situation(register, on), case, kind, reader)


def lacks(one):
    return [(fault.code, fault.where.key) for fault in one.faults]


def texts(one):
    return [field.cell for section in one.sections for part in section.parts for field in part.fields]


def field(one, number, about, name):
    (found,) = (
        field
        for part in one.sections[number - 1].parts
        if part.about == about
        for field in part.fields
        if field.name == name
    )
    return found


SIGN = [
    ("rrf_declaration_outdated", f"section 8, P-91, {what}") for what in ("resettlement", "share_with_state")
]
LACKING = {
    "F-6": [("rrf_document_expired", "section 9, P-61")],
    "F-7": [("rrf_document_missing", "section 9, P-71"), ("rrf_not_interviewed", "section 1, P-71")],
    "F-8": [
        ("rrf_declaration_unsigned", "section 8, P-81, resettlement"),
        ("rrf_declaration_unsigned", "section 8, P-81, share_with_state"),
        ("rrf_declaration_missing", "section 8, P-82, resettlement"),
        ("rrf_declaration_missing", "section 8, P-82, share_with_state"),
    ],
    "F-9": [
        ("rrf_dates_out_of_order", "section 2, P-92, status_date"),
        ("rrf_not_interviewed", "section 1, P-92"),
        *SIGN,
    ],
    "F-10": [
        ("categories_missing", "section 1, F-10"),
        ("priority_missing", "section 1, F-10"),
        *(
            ("rrf_field_missing", f"section 2, P-101, {name}")
            for name in "birth_place birth_country marital_status father_name mother_name family_name_latin".split()
        ),
        ("rrf_dates_out_of_order", "section 2, P-101, registered_on"),
        ("rrf_age_unsettled", "section 2, P-102, date_of_birth"),
    ],
}
"""What keeps each case's form, full or abridged, from being complete; the others are."""
TEXTS = {
    "F-8": [
        ("rrf_statement_missing", "section 4, P-81, refugee_claim"),
        ("rrf_statement_missing", "section 4, P-82, refugee_claim"),
        ("rrf_statement_missing", "section 5, F-8, need"),
        ("rrf_statement_missing", "section 5, F-8, protection_environment"),
        ("rrf_statement_missing", "section 5, F-8, other_solutions"),
    ],
    "F-10": [("rrf_statement_missing", "section 5, F-10, other_solutions")],
}
"""What a full form lacks besides."""


@pytest.mark.parametrize("case", ten_cases.CASES)
def test_a_form_says_exactly_what_it_lacks(register, case):
    abridged, full = form(register, case, ABRIDGED), form(register, case)
    assert lacks(abridged) == LACKING.get(case, [])
    assert sorted(lacks(full)) == sorted(LACKING.get(case, []) + TEXTS.get(case, []))
    assert (full.complete, abridged.complete) == (case not in LACKING, case not in LACKING)
    assert all(words.fault(fault) for fault in full.faults)


def test_an_abridged_form_leaves_out_the_claims_and_the_need(register):
    full, abridged = form(register, "F-1"), form(register, "F-1", ABRIDGED)
    assert [one.number for one in abridged.sections if one.left_out] == [4, 5]
    assert ten_cases.NEED in texts(full) and ten_cases.NEED not in texts(abridged)
    assert [one.number for one in full.sections] == [*range(1, 10)]


def test_the_size_of_the_case_is_the_number_of_people_in_section_2(register):
    for case in ten_cases.CASES:
        one = form(register, case)
        assert field(one, 1, case, "case_size").cell == str(len(one.sections[1].parts)) != "0"
        first = one.sections[1].parts[0].about
        assert field(one, 2, first, "relationship_to_pa").cell == "PA"


def with_rows(register, table, **cells):
    """The register with one more row in a table, of the day before the form."""
    frame = getattr(register.tables, table)
    day = date(2026, 3, 1)
    row = pl.DataFrame(
        [{"effective": day, "known": day, "source": "office", "row": 999, **cells}], schema=frame.schema
    )
    return replace(register, tables=replace(register.tables, **{table: pl.concat([frame, row])}))


@pytest.mark.parametrize(("change", "outdated"), [("minor", False), ("substantial", True), (None, True)])
def test_a_substantial_change_asks_for_a_new_signature_and_a_correction_does_not(register, change, outdated):
    changed = with_rows(
        register, "statements", subject="F-4", statement="T-need", on="need", text="Otherwise.", change=change
    )
    codes = {code for code, _ in lacks(form(changed, "F-4"))}
    assert codes == ({"rrf_declaration_outdated"} if outdated else set())
    assert "Otherwise." in texts(form(changed, "F-4"))


def test_what_was_learned_after_the_signature_is_not_covered_by_it_whatever_day_it_is_dated(register):
    stated = {
        "subject": "F-4",
        "statement": "T-more",
        "on": "need",
        "text": "Otherwise.",
        "effective": date(2026, 2, 1),
    }
    codes = {code for code, _ in lacks(form(with_rows(register, "statements", **stated), "F-4"))}
    assert codes == {"rrf_declaration_outdated"}


@pytest.mark.parametrize("said", ["no", "withdrawn", "unknown"])
def test_a_declaration_that_is_not_given_is_missing(register, said):
    changed = with_rows(register, "consents", person="P-41", consent="K-resettlement", given=said)
    assert lacks(form(changed, "F-4")) == [("rrf_declaration_missing", "section 8, P-41, resettlement")]


def test_a_declaration_of_a_later_day_than_the_form_allows_nothing(register):
    changed = with_rows(register, "consents", person="P-41", consent="K-resettlement", signed_on="2026-03-09")
    assert lacks(form(changed, "F-4")) == [("rrf_declaration_late", "section 8, P-41, resettlement")]


@pytest.mark.parametrize(
    ("until", "found"),
    [
        ("none", []),
        ("2026-03-02", []),
        ("2026-03-01", ["rrf_document_expired"]),
        ("unknown", ["rrf_document_undated"]),
    ],
)
def test_a_medical_assessment_is_valid_on_the_day(register, until, found):
    changed = with_rows(register, "documents", person="P-31", document="D-1", valid_until=until)
    one = form(changed, "F-3")
    assert [code for code, _ in lacks(one)] == found
    assert one.complete is ("rrf_document_expired" not in found)


def test_two_categories_are_different_and_other_solutions_were_considered(register):
    changed = with_rows(register, "cases", case="F-4", category_secondary="LPPN", other_solutions="unknown")
    assert [code for code, _ in lacks(form(changed, "F-4"))] == [
        "categories_alike",
        "solutions_not_considered",
    ]


def test_a_child_alone_has_a_claim_and_signs(register):
    silent = replace(register, tables=replace(
        register.tables, **{name: getattr(register.tables, name).clear() for name in ("statements", "consents")}
    ))  # fmt: skip
    found = lacks(form(silent, "F-5"))
    assert ("rrf_statement_missing", "section 4, P-51, refugee_claim") in found
    assert ("rrf_declaration_missing", "section 8, P-51, resettlement") in found


def test_who_may_be_of_age_and_has_declared_is_taken_at_their_word(register):
    for purpose in ("resettlement", "share_with_state"):
        register = with_rows(
            register, "consents", person="P-102", consent=f"K-{purpose}", consent_for=purpose, given="yes",
            signed_on="2026-02-28", caseworker="cw-4", interpreter="none",
        )  # fmt: skip
    assert "section 2, P-102, date_of_birth" not in [place for _, place in lacks(form(register, "F-10"))]


def test_unknown_and_none_are_answers_and_silence_is_not(register):
    assert field(form(register, "F-4"), 2, "P-41", "family_name").said is Said.NONE
    assert field(form(register, "F-2"), 2, "P-22", "father_name").said is Said.UNKNOWN
    assert field(form(register, "F-10"), 2, "P-101", "father_name").said is Said.MISSING


def test_a_form_has_one_principal_applicant_and_people(register):
    changed = with_rows(register, "members", case="F-4", person="P-41", relationship_to_pa="unknown")
    assert lacks(form(changed, "F-4")) == [("rrf_applicant", "section 2, F-4")]
    gone = with_rows(register, "members", case="F-4", person="P-41", state="ended")
    assert ("rrf_without_people", "section 2, F-4") in lacks(form(gone, "F-4"))


def test_before_the_form_was_written_nothing_of_it_is_known(register):
    assert not form(register, "F-1", on=date(2026, 2, 19)).members


# Who reads it

STATE = Reader(ReaderKind.STATE)
HUSBAND, WIFE = (Reader(ReaderKind.MEMBER, person) for person in ("P-11", "P-12"))


def test_what_a_member_must_not_learn_of_is_flagged_for_the_state_and_not_in_their_copy(register):
    for reader in (None, STATE, WIFE):
        hidden = next(
            one
            for part in form(register, "F-1", FULL, reader).sections[5].parts
            for one in part.fields
            if one.cell == ten_cases.HIDDEN
        )
        assert hidden.hidden_from == ("P-11",)
    assert ten_cases.HIDDEN not in texts(form(register, "F-1", FULL, HUSBAND))


def test_a_members_copy_is_the_same_whether_or_not_something_is_kept_from_them(register):
    frame = register.tables.statements
    without = replace(
        register, tables=replace(register.tables, statements=frame.filter(pl.col("statement") != "T-2"))
    )
    silent = with_rows(without, "people", person="P-12", specific_needs="none")
    assert form(register, "F-1", FULL, HUSBAND).sections == form(silent, "F-1", FULL, HUSBAND).sections


def test_nobody_reads_from_whom_a_case_is_kept_apart(register):
    for reader in (None, STATE, HUSBAND):
        assert "F-9" not in {part.about for part in form(register, "F-1", FULL, reader).sections[0].parts}
    assert "F-6" in {part.about for part in form(register, "F-1", FULL, STATE).sections[0].parts}


def test_a_member_is_not_told_as_whom_a_relative_is_registered(register):
    told = with_rows(register, "relatives", person="P-11", relative="R-1", relative_person="P-61")
    assert "P-61" in texts(form(told, "F-1")) and "P-61" in texts(form(told, "F-1", FULL, STATE))
    assert "P-61" not in texts(form(told, "F-1", FULL, HUSBAND))


def test_where_a_case_was_submitted_before_is_told_to_no_state(register):
    act = Act(
        "A-1",
        ActKind.SUBMIT,
        "F-1",
        "nor-2026/2026",
        ("P-11",),
        date(2026, 2, 25),
        date(2026, 2, 25),
        "cor",
        "office",
    )
    told = replace(register, acts=(act,))
    assert "nor-2026/2026" in {part.about for part in form(told, "F-1").sections[0].parts}
    assert "nor-2026/2026" not in {part.about for part in form(told, "F-1", FULL, STATE).sections[0].parts}
    early = replace(register, acts=(replace(act, effective=date(2026, 2, 20)),))
    assert {code for code, _ in lacks(form(early, "F-1"))} == {"rrf_declaration_late"}


@pytest.mark.parametrize("text", ["none", "unknown"])
def test_that_there_is_no_claim_is_no_claim(register, text):
    told = with_rows(
        register, "statements", subject="P-41", statement="T-1", on="refugee_claim", text=text, change="minor"
    )
    assert lacks(form(told, "F-4")) == [("rrf_statement_missing", "section 4, P-41, refugee_claim")]
