"""The texts of the policy documents, as the record is checked against them.

A document is one run of normalised characters (NFKC, no white space): the texts break lines in the
middle of words. Each character knows its line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gis.quotes import normalised


@dataclass(frozen=True, slots=True)
class PolicyText:
    """One document.

    Attributes
    ----------
    lines
        Its lines as written.
    characters
        The whole text, normalised.
    line_of
        The one-based line of each of ``characters``.
    """

    lines: tuple[str, ...]
    characters: str
    line_of: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "PolicyText":
        """Return the document that ``text`` holds."""
        lines = tuple(text.split("\n"))
        parts = [normalised(line) for line in lines]
        numbers = [number for number, part in enumerate(parts, start=1) for _ in part]
        return cls(lines, "".join(parts), tuple(numbers))


@dataclass(frozen=True, slots=True)
class Token:
    """Something in a text that the record must hold.

    Attributes
    ----------
    kind
        ``figure``, ``numeral``, ``quoted``, ``item`` or ``place``.
    text
        As written, normalised.
    first, last
        Its lines.
    """

    kind: str
    text: str
    first: int
    last: int


def read_texts(folder: Path) -> dict[str, PolicyText]:
    """Return each document by its id (``d000`` ...).

    Parameters
    ----------
    folder
        Where the texts lie, one ``D0xx-*.txt`` for each document.
    """
    return {
        path.name.partition("-")[0].lower(): PolicyText.of(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("D[0-9]*.txt"))
    }


# A term such as 5G, 3D or 4K is a word, not a figure; so is a number inside a name (IPv6, Q10).
_FIGURE = re.compile(r"(?<![A-Za-z\d.])\d+(?:\.\d+)*(?![\d])(?![GDK](?![A-Za-z]))")
_NUMERAL = re.compile(
    r"(?<![第\d每])(?:[二两三四五六七八九十百千]+|[百千万]+亿)"
    r"[个大项条带区类座家所种核级支张位本方届]"
)
_QUOTED = re.compile(r"《[^》]+》|“[^”]+”")
_ITEM = re.compile(r"(?<=、)[^、,。;:!?()“”《》\[\]|]+(?=、)")
_PATTERNS = (("figure", _FIGURE), ("numeral", _NUMERAL), ("quoted", _QUOTED), ("item", _ITEM))


def tokens(text: PolicyText) -> Iterator[Token]:
    """Yield every figure, numeral with a measure word, quoted name and inner item of a list."""
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text.characters):
            yield _token(kind, text, match.start(), match.end())


def mentions(text: PolicyText, forms: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Token]]:
    """Yield each mention of a place: its id and the words, the longest form first.

    Parameters
    ----------
    text
        The document.
    forms
        The forms in which each place is written, by the place's id.
    """
    owner = {normalised(form): place for place, written in forms.items() for form in written}
    longest_first = sorted(owner, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    for match in pattern.finditer(text.characters):
        yield owner[match.group()], _token("place", text, match.start(), match.end())


def _token(kind: str, text: PolicyText, start: int, end: int) -> Token:
    return Token(kind, text.characters[start:end], text.line_of[start], text.line_of[end - 1])


def longest_copied(cell: str, texts: Iterable[PolicyText]) -> int:
    """Return how many characters on end a cell shares with a document, at most its own length."""
    wanted = normalised(cell)
    longest = 0
    for text in texts:
        start = 0
        while start + longest < len(wanted):
            if wanted[start : start + longest + 1] in text.characters:
                longest += 1
            else:
                start += 1
    return longest
