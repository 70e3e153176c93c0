"""A user's own survey: in what state a feature was found, and when."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np

from gis.catalogue import LAYERS
from gis.checks import check
from gis.crs import STORED
from gis.errors import InvalidRowsError, RowProblem
from gis.policy.built import EVIDENCE_COLUMNS
from layers.importers.provenance import Imported, survey_source
from layers.importers.sheets import Sheet, file_problem, read_sheet_content
from layers.importers.userfile import within_size

TABLE = "evidence"
MAX_ROWS = 20_000
_MAX_TEXT = 1_000
_HEADINGS = {
    "layer": ("layer", "图层"),
    "feature": ("feature", "要素", "编号"),
    "status": ("status", "状态"),
    "date": ("date", "日期"),
    "note": ("note", "说明", "备注"),
    "name": ("name", "名称"),
}
_REQUIRED = ("layer", "feature", "status", "date")
_STATUSES = {
    word: term.id
    for term in LAYERS[TABLE].column("status").vocabulary
    for word in (term.id, term.zh, term.en.casefold())
}
_LAYERS = {
    word: layer
    for layer in EVIDENCE_COLUMNS
    for word in (layer, LAYERS[layer].zh, LAYERS[layer].en.casefold())
}
_DAY = re.compile(r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?", re.ASCII)
_FORMULA_GUARD = re.compile("'[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file of survey rows.

    Attributes
    ----------
    path
        CSV (UTF-8 or GB 18030) or a workbook, with columns ``layer``, ``feature``, ``status``,
        ``date`` and, if wanted, ``note`` and ``name`` (or their Chinese headings).
    on
        The day of the import: no survey is of a later day.
    """

    path: Path
    on: dt.date


def read_evidence(file: EvidenceFile, known: Mapping[str, gpd.GeoDataFrame]) -> Imported:
    """Return the evidence of a user's own survey, with the source it comes from.

    The ids hold a digest of the row: the same row imported twice is the same statement.

    Parameters
    ----------
    file
        The file.
    known
        The layers of :data:`gis.policy.built.EVIDENCE_COLUMNS` by name: a feature must be in them.

    Raises
    ------
    gis.errors.InvalidRowsError
        With every problem by row, counted from the line below the headings; row 0 is the header
        line or the whole. Nothing is written then.
    gis.errors.InvalidInputError
        If there is no such file, or it is too large.
    """
    within_size(file.path)
    sheet = read_sheet_content(file.path.read_bytes(), TABLE, MAX_ROWS)
    places = _places(sheet)
    rows = [_row(line, places) for line in sheet.rows[1:]]
    if not rows:
        raise file_problem(TABLE, "no_rows", "there is no row below the header", "Add rows.")
    features = {layer: dict(_names(known[layer])) for layer in EVIDENCE_COLUMNS}
    problems = [
        problem
        for number, row in enumerate(rows, start=1)
        for problem in _problems(number, row, features, file.on)
    ]
    problems += _twice(rows)
    if problems:
        raise InvalidRowsError(TABLE, sorted(problems, key=lambda problem: problem.row))
    source = survey_source(file.path, file.on)
    frame = _frame(rows, features, str(source["id"].iloc[0]))
    return Imported({"sources": source, TABLE: check(LAYERS[TABLE], frame)})


def _places(sheet: Sheet) -> dict[str, int]:
    """Return where each column stands."""
    header = [heading.strip().casefold() for heading in sheet.rows[0]]
    known = {name: column for column, names in _HEADINGS.items() for name in names}
    unknown = [heading for heading in header if heading and heading not in known]
    if unknown:
        reason = f"no column is called {unknown[0][:80]!r}"
        raise file_problem(TABLE, "heading_unknown", reason, "Known: " + ", ".join(_HEADINGS))
    places: dict[str, int] = {}
    for place, heading in enumerate(header):
        if not heading:
            continue
        if known[heading] in places:
            reason = f"two columns are {known[heading]}"
            raise file_problem(TABLE, "heading_twice", reason, "Leave one of them out.")
        places[known[heading]] = place
    missing = [column for column in _REQUIRED if column not in places]
    if missing:
        reason = f"there is no column {missing[0]}"
        remedy = "Begin with a header line: " + ",".join(_HEADINGS)
        raise file_problem(TABLE, "heading_missing", reason, remedy)
    return places


def _row(line: tuple[str, ...], places: Mapping[str, int]) -> Row:
    cells = {
        column: line[place].strip() if place < len(line) else "" for column, place in places.items()
    }
    row = {column: cells.get(column, "") for column in _HEADINGS}
    row["layer"] = _LAYERS.get(row["layer"].casefold(), row["layer"])
    row["status"] = _STATUSES.get(row["status"].casefold(), row["status"])
    for column in ("note", "name"):
        if _FORMULA_GUARD.match(row[column]):
            row[column] = row[column][1:]  # put there by a CSV export of ours
    return row


def _names(frame: gpd.GeoDataFrame) -> Iterator[tuple[str, tuple[str, str]]]:
    for id_, zh, en in zip(frame["id"], frame["name_zh"], frame["name_en"], strict=True):
        yield id_, (zh, en)


def _problems(
    number: int, row: Row, features: Mapping[str, Mapping[str, object]], on: dt.date
) -> Iterator[RowProblem]:
    def problem(column: str, reason: str, remedy: str) -> RowProblem:
        return RowProblem(number, column, row[column][:80], reason, remedy)

    if row["layer"] not in features:
        remedy = "Use one of " + ", ".join(features)
        yield problem("layer", "the state of no such layer is followed", remedy)
    elif row["feature"] not in features[row["layer"]]:
        remedy = f"Write the id as `guantu export {row['layer']}` has it."
        yield problem("feature", f"{row['layer']} has no such feature", remedy)
    if row["status"] not in _STATUSES.values():
        remedy = "Use one of " + ", ".join(dict.fromkeys(_STATUSES.values()))
        yield problem("status", "there is no such state", remedy)
    day = _day(row["date"])
    if day is None:
        yield problem("date", "not a day", "Write it like 2026-05-01.")
    elif day > on:
        yield problem("date", "the day is yet to come", "Write the day of the survey.")
    for column in ("note", "name"):
        if len(row[column]) > _MAX_TEXT or not row[column].isprintable():
            remedy = f"Write at most {_MAX_TEXT} characters in one line."
            yield problem(column, "the text is too long or cannot be printed", remedy)


def _day(text: str) -> dt.date | None:
    found = _DAY.fullmatch(text)
    try:
        return dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _twice(rows: list[Row]) -> Iterator[RowProblem]:
    seen: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows, start=1):
        first = seen.setdefault(tuple(row.values()), number)
        if first != number:
            reason = f"row {first} says the same"
            yield RowProblem(number, "feature", row["feature"][:80], reason, "Leave one out.")


def _frame(
    rows: list[Row], features: Mapping[str, Mapping[str, tuple[str, str]]], source: str
) -> gpd.GeoDataFrame:
    filled = [_feature(row, features, source) for row in rows]
    names = [column.name for column in LAYERS[TABLE].columns]
    columns: dict[str, list[Any]] = {name: [row.get(name) for row in filled] for name in names}
    nowhere = gpd.GeoSeries(np.full(len(filled), None), crs=STORED)
    return gpd.GeoDataFrame(columns, geometry=nowhere)


def _feature(
    row: Row, features: Mapping[str, Mapping[str, tuple[str, str]]], source: str
) -> dict[str, Any]:
    zh, en = features[row["layer"]][row["feature"]]
    digest = hashlib.sha256("\0".join(row.values()).encode()).hexdigest()
    return {
        "id": f"survey-{digest[:16]}",
        "name_zh": row["name"] or f"用户查勘：{zh}",
        "name_en": row["name"] or f"User's survey: {en}",
        "geometry_basis": "unknown",
        "source": source,
        "as_of": _day(row["date"]),
        "status": row["status"],
        "public": False,
        "note_zh": row["note"] or None,
        "note_en": row["note"] or None,
        "evidence_class": "user_survey",
        EVIDENCE_COLUMNS[row["layer"]]: row["feature"],
    }
