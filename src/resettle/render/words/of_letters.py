"""Words for what is wrong with answers to people's own requests."""

from collections.abc import Mapping
from datetime import date

from resettle.engine.errors import Where
from resettle.render.words.template import Words

_WHERE = Where(key="P-0412")
_OF = {"request": "Q-28", "person": "P-0412"}

LETTERS: Mapping[str, Words] = {
    "request_unknown": Words(
        "Somebody is to be answered who made no such request, or took it back.",
        "no request {request} of {person} stands on record.",
        "See resettle requests; bring a letter in with requests.csv, a row for each who signed it.",
        Where(),
        _OF,
    ),
    "asks_nothing": Words(
        "Somebody is said to make a request, and not what they ask for; or to take back one that is not on record.",
        "{person} has no such request on record, and nothing is said of what is asked.",
        "Say what they ask for: --asks, one of resettlement, family, decision, standing, record, correction, other.",
        _WHERE,
        {"person": "P-0412"},
    ),
    "request_on_record": Words(
        "Somebody who receives letters, and answers none, would change a request that is on record.",
        "request {request} of {person} is on record already.",
        "Give another letter another id; have what is learned of this one recorded by a caseworker, a Reviewing Officer or a coordinator.",
        _WHERE,
        _OF,
    ),
    "request_text_stands": Words(
        "What somebody wrote would be replaced by something else.",
        "what {person} wrote is on record in request {request}, and stays as it came.",
        "Leave the text out; or record another letter under an id of its own.",
        _WHERE,
        _OF,
    ),
    "answer_without_request": Words(
        "An answer, a translation or a proof of service is of somebody who is not among those who made the request.",
        "{person} made no request {request}.",
        "Add the person to requests.csv, with what they ask; or take the row out.",
        Where("answers.csv", 3, "request"),
        _OF,
    ),
    "served_without_answer": Words(
        "Something is translated or served before there is an answer.",
        "no answer to request {request} of {person} was on record by then.",
        "Record the answer first (resettle answer), or the right day.",
        Where("served.csv", 3, "effective"),
        _OF,
    ),
    "texts_missing": Words(
        "A folder from which answers are to be recorded holds none.",
        "there is no file that ends in {ending} in it.",
        "Name the folder into which resettle drafts wrote, or put a file for each person there: P-0412.txt.",
        Where("answers"),
        {"ending": ".txt"},
    ),
    "texts_there": Words(
        "Drafts would be written over texts that are there already.",
        "{names} stand there already, perhaps with an officer's changes.",
        "Name another folder, or move them away.",
        Where("answers"),
        {"names": ["P-0412.txt", "P-0413.txt"]},
    ),
    "texts_unreadable": Words(
        "A text from which an answer is to be recorded cannot be read.",
        "it cannot be read: {why}.",
        "Save it as plain text in UTF-8.",
        Where("answers"),
        {"why": "it is no UTF-8"},
    ),
    "answer_empty": Words(
        "An answer says nothing.",
        "the answer to request {request} of {person} is empty.",
        "Write what the person is told, with reasons; resettle drafts begins it from their own case.",
        _WHERE,
        _OF,
    ),
    "drafted_before_a_change": Words(
        "Something was recorded since an answer was drafted that it may follow from.",
        "since the answer to request {request} of {person} was drafted, as of {on}, something was recorded of their case, or of the rules.",
        "Draft it anew (resettle drafts) into another folder, and see what is otherwise. If the text holds as it is, record it without what "
        "it was drafted from: take drafted.json out of its folder.",
        _WHERE,
        _OF | {"on": date(2026, 3, 2)},
    ),
    "drafted_from_nothing": Words(
        "An answer is said to have been drafted from what is not on record yet.",
        "the answer to request {request} of {person} is said to have been drafted from the record up to entry {upto}, as of {on}.",
        "Leave drafted.json as resettle drafts wrote it; it belongs to the database that it was drafted from.",
        _WHERE,
        _OF | {"upto": 9120, "on": date(2026, 3, 2)},
    ),
    "answered_before": Words(
        "Somebody is answered anew who was served an answer, or was answered on the same day.",
        "request {request} of {person} was answered on {on}.",
        "Once an answer was served, what the person asks next is a request of its own. One that was recorded today is replaced tomorrow.",
        _WHERE,
        _OF | {"on": date(2026, 3, 9)},
    ),
    "answer_translated_today": Words(
        "Somebody is answered anew on the day on which their answer was translated.",
        "the answer to request {request} of {person} was translated on {on}: the translation would be taken for the new answer's.",
        "Record the new answer tomorrow, and have it translated then.",
        _WHERE,
        _OF | {"on": date(2026, 3, 9)},
    ),
    "translated_before": Words(
        "A translation is recorded twice on one day.",
        "the answer to request {request} of {person} was translated on {on}.",
        "Record the better one tomorrow; it takes the place of this one.",
        _WHERE,
        _OF | {"on": date(2026, 3, 9)},
    ),
    "translation_empty": Words(
        "A translation says nothing, or not who made it.",
        "the translation for {person} (request {request}) lacks its text, or who made it.",
        "Give both: the text, and --translated-by.",
        _WHERE,
        _OF,
    ),
    "translation_into_nothing": Words(
        "An answer is translated for somebody who reads English, or whose language is not known.",
        "the language in which {person} wants the answer to request {request} is {language:q}.",
        "Of one that is not known, ask, and record it in requests.csv; one in English is served as it is.",
        _WHERE,
        _OF | {"language": "unknown"},
    ),
    "translation_checked_by_translator": Words(
        "A translation was checked by whoever made it.",
        "{value:q} made the translation and checked it.",
        "Have somebody else who reads the language check it; until then leave checked_by out.",
        Where("translations.csv", 3, "checked_by"),
        {"value": "R. Karimi"},
    ),
    "interpreted_by_whoever_answered": Words(
        "An answer was put into another language, in writing or aloud, by whoever gave it.",
        "{value:q} gave the answer to request {request} of {person}, and is said to have translated it, or read it aloud.",
        "Have somebody else interpret: nobody else would notice what was said otherwise.",
        Where("translations.csv", 3, "translated_by"),
        _OF | {"value": "R. Karimi"},
    ),
    "answer_not_in_their_language": Words(
        "An answer is said to have been served to somebody who could not read it.",
        "the answer to request {request} of {person} is not in their language ({language:q}): what it waits for is a {waits}.",
        "Record a translation that somebody else checked; or that it was read aloud to them, by whom and, if their language is not known, in which: --way read_aloud --read-by NAME --in LANGUAGE.",
        _WHERE,
        _OF | {"language": "fas", "waits": "translation"},
    ),
    "served_on_another_day": Words(
        "An answer is said to have been served before it was given, or on a day to come.",
        "the answer to request {request} of {person} is of {answered}, and is said to have been served on {on}.",
        "Write the day on which it was served.",
        _WHERE,
        _OF | {"on": date(2026, 3, 2), "answered": date(2026, 3, 9)},
    ),
}
