"""Names found as people type them: Chinese, pinyin, its initials, English, or a mixture.

Each Chinese character may be typed as itself, as any of its readings without tones, or as the first
letter of one; the last one typed may be unfinished. So ``滨海``, ``binhai``, ``bh``, ``binh`` and
``b海`` all find 滨海湾. All readings count, for names of places are often read otherwise than the
dictionary's first (麻涌 is *machong*). English is found from the beginning of any word.

Readings come from pypinyin's dictionary.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from pypinyin import Style, pinyin

MAX_QUERY = 80
"""Characters of a query that are looked at: longer ones find nothing more in names."""
Spellings = tuple[str, ...]
_Letter = tuple[str, Spellings]
"""A character as it is written, and how it may be typed besides."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a query was found in a text: characters ``start`` up to, not including, ``end``."""

    start: int
    end: int


def find(query: str, text: str) -> Match | None:
    """Find the first place in a text that a query means; ``None`` if there is none.

    Parameters
    ----------
    query
        What was typed; letter case, blanks and punctuation do not matter.
    text
        A name in Chinese, English or both.
    """
    wanted = _plain(query)[:MAX_QUERY]
    if not wanted:
        return None
    letters = _letters(text)
    for start, (written, spellings) in enumerate(letters):
        if not written or not (spellings or _begins_word(text, start)):
            continue
        end = _end(wanted, letters, start)
        if end is not None:
            return Match(start, end)
    return None


def _plain(text: str) -> str:
    """Return a text without case, width, accents, blanks and punctuation."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(one for one in folded if one.isalnum())


def _begins_word(text: str, start: int) -> bool:
    """Tell whether a word begins here: nobody looks for the ``an`` in ``Shan``."""
    return start == 0 or not (text[start - 1].isascii() and text[start - 1].isalnum())


@lru_cache(maxsize=4096)
def _letters(text: str) -> tuple[_Letter, ...]:
    return tuple((_plain(one), _readings(one)) for one in text)


@lru_cache(maxsize=8192)
def _readings(character: str) -> Spellings:
    """Return a Chinese character's readings without tones; none for any other character."""
    if not "\u3400" <= character <= "\u9fff":
        return ()
    # The dictionary writes the sound of 绿 as v; keyboards have both.
    known = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
    sounds = chain.from_iterable(known)
    return tuple({_plain(one.replace("v", other)) for one in sounds for other in "vu"})


def _end(wanted: str, letters: tuple[_Letter, ...], start: int) -> int | None:
    """Return where the match that begins at a character ends; ``None`` if none does."""
    # How many characters of the query may be used up before the next letter, least first.
    used = {0}
    for place in range(start, len(letters)):
        written, spellings = letters[place]
        if not written:
            continue
        after: set[int] = set()
        for done in used:
            left = wanted[done:]
            for spelling in (written, *spellings):
                if spelling.startswith(left):
                    return place + 1
                if left.startswith(spelling):
                    after.add(done + len(spelling))
            if any(spelling.startswith(left[0]) for spelling in spellings):
                after.add(done + 1)
        if not after:
            return None
        used = after
    return None
