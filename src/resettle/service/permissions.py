"""Permissions: who asks something of a register in a database, and whether any role of theirs may."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from resettle.engine.errors import Fault, Where, nearest_name, refuse
from resettle.engine.registry.permissions import PERMITTED, Use
from resettle.engine.registry.roles import Role
from resettle.records import entries
from resettle.records.database import Database
from resettle.records.entries import Said
from resettle.records.subjects import ACCOUNTS, FOUNDING
from resettle.service import offices
from resettle.service.registers import founding


class Asker(str):
    """The account that asks, with what stood of it when it was let in: a question is not asked of it again."""

    said: Said

    @classmethod
    def of(cls, said: Said) -> "Asker":
        one = cls(said.key)
        one.said = said
        return one


def check(found: Database, by: str | None, use: Use, case: str = "") -> None:
    """
    Raises RequestRefused if whoever asks may not: they have no open account, its time is over, no role of theirs may, or
    they see the cases of some offices alone, and this is of another.

    by: None is whoever holds the database itself, as at its own command line: no account stands between. case: the case that is
    read, or a person in it; empty where every case is.
    """
    if by is not None:
        account, day = account_asking(found, by), founding(found).day(datetime.now(UTC))
        check_permitted(account, by, use, day)
        offices.check_read(found, account, by, use, case, day)


def check_listing(found: Database, by: str, use: Use) -> tuple[str, ...]:
    """As ``check``, of a list that leaves out cases of other offices: those of which it may hold cases; none named: all."""
    account = account_asking(found, by)
    check_permitted(account, by, use, founding(found).day(datetime.now(UTC)))
    return offices.bound(account)


def may(found: Database, by: str, use: Use) -> bool:
    """Whether a role of an open account may. Raises RequestRefused if there is none, or its time is over."""
    account = check_account(found, by)
    check_open_on(account, by, founding(found).day(datetime.now(UTC)))
    return bool(roles_of(account) & {*PERMITTED[use]})


def check_permitted(account: Said, by: str, use: Use, day: date) -> None:
    """As ``check``, once what is said of the account has been asked for."""
    check_open_on(account, by, day)
    roles = roles_of(account)
    if not roles & {*PERMITTED[use]}:
        held, may = ([role.value for role in Role if role in some] for some in (roles, PERMITTED[use]))
        raise refuse("use_not_of_role", by=by, use=use.value, held=held, roles=may)
    offices.check_use(account, by, use)


def account_asking(found: Database, by: str) -> Said:
    """
    What stands of the open account of whoever asks a question. Raises RequestRefused if there is none.

    Whoever records is looked at again, under the locks of what is recorded (``check_account``).
    """
    return by.said if isinstance(by, Asker) else check_account(found, by)


def check_account(found: Database, by: str) -> Said:
    """What stands of the open account of whoever records. Raises RequestRefused if there is none."""
    return account_in(entries.of(found, [ACCOUNTS], by), found, by)


def account_in(said: Sequence[Said], found: Database, by: str) -> Said:
    """As ``check_account``, once all that is said of the account has been asked for."""
    if said and (said[-1].content or {}).get("state") == "holds":
        return said[-1]
    latest = {one.key: one.content or {} for one in entries.of(found, [ACCOUNTS])}
    named = [id for id, content in latest.items() if content.get("state") == "holds"]
    raise refuse("account_unknown", by=by, near=nearest_name(by, named))


def roles_of(account: Said) -> frozenset[Role]:
    """What an account may do. Registers older than roles have none on record: whoever founded one is its administrator."""
    content = account.content or {}
    if "roles" not in content and account.work == FOUNDING:
        return frozenset({Role.ADMINISTRATOR})
    return roles_said(content)


def roles_said(content: Mapping[str, Any] | None) -> frozenset[Role]:
    """The roles that an account's entry names."""
    return frozenset(Role(role) for role in (content or {}).get("roles", ()))


def check_open_on(account: Said, by: str, day: date) -> None:
    """Raises RequestRefused if an account's time is over."""
    if (until := (account.content or {}).get("until")) and until < day:
        raise refuse("account_expired", by=by, until=until)


def out_of_scope(account: Said, by: str, arrangement: str) -> Iterator[Fault]:
    """Whoever may act on some arrangements' submissions alone acts on no others, nor on cases (no arrangement)."""
    allowed = (account.content or {}).get("arrangements")
    if allowed and arrangement not in allowed:
        yield Fault(
            "act_out_of_scope", Where(key="arrangement"), {"value": arrangement, "by": by, "allowed": allowed}
        )
