"""Demand points merged by the candidates that reach them: tens of millions of points in seconds.

A grid is laid over the discs. Inside one cell most discs hold everything or nothing, so a point's
covering set is its cell's, but for the few discs whose outline passes through the cell: only those
are measured. Each combination of a cell and the answers of its outlines is one *slot*; points are
counted into slots, and the few thousand distinct covering sets come out of the slots at the end.
Nothing is sorted point by point. The answer is exactly that of measuring every point against every
disc. Batches of points give partial counts of integers, which add up in any order to the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Self

import numpy as np
from numpy.typing import NDArray

from gis.discs import Floats, Indices
from gis.errors import InvalidInputError
from gis.siting.patterns import Patterns, merge
from gis.siting.point_cells import (
    Whole,
    Words,
    classified,
    from_zero,
    no_rows,
    set_bits,
    summed,
)

MAX_TOTAL = 1 << 53
"""Demand above this in sum would not stay exact in double precision."""
_COARSEST, _FINEST = 16, 512
_POINTS_A_CELL = 24
_SLOT_OUTLINES = 8
"""A cell that more outlines cross has no slots: its points carry their whole covering set."""
_AT_ONCE = 1 << 19
_MARGIN = 1e-9
"""Cells are taken wider by this share of the grid, so that rounding never puts a point outside."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Demand of one or more batches, counted; adding is exact and has no order.

    Attributes
    ----------
    slots
        Demand in each slot.
    rows, row_demand
        Covering sets (bits, shape (k, words)) of points in crowded cells, each once and in order,
        and their demand.
    total
        All demand, covered or not.
    """

    slots: Whole
    rows: Words
    row_demand: Whole
    total: int

    def __add__(self, other: Self) -> "Counted":
        rows, demand = summed(
            np.concatenate((self.rows, other.rows)),
            np.concatenate((self.row_demand, other.row_demand)),
        )
        return Counted(self.slots + other.slots, rows, demand, self.total + other.total)


@dataclass(frozen=True, slots=True)
class PointMerger:
    """The grid over the candidates' discs; made once, then given batches of points.

    Attributes
    ----------
    centres, radii
        The discs: shape (n, 2) and (n,), metres. A disc holds a point at exactly its radius.
    origin, cell_m, wide, high
        South-west corner, side of a cell in metres, and the number of columns and rows.
    inside
        Bits of the discs that hold each whole cell, shape (cells, words).
    first, outlines
        The discs whose outlines cross cell c are ``outlines[first[c]:first[c + 1]]``.
    slot
        First slot of each cell, shape (cells + 1,); -1 is never a slot, crowded cells have none.
    """

    centres: Floats
    radii: Floats
    origin: Floats
    cell_m: float
    wide: int
    high: int
    inside: Words
    first: Indices
    outlines: Indices
    slot: Indices

    @classmethod
    def over(cls, centres: Floats, radii: Floats, *, points: int) -> Self:
        """Lay the grid.

        Parameters
        ----------
        centres, radii
            The discs: positions and ranges in metres.
        points
            About how many points will come; it only decides how fine the grid is.

        Raises
        ------
        InvalidInputError
            If there is no disc, or one without a finite centre and a radius above 0.
        """
        places = np.asarray(centres, dtype=np.float64).reshape(-1, 2)
        ranges = np.broadcast_to(np.asarray(radii, dtype=np.float64), len(places)).copy()
        if not (len(places) and np.isfinite(places).all() and np.isfinite(ranges).all()):
            raise InvalidInputError("candidates need finite positions", field="candidates")
        if (ranges <= 0).any():
            raise InvalidInputError("a range must be above 0 metres", field="radius_m")
        low, high = (places - ranges[:, None]).min(axis=0), (places + ranges[:, None]).max(axis=0)
        side = float((high - low).max())
        steps = int(np.clip(np.sqrt(points / _POINTS_A_CELL), _COARSEST, _FINEST))
        cell_m = side / steps
        origin = low - cell_m * 0.5
        wide, tall = (int(n) + 2 for n in np.ceil((high - low) / cell_m))
        inside, crossed_cell, outline = classified(
            places, ranges, origin, cell_m, (wide, tall), side * _MARGIN
        )
        counts = np.bincount(crossed_cell, minlength=wide * tall)
        room = np.where(counts > _SLOT_OUTLINES, 0, 1 << np.minimum(counts, _SLOT_OUTLINES))
        return cls(
            places,
            ranges,
            origin,
            cell_m,
            wide,
            tall,
            inside,
            from_zero(counts),
            outline,
            from_zero(room),
        )

    def count(self, points: Floats, demand: Whole) -> Counted:
        """Count one batch of points.

        Parameters
        ----------
        points
            Shape (m, 2), metres.
        demand
            Shape (m,), integers from 0: people, orders, or any fixed unit.

        Raises
        ------
        InvalidInputError
            If the demand is not whole numbers from 0, or a coordinate is not finite.
        """
        if not np.issubdtype(demand.dtype, np.integer) or (demand < 0).any():
            raise InvalidInputError(
                "the demand of points must be whole numbers from 0",
                field="demand",
                remedy="count in a smaller unit",
            )
        slots = np.zeros(int(self.slot[-1]))
        rows, row_demand = [no_rows(self.inside.shape[1])], [np.zeros(0, dtype=np.int64)]
        for begin in range(0, len(points), _AT_ONCE):
            part = slice(begin, begin + _AT_ONCE)
            x, y = np.ascontiguousarray(points[part, 0]), np.ascontiguousarray(points[part, 1])
            if not (np.isfinite(x).all() and np.isfinite(y).all()):
                raise InvalidInputError("the coordinates of points must be finite", field="demand")
            crowded, found = self._count_into(slots, x, y, demand[part])
            rows.append(found)
            row_demand.append(crowded)
        return Counted(
            slots.astype(np.int64),
            *summed(np.concatenate(rows), np.concatenate(row_demand)),
            int(demand.sum(dtype=np.int64)),
        )

    def patterns(self, counted: Counted) -> Patterns:
        """Return the patterns of all that was counted, as :func:`gis.siting.patterns.merge` does.

        Raises
        ------
        InvalidInputError
            If the demand adds up to more than double precision holds exactly.
        """
        if counted.total >= MAX_TOTAL:
            raise InvalidInputError(
                "the demand adds up to more than 2**53 units",
                field="demand",
                remedy="count in a larger unit",
            )
        used = np.flatnonzero(counted.slots)
        rows, weights = summed(
            np.concatenate((self._slot_rows(used), counted.rows)),
            np.concatenate((counted.slots[used], counted.row_demand)),
        )
        bits = np.unpackbits(
            np.ascontiguousarray(rows, dtype="<u8").view(np.uint8), axis=1, bitorder="little"
        )
        row, candidate = np.nonzero(bits[:, : len(self.radii)])
        return merge(row, candidate, weights.astype(np.float64), candidates=len(self.radii))

    def _count_into(
        self, slots: Floats, x: Floats, y: Floats, demand: Whole
    ) -> tuple[Whole, Words]:
        """Count a few points; those in crowded cells come back with their covering sets."""
        column = ((x - self.origin[0]) * (1 / self.cell_m)).clip(0, self.wide - 1)
        row = ((y - self.origin[1]) * (1 / self.cell_m)).clip(0, self.high - 1)
        cell = row.astype(np.int32) * np.int32(self.wide) + column.astype(np.int32)
        outlines = np.diff(self.first)
        place = self.slot[cell]
        left = np.flatnonzero(outlines[cell])
        crowded = outlines[cell[left]] > _SLOT_OUTLINES
        apart, left = left[crowded], left[~crowded]
        number = 0
        while len(left):
            disc = self.outlines[self.first[cell[left]] + number]
            place[left[self._holds(disc, x[left], y[left])]] += 1 << number
            number += 1
            left = left[outlines[cell[left]] > number]
        weights = demand
        if len(apart):
            weights = demand.copy()
            weights[apart] = 0
            place[apart] = 0
        slots += np.bincount(place, weights=weights, minlength=len(slots))
        rows = self.inside[cell[apart]]
        for number in range(int(outlines.max(initial=0)) if len(apart) else 0):
            some = np.flatnonzero(outlines[cell[apart]] > number)
            disc = self.outlines[self.first[cell[apart[some]]] + number]
            held = self._holds(disc, x[apart[some]], y[apart[some]])
            set_bits(rows, some[held], disc[held])
        return demand[apart].astype(np.int64), rows

    def _holds(self, disc: Indices, x: Floats, y: Floats) -> NDArray[np.bool_]:
        east, north = x - self.centres[disc, 0], y - self.centres[disc, 1]
        held: NDArray[np.bool_] = east * east + north * north <= np.square(self.radii)[disc]
        return held

    def _slot_rows(self, slots: Indices) -> Words:
        """Return the covering set of each slot."""
        cell = np.searchsorted(self.slot, slots, side="right") - 1
        answers = slots - self.slot[cell]
        rows = self.inside[cell]
        for number in range(_SLOT_OUTLINES):
            held = np.flatnonzero(answers >> number & 1)
            set_bits(rows, held, self.outlines[self.first[cell[held]] + number])
        return rows


def merge_points(
    batches: Iterable[tuple[Floats, Whole]], centres: Floats, radii: Floats, *, points: int
) -> Patterns:
    """Merge points by the candidates that reach them, batch by batch.

    Parameters
    ----------
    batches
        Coordinates (shape (m, 2), metres) and whole demand (shape (m,)) of some points each.
    centres, radii, points
        As for :meth:`PointMerger.over`.

    Raises
    ------
    InvalidInputError
        If a candidate or a demand cannot be used.
    """
    merger = PointMerger.over(centres, radii, points=points)
    nothing = merger.count(np.empty((0, 2)), np.empty(0, dtype=np.int64))
    return merger.patterns(
        reduce(lambda sum_, batch: sum_ + merger.count(*batch), batches, nothing)
    )
