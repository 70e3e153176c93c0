"""The stated hours of a zone or place: whether they hold at a time, or cannot be told.

The words are a small part of OpenStreetMap's ``opening_hours``: ``24/7`` (also ``H24`` and 全天),
``08:00-18:00``, ``Mo-Fr 08:00-12:00,14:00-18:00; Sa 09:00-12:00``, ``Mo,We 22:00-06:00`` (past
midnight). Whatever else is written is not guessed at: the answer is then "cannot be told".
"""

import datetime as dt
import re

CITY_TIME = dt.timezone(dt.timedelta(hours=8))
"""The clock that stated hours are read by."""
_ALWAYS = frozenset({"24/7", "h24", "24h", "always", "permanent", "全天", "永久", "长期"})
_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_DAY = "|".join(_DAYS)
_RULE = re.compile(
    rf"(?:(?P<days>(?:{_DAY})(?:[-,](?:{_DAY}))*)\s+)?(?P<spans>\d\d?:\d\d-\d\d?:\d\d"
    r"(?:\s*,\s*\d\d?:\d\d-\d\d?:\d\d)*)"
)
_SPAN = re.compile(r"(\d\d?):(\d\d)-(\d\d?):(\d\d)")
_WEEK = 7 * 24 * 60
_DAY_MINUTES = 24 * 60
_Span = tuple[int, int]


def holds_at(hours: str | None, at: dt.datetime | None) -> bool | None:
    """Tell whether stated hours hold at a time.

    Parameters
    ----------
    hours
        As stated; ``None`` or empty where they are not.
    at
        A time with its zone; ``None`` for "at whatever time".

    Returns
    -------
    bool or None
        ``None`` where it cannot be told: no hours stated, hours of another form, or hours of part
        of the week and no time asked about.

    Raises
    ------
    ValueError
        If the time states no zone.
    """
    text = (hours or "").strip().casefold()
    if text in _ALWAYS:
        return True
    spans = _spans(text)
    if spans is None:
        return None
    if at is None:
        # Hours that leave out no minute hold at whatever time.
        return True if _covers_week(spans) else None
    if at.utcoffset() is None:
        raise ValueError("a time needs its zone")
    local = at.astimezone(CITY_TIME)
    minute = local.weekday() * _DAY_MINUTES + local.hour * 60 + local.minute
    return any((minute - start) % _WEEK < length for start, length in spans)


def _spans(text: str) -> list[_Span] | None:
    """Return the start of each span in minutes of the week and its length; ``None`` if unread."""
    spans: list[_Span] = []
    for rule in (part.strip() for part in text.split(";")):
        match = _RULE.fullmatch(rule)
        if match is None:
            return None
        for span in _SPAN.finditer(match["spans"]):
            first_hour, first_minute, last_hour, last_minute = map(int, span.groups())
            start, end = first_hour * 60 + first_minute, last_hour * 60 + last_minute
            if max(first_minute, last_minute) > 59 or max(start, end) > _DAY_MINUTES:
                return None
            length = (end - start) % _DAY_MINUTES or _DAY_MINUTES
            spans += [(day * _DAY_MINUTES + start, length) for day in _weekdays(match["days"])]
    return spans


def _weekdays(days: str | None) -> list[int]:
    if days is None:
        return list(range(7))
    found: list[int] = []
    for part in days.split(","):
        first, *last = (_DAYS.index(day) for day in part.split("-"))
        end = last[-1] if last else first
        found += [(first + step) % 7 for step in range((end - first) % 7 + 1)]
    return found


def _covers_week(spans: list[_Span]) -> bool:
    covered = {(start + step) % _WEEK for start, length in spans for step in range(length)}
    return len(covered) == _WEEK
