"""Where outlines cross the borders of towns, and which stretch of each border they hold."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.contours.borders import Borders
from gis.contours.outlines import CORNERS, STEP, Outlines
from gis.discs import SEGMENTS, Floats, Indices

_MARGIN_M = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """The stretch of an edge that an outline holds, for each pair of them that meet.

    Attributes
    ----------
    edge, outline
        The pair.
    enter, leave
        From where to where along the edge, as shares of it; 0 and 1 where an end is inside.
    enter_at, leave_at
        Where along the outline, in sides, the edge enters and leaves it; NaN at an end inside.
    x, y
        Both places, shape (2, m).
    """

    edge: Indices
    outline: Indices
    enter: Floats
    leave: Floats
    enter_at: Floats
    leave_at: Floats
    x: Floats
    y: Floats


def stretches(
    outlines: Outlines,
    borders: Borders,
    wanted: NDArray[np.bool_],
    open_edges: NDArray[np.bool_],
) -> Stretches:
    """Measure each edge against each outline near it.

    Parameters
    ----------
    outlines, borders
        What meets.
    wanted
        The outlines whose crossings are asked for, shape (n,).
    open_edges
        The edges that all outlines are asked for along; of others only the city's and those
        near wanted outlines are measured.
    """
    reach = outlines.radii + _MARGIN_M
    # The tree looks at envelopes alone, and a diagonal is made more quickly than a box.
    middles = np.stack((outlines.x, outlines.y), axis=1)
    diagonals = np.stack((middles - reach[:, None], middles + reach[:, None]), axis=1)
    boxes = np.asarray(shapely.linestrings(diagonals), dtype=object)
    outline, edge = borders.tree.query(boxes)
    asked = wanted[outline] | open_edges[edge] | (borders.owner[edge] == borders.towns)
    return _held(outlines, borders, edge[asked], outline[asked])


def _held(outlines: Outlines, borders: Borders, edge: Indices, outline: Indices) -> Stretches:
    radius = outlines.radii[outline]
    centre = np.stack((outlines.x[outline], outlines.y[outline]), axis=1)
    start, end = borders.starts[edge] - centre, borders.ends[edge] - centre
    way = end - start
    length = np.hypot(way[:, 0], way[:, 1])
    dx, dy = way[:, 0] / length, way[:, 1] / length
    off = dx * start[:, 1] - dy * start[:, 0]
    half = np.sqrt(np.maximum(radius * radius - off * off, 0.0))
    near = np.flatnonzero(np.abs(off) < radius)
    from_foot = -(dx * start[:, 0] + dy * start[:, 1])
    near = near[
        (from_foot[near] - half[near] <= length[near]) & (from_foot[near] + half[near] >= 0)
    ]
    line = dx[near], dy[near], off[near], radius[near]
    (side_in, share_in, at_in), (side_out, share_out, at_out) = (
        _through(*line, sign * half[near]) for sign in (-1.0, 1.0)
    )
    foot, long = from_foot[near], length[near]
    enter, leave = (foot + at_in) / long, (foot + at_out) / long
    # A line through one side only passes by between the outline and its circle.
    held = (side_in != side_out) & (enter < leave) & (enter < 1) & (leave > 0)
    near, enter, leave = near[held], enter[held], leave[held]
    starts_inside, ends_inside = enter <= 0, leave >= 1
    enter_at = np.where(starts_inside, np.nan, (side_in + share_in)[held])
    leave_at = np.where(ends_inside, np.nan, (side_out + share_out)[held])
    enter, leave = np.maximum(enter, 0.0), np.minimum(leave, 1.0)
    start, way = borders.starts[edge[near]], way[near]
    shares = np.stack((enter, leave))
    return Stretches(
        edge[near],
        outline[near],
        enter,
        leave,
        enter_at,
        leave_at,
        start[:, 0] + shares * way[:, 0],
        start[:, 1] + shares * way[:, 1],
    )


def _through(
    dx: Floats, dy: Floats, off: Floats, radius: Floats, along: Floats
) -> tuple[Indices, Floats, Floats]:
    """Return the side that a line passes through, where on it, and how far along the line.

    The line passes through the circle round the outline between the corners of just that side.
    """
    x, y = along * dx - off * dy, along * dy + off * dx
    side = np.floor(np.arctan2(y, x) * (1 / STEP)).astype(np.intp) % SEGMENTS
    first = radius * (dx * CORNERS[1, side] - dy * CORNERS[0, side]) - off
    last = radius * (dx * CORNERS[1, side + 1] - dy * CORNERS[0, side + 1]) - off
    apart = first - last
    share = np.clip(first / np.where(apart == 0, 1.0, apart), 0.0, 1.0)
    cx = CORNERS[0, side] + share * (CORNERS[0, side + 1] - CORNERS[0, side])
    cy = CORNERS[1, side] + share * (CORNERS[1, side + 1] - CORNERS[1, side])
    return side, share, radius * (dx * cx + dy * cy)
