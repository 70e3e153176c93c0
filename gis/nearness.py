"""How near features are to the places that residents know, and how sure that is.

Two words, defined here and nowhere else. **Near** asks yes or no: within :data:`NEAR_M`, surely or
possibly. **Around** asks which ones to name with their distances: :func:`is_around`.

Distances are as in :mod:`gis.feature_distances`; of several features the least bounds hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import shapely

from gis.crs import to_metric
from gis.feature_distances import distance_bounds, measurable
from gis.landmarks import STATION_KINDS
from gis.records import Record, records
from gis.results import Interval
from gis.results_change import Certainty

NEAR_M = 3_000.0
"""What is called near unless another distance is asked for: an assumption of Guantu's."""
AROUND_M = 20_000.0
"""What may be farther than this, in metres, is not named as around a place: an assumption, too."""
AROUND_LEAST_M = 10_000.0
"""Nor is what cannot be nearer than this: around a place, something is known or not within it."""
MAX_NEAR_M = 50_000.0
RANK = {Certainty.NO: 0, Certainty.POSSIBLY: 1, Certainty.SURELY: 2}
NEAR_SORTS = ("roads", "takeoff", "stations")
"""What residents ask for near a landmark: driverless roads, takeoff points, stations."""


@dataclass(frozen=True, slots=True)
class PublicCity:
    """The public layers that residents are answered from, in EPSG:4490 or EPSG:4547."""

    landmarks: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame
    places: gpd.GeoDataFrame
    takeoff_points: gpd.GeoDataFrame
    road_segments: gpd.GeoDataFrame


def near_landmarks(
    city: PublicCity, *, near_m: float = NEAR_M
) -> Mapping[str, Mapping[str, Certainty]]:
    """Tell for each landmark how sure it is that a road, a takeoff point or a station is nearby.

    Parameters
    ----------
    city
        The public layers. Features of every status count: a page says which status one has.
    near_m
        What is called nearby, in metres of straight distance.

    Returns
    -------
    Mapping
        By landmark and word of :data:`NEAR_SORTS`. A landmark that rests on roads of its own is
        surely near one, wherever these lie. What has no position is possibly near anything.
    """
    facilities = measurable_rows(city.facilities)
    sought = {
        "roads": list(records(to_metric(city.road_segments))),
        "takeoff": list(records(to_metric(city.takeoff_points))),
        "stations": [
            row for row in records(to_metric(city.places)) if row["kind"] in STATION_KINDS
        ],
    }
    return {
        row["id"]: _near(row, origins_of(row, facilities), sought, near_m)
        for row in records(to_metric(city.landmarks))
    }


def _near(
    landmark: Record,
    origins: Sequence[Record],
    sought: Mapping[str, Sequence[Record]],
    near_m: float,
) -> Mapping[str, Certainty]:
    found = {}
    for sort, features in sought.items():
        placed = [row for row in features if measurable(row)]
        somewhere = bool(features) if not origins else len(placed) < len(features)
        if sort == "roads" and landmark["roads"]:
            found[sort] = Certainty.SURELY
        else:
            sure = certainty(nearest(origins, placed)[0], near_m) if origins else Certainty.NO
            found[sort] = Certainty.POSSIBLY if somewhere and sure is Certainty.NO else sure
    return found


def is_around(distance_m: Interval) -> bool:
    """Tell whether a distance (metres) is such that a page names it as around a place."""
    return distance_m.low < AROUND_LEAST_M and distance_m.high <= AROUND_M


def certainty(distance_m: Interval | None, near_m: float) -> Certainty:
    """Tell how sure it is that a distance is at most ``near_m`` metres; ``None`` is no distance."""
    if distance_m is None or distance_m.low > near_m:
        return Certainty.NO
    return Certainty.SURELY if distance_m.high <= near_m else Certainty.POSSIBLY


def origins_of(landmark: Record, facilities: Sequence[Record]) -> list[Record]:
    """Return what a landmark's distances are measured from (EPSG:4547).

    Its facilities that can be measured from, or its own points where it has none.
    """
    own = [facility for facility in facilities if facility["landmark"] == landmark["id"]]
    if own or not measurable(landmark):
        return own
    return [{**landmark, "geometry": point} for point in shapely.get_parts(landmark["geometry"])]


def measurable_rows(frame: gpd.GeoDataFrame) -> list[Record]:
    """Return the features of a layer that have a position of known accuracy, in EPSG:4547."""
    return [row for row in records(to_metric(frame)) if measurable(row)]


def nearest(
    origins: Sequence[Record], features: Sequence[Record]
) -> tuple[Interval | None, Record | None]:
    """Return the distance to the nearest of some features, and the one that bounds it from above.

    Parameters
    ----------
    origins, features
        Measurable features in EPSG:4547.
    """
    if not features:
        return None, None
    least, most = distance_bounds(origins, features)
    low, high = float(least.min()), most.min(axis=0)
    index = int(high.argmin())
    return Interval(low, float(high[index])), features[index]
