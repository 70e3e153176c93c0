"""Which outlines are near enough to matter to one another."""

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.contours.outlines import CORNERS, PARTS, SIDES, STEP, Outlines
from gis.discs import SEGMENTS, Floats, Geometries, Indices

_QUARTERS = 4


def near_pairs(outlines: Outlines, kept: NDArray[np.bool_]) -> tuple[Indices, Indices]:
    """Pair outlines of which one has kept parts that the other may hold or cross.

    Parameters
    ----------
    outlines
        The outlines.
    kept
        The parts of each that are kept, shape (n, PARTS).

    Returns
    -------
    tuple of arrays
        The pairs, each once, the lower number first.
    """
    quarters = kept.reshape(-1, _QUARTERS, PARTS // _QUARTERS)
    some, quarter = np.nonzero(quarters.any(axis=2))
    if not len(some):
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    parts = quarters[some, quarter]
    low_x, high_x = _extent(outlines.x[some], outlines.radii[some], parts, quarter, CORNERS[0])
    low_y, high_y = _extent(outlines.y[some], outlines.radii[some], parts, quarter, CORNERS[1])
    radii = outlines.radii
    tree = shapely.STRtree(
        _diagonals(outlines.x - radii, outlines.y - radii, outlines.x + radii, outlines.y + radii)
    )
    row, other = tree.query(_diagonals(low_x, low_y, high_x, high_y))
    x, y, radius = outlines.x[other], outlines.y[other], radii[other]
    east = np.maximum(np.maximum(low_x[row] - x, x - high_x[row]), 0.0)
    north = np.maximum(np.maximum(low_y[row] - y, y - high_y[row]), 0.0)
    one = some[row]
    near = (east * east + north * north <= radius * radius) & (one != other)
    one, other = one[near], other[near]
    # A pair found from both sides is met once.
    keys = np.sort(np.minimum(one, other) * len(outlines) + np.maximum(one, other))
    keys = keys[np.diff(keys, prepend=-1) > 0]
    first_of, second_of = np.divmod(keys, max(1, len(outlines)))
    return first_of, second_of


def _extent(
    centres: Floats, radii: Floats, kept: NDArray[np.bool_], quarter: Indices, corners: Floats
) -> tuple[Floats, Floats]:
    """Return from where to where the kept parts of quarters reach along one axis."""
    middles = corners[SIDES // 2 : SEGMENTS : SIDES].reshape(_QUARTERS, -1)[quarter]
    least = np.where(kept, middles, np.inf).min(axis=1)
    most = np.where(kept, middles, -np.inf).max(axis=1)
    reach = 2 * np.sin(STEP * SIDES / 4)
    return centres + radii * (least - reach), centres + radii * (most + reach)


def _diagonals(west: Floats, south: Floats, east: Floats, north: Floats) -> Geometries:
    """Return lines with these envelopes: all that a tree looks at, and quickly made."""
    ends = np.stack((west, south, east, north), axis=1).reshape(-1, 2, 2)
    return np.asarray(shapely.linestrings(ends), dtype=object)
