"""Where people's own requests stand: what each waits for, and what is overdue by the office's own clock."""

from datetime import date, timedelta

import pytest
from builders import a_situation, swapped

from resettle.engine.referrals.deadlines import Due, alerts
from resettle.engine.referrals.requests import Waits, requests_of

DATED = "effective,known,source"
CAME = date(2026, 1, 10)
REQUEST = f"request,person,asks,language,{DATED}\nQ-1,P-1,standing,som,2026-01-10,2026-01-11,office\n"
ANSWER = f"request,person,text,by,{DATED}\nQ-1,P-1,It is under review.,eva,2026-01-20,2026-01-20,office\n"
TRANSLATED = f"request,person,language,text,translated_by,checked_by,{DATED}\n"
CHECKED = "Q-1,P-1,som,Waa la eegayaa.,ayaan,hodan,2026-01-22,2026-01-22,office\n"
UNCHECKED = CHECKED.replace("hodan", "")
SERVED = f"request,person,service,way,by,read_by,language,{DATED}\n"


def served(way="post", on="2026-01-25", read_by="", language=""):
    return f"{SERVED}Q-1,P-1,S-1,{way},eva,{read_by},{language},{on},{on},office\n"


def tables(*texts):
    names = ("requests.csv", "answers.csv", "translations.csv", "served.csv")
    return {name: text for name, text in zip(names, texts, strict=False) if text}


ANSWERED = (REQUEST, ANSWER)


@pytest.mark.parametrize(
    ("texts", "waits"),
    [
        ((REQUEST,), Waits.ANSWER),
        (ANSWERED, Waits.TRANSLATION),
        ((*ANSWERED, TRANSLATED + UNCHECKED), Waits.CHECK),
        ((*ANSWERED, TRANSLATED + CHECKED), Waits.SERVICE),
        ((*ANSWERED, TRANSLATED + CHECKED, served()), None),
        ((*ANSWERED, TRANSLATED + CHECKED, served("not_reached")), Waits.SERVICE),
        ((*ANSWERED, TRANSLATED + CHECKED, served(on="2026-01-21")), Waits.SERVICE),
        ((*ANSWERED, TRANSLATED + UNCHECKED, served()), Waits.CHECK),
        ((*ANSWERED, "", served()), Waits.TRANSLATION),
        ((*ANSWERED, "", served("read_aloud")), Waits.TRANSLATION),
        ((*ANSWERED, "", served("read_aloud", read_by="ayaan")), None),
        ((*ANSWERED, "", served("read_aloud", read_by="ayaan", language="som")), None),
        ((*ANSWERED, "", served("read_aloud", read_by="ayaan", language="eng")), Waits.TRANSLATION),
        ((REQUEST.replace("som", "eng"), ANSWER, "", served()), None),
        ((REQUEST.replace("som", "unknown"), ANSWER, "", served()), Waits.TRANSLATION),
    ],
)
def test_what_a_request_waits_for(tmp_path, texts, waits):
    [one] = requests_of(a_situation(tmp_path, tables(*texts), on=date(2026, 3, 2)))
    assert (one.waits, one.received) == (waits, CAME)


@pytest.mark.parametrize(
    ("on", "waits"), [("2026-01-25", Waits.SERVICE), ("2026-01-26", Waits.SERVICE), ("2026-01-24", None)]
)
def test_whoever_was_not_reached_after_all_waits_again(tmp_path, on, waits):
    mended = served() + f"Q-1,P-1,S-2,not_reached,eva,,,{on},2026-01-26,office\n"
    texts = tables(*ANSWERED, TRANSLATED + CHECKED, mended)
    [one] = requests_of(a_situation(tmp_path, texts, on=date(2026, 3, 2)))
    assert one.waits is waits


def test_a_translation_of_an_earlier_answer_is_none_of_the_later(tmp_path):
    later = ANSWER + "Q-1,P-1,It was decided.,eva,2026-02-01,2026-02-01,office\n"
    [one] = requests_of(
        a_situation(tmp_path, tables(REQUEST, later, TRANSLATED + CHECKED, served()), on=date(2026, 3, 2))
    )
    assert (one.waits, one.answer["text"]) == (Waits.TRANSLATION, "It was decided.")


def test_a_request_that_was_taken_back_waits_for_nothing_and_is_still_there(tmp_path):
    back = "request,person,asks,state,effective,known,source\nQ-1,P-1,standing,ended,2026-01-10,2026-01-11,office\n"
    head = swapped("register.toml", "synthetic = true", "synthetic = true\nanswer_within = 3")
    situation = a_situation(tmp_path, {"requests.csv": back, "register.toml": head}, on=date(2026, 3, 2))
    [one] = requests_of(situation)
    assert (one.waits, one.withdrawn, one.overdue) == (None, CAME, False)
    assert Due.REQUEST_TO_ANSWER not in {alert.kind for alert in alerts(situation)}


@pytest.mark.parametrize(("within", "days", "overdue"), [(30, 30, False), (30, 31, True), (None, 400, False)])
def test_a_request_is_overdue_by_the_offices_own_clock_if_it_has_one(tmp_path, within, days, overdue):
    head = swapped("register.toml", "synthetic = true", f"synthetic = true\nanswer_within = {within}")
    changes = tables(REQUEST) | ({"register.toml": head} if within else {})
    situation = a_situation(tmp_path, changes, on=CAME + timedelta(days))
    [alert] = [one for one in alerts(situation) if one.kind is Due.REQUEST_TO_ANSWER]
    assert alert.due == (CAME + timedelta(within) if within else None)
    assert alert.said.get("overdue") == ("yes" if overdue else None)
    assert [one.overdue for one in requests_of(situation)] == [overdue]
