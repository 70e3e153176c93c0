"""What was typed, marked where it was found."""

from collections.abc import Callable

from markupsafe import Markup

from gis.landmark_search import FoundLandmark, MatchedText
from gis.name_search import Match, find
from web.shell.template import Frame
from web.shell.texts import Texts

Said = Callable[[str], Markup]
"""Prints a text of the data."""
_OFF_THE_CARD = frozenset({"facility", "station", "takeoff", "near_road"})


def marking(typed: str, frame: Frame) -> Said:
    """Return what prints a text and marks in it what was typed; nothing typed marks nothing.

    Parameters
    ----------
    typed
        What was typed.
    frame
        The page.
    """
    if not typed.strip():
        return frame.said

    def said(text: str) -> Markup:
        place = _place(typed, text)
        if place is None:
            return frame.said(text)
        before, found, after = text[: place.start], text[place.start : place.end], text[place.end :]
        marked = Markup("<mark>{}</mark>").format(frame.said(found))
        return frame.said(before) + marked + frame.said(after)

    return said


def _place(typed: str, text: str) -> Match | None:
    whole = find(typed, text)
    return whole or next((one for word in typed.split() if (one := find(word, text))), None)


def matched_lines(found: FoundLandmark, typed: str, t: Texts) -> tuple[tuple[str, str], ...]:
    """Return what was found and the card does not show by itself: what it is, and the text.

    Parameters
    ----------
    found
        The landmark.
    typed
        What was typed.
    t
        The page's language.
    """
    said: dict[str, str] = {}
    for one in found.matched:
        if one.part in _OFF_THE_CARD or _place(typed, t.pick(one.zh, one.en)) is None:
            said.setdefault(_in_words(one, typed, t), t(f"matched.{one.part}"))
    return tuple((part, text) for text, part in said.items())


def _in_words(one: MatchedText, typed: str, t: Texts) -> str:
    """Return a text in the page's language, or in the other where only that was found."""
    own = t.pick(one.zh, one.en)
    if _place(typed, own) is not None:
        return own
    return next(text for text in (one.zh, one.en, own) if _place(typed, text) or text == own)
