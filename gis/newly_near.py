"""What comes near the places that residents know when sites and roads change.

With accuracies e1 and e2, a distance d between positions as stated means that the true one lies in
[max(0, d - e1 - e2), d + e1 + e2]; of several features the least bounds hold. A schematic line
says only that the road is somewhere within its accuracy, so its far end bounds from above.
Metres, EPSG:4547.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import geopandas as gpd
import numpy as np
import shapely

from gis.crs import to_metric
from gis.errors import InvalidInputError
from gis.landmarks import STATION_KINDS
from gis.records import Record, records
from gis.results import Interval
from gis.results_change import Certainty, NewlyNear, Reached
from gis.vocabulary import SERVING_STATUSES

NEAR_M = 3_000.0
"""What is called nearby unless another distance is asked for: an assumption of Guantu's."""
MAX_NEAR_M = 50_000.0
COUNTED = {"takeoff_points": SERVING_STATUSES, "road_segments": ("open",)}
"""The sorts of feature looked for, and the statuses in which one can be used."""


@dataclass(frozen=True, slots=True)
class PublicCity:
    """The public layers that residents are answered from, in EPSG:4490 or EPSG:4547."""

    landmarks: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame
    places: gpd.GeoDataFrame
    takeoff_points: gpd.GeoDataFrame
    road_segments: gpd.GeoDataFrame


def newly_near(
    before: PublicCity, after: PublicCity, *, near_m: float = NEAR_M
) -> tuple[NewlyNear, ...]:
    """Find the landmarks and stations that something usable comes near to.

    Parameters
    ----------
    before, after
        The layers without and with the change.
    near_m
        What is called nearby, in metres of straight distance.

    Returns
    -------
    tuple of NewlyNear
        Where nearness becomes more certain than it was: surely near ones first, then the nearest.

    Raises
    ------
    InvalidInputError
        If ``near_m`` is not above 0 and at most 50 km.
    """
    if not (isfinite(near_m) and 0 < near_m <= MAX_NEAR_M):
        raise InvalidInputError(
            f"nearby must be above 0 and at most {MAX_NEAR_M:,.0f} metres", field="near_m"
        )
    places = _places(after)
    found = []
    for sort, statuses in COUNTED.items():
        old = _usable(getattr(before, sort), statuses)
        new = _usable(getattr(after, sort), statuses)
        for layer, place, origins in places:
            reached = _reached(origins, old, new, near_m)
            if _RANK[reached.near_after] > _RANK[reached.near_before]:
                title = (layer, place["id"], place["name_zh"], place["name_en"])
                found.append(NewlyNear(*title, sort, reached))
    return tuple(sorted(found, key=_by_nearness))


_RANK = {Certainty.NO: 0, Certainty.POSSIBLY: 1, Certainty.SURELY: 2}


def _by_nearness(one: NewlyNear) -> tuple[int, float, str, str]:
    after = one.reached.after_m
    farthest = after.high if after else float("inf")
    return -_RANK[one.reached.near_after], farthest, one.sort, one.place


def _places(city: PublicCity) -> list[tuple[str, Record, list[Record]]]:
    """Return landmarks and stations with the positions to measure from; those without drop out."""
    facilities = [row for row in records(to_metric(city.facilities)) if _measurable(row)]
    found: list[tuple[str, Record, list[Record]]] = []
    for row in records(to_metric(city.landmarks)):
        own = [facility for facility in facilities if facility["landmark"] == row["id"]]
        origins = own or (_points(row) if _measurable(row) else [])
        if origins:
            found.append(("landmarks", row, origins))
    stations = (row for row in records(to_metric(city.places)) if row["kind"] in STATION_KINDS)
    found.extend(("places", row, [row]) for row in stations if _measurable(row))
    return found


def _points(row: Record) -> list[Record]:
    """Return a landmark once for each of its points."""
    return [{**row, "geometry": point} for point in shapely.get_parts(row["geometry"])]


def _measurable(row: Record) -> bool:
    geometry = row["geometry"]
    return geometry is not None and not geometry.is_empty and row["accuracy_m"] is not None


def _usable(frame: gpd.GeoDataFrame, statuses: Sequence[str]) -> list[Record]:
    rows = records(to_metric(frame))
    return [row for row in rows if row["status"] in statuses and _measurable(row)]


def _reached(origins: list[Record], old: list[Record], new: list[Record], near_m: float) -> Reached:
    before, _ = _nearest(origins, old)
    after, feature = _nearest(origins, new)
    return Reached(
        near_before=_certainty(before, near_m),
        near_after=_certainty(after, near_m),
        before_m=before,
        after_m=after,
        feature=feature["id"] if feature else None,
        name_zh=feature["name_zh"] if feature else None,
        name_en=feature["name_en"] if feature else None,
    )


def _certainty(distance: Interval | None, near_m: float) -> Certainty:
    if distance is None or distance.low > near_m:
        return Certainty.NO
    return Certainty.SURELY if distance.high <= near_m else Certainty.POSSIBLY


def _nearest(
    origins: list[Record], features: list[Record]
) -> tuple[Interval | None, Record | None]:
    if not features:
        return None, None
    starts = np.array([row["geometry"] for row in origins], dtype=object)[:, None]
    ends = np.array([row["geometry"] for row in features], dtype=object)[None, :]
    doubt = np.add.outer(
        [float(row["accuracy_m"]) for row in origins],
        [float(row["accuracy_m"]) for row in features],
    )
    drawn = shapely.distance(starts, ends)
    schematic = np.array([row["geometry_basis"] == "schematic" for row in features])
    farthest = np.where(schematic, shapely.hausdorff_distance(starts, ends), drawn)
    low = float(np.maximum(0.0, drawn - doubt).min())
    high = (farthest + doubt).min(axis=0)
    index = int(high.argmin())
    return Interval(low, float(high[index])), features[index]
