"""Words for what is asked over HTTP: who asks, how it is asked, and what changed meanwhile."""

from collections.abc import Mapping

from resettle.engine.errors import Where
from resettle.render.words.template import Words

OVER_HTTP: Mapping[str, Words] = {
    "token_missing": Words(
        "Something is asked over HTTP without a token, and outside a session.",
        "nobody is named who asks.",
        "Send a token, Authorization: Bearer TOKEN; an administrator makes one: resettle token.",
        Where(),
        {},
    ),
    "token_unknown": Words(
        "A token, or the session begun with it, is not known; or it is closed or over, or its account is.",
        "nobody may ask with this token.",
        "Ask an administrator for another: resettle token.",
        Where(),
        {},
    ),
    "token_not_open": Words(
        "A token would be closed that is not open.",
        "there is no open token {id:q}; nothing was recorded.",
        "See which there are: resettle tokens.",
        Where(),
        {"id": "T-12"},
    ),
    "csrf_wrong": Words(
        "Something would be changed in a session, and the request does not show that it comes from there.",
        "the request does not show that it comes from the session.",
        "Send what POST /session answered as csrf_token in the header X-CSRFToken.",
        Where(),
        {},
    ),
    "page_unknown": Words(
        "There is nothing at an address of the API.",
        "there is nothing at this address.",
        "See which addresses there are: docs/reference/api.md.",
        Where(),
        {},
    ),
    "method_wrong": Words(
        "An address of the API is asked in a way that it does not take.",
        "{method} is not taken here.",
        "Use {allowed:or}.",
        Where(),
        {"method": "PATCH", "allowed": ["GET", "POST"]},
    ),
    "content_type_wrong": Words(
        "What is sent is of a kind that is not taken.",
        "what is sent is of a kind that is not taken.",
        "Send it as {wanted:q}, and say so in the header Content-Type.",
        Where(),
        {"wanted": "application/json"},
    ),
    "body_unreadable": Words(
        "What is sent cannot be read.",
        "what is sent cannot be read.",
        "Send one object of JSON, in UTF-8.",
        Where(),
        {},
    ),
    "body_too_large": Words(
        "What is sent is larger than is taken.",
        "what is sent is larger than is taken.",
        "Send less at a time; a large import goes by the command: resettle import.",
        Where(),
        {},
    ),
    "field_wrong": Words(
        "A field of a request is missing, unknown, or none of its kind.",
        "{why}.",
        "See what it may be: docs/reference/api.md.",
        Where(key="effective"),
        {"why": "input should be a valid date"},
    ),
    "cursor_wrong": Words(
        "The place in a list from which a page is asked for is none that an answer gave.",
        "the place in the list cannot be read.",
        "Begin with the first page, and go on with the address that each answer gives as next.",
        Where(key="cursor"),
        {},
    ),
    "version_wrong": Words(
        "The version of a case that somebody says they saw is none that an answer gave.",
        "the version of the case cannot be read.",
        "Send the ETag of the answer that was seen, as it stood there.",
        Where(key="If-Match"),
        {},
    ),
    "case_changed": Words(
        "An act is asked for by somebody who had seen a case as it is no more.",
        "case {case} was changed after it was seen; nothing was recorded.",
        "See what came since, and ask again with the version that stands now.",
        Where(),
        {"case": "C-0412", "seen": "1200.14", "now": "1207.16"},
    ),
    "too_many_requests": Words(
        "More is asked in a minute than one token, or one address, may.",
        "more was asked in a minute than may be.",
        "Wait {seconds} seconds.",
        Where(),
        {"seconds": 12},
    ),
    "steps_for_officers": Words(
        "Lawful steps are asked for in the voice of a State or of a person.",
        "steps are told to officers alone.",
        "Ask for them in the officer's voice, or without.",
        Where(key="steps"),
        {},
    ),
    "server_not_told": Words(
        "The server was started without what it needs to know.",
        "the server is not told {what}.",
        "Set {setting} in its environment.",
        Where(),
        {"what": "what to sign sessions with", "setting": "RESETTLE_SECRET_KEY_FILE"},
    ),
    "not_offered_here": Words(
        "What is asked for needs something that this server was not given.",
        "this server does not do that.",
        "Use the command: {command}.",
        Where(),
        {"command": "resettle erase"},
    ),
    "defect": Words(
        "A defect of Resettle.",
        "this is a defect of Resettle, and not of the request.",
        "Report it, with the day and the hour.",
        Where(),
        {},
    ),
}
