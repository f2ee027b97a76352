"""The report's pages on what governments said: status and consent of every arrangement and bar, with every reading."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from resettle.engine.registry.arrangements import Arrangement, Bar, ConsentEntry, StatusEntry
from resettle.engine.registry.history import standing, visible
from resettle.engine.registry.situation import Situation
from resettle.render.report import charts
from resettle.render.report.charts import Band, Lane
from resettle.render.report.parts import Figure, Item, Prose, Section, blocks, some
from resettle.render.report.supposed import seen
from resettle.render.report.tables import Row, Table, table
from resettle.render.words.names import CONSENTS, STATUSES, country, day
from resettle.service import PlanAnswer

E = TypeVar("E", StatusEntry, ConsentEntry)

COLOURS = {
    "proposed": charts.PALE, "announced": charts.SKY, "in force": charts.BLUE, "revived": charts.NAVY,
    "suspended": charts.AMBER, "scrapped": charts.RED, "lapsed": charts.GREY, "ended": charts.GREY,
    "rejected": charts.GREY, "consent given": charts.TEAL, "consent withheld": charts.RED,
    "consent given while": charts.AMBER, "consent given once": charts.AMBER,
}  # fmt: skip


def histories(answer: PlanAnswer) -> Section:
    """What stood when, by whose account, and what is disputed."""
    situation = answer.shown.situation
    named = _named(situation)
    disputed = sum(bool(entry.readings) for one in named for entry in situation.statuses_of(one.id))
    lead = "Each entry is dated, and says who says so."
    if disputed:
        lead += " Where accounts differ, every reading is kept, and the one this register follows is named."
    return Section("histories", "What governments said, and when", blocks(
        Prose(lead, "lead"),
        _figure(answer, named),
        *(some(_title(one), list(_entries(situation, one))) for one in named),
    ), "Status and consent")  # fmt: skip


def _named(situation: Situation) -> list[Arrangement | Bar]:
    return [
        *situation.arrangements.values(),
        *(bar for bar in situation.register.bars.values() if bar.known <= situation.known),
    ]


def _title(one: Arrangement | Bar) -> str:
    return f"{one.name} ({one.id})"


def lanes(situation: Situation, named: Iterable[Arrangement | Bar]) -> list[Lane]:
    """One lane for each status, and under it one for each party whose consent is needed."""
    found = []
    for one in named:
        what = ", bar" if isinstance(one, Bar) else ""
        label = f"{country(one.country)}{what}\n{one.id}"
        found.append(_lane(situation, one.statuses, _status, label))
        for party, said in _consents(one):
            label = f"consent of {country(party, article=True)}"
            found.append(replace(_lane(situation, said, _consent, label), depth=1))
    return found


def _status(entry: StatusEntry) -> str:
    return STATUSES[entry.status]


def _consent(entry: ConsentEntry) -> str:
    return f"consent {CONSENTS[entry.consent]}"


def _consents(one: Arrangement | Bar) -> Iterator[tuple[str, list[ConsentEntry]]]:
    """What each party whose consent is needed has said."""
    if isinstance(one, Arrangement):
        for party in one.needs_consent_of:
            yield party, [entry for entry in one.consents if entry.party == party]


def _lane(situation: Situation, entries: Sequence[E], name: Callable[[E], str], label: str) -> Lane:
    """What stood, day by day, as known then; what a what-if supposes is set apart."""
    known = [entry for entry in visible(entries, situation.known) if entry.effective <= situation.on]
    recorded = [entry for entry in known if not entry.supposed]
    days: list[date] = sorted({entry.effective for entry in recorded})
    stood = [entry for start in days if (entry := standing(recorded, start, situation.known))]
    bands: list[Band] = []
    for entry, end in zip(stood, [*days[1:], situation.on], strict=False):
        begins = entry.effective
        if bands and bands[-1].name == name(entry):
            begins = bands.pop().begins
        bands.append(Band(begins, end, name(entry)))
    disputed = tuple(entry.effective for entry in stood if isinstance(entry, StatusEntry) and entry.readings)
    supposed = tuple((entry.effective, name(entry)) for entry in known if entry.supposed)
    return Lane(label, tuple(bands), tuple(days), disputed, supposed)


def _figure(answer: PlanAnswer, named: Sequence[Arrangement | Bar]) -> Figure:
    situation = answer.shown.situation
    drawn = lanes(situation, named)
    used = {band.name for lane in drawn for band in lane.bands} | {
        name for lane in drawn for _, name in lane.supposed
    }
    marks = ["A stroke is a dated entry; the broken line is the day of this view."]
    if any(lane.disputed for lane in drawn):
        marks.append("A diamond is a disputed entry.")
    if any(lane.supposed for lane in drawn):
        marks.append("A circle is supposed by the what-if.")
    said = [
        f"{lane.label.replace(chr(10), ', ')}: "
        + ", ".join(f"{band.name} from {day(band.begins)}" for band in lane.bands)
        for lane in drawn
    ]
    return Figure(
        "histories",
        f"Status of each arrangement and bar, and the consents it needs, until {day(situation.on)}. {seen(situation)}",
        "Bands of status over time. " + "; ".join(said),
        charts.timeline(drawn, situation.on, COLOURS),
        charts.timeline(drawn, situation.on, COLOURS, width=charts.NARROW),
        {name: colour for name, colour in COLOURS.items() if name in used},
        _table(drawn),
        marks=tuple(marks),
    )


def _table(drawn: Iterable[Lane]) -> Table:
    rows = [
        Row((lane.label.replace("\n", ", "), band.name, day(band.begins), day(band.until)), lane.depth)
        for lane in drawn
        for band in lane.bands
    ]
    rows += [Row((lane.label.replace("\n", ", "), f"{name}, supposed", day(since), "–"), lane.depth)
             for lane in drawn for since, name in lane.supposed]  # fmt: skip
    return table("What stood from when until when", ("of", "status or consent", "from", "until"), rows)


def _entries(situation: Situation, one: Arrangement | Bar) -> Iterable[Item]:
    dated: list[tuple[date, Item]] = [
        (entry.effective, item)
        for entry in situation.statuses_of(one.id)
        for item in _items(situation, entry)
    ]
    for _, said in _consents(one):
        dated += [
            (entry.effective, _consent_item(situation, entry)) for entry in visible(said, situation.known)
        ]
    return [item for _, item in sorted(dated, key=lambda pair: pair[0])]


def _items(situation: Situation, entry: StatusEntry) -> Iterable[Item]:
    learned = f", learned {day(entry.known)}" if not entry.supposed and entry.known != entry.effective else ""
    if not entry.readings:
        text = f"{STATUSES[entry.status].capitalize()}. {entry.note}".strip()
        yield _sourced(situation, day(entry.effective) + learned, text, entry.source, marked=entry.supposed)
        return
    for reading in entry.readings:
        followed = "followed here" if reading.id == entry.adopted else "not followed here"
        text = f"Disputed. Reading “{reading.id}”: {STATUSES[reading.status]} ({followed})."
        yield _sourced(situation, day(entry.effective) + learned, text, reading.source, marked=True)


def _consent_item(situation: Situation, entry: ConsentEntry) -> Item:
    event = f" {entry.event.of} is {STATUSES[entry.event.status]}" if entry.event else ""
    text = f"Consent of {country(entry.party, article=True)}: {CONSENTS[entry.consent]}{event}. {entry.note}".strip()
    return _sourced(situation, day(entry.effective), text, entry.source, marked=entry.supposed)


def _sourced(situation: Situation, head: str, text: str, source: str, *, marked: bool) -> Item:
    named = situation.register.sources.get(source)
    if named is None:
        return Item(text, head, f"supposed ({source})", marked=marked)
    return Item(
        text, head, named.title, named.url if named.url.startswith(("http://", "https://")) else "", marked
    )
