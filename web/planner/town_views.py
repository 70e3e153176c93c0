"""What the planner's pages of towns need besides the matrix: a list, cards, a comparison."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

import geopandas as gpd

from gis.missions import DEFAULT_MISSION, Mission
from gis.policy.drift import History
from gis.policy.lookup import RecordLookup
from gis.policy.results import TownRow
from gis.policy.results_built import BuiltGap, BuiltState
from gis.records import Record
from gis.results import CoverageRow, Gap
from web.maps.tile_source import TileSource
from web.views import Shell

SHOWN = ("unnamed", "hubs", "gap", "unplanned", "changed")
"""Which towns a list keeps: named for nothing, with concentration areas of the clusters, named for
a field without a known carrier of it, with a carrier that no document names them for,
changed by the scenario shown."""
SORTED_BY = ("town", "fields", "hubs", "carriers", "landmarks", "gaps", "people")
MOST_COMPARED = 4


@dataclass(frozen=True, slots=True)
class Listing:
    """How the list of towns is shown: all of it stands in the page's address.

    Attributes
    ----------
    town
        The unit whose card is open.
    show, name, sort
        A word of :data:`SHOWN` or empty, part of a name, and a word of :data:`SORTED_BY`, with
        ``-`` before it for the largest first.
    compare
        The units compared.
    mission
        The mission whose coverage is compared.
    layers
        The map layers that are shown; ``None`` for those shown at first.
    """

    town: str | None = None
    show: str = ""
    name: str = ""
    sort: str = ""
    compare: tuple[str, ...] = ()
    mission: str = DEFAULT_MISSION
    layers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class TownFacts:
    """All that is known of one unit.

    Attributes
    ----------
    unit
        Its row of the ``towns`` layer.
    row
        Its row of the matrix of all documents.
    histories
        Field by field, how it stands in each plan.
    states
        The features in it with their evidence.
    hubs, roads
        The hubs and road segments in it.
    gaps
        Fields it is named for without a carrier, and carriers of fields it is not named for.
    coverage, uncovered
        What takeoff points reach of it for a mission, and its gaps, the worst first; ``None`` and
        empty for a unit that has no boundary of its own.
    before
        The same today, where a scenario is shown.
    """

    unit: Record
    row: TownRow
    histories: tuple[History, ...]
    states: tuple[BuiltState, ...]
    hubs: tuple[Record, ...]
    roads: tuple[Record, ...]
    gaps: tuple[BuiltGap, ...]
    coverage: CoverageRow | None
    uncovered: tuple[Gap, ...]
    before: Self | None = None


@dataclass(frozen=True, slots=True)
class TownView:
    """One unit's own page.

    Attributes
    ----------
    shell
        What every page shows.
    facts
        The unit.
    mission
        The mission whose coverage is told.
    plans
        The plans compared and their years, oldest first.
    lookup
        The rows of the record.
    towns, hubs, carriers, landmarks, takeoff_points, road_segments, sources
        Those layers (EPSG:4490).
    tiles
        The tiles of those of these layers that are too large to be drawn one by one.
    """

    shell: Shell
    facts: TownFacts
    mission: Mission
    plans: tuple[tuple[str, int], ...]
    lookup: RecordLookup
    towns: gpd.GeoDataFrame
    hubs: gpd.GeoDataFrame
    carriers: gpd.GeoDataFrame
    landmarks: gpd.GeoDataFrame
    takeoff_points: gpd.GeoDataFrame
    road_segments: gpd.GeoDataFrame
    sources: gpd.GeoDataFrame
    tiles: Mapping[str, TileSource] = field(default_factory=dict)
