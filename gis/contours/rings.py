"""Boundaries followed from crossing to crossing until they close."""

import numpy as np
from numpy.typing import NDArray

from gis.contours.outlines import STEP
from gis.contours.pieces import Pieces
from gis.discs import Floats, Indices
from gis.squares import expanded

_TINY_M = 1e-5
_TURN = 2 * np.pi


def one_place(pieces: Pieces) -> tuple[Indices, NDArray[np.bool_]]:
    """Take crossings together that only rounding keeps apart.

    Returns
    -------
    tuple of arrays
        For each crossing the one that stands for it, and which pieces are too short to count.
    """
    length = (pieces.end - pieces.begin) * pieces.unit_m()
    tiny = length < _TINY_M
    one, other = pieces.node[:, tiny]
    place = np.arange(len(pieces.places.x))
    while (place[one] != place[other]).any():
        least = np.minimum(place[one], place[other])
        np.minimum.at(place, place[one], least)
        np.minimum.at(place, place[other], least)
        place = place[place]
    return place, tiny


def followed(
    pieces: Pieces, region: Indices, piece: Indices, ahead: NDArray[np.bool_], place: Indices
) -> tuple[Indices, Indices] | None:
    """Order a boundary's pieces ring by ring.

    Parameters
    ----------
    pieces
        The pieces.
    region, piece, ahead
        The boundary, as in :class:`gis.contours.shapes.Boundary`.
    place
        The place of each crossing.

    Returns
    -------
    tuple or None
        The pieces in order and the ring of each; ``None`` where a boundary ends.
    """
    ends = np.where(ahead, pieces.node[:, piece], pieces.node[::-1, piece])
    start, end = region * len(place) + place[ends]
    by_start = np.argsort(start, kind="stable")
    first = np.searchsorted(start[by_start], end, "left")
    last = np.searchsorted(start[by_start], end, "right")
    if not np.array_equal(start[by_start], np.sort(end)):
        return None
    following = by_start[np.minimum(first, len(by_start) - 1)] if len(first) else first
    several = np.flatnonzero(last - first > 1)
    if len(several):
        turned = _turned(pieces, piece, ahead, several, (first, last, by_start))
        following[several] = turned
        if not np.array_equal(np.sort(following), np.arange(len(following))):
            return None
    return _rings(following)


def _turned(
    pieces: Pieces,
    piece: Indices,
    ahead: NDArray[np.bool_],
    arriving: Indices,
    leaving: tuple[Indices, Indices, Indices],
) -> Indices:
    """Choose how to go on where boundaries meet: keep to the region on the left."""
    first, last, by_start = leaving
    place, row = expanded(first[arriving], last[arriving])
    going = by_start[place]
    back = _bearing(pieces, piece[arriving], ahead[arriving], at_end=True) + np.pi
    out = _bearing(pieces, piece[going], ahead[going], at_end=False)
    turn = (back[row] - out) % _TURN
    turn[turn < 1e-9] += _TURN
    best = np.lexsort((turn, row))
    return going[best[np.unique(row[best], return_index=True)[1]]]


def _bearing(pieces: Pieces, piece: Indices, ahead: NDArray[np.bool_], *, at_end: bool) -> Floats:
    """Return the direction of walking at one end of each piece, in radians."""
    far = ahead if at_end else ~ahead
    side = np.where(far, np.ceil(pieces.end[piece]) - 1, np.floor(pieces.begin[piece]))
    dx, dy = pieces.x[1, piece] - pieces.x[0, piece], pieces.y[1, piece] - pieces.y[0, piece]
    curved = (side + 0.5) * STEP + np.pi / 2
    found = np.where(pieces.of_outline[piece], curved, np.arctan2(dy, dx))
    return np.asarray(np.where(ahead, found, found + np.pi), dtype=np.float64)


def _rings(following: Indices) -> tuple[Indices, Indices]:
    after = following.tolist()
    order: list[int] = []
    ends: list[int] = []
    seen = bytearray(len(after))
    for begin in range(len(after)):
        if seen[begin]:
            continue
        at = begin
        while not seen[at]:
            seen[at] = 1
            order.append(at)
            at = after[at]
        ends.append(len(order))
    closed = np.array(ends, dtype=np.intp)
    return np.array(order, dtype=np.intp), np.searchsorted(closed, np.arange(len(order)), "right")
