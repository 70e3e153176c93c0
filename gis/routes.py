"""Shortest ways round geozones between two places, and which landing site a hospital can reach.

The length is an interval under the accuracies of both positions and of the zones; what a zone does
not state makes the upper bound longer and never the lower one. See docs/methods/routes.md.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import hypot, inf
from typing import Any

import numpy as np
import shapely

from gis.discs import Discs, Floats
from gis.errors import InvalidInputError
from gis.reach import Airspace
from gis.results import Interval
from gis.results_airspace import (
    HeightStretch,
    Leg,
    Route,
    ZoneEffect,
    ZoneName,
    ZoneVerdict,
)
from gis.visibility import Obstacles, in_sight, obstacles, seen_corners, ways_to_corners

_ROUNDING_M = 1e-6
_BITE_SIDES = 64
_STRETCH_M = 1e-3
"""Shorter crossings of a zone's edge are rounding."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place a route begins or ends at: metres in EPSG:4547, and the accuracy of its position."""

    x_m: float
    y_m: float
    accuracy_m: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is not a position."""
        if not (np.isfinite([self.x_m, self.y_m, self.accuracy_m]).all() and self.accuracy_m >= 0):
            raise InvalidInputError(
                "a place needs two finite coordinates and an accuracy from 0 m", field="place"
            )

    def at(self) -> Floats:
        """Return the position, shape (2,)."""
        return np.array([self.x_m, self.y_m])


def shortest_way(start: Floats, end: Floats, around: Obstacles) -> tuple[float, Floats]:
    """Return how long the shortest way between two points round obstacles is, and its points.

    Parameters
    ----------
    start, end
        Points, shape (2,), metres in EPSG:4547.
    around
        The obstacles.

    Returns
    -------
    tuple
        Length in metres, infinite where there is no way, and the points in order, shape (n, 2),
        none then.
    """
    nowhere = inf, np.empty((0, 2))
    if not around.clear_of(np.stack((start, end)), np.zeros(2)).all():
        return nowhere
    straight = hypot(*(end - start))
    if straight == 0:
        return 0.0, start[None]
    if in_sight(around.shape, start[None], end[None])[0]:
        return straight, np.stack((start, end))
    last, rest = seen_corners(end, around, inf)
    lengths, came = ways_to_corners(seen_corners(start, around, inf), around, inf)
    totals = lengths[last] + rest
    if not len(totals) or np.isinf(totals.min()):
        return nowhere
    chain = [end]
    corner = int(last[totals.argmin()])
    while corner >= 0:
        chain.append(around.corners[corner])
        corner = int(came[corner])
    chain.append(start)
    points = np.array(chain[::-1])
    moved = np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]
    return float(totals.min()), points[moved]


def route(start: Place, end: Place, space: Airspace) -> Route:
    """Find the shortest way between two places round the zones.

    Parameters
    ----------
    start, end
        The places.
    space
        The zones as the flight meets them.
    """
    least, most = way_bounds(start, end, space)
    _, points = shortest_way(start.at(), end.at(), space.outer)
    round_all = len(points) > 0
    if not round_all:
        _, points = shortest_way(start.at(), end.at(), space.inner)
    line = shapely.LineString(points) if len(points) > 1 else None
    legs = tuple(
        Leg(x, y, to_x, to_y, hypot(to_x - x, to_y - y))
        for (x, y), (to_x, to_y) in pairwise(points.tolist())
    )
    straight = hypot(start.x_m - end.x_m, start.y_m - end.y_m)
    slack = start.accuracy_m + end.accuracy_m
    return Route(
        Interval(max(0.0, straight - slack), straight + slack),
        least,
        most,
        line,
        legs,
        round_all,
        () if line is None else height_profile(line, space),
        space.zones.summary(),
    )


def way_bounds(start: Place, end: Place, space: Airspace) -> tuple[float | None, float | None]:
    """Return between which lengths the shortest way lies, for all true positions and zones.

    Returns
    -------
    tuple
        The lower bound, ``None`` if there surely is no way, and the upper bound, ``None`` if there
        may be none.
    """
    slack = start.accuracy_m + end.accuracy_m
    least = _least(start, end, space.inner)
    places = np.stack((start.at(), end.at()))
    margins = np.array([start.accuracy_m, end.accuracy_m])
    most = inf
    if space.outer.clear_of(places, margins).all():
        most = shortest_way(places[0], places[1], space.outer)[0] + slack + _ROUNDING_M
    if most < inf:
        # Whatever can be flown surely can be flown possibly, also to within rounding.
        least = min(least, most)
    return (None if np.isinf(least) else least), (None if np.isinf(most) else most)


def _least(start: Place, end: Place, inner: Obstacles) -> float:
    """Return the lower bound; see "possibly" in docs/methods/reach.md for the parts left out."""
    around = inner
    for place in (start, end):
        if around.clear_of(place.at()[None], np.array([place.accuracy_m]))[0]:
            continue
        if place.accuracy_m == 0:
            return inf
        bite = Discs.circumscribed(
            place.at(), np.array([place.accuracy_m]), _BITE_SIDES
        ).polygons()[0]
        if shapely.covers(inner.shape, bite):
            return inf
        around = obstacles(np.array([shapely.difference(around.shape, bite)], dtype=object))
    length, _ = shortest_way(start.at(), end.at(), around)
    return max(0.0, length - start.accuracy_m - end.accuracy_m - _ROUNDING_M)


def height_profile(line: shapely.LineString, space: Airspace) -> tuple[HeightStretch, ...]:
    """Return the heights above ground that zones leave along a line, from its start.

    Zones count at their greatest extent. Stretches that no zone touches are left out: nothing is
    known of them, which is not the same as "no limit".

    Parameters
    ----------
    line
        In EPSG:4547.
    space
        The zones.
    """
    zones = space.zones
    height = zones.flight.height_m
    crossings = [
        (begin, finish, verdict)
        for verdict, outer in zip(zones.verdicts, zones.outer, strict=True)
        if verdict.status != "expired" and verdict.restriction != "no_restriction"
        for begin, finish in _along(line, outer)
    ]
    cuts = sorted({end for crossing in crossings for end in crossing[:2]})
    stretches = []
    for begin, finish in pairwise(cuts):
        met = [v for first, last, v in crossings if first <= begin and finish <= last]
        if met and finish - begin > _STRETCH_M:
            stretches.append(_stretch(begin, finish, met, height))
    # A way along the edge of a zone that bars this height is asked nothing by it.
    return tuple(one for one in stretches if one.zones or one.unknown)


def _stretch(begin: float, finish: float, met: list[ZoneVerdict], height_m: float) -> HeightStretch:
    above: list[float] = []
    below: list[float] = []
    setting: list[ZoneName] = []
    unknown: list[ZoneName] = []
    for verdict in met:
        lower, upper = _left(verdict, height_m)
        if lower is None and upper is None:
            if verdict.effect is ZoneEffect.UNDECIDED or verdict.vertical_reference != "ground":
                unknown.append(verdict.name)
            continue
        above += [] if lower is None else [lower]
        below += [] if upper is None else [upper]
        setting.append(verdict.name)
    return HeightStretch(
        begin,
        finish,
        max(above, default=None),
        min(below, default=None),
        tuple(setting),
        tuple(unknown),
    )


def _left(verdict: ZoneVerdict, height_m: float) -> tuple[float | None, float | None]:
    """Return what a zone asks to fly above, and no higher than; both ``None`` if it states none."""
    if verdict.vertical_reference != "ground":
        return None, None
    if verdict.restriction == "height_limit":
        return None, verdict.ceiling_m
    if verdict.ceiling_m is not None and height_m > verdict.ceiling_m:
        return verdict.ceiling_m, None
    if verdict.floor_m is not None and height_m < verdict.floor_m:
        return None, verdict.floor_m
    return None, None


def _along(line: shapely.LineString, area: Any) -> list[tuple[float, float]]:
    """Return the stretches of a line inside an area, as distances along it."""
    start, spans = 0.0, []
    points = shapely.get_coordinates(line)
    for one, two in pairwise(points):
        inside = shapely.intersection(shapely.LineString((one, two)), area)
        for part in shapely.get_parts(inside):
            ends = np.hypot(*(shapely.get_coordinates(part) - one).T)
            if len(ends) and np.ptp(ends) > 0:
                spans.append((start + float(ends.min()), start + float(ends.max())))
        start += hypot(*(two - one))
    joined: list[tuple[float, float]] = []
    for begin, finish in sorted(spans):
        if joined and begin - joined[-1][1] <= _STRETCH_M:
            joined[-1] = joined[-1][0], max(finish, joined[-1][1])
        else:
            joined.append((begin, finish))
    return joined
