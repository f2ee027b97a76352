"""
Words for what is shown to whom, and the page of it, made from the table of field classes:
``python -m resettle.render.words.disclosed > docs/reference/disclosed.md``.
"""

import sys
from collections.abc import Iterator, Mapping

from resettle.engine.registry.disclosed import (
    AUDIENCE,
    BESIDE,
    COUNTED,
    FIELDS,
    SEES,
    UNTOLD,
    Audience,
    FieldClass,
)
from resettle.render.words.names import ROLES

NOT_SUBMITTED = "about somebody who was not submitted here"
CLASSES: Mapping[FieldClass, str] = {
    FieldClass.IDENTITY: "who a person is: ids, names, numbers",
    FieldClass.BIO_DATA: "sex, birth, nationality",
    FieldClass.TRAVEL: "documents, clearances, where somebody is",
    FieldClass.FAMILY: "who belongs to whom",
    FieldClass.SETTLING: "education and languages",
    FieldClass.NEEDS: "specific needs, and what is stated of them",
    FieldClass.CLAIM: "why somebody is a refugee and needs resettlement: claims, status, categories",
    FieldClass.CASE: "how the case came about: priority, referral, waiting",
    FieldClass.CONSENT: "declarations, and who signed them",
    FieldClass.SUBMISSION: "where the submission to that arrangement stands",
    FieldClass.ELSEWHERE: "submissions to other States, other pathways, what somebody wishes of them",
    FieldClass.INTERNAL: "the office's own work: stages, reasons, rulings, interviews, findings, people's own requests and the answers",
    FieldClass.SCORE: "scores",
    FieldClass.SOURCE: "who says so, and who recorded it",
    FieldClass.CONFIDENTIAL: "who is kept apart from whom, and how somebody may safely be reached",
    FieldClass.PLACES: "arrangements and their places",
    FieldClass.RIGHTS: "accounts and tokens",
    FieldClass.INTEGRITY: "conflicts of interest, complaints, spot checks",
    FieldClass.LOG: "who read, searched and exported, and what was erased",
}
AUDIENCES: Mapping[Audience, str] = {
    Audience.OFFICE: "the office",
    Audience.STATE: "a State",
    Audience.AGENCY: "a placement agency",
    Audience.MOVEMENT: "movement",
    Audience.INTERPRETER: "an interpreter",
    Audience.ANALYST: "an analyst",
    Audience.AUDITOR: "an auditor",
    Audience.ADMINISTRATOR: "an administrator",
}
HEAD = """\
# What is shown to whom

Every field of a register has a class, and each class its readers. A State reads the cases that were submitted to the arrangements of its
account; a placement agency those that were accepted there; movement those who are to travel. What is withheld is shown as withheld, with
its class; that a case was submitted to another State is not even shown as withheld.

*This page is made from the table that is asked when something is shown, by
`python -m resettle.render.words.disclosed > docs/reference/disclosed.md`; a test fails while it is not current.*
"""


def reference() -> str:
    return "\n".join([HEAD, *_readers(), *_classes(), *_fields(), ""])


def _readers() -> Iterator[str]:
    yield "## Readers\n\n| reader | roles |\n|---|---|"
    for one, name in AUDIENCES.items():
        yield f"| {name} | {', '.join(ROLES[role] for role, is_of in AUDIENCE.items() if is_of is one)} |"
    yield "\nWhoever holds several roles reads as the one of them that sees most of cases.\n"


def _classes() -> Iterator[str]:
    yield "## Classes\n"
    yield f"| class | of what it is | {' | '.join(AUDIENCES.values())} |\n|---|---|{'---|' * len(AUDIENCES)}"
    for one, meaning in CLASSES.items():
        hidden = "not told" if one in UNTOLD else "withheld"
        cells = ("shown" if one in SEES[reader] else hidden for reader in AUDIENCES)
        yield f"| `{one}` | {meaning} | {' | '.join(cells)} |"
    yield ""


def _fields() -> Iterator[str]:
    yield "## Fields\n\n| table | class | fields |\n|---|---|---|"
    for table, fields in FIELDS.items():
        for one in FieldClass:
            if named := [f"`{name}`" for name, of in fields.items() if of is one]:
                yield f"| `{table}` | `{one}` | {', '.join(named)} |"
    yield f"| counted | `{FieldClass.FAMILY}` | {', '.join(f'`{name}`' for name in COUNTED)} |"
    for table, one in BESIDE.items():
        yield f"| `{table}` | `{one}` | all |"
    yield (
        "\nOf every table `source` is of the class `source`, `known` is `internal`, and `effective` is `case`. What is stated of specific "
        "needs is `needs`; an act in another arrangement is `elsewhere`, and one on a case alone `internal`."
    )


if __name__ == "__main__":
    sys.stdout.write(reference())
