"""Answers of the letter of twenty-eight put into the languages of those who signed it, sentence by sentence, by its phrases."""

from pathlib import Path

LETTER = Path(__file__).parents[3] / "examples" / "letter-of-28"
LANGUAGES = ("fas", "ara", "tam")
BULLET = "• "


def _phrases():
    blocks = (LETTER / "phrases.txt").read_text(encoding="utf-8").strip().split("\n\n")
    rows = [block.splitlines() for block in blocks]
    assert {len(row) for row in rows} == {1 + len(LANGUAGES)}
    return {english: dict(zip(LANGUAGES, others, strict=True)) for english, *others in rows}


PHRASES = _phrases()
LONGEST_FIRST = sorted(PHRASES, key=len, reverse=True)


def in_language(text, language):
    """The text with every sentence of it in another language, line by line. Fails on a sentence that nobody translated."""
    return "\n".join(_line(line, language) for line in text.splitlines())


def _line(line, language):
    rest, found = line.strip(), []
    lead = line[: len(line) - len(rest)] if rest else ""
    if rest.startswith(BULLET):
        lead, rest = lead + BULLET, rest.removeprefix(BULLET)
    while rest:
        phrase = next((one for one in LONGEST_FIRST if rest == one or rest.startswith(f"{one} ")), None)
        assert phrase, f"nobody translated: {rest}"
        found.append(PHRASES[phrase][language])
        rest = rest[len(phrase) :].strip()
    return lead + " ".join(found)
