"""Everything that a form asks for of a case, as tables of a register: for tests in which a case is recommended."""

ANSWERS = {
    "individual_no": "unknown",
    "family_name": "unknown",
    "given_names": "unknown",
    "birth_place": "unknown",
    "birth_country": "SOM",
    "marital_status": "single",
    "father_name": "unknown",
    "mother_name": "unknown",
    "status_basis": "mandate_1951",
    "status_date": "unknown",
    "asylum_since": "unknown",
    "registered_on": "unknown",
    "relatives_listed": "all",
}
"""Column of people → the answer of everybody."""
SIGNED = "signed_on,caseworker,interpreter"


def papers(case, speakers, members, day):
    """
    Tables of one case: who speaks for it has a claim and has signed, and every member was interviewed, all on one day.

    Medical needs come with an assessment of the first who speaks.
    """
    dated = f"{day},{day},office"
    texts = [(person, "refugee_claim") for person in speakers]
    texts += [(case, on) for on in ("need", "protection_environment", "other_solutions")]
    purposes = [(person, what) for person in speakers for what in ("resettlement", "share_with_state")]
    return {
        "statements.csv": _table("subject,statement,on,text", (f"{of},T-{on},{on},As told.,{dated}" for of, on in texts)),
        "interviews.csv": _table("person,interview,held_on,language", (f"{one},I-1,{day},som,{dated}" for one in members)),
        "documents.csv": _table("person,document,document_kind,valid_until", [f"{speakers[0]},D-1,medical_assessment,none,{dated}"]),
        "consents.csv": consents(f"{person},K-{what},{what},yes,{dated},{day},cas,none" for person, what in purposes),
    }  # fmt: skip


def consents(rows=()):
    return "\n".join([f"person,consent,consent_for,given,effective,known,source,{SIGNED}", *rows, ""])


def together(*several):
    """The tables of several cases as those of one register."""
    found = {}
    for tables in several:
        for name, text in tables.items():
            found[name] = found[name] + "".join(text.splitlines(True)[1:]) if name in found else text
    return found


def _table(columns, rows):
    return "\n".join([f"{columns},effective,known,source", *rows, ""])
