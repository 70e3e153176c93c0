"""What may be asked of a layer: by column, by place, by day, a page at a time."""

import datetime as dt
import re
from collections.abc import Mapping

from gis.errors import InvalidInputError
from gis.schema import Column, Kind, LayerSpec
from layers.store import Bounds, Days, Query

MAX_LIMIT = 10_000
DEFAULT_LIMIT = 100
_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt][0-9:]{8}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2}))?"
DATETIME_PATTERN = rf"^({_TIME}|{_TIME}/({_TIME}|[.][.])?|([.][.])?/{_TIME})$"
_NUMBER = r"[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?"
BBOX_PATTERN = rf"^{_NUMBER}(,{_NUMBER}){{3}}((,{_NUMBER}){{2}})?$"
_OF_ITEMS = frozenset({"f", "lang", "bbox", "limit", "datetime", "after", "scenario"})
_OF_TILES = frozenset({"f", "v", "datetime", "scenario"})
RESERVED = _OF_ITEMS | _OF_TILES
"""Parameters that are no columns."""


def items_query(spec: LayerSpec, given: Mapping[str, str]) -> Query:
    """Read the query parameters of a layer's items.

    Parameters
    ----------
    spec
        The layer.
    given
        Names and values as sent; ``f`` and ``lang`` are :class:`ShownParameters`' to check.

    Raises
    ------
    gis.errors.InvalidInputError
        If a parameter is unknown or has a value that cannot be read.
    """
    columns = _known(spec, given, _OF_ITEMS)
    return Query(
        layer=spec.name,
        bbox=_bbox(given["bbox"]) if "bbox" in given else None,
        as_of=_days(given["datetime"]) if "datetime" in given else None,
        equals=_equals(columns, given),
        after=given.get("after"),
        limit=_limit(given.get("limit", str(DEFAULT_LIMIT))),
    )


def tiles_query(spec: LayerSpec, given: Mapping[str, str]) -> Query:
    """Read the query parameters of a layer's tiles: those of its items, without place and paging.

    Parameters
    ----------
    spec, given
        As of :func:`items_query`.

    Raises
    ------
    gis.errors.InvalidInputError
        If a parameter is unknown or has a value that cannot be read.
    """
    columns = _known(spec, given, _OF_TILES)
    return Query(
        layer=spec.name,
        as_of=_days(given["datetime"]) if "datetime" in given else None,
        equals=_equals(columns, given),
    )


def _known(spec: LayerSpec, given: Mapping[str, str], besides: frozenset[str]) -> dict[str, Column]:
    """Return the columns to filter by; refuse what is neither one of them nor ``besides``."""
    columns = {column.name: column for column in queryables(spec)}
    unknown = given.keys() - columns.keys() - besides
    if unknown:
        raise InvalidInputError(
            f"unknown parameter {min(unknown)!r}",
            field=min(unknown),
            remedy="Known: " + ", ".join(sorted(besides | columns.keys())),
        )
    return columns


def _equals(
    columns: Mapping[str, Column], given: Mapping[str, str]
) -> dict[str, str | float | bool]:
    return {name: _value(columns[name], given[name]) for name in columns if name in given}


def queryables(spec: LayerSpec) -> tuple[Column, ...]:
    """Return the columns that a request may filter by, by equality."""
    plain = (Kind.TEXT, Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN)
    return tuple(
        column for column in spec.columns if column.kind in plain and column.name not in RESERVED
    )


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text[:9]) < 1:
        raise InvalidInputError(
            "limit must be a whole number above 0",
            field="limit",
            remedy=f"Write one of 1 to {MAX_LIMIT}, or leave it out for {DEFAULT_LIMIT}.",
        )
    return min(int(text[:9]), MAX_LIMIT)


def _bbox(text: str) -> Bounds:
    numbers = [float(part) for part in text.split(",")] if re.fullmatch(BBOX_PATTERN, text) else []
    if len(numbers) == 6:  # with heights, which no layer has
        numbers = [numbers[i] for i in (0, 1, 3, 4)]
    if len(numbers) != 4:
        raise InvalidInputError(
            "bbox needs four numbers", field="bbox", remedy="bbox=west,south,east,north in degrees."
        )
    west, south, east, north = numbers
    in_range = all(-180 <= x <= 180 for x in (west, east)) and -90 <= south <= north <= 90
    if not in_range:
        raise InvalidInputError(
            "bbox is out of range, or its south lies north of its north",
            field="bbox",
            remedy="bbox=west,south,east,north in degrees, longitude first.",
        )
    return (west, south, east, north)


def _days(text: str) -> Days:
    if not re.fullmatch(DATETIME_PATTERN, text):
        raise _bad_datetime()
    parts = text.split("/")
    if len(parts) == 1:
        day = _day(parts[0])
        return (day, day)
    first, last = (None if part in ("", "..") else _day(part) for part in parts)
    if first and last and first > last:
        raise _bad_datetime()
    return (first, last)


def _day(text: str) -> dt.date:
    try:
        return dt.datetime.fromisoformat(text).date()
    except ValueError:
        raise _bad_datetime() from None


def _bad_datetime() -> InvalidInputError:
    return InvalidInputError(
        "datetime cannot be read",
        field="datetime",
        remedy="A day or RFC 3339 time, or first/last with .. for an open end.",
    )


def _value(column: Column, text: str) -> str | float | bool:
    if column.kind is Kind.TEXT:
        return text
    if column.kind is Kind.BOOLEAN and text in ("true", "false"):
        return text == "true"
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if column.kind is Kind.BOOLEAN or not abs(number) < 1e15:
        raise InvalidInputError(
            f"{column.name} cannot be {text[:40]!r}",
            field=column.name,
            remedy=f"It takes one {column.kind.value}.",
        )
    return number
