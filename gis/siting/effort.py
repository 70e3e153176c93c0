"""How much work an arrangement of candidates would be, estimated before it is begun.

The number of faces is about the number of points where two outlines cross, and each face lies in
as many discs as overlap there. Both grow with the square of the candidates and of their range, so
that a grid half as wide takes sixteen times the work: without a limit one question would hold the
machine for minutes, whatever time it was given.
"""

import numpy as np

from gis.discs import Discs, Floats
from gis.errors import InvalidInputError

MAX_FACES = 60_000
MAX_MEMBERSHIPS = 6_000_000
"""Faces times the discs that each lies in."""
_SAMPLED_DISCS = 200
_SAMPLED_POINTS = 500


def refuse_too_much(
    discs: Discs,
    bounds: tuple[float, float, float, float],
    share: float,
    crossings_each: float = 1.0,
) -> None:
    """Raise if an arrangement of these discs would be more than a machine can do in its time.

    Parameters
    ----------
    discs
        The candidates' service areas, EPSG:4547.
    bounds
        West, south, east, north of the towns, in metres.
    share
        Share of that box that the towns fill.
    crossings_each
        How often two service areas' outlines cross, as a multiple of two circles' two times.

    Raises
    ------
    InvalidInputError
        If so, with the remedy.
    """
    faces, memberships = (
        crossings_each * expected for expected in expected_work(discs, bounds, share)
    )
    if faces <= MAX_FACES and memberships <= MAX_MEMBERSHIPS:
        return
    raise InvalidInputError(
        f"{len(discs):,} candidates that overlap so much cut the city into about {faces:,.0f} "
        "pieces, which is too much to solve",
        field="candidates",
        remedy="Use a larger spacing, fewer candidates or a smaller radius.",
    )


def expected_work(
    discs: Discs, bounds: tuple[float, float, float, float], share: float
) -> tuple[float, float]:
    """Return about how many faces discs cut the towns into, and faces times discs over each.

    Parameters
    ----------
    discs, bounds, share
        As for :func:`refuse_too_much`.
    """
    sampled = np.unique(np.linspace(0, len(discs) - 1, _SAMPLED_DISCS).astype(np.intp))
    points = np.concatenate([_crossings(discs, int(disc)) for disc in sampled])
    west, south, east, north = bounds
    x, y = points.T
    points = points[(x >= west) & (x <= east) & (y >= south) & (y <= north)]
    # Each crossing was met from both of its discs.
    faces = share * len(points) / 2 * len(discs) / len(sampled)
    step = max(1, len(points) // _SAMPLED_POINTS)
    return faces, faces * _mean_depth(discs, points[::step])


def _crossings(discs: Discs, one: int) -> Floats:
    """Return where one disc's outline crosses the others', shape (n, 2), metres."""
    away = discs.centres - discs.centres[one]
    distance = np.hypot(away[:, 0], away[:, 1])
    near, far = discs.circumradii[one], discs.circumradii
    crossing = (distance > np.abs(near - far)) & (distance < near + far)
    away, distance, far = away[crossing], distance[crossing], far[crossing]
    along = (distance**2 + near**2 - far**2) / (2 * distance)
    aside = np.sqrt(np.maximum(0.0, near**2 - along**2))
    unit = away / distance[:, None]
    foot = discs.centres[one] + along[:, None] * unit
    offset = aside[:, None] * np.column_stack((-unit[:, 1], unit[:, 0]))
    found: Floats = np.concatenate((foot + offset, foot - offset))
    return found


def _mean_depth(discs: Discs, points: Floats) -> float:
    if not len(points):
        return 0.0
    apart = points[:, None, :] - discs.centres[None, :, :]
    inside = np.hypot(apart[..., 0], apart[..., 1]) < discs.circumradii
    return float(inside.sum(axis=1).mean())
