"""The letter of the twenty-eight: one request, three languages, each answered of their own case and of nobody else's."""

import csv
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from unittest import mock

import pytest
from integration.records.phrases import LETTER, in_language
from markupsafe import escape

from resettle.engine.errors import RequestRefused
from resettle.engine.referrals.answers import Drafted, Service, Translation
from resettle.engine.referrals.deadlines import Due
from resettle.engine.referrals.requests import Waits
from resettle.engine.registry.letters import ASKS
from resettle.engine.registry.roles import Role
from resettle.engine.registry.stages import ActKind
from resettle.render import letters as rendered
from resettle.render.report.letter import html
from resettle.service import Asked, accounts, acts, imports, letters, record, registers, requests, writing
from resettle.service import alerted as asked_alerts
from resettle.service.accounts import Rights
from resettle.service.acts import Requested
from resettle.service.readers import readings
from resettle.service.requests import Asking

EXAMPLES = Path(__file__).parents[3] / "examples"
ROWS = list(csv.DictReader((LETTER / "requests.csv").read_text(encoding="utf-8").splitlines()))
LANGUAGE = {row["person"]: row["language"] for row in ROWS}
SIGNED = [*LANGUAGE]
CONTACT = {row["person"]: f"{row['safe_contact']}, Contact{row['person'].replace('-', 'q')}" for row in ROWS}
REQUEST = "Q-28"


@pytest.fixture
def place(tmp_path):
    """
    The worked example in a database, and the letter in it, of people of whom much is recorded that no letter of another may hold:
    names, confidential statements, facts of one member of a family, reasons of acts; cases that stand at different stages.
    """
    address = str(tmp_path / "office.sqlite")
    registers.founded(address, "eva", tmp_path / "key", folder=EXAMPLES / "nauru-manus-2016")
    for id, name, roles in (
        ("cara", "Cara", [Role.CASEWORKER]),
        ("ruth", "Ruth Officer", [Role.REVIEWING_OFFICER]),
        ("cor", "Cor", [Role.COORDINATOR]),
    ):
        accounts.opened(address, id, name, "eva", Rights(roles))
    accounts.opened(
        address, "nzl", "Wellington", "eva", Rights([Role.STATE_SELECTOR], arrangements=("nz-150",))
    )
    people, statements = tmp_path / "people.csv", tmp_path / "statements.csv"
    named = [
        f"{person},2016-11-12,synthetic,Family{mark(person)},Given{mark(person)},{APART.get(person, ',')}"
        for person in SIGNED
    ]
    columns = "person,effective,source,family_name,given_names,location,refugee_status"
    people.write_text("\n".join([columns, *named, ""]))
    hidden = [
        f"{person},T-9,2016-11-12,synthetic,specific_needs,Secret{mark(person)},{others(person)}"
        for person in SIGNED
    ]
    statements.write_text(
        "\n".join(["subject,statement,effective,source,on,text,confidential_from", *hidden, ""])
    )
    signed = tmp_path / "requests.csv"
    with signed.open("w", encoding="utf-8", newline="") as written:
        table = csv.DictWriter(written, [*ROWS[0]])
        table.writeheader()
        table.writerows({**row, "safe_contact": CONTACT[row["person"]]} for row in ROWS)
    for source in (LETTER / "people.csv", people, statements, signed):
        imports.imported(address, imports.Wanted((source,)), "cara")
    for by, kind, person, more in ACTS:
        case = next(
            one.key.split(";")[0] for one in record.history(address, person).said if one.table == "members"
        )
        acts.act(address, Requested(kind, case, "", "synthetic", **more), by)
    return address


APART = {SIGNED[1]: "LKA,", SIGNED[12]: ",refused"}
"""Members of families of whom something is recorded that stands in the way of the others."""
ACTS = [
    ("cara", ActKind.PAUSE, "P-0018", {"reason": "Secret pause", "review_on": date(2100, 1, 1)}),
    ("ruth", ActKind.CLOSE, "P-0098", {"ground": "unwilling", "reason": "Secret end"}),
]
IN_NO_CASE = ("P-9001", "P-9002", "P-9003")


def mark(person):
    return person.replace("-", "q")


def others(person):
    return next(other for other in SIGNED if other != person)


def answers(place):
    return {one.request.person: rendered.draft(one) for one in letters.drafted(place, REQUEST, "cara")}


def translations(persons, checked_by="A. Second"):
    return {one: Translation("So.", "A. First", checked_by) for one in persons}


def told(work, *given, **more):
    with pytest.raises(RequestRefused) as refused:
        work(*given, **more)
    return {fault.code for fault in refused.value.faults}


def test_each_of_twenty_eight_is_answered_of_their_own_case_and_of_nobody_elses(place):
    assert len(SIGNED) == 28
    assert set(LANGUAGE.values()) == {"fas", "ara", "tam"}
    found = letters.drafted(place, REQUEST, "cara")
    drafts = {one.request.person: rendered.draft(one) for one in found}
    assert drafts.keys() == set(SIGNED)
    letters.answered(place, REQUEST, drafts, "ruth", drafted=Drafted(found[0].upto, found[0].on))
    theirs = {person: in_language(text, LANGUAGE[person]) for person, text in drafts.items()}
    said = {person: Translation(text, "A. First", "A. Second") for person, text in theirs.items()}
    letters.translated(place, REQUEST, said, "cara")
    letters.served(place, REQUEST, dict.fromkeys(SIGNED, Service("handed_over")), "cara")
    assert {one.waits for one in letters.listed(place, "cara", REQUEST)} == {None}
    pages = {person: letters.letter(place, REQUEST, person, "cara") for person in SIGNED}
    for person, one in pages.items():
        page = html(one)
        for line in theirs[person].splitlines():
            assert str(escape(line.strip())) in page, "every reason, in their language"
        for line in drafts[person].splitlines():
            assert str(escape(line.strip())) in page, "and in English"
        assert f"Family{mark(person)}" in page, "it is addressed to the person"
        assert "Secret" not in page
        assert "Contact" not in page, "how they are reached is for whoever serves, not on the paper"
        assert not re.search(r"\bC-\d+", page), "nor a case"
        assert "P-" not in page.replace(person, ""), "and nobody else is named"
        shown = rendered.letter_data(one)
        assert shown["safe_contact"] == CONTACT[person]
        for other in {*SIGNED} - {person}:
            assert mark(other) not in page + drafts[person]
            assert mark(other) not in str(shown)


def test_what_stands_in_the_way_of_a_family_is_told_to_whom_it_is_of_alone(place):
    drafts = answers(place)
    away, refused = SIGNED[1], SIGNED[12]
    family = {person for person, text in drafts.items() if "another member of your case" in text}
    assert len(family) == 6, "the two families, but for those of whom it is"
    for person, text in drafts.items():
        assert ("Sri Lanka" in text) == (person == away)
    for person in (SIGNED[13], SIGNED[14], SIGNED[15]):
        assert "found not to be a refugee" not in drafts[person]
    assert "found not to be a refugee" in drafts[refused]


def test_cases_that_stand_elsewhere_and_people_in_none_are_answered_so(place):
    drafts = answers(place)
    for stands, persons in {
        "is paused": {"P-0018"},
        "is closed": {"P-0098"},
        "in no resettlement case": {*IN_NO_CASE},
        "is ready": {*SIGNED} - {"P-0018", "P-0098", *IN_NO_CASE},
    }.items():
        assert {person for person, text in drafts.items() if stands in text} == persons
    assert not [text for person in IN_NO_CASE if "New Zealand" in (text := drafts[person])]


def test_the_texts_of_the_example_are_what_its_phrases_make_of_the_drafts(tmp_path):
    address = str(tmp_path / "example.sqlite")
    registers.founded(address, "eva", tmp_path / "key", folder=EXAMPLES / "nauru-manus-2016")
    accounts.opened(address, "cara", "Cara", "eva", Rights([Role.CASEWORKER]))
    imports.imported(address, imports.Wanted((LETTER / "people.csv", LETTER / "requests.csv")), "cara")
    drafts = answers(address)
    texts = [*LETTER.glob("*/P-*.txt")]
    assert len(texts) == 6
    for path in texts:
        assert path.parent.name == LANGUAGE[path.stem]
        assert path.read_text(encoding="utf-8") == in_language(drafts[path.stem], path.parent.name) + "\n"


@pytest.mark.parametrize("asks", ASKS.meaning)
def test_each_is_told_what_they_asked_as_it_is_said_to_them(place, tmp_path, asks):
    more = tmp_path / "requests.csv"
    more.write_text(
        f"request,person,effective,source,asks,language\nQ-31,P-0001,2016-12-01,synthetic,{asks},eng\n"
    )
    imports.imported(place, imports.Wanted((more,)), "cara")
    [one] = letters.drafted(place, "Q-31", "cara")
    text = rendered.draft(one)
    assert not re.search(r"\btheirs?\b|\bthem\b", text.split("\n")[0])
    assert ("You asked" in text) == (asks != "other")


def test_an_answer_says_what_it_was_drafted_from_and_that_can_be_told_again(place):
    first, second = SIGNED[:2]
    both = letters.drafted(place, REQUEST, "cara", [first, second])
    texts = {one.request.person: rendered.draft(one) for one in both}
    of = Drafted(both[0].upto, both[0].on)
    for wrong in (replace(of, upto=of.upto + 99), replace(of, on=of.on + timedelta(1))):
        refused = told(letters.answered, place, REQUEST, texts, "ruth", None, wrong)
        assert refused == {"drafted_from_nothing"}
    letters.answered(place, REQUEST, {first: texts[first]}, "ruth", drafted=of)
    learn(place, second, "refugee_status", "refused")
    refused = told(letters.answered, place, REQUEST, {second: texts[second]}, "ruth", None, of)
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
    drafts = {person: text for person, text in answers(place).items() if person not in IN_NO_CASE}
    assert len(set(drafts.values())) > 10
    asked_first = [text.split("for you alone:")[1].strip().splitlines()[0] for text in drafts.values()]
    assert set(asked_first) == {"New Zealand's offer of 150 places a year"}
    assert all("This way needs the consent of Australia" in text for text in drafts.values())


def test_all_are_recorded_or_none(place):
    texts = dict.fromkeys(SIGNED[:3], "You are told so.")
    assert told(letters.answered, place, REQUEST, {**texts, "P-0001": "And you."}, "ruth") == {
        "request_unknown"
    }
    assert told(letters.answered, place, REQUEST, {**texts, SIGNED[4]: " "}, "ruth") == {"answer_empty"}
    assert {one.waits for one in letters.listed(place, "cara")} == {Waits.ANSWER}
    assert not letters.answered(place, REQUEST, texts, "ruth", key="k")
    assert letters.answered(place, REQUEST, texts, "ruth", key="k"), "sent again, nothing is done twice"
    otherwise = texts | {SIGNED[0]: "Something else."}
    assert told(letters.answered, place, REQUEST, otherwise, "ruth", "k") == {"key_used_otherwise"}
    assert told(letters.answered, place, REQUEST, texts, "ruth") == {"answered_before"}
    assert "use_not_of_role" in told(letters.answered, place, REQUEST, texts, "nzl")
    assert "use_not_of_role" in told(letters.listed, place, "nzl")


def test_an_answer_is_served_in_a_language_that_the_person_reads(place):
    first, second, third = SIGNED[:3]
    handed = Service("handed_over")
    assert told(letters.served, place, REQUEST, {first: handed}, "cara") == {"served_without_answer"}
    assert told(letters.translated, place, REQUEST, translations([first]), "cara") == {
        "served_without_answer"
    }
    letters.answered(place, REQUEST, dict.fromkeys((first, second, third), "You are told so."), "ruth")
    not_theirs = {"answer_not_in_their_language"}
    assert told(letters.served, place, REQUEST, {first: handed}, "cara") == not_theirs
    assert told(letters.served, place, REQUEST, {first: Service("read_aloud")}, "cara") == not_theirs
    own = translations([first], "A. First")
    assert told(letters.translated, place, REQUEST, own, "cara") == {"translation_checked_by_translator"}
    nothing = {first: Translation(" ", "A. First")}
    assert told(letters.translated, place, REQUEST, nothing, "cara") == {"translation_empty"}
    ruths = {first: Translation("So.", "ruth")}
    assert told(letters.translated, place, REQUEST, ruths, "cara") == {"interpreted_by_whoever_answered"}
    letters.translated(place, REQUEST, translations([first], ""), "cara")
    assert told(letters.translated, place, REQUEST, translations([first]), "cara") == {"translated_before"}
    assert told(letters.served, place, REQUEST, {first: handed}, "cara") == not_theirs, "nobody checked it"
    assert "not yet checked" in html(letters.letter(place, REQUEST, first, "cara"))
    for wrong in ("RUTH", " Ruth  Officer "):
        by_ruth = {first: Service("read_aloud", read_by=wrong)}
        assert told(letters.served, place, REQUEST, by_ruth, "cara") == {"interpreted_by_whoever_answered"}
    in_english = {first: Service("read_aloud", read_by="R. Karimi", language="eng")}
    assert told(letters.served, place, REQUEST, in_english, "cara") == not_theirs
    in_nothing = {first: Service("read_aloud", read_by="R. Karimi", language="farsi")}
    assert "code_unknown" in told(letters.served, place, REQUEST, in_nothing, "cara")
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
    assert told(letters.served, place, REQUEST, early, "cara") == {"served_on_another_day"}
    assert told(letters.served, place, REQUEST, {third: Service("owl")}, "cara") == {"code_unknown"}
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
        assert told(letters.translated, place, request, into, "cara") == {"translation_into_nothing"}
    letters.served(place, "Q-30", {"P-0001": Service("post")}, "cara")
    aloud = Service("read_aloud", read_by="R. Karimi")
    assert told(letters.served, place, "Q-29", {"P-0001": aloud}, "cara") == {"answer_not_in_their_language"}
    letters.served(place, "Q-29", {"P-0001": replace(aloud, language="fas")}, "cara")
    assert registers.opened(place).register.tables.served["language"].to_list() == ["fas", None]
    assert {one.waits for one in letters.listed(place, "cara", "Q-29")} == {None}
    assert told(letters.drafted, place, "Q-30", "cara", ["P-0002"]) == {"request_unknown"}
    assert told(letters.drafted, place, "Q-99", "cara") == {"nothing_recorded"}
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


def test_a_letter_is_received_at_once_and_what_is_learned_of_it_later(place):
    one = Asking("resettlement", "nz-150", "fas", "We ask together.", "by message", date(2016, 11, 30))
    several = {"P-0001": one, "P-9001": replace(one, language="", safe_contact="")}
    refused = told(
        lambda: requests.received(
            place,
            "Q 40",
            several
            | {"P-nobody": one, "P-0002": Asking(), "P-0003": Asking(withdrawn=True)}
            | {"P-0004": Asking("flying"), "P-0005": replace(one, arrangement="nz", on=date(2100, 1, 1))},
            "cara",
        )
    )
    assert refused == {"id_wrong", "name_unknown", "asks_nothing", "code_unknown", "date_after_known"}
    assert not letters.listed(place, "cara", "Q-40")
    assert not requests.received(place, "Q-40", several, "cara", "k")
    assert requests.received(place, "Q-40", several, "cara", "k"), "sent again, nothing is done twice"
    other = several | {"P-0001": replace(one, safe_contact="otherwise")}
    assert told(requests.received, place, "Q-40", other, "cara", "k") == {"key_used_otherwise"}
    found = {one.person: one for one in letters.listed(place, "cara", "Q-40")}
    assert {one.received for one in found.values()} == {date(2016, 11, 30)}
    assert [found[person].language for person in several] == ["fas", None]
    later = Asking(language="tam", safe_contact="never by message")
    requests.received(place, "Q-40", {"P-9001": later, "P-0001": Asking(withdrawn=True)}, "cara")
    back, left = letters.listed(place, "cara", "Q-40")
    assert (back.person, back.waits, back.withdrawn is None) == ("P-0001", None, False)
    assert (left.person, left.language, left.safe_contact) == ("P-9001", "tam", "never by message")
    assert (left.asks, left.text, left.received) == ("resettlement", "We ask together.", date(2016, 11, 30))
    requests.received(place, "Q-40", {"P-9001": Asking(safe_contact="at the clinic")}, "cara")
    assert letters.listed(place, "cara", "Q-40")[1].safe_contact == "at the clinic", "the same day"


def test_a_translation_is_never_taken_for_that_of_a_later_answer(place):
    first = SIGNED[0]
    letters.answered(place, REQUEST, {first: "No."}, "ruth")
    today = writing.office_day
    with mock.patch.object(writing, "office_day", lambda *asked: today(*asked) + timedelta(1)):
        letters.translated(place, REQUEST, translations([first]), "cara")
        assert told(lambda: letters.answered(place, REQUEST, {first: "Yes."}, "ruth")) == {
            "answer_translated_today"
        }
    one = next(one for one in letters.listed(place, "cara") if one.person == first)
    assert (one.answer["text"], one.waits) == ("No.", Waits.SERVICE)


def test_a_name_is_the_same_however_its_letters_are_put_together(place):
    first = SIGNED[0]
    accounts.opened(place, "jose", "José Pérez", "eva", Rights([Role.CASEWORKER]))
    letters.answered(place, REQUEST, {first: "No."}, "jose")
    for name in ("Jose\u0301 Pe\u0301rez", "José\u200b Pérez"):
        into = {first: Translation("So.", name, "A. Second")}
        assert told(lambda into=into: letters.translated(place, REQUEST, into, "cara")) == {
            "interpreted_by_whoever_answered"
        }
    into = {first: Translation("So.", "A. First", "A.\u00a0First")}
    assert told(lambda: letters.translated(place, REQUEST, into, "cara")) == {
        "translation_checked_by_translator"
    }
    assert told(lambda: letters.answered(place, REQUEST, {first: "\u200f"}, "jose")) >= {"answer_empty"}


def test_a_proof_of_service_that_was_wrong_is_mended(place):
    first = SIGNED[0]
    letters.answered(place, REQUEST, {first: "No."}, "ruth")
    letters.translated(place, REQUEST, translations([first]), "cara")
    for way, waits in (("handed_over", None), ("not_reached", Waits.SERVICE), ("post", None)):
        letters.served(place, REQUEST, {first: Service(way)}, "cara")
        assert next(one.waits for one in letters.listed(place, "cara") if one.person == first) is waits


def test_a_request_on_record_is_changed_by_whoever_answers_and_what_was_written_by_nobody(place):
    accounts.opened(place, "rob", "Rob", "eva", Rights([Role.REFERRER]))
    first = SIGNED[0]
    for one in (Asking(safe_contact="my own number"), Asking(language="eng"), Asking(withdrawn=True)):
        assert told(lambda one=one: requests.received(place, REQUEST, {first: one}, "rob")) == {
            "request_on_record"
        }
    new = {first: Asking("standing", text="Where is my case?")}
    requests.received(place, "Q-50", new, "rob")
    assert told(lambda: requests.received(place, "Q-50", {first: Asking(text="Never mind.")}, "cara")) == {
        "request_text_stands"
    }
    requests.received(place, "Q-50", new, "cara")
    [one] = letters.listed(place, "cara", "Q-50")
    assert one.text == "Where is my case?"


def test_a_request_that_was_taken_back_is_seen_and_asked_again_whenever_it_came(place):
    first = SIGNED[0]
    requests.received(place, REQUEST, {first: Asking(withdrawn=True)}, "cara")
    one = next(one for one in letters.listed(place, "cara") if one.person == first)
    assert (one.waits, one.withdrawn is None) == (None, False)
    assert told(lambda: letters.answered(place, REQUEST, {first: "So."}, "ruth")) == {"request_unknown"}
    assert told(lambda: letters.drafted(place, REQUEST, "cara", [first])) == {"request_unknown"}
    assert told(lambda: requests.received(place, REQUEST, {first: Asking(language="prs")}, "cara")) == {
        "asks_nothing"
    }
    again = Asking("resettlement", on=date(2016, 11, 21))
    requests.received(place, REQUEST, {first: again}, "cara")
    one = next(one for one in letters.listed(place, "cara") if one.person == first)
    assert (one.waits, one.withdrawn, one.received) == (Waits.ANSWER, None, date(2016, 11, 21))
    assert one.safe_contact == CONTACT[first]


def test_nobody_answers_in_the_name_of_another_by_an_import(place, tmp_path):
    first = SIGNED[0]
    day = date(2016, 12, 1)
    tables = {
        "answers": f"request,person,effective,source,text,by\n{REQUEST},{first},{day},synthetic,Pay first.,ruth\n",
        "served": f"request,person,service,effective,source,way,by\n{REQUEST},{first},S-1,{day},synthetic,post,ruth\n",
        "requests": f"request,person,effective,source,asks,safe_contact\n{REQUEST},{first},{day},synthetic,other,my number\n",
        "translations": "request,person,language,effective,source,text,translated_by\n"
        f"{REQUEST},{first},fas,{day},synthetic,Pay first.,ruth\n",
    }
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text)
        got = imports.imported(place, imports.Wanted((tmp_path / f"{name}.csv",)), "cara")
        assert "import_letters" in {fault.code for fault in got.preview.faults}, name
    one = next(one for one in letters.listed(place, "cara") if one.person == first)
    assert (one.answer, one.served, one.safe_contact) == (None, None, CONTACT[first])


def test_nobody_who_was_erased_is_said_to_have_asked(place, tmp_path):
    record.erased(place, "P-9001", "six years", "eva", tmp_path / "key")
    asking = {"P-9001": Asking("standing")}
    assert told(requests.received, place, "Q-41", asking, "cara") == {"name_unknown"}


def test_a_text_that_no_cell_can_hold_is_refused_and_not_shown(place):
    wrong = {"P-0001": Asking("standing", text="So\x00", safe_contact="x" * 20_000)}
    with pytest.raises(RequestRefused) as refused:
        requests.received(place, "Q-41", wrong, "cara")
    assert {fault.code for fault in refused.value.faults} == {"cell_unreadable"}
    assert "xxx" not in str(refused.value.faults)
