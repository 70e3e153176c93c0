"""What the planner's pages of the policy record need: frozen views, filled by :mod:`api`."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as field_of

import geopandas as gpd

from gis.missions import DEFAULT_MISSION, MISSIONS, Mission
from gis.policy.lookup import RecordLookup
from gis.policy.mentions import Unmentioned
from gis.policy.results import TownRow
from gis.policy.results_built import BuiltGap
from web.maps.tile_source import TileSource
from web.planner.town_views import Listing, TownFacts
from web.views import Shell


@dataclass(frozen=True, slots=True)
class PlannerView:
    """Which clause of which document names which town for what, and what stands there.

    Attributes
    ----------
    shell
        What every page shows.
    document, field
        The choice: the id of one document and one word of
        :data:`gis.policy.vocabulary.CLUSTER_FIELDS`; ``None`` for all.
    rows
        The town x field matrix of the choice: every unit, those named for nothing included.
    unmentioned
        The towns whose name stands in no document at all, whatever the choice.
    documents
        That table of the record.
    lookup
        The rows of the record.
    layouts
        The layout of the documents chosen (:data:`gis.policy.area_layer.LAYOUT_AREAS`, EPSG:4490).
    towns, hubs, carriers, landmarks, takeoff_points, road_segments, sources
        Those layers (EPSG:4490).
    chosen
        The ids of the documents chosen by document and year; ``None`` for all.
    year
        The year chosen, with ``../`` before it for that year and those before; empty for all.
    listing
        How the list of towns is shown.
    gaps
        Designations without a carrier and carriers without a designation, of all documents.
    picked, compared
        The unit whose card is open, and those compared.
    changed
        The units that the scenario shown changes; empty where none is shown.
    plans
        The plans compared in a card and their years, oldest first.
    mission
        The mission whose coverage is told.
    tiles
        The tiles of those of these layers that are too large to be drawn one by one.
    """

    shell: Shell
    document: str | None
    field: str | None
    rows: tuple[TownRow, ...]
    unmentioned: tuple[Unmentioned, ...]
    documents: gpd.GeoDataFrame
    lookup: RecordLookup
    layouts: gpd.GeoDataFrame
    towns: gpd.GeoDataFrame
    hubs: gpd.GeoDataFrame
    carriers: gpd.GeoDataFrame
    landmarks: gpd.GeoDataFrame
    takeoff_points: gpd.GeoDataFrame
    road_segments: gpd.GeoDataFrame
    sources: gpd.GeoDataFrame
    chosen: frozenset[str] | None = None
    year: str = ""
    listing: Listing = field_of(default_factory=Listing)
    gaps: tuple[BuiltGap, ...] = ()
    picked: TownFacts | None = None
    compared: tuple[TownFacts, ...] = ()
    changed: frozenset[str] = frozenset()
    plans: tuple[tuple[str, int], ...] = ()
    mission: Mission = MISSIONS[DEFAULT_MISSION]
    tiles: Mapping[str, TileSource] = field_of(default_factory=dict)
