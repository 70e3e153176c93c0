"""What the residents' pages need: public features only."""

from dataclasses import dataclass, field

import geopandas as gpd

from gis.landmark_search import LandmarkQuestion, LandmarkSearch
from gis.nearness import NEAR_M
from gis.results_change import NewlyNear
from gis.results_places import LandmarkCard
from web.views import Shell


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a saved scenario would change for residents, where a page shows one.

    Attributes
    ----------
    features
        Ids of the takeoff points and road segments that it adds, moves or opens: not there today.
    newly_near
        What would come near landmarks and stations.
    near_m
        What is called nearby, in metres of straight distance.
    """

    features: frozenset[str] = frozenset()
    newly_near: tuple[NewlyNear, ...] = ()
    near_m: float = NEAR_M


@dataclass(frozen=True, slots=True)
class ResidentView:
    """The landmarks and what is near each.

    Attributes
    ----------
    shell
        What every page shows.
    search
        The landmarks, in the annex's order, ready to be searched.
    towns, landmarks, facilities, places, takeoff_points, road_segments, sources
        The public features of those layers (EPSG:4490).
    asked
        What is asked for.
    proposed
        What the scenario shown would change; nothing where none is shown.
    """

    shell: Shell
    search: LandmarkSearch
    towns: gpd.GeoDataFrame
    landmarks: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame
    places: gpd.GeoDataFrame
    takeoff_points: gpd.GeoDataFrame
    road_segments: gpd.GeoDataFrame
    sources: gpd.GeoDataFrame
    asked: LandmarkQuestion = field(default_factory=LandmarkQuestion)
    proposed: Proposed = field(default_factory=Proposed)

    @property
    def cards(self) -> tuple[LandmarkCard, ...]:
        """Every landmark's card."""
        return self.search.cards


@dataclass(frozen=True, slots=True)
class LandmarkView:
    """One landmark by itself: the same layers as :class:`ResidentView`, one card.

    Attributes
    ----------
    shell
        What every page shows.
    search
        All landmarks: for those before and after this one, and for what is nearby.
    card
        The landmark.
    towns, landmarks, facilities, places, takeoff_points, road_segments, sources
        The public features of those layers (EPSG:4490); those that have nothing to do with this
        landmark are not drawn.
    proposed
        What the scenario shown would change; nothing where none is shown.
    """

    shell: Shell
    search: LandmarkSearch
    card: LandmarkCard
    towns: gpd.GeoDataFrame
    landmarks: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame
    places: gpd.GeoDataFrame
    takeoff_points: gpd.GeoDataFrame
    road_segments: gpd.GeoDataFrame
    sources: gpd.GeoDataFrame
    proposed: Proposed = field(default_factory=Proposed)
