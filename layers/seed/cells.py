"""Cells of a table: the text of one cell to the value its column holds, and whole CSV tables.

A list is written ``a|b``, a mapping ``key=1|key2=2.5``, a date ``2026-03-22``, a truth value
``true`` or ``false``; an empty cell is a missing value.
"""

import csv
import datetime as dt
import io
import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gis.errors import InvalidInputError, InvalidRowsError, RowProblem
from gis.schema import Column, Kind

Cell = str | int | float | bool | dt.date | dt.datetime | list[str] | dict[str, float] | None
"""What a cell may hold once it is read."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why a cell cannot be read, and what to write instead."""

    reason: str
    remedy: str


def parse_cell(column: Column, text: str) -> Cell | CellProblem:
    """Return the value written in one cell, or what is wrong with it.

    Parameters
    ----------
    column
        The column the cell stands in; numbers are in its unit.
    text
        The cell as written. White space around it does not count.
    """
    text = text.strip()
    if not text:
        return None
    read, remedy = _READERS[column.kind]
    try:
        return read(text)
    except ValueError:
        return CellProblem(f"not a valid {column.kind.value}", remedy)


def read_table(
    text: str, columns: Mapping[str, Column], *, layer: str, file: str, extra: Collection[str] = ()
) -> list[dict[str, Cell]]:
    """Return the rows of a CSV table with a header line.

    Parameters
    ----------
    text
        The whole table.
    columns
        The columns allowed, by name.
    layer, file
        What the table is, for messages.
    extra
        Columns the file may have besides; they are left out.

    Raises
    ------
    gis.errors.InvalidInputError
        If the header is missing, names a column twice or names one that is not known.
    gis.errors.InvalidRowsError
        If a row is longer or shorter than the header, or a cell cannot be read.
    """
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        table = [line for line in lines if line]
    except csv.Error as error:
        raise InvalidInputError(
            f"{file}, line {lines.line_num}: {error}",
            field=file,
            remedy="Write a comma-separated table; double every quote inside a quoted cell.",
        ) from error
    header = _header(table, {*columns, *extra}, file)
    rows: list[dict[str, Cell]] = []
    problems: list[RowProblem] = []
    for number, line in enumerate(table[1:], start=1):
        if len(line) != len(header):
            problems.append(_wrong_length(number, line, header, file))
            continue
        row: dict[str, Cell] = {}
        for name, cell in zip(header, line, strict=True):
            if name not in columns:
                continue
            value = parse_cell(columns[name], cell)
            if isinstance(value, CellProblem):
                reason = f"{file}: {value.reason}"
                problems.append(RowProblem(number, name, cell[:80], reason, value.remedy))
            else:
                row[name] = value
        rows.append(row)
    if problems:
        raise InvalidRowsError(layer, problems)
    return rows


def _header(table: Sequence[Sequence[str]], known: Collection[str], file: str) -> list[str]:
    if not table:
        raise InvalidInputError(
            f"{file} is empty", field=file, remedy="Write a header line with the column names."
        )
    header = [name.strip() for name in table[0]]
    for name in header:
        if name not in known or header.count(name) > 1:
            reason = "stands twice" if name in known else "is not known"
            raise InvalidInputError(
                f"{file}: column {name!r} {reason}",
                field=name,
                remedy="Columns: " + ", ".join(sorted(known)),
            )
    return header


def _wrong_length(number: int, line: Sequence[str], header: Sequence[str], file: str) -> RowProblem:
    field = header[min(len(line), len(header)) - 1]
    reason = f"{file}: {len(line)} cells under {len(header)} columns"
    return RowProblem(number, field, "", reason, "Quote cells that hold a comma.")


def _integer(text: str) -> int:
    if not text.isascii() or "_" in text:
        raise ValueError(text)
    return int(text)


def _number(text: str) -> float:
    if not text.isascii() or "_" in text:
        raise ValueError(text)
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _date(text: str) -> dt.date:
    if len(text) != len(
        "YYYY-MM-DD"
    ):  # the short and the week forms of ISO 8601 are easy to misread
        raise ValueError(text)
    return dt.date.fromisoformat(text)


def _list(text: str) -> list[str]:
    items = [item.strip() for item in text.split("|")]
    if not all(items):
        raise ValueError(text)
    return items


def _pairs(text: str) -> Iterator[tuple[str, float]]:
    for item in _list(text):
        key, sign, number = item.partition("=")
        if not key.strip() or not sign:
            raise ValueError(text)
        yield key.strip(), _number(number)


def _mapping(text: str) -> dict[str, float]:
    pairs = list(_pairs(text))
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError(text)
    return dict(pairs)


_READERS: dict[Kind, tuple[Callable[[str], Cell], str]] = {
    Kind.TEXT: (str, "Write a text."),
    Kind.INTEGER: (_integer, "Write a whole number, digits only."),
    Kind.NUMBER: (_number, "Write a number with digits and a decimal point."),
    Kind.BOOLEAN: (_boolean, "Write true or false."),
    Kind.DATE: (_date, "Write a date as YYYY-MM-DD."),
    Kind.TIMESTAMP: (dt.datetime.fromisoformat, "Write a time as YYYY-MM-DDTHH:MM:SS+08:00."),
    Kind.LIST: (_list, "Write the items as a|b, none of them empty."),
    Kind.MAPPING: (_mapping, "Write pairs as key=1|key2=2, each key once."),
}
