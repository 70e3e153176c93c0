"""A planner's own table of towns and industries, read, checked and never stored."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd

from gis.errors import InvalidRowsError, RowProblem
from gis.policy.results_specialisation import IndustryRow, Measure, YieldIndex
from gis.records import records
from layers.importers.industry_columns import Field, Headings, Key, read_headings
from layers.importers.sheets import file_problem, read_sheet_content
from layers.importers.town_names import TownIndex

TABLE = "industry table"
MAX_ROWS = 20_000
MOST_PROBLEMS = 1_000
"""Problems told of one table; after so many the rest is left unread."""
MOST = 1e15
"""No amount in any unit of money is larger."""
YEARS = (1949, 2100)
BLANK = ("", "-", "–", "—", "——", "n/a", "na", "无数据")
"""What a blank cell may hold instead of nothing, in any case. A 0 is a number."""
TOTALS = ("合计", "总计", "小计", "总数", "全部", "全市", "total", "sum", "all")
"""Rows that add others up would count everything twice."""
_LONGEST_NAME = 80
_MAY_BE_NEGATIVE = frozenset(YieldIndex) - {YieldIndex.RD_SHARE}
"""Tax after refunds and value added can fall below 0; numbers of things and spending cannot."""
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?([eE][+-]?\d{1,2})?", re.ASCII)
_YEAR = re.compile(r"(\d{4})(\.0+)?年?")


@dataclass(frozen=True, slots=True)
class IndustryTable:
    """A table that was read.

    Attributes
    ----------
    rows
        Checked rows, in the table's order.
    form
        What it was read as: ``utf-8``, ``gb18030`` or ``xlsx``.
    units
        The units that headings state, by column.
    left_out
        Names of a workbook's sheets that were not read.
    overlaps
        Pairs of ids: an area outside the partition and a town it shares ground with, both in the
        table. What lies in both is counted twice if the table says it of both.
    """

    rows: tuple[IndustryRow, ...]
    form: str
    units: dict[Field, str]
    left_out: tuple[str, ...] = ()
    overlaps: tuple[tuple[str, str], ...] = ()


def read_industry_table(content: bytes, known: gpd.GeoDataFrame) -> IndustryTable:
    """Return the rows of a table.

    Parameters
    ----------
    content
        CSV, cells pasted from a spreadsheet, or a workbook: see
        :func:`layers.importers.sheets.read_sheet_content`. Headings are those of
        :data:`layers.importers.industry_columns.COLUMNS`.
    known
        Frame of the towns layer.

    Raises
    ------
    gis.errors.InvalidRowsError
        With every problem by row; row 0 is the header line or the whole. Nothing is used then.
    """
    sheet = read_sheet_content(content, TABLE, MAX_ROWS)
    header, *lines = sheet.rows
    headings = read_headings(header)
    reading = _Reading(headings, TownIndex(known), list(headings.problems))
    if headings.usable:
        reading.read(lines)
    if not reading.problems and not reading.rows:
        raise file_problem(TABLE, "no_rows", "there is no row below the header", "Add rows.")
    if reading.problems:
        raise InvalidRowsError(TABLE, reading.problems)
    rows = tuple(reading.rows)
    overlaps = tuple(_overlaps({row.town for row in rows}, known))
    return IndustryTable(rows, sheet.form, headings.units, sheet.left_out, overlaps)


def _overlaps(towns: set[str], known: gpd.GeoDataFrame) -> Iterable[tuple[str, str]]:
    for unit in records(known):
        if unit["id"] in towns and not unit["in_partition"]:
            for member in unit["members"] or ():
                if member in towns:
                    yield unit["id"], member


class _CellError(Exception):
    """One cell cannot be read; the arguments are those of a problem from ``reason`` on."""


@dataclass(slots=True)
class _Reading:
    """Rows as they are read, and what is wrong with them."""

    headings: Headings
    towns: TownIndex
    problems: list[RowProblem]
    rows: list[IndustryRow] = field(default_factory=list)
    _seen: dict[tuple[str, str, int | None], int] = field(default_factory=dict)
    _spelt: dict[str, str] = field(default_factory=dict)
    _found: dict[str, str | None] = field(default_factory=dict)

    def read(self, lines: Iterable[tuple[str, ...]]) -> None:
        for row, line in enumerate(lines, start=1):
            self._row(row, line)
            if len(self.problems) >= MOST_PROBLEMS:
                reason = f"from here on nothing was checked: {MOST_PROBLEMS} problems so far"
                remedy = "Mend these first."
                last = RowProblem(row, "", "", reason, remedy, "many", str(MOST_PROBLEMS))
                self.problems[MOST_PROBLEMS:] = [last]
                return

    def _row(self, row: int, line: tuple[str, ...]) -> None:
        if any(line[len(self.headings.fields) :]):
            reason = "the row has more cells than there are headings"
            remedy = "Quote a cell that holds a comma."
            cells = ",".join(line)[:80]
            self.problems.append(RowProblem(row, "", cells, reason, remedy, "cells"))
            return
        values: dict[Field, Any] = {}
        before = len(self.problems)
        for place, column in enumerate(self.headings.fields):
            text = line[place] if place < len(line) else ""
            if column is None and (self.headings.written[place] or not text):
                continue  # told of the header line already, or nothing at all
            try:
                value = self._value(column, text)
            except _CellError as error:
                code, reason, remedy, *detail = error.args
                where = self.headings.written[place][:80]
                problem = RowProblem(row, where, text[:80], reason, remedy, code, *detail)
                self.problems.append(problem)
            else:
                if column is not None:
                    values[column] = value
        first = self._first(row, values)
        if first != row:
            reason = f"row {first} is this town and industry already"
            remedy = "Add the rows up, or leave one out."
            said = " · ".join(str(values[key]) for key in Key if key in values)[:80]
            where = self.headings.written[self.headings.fields.index(Key.TOWN)][:80]
            problem = RowProblem(row, where, said, reason, remedy, "twice", str(first))
            self.problems.append(problem)
        if len(self.problems) == before:
            self.rows.append(_row_of(values))

    def _first(self, row: int, values: Mapping[Field, Any]) -> int:
        """Return the first row that is of the same town, industry and year as this one."""
        if not {key for key in Key if key in self.headings.fields} <= values.keys():
            return row
        key = (values[Key.TOWN], values[Key.INDUSTRY], values.get(Key.YEAR))
        return self._seen.setdefault(key, row)

    def _value(self, column: Field | None, text: str) -> str | float | None:
        if column is Key.TOWN:
            return self._town(text)
        if column is Key.INDUSTRY:
            return self._industry(text)
        if column is Key.YEAR:
            return _year(text)
        if column is None:
            raise _CellError("unheaded", "its column has no heading", "Give it one.")
        return _number(text, column)

    def _town(self, text: str) -> str:
        name = _plain_text(text)
        _refuse_total(name)
        if name not in self._found:
            self._found[name] = self.towns.find({"code": name, "id": name, "name": name})
        town = self._found[name]
        if town is None:
            code, reason = ("town_unknown", "no town is called so") if name else _BLANK_KEY
            raise _CellError(code, reason, "Write a name (虎门镇), id (humen) or code (441900121).")
        return town

    def _industry(self, text: str) -> str:
        name = _plain_text(text)
        _refuse_total(name)
        if not name:
            raise _CellError(*_BLANK_KEY, "Write the industry's name.")
        if len(name) > _LONGEST_NAME:
            reason = f"longer than {_LONGEST_NAME} characters"
            raise _CellError("too_long", reason, "Write a shorter name.", str(_LONGEST_NAME))
        return self._spelt.setdefault(name.casefold(), name)


def _row_of(values: Mapping[Field, Any]) -> IndustryRow:
    return IndustryRow(
        town=values[Key.TOWN],
        industry=values[Key.INDUSTRY],
        year=values.get(Key.YEAR),
        measures={one: values[one] for one in Measure if one in values},
        indices={one: values[one] for one in YieldIndex if one in values},
    )


_BLANK_KEY = ("blank_key", "it is blank")


def _plain_text(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _refuse_total(name: str) -> None:
    if name.casefold() in TOTALS:
        reason = "a row of totals would count everything twice"
        raise _CellError("total", reason, "Leave this row out.")


def _year(text: str) -> int:
    found = _YEAR.fullmatch(_plain_text(text))
    if found is None or not YEARS[0] <= int(found[1]) <= YEARS[1]:
        reason = f"not a year of {YEARS[0]} to {YEARS[1]}"
        detail = f"{YEARS[0]}–{YEARS[1]}"
        raise _CellError("year", reason, "Write it like 2024, in every row.", detail)
    return int(found[1])


def _number(text: str, column: Field) -> float | None:
    plain = _plain_text(text).replace("\u2212", "-")
    if plain.casefold() in BLANK:
        return None
    if plain.startswith("="):
        raise _CellError("formula", "a formula and not its value", "Paste values only.")
    if plain.endswith("%"):
        remedy = "Write 3.5 for 3.5 %, and (%) behind the heading."
        raise _CellError("percent", "a percent sign in a number", remedy)
    if not _NUMBER.fullmatch(plain) or not any(sign.isdigit() for sign in plain) or len(plain) > 40:
        remedy = "Write digits with a point, such as 1234.5; leave it blank where not known."
        raise _CellError("number", "not a number", remedy)
    number = float(plain.replace(",", ""))
    if number < 0 and column not in _MAY_BE_NEGATIVE:
        raise _CellError("negative", "below 0", "Write 0 or more.")
    if abs(number) > MOST:
        raise _CellError("too_large", f"larger than {MOST:g}", "Use a larger unit.")
    if column is Measure.FIRMS and not number.is_integer():
        raise _CellError("whole", "not a whole number of firms", "Write whole numbers.")
    return number
