"""
The reference of programmes, made from a register's arrangements, lists and worked tables and a list of rules:
``python -m resettle.render.words.programmes_reference examples/programmes docs/reference/programmes``.
"""

import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from os.path import relpath
from pathlib import Path
from textwrap import wrap

from resettle import service
from resettle.engine.registry.arrangements import Arrangement, NamedList, Offer, SubQuota
from resettle.engine.registry.criteria import NOBODY, Criterion, versions
from resettle.engine.registry.language import lists_named
from resettle.engine.registry.register import Register
from resettle.engine.registry.worked import OUTCOME, WorkedTable
from resettle.render import words
from resettle.render.words import rules as said
from resettle.render.words.fill import Worded, fill
from resettle.render.words.names import APPLIES_TO, UNITS, counted, country, form
from resettle.render.words.worked_reference import table, worked

RULES = "rules.toml"
"""Beside the pages: the published rules by number, a line each, and what of them is not data."""
INDEX = "README.md"
MADE = (
    "*Made by `python -m resettle.render.words.programmes_reference examples/programmes docs/reference/programmes`;\n"
    "a test fails while it is not current. The people in its tables are synthetic: invented, not real.*"
)
READING = """\
Every published rule that the example of [published programmes]({folder}/README.md) holds, and the page on which it stands.

Each page has an arrangement's status, its places, its criteria with every version, its sub-quotas, the lists they name, and
under each criterion its *worked table*: made-up people, and what is expected to be found of them. `resettle check` tries all of
them, with two evaluators, and reports every expectation that does not hold. In a worked table an empty cell is *unknown*, `none`
is known to be none, and the day is {on} where no other is named. Rows with the same word under `case` are one case; *…* goes on
with the case of the row above.

The numbers are those of this project's list of published rules. The sentences are ours; the sources are named beside them. Whatever a
source calls *unconfirmed* was not found published. 32 to 34, 44, 45, 51 and 53 to 57 are not in that list.
"""
NUMBERS = "published rule {rules}|published rules {rules}"
ASKS = "{how}[, give or take {tolerance} percent][, counting {counts}][, free for others from {released}]"
_DAY = timedelta(days=1)


class RulesAstray(Exception):
    """A published rule that no file carries, or a number in a file that is not in the list."""


@dataclass(frozen=True, slots=True)
class _Page:
    """One arrangement of a register; ``folder``: the register's, as seen from the page."""

    register: Register
    of: Arrangement
    folder: str

    def source(self, one: str) -> str:
        found = self.register.sources[one]
        return f"[{found.title}]({found.url})" if found.url else found.title

    def offer(self, one: str) -> Offer:
        return next(offer for offer in self.of.offers if offer.id == one)


def reference(folder: Path, out: Path) -> dict[str, str]:
    """Every page by its file's name. Raises RulesAstray if numbers and files do not agree."""
    register = service.opened(folder).register
    listed = tomllib.loads((out / RULES).read_text())
    pages = [_Page(register, one, relpath(folder, out)) for one in register.arrangements.values()]
    found = {f"{page.of.id}.md": "\n".join(_page(page)) for page in pages}
    return {INDEX: "\n".join(_index(pages, listed)), **found}


# The index: every published rule, and where it lives


def _index(pages: Sequence[_Page], listed: Mapping[str, list[Mapping[str, str]]]) -> Iterator[str]:
    places = [place for page in pages for place in _places_of_rules(page)]
    _agree({one["number"] for one in listed["rule"]}, {number for number, _, _ in places})
    yield f"# Published programmes\n\n{MADE}\n"
    yield READING.format(folder=pages[0].folder, on=words.day(pages[0].register.on))
    yield from table(("page", "country", "criteria", "sub-quotas", "worked tables"), map(_counted, pages))
    yield "\n## Rules by number"
    for land in dict.fromkeys(one["country"] for one in listed["rule"]):
        yield f"\n### {country(land)}\n"
        yield from table(
            ("rule", "in short", "where it is"),
            (
                (f'<a id="rule-{one["number"]}"></a>{one["number"]}', one["summary"], _where(one["number"], places))
                for one in listed["rule"]
                if one["country"] == land
            ),
        )  # fmt: skip
    yield "\n## What is not data, and why\n"
    yield "Parts of these rules are kept as text, or not at all.\n"
    yield from table(
        ("rule", "what", "why"), ((one["rule"], one["what"], one["why"]) for one in listed["not_data"])
    )
    yield ""


def _counted(page: _Page) -> tuple[str, ...]:
    tables = sum(one.of == page.of.id for one in page.register.worked)
    numbers = (len(versions(page.of.criteria)), len(page.of.sub_quotas), tables)
    return (
        f"[{page.of.name}]({page.of.id}.md)",
        country(page.of.country),
        *(words.number(one) if one else "–" for one in numbers),
    )


def _places_of_rules(page: _Page) -> Iterator[tuple[str, str, str]]:
    """Number, arrangement, and a link to what carries it."""
    of, here = page.of, f"{page.of.id}.md"
    yield from ((number, of.id, f"[the arrangement]({here})") for number in of.rules)
    for number in dict.fromkeys(number for offer in of.offers for number in offer.rules):
        periods = ", ".join(offer.id for offer in of.offers if number in offer.rules)
        yield number, of.id, f"[places]({here}#places) ({periods})"
    for each in versions(of.criteria).values():
        for number in dict.fromkeys(number for one in each for number in one.rules):
            yield number, of.id, f"[`{each[0].id}`]({here}#{each[0].id})"
    for stem, several in _by_stem(of.sub_quotas).items():
        for number in dict.fromkeys(number for one in several for number in one.whom.rules):
            ids = [one for one in several if number in one.whom.rules]
            periods = f" ({', '.join(one.offer for one in ids)})" if len(several) > 1 else ""
            yield number, of.id, f"[`{stem}`]({here}#{stem}){periods}"


def _agree(listed: set[str], carried: set[str]) -> None:
    if missing := sorted(listed - carried, key=int):
        raise RulesAstray(f"rules that no file of the register carries: {', '.join(missing)}")
    if strange := sorted(carried - listed):
        raise RulesAstray(f"numbers in the register that {RULES} does not have: {', '.join(strange)}")


def _where(number: str, places: Sequence[tuple[str, str, str]]) -> str:
    of = dict.fromkeys(name for each, name, _ in places if each == number)
    links = {name: [link for each, at, link in places if (each, at) == (number, name)] for name in of}
    return "<br>".join(f"{name}: {', '.join(each)}" for name, each in links.items())


# A page


def _page(page: _Page) -> Iterator[str]:
    of = page.of
    yield f"# {of.name}\n\n{MADE}\n"
    yield f"`{of.id}` · {words.code(of.solution)} · {country(of.country)} · promises {words.code(of.promises)}\n"
    yield from _bullets(
        [
            f"parties: {words.listed(map(country, of.parties))}" if of.parties else "",
            f"referred by: {words.listed(of.referrers)}" if of.referrers else "",
            f"needs the consent of {words.listed(map(country, of.needs_consent_of))}" if of.needs_consent_of else "",
            *of.conditions,
            f"source: {page.source(of.source)}",
            f"the file, with its remarks: [{of.id}.toml]({page.folder}/arrangements/{of.id}.toml)",
            _numbers(of.rules),
        ]
    )  # fmt: skip
    yield "\n## Status\n"
    yield from table(("from", "status", "source"), _statuses(page))
    if of.consents:
        yield ""
        yield from table(("from", "consent", "source"), _consents(page))
    if of.offers:
        yield "\n## Places\n"
        yield from table(
            ("period", "days", "used at", "places, from which day, by which source", "rules"), _offers(page)
        )
    if of.criteria:
        yield "\n## Criteria"
    for each in versions(of.criteria).values():
        yield from _criterion(page, sorted(each, key=lambda one: (one.effective, one.known)))
    if of.sub_quotas:
        yield "\n## Sub-quotas"
    for stem, several in _by_stem(of.sub_quotas).items():
        yield from _sub_quotas(page, stem, several)
    lists = _lists_of(page)
    if lists:
        yield "\n## Lists"
    for one in lists:
        yield from _list(page, one)
    if outcomes := _tables(page, [OUTCOME]):
        yield "\n## The outcome as a whole"
        yield from worked(page.register, page.folder, outcomes, None)
    yield ""


def _statuses(page: _Page) -> Iterator[tuple[str, ...]]:
    for one in sorted(page.of.statuses, key=lambda one: (one.effective, one.known)):
        read = [
            f"also read as {words.code(each.status)} ({page.source(each.source)})" for each in one.readings
        ]
        state = "; ".join([words.code(one.status), *read])
        yield _since(one.effective, one.known), _with_note(state, one.note), page.source(one.source)


def _consents(page: _Page) -> Iterator[tuple[str, ...]]:
    for one in page.of.consents:
        event = f" {one.event.of} is {words.code(one.event.status)}" if one.event else ""
        state = f"{country(one.party)}: {words.code(one.consent)}{event}"
        yield _since(one.effective, one.known), _with_note(state, one.note), page.source(one.source)


def _offers(page: _Page) -> Iterator[tuple[str, ...]]:
    for one in page.of.offers:
        unit = UNITS[one.unit].rpartition("|")[2]
        places = [
            _with_note(
                f"{words.places(each.places)}{f' {unit}' if each.places.number else ''}, from "
                f"{_since(each.effective, each.known)}: {page.source(each.source)}",
                each.note,
            )
            for each in one.places
        ]
        fates = [
            _with_note(
                f"untaken: {words.code(each.fate)}, {each.effective}: {page.source(each.source)}", each.note
            )
            for each in one.not_taken
        ]
        within = f"<br>within {one.within}" if one.within else ""
        yield (
            f"`{one.id}`{within}",
            f"{one.begins} to {one.until or 'no end published'}",
            words.code(one.counts_at),
            "<br>".join(places + fates),
            _linked(one.rules),
        )


# Criteria


def _criterion(page: _Page, each: Sequence[Criterion]) -> Iterator[str]:
    yield f"\n### `{each[0].id}`"
    for one in each:
        if one.repealed:
            yield f"\n**Ended on {words.day(one.effective)}** by {_with_note(page.source(one.source), one.note)}"
            continue
        if len(each) > 1:
            yield f"\n**{'Amended on' if one.amends else 'From'} {words.day(one.effective)}:**"
        yield from _version(page, one)
    yield from worked(page.register, page.folder, _tables(page, [each[0].id]), each[0])


def _version(page: _Page, one: Criterion) -> Iterator[str]:
    yield f"\n> {one.sentence}\n"
    if one.text:
        text = wrap(" ".join(one.text.split()), 110, break_long_words=False, break_on_hyphens=False)
        yield "\n".join(("```sql", *text, "```\n"))
    yield from _bullets(
        [
            _kind(one),
            f"unless {words.listed(map(_anchor, one.unless))}" if one.unless else "",
            _waiver(one),
            f"in force from {_since(one.effective, one.known)}{f', no longer from {one.until}' if one.until else ''}",
            f"source: {page.source(one.source)}",
            one.note,
            _numbers(one.rules),
        ]
    )


def _kind(one: Criterion) -> str:
    if one.group:
        parts = words.listed(map(_anchor, one.group.of))
        joined = "all" if one.group.least == len(one.group.of) else f"at least {one.group.least}"
        return f"{words.code(one.kind)}: {joined} of {parts}"
    asked = f"judged by {words.code(one.decided_by)} for" if one.decided_by else "asked of"
    return f"{words.code(one.kind)}, {asked} {APPLIES_TO[one.applies_to]}"


def _waiver(one: Criterion) -> str:
    if one.waivable_by == NOBODY:
        return said.ABSOLUTE
    if not one.waivable_by:
        return ""
    return fill(said.WAIVABLE, {"who": said.who(one.waivable_by), "grounds": Worded(one.waivable_for)})


# Sub-quotas: those of several years that are nearly alike go together


def _by_stem(every: Iterable[SubQuota]) -> dict[str, list[SubQuota]]:
    """By their ids without the period they are of; one alone keeps its id."""
    found: dict[str, list[SubQuota]] = {}
    for one in every:
        found.setdefault(one.id.removesuffix(f"-{one.offer}"), []).append(one)
    return {stem if len(each) > 1 else each[0].id: each for stem, each in found.items()}


def _sub_quotas(page: _Page, stem: str, several: Sequence[SubQuota]) -> Iterator[str]:
    yield f"\n### `{stem}`\n"
    tests = dict.fromkeys(_whom(one) for one in several)
    if len(tests) == 1 and next(iter(tests)):
        yield f"{next(iter(tests))}\n"
    rows: dict[tuple[str, ...], list[str]] = {}
    for one in several:
        whom = [_whom(one) or "nobody in particular"] if len(tests) > 1 else []
        asks = (one.whom.sentence, _asks(one), *whom, _with_note(page.source(one.whom.source), one.whom.note))
        rows.setdefault((*asks, _linked(one.whom.rules)), []).append(f"`{one.id}`, {_days(page, one)}")
    heads = ("id and days", "sentence", "places", *(["who counts"] if len(tests) > 1 else []), "source", "rules")  # fmt: skip
    yield from table(heads, (("<br>".join(ids), *row) for row, ids in rows.items()))
    yield from worked(page.register, page.folder, _tables(page, [one.id for one in several]), several[0].whom)


def _whom(one: SubQuota) -> str:
    return (
        f"Asked of {APPLIES_TO[one.whom.applies_to]}: `{' '.join(one.whom.text.split())}`"
        if one.whom.text
        else ""
    )


def _asks(one: SubQuota) -> str:
    amount = "" if one.number is None else counted(one.number, UNITS[one.unit])
    params = {
        "how": said.limit(one, amount), "tolerance": one.tolerance or "", "counts": said.COUNTS[one.counts],
        "released": str(one.released_on or ""),
    }  # fmt: skip
    return fill(ASKS, params)


def _days(page: _Page, one: SubQuota) -> str:
    offer = page.offer(one.offer)
    ends = [day for day in (offer.until, one.whom.until and one.whom.until - _DAY) if day]
    begins = max(offer.begins, one.whom.effective)
    known = f" (known {one.whom.known})" if one.whom.known != begins else ""
    return f"{begins} to {min(ends, default='no end published')}{known}"


# Lists


def _lists_of(page: _Page) -> list[NamedList]:
    """Those that its tests name, in the order of their ids."""
    every = [*page.of.criteria, *(one.whom for one in page.of.sub_quotas)]
    named = {asked.list for one in every if one.test for asked in lists_named(one.test)}
    return [one for name, one in sorted(page.register.lists.items()) if name in named]


def _list(page: _Page, one: NamedList) -> Iterator[str]:
    yield f"\n### `{one.id}`\n\n{one.name}: codes of {one.of}.\n"
    for edition in one.editions:
        codes = ", ".join(f"{country(code)} `{code}`" for code in edition.codes)
        yield f"* from {_since(edition.effective, edition.known)}, {_with_note(page.source(edition.source), edition.note)}: {codes}"


def _tables(page: _Page, ids: Sequence[str]) -> list[WorkedTable]:
    return [one for one in page.register.worked if one.of == page.of.id and one.criterion in ids]


# In Markdown


def _bullets(lines: Iterable[str]) -> Iterator[str]:
    yield from (f"* {line}" for line in lines if line)


def _anchor(name: str) -> str:
    return f"[`{name}`](#{name})"


def _linked(rules: Iterable[str]) -> str:
    return ", ".join(f"[{one}]({INDEX}#rule-{one})" for one in rules)


def _numbers(rules: Sequence[str]) -> str:
    return fill(form(len(rules), NUMBERS), {"rules": Worded(_linked(rules))}) if rules else ""


def _since(effective: date, known: date) -> str:
    return f"{effective}" if known == effective else f"{effective} (known {known})"


def _with_note(what: str, note: str) -> str:
    return f"{what}. {note}" if note else what


def write(folder: Path, out: Path) -> None:
    """Writes every page; pages of arrangements that are no longer there go."""
    pages = reference(folder, out)
    for old in out.glob("*.md"):
        if old.name not in pages:
            old.unlink()
    for name, text in pages.items():
        (out / name).write_text(text)


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
