"""
Names of people in Latin letters, folded so that the usual spellings of one name meet, and their bones: the consonants.

`anyascii` writes every script in Latin letters. What it leaves apart is folded here: vowels (*Mohammed*, *Muhamad*),
doubled letters, articles and *son of*, what is written joined or apart (*Abd al-Rahman*, *Abdirahman*; *Rahim Ullah*).
Arabic and Hebrew letters write few vowels, so such a part is compared by its bones: محمد and *Mohammed* are both
``mhmd``. Indian scripts leave the *a* after a consonant unwritten; it is written out. Burmese in its own letters comes
out too far from its Latin spellings to meet them; it meets Burmese in the same letters.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from anyascii import anyascii

MOST_PARTS = 6
"""Parts of a name that are compared; of a longer one, the first. A chain of four names rarely has more."""

LONGEST_PART = 40
"""Letters of a part that are compared."""

ARTICLES = frozenset("al el".split())
SON_OF = frozenset("bin ibn bn abn ben bint binti bnt".split())
NOT_A_NAME = frozenset("fnu lnu".split())
"""*First name unknown*, *last name unknown*, as visas write it."""
_DROPPED = ARTICLES | SON_OF
SERVANT_OF = frozenset("abd abdul abdal abdel abdol abdur abdar abdus abdool".split())
OF_GOD = frozenset("ullah ulla ollah olla allah alla allh alh llah".split())
OF_FAITH = frozenset("din deen dine uddin udin eddin eddine edine aldin aldyn eldin eldeen aldeen".split())
WRITTEN_FOR = {
    "md": "muhamad", "mohd": "muhamad", "muhd": "muhamad", "mhd": "muhamad", "othman": "usman", "uthman": "usman",
}  # fmt: skip
"""Short forms, and a spelling of one letter (ث) as another."""

_SUN_ARTICLE = re.compile(r"^[aue](?:sh|th|dh|[ndrstz])-(?=\w)")
"""The article before a sun letter, ``ar-`` in *Abd ar-Rahman*; without its hyphen it may be a name, like *An*."""
_VOWELLESS = re.compile(r"[\u0590-\u08ff\ufb1d-\ufeff]")
_INDIC = re.compile(r"[\u0900-\u0dff]")
_JOINERS = "\u200c\u200d\u200e\u200f"
_BARE_LETTERS = str.maketrans(
    {
        **dict.fromkeys("اأإآٱىةع", "a"), **dict.fromkeys("ءئؤـ" + _JOINERS, ""), **dict.fromkeys("ضظذژ", "z"),
        **dict.fromkeys("ثشص", "s"), **dict.fromkeys("خحهۀہھۃ", "h"), **dict.fromkeys("غگقکك", "k"), "چ": "c", "ے": "y",
    }
)  # fmt: skip
_TAMIL_BETWEEN_VOWELS = {"k": "h", "t": "d", "p": "b"}
_FOLDED = {
    "ee": "i", "oo": "u", "ou": "u", "tch": "c", "ch": "c", "kh": "h", "gh": "k", "sh": "s", "th": "t", "dh": "d",
    "zh": "j", "dj": "j", "ph": "f", "ck": "k", "ts": "s", "ng": "n", "e": "a", "o": "u", "y": "i", "q": "k", "x": "h",
    "v": "w", "c": "k", "g": "k",
}  # fmt: skip
_FOLD = re.compile(r"ee|oo|ou|tch|ch|kh|gh|sh|th|dh|zh|dj|ph|ck|ts|ng$|(?<!^)y|[eoqxvcg]")
_DOUBLED = re.compile(r"(.)\1+")
_SERVANT = re.compile(r"abd[aiu]?l?(?=\w{2})")


@dataclass(frozen=True, eq=False)
class Part:
    """
    One part of a name: folded Latin letters, and whether its script leaves vowels out. A speller has each part once.

    Its ``bones`` are its consonants, with ``a`` for a vowel that it begins with: Ali ``al``, Leila ``ll``.
    """

    latin: str
    bare: bool

    @cached_property
    def bones(self) -> str:
        if self.latin in ("abdula", "abdal"):  # Abdullah: else the same as Abdi
            return "abdl"
        first, rest = (
            self.latin[:1],
            self.latin[1:].removesuffix("h"),
        )  # final h: Farah, Fatimah, often not heard
        kept = ("a" if first in "aiu" else first) + re.sub("[aiuwy]", "", rest)
        return kept.replace(
            "z", "d"
        )  # one letter in Arabic, read either way: Reza and Rida, Ramazan and Ramadan


class Speller:
    """Reads names; a word that was read before is remembered as long as this is kept."""

    def __init__(self) -> None:
        self._words: dict[str, tuple[tuple[str, bool], ...]] = {}
        self._read: dict[tuple[str, bool], Part] = {}
        self._parts: dict[tuple[str, bool], Part] = {}

    def parts(self, name: str) -> tuple[Part, ...]:
        """The parts of a name that are compared, in order; none if nothing in it is a letter."""
        named = [word for text in name.split() for word in self._word(text)]
        kept = [word for word in named if word[0] not in _DROPPED] or named
        return tuple(self._part(word, bare) for word, bare in _joined(kept[: MOST_PARTS * 2]))[:MOST_PARTS]

    def _word(self, text: str) -> tuple[tuple[str, bool], ...]:
        if text not in self._words:
            self._words[text] = tuple(_latin(text))
        return self._words[text]

    def _part(self, word: str, bare: bool) -> Part:
        if (word, bare) not in self._read:
            latin = _folded(word, bare)
            self._read[word, bare] = self._parts.setdefault((latin, bare), Part(latin, bare))
        return self._read[word, bare]


def _latin(text: str) -> Iterator[tuple[str, bool]]:
    """The words between two blanks in small Latin letters, each with whether its script leaves vowels out."""
    text = "".join(" " if unicodedata.category(sign)[0] in "SC" and sign not in _JOINERS + "`" else sign
                   for sign in unicodedata.normalize("NFKC", text))  # fmt: skip
    bare = bool(_VOWELLESS.search(text))
    written = anyascii(text.translate(_BARE_LETTERS) if bare else _with_vowels(text)).lower()
    written = _SUN_ARTICLE.sub("", re.sub(r"[`'\u2019]", "", written))
    for word in re.findall(r"[a-z0-9]+", written):
        if word in NOT_A_NAME:
            continue
        if bare and word.startswith("al") and len(word) > 4 and word not in OF_GOD | OF_FAITH | {"alyas"}:
            word = word[2:]  # the article is written joined
        yield re.sub(r"aldyn$", "adyn", word) if bare and word not in OF_FAITH else word, bare


def _with_vowels(text: str) -> str:
    """Indian letters in Latin, each with the *a* that is not written; Tamil writes k, t and p for h, d and b too."""
    return "".join(_indic(text, at) for at in range(len(text))) if _INDIC.search(text) else text


def _indic(text: str, at: int) -> str:
    sign = text[at]
    if not _INDIC.match(sign):
        return sign
    after = text[at + 1 : at + 2]
    if unicodedata.category(sign) != "Lo" or unicodedata.name(sign, "").split()[-1][:1] in "AEIOU":
        return anyascii(sign) if unicodedata.combining(sign) != 9 else ""
    letter = anyascii(sign)
    letter = "s" if sign == "ச" else letter
    if (
        "TAMIL" in unicodedata.name(sign, "")
        and at
        and unicodedata.combining(text[at - 1]) != 9
        and after != "்"
    ):
        letter = _TAMIL_BETWEEN_VOWELS.get(letter, letter)
    return letter if unicodedata.category(after or "a")[0] == "M" else f"{letter}a"


def _joined(words: Iterable[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """*Abd* with what follows, *Allah* and *din* with what stands before, however they were written."""
    found: list[tuple[str, bool]] = []
    for word, bare in words:
        before = found[-1] if found else ("", False)
        if before[0] in SERVANT_OF or (before[0] and word in OF_GOD):
            found[-1] = (before[0] + word, before[1] or bare)
        elif before[0] and word in OF_FAITH:
            found[-1] = (before[0] + ("adyn" if bare else "udin"), before[1] or bare)
        else:
            found.append((word, bare))
    return found


def _folded(word: str, bare: bool) -> str:
    word = WRITTEN_FOR.get(word, word)
    if not bare:
        word = _FOLD.sub(lambda found: _FOLDED[found[0]], word)
    word = _DOUBLED.sub(r"\1", word)
    if len(word) > 3:
        word = word.removesuffix("h")
    if word in ("abdula", "abdala", "abdila", "abdal"):
        return "abdal" if bare else "abdula"
    return (
        _SERVANT.sub("abdu", word, count=1)[:LONGEST_PART] if word.startswith("abd") else word[:LONGEST_PART]
    )
