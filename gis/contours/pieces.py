"""Outlines and borders cut where anything changes, and what lies on either side of each piece."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.contours.borders import Borders
from gis.contours.crossed import Stretches, stretches
from gis.contours.meetings import meetings
from gis.contours.outlines import DEPTHS, KINDS, STEP, Outlines, deciding
from gis.contours.places import Places
from gis.contours.walks import (
    Held,
    Marks,
    held_by_outlines,
    held_edges,
    kept_marks,
    town_marks,
)
from gis.discs import SEGMENTS, Floats, Indices

Counts = NDArray[np.signedinteger[Any]]
_SPAN = float(2 * SEGMENTS)
_CHANNELS = KINDS + 2
_TOWNS, _TOWN, _CITY = range(_CHANNELS, _CHANNELS + 3)
_LOOKED_AT = 0.4427
"""Where along a piece it is looked at: not in a vertex, which may touch a border."""


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Pieces of outlines (anticlockwise) and of borders (their own side on the left).

    Attributes
    ----------
    outlines, borders
        What was cut. A walk is an outline, or, after all outlines, an edge of the borders.
    walk
        The walk each piece is of, shape (p,).
    begin, end
        From where to where along it: in sides, or as shares of an edge.
    x, y
        Both ends, from the borders' origin, shape (2, p).
    node
        The crossing at both ends, shape (2, p).
    outside
        How many areas hold the outer side (of a border: the piece), and sums of sites' numbers, in
        the rows of :attr:`Outlines.added`.
    town
        The town the piece lies in or bounds; -1 for none, the number of towns for the city's own.
    city
        Whether a piece of an outline lies in the city.
    places
        Where the crossings are.
    stretches
        What outlines hold of borders.
    holder, held_from, held_to
        Stretches of walks that outlines hold: from which piece to before which.
    """

    outlines: Outlines
    borders: Borders
    walk: Indices
    begin: Floats
    end: Floats
    x: Floats
    y: Floats
    node: Indices
    outside: Counts
    town: Indices
    city: NDArray[np.bool_]
    places: Places
    stretches: Stretches
    holder: Indices
    held_from: Indices
    held_to: Indices

    def __len__(self) -> int:
        return len(self.walk)

    @property
    def of_outline(self) -> NDArray[np.bool_]:
        """Whether each piece is of an outline."""
        mine: NDArray[np.bool_] = self.walk < len(self.outlines)
        return mine

    def inside(self) -> Counts:
        """Return what holds the inner side of each piece; of a border, the piece."""
        mine = self.of_outline
        found = self.outside.copy()
        found[:, mine] += self.outlines.added[:, self.walk[mine]]
        return found

    def unit_m(self) -> Floats:
        """Return the length of a side, or of an edge, of each piece's walk."""
        way = self.borders.ends - self.borders.starts
        sides = self.outlines.radii * (2 * np.sin(STEP / 2))
        found: Floats = np.concatenate((sides, np.hypot(way[:, 0], way[:, 1])))[self.walk]
        return found

    def swept_m2(self) -> Floats:
        """Return the area that the way from the origin to each piece sweeps, signed."""
        mine = np.flatnonzero(self.of_outline)
        swept: Floats = (self.x[0] * self.y[1] - self.x[1] * self.y[0]) / 2
        which = self.walk[mine]
        round_centre = (self.end[mine] - self.begin[mine]) * self.outlines.side_m2()[which]
        dx, dy = self.x[1, mine] - self.x[0, mine], self.y[1, mine] - self.y[0, mine]
        moved = (self.outlines.x[which] * dy - self.outlines.y[which] * dx) / 2
        swept[mine] = round_centre + moved
        return swept


def pieces(outlines: Outlines, borders: Borders) -> Pieces:
    """Cut the parts of outlines that can decide anything, and all borders.

    Parameters
    ----------
    outlines, borders
        Of :func:`gis.contours.outlines.outlines_of` and :func:`gis.contours.borders.borders`.
    """
    kept, open_edges = deciding(outlines, borders)
    walked = np.asarray(kept.any(axis=1))
    met = meetings(outlines, kept)
    met_edges = stretches(outlines, borders, walked, open_edges)
    crossings, touches = len(met.one), len(met_edges.edge)
    held = held_by_outlines(met, kept) + held_edges(outlines, met_edges, open_edges, crossings)
    marks = town_marks(borders, met_edges, walked, 2 * crossings)
    corners, kept_at = kept_marks(outlines, borders, kept, 2 * (crossings + touches))
    marks += kept_at
    places = Places.of(outlines, borders, (met, met_edges), corners)
    return _cut(outlines, borders, held, marks, places, met_edges)


def _cut(
    outlines: Outlines,
    borders: Borders,
    held: Held,
    marks: Marks,
    places: Places,
    met_edges: Stretches,
) -> Pieces:
    walk = np.concatenate((held.walk, held.walk, marks.walk))
    at = np.concatenate((held.begin, held.end, marks.at))
    node = np.concatenate((held.begin_node, held.end_node, marks.node))
    order = np.argsort(walk * _SPAN + at)
    walk, at, node = walk[order], at[order], node[order]
    kept_at = np.concatenate((np.zeros(2 * len(held.by), dtype=np.intp), marks.kept()))
    is_piece = np.cumsum(kept_at[order]) > 0
    first = np.flatnonzero(is_piece)
    within = np.zeros((_TOWNS + 3, len(first)), dtype=np.intp)
    for row, changes in zip(within, _channels(outlines, borders, held, marks), strict=True):
        if changes is not None:
            row[:] = np.cumsum(changes[order])[first]
    position = np.empty(len(order), dtype=np.intp)
    position[order] = np.cumsum(is_piece) - is_piece
    town, city = _towns(outlines, borders, (walk[first], at[first], at[first + 1]), within)
    ends = np.stack((node[first], node[first + 1]))
    return Pieces(
        outlines,
        borders,
        walk[first],
        at[first],
        at[first + 1],
        places.x[ends],
        places.y[ends],
        ends,
        within[:_CHANNELS],
        town,
        city,
        places,
        met_edges,
        held.by,
        position[: len(held.by)],
        position[len(held.by) : 2 * len(held.by)],
    )


def _channels(
    outlines: Outlines, borders: Borders, held: Held, marks: Marks
) -> Iterator[Counts | None]:
    """Yield what is added where, channel by channel; ``None`` where nothing is.

    While a stretch is held the outline's numbers are added; at marks, towns and the city.
    """
    deep = (DEPTHS, DEPTHS, 0, 0, 0, 0)
    size = len(held.by)

    def changed(by: Indices | None, marked: Indices | None) -> Counts:
        changes = np.zeros(2 * size + len(marks.by), dtype=np.intp)
        if by is not None:
            changes[:size], changes[size : 2 * size] = by, np.negative(by)
        if marked is not None:
            changes[2 * size :] = marked
        return changes

    for numbers, further in zip(outlines.added, deep, strict=True):
        some = numbers.any() or further
        yield changed(np.append(numbers, further)[held.by], None) if some else None
    of_town = (marks.town >= 0) & (marks.town < borders.towns)
    yield changed(None, of_town * marks.by)
    yield changed(None, of_town * marks.by * marks.town)
    yield changed(None, (marks.town == borders.towns) * marks.by)


def _towns(
    outlines: Outlines, borders: Borders, cut: tuple[Indices, Floats, Floats], within: Counts
) -> tuple[Indices, NDArray[np.bool_]]:
    """Return each piece's town, and whether it lies in the city.

    Along an outline only changes are known. Where its longest piece lies tells the rest.
    """
    walk, begin, end = cut
    mine = np.searchsorted(walk, len(outlines))
    town = np.full(len(walk), -1, dtype=np.intp)
    town[mine:] = borders.owner[walk[mine:] - len(outlines)]
    city = np.zeros(len(walk), dtype=bool)
    if not mine:
        return town, city
    walk, length = walk[:mine], (end - begin)[:mine]
    group = np.flatnonzero(np.diff(walk, prepend=-1))
    longest = np.maximum.reduceat(length, group)
    sizes = np.diff(group, append=mine)
    among = np.flatnonzero(length == np.repeat(longest, sizes))
    _, first = np.unique(walk[among], return_index=True)
    known = among[first]
    looked_at = begin[known] + _LOOKED_AT * (end[known] - begin[known])
    x, y = outlines.places(walk[known], looked_at)
    holder = borders.holders(np.stack((x, y), axis=1))
    inside = (holder >= 0).astype(np.intp)
    towns, number, in_city = (
        within[channel, :mine] + np.repeat(value - within[channel, known], sizes)
        for channel, value in (
            (_TOWNS, inside),
            (_TOWN, np.maximum(holder, 0)),
            (_CITY, inside),
        )
    )
    town[:mine] = np.where(towns == 1, number, -1)
    city[:mine] = in_city == 1
    return town, city
