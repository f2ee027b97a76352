"""
A register in which every field that not everybody may read holds a mark of its class, to be looked for in what is answered.

To Norway (``nor``): C-1 is accepted and C-2 submitted; C-3 was proposed and no more; C-4 is New Zealand's. C-1 was denied by New
Zealand before, and P-late came to it later. Everybody has an account: each role one, named for it; a State, an agency and movement of
each State.
"""

from integration.records.offices import ARRANGEMENT, LEARNED, TODAY, office

from resettle.engine.registry.disclosed import FieldClass
from resettle.engine.registry.roles import Role
from resettle.service import accounts, registers

C, R = FieldClass, Role
DATED = f"{LEARNED},{LEARNED},qsourceq"
MARKS = {
    C.IDENTITY: ["Qfamilyq", "Qgivenq", "qindividualq", "Qaliasq"],
    C.BIO_DATA: ["Qbirthplaceq"],
    C.TRAVEL: ["qnumberq"],
    C.FAMILY: ["Qrelativeq", "Qfatherq", "qgroupq"],
    C.NEEDS: ["qneedq", "SV-GV"],
    C.CLAIM: ["qclaimq", "qmilitaryq", "qenvironmentq", "qremarkq", "LPPN"],
    C.CONSENT: ["qsignercaseworkerq", "qsignerinterpreterq"],
    C.ELSEWHERE: ["qnzlq", "NZL", "qpathwayq"],
    C.INTERNAL: [
        "qreasonq",
        "qinterviewerq",
        "drug_trafficking",
        "qletterq",
        "qanswerq",
        "qtranslationq",
        "qplaceq",
        "qseenbyq",
        "qappointedq",
    ],
    C.SCORE: ["987654"],
    C.SOURCE: ["qsourceq", "qofficerq"],
    C.CONFIDENTIAL: ["C-apartq", "qcontactq"],
}
"""Class → what stands in its fields, and nowhere else."""
NOT_THEIRS = ("C-3", "C-4", "C-apartq", "P-5", "P-6", "P-late")
"""Whom no other house of Norway's knows of."""
OUTSIDE = {
    "nor": (R.STATE_SELECTOR, ["nor"]), "nzl": (R.STATE_SELECTOR, ["qnzlq"]), "blank": (R.STATE_SELECTOR, []),
    "nor-agency": (R.PLACEMENT, ["nor"]), "nzl-agency": (R.PLACEMENT, ["qnzlq"]), "nor-travel": (R.MOVEMENT, ["nor"]),
    "nzl-travel": (R.MOVEMENT, ["qnzlq"]),
}  # fmt: skip


BOUND = "bound"
"""A coordinator who sees the cases of an office that has none."""


def _acts():
    told = [
        ("deny", "C-1", "qnzlq", "P-1;P-2", 5), ("submit", "C-1", "qnzlq", "P-1;P-2", 3), ("submit", "C-1", "nor", "P-1;P-2", 10),
        ("accept", "C-1", "nor", "P-1;P-2", 20), ("submit", "C-2", "nor", "P-3;P-4", 10), ("propose", "C-3", "nor", "P-5", 10),
        ("submit", "C-4", "qnzlq", "P-6", 10), ("accept", "C-4", "qnzlq", "P-6", 20),
    ]  # fmt: skip
    for number, (kind, case, to, persons, days) in enumerate(sorted(told, key=lambda one: one[-1]), 1):
        day = LEARNED.fromordinal(LEARNED.toordinal() + days)
        yield f"A-{number},{kind},{case},{to},year,qofficerq,qreasonq {number},{persons},{day},{day},qsourceq"


def folder(where):
    """The register in files."""
    office(where, [2, 2, 1, 1])
    head = where / "register.toml"
    head.write_text(head.read_text() + '\n[sources.qsourceq]\ntitle = "qsourceq itself"\n')
    other = ARRANGEMENT.replace("PLACES", "150").replace('id = "nor"', 'id = "qnzlq"').replace("NOR", "NZL")
    (where / "arrangements" / "qnzlq.toml").write_text(other.replace("Norway's", "qnzlq's"))
    people = [f"P-{at}" for at in range(1, 7)]
    names = "family_name,given_names,family_name_latin,given_names_latin,aliases,individual_no,birth_place,father_name"
    facts = "specific_needs,grounds_found,refugee_status,sex,date_of_birth,declaration_signed_on"
    cells = f"Qfamilyq,Qgivenq,Qfamilyq,Qgivenq,Qaliasq,qindividualq,Qbirthplaceq,Qfatherq,SV-GV,drug_trafficking,recognised,F,1990-05,{LEARNED}"
    cases = [f"C-{at}" for at in range(1, 5)] + ["C-apartq"]
    tables = {
        "people": (f"person,{names},{facts}", [
            *(f"{one},{cells}" for one in [*people, "P-apart"]), f"P-late,{cells.replace('1990-05', '2020-05')}",
        ]),
        "cases": ("case,priority,category_primary", [f"{one},normal,LPPN" for one in cases]),
        "relatives": (
            "person,relative,relationship,country,relative_name,relative_person",
            [f"{one},R-1,sibling,NOR,Qrelativeq,P-6" for one in people],
        ),
        "statements": (
            "subject,statement,on,text,confidential_from",
            [
                *(f"{one},T-1,refugee_claim,qclaimq," for one in people),
                *(f"{one},T-2,military_service,qmilitaryq," for one in people),
                *(f"{one},T-3,specific_needs,qneedq,P-2" for one in people if one == "P-1"),
                *(f"{one},T-4,remarks,qremarkq," for one in cases[:4]),
                *(f"{one},T-5,protection_environment,qenvironmentq," for one in cases[:4]),
            ],
        ),
        "documents": ("person,document,document_kind,number,valid_until", [f"{one},D-1,travel_document,qnumberq,none" for one in people]),
        "interviews": ("person,interview,held_on,interviewer,interpreter", [f"{one},I-1,{LEARNED},qinterviewerq,none" for one in people]),
        "missions": ("mission,arrangement,place", ["M-1,nor,qplaceq"]),
        "appointments": (
            "person,appointment,purpose,mission,planned_for,seen_by,interpreter",
            [f"{one},X-1,selection,M-1,{TODAY},qseenbyq,qappointedq" for one in people],
        ),
        "consents": (
            "person,consent,consent_for,given,signed_on,caseworker,interpreter",
            [f"{one},K-1,share_with_state,yes,{LEARNED},qsignercaseworkerq,qsignerinterpreterq" for one in people],
        ),
        "requests": ("request,person,asks,language,text,safe_contact", [f"Q-1,{one},resettlement,som,qletterq,qcontactq" for one in people]),
        "answers": ("request,person,text,by", [f"Q-1,{one},qanswerq,qofficerq" for one in people]),
        "translations": (
            "request,person,language,text,translated_by,checked_by", [f"Q-1,{one},som,qtranslationq,qtransq,qcheckq" for one in people]
        ),
        "pathways": ("person,pathway,pathway_kind,pathway_country", [f"{one},qpathwayq,family_reunification,AUS" for one in people]),
        "links": ("case,other_case,link", ["C-1,C-apartq,keep_apart", "C-1,C-4,same_country"]),
        "registration_groups": ("group,person", [f"qgroupq,{one}" for one in people]),
        "scores": ("case,arrangement,score", [f"{one},nor,987654" for one in cases[:4]]),
    }  # fmt: skip
    for name, (header, rows) in tables.items():
        text = "\n".join([f"{header},effective,known,source", *(f"{row},{DATED}" for row in rows), ""])
        (where / f"{name}.csv").write_text(text)
    late = LEARNED.fromordinal(LEARNED.toordinal() + 30)
    with (where / "members.csv").open("a") as file:
        file.write(f"C-1,P-late,{late},{late},qsourceq,child\nC-apartq,P-apart,{DATED},PA\n")
    header = "act_id,act,case,arrangement,offer,by,reason,persons,effective,known,source"
    (where / "acts.csv").write_text("\n".join([header, *_acts(), ""]))
    return where


def marked(address, where):
    """A register of it, with everybody's accounts."""
    registers.founded(address, "eva", where / "register.key", folder=folder(where / "register"))
    for role in Role:
        accounts.opened(address, role.value, role.value, "eva", accounts.Rights([role]))
    for id, (role, arrangements) in OUTSIDE.items():
        accounts.opened(address, id, id, "eva", accounts.Rights([role], arrangements=arrangements))
    accounts.opened(address, BOUND, BOUND, "eva", accounts.Rights([R.COORDINATOR], offices=["nowhere"]))
    return address


__all__ = ["BOUND", "MARKS", "NOT_THEIRS", "OUTSIDE", "TODAY", "folder", "marked"]
