"""Every field of a register has a class, every class its readers, and no use shows a role what it may not see."""

from pathlib import Path

import pytest

from resettle.engine.registry import facts
from resettle.engine.registry.disclosed import (
    AUDIENCE,
    BESIDE,
    COUNTED,
    FIELDS,
    OUTSIDE,
    SEES,
    SHOWS,
    STATED,
    UNTOLD,
    Audience,
    FieldClass,
    audience,
    dated,
    of_act,
    withheld,
)
from resettle.engine.registry.papers import On
from resettle.engine.registry.permissions import PERMITTED, Use
from resettle.engine.registry.roles import OFFICE, Role
from resettle.files.tables import TABLES
from resettle.records import documents
from resettle.render.words.disclosed import AUDIENCES, CLASSES, reference

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "disclosed.md"
C, A = FieldClass, Audience


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_field_of_every_table_has_a_class(table):
    own = {name for name in table.columns if dated(name) is None}
    assert own == FIELDS[table.name].keys()


def test_there_is_nothing_in_the_table_that_is_not_in_a_register():
    assert FIELDS.keys() == {table.name for table in TABLES}
    told = {name for fields in FIELDS.values() for name in fields} | COUNTED.keys()
    assert facts.dictionary().keys() <= told
    assert STATED.keys() == set(On)
    assert BESIDE.keys().isdisjoint(FIELDS.keys() | set(documents.TABLES))


def test_everything_has_readers_and_words():
    assert set(Role) == AUDIENCE.keys()
    assert set(A) == SEES.keys() == AUDIENCES.keys()
    assert set(C) == CLASSES.keys()
    assert set(Use) == SHOWS.keys()
    assert PAGE.read_text(encoding="utf-8") == reference(), (
        "run: python -m resettle.render.words.disclosed > docs/reference/disclosed.md"
    )


@pytest.mark.parametrize("use", list(Use))
def test_no_use_shows_a_role_what_it_may_not_see(use):
    for role in PERMITTED[use]:
        assert SHOWS[use] <= SEES[AUDIENCE[role]], (use, role)


def test_what_the_field_says_of_each_reader():
    for outside in OUTSIDE:
        assert SEES[outside].isdisjoint({C.INTERNAL, C.SCORE, C.SOURCE, C.CONFIDENTIAL, C.ELSEWHERE, C.LOG})
    assert C.CLAIM in SEES[A.STATE]
    assert C.CLAIM not in SEES[A.AGENCY] | SEES[A.MOVEMENT]
    assert SEES[A.INTERPRETER] == frozenset()
    assert SEES[A.ANALYST] == {C.PLACES}
    assert SEES[A.AUDITOR] == set(C)
    of_cases = set(C) - {C.PLACES, C.RIGHTS, C.INTEGRITY, C.LOG}
    assert SEES[A.ADMINISTRATOR].isdisjoint(of_cases)
    assert of_cases <= SEES[A.OFFICE]


def test_what_is_withheld_is_said_and_that_a_case_is_elsewhere_is_not():
    assert withheld(A.OFFICE) == ()
    for one in OUTSIDE:
        assert set(withheld(one)) | (SEES[one] - {C.PLACES}) | UNTOLD == set(C) - {
            C.PLACES,
            C.RIGHTS,
            C.INTEGRITY,
            C.LOG,
        }
        assert UNTOLD.isdisjoint(withheld(one))


def test_an_act_is_a_submissions_own_anothers_or_casework():
    assert of_act("nor", ["nor"]) is C.SUBMISSION
    assert of_act("nzl", ["nor"]) is C.ELSEWHERE
    assert of_act("", ["nor"]) is C.INTERNAL


def test_of_several_roles_the_one_that_sees_most_reads():
    assert audience([]) is A.INTERPRETER
    assert audience([Role.MOVEMENT, Role.PRE_DEPARTURE]) is A.OFFICE
    assert {audience([role]) for role in OFFICE} == {A.OFFICE}
    assert audience([Role.MOVEMENT]) is A.MOVEMENT
