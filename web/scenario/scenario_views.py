"""What the pages of scenarios need."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd

from gis.results_change import CoverageChange, NewlyNear
from gis.scenario.figures import Figures
from gis.scenario.model import Settings
from gis.scenario.readings import OperatorReading, PlannerReading, ResidentReading
from web.scenario.problem_words import FormProblem
from web.views import Shell

ROLES = ("planner", "operator", "resident")


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """A scenario as a list names it."""

    id: str
    title: str
    parent: str | None
    saved: dt.datetime


@dataclass(frozen=True, slots=True)
class Readings:
    """What the three roles read; all of one scenario on the same data."""

    planner: PlannerReading
    operator: OperatorReading
    resident: ResidentReading


@dataclass(frozen=True, slots=True)
class CityShown:
    """The layers that a map of a scenario draws (EPSG:4490), and what they gain and lose."""

    towns: gpd.GeoDataFrame
    takeoff_points: gpd.GeoDataFrame
    road_segments: gpd.GeoDataFrame
    carriers: gpd.GeoDataFrame
    sources: gpd.GeoDataFrame
    change: CoverageChange | None
    proposed: frozenset[str]


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """One scenario.

    Attributes
    ----------
    shell
        What every page shows.
    line, settings
        What it is, and what it is looked at with.
    role
        The only role whose reading is shown; empty for all three.
    changed, computed
        Whether the data are others than it was made on, and whether the figures kept are this
        installation's.
    then, now
        The figures kept, and today's; ``None`` where its changes no longer fit.
    trouble
        Why not, in English, and what to do; ``None`` where they fit.
    readings
        ``None`` likewise.
    city
        What the map draws.
    """

    shell: Shell
    line: ScenarioLine
    settings: Settings
    role: str
    changed: bool
    computed: bool
    then: Figures
    now: Figures | None
    trouble: tuple[str, str] | None
    readings: Readings | None
    city: CityShown


@dataclass(frozen=True, slots=True)
class ScenariosView:
    """The list of the newest with the figures kept with each, and how many are kept altogether.

    ``problems`` says what is wrong with a file that was to be imported; where the list is not
    shown on this installation, ``listed`` is false.
    """

    shell: Shell
    scenarios: Sequence[tuple[ScenarioLine, Figures | None]]
    kept: int
    problems: Sequence[FormProblem] = ()
    listed: bool = True


@dataclass(frozen=True, slots=True)
class SideShown:
    """One of two scenarios compared; ``base`` is today's city and has no title."""

    id: str
    title: str
    changed: bool
    now: Figures


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Two scenarios compared on today's data."""

    shell: Shell
    a: SideShown
    b: SideShown
    settings: Settings
    change: CoverageChange
    newly_near: tuple[NewlyNear, ...]
    near_m: float
