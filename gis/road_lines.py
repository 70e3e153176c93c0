"""Road segments that count: their lines, how far those can be trusted, and strips along them."""

from collections.abc import Collection
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis.crs import require_metric
from gis.discs import Discs, Floats, Geometries
from gis.errors import InvalidInputError
from gis.results import SiteName
from gis.results_roads import Verdict

_SCHEMATIC = "schematic"


@dataclass(frozen=True, slots=True)
class RoadLines:
    """The segments of the statuses asked for, in order of id.

    Attributes
    ----------
    names
        Those with a line and an accuracy.
    lines
        Their geometries, shape (n,), EPSG:4547.
    accuracies_m
        The true road and the line lie within this of each other everywhere, shape (n,).
    surveyed
        Whether each line is one; a schematic line only says that the road is somewhere within its
        accuracy.
    unplaced
        Segments of these statuses without a line or accuracy.
    """

    names: tuple[SiteName, ...]
    lines: Geometries
    accuracies_m: Floats
    surveyed: NDArray[np.bool_]
    unplaced: tuple[SiteName, ...]

    def schematic(self) -> tuple[SiteName, ...]:
        """Return the segments whose line is schematic."""
        return tuple(self.names[i] for i in np.flatnonzero(~self.surveyed))

    def verdict(self) -> Verdict:
        """Return what can be said."""
        if self.surveyed.any():
            return Verdict.SAID
        some = len(self.names) + len(self.unplaced)
        return Verdict.CANNOT_BE_SAID if some else Verdict.NO_SEGMENT


def read_road_lines(segments: gpd.GeoDataFrame, statuses: Collection[str]) -> RoadLines:
    """Take the segments of these statuses out of a ``road_segments`` frame in EPSG:4547.

    Raises
    ------
    WrongReferenceSystemError
        If the frame is not in EPSG:4547.
    InvalidInputError
        If a geometry is not a line, or an accuracy is negative or infinite.
    """
    require_metric(segments, "road segments")
    rows = segments[segments["status"].isin(list(statuses))].sort_values("id", kind="stable")
    shapes = np.asarray(rows.geometry.to_numpy(), dtype=object)
    drawn = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if (shapely.get_dimensions(shapes[drawn]) != 1).any():
        raise InvalidInputError("a road segment must be a line", field="geometry")
    accuracy = pd.to_numeric(rows["accuracy_m"]).to_numpy(dtype=np.float64, na_value=np.nan)
    if ((accuracy < 0) | np.isinf(accuracy)).any():
        raise InvalidInputError("an accuracy must be a number from 0", field="accuracy_m")
    columns = (rows[name] for name in ("id", "name_zh", "name_en", "status"))
    names = [SiteName(*row) for row in zip(*columns, strict=True)]
    placed = drawn & ~np.isnan(accuracy)
    kept = np.flatnonzero(placed)
    return RoadLines(
        tuple(names[i] for i in kept),
        shapes[kept],
        accuracy[kept],
        (rows["geometry_basis"] != _SCHEMATIC).to_numpy(dtype=bool)[kept],
        tuple(names[i] for i in np.flatnonzero(~placed)),
    )


def strips(lines: Geometries, widths_m: Floats, *, outside: bool) -> Geometries:
    """Return the places within a distance of lines, as polygons inside or outside the true ones.

    A strip is the union of hulls of discs at the ends of each straight piece, so that it errs to
    one side only (a general buffer simplifies its line and errs to both).

    Parameters
    ----------
    lines
        Lines, shape (n,), EPSG:4547.
    widths_m
        The distance for each line, above 0, shape (n,).
    outside
        Whether the polygons contain the true strips (discs circumscribed) or lie inside them.
    """
    parts, line = shapely.get_parts(lines, return_index=True)
    places, part = shapely.get_coordinates(parts, return_index=True)
    start = np.flatnonzero(part[:-1] == part[1:])
    width = np.asarray(widths_m, dtype=np.float64)[line[part[start]]]
    draw = Discs.circumscribed if outside else Discs.inscribed
    both = np.concatenate(
        (draw(places[start], width).rings(), draw(places[start + 1], width).rings()), axis=1
    )
    hulls = np.asarray(shapely.convex_hull(shapely.multipoints(both)), dtype=object)
    owner = line[part[start]]
    return np.array(
        [shapely.union_all(hulls[owner == index]) for index in range(len(lines))], dtype=object
    )
