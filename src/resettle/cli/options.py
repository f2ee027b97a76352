"""What every command takes: the folder, the two days, what-ifs, assumptions, and where results go."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from resettle.engine.dates import parse_day
from resettle.engine.screening.told import Voice
from resettle.service import opening

Register = Annotated[
    str,
    typer.Argument(
        metavar="REGISTER",
        help="The folder that holds the register, or its database: a file (office.sqlite), or an address "
        "(postgresql://…).",
        show_default=False,
    ),
]
Database = Annotated[
    str,
    typer.Argument(
        metavar="DATABASE",
        help="The register's database: a file (office.sqlite), or an address (postgresql://…).",
        show_default=False,
    ),
]
Case = Annotated[str, typer.Argument(help="The id of a case, or of a person in it.", show_default=False)]


def day(text: str) -> date:
    """A day on the command line. Raises typer.BadParameter."""
    try:
        return parse_day(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day; write it as 2016-11-14.") from None


def several(flag: str, help: str, more: str = "") -> Any:
    """An option that takes an id, and may be given several times."""
    return typer.Option(flag, metavar="ID", help=f"{help}; may be given several times{more}.")


On = Annotated[
    date | None,
    typer.Option(
        "--on", parser=day, metavar="DAY", help="View the register as of this day (else its own day)."
    ),
]
Known = Annotated[
    date | None,
    typer.Option(
        "--known", parser=day, metavar="DAY", help="Use only what was known on this day (else the --on day)."
    ),
]
WhatIf = Annotated[
    list[str] | None,
    typer.Option(
        "--what-if", metavar="NAME", help="Lay a what-if of the folder over it; may be given several times."
    ),
]
Assume = Annotated[
    list[str] | None,
    typer.Option(
        "--assume",
        metavar="NAME=PLACES",
        help="Suppose a number where places are unknown: an arrangement (us-2016=1250), or what others take of a "
        "quota (nz-750.others=600). May be given several times.",
    ),
]
Tiers = Annotated[
    str | None,
    typer.Option(
        "--tiers",
        metavar="A,B,…",
        help="Objectives, first to last (else emergency,urgent,people,families_rejoined,waiting, then score if there is one).",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FOLDER",
        help="Write the results there: CSV files; with plan, the HTML report too; with explain, a case file.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the answer as JSON and nothing else.")]
WithCases = Annotated[
    bool,
    typer.Option(
        "--with-cases", help="Include case by case lists; otherwise only aggregates leave the house."
    ),
]


Arrangement = Annotated[str, typer.Argument(help="The id of an arrangement or a bar.", show_default=False)]
OneArrangement = Annotated[str, typer.Argument(help="The id of an arrangement.", show_default=False)]
SomeArrangement = Annotated[
    str | None, typer.Argument(help="The id of an arrangement (else all).", show_default=False)
]
AnyArrangement = Annotated[
    str | None, typer.Argument(help="The id of an arrangement or a bar (else all).", show_default=False)
]
Criterion = Annotated[
    str | None, typer.Argument(help="The id of one of its criteria (else all).", show_default=False)
]
From = Annotated[
    date | None,
    typer.Option("--from", parser=day, metavar="DAY", help="The earlier day (else the register's own)."),
]
To = Annotated[
    date | None, typer.Option("--to", parser=day, metavar="DAY", help="The later day (else the earlier one).")
]
Voices = Annotated[
    Voice | None,
    typer.Option(
        "--voice",
        help="Tell it to one reader: the officer, a State to which the case was submitted, or a person (name the "
        "person, not the case).",
    ),
]
State = Annotated[
    str | None,
    typer.Option(
        "--state",
        metavar="COUNTRY",
        help="With --voice state: which State reads, as NZL (else the one to which the case was submitted last).",
    ),
]
Steps = Annotated[
    bool,
    typer.Option(
        "--steps",
        help="Name lawful steps that could lift a no; needs --by, and who looked is recorded: in views.csv of a folder, "
        "in the record of a database.",
    ),
]


def name(text: str) -> str:
    """Who looks, as an id that a record can hold."""
    if not opening.can_record(text):
        raise typer.BadParameter(
            f"{text!r} is no id; write it with letters, digits, dots, hyphens or underscores."
        )
    return text


By = Annotated[str | None, typer.Option("--by", parser=name, metavar="ID", help="Who asks, for the record.")]
Recorder = Annotated[
    str, typer.Option("--by", parser=name, metavar="ID", help="Who does it, for the record.")
]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help="The passphrase of an archive (.age) is its first line (else it is asked for).",
    ),
]
Record = Annotated[
    bool,
    typer.Option("--record", help="Keep the plan on the record of the register's database; needs --by."),
]
MOST_DIGITS = 9


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def assumptions(stated: list[str] | None) -> dict[str, int]:
    """``us-2016=1250`` and the like. Raises typer.BadParameter with everything that cannot be read."""
    found: dict[str, int] = {}
    wrong = []
    for text in stated or []:
        name, equals, places = text.partition("=")
        if not (equals and name.strip() and _is_count(places.strip())):
            wrong.append(f"{text!r} is not NAME=PLACES, such as us-2016=1250")
        elif name.strip() in found:
            wrong.append(f"{name.strip()} is assumed twice")
        else:
            found[name.strip()] = int(places)
    if wrong:
        raise typer.BadParameter("; ".join(wrong) + ".", param_hint="--assume")
    return found
