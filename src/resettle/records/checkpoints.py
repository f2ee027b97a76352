"""Checkpoints: the chain's head, signed, to be kept where nobody who can change the database can change it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from resettle.engine.errors import Fault, RequestRefused, Where, refuse
from resettle.records import chain, keys
from resettle.records.content import canonical
from resettle.records.database import Database, as_bytes

_SAYS = {"register": str, "position": int, "hash": str, "made_at": str, "key": str, "signature": str}


def make(database: Database, register: str, key: Ed25519PrivateKey, made_at: str) -> str:
    """A checkpoint of the chain as it is, as text; also kept in the database, for whoever compares."""
    head = chain.head(database)
    said = {
        "register": register,
        "position": head.position,
        "hash": head.hash.hex(),
        "made_at": made_at,
        "key": keys.public(key),
    }
    text = canonical({**said, "signature": key.sign(canonical(said).encode()).hex()})
    with database.writing():
        database.run("INSERT INTO records_checkpoint (position, text) VALUES (%s, %s)", [head.position, text])
    return text


def read(text: str, file: str) -> Mapping[str, Any]:
    """What a checkpoint says. Raises RequestRefused if it is none."""
    try:
        found = json.loads(text)
        said: Mapping[str, Any] = found if isinstance(found, dict) else {}
        fits = said.keys() == _SAYS.keys() and all(type(said[name]) is kind for name, kind in _SAYS.items())
        bytes.fromhex(said["hash"] if fits else "")
    except ValueError:
        fits = False
    if not fits:
        raise refuse("checkpoint_unreadable", file=file)
    return said


def faults(said: Mapping[str, Any], file: str, register: str, key: str) -> list[Fault]:
    """What is wrong with a checkpoint itself: of another register, by another key, or not as it was signed."""
    told = []
    if said["register"] != register:
        told.append(Fault("checkpoint_of_another", Where(file), {"register": said["register"]}))
    if said["key"] != key:
        told.append(Fault("checkpoint_by_another", Where(file), {"key": said["key"]}))
    signed = canonical({name: value for name, value in said.items() if name != "signature"})
    if not keys.is_signed(said["key"], said["signature"], signed):
        told.append(Fault("checkpoint_not_signed", Where(file), {}))
    return told


def kept(database: Database) -> tuple[list[tuple[Mapping[str, Any], str]], list[Fault]]:
    """The checkpoints that the database itself has, each with what to call it; and what is wrong among them."""
    found: list[tuple[Mapping[str, Any], str]] = []
    told: list[Fault] = []
    sql = f"SELECT id, position, {as_bytes(database, 'text')} FROM records_checkpoint ORDER BY id"
    for id, position, text in database.rows(sql):
        name = f"records_checkpoint {id}"
        try:
            said = read(text.decode(errors="replace"), name)
        except RequestRefused as none:
            told += none.faults
            continue
        found.append((said, name))
        if said["position"] != position:
            told.append(Fault("checkpoint_not_signed", Where(name), {}))
    return found, told


def heads(
    signed: Iterable[tuple[Mapping[str, Any], str]], register: str, key: str
) -> tuple[dict[int, bytes], list[Fault]]:
    """What checkpoints sign, as position → hash; and what is wrong with them."""
    found: dict[int, bytes] = {}
    told: list[Fault] = []
    for said, name in signed:
        if wrong := faults(said, name, register, key):
            told += wrong
            continue
        position, hashed = said["position"], bytes.fromhex(said["hash"])
        if found.setdefault(position, hashed) != hashed:
            told.append(Fault("chain_rewritten", Where(name), {"position": position}))
    return found, told
