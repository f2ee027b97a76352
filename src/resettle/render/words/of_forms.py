"""Words for what keeps a Resettlement Registration Form from being complete."""

from collections.abc import Mapping
from datetime import date

from resettle.engine.errors import Where
from resettle.render.words.template import Words

_SIGNED = {"of": "P-0412", "consent_for": "resettlement"}

FORMS: Mapping[str, Words] = {
    "rrf_without_people": Words(
        "A form is asked for of a case in which nobody is on its day.",
        "nobody is in case {case} on that day.",
        "Record who is in it (members); or ask for another day.",
        Where("", 0, "section 2, C-0100"),
        {"case": "C-0100"},
    ),
    "rrf_applicant": Words(
        "A form has one principal applicant, and the case has none or several.",
        "case {case} has {number:principal applicant|principal applicants}.",
        "Record who is the principal applicant (PA), and what each other member is to them.",
        Where("", 0, "section 2, C-0100"),
        {"case": "C-0100", "number": 0},
    ),
    "rrf_field_missing": Words(
        "A field of the form was never answered.",
        "there is no answer to {field}.",
        "Record it[: {step}]; that it is unknown, or that there is none, is an answer, too.",
        Where("", 0, "section 2, P-0412, birth_country"),
        {"field": "birth_country", "step": "a birth document"},
    ),
    "rrf_dates_out_of_order": Words(
        "Two dates of a person are not in the order in which they must have come.",
        "{second} lies before {first}.",
        "See which of the two is wrong, and record it as it is.",
        Where("", 0, "section 2, P-0412, registered_on"),
        {
            "first": "day of arrival in the country of asylum",
            "second": "day of registration in the country of asylum",
        },
    ),
    "rrf_statement_missing": Words(
        "A text of the form is not written: the claim of an adult or of the principal applicant, or why resettlement is needed and nothing else would do.",
        "nothing is stated of {of} on {on}.",
        "Write it, as a row of statements; an abridged form does without.",
        Where("", 0, "section 4, P-0412"),
        {"of": "P-0412", "on": "refugee_claim"},
    ),
    "rrf_document_missing": Words(
        "The case needs a document that is not on file: a Medical Assessment Form for medical needs, an assessment or "
        "determination of best interests for an unaccompanied or separated child.",
        "of {of} there is no {kinds:or} on file.",
        "Have it made, and record it among the documents.",
        Where("", 0, "section 9, P-0412"),
        {"of": "P-0412", "kinds": ["best_interests_assessment", "best_interests_determination"]},
    ),
    "rrf_document_expired": Words(
        "A document that the case needs is out of date.",
        "the {kind} of {of} is not valid any more on {on}.",
        "Have it made again, and record it.",
        Where("", 0, "section 9, P-0412"),
        {"of": "P-0412", "kind": "medical_assessment", "on": date(2026, 3, 2)},
    ),
    "rrf_document_undated": Words(
        "Of a document that the case needs it is not recorded until when it is valid.",
        "until when the {kind} of {of} is valid is not recorded.",
        "Record it as the document says: its last day, or none.",
        Where("", 0, "section 9, P-0412"),
        {"of": "P-0412", "kind": "medical_assessment"},
    ),
    "rrf_not_interviewed": Words(
        "A member was not interviewed, and nobody says why.",
        "no interview of {of} is recorded.",
        "Interview them, and record it with its day; else state why not (not_interviewed).",
        Where("", 0, "section 1, P-0413"),
        {"of": "P-0413"},
    ),
    "rrf_age_unsettled": Words(
        "It cannot be told whether a member is of age, and so whether they sign.",
        "whether {of} is of age on that day cannot be told from the date of birth.",
        "Record a birth document, or an age assessment by the office.",
        Where("", 0, "section 2, P-0413, date_of_birth"),
        {"of": "P-0413"},
    ),
    "rrf_declaration_missing": Words(
        "An adult member, or the principal applicant, has not declared that they want to be resettled, or that the case may be shared with a State.",
        "{of} has not declared {consent_for} ({said}).",
        "Explain it to them and ask; whoever says no is not submitted, and loses nothing by it.",
        Where("", 0, "section 8, P-0412"),
        _SIGNED | {"said": "unknown"},
    ),
    "rrf_declaration_unsigned": Words(
        "A declaration lacks its day, or the signature of the caseworker or the interpreter.",
        "of the declaration {consent_for} of {of} these are not recorded: {lacking}.",
        "Have it signed, and record who signed and when; interpreter is none where nobody was needed.",
        Where("", 0, "section 8, P-0412"),
        _SIGNED | {"lacking": ["signed_on", "interpreter"]},
    ),
    "rrf_declaration_outdated": Words(
        "A declaration was signed before the last substantial change of the form.",
        "{of} signed {consent_for} on {signed}, and the form was changed on {changed}.",
        "Go through it with them, and have it signed again; or, if the change was a correction, record it as minor.",
        Where("", 0, "section 8, P-0412"),
        _SIGNED | {"signed": "2026-02-01", "changed": date(2026, 2, 9)},
    ),
    "rrf_declaration_late": Words(
        "A declaration is dated after the submission that it allows, or after the day of the form.",
        "{of} signed {consent_for} on {signed}, after {day}.",
        "Record the day on which it was signed; nobody is submitted before that.",
        Where("", 0, "section 8, P-0412"),
        _SIGNED | {"signed": "2026-03-09", "day": date(2026, 3, 2)},
    ),
    "form_reader_unknown": Words(
        "A copy of a form is asked for, for somebody who is no reader of it.",
        "{value:q} is neither state nor a member of case {case}.",
        "Name a member by their id, or write state; without it, it is the office's own copy.",
        Where("", 0, "--for"),
        {"value": "P-9", "case": "C-0100"},
    ),
    "form_extra_not_installed": Words(
        "A form is asked for as a page or a PDF, and what that needs is not installed.",
        "a form as HTML or PDF needs the extra {extra:q}.",
        "Install it in Resettle's folder: {install}. What a form lacks is told without it: --check.",
        Where(),
        {"extra": "report", "install": "pip install '.[report]'"},
    ),
    "form_library_missing": Words(
        "A PDF is asked for, and the library that sets its text is not on this machine.",
        "what sets the text of a PDF cannot be loaded ({why}).",
        "Install Pango (on Debian or Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-core); or write .html.",
        Where(),
        {"why": "cannot load library 'libpango-1.0-0'"},
    ),
    "form_not_complete": Words(
        "A form is to be written that is not complete.",
        "the form of case {case} is not complete, and is not written.",
        "Mend what it lacks, listed here; or write it as a draft: --draft.",
        Where(),
        {"case": "C-0100"},
    ),
}
"""By code."""
