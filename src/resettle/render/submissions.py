"""What other houses read of cases, and who read what, for people at a terminal and as data."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from resettle.engine.referrals.clearances import Cleared
from resettle.engine.referrals.copies import NOT_SUBMITTED, CopiedField, CopiedPart
from resettle.engine.referrals.rrf import Said
from resettle.engine.registry.disclosed import FieldClass
from resettle.render import results, voices, words
from resettle.render.words import disclosed, forms
from resettle.render.words.names import STAGES
from resettle.service.readers import Reading
from resettle.service.submissions import Submission, SubmissionLine, Submitted, Travelling

NONE = "Nothing was submitted that is yours to see."


def lines(found: Sequence[SubmissionLine]) -> RenderableType:
    """Cases of which a house knows, and where their people stand."""
    table = Table(title="Submissions", title_justify="left")
    for column in ("case", "person", "offer", "stage", "since"):
        table.add_column(column, overflow="fold")
    for line in found:
        for one in line.people:
            table.add_row(line.case, one.person, one.offer, STAGES[one.stage.value], one.since.isoformat())
    return table if found else Text(NONE)


def submission(found: Submission) -> RenderableType:
    """A case as its reader has it: where its people stand, its form, and what is withheld."""
    parts: list[RenderableType] = [Text(f"Case {found.line.case}", style="bold")]
    parts += [Text(f"  {_where(one)}") for one in found.line.people]
    section = 0
    for part in found.copy.parts:
        if part.section != section:
            section = part.section
            parts.append(Padding(Text(f"{section}. {forms.SECTIONS[section]}", style="bold"), (1, 0, 0, 0)))
        parts.append(Text(f"  {part.about}"))
        parts += [
            Text(f"    {_line(one)}", overflow="fold") for one in part.fields if one.said is not Said.MISSING
        ]
    if found.heard is not None:
        parts.append(Padding(voices.heard(found.heard), (1, 0, 0, 0)))
    parts.append(Padding(_withheld(found.copy.withheld), (1, 0, 0, 0)))
    return Group(*parts)


def manifest(found: Sequence[Travelling]) -> RenderableType:
    """Who travels, case by case, with what clears them."""
    parts: list[RenderableType] = []
    for case in found:
        parts.append(Text(f"Case {case.case}", style="bold"))
        for one in case.people:
            parts.append(Text(f"  {_where(one.where)}"))
            for part in one.parts:
                shown = (field for field in part.fields if field.said is not Said.MISSING)
                parts.append(Text(f"    {'; '.join(_line(field) for field in shown)}", overflow="fold"))
            parts += [Text(f"    {_cleared(each)}") for each in one.clearances]
    if found:
        parts.append(_withheld(found[0].withheld))
    return Group(*parts) if parts else Text("Nobody is to travel of whom you know.")


def _where(one: Submitted) -> str:
    return f"{one.person} in {one.offer}: {STAGES[one.stage.value]} since {words.day(one.since)}"


def _line(one: CopiedField) -> str:
    if one.withheld:
        return f"{forms.label(one.name)}: withheld, {_why(one.withheld)}"
    hidden = f" (not to be told to {words.listed(one.hidden_from)})" if one.hidden_from else ""
    return f"{forms.label(one.name)}: {one.cell}{hidden}"


def _cleared(one: Cleared) -> str:
    until = f" until {one.until}" if one.until else ""
    rests = f", because of {one.because_of}" if one.because_of else ""
    return f"{one.clearance}: {one.stands.value}{until}{rests}"


def _withheld(classes: Iterable[str]) -> RenderableType:
    return Text(f"Withheld: {'; '.join(_why(one) for one in classes)}.", style="dim", overflow="fold")


def _why(withheld: str) -> str:
    return disclosed.NOT_SUBMITTED if withheld == NOT_SUBMITTED else disclosed.CLASSES[FieldClass(withheld)]


def withheld_data(classes: Iterable[str]) -> list[dict[str, str]]:
    """Each class of which nothing is shown, with what it is of."""
    return [{"class": one, "of": _why(one)} for one in classes]


def submission_data(found: Submission) -> dict[str, Any]:
    """The same as data."""
    return {
        **results.plain(found.line),
        "reader": found.copy.reader.value,
        "on": found.situation.on.isoformat(),
        "known": found.situation.known.isoformat(),
        "form": [_part(one) for one in found.copy.parts],
        "findings": voices.heard_data(found.heard)["arrangements"] if found.heard else None,
        "withheld": withheld_data(found.copy.withheld),
    }


def manifest_data(found: Iterable[Travelling]) -> list[dict[str, Any]]:
    return [
        {
            "case": case.case,
            "people": [
                {
                    **results.plain(one.where),
                    "form": [_part(part) for part in one.parts],
                    "clearances": results.plain(one.clearances),
                }
                for one in case.people
            ],
            "withheld": withheld_data(case.withheld),
        }
        for case in found
    ]


def _part(one: CopiedPart) -> dict[str, Any]:
    fields = [_field(each) for each in one.fields]
    return {"section": one.section, "of": one.of, "about": one.about, "fields": fields}


def _field(one: CopiedField) -> dict[str, Any]:
    said = {
        "name": one.name,
        "said": one.said.value,
        "value": one.cell or None,
        "withheld": one.withheld or None,
    }
    return {**said, "not_to_be_told_to": list(one.hidden_from)}


def readings(found: Sequence[Reading]) -> RenderableType:
    """Who read what."""
    table = Table(title="Read by", title_justify="left")
    for column in ("when (UTC)", "by", "what", "case", "why", "asked"):
        table.add_column(column, overflow="fold")
    for one in found:
        said = "; ".join(f"{name} {value}" for name, value in one.said.items())
        cells = (f"{one.at:%Y-%m-%d %H:%M:%S}", one.by, one.what, one.case, one.why, said)
        table.add_row(*(Text(cell) for cell in cells))
    return table


def readings_data(found: Iterable[Reading]) -> list[dict[str, Any]]:
    return [
        {"at": one.at.isoformat(), "by": one.by, "what": one.what, "case": one.case or None, "why": one.why or None,
         "asked": results.plain(one.said)}
        for one in found
    ]  # fmt: skip
