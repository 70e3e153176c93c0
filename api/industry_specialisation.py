"""Use case: a planner's own table evaluated and forgotten."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
from pydantic import BaseModel, Field

from api.answers import Answer
from gis.policy.results_specialisation import (
    Extent,
    Measure,
    Quotient,
    Score,
    Specialisation,
    SpecialisationRow,
    Standing,
    YieldIndex,
)
from gis.policy.specialisation import specialisation
from gis.records import records
from layers.exporters import csv_cell
from layers.importers.industry_columns import COLUMNS
from layers.importers.industry_table import MAX_ROWS, IndustryTable, read_industry_table

SOURCE = "D003:472"
"""Where the six indices stand: document and line."""
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class TableFindings:
    """A table, what it gives, and the Chinese and English names of its towns by id."""

    table: IndustryTable
    found: Specialisation
    names: dict[str, tuple[str, str]]


class SpecialisationRowAnswer(Answer):
    """What one row of the table gives."""

    town: str
    name_zh: str
    name_en: str
    industry: str
    year: int | None
    quotients: dict[Measure, Quotient]
    standings: dict[YieldIndex, Standing]
    score: Score | None


class OverlapAnswer(BaseModel):
    """An area and a town on the same ground, both in the table."""

    area: str
    town: str


class SpecialisationAnswer(Answer):
    """A table's quotients and standings. Nothing of the table is kept."""

    form: str = Field(description="What the table was read as: utf-8, gb18030 or xlsx.")
    source: str = Field(description="Where the six indices are named: document and line.")
    units: dict[str, str] = Field(description="Units that headings state; never converted.")
    left_out: tuple[str, ...] = Field(description="Sheets of a workbook that were not read.")
    overlaps: tuple[OverlapAnswer, ...] = Field(
        description="What lies in both is counted twice if the table says it of both."
    )
    measures: tuple[Measure, ...]
    indices: tuple[YieldIndex, ...]
    extents: tuple[Extent, ...]
    rows: tuple[SpecialisationRowAnswer, ...]


class ColumnAnswer(Answer):
    """A column that a table may have."""

    field: str
    zh: str
    en: str
    required: bool
    others: tuple[str, ...] = Field(description="Other headings it goes by.")


class TableFormatAnswer(BaseModel):
    """How a table must look."""

    columns: tuple[ColumnAnswer, ...]
    most_rows: int


def evaluate(content: bytes, towns: gpd.GeoDataFrame) -> TableFindings:
    """Return what a table gives.

    Parameters
    ----------
    content, towns
        As in :func:`layers.importers.industry_table.read_industry_table`.

    Raises
    ------
    gis.errors.InvalidRowsError
        With every problem by row.
    """
    table = read_industry_table(content, towns)
    return TableFindings(table, specialisation(table.rows), town_names(towns))


def town_names(towns: gpd.GeoDataFrame) -> dict[str, tuple[str, str]]:
    """Return the Chinese and English name of each town by its id."""
    return {row["id"]: (row["name_zh"], row["name_en"]) for row in records(towns)}


def table_format() -> TableFormatAnswer:
    """Return how a table must look."""
    columns = tuple(ColumnAnswer.model_validate(column) for column in COLUMNS)
    return TableFormatAnswer(columns=columns, most_rows=MAX_ROWS)


def template() -> bytes:
    """Return an empty table: its headings, as CSV that a spreadsheet opens as UTF-8."""
    return (_BOM + ",".join(column.zh for column in COLUMNS) + "\r\n").encode()


_EXAMPLE = (
    ("虎门镇", "服装", "2024", "320", "980000", "41000"),
    ("虎门镇", "电子信息", "2024", "60", "450000", "9000"),
    ("长安镇", "服装", "2024", "40", "60000", "3000"),
    ("长安镇", "电子信息", "2024", "210", "2600000", "62000"),
    ("大朗镇", "服装", "2024", "500", "700000", "38000"),
    ("大朗镇", "电子信息", "2024", "30", "", "4000"),
)
"""Invented figures; a blank is one that is not known."""


def example() -> bytes:
    """Return a small filled table with invented figures, as CSV that a spreadsheet opens."""
    titles = [column.zh for column in COLUMNS][: len(_EXAMPLE[0])]
    lines = (",".join(line) for line in (titles, *_EXAMPLE))
    return (_BOM + "".join(f"{line}\r\n" for line in lines)).encode()


def answer(findings: TableFindings) -> SpecialisationAnswer:
    """Return findings as JSON's shape."""
    found = findings.found
    return SpecialisationAnswer(
        form=findings.table.form,
        source=SOURCE,
        units={str(column): unit for column, unit in findings.table.units.items()},
        left_out=findings.table.left_out,
        overlaps=tuple(
            OverlapAnswer(area=area, town=town) for area, town in findings.table.overlaps
        ),
        measures=found.measures,
        indices=found.indices,
        extents=found.extents,
        rows=tuple(_row(row, findings.names) for row in found.rows),
    )


def _row(row: SpecialisationRow, names: dict[str, tuple[str, str]]) -> SpecialisationRowAnswer:
    name_zh, name_en = names[row.town]
    return SpecialisationRowAnswer(
        town=row.town,
        name_zh=name_zh,
        name_en=name_en,
        industry=row.industry,
        year=row.year,
        quotients=row.quotients,
        standings=row.standings,
        score=row.score,
    )


def as_csv(findings: TableFindings) -> bytes:
    """Return findings as CSV (UTF-8 with a byte order mark), one row a row of the table.

    ``x_lq_note`` and ``x_note`` hold how a quotient reads beside blanks, or why there is no figure.
    """
    found = findings.found
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(
        [
            *("town", "name_zh", "name_en", "industry", "year"),
            *(f"{one}_{part}" for one in found.measures for part in ("lq", "lq_note")),
            *(
                f"{one}{part}"
                for one in found.indices
                for part in ("", "_percentile", "_band", "_among", "_note")
            ),
            *(("score", "score_of") if found.indices else ()),
        ]
    )
    for row in found.rows:
        writer.writerow([csv_cell(cell) for cell in _cells(row, findings)])
    return (_BOM + text.getvalue()).encode()


def _cells(row: SpecialisationRow, findings: TableFindings) -> Iterator[str | float | None]:
    yield from (row.town, *findings.names[row.town], row.industry, row.year)
    for quotient in row.quotients.values():
        yield quotient.value
        yield str(quotient.reading or quotient.missing)
    for standing in row.standings.values():
        yield from (standing.value, standing.percentile)
        yield standing.band and str(standing.band)
        yield standing.among
        yield standing.missing and str(standing.missing)
    if row.standings:
        yield from (row.score.value, row.score.of) if row.score else (None, None)
