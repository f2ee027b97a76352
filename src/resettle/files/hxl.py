"""HXL: the row of hashtags under a table's heading by which humanitarian tools know what its columns hold (HXL 1.1)."""

import re
from collections.abc import Iterable, Mapping

from resettle.engine.registry import codes
from resettle.engine.registry.facts import Fact, Kind, Of
from resettle.files.columns import TABLES, Table

CORE = frozenset(
    "access activity adm1 adm2 adm3 adm4 adm5 affected beneficiary capacity cause channel contact country crisis"
    " currency date description event frequency geo group impact indicator inneed item loc meta modality need"
    " operations org output population reached region respondee sector service severity status subsector targeted"
    " value".split()
)
"""Hashtags of the core schema; ``#affected`` and its like hold numbers of people, ``#beneficiary`` says who or what one is."""
_TAG = re.compile(r"#\s*([A-Za-z][A-Za-z0-9_]*)(\s*\+\s*[A-Za-z][A-Za-z0-9_]*)*\s*")

_COLUMNS = {
    "effective": "#date+effective",
    "known": "#date+known",
    "source": "#meta+source",
    "person": "#beneficiary+person+id",
    "case": "#beneficiary+case+id",
    "other_case": "#beneficiary+case+other+id",
    "subject": "#beneficiary+subject+id",
    "group": "#beneficiary+hh+id",
    "relative": "#beneficiary+relative+id",
    "relative_person": "#beneficiary+relative+person+id",
    "persons": "#beneficiary+person+id+list",
    "family_name": "#beneficiary+name+family",
    "given_names": "#beneficiary+name+given",
    "aliases": "#beneficiary+name+alias",
    "individual_no": "#beneficiary+id+individual",
    "registration_no": "#beneficiary+id+registration",
    "arrangement": "#activity+arrangement+id",
    "offer": "#activity+offer+id",
    "pathway": "#activity+pathway+id",
    "criterion": "#meta+criterion+id",
    "state": "#status",
    "link": "#meta+link+code",
    "willing": "#status+willing+code",
    "score": "#value+score",
    "ruling": "#status+ruling+code",
    "by": "#contact+by",
    "document": "#item+document+id",
    "document_kind": "#item+document+type+code",
    "number": "#item+document+number",
    "issued_by": "#country+code+iso3+issued_by",
    "family_name_latin": "#beneficiary+name+family+latin",
    "given_names_latin": "#beneficiary+name+given+latin",
    "birth_place": "#beneficiary+birth+place",
    "father_name": "#beneficiary+father+name",
    "mother_name": "#beneficiary+mother+name",
    "relative_name": "#beneficiary+relative+name",
    "statement": "#meta+statement+id",
    "on": "#meta+statement+type+code",
    "text": "#description+statement",
    "confidential_from": "#beneficiary+confidential+id+list",
    "change": "#status+change+code",
    "interview": "#meta+interview+id",
    "interviewer": "#contact+interviewer",
    "mission": "#activity+mission+id",
    "place": "#loc+mission+name",
    "starts_on": "#date+start",
    "ends_on": "#date+end",
    "appointment": "#meta+appointment+id",
    "purpose": "#meta+appointment+type+code",
    "planned_for": "#date+planned",
    "seen_by": "#contact+seen_by",
    "outcome": "#status+outcome+code",
    "drafted_from": "#meta+entry+id",
    "interpreter": "#contact+interpreter",
    "language": "#meta+language+code",
    "office": "#org+office+id",
    "request": "#meta+request+id",
    "asks": "#meta+request+type+code",
    "safe_contact": "#contact+safe",
    "translated_by": "#contact+translated_by",
    "checked_by": "#contact+checked_by",
    "service": "#meta+service+id",
    "way": "#meta+service+way+code",
    "read_by": "#contact+read_by",
    "caseworker": "#contact+caseworker",
    "consent": "#meta+consent+id",
    "consent_for": "#meta+consent+type+code",
    "given": "#status+consent+code",
    "to": "#org+to",
    "limit": "#capacity+limit+id",
    "measure": "#indicator+measure+code",
    "figure": "#indicator+value+num",
    "act_id": "#meta+act+id",
    "act": "#event+act+code",
    "reason": "#description+reason",
    "ground": "#cause+ground+code",
    "review_on": "#date+review",
    "date_of_birth": "#date+birth",
}
_WHOSE = {
    Of.PERSON: "#beneficiary",
    Of.CASE: "#beneficiary+case",
    Of.RELATIVE: "#beneficiary+relative",
    Of.PATHWAY: "#activity+pathway",
}


def hxl_tags(table: str) -> Mapping[str, str]:
    """Column → tag, for every column of a table."""
    columns = next(one for one in TABLES if one.name == table)
    return {name: _tag(name, columns) for name in columns.columns}


def is_tag_row(cells: Iterable[str | None]) -> bool:
    """Whether a row holds hashtags and nothing else, one of the core at least."""
    tags = [_TAG.fullmatch(cell) if cell.startswith("#") else None for cell in cells if cell]
    return all(tags) and any(tag and tag[1].lower() in CORE for tag in tags)


def _tag(column: str, table: Table) -> str:
    if column in _COLUMNS:
        return _COLUMNS[column]
    return _tag_of(table.facts.get(column) or table.dates[column])


def _tag_of(fact: Fact) -> str:
    if fact.kind is Kind.DATE:
        return f"#date+{fact.name}"
    if fact.codes == codes.countries():
        return f"#country+code+iso3+{fact.name}"
    if fact.codes == codes.nationalities():
        return f"#country+code+{fact.name}"
    return f"{_WHOSE[fact.of]}+{fact.name}+code"
