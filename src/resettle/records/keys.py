"""The register's signing key: Ed25519, the public half recorded in the register, the private half in a file of the office."""

import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from resettle.engine.errors import refuse


def make(path: Path) -> str:
    """A new key in a file that only its owner may read; its public half. Raises RequestRefused if there is a file."""
    key = Ed25519PrivateKey.generate()
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise refuse("key_not_written", file=str(path), why=error.strerror) from None
    with os.fdopen(handle, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(handle)
    return public(key)


def read(path: Path) -> Ed25519PrivateKey:
    """The key in a file. Raises RequestRefused."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise refuse("key_unreadable", file=str(path), why=error.strerror) from None
    except (ValueError, TypeError):
        raise refuse("key_unreadable", file=str(path), why="it holds no Ed25519 key") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise refuse("key_unreadable", file=str(path), why="it holds no Ed25519 key")
    return key


def public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def is_signed(public_key: str, signature: str, text: str) -> bool:
    """Whether the owner of a public key has signed a text."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(
            bytes.fromhex(signature), text.encode()
        )
    except (InvalidSignature, ValueError):
        return False
    return True
