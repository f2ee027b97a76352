"""An office that is asked over HTTP, on either database, in this process."""

from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings
from integration.records.conftest import address, server  # noqa: F401 (fixtures, asked for by name)
from integration.records.offices import DESK, LEARNED, office

from resettle.engine.registry.roles import Role
from resettle.records.database import connect
from resettle.service import accounts, registers, tokens

ROOT = "/api/v1"
SECRET = "not a secret: it signs what tests make up"
WHO = {"eva": (Role.ADMINISTRATOR,), "ion": DESK, "mara": (Role.CASEWORKER,)}
SERVED = {
    "ALLOWED_HOSTS": ["testserver", "localhost"],
    "RESETTLE_RATES": {"token": 1_000_000, "address": 1_000_000},
}


@dataclass
class Served:
    """A register that is served; ``as_``: asks as somebody who has a token."""

    address: str
    secrets: dict[str, str] = field(default_factory=dict)

    def as_(self, who="ion"):
        return Client(headers={"authorization": f"Bearer {self.secrets[who]}"})

    def get(self, path, who="ion", **headers):
        return self.as_(who).get(
            f"{ROOT}{path}", headers={k.replace("_", "-"): v for k, v in headers.items()}
        )

    def post(self, path, body, who="ion", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.as_(who).post(f"{ROOT}{path}", body, content_type="application/json", headers=headers)

    def act(self, kind="propose", case="C-1", who="ion", **more):
        headers = {name: more.pop(name) for name in ("If_Match", "Idempotency_Key") if name in more}
        asked = {"kind": kind, "case": case, "arrangement": "nor", "source": "office", **more}
        return self.post("/acts", asked, who, **headers)


def found(where, folder, sizes=(4, 2, 1), places=6):
    """An office of so many cases, with an administrator, a desk and a caseworker, each with a token."""
    key = folder / "register.key"
    registers.founded(where, "eva", key, folder=office(folder / "register", sizes, places))
    for who in ("ion", "mara"):
        accounts.opened(where, who, who.title(), "eva", accounts.Rights(WHO[who]))
    return Served(where, {who: tokens.issued(where, who, "eva").secret for who in WHO})


@pytest.fixture
def served(address, tmp_path):  # noqa: F811 (a fixture is named again by whatever asks for it)
    connect(address)
    settings.SECRET_KEY = SECRET  # left there: Django takes no empty one back
    with override_settings(RESETTLE_DATABASE=address, **SERVED):
        cache.clear()
        yield found(address, tmp_path)


@pytest.fixture(scope="module")
def _founded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    return found(str(folder / "register.sqlite"), folder)


@pytest.fixture
def served_once(_founded):
    """One register for all tests of a module that record nothing; in an SQLite file."""
    settings.SECRET_KEY = SECRET
    with override_settings(RESETTLE_DATABASE=_founded.address, **SERVED):
        cache.clear()
        yield _founded


def codes(response):
    return [one["code"] for one in response.json()["errors"]]


__all__ = ["LEARNED", "ROOT", "Served", "codes", "found"]
