"""Every siting question, put in one way: which problem, over which layers, with which numbers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import geopandas as gpd

from gis.demand_reach import Demand as DemandPoints
from gis.results import Interval, SiteName
from gis.results_siting import BarredSite
from gis.service_areas import ServiceAreas
from gis.siting.answers import Answer
from gis.siting.build_order import Year
from gis.siting.certificate import Certificate
from gis.siting.demand import Demand
from gis.siting.forbidden import Dropped
from gis.siting.round_zones import FREE_AIR, Around


class Problem(StrEnum):
    """What is asked for."""

    MAXIMAL = "maximal"
    """So many sites that surely cover the most demand."""
    FEWEST = "fewest"
    """The fewest sites for all demand that the candidates can cover."""
    PARTIAL = "partial"
    """The fewest sites for a share of all demand of the city."""
    BACKUP = "backup"
    """So many sites that cover the most demand several times."""
    CAPACITATED = "capacitated"
    """So many sites that serve the most movements a day within their capacities."""
    BUILD_ORDER = "build_order"
    """Which sites to open in which year."""
    MEDIAN = "median"
    """So many sites with the least distance from people to their nearest site."""
    CENTER = "center"
    """So many sites with the least greatest distance."""
    CONNECTED = "connected"
    """So many sites that cover the most and can be reached from each other by flights."""


DISTANCE_PROBLEMS = (Problem.MEDIAN, Problem.CENTER)
PEOPLE_ONLY = (*DISTANCE_PROBLEMS, Problem.CAPACITATED)
WITH_EXISTING = (Problem.BACKUP, Problem.CAPACITATED, Problem.CONNECTED)
"""Problems in which what serving sites surely cover is part of the demand."""


@dataclass(frozen=True, slots=True)
class Question:
    """A siting question; what a problem does not need, it does not look at.

    Attributes
    ----------
    problem
        Which problem.
    mission, radius_m, demand
        As in :func:`gis.siting.plan.best_new_sites`. Distances and capacities count people only.
    count
        How many new sites at most; for a build order the sum of ``counts`` stands in its place.
    share
        Partial covering: the share of the city's demand that is to be surely covered, 0 to 1.
    times, backup_share
        Backup: as in :func:`gis.siting.backup.backup_cover`.
    capacity_per_day, movements_per_person_day
        Capacities: movements a day that a site can handle which states none of its own, and
        movements that each resident asks for a day.
    counts, year_weights
        Build order: new sites in each year, and what a year counts (1 each where empty).
    flight_m
        Connected sites: range of a flight between sites in metres.
    cell_m
        Distances: side in metres of the cells whose people are counted at one point.
    points
        The user's own demand points, which then count in place of people.
    """

    problem: Problem
    mission: str
    radius_m: float | None = None
    demand: Demand = "people"
    count: int = 3
    share: float = 0.8
    times: int = 2
    backup_share: float = 1.0
    capacity_per_day: float = 0.0
    movements_per_person_day: float = 0.0
    counts: tuple[int, ...] = ()
    year_weights: tuple[float, ...] = ()
    flight_m: float = 0.0
    cell_m: float = 2_000.0
    points: DemandPoints | None = field(default=None, compare=False)

    def counted(self) -> str:
        """Return what is counted: ``people``, ``m2`` or the ``weight`` of own points."""
        if self.points is not None:
            return "weight"
        return "people" if self.demand == "people" else "m2"

    def unit(self) -> str:
        """Return the unit of value and bound."""
        demand = self.counted()
        units = {
            Problem.FEWEST: "sites",
            Problem.PARTIAL: "sites",
            Problem.CAPACITATED: "movements_per_day",
            Problem.BUILD_ORDER: f"{demand}_years",
            Problem.MEDIAN: f"{demand}_m",
            Problem.CENTER: "m",
        }
        return units.get(self.problem, demand)


@dataclass(frozen=True, slots=True)
class Frames:
    """What a question is asked of.

    Attributes
    ----------
    sites, towns, candidates
        As in :func:`gis.siting.plan.best_new_sites`.
    around
        The airspace.
    """

    sites: gpd.GeoDataFrame
    towns: gpd.GeoDataFrame
    candidates: gpd.GeoDataFrame
    around: Around = FREE_AIR


@dataclass(frozen=True, slots=True)
class Pick:
    """One chosen candidate, by its number, with what it adds and the year it opens in."""

    candidate: int
    adds: float | None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What a question is about: the candidates, and the existing sites after them.

    Attributes
    ----------
    rows
        The candidates; row *j* is candidate *j*.
    kept
        Existing sites that are part of the problem, numbered after the candidates.
    kept_names
        Their names.
    before
        The service areas of today.
    unplaced, too_uncertain, barred
        Candidates left out, as in :class:`gis.results_siting.SitingPlan`.
    """

    rows: gpd.GeoDataFrame
    kept: tuple[int, ...]
    kept_names: tuple[SiteName, ...]
    before: ServiceAreas
    unplaced: tuple[SiteName, ...]
    too_uncertain: tuple[SiteName, ...]
    barred: tuple[BarredSite, ...] = ()


@dataclass(frozen=True, slots=True)
class Solved:
    """What a problem's solver found.

    Attributes
    ----------
    answer
        Value, bound, gap, status.
    picks
        The choice in order.
    offer
        The candidates it numbers.
    demands
        Number of merged demands in the model.
    counted
        Demand in the model, in demand units (movements a day for capacities).
    certify
        Writes a certificate, given seconds.
    years
        The years of a build order.
    demand_accuracy_m
        Distances: how far anybody may be from the point at which they are counted.
    """

    answer: Answer
    picks: tuple[Pick, ...]
    offer: Offer
    demands: int
    counted: float
    certify: Callable[[float], Certificate]
    years: tuple[Year, ...] = ()
    demand_accuracy_m: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to a question.

    Attributes
    ----------
    question, solved
        What was asked and found.
    towns
        Id of the town each pick stands in, ``""`` outside all.
    before, after
        Demand covered by at least one serving site (surely, possibly), today and with the choice.
    total
        All demand of the city.
    forbidden
        Candidates left out because they stand, or may stand, in a forbidden area.
    seconds
        Wall time of everything.
    certificate
        If one was wanted and there is a choice.
    """

    question: Question
    solved: Solved
    towns: tuple[str, ...]
    before: Interval
    after: Interval
    total: float
    forbidden: tuple[Dropped, ...]
    seconds: float
    certificate: Certificate | None
