"""Points sorted along a Z-order curve: every square of a quadtree is then one run of points.

Used by :mod:`gis.nearest`. Coordinates and lengths are in one unit, metres in EPSG:4547 elsewhere
in this package.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

from gis.discs import Floats, Indices
from gis.errors import InvalidInputError

SQUARE_POINTS = 16
"""Squares with no more points than this are not split: testing the points is cheaper."""
SLACK = 1e-9
SLACK_M = 1e-6
"""By what share and by what length bounds on squares are widened: more than rounding can be."""
_MAX_DEPTH = 10
"""Halvings at most: a table of a million squares. Where nearly all points crowd into a thousandth
of the extent (one stray point far away), answers stay exact and take longer."""
_TESTS_AT_ONCE = 1 << 16
"""Point tests made together: their arrays stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Squares:
    """Squares of one depth of the quadtree, in the curve's order.

    Attributes
    ----------
    codes
        Their places along the curve.
    first, last
        The run of points of each: ``first`` up to, not including, ``last``.
    depth
        How many times the whole was halved.
    """

    codes: Indices
    first: Indices
    last: Indices
    depth: int

    def __len__(self) -> int:
        return len(self.codes)

    def taken(self, which: Indices) -> "Squares":
        """Return the squares of these indices."""
        return Squares(self.codes[which], self.first[which], self.last[which], self.depth)


@dataclass(frozen=True, slots=True)
class SortedPoints:
    """Points in the order of a Z-order curve, ready to be asked about any sites.

    Attributes
    ----------
    x, y
        Coordinates in curve order, shape (n,).
    order
        The caller's index of each, shape (n,).
    offsets
        First point of each smallest square along the curve, shape (4**depth + 1,).
    west, south, size
        The square that holds all points.
    depth
        How many times that square is halved at most.
    """

    x: Floats
    y: Floats
    order: Indices
    offsets: Indices
    west: float
    south: float
    size: float
    depth: int

    @classmethod
    def of(cls, points: Floats) -> Self:
        """Sort points.

        Parameters
        ----------
        points
            Shape (n, 2), finite.

        Raises
        ------
        InvalidInputError
            If a coordinate is not finite.
        """
        places = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        if not np.isfinite(places).all():
            raise InvalidInputError("a point's coordinates must be finite", field="points")
        if not len(places):
            nothing = np.zeros(2, dtype=np.intp)
            return cls(places[:, 0], places[:, 1], nothing[:0], nothing, 0.0, 0.0, 1.0, 0)
        low, high = places.min(axis=0), places.max(axis=0)
        size = float((high - low).max()) or 1.0
        wanted = np.log2(max(len(places) / SQUARE_POINTS, 1.0)) / 2
        depth = int(min(np.ceil(wanted), _MAX_DEPTH))
        codes = _curve(places, low, size, depth)
        # One sort of code and index together is several times faster than an argsort.
        bits = max(1, int(len(places) - 1).bit_length())
        mixed = np.sort((codes << bits) | np.arange(len(places)))
        order = (mixed & ((1 << bits) - 1)).astype(np.intp, copy=False)
        counts = np.bincount(mixed >> bits, minlength=4**depth)
        offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.intp, copy=False)
        x, y = places[:, 0][order], places[:, 1][order]
        return cls(x, y, order, offsets, float(low[0]), float(low[1]), size, depth)

    def __len__(self) -> int:
        return len(self.x)

    def root(self) -> Squares:
        """Return the one square that holds all points; none where there are no points."""
        one = np.zeros(1 if len(self) else 0, dtype=np.intp)
        return Squares(one, one, one + len(self), 0)

    def middles(self, squares: Squares) -> tuple[Floats, Floats, float]:
        """Return the squares' centres and the way from centre to corner, a little lengthened."""
        side = self.size / 2**squares.depth
        east, north = _unspread(squares.codes), _unspread(squares.codes >> 1)
        corner = side * float(np.sqrt(0.5)) * (1 + SLACK) + SLACK_M
        return self.west + (east + 0.5) * side, self.south + (north + 0.5) * side, corner

    def is_leaf(self, squares: Squares) -> NDArray[np.bool_]:
        """Mark the squares that are not split any more."""
        small: NDArray[np.bool_] = squares.last - squares.first <= SQUARE_POINTS
        return small | (squares.depth == self.depth)

    def descend(
        self, squares: Squares, row: Indices, site: Indices
    ) -> tuple[Squares, Indices, Indices]:
        """Hand pairs of square and site down to the four parts of each square.

        Parameters
        ----------
        squares
            Squares that may be split.
        row, site
            Index of the square, ascending, and of the site of each pair.

        Returns
        -------
        tuple
            The parts that hold points, and the pairs, sorted alike.
        """
        if not len(row):
            return squares, row, site
        begins = np.flatnonzero(np.diff(row, prepend=-1))
        ends = np.append(begins[1:], len(row))
        depth = squares.depth + 1
        codes = (4 * squares.codes[row[begins], None] + np.arange(4)).ravel()
        below = 2 * (self.depth - depth)
        first, last = self.offsets[codes << below], self.offsets[(codes + 1) << below]
        held = np.flatnonzero(last > first)
        pair, part = expanded(begins[held // 4], ends[held // 4])
        return Squares(codes[held], first[held], last[held], depth), part, site[pair]


def expanded(first: Indices, last: Indices) -> tuple[Indices, Indices]:
    """Return the members of runs one after the other, and the run of each."""
    counts = last - first
    run = np.repeat(np.arange(len(counts)), counts)
    member = np.arange(len(run)) + np.repeat(first - (np.cumsum(counts) - counts), counts)
    return member, run


def blocks(counts: Indices) -> Iterator[slice]:
    """Cut a sequence of counts into slices of about as many tests as are made together."""
    if not len(counts):
        return
    ends = np.cumsum(counts)
    cuts = np.searchsorted(ends, np.arange(_TESTS_AT_ONCE, ends[-1] + 1, _TESTS_AT_ONCE))
    edges = [0, *np.unique(cuts[cuts > 0]).tolist(), len(counts)]
    for start, stop in pairwise(edges):
        if stop > start:
            yield slice(start, stop)


def _curve(places: Floats, low: Floats, size: float, depth: int) -> NDArray[np.int64]:
    """Return the place along the curve of each point's smallest square."""
    cells = 2**depth
    codes = np.zeros(len(places), dtype=np.int64)
    for axis in (0, 1):
        cell = ((places[:, axis] - low[axis]) * (cells / size)).astype(np.int64)
        codes |= _spread(np.minimum(cell, cells - 1)) << axis
    return codes


def _spread(cell: NDArray[np.int64]) -> NDArray[np.int64]:
    """Put a 0 between any two of the low 16 bits."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        cell = (cell | (cell << shift)) & mask
    return cell


def _unspread(code: Indices) -> Indices:
    """Take every second bit, as :func:`_spread` put them."""
    cell = code & 0x55555555
    for shift, mask in ((1, 0x33333333), (2, 0x0F0F0F0F), (4, 0x00FF00FF), (8, 0x0000FFFF)):
        cell = (cell | (cell >> shift)) & mask
    return cell
