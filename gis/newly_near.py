"""What comes near the places that residents know when sites and roads change.

Distances are as in :mod:`gis.nearness`. Metres, EPSG:4547.
"""

from collections.abc import Sequence
from math import isfinite

import geopandas as gpd

from gis.crs import to_metric
from gis.errors import InvalidInputError
from gis.landmarks import STATION_KINDS
from gis.nearness import (
    MAX_NEAR_M,
    NEAR_M,
    RANK,
    PublicCity,
    certainty,
    measurable_rows,
    nearest,
    origins_of,
)
from gis.records import Record, records
from gis.results_change import NewlyNear, Reached
from gis.vocabulary import SERVING_STATUSES

COUNTED = {"takeoff_points": SERVING_STATUSES, "road_segments": ("open",)}
"""The sorts of feature looked for, and the statuses in which one can be used."""


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
            if RANK[reached.near_after] > RANK[reached.near_before]:
                title = (layer, place["id"], place["name_zh"], place["name_en"])
                found.append(NewlyNear(*title, sort, reached))
    return tuple(sorted(found, key=_by_nearness))


def _by_nearness(one: NewlyNear) -> tuple[int, float, str, str]:
    after = one.reached.after_m
    farthest = after.high if after else float("inf")
    return -RANK[one.reached.near_after], farthest, one.sort, one.place


def _places(city: PublicCity) -> list[tuple[str, Record, list[Record]]]:
    """Return landmarks and stations with the positions to measure from; those without drop out."""
    facilities = measurable_rows(city.facilities)
    landmarks = [(row, origins_of(row, facilities)) for row in records(to_metric(city.landmarks))]
    stations = [row for row in measurable_rows(city.places) if row["kind"] in STATION_KINDS]
    return [
        *(("landmarks", row, origins) for row, origins in landmarks if origins),
        *(("places", row, [row]) for row in stations),
    ]


def _usable(frame: gpd.GeoDataFrame, statuses: Sequence[str]) -> list[Record]:
    return [row for row in measurable_rows(frame) if row["status"] in statuses]


def _reached(origins: list[Record], old: list[Record], new: list[Record], near_m: float) -> Reached:
    before, _ = nearest(origins, old)
    after, feature = nearest(origins, new)
    return Reached(
        near_before=certainty(before, near_m),
        near_after=certainty(after, near_m),
        before_m=before,
        after_m=after,
        feature=feature["id"] if feature else None,
        name_zh=feature["name_zh"] if feature else None,
        name_en=feature["name_en"] if feature else None,
    )
