"""The outlines of service areas, each once, and the parts of them that can decide an answer.

Discs are drawn as regular polygons that differ only in size and place. So two outlines cross twice
or not at all, however close they are, and what one holds of another is one stretch of it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.contours.borders import Borders
from gis.discs import SEGMENTS, Discs, Floats, Indices

DEPTHS = 3
"""Deeper than this nothing is counted."""
STEP = 2 * np.pi / SEGMENTS
SIDES = 4
"""Sides of a part: the unit that is kept or left out."""
PARTS = SEGMENTS // SIDES
_CELLS = 200
"""Cells of the coarse grid along the longer side of the city, at most."""
_ROUNDING_M = 1e-6
_ANGLES = np.arange(SEGMENTS + 1) % SEGMENTS * STEP
CORNERS = np.stack((np.cos(_ANGLES), np.sin(_ANGLES)))
"""Directions of the vertices, shape (2, segments + 1)."""
Cells = NDArray[np.int32]
SURE, POSSIBLE, COMING_SURE, COMING_POSSIBLE = range(4)
KINDS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Outlines:
    """Distinct outlines, with what lies on their inner side and not on their outer.

    Attributes
    ----------
    x, y
        Centres, from the borders' origin, shape (n,), metres.
    radii
        Circumradii, shape (n,).
    added
        How many sites' sure and possible areas, and coming sites', end at the outline, shape
        (KINDS, n); and the sums of the numbers of those sites that serve, surely and possibly, in
        two more rows.
    of_disc
        The outline of each disc.
    """

    x: Floats
    y: Floats
    radii: Floats
    added: Indices
    of_disc: Indices

    def __len__(self) -> int:
        return len(self.radii)

    def side_m2(self) -> Floats:
        """Return the area of the triangle between each centre and one side."""
        area: Floats = np.square(self.radii) * (np.sin(STEP) / 2)
        return area

    def places(self, which: Indices, u: Floats) -> tuple[Floats, Floats]:
        """Return where the outlines are after so many sides."""
        side = np.minimum(u.astype(np.intp), SEGMENTS - 1)
        share = u - side
        (c0, s0), (c1, s1) = CORNERS[:, side], CORNERS[:, side + 1]
        radius = self.radii[which]
        return (
            self.x[which] + radius * (c0 + share * (c1 - c0)),
            self.y[which] + radius * (s0 + share * (s1 - s0)),
        )


def outlines_of(discs: Discs, kind: Indices, site: Indices, origin: Floats) -> Outlines:
    """Take discs that coincide together.

    Parameters
    ----------
    discs
        The service areas (EPSG:4547).
    kind
        What each disc is, of ``SURE`` to ``COMING_POSSIBLE``.
    site
        The number of its site.
    origin
        Of the borders.
    """
    table = np.column_stack((discs.centres - origin, discs.circumradii))
    order = np.lexsort(table.T)
    new = np.ones(len(table), dtype=bool)
    new[1:] = (np.diff(table[order], axis=0) != 0).any(axis=1)
    of_disc = np.empty(len(table), dtype=np.intp)
    of_disc[order] = np.cumsum(new) - 1
    x, y, radii = table[order[new]].T.copy()
    added = np.zeros((KINDS + 2, len(radii)), dtype=np.intp)
    np.add.at(added, (kind, of_disc), 1)
    serving = kind <= POSSIBLE
    np.add.at(added, (KINDS + kind[serving], of_disc[serving]), site[serving])
    return Outlines(x, y, radii, added, of_disc)


def deciding(outlines: Outlines, borders: Borders) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Mark the parts of the outlines, and the edges of the borders, where answers can change.

    A part is left out if it lies outside the city, or deep inside other service areas: three sure
    ones for the outline of a sure one, three possible ones and a sure one for that of a possible
    one, any for those of coming sites. An edge is left out if three sites surely serve all of it.

    Returns
    -------
    tuple of arrays
        Shapes (n, PARTS) and (edges,).
    """
    grid = _Grid.over(outlines, borders)
    open_to = grid.open_cells(outlines, borders)
    block = open_to.copy()
    block[:, :-1] |= open_to[:, 1:]
    block[:-1] |= block[1:].copy()
    middles = CORNERS[:, SIDES // 2 : SEGMENTS : SIDES]
    reach = 2 * outlines.radii * np.sin(STEP * SIDES / 4)
    x = (outlines.x - reach)[:, None] + outlines.radii[:, None] * middles[0]
    y = (outlines.y - reach)[:, None] + outlines.radii[:, None] * middles[1]
    mine = ((outlines.added[:KINDS] > 0) << np.arange(KINDS)[:, None]).sum(axis=0)
    found = block[grid.cells(x, y)]
    kept = (found & mine[:, None].astype(np.uint8)) > 0
    return kept, _open_edges(borders, grid, block)


def _open_edges(borders: Borders, grid: "_Grid", block: NDArray[np.uint8]) -> NDArray[np.bool_]:
    way = borders.ends - borders.starts
    length = np.hypot(way[:, 0], way[:, 1])
    counts = np.ceil(length / grid.cell).astype(np.intp)
    edge = np.repeat(np.arange(len(counts)), counts)
    number = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts)
    first = borders.starts[edge] + way[edge] * (number / counts[edge])[:, None]
    last = borders.starts[edge] + way[edge] * ((number + 1) / counts[edge])[:, None]
    x, y = np.minimum(first, last).T - _ROUNDING_M
    still = np.zeros(len(counts), dtype=bool)
    still[edge[block[grid.cells(x, y)] & (1 << SURE) > 0]] = True
    return still


@dataclass(frozen=True, slots=True)
class _Grid:
    """Square cells over the city, with a rim that stands for all outside."""

    west: float
    south: float
    cell: float
    columns: int
    rows: int

    @classmethod
    def over(cls, outlines: Outlines, borders: Borders) -> "_Grid":
        low, high = borders.hull.min(axis=0), borders.hull.max(axis=0)
        # A part is no wider than a cell, so that it lies in two by two cells at most.
        part = 4 * float(outlines.radii.max(initial=0.0)) * np.sin(STEP * SIDES / 4)
        cell = max(float((high - low).max()) / _CELLS, float(part), 1e-3) + 2 * _ROUNDING_M
        west, south = (low - 3 * cell).tolist()
        columns, rows = (np.ceil((high - low) / cell).astype(np.intp) + 6).tolist()
        return cls(west, south, cell, columns, rows)

    def cells(self, x: Floats, y: Floats) -> tuple[Cells, Cells]:
        """Return row and column of each place; places outside are put on the rim."""
        column = ((x - self.west) * (1 / self.cell)).astype(np.int32)
        row = ((y - self.south) * (1 / self.cell)).astype(np.int32)
        np.clip(column, 0, self.columns - 1, out=column)
        np.clip(row, 0, self.rows - 1, out=row)
        return row, column

    def open_cells(self, outlines: Outlines, borders: Borders) -> NDArray[np.uint8]:
        """Return, as bits, which kinds of outline can decide something in each cell."""
        some = [kind for kind in range(KINDS) if outlines.added[kind].any()]
        none = np.zeros((self.rows, self.columns), dtype=np.intp)
        times = [self._times(outlines, kind) if kind in some else none for kind in range(KINDS)]
        sure, possible, coming_sure, coming_possible = times
        still = (
            sure < DEPTHS,
            (possible < DEPTHS) | (sure < 1),
            sure + coming_sure < 1,
            possible + coming_possible < 1,
        )
        bits = np.zeros((self.rows, self.columns), dtype=np.uint8)
        for kind, where in enumerate(still):
            bits |= where.astype(np.uint8) << kind
        bits[~self._in_hull(borders)] = 0
        return bits

    def _in_hull(self, borders: Borders) -> NDArray[np.bool_]:
        """Mark the cells that may meet the city's hull."""
        x = self.west + (np.arange(self.columns) + 0.5) * self.cell
        y = self.south + (np.arange(self.rows) + 0.5) * self.cell
        inside = np.ones((self.rows, self.columns), dtype=bool)
        corners = borders.hull
        for (px, py), (east, north) in zip(
            corners.tolist(), (np.roll(corners, -1, axis=0) - corners).tolist(), strict=True
        ):
            room = self.cell * 0.75 * np.hypot(east, north)
            inside &= (east * (y - py))[:, None] >= (north * (x - px) - room)[None]
        return inside

    def _times(self, outlines: Outlines, kind: int) -> Indices:
        """Count the service areas of one kind that hold each whole cell."""
        which = np.flatnonzero(outlines.added[kind])
        inner = outlines.radii[which] * np.cos(STEP / 2) - _ROUNDING_M
        x, y = ((outlines.x[which] - self.west), (outlines.y[which] - self.south))
        x, y, radii = x / self.cell, y / self.cell, inner / self.cell
        low = np.clip(np.ceil(y - radii), 0, self.rows).astype(np.intp)
        high = np.clip(np.floor(y + radii), 0, self.rows).astype(np.intp)
        counts = np.maximum(high - low, 0)
        disc = np.repeat(np.arange(len(which)), counts)
        row = np.arange(len(disc)) - np.repeat(np.cumsum(counts) - counts, counts) + low[disc]
        offset = row - y[disc]
        tall = np.maximum(np.abs(offset), np.abs(offset + 1))
        half = np.sqrt(np.maximum(radii[disc] ** 2 - tall**2, 0.0))
        first = np.clip(np.ceil(x[disc] - half), 0, self.columns).astype(np.intp)
        last = np.clip(np.floor(x[disc] + half), 0, self.columns).astype(np.intp)
        last = np.maximum(first, last)
        weight = outlines.added[kind, which][disc].astype(np.float64)
        wide = self.columns + 1
        change = np.bincount(row * wide + first, weights=weight, minlength=self.rows * wide)
        change -= np.bincount(row * wide + last, weights=weight, minlength=self.rows * wide)
        depth = np.cumsum(change.reshape(self.rows, wide)[:, :-1], axis=1)
        return np.rint(depth).astype(np.intp)
