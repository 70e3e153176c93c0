"""Frozen results of specialisation: quotients and standings, each with a word where there is none.

Nothing here is ``NaN``: a figure that cannot be given is ``None`` beside the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    """What a location quotient can be of: amounts that add up over towns and industries."""

    FIRMS = "firms"
    """Number of firms."""
    OUTPUT = "output"
    """Output value, in one unit of money throughout."""
    EMPLOYMENT = "employment"
    """Number of persons employed."""


class YieldIndex(StrEnum):
    """The six indices of "yield per mu" (亩产效益); of each, more is taken to be better.

    Source: document D003, line 472, which names them and states no direction.
    """

    TAX_PER_MU = "tax_per_mu"
    """亩均税收: tax by land used."""
    VALUE_ADDED_PER_MU = "value_added_per_mu"
    """亩均增加值: value added by land used."""
    LABOUR_PRODUCTIVITY = "labour_productivity"
    """全员劳动生产率: value added by persons employed."""
    VALUE_ADDED_PER_ENERGY = "value_added_per_energy"
    """单位能耗增加值: value added by energy used."""
    VALUE_ADDED_PER_EMISSION = "value_added_per_emission"
    """单位排放增加值: value added by emissions."""
    RD_SHARE = "rd_share"
    """R&D经费支出占主营业务收入之比: R&D spending by revenue of the main business."""


@dataclass(frozen=True, slots=True)
class IndustryRow:
    """One row of a checked table: a town and an industry, in one year or in none.

    Attributes
    ----------
    town
        The town's id.
    industry
        The industry's name, spelt alike in every row that means it.
    year
        The year; ``None`` where the table has no such column.
    measures
        Amounts, at least 0, for the columns the table has; ``None`` where the cell is blank.
    indices
        The same for the indices, which may be below 0.
    """

    town: str
    industry: str
    year: int | None
    measures: Mapping[Measure, float | None]
    indices: Mapping[YieldIndex, float | None]


class NoFigure(StrEnum):
    """Why a figure is not given."""

    BLANK = "blank"
    """The cell is blank."""
    TOWN_TOTAL_ZERO = "town_total_zero"
    """The town's stated cells add up to 0: a share of nothing."""
    INDUSTRY_TOTAL_ZERO = "industry_total_zero"
    """The industry's stated cells add up to 0 in the whole table."""
    TOO_FEW = "too_few"
    """Fewer rows to compare with than a band needs."""


class Reading(StrEnum):
    """What a quotient says of the one that a table without blanks would give."""

    EXACT = "exact"
    """The column has no blank cell: it is the same."""
    AT_LEAST = "at_least"
    """Blank only elsewhere: the full table's quotient is this or more."""
    AT_MOST = "at_most"
    """Blank only in the same town or industry: the full table's quotient is this or less."""
    EITHER_WAY = "either_way"
    """Blank both there and elsewhere: it may be more or less."""


@dataclass(frozen=True, slots=True)
class Quotient:
    """A location quotient.

    Attributes
    ----------
    value
        The quotient (1: the town has the same share of this industry as the whole table);
        ``None`` where there is none.
    reading
        How blank cells bear on it; ``None`` exactly when ``value`` is.
    missing
        Why there is none; ``None`` where there is one.
    """

    value: float | None
    reading: Reading | None = None
    missing: NoFigure | None = None


class Band(StrEnum):
    """Bands of standing, A the best. Where they end is this product's assumption."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a row stands in one index among the rows of its industry and year.

    Attributes
    ----------
    value
        The index as the table has it, in the table's own unit.
    percentile
        0 to 100, more is better; ``None`` where there is none.
    band
        ``None`` exactly when ``percentile`` is.
    among
        How many rows of the industry and year have a value, this one included if it has.
    missing
        Why there is no percentile; ``None`` where there is one.
    """

    value: float | None
    percentile: float | None
    band: Band | None
    among: int
    missing: NoFigure | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The mean of a row's percentiles with equal weights, which are this product's assumption.

    Attributes
    ----------
    value
        0 to 100.
    of
        How many percentiles it is the mean of. Scores of different sets of indices do not compare.
    """

    value: float
    of: int


@dataclass(frozen=True, slots=True)
class SpecialisationRow:
    """What one row of the table gives.

    Attributes
    ----------
    town, industry, year
        As in :class:`IndustryRow`.
    quotients, standings
        For each column that the table has.
    score
        ``None`` where no index has a percentile.
    """

    town: str
    industry: str
    year: int | None
    quotients: dict[Measure, Quotient]
    standings: dict[YieldIndex, Standing]
    score: Score | None


@dataclass(frozen=True, slots=True)
class Extent:
    """What a year's rows cover.

    Attributes
    ----------
    year
        The year; ``None`` where the table has none.
    rows, towns, industries
        How many there are.
    pairs_without_row
        Pairs of such a town and such an industry that have no row. They are taken to have nothing,
        which is an assumption about the table.
    totals
        Sum of each measure's stated cells, in the table's unit.
    blanks
        Number of blank cells of each measure: where it is above 0 the total is partial.
    """

    year: int | None
    rows: int
    towns: int
    industries: int
    pairs_without_row: int
    totals: dict[Measure, float]
    blanks: dict[Measure, int]


@dataclass(frozen=True, slots=True)
class Specialisation:
    """The whole table evaluated.

    Attributes
    ----------
    measures, indices
        The columns that the table has, in the order of their definitions.
    extents
        One a year, in order.
    rows
        In the table's order.
    """

    measures: tuple[Measure, ...]
    indices: tuple[YieldIndex, ...]
    extents: tuple[Extent, ...]
    rows: tuple[SpecialisationRow, ...]
