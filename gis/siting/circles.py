"""Candidates that make the whole plane searchable: where the circles round demand points cross."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np

from gis.demand_reach import Demand
from gis.discs import Floats, Indices
from gis.errors import InvalidInputError
from gis.siting.candidates import MAX_CANDIDATES, named
from gis.siting.patterns import Patterns, merge, undominated

MAX_CROSSINGS = 200_000
_TOUCH_M = 1e-6
"""A point this much outside a circle counts as on it: crossings are computed with rounding."""
_AT_ONCE = 4_000_000


@dataclass(frozen=True, slots=True)
class CircleCandidates:
    """The candidates that suffice for point demand, and the demand merged by them.

    Attributes
    ----------
    places
        Shape (n, 2), metres.
    patterns
        The demand by these candidates.
    crossings
        How many points were considered before the dominated ones were dropped.
    """

    places: Floats
    patterns: Patterns
    crossings: int


def circle_candidates(points: Floats, weights: Floats, radii: Floats) -> CircleCandidates:
    """Return the circle intersection point set (CIPS; Church 1984) without dominated points.

    A site anywhere in the plane covers the demand points whose circles it lies in. It can be moved,
    without losing one, to a point where two of these circles cross, or to a demand point. So the
    best choice among these is the best in the whole plane.

    Parameters
    ----------
    points
        Demand points, shape (m, 2), EPSG:4547.
    weights
        Demand of each, shape (m,), from 0.
    radii
        How near to each a site must be, in metres: one number, or shape (m,).

    Raises
    ------
    InvalidInputError
        If a number cannot be used, or there are too many crossings or candidates.
    """
    places = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    demand = np.asarray(weights, dtype=np.float64)
    ranges = np.broadcast_to(np.asarray(radii, dtype=np.float64), len(places))
    some = demand > 0
    places, demand, ranges = places[some], demand[some], ranges[some]
    if not (np.isfinite(places).all() and np.isfinite(ranges).all() and (ranges > 0).all()):
        raise InvalidInputError("demand points and ranges must be finite", field="demand")
    one, other = _crossing_pairs(places, ranges)
    crossings = _crossings(places, ranges, one, other)
    offered = np.concatenate((places, crossings))
    covers = _covers(offered, places, ranges)
    # By construction a crossing lies on both of its circles.
    number = len(places) + np.arange(2 * len(one))
    covers[number, np.tile(one, 2)] = True
    covers[number, np.tile(other, 2)] = True
    _, first = np.unique(np.packbits(covers, axis=1), axis=0, return_index=True)
    first = np.sort(first)
    first = first[_largest(covers[first])]
    if len(first) > MAX_CANDIDATES:
        raise _too_many(MAX_CANDIDATES)
    point, candidate = np.nonzero(covers[first].T)
    patterns = merge(point, candidate, demand, candidates=len(first))
    keep = undominated(patterns)
    return CircleCandidates(offered[first[keep]], patterns.restricted(keep), len(offered))


def from_circles(demand: Demand, range_m: float) -> gpd.GeoDataFrame:
    """Return candidates in EPSG:4547 that suffice for own demand points wherever sites may stand.

    They are choices: their accuracy is 0 m. Circles are drawn 2 micrometres smaller than what
    surely reaches a point, so that a crossing serves both of its points in spite of rounding.

    Parameters
    ----------
    demand
        The points.
    range_m
        Range of a site in metres.

    Raises
    ------
    InvalidInputError
        If every point is less accurate than the range, or there are too many crossings.
    """
    least = range_m - demand.accuracies_m - 2 * _TOUCH_M
    near = (least > 0) & (demand.weights > 0)
    if not near.any():
        raise InvalidInputError(
            "no demand point could surely be served: none has a weight and is more accurate than "
            "the range",
            field="demand_points",
            remedy="Use a larger radius, or survey the points.",
        )
    found = circle_candidates(demand.places[near], demand.weights[near], least[near])
    return named(found.places, "crossing", ("圆交点", "Circle crossing"))


def _crossing_pairs(places: Floats, ranges: Floats) -> tuple[Indices, Indices]:
    found = [(np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp))]
    total = 0
    for one in range(len(places) - 1):
        away = np.hypot(*(places[one + 1 :] - places[one]).T)
        near, far = ranges[one], ranges[one + 1 :]
        meets = (away <= near + far) & (away >= np.abs(near - far)) & (away > 0)
        others = one + 1 + np.flatnonzero(meets)
        total += 2 * len(others)
        if total > MAX_CROSSINGS:
            raise _too_many(MAX_CROSSINGS)
        found.append((np.full(len(others), one), others))
    return np.concatenate([a for a, _ in found]), np.concatenate([b for _, b in found])


def _crossings(places: Floats, ranges: Floats, one: Indices, other: Indices) -> Floats:
    away = places[other] - places[one]
    distance = np.hypot(away[:, 0], away[:, 1])
    near, far = ranges[one], ranges[other]
    along = (distance**2 + near**2 - far**2) / (2 * distance)
    aside = np.sqrt(np.maximum(0.0, near**2 - along**2))
    unit = away / distance[:, None]
    foot = places[one] + along[:, None] * unit
    offset = aside[:, None] * np.column_stack((-unit[:, 1], unit[:, 0]))
    found: Floats = np.concatenate((foot + offset, foot - offset))
    return found


def _covers(offered: Floats, places: Floats, ranges: Floats) -> np.ndarray:
    covers = np.empty((len(offered), len(places)), dtype=bool)
    step = max(1, _AT_ONCE // max(1, len(places)))
    for begin in range(0, len(offered), step):
        part = slice(begin, begin + step)
        apart = offered[part, None, :] - places[None, :, :]
        covers[part] = np.hypot(apart[..., 0], apart[..., 1]) <= ranges + _TOUCH_M
    return covers


def _largest(covers: np.ndarray) -> Indices:
    """Return the rows that no other row contains; the rows are all different."""
    size = covers.sum(axis=1)
    order = np.argsort(-size, kind="stable")
    rare = covers.sum(axis=0)
    kept: list[int] = []
    holders: dict[int, list[int]] = {}
    for row in order.tolist():
        held = np.flatnonzero(covers[row])
        rarest = int(held[rare[held].argmin()])
        larger = holders.get(rarest, [])
        if larger and covers[larger][:, held].all(axis=1).any():
            continue
        kept.append(row)
        for one in held.tolist():
            holders.setdefault(one, []).append(row)
    return np.sort(np.array(kept, dtype=np.intp))


def _too_many(most: int) -> InvalidInputError:
    return InvalidInputError(
        f"the circles round the demand points give more than {most:,} candidates",
        field="demand",
        remedy="merge the demand to fewer points, use a smaller radius, or offer a grid",
    )
