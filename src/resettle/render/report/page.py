"""The report: one self-contained HTML file with its charts, that needs no network and no script, and prints well."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from resettle.engine.errors import Fault
from resettle.engine.registry.register import Register
from resettle.render import words
from resettle.render.report import charts
from resettle.render.report.compared import compared
from resettle.render.report.headline import asked, figures
from resettle.render.report.histories import histories
from resettle.render.report.parts import Figure, Item, Prose, Section, blocks, some
from resettle.render.report.people import screening
from resettle.render.report.places import places
from resettle.render.report.plan import bars, plan
from resettle.render.report.supposed import seen
from resettle.render.report.waiting import doors, waiting
from resettle.render.words.names import SYNTHETIC, counted
from resettle.service import PlanAnswer

TEMPLATES = Path(__file__).parent / "templates"
OF_PEOPLE = frozenset(
    f"{name}.csv" for name in "people cases members links relatives willingness scores acts".split()
)


def report(
    answer: PlanAnswer,
    warnings: tuple[Fault, ...],
    *,
    names: bool = False,
    digest: str = "",
) -> str:
    """
    A plan answer as an HTML page. No id of a case or person is in it unless ``names`` asks for the plan case by case.

    ``digest`` (of the register's files) is told in the last section, if given.
    """
    register = answer.base.situation.register
    sections = _sections(answer, warnings, names=names, digest=digest)
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    if register.synthetic:
        style += f'\n@media print {{ @page {{ @top-center {{ content: "{SYNTHETIC}"; }} }} }}\n'
    page = environment().get_template("report.html")
    return page.render(
        register=register,
        sections=sections,
        headlines=figures(answer),
        view=seen(answer.shown.situation),
        synthetic=SYNTHETIC if register.synthetic else "",
        style=Markup(style),
        policy=policy(style),
        charts=drawn(sections, SYNTHETIC if register.synthetic else ""),
    )


def _sections(answer: PlanAnswer, warnings: Sequence[Fault], *, names: bool, digest: str) -> list[Section]:
    found = [
        asked(answer), compared(answer), places(answer), histories(answer), screening(answer), waiting(answer),
        doors(answer), plan(answer, names=names), bars(answer),
        _made(answer, warnings, names=names, digest=digest),
    ]  # fmt: skip
    return [section for section in found if section is not None]


def drawn(sections: Iterable[Section], mark: str) -> dict[str, tuple[Markup, Markup]]:
    """Figure → its chart as SVG, wide and narrow; vl-convert escapes the texts in them."""
    figures_ = [block for section in sections for block in section.blocks if isinstance(block, Figure)]
    return {
        one.name: (
            Markup(charts.svg(one.wide, one.label, f"{one.name}-wide", mark)),
            Markup(charts.svg(one.narrow, one.label, f"{one.name}-narrow", mark)),
        )
        for one in figures_
    }


def environment() -> Environment:
    """Where templates are found; what they are given is always escaped."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def policy(style: str) -> str:
    """What the page may do: show itself and its one style sheet. No script, no image from elsewhere, no request."""
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _made(answer: PlanAnswer, warnings: Sequence[Fault], *, names: bool, digest: str) -> Section:
    register = answer.base.situation.register
    made = [
        Item(_version(), "Software"),
        *([Item(digest, "Digest of the register's files")] if digest else []),
        Item(" ".join(register.about.split()), f"Register: {register.name}"),
        Item("Made without scripts, and without asking anything of the network. The same register and the same "
             "question give the same report.", "This page"),
    ]  # fmt: skip
    warned = warnings_told(warnings, register, names=names)
    lead = (
        f"{counted(len(warnings), 'warning|warnings')} about the register."
        if warned
        else "The register has no warnings."
    )
    return Section("made", "Warnings, sources, and how this was made", blocks(
        Prose(lead, "lead"),
        some("Warnings about the register", warned),
        some("Sources", [Item(one.title, one.id, "", one.url if one.url.startswith(("http://", "https://")) else "")
                         for one in register.sources.values()]),
        some("How this was made", made),
    ), "Warnings and sources")  # fmt: skip


def warnings_told(warnings: Sequence[Fault], register: Register, *, names: bool) -> list[Item]:
    """Each warning; those about people or cases only as a number of a kind, unless names are asked for."""
    if names:
        return [Item(words.fault(one)) for one in warnings]
    told = [one for one in warnings if not _about_people(one)]
    grouped: dict[str, int] = {}
    for one in warnings:
        if _about_people(one):
            grouped[one.code] = grouped.get(one.code, 0) + 1
    return [
        *(Item(words.fault(one)) for one in told),
        *(
            Item(words.FAULTS[code].cause, counted(number, "warning|warnings"))
            for code, number in grouped.items()
        ),
    ]


def _about_people(one: Fault) -> bool:
    table = one.where.file.rpartition("/")[2].partition(".")[0]
    return (
        f"{table}.csv" in OF_PEOPLE
        or not one.where.file
        or bool({"case", "person", "persons"} & set(one.params))
    )


def _version() -> str:
    try:
        return f"Resettle {version('resettle')}"
    except PackageNotFoundError:
        return "Resettle, not installed as a package"
