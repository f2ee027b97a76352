"""People's own requests and their answers, for people at a terminal, as text to begin from, and as data."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from resettle.engine.referrals.requests import Letter, Request
from resettle.engine.registry.letters import ASKS
from resettle.render import results, voices
from resettle.render.as_of import table
from resettle.render.words import letters as said
from resettle.service.letters import Draft


def listed(found: Sequence[Request]) -> RenderableType:
    """Each person's request, and what it waits for; no text and no contact is shown."""
    rows = [
        (one.request, one.person, ASKS.meaning[one.asks], said.language(one), one.received,
         said.waits(one), one.served["effective"] if one.served else "")
        for one in found
    ]  # fmt: skip
    if not rows:
        return Text("No request is on record.")
    return table("Requests", ("request", "person", "asks", "language", "received", "", "served"), rows)


def listed_data(found: Sequence[Request]) -> dict[str, Any]:
    return {"requests": [_data(one) for one in found]}


def _data(one: Request) -> dict[str, Any]:
    return {
        "request": one.request, "person": one.person, "asks": one.asks, "arrangement": one.arrangement or None,
        "language": one.language, "received": one.received.isoformat(), "due": results.plain(one.due), "overdue": one.overdue,
        "waits": one.waits, "withdrawn": results.plain(one.withdrawn),
        "answered": results.plain(one.answer and one.answer["effective"]),
        "served": results.plain(one.served and one.served["effective"]),
        "way": one.served["way"] if one.served else None,
    }  # fmt: skip


def draft(one: Draft) -> str:
    """What an answer may begin from: of this person alone, in English, in lines that an officer reads and changes."""
    return "\n".join([*_draft(one), ""])


def _draft(one: Draft) -> Iterator[str]:
    yield said.greeting(one.request)
    yield ""
    if one.heard is None or one.standing is None:
        yield said.NO_CASE
    else:
        yield said.STANDS[one.standing.stage]
        yield ""
        yield said.WAYS_OPEN
        asked = one.request.arrangement
        for each in sorted(one.heard.heard, key=lambda each: each.arrangement != asked):
            yield ""
            yield from (line.plain for line in voices.lines(each, one.heard))
            for consent in one.heard.situation.consents_of(each.arrangement):
                if not consent.satisfied:
                    yield f"  {said.consent(consent.party, withheld=consent.satisfied is False)}"
    if step := said.NEXT.get(one.request.asks):
        yield ""
        yield step
    yield ""
    yield said.CLOSING


def drafted_from(one: Draft) -> str:
    """What answers drafted together were drafted from, as kept beside them."""
    return json.dumps({"upto": one.upto, "on": one.on.isoformat()}) + "\n"


def drafts_data(found: Sequence[Draft]) -> dict[str, Any]:
    return {
        "drafts": [
            {**_data(one.request), "on": one.on.isoformat(), "upto": one.upto, "text": draft(one)}
            for one in found
        ]
    }


def letter(one: Letter) -> RenderableType:
    """A letter to be served, and how the person may safely be reached."""
    request = one.request
    head = f"Request {request.request} of {request.person}: {said.waits(request)}."
    parts = [Text(head, style="bold"), Text(f"Language: {said.language(request)}.")]
    parts += [Text(f"{said.SAFE_CONTACT}: {request.safe_contact or said.NO_SAFE_CONTACT}", style="bold")]
    if request.text:
        parts += [Text(""), Text(request.text)]
    if request.answer:
        parts += [Text(""), Text(request.answer["text"])]
    if request.translation:
        mark = "" if request.translation["checked_by"] else f" ({said.NOT_CHECKED})"
        parts += [Text(f"\n{said.language(request)}{mark}"), Text(request.translation["text"])]
    return Group(*parts)


def letter_data(one: Letter) -> dict[str, Any]:
    """The same as data."""
    request = one.request
    told = ("text", "by")
    translated = ("text", "language", "translated_by", "checked_by")
    return {
        **_data(request),
        "synthetic": one.synthetic,
        "text": request.text,
        "safe_contact": request.safe_contact,
        "answer": {name: request.answer[name] for name in told} if request.answer else None,
        "translation": {name: request.translation[name] for name in translated}
        if request.translation
        else None,
    }
