"""People's own requests: which wait, drafts of their answers, the answers, their translations, and that they were served."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from resettle import files
from resettle.cli import options
from resettle.cli.answering import console, show, stop, text_in, unreadable, writing
from resettle.cli.out import write
from resettle.engine.errors import Fault, Where
from resettle.engine.referrals import answers
from resettle.engine.registry.letters import ASKS, WAYS
from resettle.render import letters as rendered
from resettle.render import optional, words
from resettle.service import letters
from resettle.service import requests as asked

ENDING = ".txt"
DRAFTED = "drafted.json"
"""What the texts beside it were drafted from."""
PAGES = (".pdf", ".html")

app = typer.Typer()

Request = Annotated[str, typer.Argument(help="The id of the request, of one letter.", show_default=False)]
Person = Annotated[str, typer.Argument(help="The id of a person who made it.", show_default=False)]
Texts = Annotated[
    Path, typer.Option("--from", metavar="FOLDER", help="A text for each person: P-1.txt, P-2.txt …")
]
Key = Annotated[
    str | None, typer.Option("--key", help="A name of your own: sent again, nothing is recorded twice.")
]


@app.command()
def requests(
    database: options.Database,
    request: Annotated[str, typer.Argument(help="One letter alone (else all).", show_default=False)] = "",
    by: options.By = None,
    as_json: options.Json = False,
) -> None:
    """List what people asked for of their own accord, and what each still waits for."""
    found = letters.listed(database, by, request)
    show(as_json, lambda: rendered.listed_data(found), lambda: [rendered.listed(found)], ())


@app.command()
def request(
    database: options.Database,
    request: Request,
    persons: Annotated[list[str], typer.Argument(help="Who makes it.", show_default=False)],
    by: options.Recorder,
    asks: Annotated[str, typer.Option("--asks", help=f"What for: {', '.join(ASKS.meaning)}.")] = "",
    arrangement: Annotated[
        str, typer.Option("--arrangement", metavar="ID", help="The arrangement that they name.")
    ] = "",
    language: Annotated[
        str, typer.Option("--in", metavar="LANGUAGE", help="In which they want the answer: fas, ara …")
    ] = "",
    text: Annotated[
        Path | None, typer.Option("--text", metavar="FILE", help="What they wrote, as plain text.")
    ] = None,
    safe_contact: Annotated[
        Path | None, typer.Option("--safe-contact", metavar="FILE", help="How they may safely be reached.")
    ] = None,
    on: Annotated[
        date | None,
        typer.Option("--on", parser=options.day, metavar="DAY", help="When it came (else today)."),
    ] = None,
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="They take it back.")] = False,
    key: Key = None,
) -> None:
    """Put on record what people ask for, or what is learned of it later; a letter of many, each otherwise, is imported."""
    one = asked.Asking(asks, arrangement, language, text_in(text), text_in(safe_contact), on, withdrawn)
    again = asked.received(database, request, dict.fromkeys(persons, one), by, key)
    _told(len(persons), "request", again)


@app.command()
def drafts(
    database: options.Database,
    request: Request,
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="Where to write a text for each: P-1.txt …")
    ],
    by: options.By = None,
    as_answered: Annotated[
        bool,
        typer.Option(
            "--as-answered", help="Instead, what each answer on record was drafted from, told again."
        ),
    ] = False,
) -> None:
    """Draft an answer for each who waits, from their own case alone; an officer reads and changes it before it is recorded."""
    found = letters.drafted(database, request, by, as_answered=as_answered)
    texts = {f"{each.request.person}{ENDING}": rendered.draft(each) for each in found}
    number = len(texts)
    if found and not as_answered:
        texts[DRAFTED] = rendered.drafted_from(found[0])
    if there := [name for name in texts if (out / name).exists()]:
        stop(Fault("texts_there", Where(str(out)), {"names": there}))
    with writing(out, quiet=True):
        write(out, texts)
    console().print(f"{words.count(number, 'draft')} written into {out}.", soft_wrap=True)


@app.command()
def answer(
    database: options.Database, request: Request, texts: Texts, by: options.Recorder, key: Key = None
) -> None:
    """Record what each is answered; all of it or nothing."""
    found = _texts(texts)
    _told(len(found), "answer", letters.answered(database, request, found, by, key, _drafted(texts)))


@app.command()
def translate(
    database: options.Database,
    request: Request,
    texts: Texts,
    translated_by: Annotated[str, typer.Option("--translated-by", metavar="NAME", help="Who translated.")],
    by: options.Recorder,
    checked_by: Annotated[
        str, typer.Option("--checked-by", metavar="NAME", help="Who else read it and found it right.")
    ] = "",
    key: Key = None,
) -> None:
    """Record answers in each person's own language, and who translated and checked them."""
    found = {
        person: answers.Translation(text, translated_by, checked_by) for person, text in _texts(texts).items()
    }
    _told(len(found), "translation", letters.translated(database, request, found, by, key))


@app.command()
def served(
    database: options.Database,
    request: Request,
    persons: Annotated[list[str], typer.Argument(help="Whom it reached, or did not.", show_default=False)],
    way: Annotated[str, typer.Option("--way", help=f"How: {', '.join(WAYS.meaning)}.")],
    by: options.Recorder,
    on: Annotated[
        date | None,
        typer.Option("--on", parser=options.day, metavar="DAY", help="On which day (else today)."),
    ] = None,
    read_by: Annotated[
        str, typer.Option("--read-by", metavar="NAME", help="Who read it aloud in their language.")
    ] = "",
    language: Annotated[
        str, typer.Option("--in", metavar="LANGUAGE", help="In which, if not as asked: fas, ara …")
    ] = "",
    key: Key = None,
) -> None:
    """Record that answers reached people, or did not, and how."""
    if way not in WAYS.meaning:
        raise typer.BadParameter(f"one of {', '.join(WAYS.meaning)}.", param_hint="--way")
    one = answers.Service(way, on, read_by, language)
    _told(
        len(persons),
        "proof of service",
        letters.served(database, request, dict.fromkeys(persons, one), by, key),
    )


@app.command()
def letter(
    database: options.Database,
    request: Request,
    person: Person,
    by: options.Recorder,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it there: NAME.pdf or NAME.html.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Show one person's letter and how they may safely be reached, or write it as a page; that you had it is recorded."""
    if out and out.suffix not in PAGES:
        raise typer.BadParameter("name a file that ends in .pdf or .html.", param_hint="--out")
    found = letters.letter(database, request, person, by)
    if out:
        page = optional.letter_page(found)
        content = optional.form_pdf(page) if out.suffix == ".pdf" else page.encode()
        with writing(out, quiet=as_json), files.whole(out) as aside:
            aside.write_bytes(content)
    show(as_json, lambda: rendered.letter_data(found), lambda: [rendered.letter(found)], ())


def _texts(folder: Path) -> dict[str, str]:
    """Person → the text of their file."""
    try:
        found = {
            path.stem: path.read_text(encoding="utf-8-sig") for path in sorted(folder.glob(f"*{ENDING}"))
        }
    except (OSError, UnicodeDecodeError) as error:
        unreadable(folder, error)
    if not found:
        stop(Fault("texts_missing", Where(str(folder)), {"ending": ENDING}))
    return found


def _drafted(folder: Path) -> answers.Drafted | None:
    """What the texts were drafted from; None if nothing beside them says it."""
    path = folder / DRAFTED
    if not path.exists():
        return None
    try:
        said = json.loads(path.read_text(encoding="utf-8-sig"))
        return answers.Drafted(int(said["upto"]), date.fromisoformat(said["on"]))
    except (OSError, ValueError, TypeError, KeyError):
        stop(Fault("texts_unreadable", Where(str(path)), {"why": "it is not as resettle drafts wrote it"}))


def _told(number: int, what: str, again: bool) -> None:
    said = (
        f"{words.count(number, what)} recorded."
        if not again
        else "It had been recorded before under this key; nothing was added."
    )
    console().print(said, soft_wrap=True)
