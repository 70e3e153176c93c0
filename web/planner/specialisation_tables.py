"""The two tables of a planner's own table: location quotients, and standings in yield per mu."""

from gis.policy.results_specialisation import (
    NoFigure,
    Quotient,
    Reading,
    Specialisation,
    SpecialisationRow,
    Standing,
    YieldIndex,
)
from gis.policy.specialisation import INDICES, MEASURES, rounded
from gis.schema import Term
from web.planner.specialisation_view import SpecialisationView
from web.shell.tables import Cell, Heading, Table
from web.shell.words import Words

ROWS_SHOWN = 1_000
"""Rows of results on one page; the CSV has all."""
_BRIEF = 30
_MISSING = {
    NoFigure.BLANK: "specialisation.missing.blank",
    NoFigure.TOWN_TOTAL_ZERO: "specialisation.missing.town_total_zero",
    NoFigure.INDUSTRY_TOTAL_ZERO: "specialisation.missing.industry_total_zero",
    NoFigure.TOO_FEW: "specialisation.missing.too_few",
}
_READINGS = {
    Reading.AT_LEAST: "specialisation.reading.at_least",
    Reading.AT_MOST: "specialisation.reading.at_most",
    Reading.EITHER_WAY: "specialisation.reading.either_way",
}
_TERMS: dict[str, Term] = {term.id: term for term in (*MEASURES, *INDICES)}


def column_title(column: str, words: Words) -> str:
    """Return a column's title in the page's language."""
    term = _TERMS[column]
    return words.t.pick(term.zh, term.en)


def in_reading_order(
    found: Specialisation, *, by_score: bool = False
) -> tuple[SpecialisationRow, ...]:
    """Return the rows to be shown: the latest year first, industries as they come, highest first.

    Parameters
    ----------
    found
        What the table gave.
    by_score
        Whether the score decides within an industry; else the first quotient does.
    """
    places: dict[str, int] = {}
    for row in found.rows:
        places.setdefault(row.industry, len(places))

    def rank(row: SpecialisationRow) -> tuple[int, int, float]:
        figure = next((one.value for one in row.quotients.values()), None)
        if by_score:
            figure = None if row.score is None else row.score.value
        return -(row.year or 0), places[row.industry], 1.0 if figure is None else -figure

    return tuple(sorted(found.rows, key=rank)[:ROWS_SHOWN])


def _first_headings(found: Specialisation, words: Words) -> tuple[Heading, ...]:
    t = words.t
    years = any(extent.year is not None for extent in found.extents)
    return (
        Heading(t("column.town")),
        Heading(t("specialisation.column.industry")),
        *((Heading(t("specialisation.column.year"), number=True),) if years else ()),
    )


def _first_cells(
    view: SpecialisationView, row: SpecialisationRow, words: Words
) -> tuple[Cell, ...]:
    year = () if row.year is None else (Cell(str(row.year), sort=row.year),)
    return (Cell(words.t.pick(*view.names[row.town])), Cell(row.industry), *year)


def quotient_table(view: SpecialisationView, found: Specialisation, words: Words) -> Table:
    """Return the location quotients as a table.

    Parameters
    ----------
    view, found
        The page and what it shows.
    words
        The page's language.
    """
    headings = (
        *_first_headings(found, words),
        *(Heading(column_title(one, words), number=True) for one in found.measures),
    )
    cells = tuple(
        (
            *_first_cells(view, row, words),
            *(_quotient(row.quotients[one], words) for one in found.measures),
        )
        for row in in_reading_order(found)
    )
    caption = words.t("specialisation.quotients.caption")
    return Table("quotients", caption, headings, cells, brief=_BRIEF)


def _quotient(quotient: Quotient, words: Words) -> Cell:
    t = words.t
    if quotient.value is None or quotient.reading is None:
        why = quotient.missing or NoFigure.BLANK
        return Cell(t("none.value"), sort=-1, minor=t(_MISSING[why]))
    key = _READINGS.get(quotient.reading)
    number = f"{rounded(quotient):,.2f}"
    return Cell(t(key, n=number) if key else number, sort=quotient.value)


def standing_table(view: SpecialisationView, found: Specialisation, words: Words) -> Table:
    """Return standings and scores as a table.

    Parameters
    ----------
    view, found
        The page and what it shows.
    words
        The page's language.
    """
    t = words.t
    headings = (
        *_first_headings(found, words),
        *(Heading(column_title(one, words), number=True) for one in found.indices),
        Heading(t("specialisation.column.score"), number=True),
    )
    cells = tuple(
        (
            *_first_cells(view, row, words),
            *(_standing(row.standings[one], words) for one in found.indices),
            _score(row, words, found.indices),
        )
        for row in in_reading_order(found, by_score=True)
    )
    return Table("standings", t("specialisation.standings.caption"), headings, cells, brief=_BRIEF)


def _standing(standing: Standing, words: Words) -> Cell:
    t = words.t
    if standing.percentile is None:
        why = t(_MISSING[standing.missing or NoFigure.BLANK])
        return Cell(t("none.value"), sort=-1, minor=why)
    minor = t("specialisation.among", value=f"{standing.value:,.6g}", n=standing.among)
    text = f"{standing.band} · {standing.percentile:.0f}"
    return Cell(text, sort=standing.percentile, minor=minor)


def _score(row: SpecialisationRow, words: Words, indices: tuple[YieldIndex, ...]) -> Cell:
    t = words.t
    if row.score is None:
        return Cell(t("none.value"), sort=-1)
    minor = t("specialisation.score_of", of=row.score.of, all=len(indices))
    return Cell(f"{row.score.value:.0f}", sort=row.score.value, minor=minor)
