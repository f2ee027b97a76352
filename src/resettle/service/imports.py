"""An import into a register in a database: read, previewed, and recorded as a whole, or not at all."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from resettle.engine.errors import Fault, RequestRefused, Where, refuse
from resettle.engine.registry.courses import changes
from resettle.engine.registry.permissions import Use
from resettle.engine.registry.register import OFFICE
from resettle.engine.registry.stages import CaseStage
from resettle.files.tables import TABLES
from resettle.records import chain, counts, entries, histories, standings
from resettle.records.database import Database
from resettle.records.entries import New, Recording, Said
from resettle.records.subjects import ACTS, CASE, PERSON, SEPARATOR, SETTLEMENTS, subjects
from resettle.service import archives, conflicts, kept, permissions, registers, standing, writing
from resettle.service.incoming import Incoming, Rows, incoming, of_rows
from resettle.service.incoming_terms import COUNTED
from resettle.service.previews import Judged, Pair, Preview, judge, pair_of

IMPORT = "import"


@dataclass(frozen=True)
class Wanted:
    """
    What is to be imported. sources: a folder, an encrypted archive of one, or spreadsheets; table: of the spreadsheets,
    else as each is named; source: who says so, where a spreadsheet does not. rows: instead of files. not_one: pairs of
    people who are settled to be two. passphrase: of the archive.
    """

    sources: tuple[Path, ...] = ()
    table: str = ""
    source: str = ""
    not_one: frozenset[Pair] = field(default_factory=frozenset)
    passphrase: str = field(default="", repr=False)
    rows: Rows = field(default_factory=dict)


@dataclass(frozen=True)
class Imported:
    """What was recorded, and how many entries; ``again``: it had been recorded before under the same key."""

    preview: Preview
    entries: int
    again: bool = False


@dataclass(frozen=True)
class _Seen:
    """What comes, judged on a day beside what was recorded up to then."""

    coming: Incoming
    judged: Judged
    today: date
    upto: tuple[int, int]

    @property
    def preview(self) -> Preview:
        return self.judged.preview


May = Callable[[Said, date], None]
"""Raises RequestRefused if whose account this is may not record on a day what is wanted."""


class Stopped(Exception):
    """What was recorded meanwhile speaks against it."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        super().__init__()


def previewed(place: str, wanted: Wanted, by: str, clock: writing.Clock = writing.office_day) -> Preview:
    """What an import would record, and all that speaks against it; writes nothing. Raises RequestRefused."""
    found = registers.reached(place)
    with found.reading():
        permissions.check(found, by, Use.IMPORT)
        return _look(found, wanted, _today(found, clock)).preview


def imported(
    place: str,
    wanted: Wanted,
    by: str,
    key: str | None = None,
    clock: writing.Clock = writing.office_day,
    may: May | None = None,
) -> Imported:
    """
    Records what is new, all or nothing; on the disk before this returns.

    Nothing is recorded if the preview is refused, or of people with whom ``by`` has a conflict of interest. key: chosen by the asker; the
    same request sent again under it is not recorded twice. may: who may, if not those who import. Raises RequestRefused.
    """
    found = registers.reached(place)
    may = may or (lambda account, day: permissions.check_permitted(account, by, Use.IMPORT, day))
    with (
        found.reading()
    ):  # nothing is locked while much is read; what is recorded meanwhile is looked at again
        today = _today(found, clock)
        may(permissions.account_asking(found, by), today)
        seen = _look(found, wanted, today)
    if seen.preview.is_refused:
        return Imported(seen.preview, 0)
    try:
        done = found.until_done(lambda: _record(found, wanted, by, key, clock, seen, may))
    except Stopped as stopped:
        return Imported(stopped.preview, 0)
    chain.seal(found)
    found.count_anew()
    return done


def settled(file: Path | None, stated: Sequence[str]) -> frozenset[Pair]:
    """Pairs of people who are two, from a file with one pair a line (``P-1,P-2``) and as stated (``P-1=P-2``)."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines() if file else []
    except (OSError, UnicodeDecodeError) as error:
        raise refuse("pairs_unreadable", file=str(file), why=str(error)) from None
    given = [(str(file), row, *line.partition(",")) for row, line in enumerate(lines, 1) if line.strip()]
    given += [("", 0, *one.partition("=")) for one in stated]
    named = [(Where(name, row), one.strip(), other.strip()) for name, row, one, _, other in given]
    if wrong := [
        Fault("pair_unclear", where) for where, *pair in named if not all(pair) or pair[0] == pair[1]
    ]:
        raise RequestRefused(wrong)
    return frozenset(pair_of(f"{one}{SEPARATOR}{other}") for _, one, other in named)


def _look(found: Database, wanted: Wanted, today: date) -> _Seen:
    coming = _incoming(wanted, today)
    return _Seen(coming, judge(found, coming, today, wanted.not_one), today, _position(found))


def _incoming(wanted: Wanted, today: date) -> Incoming:
    """What comes, out of its archive if it is in one."""
    if wanted.rows:
        return of_rows(wanted.rows, wanted.source, today)
    if not any(one.suffix == archives.ENDING for one in wanted.sources):
        return incoming(wanted.sources, wanted.table, wanted.source, today)
    if len(wanted.sources) > 1 or wanted.table or wanted.source:
        raise refuse("import_folder_alone", folder=str(wanted.sources[0]))
    with archives.unsealed(wanted.sources[0], wanted.passphrase) as folder:
        return incoming((folder,), "", "", today)


def _position(found: Database) -> tuple[int, int]:
    """Up to where the record goes; their number too, for on PostgreSQL a lower number may come after a higher one."""
    return entries.last(found), entries.number(found)


def _today(found: Database, clock: writing.Clock) -> date:
    return writing.known_day(found, clock(found, Recording(0, entries.now(found))))


def _record(
    found: Database, wanted: Wanted, by: str, key: str | None, clock: writing.Clock, seen: _Seen, may: May
) -> Imported:
    with found.writing():
        found.lock([registers.EVERYTHING])
        today = _today(found, clock)
        if (today, _position(found)) != (seen.today, seen.upto):
            seen = _look(found, wanted, today)
        if seen.preview.is_refused:
            raise Stopped(seen.preview)
        before = entries.kind_under(found, by, key) if key else ""
        new = _entries(seen, by)
        if not new and not before:
            return Imported(seen.preview, 0)
        work = before or (entries.OPENING if seen.judged.opening else IMPORT)
        asked = asked_for(seen.coming.digest, wanted)
        recording = entries.begin(found, by, work, key, asked)
        may(permissions.check_account(found, by), today)
        if recording.again:
            return Imported(seen.preview, entries.number_in(found, recording.id), again=True)
        conflicts.check_recorded(found, by, (name for one in new for name in _names_of(one)))
        _count(found, seen.judged, new, entries.append(found, recording, new))
        _stand(found, seen.judged, new, today)
    return Imported(seen.preview, len(new))


def asked_for(digest: str, wanted: Wanted) -> Mapping[str, Any]:
    """What an import is known by, so that something else under its key is refused."""
    return {"what": digest, "not_one": [list(pair) for pair in sorted(wanted.not_one)]}


def _entries(seen: _Seen, by: str) -> list[New]:
    """Everything that is new, in the order in which it is written."""
    judged, today = seen.judged, seen.today
    found = []
    if judged.says_head:
        head = {name: said for name, said in (judged.merged.head or {}).items() if name != "sources"}
        found.append(New(kept.HEAD, kept.HEAD, today, today, "", head))
    found += [New(kept.SOURCES, id, today, today, "", said) for id, said in judged.sources.items()]
    found += judged.terms.new
    every = (*judged.register.acts, *judged.register.casework) if judged.rows[ACTS].height else ()
    acts = {act.id: act for act in every}
    for table in TABLES:
        for new in histories.written(table.name, judged.rows[table.name]):
            found.append(kept.named(new, acts[new.key]) if new.table == ACTS else new)
    found += [
        New(kept.WORKED, path, today, today, "", {"text": text}) for path, text in judged.worked.items()
    ]
    return found + [
        New(SETTLEMENTS, SEPARATOR.join(pair), today, today, OFFICE, {"decided": "not_one", "by": by})
        for pair in judged.preview.settled
    ]


def _stand(found: Database, judged: Judged, new: Sequence[New], today: date) -> None:
    """Where cases stand that anything was brought of which may lead them elsewhere."""
    if judged.opening:
        standings.replace(found, standing.of_register(judged.register, today))
        return
    stand_again(found, new, judged.register.begins, today)


def stand_again(found: Database, new: Iterable[New], begins: CaseStage | None, today: date) -> None:
    """Tells anew where the cases stand that new entries may lead elsewhere."""
    led = (one for one in new if one.table in standing.TABLES)
    cases = {name for one in led for kind, name in subjects(one.table, one.key, one.content) if kind == CASE}
    standings.write(found, standing.told(found, sorted(cases), begins, today))


def _names_of(one: New) -> Iterator[str]:
    """People and cases."""
    for kind, name in subjects(one.table, one.key, one.content):
        if kind in (CASE, PERSON):
            yield name


def _count(found: Database, judged: Judged, new: Sequence[New], ids: Sequence[int]) -> None:
    """What acts come to that came with an opening; or, if what people are counted by has changed, all acts anew."""
    if judged.terms.changed & {*COUNTED}:
        counts.replace(found, changes(judged.register.limits(), judged.register.acts))
        return
    acts = [id for id, one in zip(ids, new, strict=True) if one.table == ACTS]
    if acts:
        counts.add(found, changes(judged.register.limits(), judged.register.acts), max(acts))
