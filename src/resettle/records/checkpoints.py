"""Checkpoints: the chain's head, signed, to be kept where nobody who can change the database can change it."""

import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from resettle.engine.errors import Fault, Where, refuse
from resettle.records import chain, keys
from resettle.records.database import Database
from resettle.records.entries import canonical

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
        said = json.loads(text)
        fits = isinstance(said, dict) and said.keys() == _SAYS.keys()
        fits = fits and all(type(said[name]) is kind for name, kind in _SAYS.items())
        bytes.fromhex(said["hash"] if fits else "")
    except ValueError:
        fits = False
    if not fits:
        raise refuse("checkpoint_unreadable", file=file)
    return said  # type: ignore[no-any-return]


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
