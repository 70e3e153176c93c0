"""What the page of a planner's own table says: its form, what is wrong with it, what it gives."""

from collections.abc import Iterator
from typing import Any

from gis.errors import RowProblem
from gis.policy.results_specialisation import Extent
from gis.policy.specialisation import BANDS, FEWEST_FOR_A_BAND
from web.planner.specialisation_tables import (
    ROWS_SHOWN,
    column_title,
    quotient_table,
    standing_table,
)
from web.planner.specialisation_view import OwnTable, SpecialisationView
from web.shell.tables import Cell, Heading, Table
from web.shell.words import Words

PROBLEMS_SHOWN = 200
_PROBLEMS = {
    "blank_key": "specialisation.problem.blank_key",
    "cells": "specialisation.problem.cells",
    "empty": "specialisation.problem.empty",
    "encoding": "specialisation.problem.encoding",
    "formula": "specialisation.problem.formula",
    "heading_missing": "specialisation.problem.heading_missing",
    "heading_twice": "specialisation.problem.heading_twice",
    "heading_unknown": "specialisation.problem.heading_unknown",
    "many": "specialisation.problem.many",
    "negative": "specialisation.problem.negative",
    "no_figures": "specialisation.problem.no_figures",
    "no_rows": "specialisation.problem.no_rows",
    "number": "specialisation.problem.number",
    "percent": "specialisation.problem.percent",
    "quotes": "specialisation.problem.quotes",
    "too_large": "specialisation.problem.too_large",
    "too_long": "specialisation.problem.too_long",
    "too_many": "specialisation.problem.too_many",
    "total": "specialisation.problem.total",
    "town_unknown": "specialisation.problem.town_unknown",
    "twice": "specialisation.problem.twice",
    "two_tables": "specialisation.problem.two_tables",
    "unheaded": "specialisation.problem.unheaded",
    "unpacks": "specialisation.problem.unpacks",
    "whole": "specialisation.problem.whole",
    "workbook": "specialisation.problem.workbook",
    "year": "specialisation.problem.year",
}
_FORMS = {
    "utf-8": "specialisation.form.utf-8",
    "gb18030": "specialisation.form.gb18030",
    "xlsx": "specialisation.form.xlsx",
}


def specialisation_content(view: SpecialisationView, words: Words) -> dict[str, Any]:
    """Return what the template prints.

    Parameters
    ----------
    view
        What was asked and answered.
    words
        The page's language.
    """
    return {
        "columns": _columns(view, words),
        "most_rows": f"{view.most_rows:,}",
        "most_megabytes": f"{view.most_bytes / 1e6:g}",
        "pasted": view.pasted,
        "problem_count": len(view.problems),
        "problem_table": _problem_table(view, words) if view.problems else None,
        "problems_left": max(0, len(view.problems) - PROBLEMS_SHOWN),
        "fewest": FEWEST_FOR_A_BAND,
        "bands": {str(band): begins for band, begins in BANDS},
        "table": None if view.table is None else _table_content(view, view.table, words),
    }


def _columns(view: SpecialisationView, words: Words) -> Table:
    t = words.t
    headings = (
        Heading(t("specialisation.columns.zh")),
        Heading(t("specialisation.columns.en")),
        Heading(t("specialisation.columns.need")),
    )
    rows = tuple(
        (
            Cell(zh),
            Cell(en),
            Cell(t("specialisation.need.required" if need else "specialisation.need.optional")),
        )
        for zh, en, need in view.columns
    )
    return Table("columns", t("specialisation.columns.caption"), headings, rows)


def _problem_table(view: SpecialisationView, words: Words) -> Table:
    t = words.t
    headings = (
        Heading(t("specialisation.problems.row")),
        Heading(t("specialisation.problems.column")),
        Heading(t("specialisation.problems.value")),
        Heading(t("specialisation.problems.what"), wide=True),
    )
    rows = tuple(
        (
            Cell(
                t("specialisation.problems.header") if not one.row else str(one.row), sort=one.row
            ),
            Cell("" if one.field == "file" else one.field),
            Cell(one.value),
            Cell(problem_text(one, words)),
        )
        for one in view.problems[:PROBLEMS_SHOWN]
    )
    return Table("problems", t("specialisation.problems.caption"), headings, rows)


def problem_text(problem: RowProblem, words: Words) -> str:
    """Return what is wrong and what to do in the page's language, where it has words for it."""
    key = _PROBLEMS.get(problem.code)
    if key is None:
        return f"{problem.reason} {problem.remedy}".strip()
    return words.t(key, detail=problem.detail)


def _table_content(view: SpecialisationView, table: OwnTable, words: Words) -> dict[str, Any]:
    found = table.found
    return {
        "rows": len(found.rows),
        "towns": len({row.town for row in found.rows}),
        "industries": len({row.industry for row in found.rows}),
        "notes": list(_notes(view, table, words)),
        "quotients": quotient_table(view, found, words) if found.measures else None,
        "standings": standing_table(view, found, words) if found.indices else None,
        "shown": min(len(found.rows), ROWS_SHOWN),
    }


def _notes(view: SpecialisationView, table: OwnTable, words: Words) -> Iterator[str]:
    t = words.t
    yield t(_FORMS[table.form])
    if table.left_out:
        yield t("specialisation.note.left_out", names=t("list.comma").join(table.left_out))
    if table.units:
        units = (
            f"{column_title(column, words)} {unit}"
            for column, unit in table.units.items()
            if column in (*table.found.measures, *table.found.indices)
        )
        yield t("specialisation.note.units", units=t("list.comma").join(units))
    for extent in table.found.extents:
        yield from _extent_notes(extent, words)
    for area, town in table.overlaps:
        both = {"area": t.pick(*view.names[area]), "town": t.pick(*view.names[town])}
        yield t("specialisation.note.overlap", **both)


def _extent_notes(extent: Extent, words: Words) -> Iterator[str]:
    t = words.t
    year = "" if extent.year is None else t("specialisation.note.year", year=extent.year)
    if extent.pairs_without_row:
        yield year + t("specialisation.note.pairs", n=f"{extent.pairs_without_row:,}")
    for measure, blanks in extent.blanks.items():
        if blanks:
            title = column_title(measure, words)
            yield year + t("specialisation.note.blanks", n=f"{blanks:,}", measure=title)
