"""What is wrong with sub-quotas beyond one file: of no offer, more than the offer has, not planned yet."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from resettle.engine.errors import Fault
from resettle.engine.registry.arrangements import Arrangement, Counts, SubQuota, SubQuotaKind
from resettle.engine.registry.criteria import AppliesTo, in_force
from resettle.engine.registry.history import standing
from resettle.engine.registry.language import And, bound
from resettle.engine.registry.language.contradictions import never_true
from resettle.engine.registry.placed_faults import fault_at, unknown_name, warning_at
from resettle.engine.registry.register import Register


def sub_quotas_misplaced(register: Register) -> Iterator[Fault]:
    """Sub-quotas of no offer, under an id that is taken, released when their offer does not run."""
    for one in register.arrangements.values():
        where, offers = f"arrangements/{one.id}", {offer.id: offer for offer in one.offers}
        yield from _ids_taken(where, one)
        for each in one.sub_quotas:
            key = f"sub_quota.{each.id}"
            if each.whom.until is not None and each.whom.until <= each.whom.effective:
                yield fault_at(
                    "criterion_ends_before_it_begins", where, key, criterion=each.id, until=each.whom.until
                )
            if each.offer not in offers:
                yield unknown_name(where, f"{key}.of", each.offer, offers)
                continue
            offer, day = offers[each.offer], each.released_on
            if day and (day < offer.begins or (offer.until and day > offer.until)):
                yield fault_at("released_outside_offer", where, f"{key}.released_on", sub_quota=each.id, released=day,
                               begins=offer.begins, until=offer.until or "")  # fmt: skip


def _ids_taken(where: str, one: Arrangement) -> Iterator[Fault]:
    """Sub-quotas of two offers may share an id if one begins later than the other: the later one stands then."""
    taken = {criterion.id for criterion in one.criteria}
    for number, each in enumerate(one.sub_quotas):
        before = [other for other in one.sub_quotas[:number] if other.id == each.id]
        twice = any(
            other.offer == each.offer or other.whom.effective == each.whom.effective for other in before
        )
        if each.id in taken or twice:
            yield fault_at("sub_quota_repeated", where, f"sub_quota.{each.id}", sub_quota=each.id)


def sub_quotas_that_do_not_add_up(register: Register) -> Iterator[Fault]:
    """Sub-quotas that ask for more places, alone or together where nobody counts under two, than their offer has."""
    for one in register.arrangements.values():
        for offer in one.offers:
            last = standing(offer.places, date.max, date.max)
            whole = last.places.number if last else None
            asking = [
                each for each in one.sub_quotas
                if each.offer == offer.id and each.unit is offer.unit and _asks_for_places(each)
            ]  # fmt: skip
            if whole is None or not asking:
                continue
            together = max(
                (_heaviest(register, one.id, asking, each, whole) for each in asking), key=lambda at: at[0]
            )
            if together[0] > whole:
                yield warning_at("sub_quotas_do_not_add_up", f"arrangements/{one.id}", "sub_quota",
                                 limit=f"{one.id}/{offer.id}", sub_quotas=together[1], parts=together[0],
                                 over=together[0] - whole, whole=whole,
                                 several="two" if len(together[1]) > 1 else "")  # fmt: skip


def sub_quotas_not_planned(register: Register) -> Iterator[Fault]:
    """Arrangements whose sub-quotas hold on the register's day: plans do not keep to them yet."""
    for one in register.arrangements.values():
        running = {
            o.id for o in one.offers if o.begins <= register.on and (not o.until or register.on <= o.until)
        }
        hold = in_force(
            [each.whom for each in one.sub_quotas if each.offer in running], register.on, date.max
        )
        if hold:
            named = [each.id for each in hold]
            yield warning_at(
                "sub_quotas_not_planned", f"arrangements/{one.id}", "sub_quota", of=one.id, sub_quotas=named
            )


def _asks_for_places(one: SubQuota) -> bool:
    limited = one.number is not None or one.percent is not None
    return limited and one.kind in (SubQuotaKind.FLOOR, SubQuotaKind.EXACT, SubQuotaKind.SHARE)


def _heaviest(
    register: Register, arrangement: str, asking: Sequence[SubQuota], first: SubQuota, whole: int
) -> tuple[int, list[str]]:
    """Places that one sub-quota asks for with others, largest first, under which nobody counts who counts under it."""

    def amount(one: SubQuota) -> int:
        return one.number if one.number is not None else whole * (one.percent or 0) // 100

    chosen = [first]
    for one in sorted(asking, key=amount, reverse=True):
        if one is not first and all(_apart(register, arrangement, one, other) for other in chosen):
            chosen.append(one)
    return sum(amount(one) for one in chosen), [one.id for one in asking if one in chosen]


def _apart(register: Register, arrangement: str, one: SubQuota, other: SubQuota) -> bool:
    """Whether both hold on some day, and it is sure that nobody counts under both."""
    a, b = one.whom, other.whom
    if (a.until and a.until <= b.effective) or (b.until and b.until <= a.effective):
        return False
    if a.test is None or b.test is None or a.applies_to is not b.applies_to:
        return False
    by_person = a.applies_to in (AppliesTo.EACH_MEMBER, AppliesTo.EVERY_ADULT, AppliesTo.ANY_MEMBER)
    if by_person and {one.counts, other.counts} != {Counts.MATCHING}:
        return False

    def last(name: str) -> tuple[str, ...] | None:
        edition = (
            standing(register.lists[name].editions, date.max, date.max) if name in register.lists else None
        )
        return edition.codes if edition else None

    return never_true(And((bound(a.test, arrangement, last), bound(b.test, arrangement, last))))


CHECKS: tuple[Callable[[Register], Iterable[Fault]], ...] = (
    sub_quotas_misplaced,
    sub_quotas_that_do_not_add_up,
    sub_quotas_not_planned,
)
