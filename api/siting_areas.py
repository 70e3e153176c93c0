"""Areas where nothing may stand, and the checks of what a user draws."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
from shapely.geometry.base import BaseGeometry

from gis.catalogue import LAYERS
from gis.checks import geometry_fault
from gis.crs import STORED
from gis.errors import InvalidRowsError, RowProblem


def areas_frame(shapes: Sequence[BaseGeometry | None]) -> gpd.GeoDataFrame:
    """Return forbidden areas as a frame, with ids by their place in the list.

    Parameters
    ----------
    shapes
        Polygons in EPSG:4490.

    Raises
    ------
    gis.errors.InvalidRowsError
        If one is no valid polygon in the city's box.
    """
    refuse_faults("forbidden", "towns", shapes)
    ids = [f"area-{number}" for number in range(1, len(shapes) + 1)]
    return gpd.GeoDataFrame({"id": ids}, geometry=np.array(shapes, dtype=object), crs=STORED)


def refuse_faults(what: str, like: str, shapes: Sequence[BaseGeometry | None]) -> None:
    """Refuse geometries that a layer would not take.

    Parameters
    ----------
    what
        What they are, as their user calls it.
    like
        The layer whose rules hold.
    shapes
        In EPSG:4490.

    Raises
    ------
    gis.errors.InvalidRowsError
        With every problem by its place in the list.
    """
    faults = [
        (row, ("it has no position", "") if one is None else geometry_fault(LAYERS[like], one))
        for row, one in enumerate(shapes, start=1)
    ]
    problems = [
        RowProblem(row, "geometry", "", reason, remedy)
        for row, (reason, remedy) in faults
        if reason
    ]
    if problems:
        raise InvalidRowsError(what, problems)
