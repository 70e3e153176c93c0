"""How far a site's ring reaches, and the ring."""

from math import acos, ceil, pi

import shapely
from shapely.geometry.base import BaseGeometry

from gis.crs import metric_geometry, stored_geometry
from web.views import OperatorView

DRAWN_TO_M = 10.0
"""Outlines are thinned to this many metres to be drawn; no figure comes from a drawing."""


def new_radius_m(view: OperatorView) -> float:
    """Return the service radius of a suggested site in metres."""
    return view.mission.radius_m if view.radius_m is None else view.radius_m


def disc(centre: BaseGeometry, radius_m: float) -> BaseGeometry:
    """Return a disc of a radius in metres as it is drawn (EPSG:4490)."""
    # As many sides as keep within this of the circle.
    quadrant = ceil(pi / 4 / acos(max(0.0, 1 - DRAWN_TO_M / radius_m)))
    drawn: BaseGeometry = shapely.buffer(metric_geometry(centre), radius_m, quad_segs=quadrant)
    return stored_geometry(drawn)
