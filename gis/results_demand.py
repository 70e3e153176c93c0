"""Frozen results about demand at points: coverage, sampled bands, what to survey next."""

from dataclasses import dataclass
from enum import StrEnum

from gis.results import Interval


@dataclass(frozen=True, slots=True)
class DemandRow:
    """Coverage of the demand of one town, or of all.

    Attributes
    ----------
    town
        The town's id, ``city`` for all demand, ``""`` for demand without a stated town.
    points
        Number of demand points.
    demand
        Their weight, in the unit it was given in.
    k_covered
        Weight that at least k serving sites reach, for k = 1, 2, 3 in order: low = surely, high =
        possibly.
    with_planned
        As for k = 1, once every planned or building site has opened.
    """

    town: str
    points: int
    demand: float
    k_covered: tuple[Interval, ...]
    with_planned: Interval


@dataclass(frozen=True, slots=True)
class DemandCoverage:
    """Coverage of demand at points that have accuracies of their own.

    Attributes
    ----------
    city
        All demand.
    towns
        One row a town that has demand points, by id.
    unplaced
        Weight of points left out for want of a position or its accuracy.
    farthest_m
        Distance from the worst-placed demand point to its nearest serving site, in metres;
        ``None`` where there is no point or no serving site.
    """

    city: DemandRow
    towns: tuple[DemandRow, ...]
    unplaced: float
    farthest_m: Interval | None


class Displacement(StrEnum):
    """How true positions are supposed to be spread round the stated ones."""

    INDEPENDENT = "independent"
    """Each site by itself, evenly over its accuracy disc."""
    COMMON_SHIFT = "common_shift"
    """All sites in one direction, by one share of their accuracies: a common datum error."""


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Where the sampled values lie.

    Attributes
    ----------
    low, high
        The ends of the central share.
    middle, middle_most
        Between which the median lies: zones that are drawn within an accuracy or undecided leave
        doubt. Without such zones the two are one.
    """

    low: float
    middle: float
    middle_most: float
    high: float


@dataclass(frozen=True, slots=True)
class SampledBand:
    """Where coverage falls if true positions are drawn at random. It guarantees nothing.

    The guaranteed interval is :class:`gis.results.Coverage`'s; this band is another thing, lies
    within it, and must be shown beside it under its own name.

    Attributes
    ----------
    displacement
        The distribution supposed. No document states one.
    draws, seed
        How many were drawn, from which seed.
    share
        Central share of the draws between the band's ends.
    covered_m2, covered_people
        Where area and people covered at least once fall; people are ``None`` where no town has a
        published population.
    """

    displacement: Displacement
    draws: int
    seed: int
    share: float
    covered_m2: Quantiles
    covered_people: Quantiles | None


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """What surveying one serving site's position would do to the coverage interval.

    Attributes
    ----------
    rank
        1 for the site to survey first.
    site, name_zh, name_en, accuracy_m
        The site and how well its position is known now.
    shrink
        By how much the interval narrows: low = wherever in its accuracy disc the site turns out
        to stand, high = at most.
    settled_by_search
        Whether ``low`` was raised by searching the accuracy disc; the plain bound suffices for a
        site that cannot come first.
    """

    rank: int
    site: str
    name_zh: str
    name_en: str
    accuracy_m: float
    shrink: Interval
    settled_by_search: bool


@dataclass(frozen=True, slots=True)
class SurveyAdvice:
    """Which one position, if surveyed exactly, narrows the coverage interval most.

    Attributes
    ----------
    unit
        ``area_m2`` or ``people``: the unit of every figure.
    width
        Width of the interval of coverage today.
    rows
        One a serving site that is not known exactly, the largest guaranteed narrowing first.
    """

    unit: str
    width: float
    rows: tuple[SurveyRow, ...]
