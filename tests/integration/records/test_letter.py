"""The letter of the twenty-eight: one request, three languages, each answered of their own case and of nobody else's."""

import csv
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from resettle.engine.errors import RequestRefused
from resettle.engine.referrals.deadlines import Due
from resettle.engine.referrals.requests import Waits
from resettle.engine.registry.roles import Role
from resettle.render import letters as rendered
from resettle.render.report.letter import html
from resettle.service import Asked, accounts, imports, letters, record, registers
from resettle.service import alerted as asked_alerts
from resettle.service.accounts import Rights
from resettle.service.letters import Drafted, Service, Translation
from resettle.service.readers import readings

EXAMPLES = Path(__file__).parents[3] / "examples"
LETTER = EXAMPLES / "letter-of-28"
ROWS = list(csv.DictReader((LETTER / "requests.csv").read_text(encoding="utf-8").splitlines()))
LANGUAGE = {row["person"]: row["language"] for row in ROWS}
TEXTS = {code: (LETTER / f"{code}.txt").read_text(encoding="utf-8") for code in set(LANGUAGE.values())}
SIGNED = [*LANGUAGE]
REQUEST = "Q-28"


@pytest.fixture
def place(tmp_path):
    """The worked example in a database, with names and confidential statements that no letter of another may hold; the letter in it."""
    address = str(tmp_path / "office.sqlite")
    registers.founded(address, "eva", tmp_path / "key", folder=EXAMPLES / "nauru-manus-2016")
    accounts.opened(address, "cara", "Cara", "eva", Rights([Role.CASEWORKER]))
    accounts.opened(address, "ruth", "Ruth Officer", "eva", Rights([Role.REVIEWING_OFFICER]))
    accounts.opened(
        address, "nzl", "Wellington", "eva", Rights([Role.STATE_SELECTOR], arrangements=("nz-150",))
    )
    people, statements = tmp_path / "people.csv", tmp_path / "statements.csv"
    named = [f"{person},2016-01-01,synthetic,Family{mark(person)},Given{mark(person)}" for person in SIGNED]
    people.write_text("\n".join(["person,effective,source,family_name,given_names", *named, ""]))
    hidden = [
        f"{person},T-9,2016-01-01,synthetic,specific_needs,Secret{mark(person)},{others(person)}"
        for person in SIGNED
    ]
    statements.write_text(
        "\n".join(["subject,statement,effective,source,on,text,confidential_from", *hidden, ""])
    )
    sources = (people, statements, LETTER / "requests.csv")
    imports.imported(address, imports.Wanted(sources), "cara")
    return address


def mark(person):
    return person.replace("-", "q")


def others(person):
    return next(other for other in SIGNED if other != person)


def answers(place):
    return {one.request.person: rendered.draft(one) for one in letters.drafted(place, REQUEST, "cara")}


def translations(persons, checked_by="A. Second"):
    return {one: Translation(TEXTS[LANGUAGE[one]], "A. First", checked_by) for one in persons}


def told(work):
    with pytest.raises(RequestRefused) as refused:
        work()
    return {fault.code for fault in refused.value.faults}


def test_each_of_twenty_eight_is_answered_of_their_own_case_and_of_nobody_elses(place):
    assert len(SIGNED) == 28
    assert set(LANGUAGE.values()) == {"fas", "ara", "tam"}
    drafts = answers(place)
    assert drafts.keys() == set(SIGNED)
    letters.answered(place, REQUEST, drafts, "ruth")
    letters.translated(place, REQUEST, translations(SIGNED), "cara")
    letters.served(place, REQUEST, dict.fromkeys(SIGNED, Service("handed_over")), "cara")
    assert {one.waits for one in letters.listed(place, "cara", REQUEST)} == {None}
    contacts = {row["person"]: row["safe_contact"] for row in ROWS}
    for person in SIGNED:
        one = letters.letter(place, REQUEST, person, "cara")
        page = html(one)
        assert TEXTS[LANGUAGE[person]].split("\n")[0] in page
        assert f"Family{mark(person)}" in page, "it is addressed to the person"
        assert "By what is recorded" in page or "This is so, by what is recorded." in page, (
            "reasons are given"
        )
        assert ("New Zealand" in page) and ("P-" not in page.replace(person, "")), "and nobody else is named"
        for other in SIGNED:
            held = page + drafts[person]
            assert f"Secret{mark(other)}" not in held
            assert person == other or f"{mark(other)}" not in held
        assert not re.search(r"\bC-\d+", page), "nor a case"
        assert contacts[person] not in page, "how they are reached is for whoever serves, not on the paper"
        shown = rendered.letter_data(one)
        assert shown["safe_contact"] == contacts[person]


def test_an_answer_says_what_it_was_drafted_from_and_that_can_be_told_again(place):
    first, second = SIGNED[:2]
    both = letters.drafted(place, REQUEST, "cara", [first, second])
    texts = {one.request.person: rendered.draft(one) for one in both}
    of = Drafted(both[0].upto, both[0].on)
    for wrong in (replace(of, upto=of.upto + 99), replace(of, on=of.on + timedelta(1))):
        refused = told(lambda: letters.answered(place, REQUEST, texts, "ruth", None, wrong))  # noqa: B023
        assert refused == {"drafted_from_nothing"}
    letters.answered(place, REQUEST, {first: texts[first]}, "ruth", drafted=of)
    learn(place, second, "refugee_status", "refused")
    refused = told(lambda: letters.answered(place, REQUEST, {second: texts[second]}, "ruth", None, of))
    assert refused == {"drafted_before_a_change"}
    letters.answered(place, REQUEST, {second: "As they were told."}, "ruth")
    learn(place, first, "refugee_status", "refused")
    assert rendered.draft(letters.drafted(place, REQUEST, "cara", [first])[0]) != texts[first]
    [again] = letters.drafted(place, REQUEST, "cara", as_answered=True)
    assert (again.request.person, rendered.draft(again)) == (first, texts[first])


def learn(place, person, fact, value):
    found = Path(place).parent / "learned.csv"
    found.write_text(f"person,effective,source,{fact}\n{person},2016-11-20,synthetic,{value}\n")
    imports.imported(place, imports.Wanted((found,), table="people"), "cara")


def test_reasons_differ_as_cases_do(place):
    drafts = answers(place)
    assert len(set(drafts.values())) > 3
    asked_first = [text.split("for you alone:")[1].strip().splitlines()[0] for text in drafts.values()]
    assert set(asked_first) == {"New Zealand's offer of 150 places a year"}
    assert all("This way needs the consent of Australia" in text for text in drafts.values())


def test_all_are_recorded_or_none(place):
    texts = dict.fromkeys(SIGNED[:3], "You are told so.")
    assert told(lambda: letters.answered(place, REQUEST, {**texts, "P-0001": "And you."}, "ruth")) == {
        "request_unknown"
    }
    assert told(lambda: letters.answered(place, REQUEST, {**texts, SIGNED[4]: " "}, "ruth")) == {
        "answer_empty"
    }
    assert {one.waits for one in letters.listed(place, "cara")} == {Waits.ANSWER}
    assert not letters.answered(place, REQUEST, texts, "ruth", key="k")
    assert letters.answered(place, REQUEST, texts, "ruth", key="k"), "sent again, nothing is done twice"
    assert told(lambda: letters.answered(place, REQUEST, texts, "ruth")) == {"answered_before"}
    assert "use_not_of_role" in told(lambda: letters.answered(place, REQUEST, texts, "nzl"))
    assert "use_not_of_role" in told(lambda: letters.listed(place, "nzl"))


def test_an_answer_is_served_in_a_language_that_the_person_reads(place):
    first, second, third = SIGNED[:3]
    handed = Service("handed_over")
    assert told(lambda: letters.served(place, REQUEST, {first: handed}, "cara")) == {"served_without_answer"}
    assert told(lambda: letters.translated(place, REQUEST, translations([first]), "cara")) == {
        "served_without_answer"
    }
    letters.answered(place, REQUEST, dict.fromkeys((first, second, third), "You are told so."), "ruth")
    not_theirs = {"answer_not_in_their_language"}
    assert told(lambda: letters.served(place, REQUEST, {first: handed}, "cara")) == not_theirs
    assert told(lambda: letters.served(place, REQUEST, {first: Service("read_aloud")}, "cara")) == not_theirs
    own = translations([first], "A. First")
    assert told(lambda: letters.translated(place, REQUEST, own, "cara")) == {
        "translation_checked_by_translator"
    }
    nothing = {first: Translation(" ", "A. First")}
    assert told(lambda: letters.translated(place, REQUEST, nothing, "cara")) == {"translation_empty"}
    ruths = {first: Translation("So.", "ruth")}
    assert told(lambda: letters.translated(place, REQUEST, ruths, "cara")) == {
        "interpreted_by_whoever_answered"
    }
    letters.translated(place, REQUEST, translations([first], ""), "cara")
    assert told(lambda: letters.translated(place, REQUEST, translations([first]), "cara")) == {
        "translated_before"
    }
    assert told(lambda: letters.served(place, REQUEST, {first: handed}, "cara")) == not_theirs, (
        "nobody checked it"
    )
    assert "not yet checked" in html(letters.letter(place, REQUEST, first, "cara"))
    for wrong in ("RUTH", " Ruth  Officer "):
        by_ruth = {first: Service("read_aloud", read_by=wrong)}
        assert told(lambda: letters.served(place, REQUEST, by_ruth, "cara")) == {  # noqa: B023
            "interpreted_by_whoever_answered"
        }
    in_english = {first: Service("read_aloud", read_by="R. Karimi", language="eng")}
    assert told(lambda: letters.served(place, REQUEST, in_english, "cara")) == not_theirs
    in_nothing = {first: Service("read_aloud", read_by="R. Karimi", language="farsi")}
    assert "code_unknown" in told(lambda: letters.served(place, REQUEST, in_nothing, "cara"))
    letters.served(
        place,
        REQUEST,
        {first: Service("read_aloud", read_by="R. Karimi"), second: Service("not_reached")},
        "cara",
    )
    waits = {one.person: one.waits for one in letters.listed(place, "cara", REQUEST)}
    assert (waits[first], waits[second], waits[SIGNED[3]]) == (None, Waits.TRANSLATION, Waits.ANSWER)
    letters.translated(place, REQUEST, translations([third]), "cara")
    day = next(one.answer["effective"] for one in letters.listed(place, "cara") if one.person == third)
    early = {third: Service("post", on=day - timedelta(1))}
    assert told(lambda: letters.served(place, REQUEST, early, "cara")) == {"served_on_another_day"}
    assert told(lambda: letters.served(place, REQUEST, {third: Service("owl")}, "cara")) == {"code_unknown"}
    letters.served(place, REQUEST, {third: handed}, "cara")


def test_whoever_waits_is_an_alert_and_whoever_had_a_letter_is_on_record(place):
    register = registers.opened(place).register
    due = [one for one in asked_alerts(register, Asked()).alerts if one.kind is Due.REQUEST_TO_ANSWER]
    assert sorted(person for one in due for person in one.persons) == sorted(SIGNED)
    letters.letter(place, REQUEST, SIGNED[0], "cara")
    case = next(one.case for one in due if SIGNED[0] in one.persons)
    looked = readings(place, None, case).items
    assert [(one.by, one.what) for one in looked] == [("cara", f"letter {REQUEST} of {SIGNED[0]}")]


def test_nothing_of_a_letter_is_shown_in_a_history_and_an_erasure_takes_it(place, tmp_path):
    person = SIGNED[0]
    letters.answered(place, REQUEST, {person: "A reason of theirs."}, "ruth")
    told_of = str(record.history(place, person).said)
    assert "A reason of theirs." not in told_of
    assert "twenty-eight" not in told_of
    record.erased(place, person, "six years", "eva", tmp_path / "key")
    assert person not in {one.person for one in letters.listed(place, "cara")}
    assert "A reason of theirs." not in str(registers.opened(place).register.tables.answers.rows())


def test_who_asks_in_no_language_that_is_known_is_asked_first(place, tmp_path):
    more = tmp_path / "requests.csv"
    rows = ["request,person,effective,source,asks,language", "Q-29,P-0001,2016-12-01,synthetic,standing,unknown",
            "Q-30,P-0001,2016-12-01,synthetic,standing,eng"]  # fmt: skip
    more.write_text("\n".join([*rows, ""]))
    imports.imported(place, imports.Wanted((more,)), "cara")
    for request in ("Q-29", "Q-30"):
        letters.answered(place, request, {"P-0001": "So."}, "ruth")
        into = {"P-0001": Translation("So.", "A. First")}
        assert told(lambda: letters.translated(place, request, into, "cara")) == {"translation_into_nothing"}  # noqa: B023
    letters.served(place, "Q-30", {"P-0001": Service("post")}, "cara")
    aloud = Service("read_aloud", read_by="R. Karimi")
    assert told(lambda: letters.served(place, "Q-29", {"P-0001": aloud}, "cara")) == {
        "answer_not_in_their_language"
    }
    letters.served(place, "Q-29", {"P-0001": replace(aloud, language="fas")}, "cara")
    assert registers.opened(place).register.tables.served["language"].to_list() == ["fas", None]
    assert {one.waits for one in letters.listed(place, "cara", "Q-29")} == {None}
    assert told(lambda: letters.drafted(place, "Q-30", "cara", ["P-0002"])) == {"request_unknown"}
    assert told(lambda: letters.drafted(place, "Q-99", "cara")) == {"nothing_recorded"}
    assert not letters.listed(place, "cara", "Q-99")


def test_an_office_may_say_later_within_how_many_days_it_answers(place, tmp_path):
    assert {(one.due, one.overdue) for one in letters.listed(place, "cara")} == {(None, False)}
    office = tmp_path / "office"
    office.mkdir()
    head = 'name = "Nauru"\nsynthetic = true\non = 2016-11-14\ncases_begin = "ready"\nanswer_within = 30\n'
    (office / "register.toml").write_text(head)
    imports.imported(place, imports.Wanted((office,)), "cara")
    register = registers.opened(place).register
    assert (register.answer_within, register.name) == (30, "Nauru and Manus, 2016")
    assert {one.overdue for one in letters.listed(place, "cara")} == {True}
    assert not imports.imported(place, imports.Wanted((office,)), "cara").entries, "once is enough"
