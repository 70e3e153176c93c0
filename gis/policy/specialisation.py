"""Which town has more than its share of which industry, and how its rows stand in yield per mu.

Both are worked out from a planner's own table (one row a town and an industry, and a year if it has
one); no such table is published, so none is shipped. Years are never mixed.

**Location quotient.** With x(t, i) a measure (firms, output, persons employed) of town t in
industry i, x(t) and x(i) its sums over the table's rows, and x the sum of all::

    LQ(t, i) = (x(t, i) / x(t)) / (x(i) / x)

It has no unit, so any unit of the measure will do that is the same in every row.

**Standing.** Within an industry and year the n rows that have a value are ranked upwards, rows of
equal value sharing the middle rank r; the percentile is Hazen's, 100 (r - 0.5) / n.

Source
------
Document D003 (2018), line 472: a "yield per mu" evaluation, first of industrial firms using 5 mu of
land or more, with these six indices for firms above designated size. It states neither bands nor
weights nor a direction, and speaks of firms: that more is better, the bands, equal weights and the
use for rows that add firms up are assumptions of this product.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, fsum

from gis.policy.results_specialisation import (
    Band,
    Extent,
    IndustryRow,
    Measure,
    NoFigure,
    Quotient,
    Reading,
    Score,
    Specialisation,
    SpecialisationRow,
    Standing,
    YieldIndex,
)
from gis.schema import Term

MEASURES = (
    Term(Measure.FIRMS, "企业数", "Firms"),
    Term(Measure.OUTPUT, "产值", "Output"),
    Term(Measure.EMPLOYMENT, "从业人数", "Employment"),
)
INDICES = (
    Term(YieldIndex.TAX_PER_MU, "亩均税收", "Tax per mu"),
    Term(YieldIndex.VALUE_ADDED_PER_MU, "亩均增加值", "Value added per mu"),
    Term(YieldIndex.LABOUR_PRODUCTIVITY, "全员劳动生产率", "Labour productivity"),
    Term(YieldIndex.VALUE_ADDED_PER_ENERGY, "单位能耗增加值", "Value added per energy"),
    Term(YieldIndex.VALUE_ADDED_PER_EMISSION, "单位排放增加值", "Value added per emission"),
    Term(YieldIndex.RD_SHARE, "R&D经费支出占主营业务收入之比", "R&D share of revenue"),
)
"""The indices as document D003, line 472 names them."""
FEWEST_FOR_A_BAND = 5
"""Among fewer rows a band would say more about their number than about the row."""
BANDS = ((Band.A, 80), (Band.B, 50), (Band.C, 20), (Band.D, 0))
"""Each band and the percentile it begins at: an assumption, for document D003 states none."""


def specialisation(rows: Sequence[IndustryRow]) -> Specialisation:
    """Return quotients, standings and scores of every row.

    Parameters
    ----------
    rows
        A checked table: no town, industry and year twice, every row with the same columns. A pair
        of town and industry without a row is taken to have nothing.

    Returns
    -------
    Specialisation
        In the table's order. The order of the rows changes no figure.

    Notes
    -----
    A blank cell is left out of every sum. What that does to a quotient follows from amounts being
    at least 0: blanks elsewhere make x too small and with it the quotient; blanks in the same town
    or industry make x(t) or x(i) too small by as much as x, which is the greater sum, and so the
    quotient too large (:class:`~gis.policy.results_specialisation.Reading`).
    """
    measures = tuple(one for one in Measure if any(one in row.measures for row in rows))
    indices = tuple(one for one in YieldIndex if any(one in row.indices for row in rows))
    by_year: dict[int | None, list[IndustryRow]] = defaultdict(list)
    for row in rows:
        by_year[row.year].append(row)
    sums = {
        (year, one): _sums(of_year, one) for year, of_year in by_year.items() for one in measures
    }
    ranked = {one: _ranked(rows, one) for one in indices}
    years = sorted(by_year, key=lambda year: -1 if year is None else year)
    return Specialisation(
        measures=measures,
        indices=indices,
        extents=tuple(
            _extent(year, by_year[year], {one: sums[year, one] for one in measures})
            for year in years
        ),
        rows=tuple(
            _evaluated(
                row,
                {one: _quotient(row, one, sums[row.year, one]) for one in measures},
                {one: _standing(row, one, ranked[one]) for one in indices},
            )
            for row in rows
        ),
    )


def rounded(quotient: Quotient) -> float | None:
    """Return a quotient to two decimals, so that its reading stays true; ``None`` where none is.

    At least is rounded down, at most up, anything else to the nearest.
    """
    if quotient.value is None:
        return None
    hundredths = quotient.value * 100
    if quotient.reading is Reading.AT_LEAST:
        return floor(hundredths) / 100
    if quotient.reading is Reading.AT_MOST:
        return ceil(hundredths) / 100
    return round(hundredths) / 100


@dataclass(frozen=True, slots=True)
class _Sums:
    """The sums of one measure's stated cells in one year, and the number of its blank ones."""

    towns: Mapping[str, float]
    industries: Mapping[str, float]
    all: float
    blank_towns: Counter[str]
    blank_industries: Counter[str]
    blanks: int


def _sums(rows: Iterable[IndustryRow], measure: Measure) -> _Sums:
    towns: dict[str, list[float]] = defaultdict(list)
    industries: dict[str, list[float]] = defaultdict(list)
    blank_towns: Counter[str] = Counter()
    blank_industries: Counter[str] = Counter()
    for row in rows:
        amount = row.measures[measure]
        if amount is None:
            blank_towns[row.town] += 1
            blank_industries[row.industry] += 1
        else:
            towns[row.town].append(amount)
            industries[row.industry].append(amount)
    return _Sums(
        towns={town: fsum(amounts) for town, amounts in towns.items()},
        industries={industry: fsum(amounts) for industry, amounts in industries.items()},
        all=fsum(amount for amounts in towns.values() for amount in amounts),
        blank_towns=blank_towns,
        blank_industries=blank_industries,
        blanks=blank_towns.total(),
    )


def _quotient(row: IndustryRow, measure: Measure, sums: _Sums) -> Quotient:
    amount = row.measures[measure]
    if amount is None:
        return Quotient(None, missing=NoFigure.BLANK)
    of_town, of_industry = sums.towns[row.town], sums.industries[row.industry]
    if of_town == 0:
        return Quotient(None, missing=NoFigure.TOWN_TOTAL_ZERO)
    if of_industry == 0:
        return Quotient(None, missing=NoFigure.INDUSTRY_TOTAL_ZERO)
    return Quotient((amount / of_town) / (of_industry / sums.all), _reading(row, sums))


def _reading(row: IndustryRow, sums: _Sums) -> Reading:
    # This row's own cell is not blank, so no blank is in both its town and its industry.
    beside = sums.blank_towns[row.town] + sums.blank_industries[row.industry]
    elsewhere = sums.blanks - beside
    if beside and elsewhere:
        return Reading.EITHER_WAY
    if beside:
        return Reading.AT_MOST
    return Reading.AT_LEAST if elsewhere else Reading.EXACT


_Ranked = dict[tuple[str, int | None], list[float]]


def _ranked(rows: Iterable[IndustryRow], index: YieldIndex) -> _Ranked:
    """Return the values of each industry and year, in rising order."""
    values: _Ranked = defaultdict(list)
    for row in rows:
        value = row.indices[index]
        if value is not None:
            values[row.industry, row.year].append(value)
    return {group: sorted(found) for group, found in values.items()}


def _standing(row: IndustryRow, index: YieldIndex, ranked: _Ranked) -> Standing:
    value = row.indices[index]
    among = ranked.get((row.industry, row.year), [])
    if value is None:
        return Standing(None, None, None, len(among), NoFigure.BLANK)
    if len(among) < FEWEST_FOR_A_BAND:
        return Standing(value, None, None, len(among), NoFigure.TOO_FEW)
    # Hazen's 100 (r - 0.5) / n with the middle rank r = (below + 1 + up to) / 2, in whole numbers.
    scaled = 50 * (bisect_left(among, value) + bisect_right(among, value))
    band = next(band for band, begins in BANDS if scaled >= begins * len(among))
    return Standing(value, scaled / len(among), band, len(among))


def _evaluated(
    row: IndustryRow, quotients: dict[Measure, Quotient], standings: dict[YieldIndex, Standing]
) -> SpecialisationRow:
    percentiles = [one.percentile for one in standings.values() if one.percentile is not None]
    score = Score(fsum(percentiles) / len(percentiles), len(percentiles)) if percentiles else None
    return SpecialisationRow(row.town, row.industry, row.year, quotients, standings, score)


def _extent(year: int | None, rows: Sequence[IndustryRow], sums: Mapping[Measure, _Sums]) -> Extent:
    towns = len({row.town for row in rows})
    industries = len({row.industry for row in rows})
    return Extent(
        year=year,
        rows=len(rows),
        towns=towns,
        industries=industries,
        pairs_without_row=towns * industries - len(rows),
        totals={measure: of.all for measure, of in sums.items()},
        blanks={measure: of.blanks for measure, of in sums.items()},
    )
