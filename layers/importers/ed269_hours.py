"""The applicability of ED-269 and ED-318 zones as the hours of a geozone.

What can be said in the words that :mod:`gis.opening_hours` reads is said so, on the city's clock.
Periods between dates, and daylight events, are kept as written: whether they hold cannot then be
told, which is never read as "not in force".
"""

import re
from typing import Any

_DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_SHORT = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_TIME = re.compile(r"(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)")
_CITY_MINUTES = 8 * 60
_DAY_MINUTES = 24 * 60


def hours_text(applicability: Any) -> str | None:
    """Return the hours of a zone; ``None`` where none are stated.

    Parameters
    ----------
    applicability
        ED-269's ``applicability`` or ED-318's ``limitedApplicability``, as parsed.
    """
    if isinstance(applicability, dict):
        applicability = [applicability]
    periods = [_period(one) for one in applicability or () if isinstance(one, dict)]
    return "; ".join(dict.fromkeys(text for text in periods if text)) or None


def _period(period: dict[str, Any]) -> str | None:
    schedule = [one for one in period.get("schedule") or () if isinstance(one, dict)]
    daily = "; ".join(_daily(one) for one in schedule)
    start, end = (str(period.get(key) or "") for key in ("startDateTime", "endDateTime"))
    if start or end:
        return f"{start or '..'}/{end or '..'} {daily}".strip()
    if daily:
        return daily
    return "24/7" if str(period.get("permanent", "")).upper() == "YES" else None


def _daily(schedule: dict[str, Any]) -> str:
    named = schedule.get("day")
    days = [str(day).upper() for day in (named if isinstance(named, list) else [named])]
    limits = [
        str(schedule.get(f"{side}Time") or schedule.get(f"{side}Event") or "")
        for side in ("start", "end")
    ]
    minutes = [_minutes(limit) for limit in limits]
    whole_week = days == ["ANY"]
    if None in minutes or not (whole_week or all(day in _DAYS for day in days)):
        return " ".join((",".join(days), "-".join(limits)))
    begin, end = (minute for minute in minutes if minute is not None)
    shift = begin // _DAY_MINUTES
    listed = ",".join(
        _SHORT[place] for place in sorted((_DAYS.index(day) + shift) % 7 for day in days)
    ) if not whole_week else ""  # fmt: skip
    return f"{listed} {_clock(begin)}-{_clock(end)}".strip()


def _minutes(time: str) -> int | None:
    """Return minutes after midnight of the same day on the city's clock; it may be another day."""
    match = _TIME.fullmatch(time)
    if match is None:
        return None
    hour, minute, zone = int(match[1]), int(match[2]), match[3]
    offset = 0
    if zone != "Z":
        offset = int(zone[1:3]) * 60 + int(zone[-2:])
        offset = -offset if zone[0] == "-" else offset
    if hour > 24 or minute > 59:
        return None
    return hour * 60 + minute - offset + _CITY_MINUTES


def _clock(minutes: int) -> str:
    within = minutes % _DAY_MINUTES
    return f"{within // 60:02d}:{within % 60:02d}"
