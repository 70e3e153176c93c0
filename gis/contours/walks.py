"""What changes along outlines and borders, and where."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.contours.borders import Borders
from gis.contours.crossed import Stretches
from gis.contours.meetings import Meetings
from gis.contours.outlines import PARTS, SIDES, Outlines
from gis.discs import SEGMENTS, Floats, Indices

BEFORE, AFTER = -1.0, SEGMENTS + 1.0
"""Before a walk begins, and after it has ended."""


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Stretches of walks that areas hold: what adds up while it is walked.

    ``by`` is the outline, or the number of outlines for an edge that is deep inside many.
    """

    walk: Indices
    by: Indices
    begin: Floats
    end: Floats
    begin_node: Indices
    end_node: Indices

    def __add__(self, other: "Held") -> "Held":
        return Held(*_joined(self, other))

    def taken(self, which: Indices) -> "Held":
        """Return the stretches of these indices."""
        return Held(*(getattr(self, name)[which] for name in self.__slots__))


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Where walks enter and leave towns, the city, and parts that are kept."""

    walk: Indices
    at: Floats
    node: Indices
    town: Indices
    by: Indices

    def __add__(self, other: "Marks") -> "Marks":
        return Marks(*_joined(self, other))

    def kept(self) -> Indices:
        """Return what is added at each to the number of kept parts: 1, -1 or 0."""
        return np.where(self.town < 0, self.by, 0)


def _joined(one: Any, other: Any) -> list[Any]:
    return [np.concatenate((getattr(one, name), getattr(other, name))) for name in one.__slots__]


def held_by_outlines(met: Meetings, kept: NDArray[np.bool_]) -> Held:
    """Return what outlines hold of each other's kept parts, cut where a walk begins.

    Parameters
    ----------
    met
        Where outlines cross.
    kept
        The parts that are kept, shape (outlines, PARTS).
    """
    number = np.arange(len(met.one))
    pairs = Held(
        np.concatenate((met.one, met.other)),
        np.concatenate((met.other, met.one)),
        np.concatenate((met.enter_one, met.enter_other)),
        np.concatenate((met.leave_one, met.leave_other)),
        np.concatenate((number + len(number), number)),
        np.concatenate((number, number + len(number))),
    )
    parts_before = np.zeros((len(kept), PARTS + 2), dtype=np.intp)
    np.cumsum(kept, axis=1, out=parts_before[:, 1:-1])
    parts_before[:, -1] = parts_before[:, -2]
    first, last = (
        parts_before[pairs.walk, (at * (1 / SIDES)).astype(np.intp) + more]
        for at, more in ((pairs.begin, 0), (pairs.end, 1))
    )
    over = pairs.begin > pairs.end
    within = np.where(over, last > 0, last > first) | (
        over & (parts_before[pairs.walk, -1] > first)
    )
    pairs = pairs.taken(np.flatnonzero(within))
    wrapped = np.flatnonzero(pairs.begin > pairs.end)
    split = pairs.taken(wrapped)
    pairs.end[wrapped], pairs.end_node[wrapped] = AFTER, -1
    split.begin[:], split.begin_node[:] = BEFORE, -1
    mine = np.flatnonzero(kept[met.held].any(axis=1))
    return pairs + split + _throughout(met.held[mine], met.holder[mine])


def _throughout(walk: Indices, by: Indices) -> Held:
    nowhere = np.full(len(walk), -1, dtype=np.intp)
    begin, end = np.full(len(walk), BEFORE), np.full(len(walk), AFTER)
    return Held(walk, by, begin, end, nowhere, nowhere)


def held_edges(
    outlines: Outlines, met: Stretches, open_edges: NDArray[np.bool_], crossings: int
) -> Held:
    """Return what outlines hold of edges; of those deep inside many only that.

    Parameters
    ----------
    outlines, met
        The outlines, and what they hold of edges.
    open_edges
        The edges that are not deep inside.
    crossings
        The number of pairs of outlines that cross: their crossings are numbered first.
    """
    settled = np.flatnonzero(~open_edges)
    deep = _throughout(len(outlines) + settled, np.full(len(settled), len(outlines), dtype=np.intp))
    some = np.flatnonzero(open_edges[met.edge])
    first, last = np.isnan(met.enter_at[some]), np.isnan(met.leave_at[some])
    node = 2 * crossings + some
    return deep + Held(
        len(outlines) + met.edge[some],
        met.outline[some],
        np.where(first, BEFORE, met.enter[some]),
        np.where(last, AFTER, met.leave[some]),
        np.where(first, -1, node),
        np.where(last, -1, node + len(met.edge)),
    )


def town_marks(
    borders: Borders,
    met: Stretches,
    walked: NDArray[np.bool_],
    nodes: int,
) -> Marks:
    """Return where outlines leave and enter towns: where an edge enters it, the outline leaves.

    Parameters
    ----------
    borders, met
        The borders, and what outlines hold of them.
    walked
        The outlines that are walked.
    nodes
        The number of the first crossing with an edge.
    """
    entering = np.flatnonzero(walked[met.outline] & ~np.isnan(met.enter_at))
    leaving = np.flatnonzero(walked[met.outline] & ~np.isnan(met.leave_at))
    both = np.concatenate((entering, leaving))
    return Marks(
        met.outline[both],
        np.concatenate((met.enter_at[entering], met.leave_at[leaving])),
        nodes + np.concatenate((entering, leaving + len(met.edge))),
        borders.owner[met.edge[both]],
        np.repeat((-1, 1), (len(entering), len(leaving))),
    )


def kept_marks(
    outlines: Outlines, borders: Borders, kept: NDArray[np.bool_], nodes: int
) -> tuple[Indices, Marks]:
    """Return where kept parts begin and end; all edges are kept.

    Parameters
    ----------
    outlines, borders
        What is walked.
    kept
        The parts of outlines that are kept.
    nodes
        The number of the first corner, as of a crossing.

    Returns
    -------
    tuple
        The corners that are numbered, each as PARTS times its outline and its part, and the marks.
    """
    edges = np.diff(kept.astype(np.int8), axis=1, prepend=0, append=0)
    walk, corner = np.nonzero(edges)
    edge = np.arange(len(borders.owner))
    corners, number = np.unique(walk * PARTS + corner % PARTS, return_inverse=True)
    ends = nodes + len(corners) + borders.corner
    along = np.repeat((1, -1), len(edge))
    return corners, Marks(
        np.concatenate((walk, len(outlines) + edge, len(outlines) + edge)),
        np.concatenate((corner * float(SIDES), np.zeros(len(edge)), np.ones(len(edge)))),
        np.concatenate((nodes + number, ends[0], ends[1])),
        np.full(len(walk) + 2 * len(edge), -1, dtype=np.intp),
        np.concatenate((edges[walk, corner].astype(np.intp), along)),
    )
