"""Which landing site each hospital can reach round the zones, as an interval of lengths."""

from math import inf, isfinite

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis.crs import require_metric
from gis.discs import Floats
from gis.errors import InvalidInputError
from gis.progress import Progress, reporting, unheard
from gis.reach import Airspace
from gis.results import SiteName
from gis.results_airspace import HospitalAccess, NearestSite
from gis.routes import Place, way_bounds
from gis.sites import positioned
from gis.vocabulary import SERVING_STATUSES


def hospital_access(
    places: gpd.GeoDataFrame,
    sites: gpd.GeoDataFrame,
    space: Airspace,
    *,
    range_m: float | None = None,
    on_progress: Progress | None = None,
) -> tuple[HospitalAccess, ...]:
    """Return, for each hospital, the nearest serving site surely and possibly reached.

    Parameters
    ----------
    places
        Frame of the layer ``places`` in EPSG:4547; the rows of kind ``hospital`` count.
    sites
        Frame of the layer ``takeoff_points`` in EPSG:4547; those in use count.
    space
        The zones.
    range_m
        Ways longer than this do not count; ``None`` for any length.
    on_progress
        Told the share of the hospitals done; what it raises ends the run.

    Returns
    -------
    tuple of HospitalAccess
        By id; hospitals and sites without a position or its accuracy are left out.

    Raises
    ------
    WrongReferenceSystemError
        If a frame is not in EPSG:4547.
    InvalidInputError
        If the range or an accuracy is no number of metres.
    """
    if range_m is not None and not (isfinite(range_m) and range_m > 0):
        raise InvalidInputError(f"a range must be above 0 m, not {range_m:g}", field="range_m")
    hospitals, where = _placed(places, "places", places["kind"] == "hospital")
    landing, ends = _placed(sites, "sites", sites["status"].isin(SERVING_STATUSES))
    names = [
        SiteName(*row)
        for row in zip(
            *(landing[column] for column in ("id", "name_zh", "name_en", "status")), strict=True
        )
    ]
    limit = inf if range_m is None else range_m
    rows = list(
        zip(hospitals["id"], hospitals["name_zh"], hospitals["name_en"], where, strict=True)
    )
    return tuple(
        HospitalAccess(
            hospital,
            name_zh,
            name_en,
            place.accuracy_m,
            *_nearest(place, names, ends, space, limit),
        )
        for hospital, name_zh, name_en, place in reporting(rows, on_progress or unheard)
    )


def _placed(
    frame: gpd.GeoDataFrame, what: str, counted: pd.Series
) -> tuple[gpd.GeoDataFrame, list[Place]]:
    require_metric(frame, what)
    rows = frame[counted].sort_values("id", kind="stable")
    rows = rows[positioned(rows)]
    points: Floats = shapely.get_coordinates(rows.geometry.to_numpy())
    accuracy = rows["accuracy_m"].to_numpy(dtype=np.float64)
    table = zip(points.tolist(), accuracy.tolist(), strict=True)
    return rows, [Place(x, y, error) for (x, y), error in table]


def _nearest(
    place: Place, names: list[SiteName], ends: list[Place], space: Airspace, limit: float
) -> tuple[NearestSite | None, NearestSite | None]:
    """Return the best of the sites surely reached, and of those possibly reached."""
    surely: NearestSite | None = None
    possibly: NearestSite | None = None

    def straight(index: int) -> float:
        end = ends[index]
        slack = end.accuracy_m + place.accuracy_m
        return max(0.0, float(np.hypot(end.x_m - place.x_m, end.y_m - place.y_m)) - slack)

    for index in sorted(range(len(ends)), key=lambda i: (straight(i), names[i].site)):
        best = limit if surely is None or surely.most_m is None else surely.most_m
        # No way is shorter than the straight line, so no site from here on can be better.
        if straight(index) > best:
            break
        least, most = way_bounds(place, ends[index], space)
        if least is None or least > limit:
            continue
        found = NearestSite(names[index], least, most)
        if possibly is None or least < possibly.least_m:
            possibly = found
        if most is not None and most <= limit and (surely is None or most < best):
            surely = found
    return surely, possibly
