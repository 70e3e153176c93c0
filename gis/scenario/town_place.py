"""Where something stands of which only the town is known: a point, and how far it may be off."""

import shapely
from shapely.geometry.base import BaseGeometry

from gis.crs import metric_geometry, stored_geometry
from gis.scenario.model import Place


def anywhere_in(town: BaseGeometry | None, accuracy_m: float) -> Place | None:
    """Return the centre of a town's smallest circle; its radius is the accuracy.

    Wherever in the town the thing stands, it is within that distance. Whoever knows more says so.

    Parameters
    ----------
    town
        The town's outline (EPSG:4490); ``None`` where it is not known.
    accuracy_m
        Of the outline itself, in metres.
    """
    if town is None or town.is_empty:
        return None
    outline = metric_geometry(town)
    circle = shapely.minimum_bounding_circle(outline)
    centre = stored_geometry(circle.centroid)
    radius_m = float(shapely.minimum_bounding_radius(outline))
    return Place(centre.x, centre.y, radius_m + accuracy_m)
