"""What a letter says to the person who asked: where their case stands, what comes next, what they may do."""

from collections.abc import Mapping

from resettle.engine.referrals.requests import Request, Waits
from resettle.engine.registry.letters import WAYS
from resettle.engine.registry.papers import languages
from resettle.engine.registry.stages import CaseStage
from resettle.render.words.fill import Worded, fill
from resettle.render.words.names import country, day

TITLE = "Answer to your request"
GREETING = "You wrote to this office. Your request came on {received}. {asked}"
ASKED: Mapping[str, str] = {
    "resettlement": "You asked to be resettled.",
    "family": "You asked to be resettled with, or to, members of your family.",
    "decision": "You asked why something was decided, or that it be looked at again.",
    "standing": "You asked where your case stands.",
    "record": "You asked what is recorded of you.",
    "correction": "You asked that what is recorded of you be corrected.",
    "other": "",
}
"""What was asked, said to whoever asked; what no code says, an officer writes."""
NEXT: Mapping[str, str] = {
    "family": "Tell the office who of your family is meant, and where they are. What is recorded of others is not told here.",
    "decision": "You may ask that a decision on your case be looked at again: say which, and why you think it wrong. Somebody else than "
    "before answers.",
    "record": "What is recorded of you can be read to you in your language: say how and when you may safely be met.",
    "correction": "Say what is wrong, and what is right. The office records what you say, keeps what it had beside it, and tells you.",
}
"""What whoever asked that may do next."""
NO_CASE = (
    "By what is recorded today, you are in no resettlement case of this office. That is no decision about you: nobody "
    "has looked at it yet, or your case was kept elsewhere. The office has your request and can open a case."
)
STANDS: Mapping[CaseStage | None, str] = {
    None: "Nothing has been recorded yet of any work on your case.",
    CaseStage.IDENTIFIED: "Your case has been put forward. The next step is a needs assessment: somebody will speak with you.",
    CaseStage.NEEDS_ASSESSMENT: "The needs assessment of your case has begun. When it is done, a second officer looks at it.",
    CaseStage.INITIAL_REVIEW: "Your case has been assessed. A second officer decides whether it goes on to an interview.",
    CaseStage.INTERVIEW: "Your case is to be interviewed. Everybody in it has to come; tell the office if your address, number or "
    "family changes.",
    CaseStage.RRF_DRAFTING: "You have been interviewed. The form for your case is being written.",
    CaseStage.RECOMMENDED: "The form for your case is written. Another officer reviews it.",
    CaseStage.RECOMMENDED_AGAINST: "An officer has recommended not to submit your case. Another officer has still to decide that.",
    CaseStage.READY: "Your case is ready to be submitted to a State, or is with one. Below is what is recorded of each way.",
    CaseStage.DENIED: "A State did not accept your case. An officer reviews that, and whether it can go to another State.",
    CaseStage.ON_HOLD: "The work on your case is paused, and will be looked at again. You keep the day since which you have waited.",
    CaseStage.DEPRIORITISED: "After its first review your case was not taken further. You may ask that this be looked at again; "
    "somebody else than before answers.",
    CaseStage.NOT_RECOMMENDED: "It was decided not to submit your case. You may ask that this be looked at again; somebody else than "
    "before answers. The reasons are explained to you in person.",
    CaseStage.CLOSED: "Your case is closed. You may ask that this be looked at again; somebody else than before answers.",
}
WAYS_OPEN = "What is recorded of each way to another country, for you alone:"
WITHHELD = "This way needs the consent of {party}, which by what is recorded does not give it. That is not about you."
NOT_GIVEN = (
    "This way needs the consent of {party}; by what is recorded it has not been given. That is not about you."
)
CLOSING = (
    "This is what is recorded today. It is no promise of a place, and nothing in it was decided by a machine. To ask, and to decline, costs "
    "you nothing. If something in it is wrong, tell the office."
)
IN_ENGLISH = "The same in English"
NOT_CHECKED = "Translation not yet checked"
NOT_TRANSLATED = "Not yet translated"
NO_ANSWER = "Not yet answered"
SAFE_CONTACT = "How this person may safely be reached"
NO_SAFE_CONTACT = "Nothing is recorded of how this person may safely be reached: ask before anything is sent."
WAITS: Mapping[Waits | None, str] = {
    Waits.ANSWER: "waits for an answer",
    Waits.TRANSLATION: "answered; waits for a translation",
    Waits.CHECK: "answered; the translation waits to be checked",
    Waits.SERVICE: "answered; waits to be served",
    None: "served",
}

WITHDRAWN = "taken back on {on}"


def greeting(one: Request) -> str:
    """That the request came, when, and what was asked."""
    return fill(GREETING, {"received": Worded(day(one.received)), "asked": Worded(ASKED[one.asks])}).strip()


def waits(one: Request) -> str:
    """What it waits for, and by when that is due, if the office has said so."""
    if one.withdrawn:
        return fill(WITHDRAWN, {"on": Worded(day(one.withdrawn))})
    if one.due is None or one.waits is None:
        return WAITS[one.waits]
    return f"{WAITS[one.waits]}; {'overdue since' if one.overdue else 'due by'} {one.due}"


def language(one: Request) -> str:
    """The language in which the answer is wanted."""
    return languages().meaning[one.language] if one.language else "unknown"


def consent(party: str, *, withheld: bool) -> str:
    """That a way needs a consent of others, which they withhold, or have not been known to give."""
    return fill(WITHHELD if withheld else NOT_GIVEN, {"party": Worded(country(party, article=True))})


def way(code: str) -> str:
    """How an answer was served."""
    return WAYS.meaning[code]
