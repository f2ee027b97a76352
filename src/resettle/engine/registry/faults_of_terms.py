"""What is wrong with arrangements, quotas, bars and what-ifs, and with how they refer to one another."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from resettle.engine.errors import Fault, Where
from resettle.engine.registry import codes
from resettle.engine.registry.arrangements import (
    Arrangement,
    Bar,
    ConsentEntry,
    Offer,
    Period,
    PlacesEntry,
    StatusEntry,
)
from resettle.engine.registry.criteria import AppliesTo, Criterion, CriterionKind
from resettle.engine.registry.faults_among_criteria import faults as criteria_faults
from resettle.engine.registry.placed_faults import (
    criteria_by_file,
    fault_at,
    unknown_name,
    unknown_sources,
    warning_at,
)
from resettle.engine.registry.register import Register
from resettle.engine.registry.whatif import apply, clashes


def unknown_references(register: Register) -> Iterator[Fault]:
    """Countries, sources, parties, quotas and events that are named but not there."""
    for bar in register.bars.values():
        where = f"bars/{bar.id}"
        yield from _country(bar.country, where)
        yield from unknown_sources(register, where, _sourced(bar.statuses, bar.criteria, bar.source))
    for quota in register.quotas.values():
        where = f"quotas/{quota.id}"
        yield from _country(quota.country, where)
        yield from unknown_sources(
            register, where, [("source", quota.source), *_sources_of_periods(quota.periods)]
        )
        for period in quota.periods:
            yield from _within(register, where, f"period.{period.id}.within", period.within)
    for one in register.arrangements.values():
        yield from _arrangement_references(register, one)


def _arrangement_references(register: Register, one: Arrangement) -> Iterator[Fault]:
    where = f"arrangements/{one.id}"
    yield from _country(one.country, where)
    yield from unknown_sources(
        register,
        where,
        [*_sourced(one.statuses, one.criteria, one.source), *_sources_of("consent", one.consents),
         *_sources_of_offers(one.offers),
         *((f"{each.whom.written_at}.source", each.whom.source) for each in one.sub_quotas),
         *_sources_of("clearance", one.clearances)],
    )  # fmt: skip
    clearances = [each.id for each in one.clearances]
    for each in one.clearances:
        for name in sorted({*each.rests_on} - {*clearances}):
            where_at = f"clearance.{each.id}.rests_on"
            yield fault_at("clearance_unknown", where, where_at, value=name, allowed=clearances, near="")
    for key, parties in (
        ("needs_consent_of", one.needs_consent_of),
        ("consent", [c.party for c in one.consents]),
    ):
        for party in sorted(set(parties) - set(one.parties)):
            yield fault_at("party_unknown", where, key, value=party, allowed=list(one.parties), near="")
    for number, entry in enumerate(one.consents, 1):
        if entry.party in one.parties and entry.party not in one.needs_consent_of:
            yield fault_at("consent_not_needed", where, f"consent[{number}].party", value=entry.party)
        yield from _event(register, where, f"consent[{number}].event", entry)
    for offer in one.offers:
        yield from _within(register, where, f"offer.{offer.id}.within", offer.within)


def repeated_ids(register: Register) -> Iterator[Fault]:
    """Ids that stand for two things."""
    everything = [("arrangements", one.id) for one in register.arrangements.values()]
    everything += [("quotas", one.id) for one in register.quotas.values()]
    everything += [("bars", one.id) for one in register.bars.values()]
    times = Counter(name for _, name in everything)
    for kind, name in everything:
        if times[name] > 1:
            yield fault_at("id_twice", f"{kind}/{name}", "id", id=name)
    for one in register.arrangements.values():
        yield from _twice(f"arrangements/{one.id}", "offer", [offer.id for offer in one.offers])
    for quota in register.quotas.values():
        yield from _twice(f"quotas/{quota.id}", "period", [period.id for period in quota.periods])
        for period in quota.periods:
            yield from _twice(
                f"quotas/{quota.id}", f"period.{period.id}.claim", [claim.id for claim in period.claims]
            )


def periods_out_of_order(register: Register) -> Iterator[Fault]:
    """Offers, periods and criteria that end before they begin."""
    for one in register.arrangements.values():
        yield from _ends(f"arrangements/{one.id}", "offer", one.offers)
    for quota in register.quotas.values():
        yield from _ends(f"quotas/{quota.id}", "period", quota.periods)


_OF_BARS = (CriterionKind.BAR, CriterionKind.EXEMPTION)


def criteria_misused(register: Register) -> Iterator[Fault]:
    """Criteria that do not hold together, and kinds that do not belong in a bar."""
    for where, criteria in criteria_by_file(register):
        for fault in criteria_faults(where, criteria):
            yield replace(fault, where=Where(where, 0, fault.where.key))
        for one in criteria:
            if where.startswith("bars/") and not one.amends and one.kind not in _OF_BARS:
                yield fault_at("bar_kind", where, f"{one.written_at}.kind", value=one.kind.value)
            if where.startswith("bars/") and one.test is None:
                yield fault_at("bar_is_judged", where, f"{one.written_at}.decided_by")
            if where.startswith("bars/") and one.applies_to is not AppliesTo.EACH_MEMBER:
                yield fault_at(
                    "bar_applies_to", where, f"{one.written_at}.applies_to", value=one.applies_to.value
                )


def criteria_supposed(register: Register) -> Iterator[Fault]:
    """Criteria that a what-if adds under an id that is taken, or whose exemption is not there."""
    for name, what_if in register.what_ifs.items():
        terms = apply(what_if, register.terms)
        for of in dict.fromkeys(of for of, _ in what_if.criteria):
            there = terms.arrangements.get(of) or terms.bars.get(of)
            before = {(one.code, one.where) for one in criteria_faults(of, _criteria_of(register, of))}
            for fault in criteria_faults(of, there.criteria if there else ()):
                if fault.is_error and (fault.code, fault.where) not in before:
                    yield replace(fault, where=Where(f"what-ifs/{name}", 0, fault.where.key))


def quotas_in_a_loop(register: Register) -> Iterator[Fault]:
    """Periods that lie within themselves."""
    limits = register.limits()
    for name, limit in limits.by_id.items():
        chain = limits.above(name)
        if chain and chain[-1].within in {one.id for one in chain}:
            kind = "arrangements" if limit.is_offer else "quotas"
            yield fault_at("quota_loop", f"{kind}/{name.partition('/')[0]}", "within", limit=name)
        for upper in chain[1:2]:
            if upper.unit is not limit.unit:
                kind = "arrangements" if limit.is_offer else "quotas"
                yield fault_at("quota_unit", f"{kind}/{name.partition('/')[0]}", "unit", limit=name,
                               unit=limit.unit.value, within=upper.id, other=upper.unit.value)  # fmt: skip


def places_that_do_not_add_up(register: Register) -> Iterator[Fault]:
    """Parts that are more than their whole, by what stands last in the register. Reported, never rescaled."""
    limits = register.limits()
    for name, limit in limits.by_id.items():
        parts = [_last(one.places) for one in limits.by_id.values() if one.within == name]
        parts += [_last(others.places) for others in limit.others]
        whole = _last(limit.places)
        total = sum(part for part in parts if part is not None)
        if whole is not None and total > whole:
            kind = "arrangements" if limit.is_offer else "quotas"
            file = f"{kind}/{name.partition('/')[0]}"
            yield warning_at(
                "places_do_not_add_up", file, name, limit=name, whole=whole, parts=total, over=total - whole
            )


def what_ifs_misplaced(register: Register) -> Iterator[Fault]:
    """What-ifs that change or include what is not there."""
    limits = register.limits().by_id
    claims = {others.id for limit in limits.values() for others in limit.others}
    for name, one in register.what_ifs.items():
        where = f"what-ifs/{name}"
        named = {
            "includes": (one.includes, list(register.what_ifs)),
            "status.of": ([of for of, _ in one.statuses], [*register.arrangements, *register.bars]),
            "consent.arrangement": ([of for of, _ in one.consents], list(register.arrangements)),
            "places.of": ([of for of, _ in one.places], [*limits, *sorted(claims)]),
            "criterion.arrangement": (
                [of for of, _ in one.criteria],
                [*register.arrangements, *register.bars],
            ),
            "criterion_ends.arrangement": (
                [end.of for end in one.ends],
                [*register.arrangements, *register.bars],
            ),
        }
        for key, (used, allowed) in named.items():
            for value in used:
                if value not in allowed:
                    yield unknown_name(where, key, value, allowed)
        for of, consent in one.consents:
            yield from _event(register, where, "consent.event", consent)
            parties = register.arrangements[of].parties if of in register.arrangements else (consent.party,)
            if consent.party not in parties:
                yield fault_at(
                    "party_unknown",
                    where,
                    "consent.party",
                    value=consent.party,
                    allowed=list(parties),
                    near="",
                )
        for end in one.ends:
            criteria = [c.id for c in _criteria_of(register, end.of)]
            if criteria and end.criterion not in criteria:
                yield unknown_name(where, "criterion_ends.criterion", end.criterion, criteria)
        if name in _included(register, name):
            yield fault_at("what_if_loop", where, "includes", name=name)


def what_ifs_that_clash(register: Register) -> Iterator[Fault]:
    """What-ifs that add one criterion twice, told where the two first come together."""
    for name, one in register.what_ifs.items():
        told = [_clashes(register, each) for each in one.includes if name not in _included(register, each)]
        for (of, criterion), by in _clashes(register, name).items():
            if not any(set(by) == set(each.get((of, criterion), ())) for each in told):
                yield fault_at(
                    "what_ifs_clash", f"what-ifs/{name}", "includes", of=of, criterion=criterion, what_ifs=by
                )


def _clashes(register: Register, name: str) -> dict[tuple[str, str], list[str]]:
    """Those of a what-if with all it includes."""
    together = sorted({name, *_included(register, name)} & register.what_ifs.keys())
    return clashes(register.what_ifs[each] for each in together)


def _included(register: Register, name: str) -> set[str]:
    """Every what-if that one includes, directly or through others."""
    found: set[str] = set()
    ahead = [name]
    while ahead:
        one = register.what_ifs.get(ahead.pop())
        new = set(one.includes) - found if one else set()
        found |= new
        ahead += new
    return found


CHECKS: tuple[Callable[[Register], Iterable[Fault]], ...] = (
    unknown_references,
    repeated_ids,
    periods_out_of_order,
    criteria_misused,
    criteria_supposed,
    quotas_in_a_loop,
    places_that_do_not_add_up,
    what_ifs_misplaced,
    what_ifs_that_clash,
)


def _country(code: str, where: str) -> Iterator[Fault]:
    if code not in codes.countries():
        near = codes.nearest(code, codes.countries())
        yield fault_at("code_unknown", where, "country", value=code, allowed="ISO 3166-1 alpha-3", near=near)


def _sourced(
    statuses: Sequence[StatusEntry], criteria: Sequence[Criterion], source: str
) -> list[tuple[str, str]]:
    readings = [(f"status[{n}].readings", r.source) for n, s in enumerate(statuses, 1) for r in s.readings]
    return [
        ("source", source),
        *_sources_of("status", statuses),
        *readings,
        *((f"{one.written_at}.source", one.source) for one in criteria),
    ]


def _sources_of(key: str, entries: Iterable[object]) -> list[tuple[str, str]]:
    return [
        (f"{key}[{number}].source", str(getattr(entry, "source", "")))
        for number, entry in enumerate(entries, 1)
    ]


def _within(register: Register, where: str, key: str, within: str) -> Iterator[Fault]:
    periods = [name for name, limit in register.limits().by_id.items() if not limit.is_offer]
    if within and within not in periods:
        yield unknown_name(where, key, within, periods)


def _event(register: Register, where: str, key: str, entry: ConsentEntry) -> Iterator[Fault]:
    named = [*register.arrangements, *register.bars]
    if entry.event and entry.event.of not in named:
        yield unknown_name(where, key, entry.event.of, named)


def _twice(where: str, key: str, ids: Sequence[str]) -> Iterator[Fault]:
    for name, times in Counter(ids).items():
        if times > 1:
            yield fault_at("id_twice", where, key, id=name)


def _ends(where: str, key: str, periods: Sequence[Offer | Period]) -> Iterator[Fault]:
    for one in periods:
        if one.until and one.until < one.begins:
            yield fault_at(
                "period_out_of_order", where, f"{key}.{one.id}", begins=one.begins, until=one.until
            )


def _criteria_of(register: Register, of: str) -> Sequence[Criterion]:
    named: Arrangement | Bar | None = register.arrangements.get(of) or register.bars.get(of)
    return named.criteria if named else ()


def _sources_of_periods(periods: Sequence[Period]) -> list[tuple[str, str]]:
    found = []
    for period in periods:
        found += _sources_of(f"period.{period.id}.places", period.places)
        for claim in period.claims:
            found += _sources_of(f"period.{period.id}.claim.{claim.id}.places", claim.places)
    return found


def _sources_of_offers(offers: Sequence[Offer]) -> list[tuple[str, str]]:
    found = []
    for offer in offers:
        found += _sources_of(f"offer.{offer.id}.places", offer.places)
        found += _sources_of(f"offer.{offer.id}.not_taken", offer.not_taken)
        found += _sources_of(f"offer.{offer.id}.over_submission", offer.over_submission)
    return found


def _last(entries: Sequence[PlacesEntry]) -> int | None:
    last = max(enumerate(entries), key=lambda at: (at[1].effective, at[1].known, at[0]), default=None)
    return last[1].places.number if last else None
