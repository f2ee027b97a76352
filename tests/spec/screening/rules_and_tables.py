"""Rules as they stand in an arrangement's file, worked tables as pictures, and what comes of trying them."""

import json
from datetime import date

from builders import NORWAY, a_register_folder

from resettle import service
from resettle.engine.screening.worked import worked

BEGAN = date(2026, 1, 5)
ARRANGEMENT = NORWAY[: NORWAY.index("[[criterion]]")]


def a_rule(id, test=None, *, table="criterion", **keys):
    """A criterion as it stands in an arrangement's file; keys that are None are left out."""
    said = {
        "id": id,
        "kind": "eligibility",
        "sentence": f"The sentence of {id}.",
        "test": test,
        "applies_to": "each_member" if test else None,
        "source": "treaty",
        "effective": BEGAN,
        "known": BEGAN,
        **keys,
    }
    lines = [f"{key} = {_toml(value)}" for key, value in said.items() if value is not None]
    return "\n".join([f"[[{table}]]", *lines, "", ""])


def amended(**keys):
    """What a later version of the criterion written before it says otherwise."""
    said = {"source": "treaty", "known": keys["effective"], **keys}
    return "\n".join(
        ["[[criterion.amended]]", *(f"{key} = {_toml(value)}" for key, value in said.items()), "", ""]
    )


def _toml(value):
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


def a_table(text):
    """A worked table from a picture of it: ``sex | finding`` and so on."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return "".join(f"{','.join(line)}\n" for line in lines)


def a_folder(tmp_path, rules, tables, **more):
    """The small register whose Norwegian arrangement has these rules, and these worked tables: criterion → picture."""
    files = {
        f"tests/{name if '/' in name else f'nor-2026/{name}'}.csv": a_table(text)
        for name, text in tables.items()
    }
    return a_register_folder(tmp_path, {"arrangements/nor-2026.toml": ARRANGEMENT + rules, **files, **more})


def opened(folder):
    return service.opened(folder).register


def tried(tmp_path, rules, tables, **more):
    """Every expectation as ``row expected → found``, with ``by …`` where the fast screen says otherwise."""
    register = opened(a_folder(tmp_path, rules, tables, **more))
    return [
        f"{one.row.number} {one.expected} → {one.found}"
        + (f" by {one.fast}" if one.fast != one.found else "")
        for one in worked(register)
    ]


def hold(tmp_path, rules, tables, **more):
    """Every expectation of these tables holds by both evaluators, and there are some."""
    found = worked(opened(a_folder(tmp_path, rules, tables, **more)))
    assert found
    assert [one for one in found if not one.holds] == []
    return True


RECOGNISED = a_rule("recognised", "refugee_status = 'recognised'", unless=["child"]) + a_rule(
    "child", "relationship_to_pa = 'child'", kind="exemption"
)
