"""What the planner's pages of the policy record need: frozen views, filled by :mod:`api`."""

from dataclasses import dataclass

import geopandas as gpd

from gis.policy.lookup import RecordLookup
from gis.policy.mentions import Unmentioned
from gis.policy.results import TownRow
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
