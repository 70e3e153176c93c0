"""The cells of a grid over discs: what holds all of each, and whose outline crosses it."""

import numpy as np
from numpy.typing import NDArray

from gis.discs import Floats, Indices

Words = NDArray[np.uint64]
Whole = NDArray[np.int64]


def classified(
    centres: Floats,
    radii: Floats,
    origin: Floats,
    cell_m: float,
    shape: tuple[int, int],
    margin: float,
) -> tuple[Words, Indices, Indices]:
    """Tell, cell by cell, which discs hold all of it and which outlines may cross it."""
    wide, tall = shape
    inside = np.zeros((tall, wide, -(-len(radii) // 64)), dtype=np.uint64)
    cells, outlines = [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=np.intp)]
    half = cell_m / 2 + margin
    for disc in range(len(radii)):
        reach = radii[disc]
        west, south = np.floor((centres[disc] - reach - origin) / cell_m).astype(int) - 1
        east, north = np.floor((centres[disc] + reach - origin) / cell_m).astype(int) + 2
        columns, rows = (
            np.arange(max(0, west), min(wide, east)),
            np.arange(max(0, south), min(tall, north)),
        )
        x = np.abs(origin[0] + (columns + 0.5) * cell_m - centres[disc, 0])[None, :]
        y = np.abs(origin[1] + (rows + 0.5) * cell_m - centres[disc, 1])[:, None]
        farthest = np.hypot(x + half, y + half)
        nearest = np.hypot(np.maximum(0.0, x - half), np.maximum(0.0, y - half))
        holds = farthest <= reach - margin
        block = inside[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1, disc // 64]
        block[holds] |= np.uint64(1) << np.uint64(disc % 64)
        row, column = np.nonzero(~holds & (nearest <= reach + margin))
        cells.append((row + rows[0]) * wide + column + columns[0])
        outlines.append(np.full(len(row), disc, dtype=np.intp))
    cell, outline = np.concatenate(cells), np.concatenate(outlines)
    order = np.argsort(cell, kind="stable")
    return inside.reshape(wide * tall, -1), cell[order], outline[order]


def from_zero(counts: Indices) -> Indices:
    """Return running sums that begin with 0."""
    return np.concatenate((np.zeros(1, dtype=np.intp), np.cumsum(counts, dtype=np.intp)))


def no_rows(words: int) -> Words:
    """Return no covering set, of so many words."""
    return np.empty((0, words), dtype=np.uint64)


def set_bits(rows: Words, row: Indices, bit: Indices) -> None:
    """Set one bit in each of some rows, no row twice."""
    rows[row, bit // 64] |= np.uint64(1) << (bit % 64).astype(np.uint64)


def summed(rows: Words, demand: Whole) -> tuple[Words, Whole]:
    """Add up the demand of equal rows; each row comes out once, in order."""
    if not len(rows):
        return rows, demand
    order = np.lexsort(rows.T)
    rows, demand = rows[order], demand[order]
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    first = np.flatnonzero(new)
    return rows[first], np.add.reduceat(demand, first)
