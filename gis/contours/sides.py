"""The sides of outlines that cross: found from a good guess, and where on them exactly."""

import numpy as np
from numpy.typing import NDArray

from gis.contours.outlines import CORNERS, STEP, Outlines
from gis.discs import SEGMENTS, Floats, Indices

SHRINK = float(np.cos(STEP / 2))
"""The distance of a side from the centre, for a corner at distance 1."""
_TRIES = 4
_STEPS = 40
_MIDDLES = np.stack(
    (np.cos((np.arange(SEGMENTS) + 0.5) * STEP), np.sin((np.arange(SEGMENTS) + 0.5) * STEP))
)
"""Outward normals of the sides."""


def gauge(x: Floats, y: Floats) -> Floats:
    """Return how far the sides of the outline through each point are from its centre.

    Parameters
    ----------
    x, y
        The points, from the centre, metres.
    """
    side = (np.arctan2(y, x) * (1 / STEP)).astype(np.intp)
    found: Floats = np.maximum(
        _MIDDLES[0, side] * x + _MIDDLES[1, side] * y,
        _MIDDLES[0, side - 1] * x + _MIDDLES[1, side - 1] * y,
    )
    return found


def _beyond(outlines: Outlines, walker: Indices, target: Indices, corner: Indices) -> Floats:
    """Return how far a corner of one outline is beyond the other's nearest side."""
    dx, dy = outlines.x[walker] - outlines.x[target], outlines.y[walker] - outlines.y[target]
    x = dx + outlines.radii[walker] * CORNERS[0, corner]
    y = dy + outlines.radii[walker] * CORNERS[1, corner]
    return gauge(x, y) - outlines.radii[target] * SHRINK


def bracketed(
    outlines: Outlines,
    walker: Indices,
    target: Indices,
    inward: NDArray[np.bool_],
    side: Indices,
) -> NDArray[np.bool_]:
    """Move each side along until one end is inside and the other outside; mark those in vain.

    Parameters
    ----------
    outlines
        The outlines.
    walker, target
        The outline a side is of, and that it shall cross.
    inward
        Whether the walk shall enter the target; else it leaves it.
    side
        The guess; moved in place.
    """
    unclear = np.ones(len(side), dtype=bool)
    active = np.arange(len(side))
    for _ in range(_TRIES):
        enters = inward[active]
        ends = side[active] + enters, side[active] + ~enters
        inner, outer = (
            _beyond(outlines, walker[active], target[active], end % SEGMENTS) for end in ends
        )
        good = (inner <= 0) & (outer > 0)
        unclear[active[good]] = False
        forward = (inner > 0) == enters
        side[active[~good]] += np.where(forward[~good], 1, -1)
        active = active[~good]
        side[active] %= SEGMENTS
        if not len(active):
            break
    return unclear


def looked_for(
    outlines: Outlines, walker: Indices, target: Indices, inward: NDArray[np.bool_]
) -> tuple[Indices, NDArray[np.bool_]]:
    """Find the sides among all; mark those in vain. Parameters as of :func:`bracketed`."""
    side, unclear = np.zeros(len(walker), dtype=np.intp), np.ones(len(walker), dtype=bool)
    corners = np.arange(SEGMENTS + 1) % SEGMENTS
    for begin in range(0, len(walker), 2_000):
        some = slice(begin, begin + 2_000)
        beyond = _beyond(outlines, walker[some, None], target[some, None], corners[None])
        out = beyond > 0
        change = np.where(inward[some, None], out[:, :-1] & ~out[:, 1:], ~out[:, :-1] & out[:, 1:])
        side[some] = change.argmax(axis=1)
        unclear[some] = ~change.any(axis=1)
    return side, unclear


def on_side(
    outlines: Outlines,
    walker: Indices,
    target: Indices,
    inward: NDArray[np.bool_],
    side: Indices,
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return where each side is crossed: along both outlines, and the place.

    How far a point is beyond the other outline is a convex function along the side, made of
    straight pieces. From the end that is outside, steps to each piece's zero come to the crossing.
    Parameters as of :func:`bracketed`.
    """
    radius, reach = outlines.radii[walker], outlines.radii[target]
    dx, dy = outlines.x[walker] - outlines.x[target], outlines.y[walker] - outlines.y[target]
    px, py = dx + radius * CORNERS[0, side], dy + radius * CORNERS[1, side]
    ex = radius * (CORNERS[0, side + 1] - CORNERS[0, side])
    ey = radius * (CORNERS[1, side + 1] - CORNERS[1, side])
    share = np.where(inward, 0.0, 1.0)
    facing = np.full(len(side), SEGMENTS, dtype=np.intp)
    active = np.arange(len(side))
    for _ in range(_STEPS):
        x, y = px[active] + share[active] * ex[active], py[active] + share[active] * ey[active]
        found = _facing(x, y)
        changed = found != facing[active]
        active, found = active[changed], found[changed]
        if not len(active):
            break
        facing[active] = found
        nx, ny = _MIDDLES[0, found], _MIDDLES[1, found]
        over = nx * px[active] + ny * py[active] - reach[active] * SHRINK
        slope = nx * ex[active] + ny * ey[active]
        slope = np.where(slope == 0, np.inf, slope)
        share[active] = np.clip(-over / slope, 0.0, 1.0)
    x, y = px + share * ex, py + share * ey
    tangent = -_MIDDLES[1, facing] * x + _MIDDLES[0, facing] * y
    beside = np.clip(tangent / (2 * reach * np.sin(STEP / 2)) + 0.5, 0.0, 1.0)
    along = np.asarray(side + share, dtype=np.float64), np.asarray(facing + beside)
    return *along, x + outlines.x[target], y + outlines.y[target]


def _facing(x: Floats, y: Floats) -> Indices:
    """Return the side of an outline round the origin that each point is farthest beyond."""
    side = (np.arctan2(y, x) * (1 / STEP)).astype(np.intp)
    at = _MIDDLES[0, side] * x + _MIDDLES[1, side] * y
    before = _MIDDLES[0, side - 1] * x + _MIDDLES[1, side - 1] * y
    found: Indices = (side - (before > at)) % SEGMENTS
    return found
