"""Frozen results about access to capacity, and about how equally it is shared.

Scores are capacity per 1,000 people, in the unit the capacity was given in.
"""

from dataclasses import dataclass
from enum import StrEnum

from gis.discs import Floats
from gis.results import Interval, SiteName


@dataclass(frozen=True, slots=True)
class AccessRow:
    """Access of one town's people, or of all.

    Attributes
    ----------
    town, name_zh, name_en
        The town; ``city`` for all demand.
    people
        Demand counted.
    per_thousand
        Capacity per 1,000 people that falls to them. The bounds enclose: no positions within the
        stated accuracies give a value outside, and the bounds themselves may not be attained.
    out_of_reach
        People whom no site reaches: low = not even possibly, high = not surely.
    """

    town: str
    name_zh: str
    name_en: str
    people: float
    per_thousand: Interval
    out_of_reach: Interval


@dataclass(frozen=True, slots=True)
class Access:
    """Two-step floating catchment access as intervals.

    Attributes
    ----------
    city
        All demand.
    towns
        One row a town that has people, by id.
    low, high
        Bounds of the score of each demand point, shape (n,), capacity per 1,000 people.
    capacity
        All capacity counted.
    without_capacity, unplaced
        Sites left out because they state no capacity, or no position or accuracy, by id.
    towns_without_people
        Ids of towns left out because no population is published.
    """

    city: AccessRow
    towns: tuple[AccessRow, ...]
    low: Floats
    high: Floats
    capacity: float
    without_capacity: tuple[SiteName, ...]
    unplaced: tuple[SiteName, ...]
    towns_without_people: tuple[str, ...]


class Measure(StrEnum):
    """A measure of inequality."""

    GINI = "gini"
    """Half the mean difference between two people's scores, as a share of the mean: 0 to 1."""
    PALMA = "palma"
    """What the best-served tenth has over what the worst-served four tenths have."""
    THEIL = "theil"
    """Mean of s ln s, with s the score as a multiple of the mean; 0 for equal scores."""


class Bound(StrEnum):
    """How a bound is to be read."""

    ATTAINED = "attained"
    """Some scores within their intervals give this value."""
    ENCLOSING = "enclosing"
    """No scores within their intervals give a value beyond; none need give this one."""


@dataclass(frozen=True, slots=True)
class Inequality:
    """One measure of inequality between groups of people whose scores are intervals.

    Attributes
    ----------
    measure
        Which.
    value
        Its interval over all scores within their intervals; ``high`` is infinite for the Palma
        ratio where the worst-served may have nothing.
    low_is, high_is
        How the bounds are to be read.
    reached
        The largest value found that some scores do give: ``high`` exceeds the true maximum by no
        more than ``high - reached``.
    """

    measure: Measure
    value: Interval
    low_is: Bound
    high_is: Bound
    reached: float
