"""Which parts of the discs' outlines can change an answer.

Deep inside many service areas one more outline changes nothing: a place that four sites serve is
3-covered on either side of a fifth site's outline. Leaving such parts out of the arrangement keeps
every figure exact and the number of faces near that of the gaps, not of all crossings. A part is
left out only where enough other discs hold each point of it. So wherever a walk crosses it, the
answer is the same on both sides; hence a face of the thinned arrangement has one answer throughout.
"""

import numpy as np
from numpy.typing import NDArray

from gis.discs import Discs, Floats, Indices

DEPTHS = (1, 2, 3)
"""The k of k-coverage."""
_SIDES = 4
"""Sides of a part: the unit that is kept or left out."""
_CELLS = 1_000
"""Most cells of the coarse grid each way."""
_FEW = 300
"""Up to so many discs, measuring each against the rest costs less than noding needless sides."""


def deciding_sides(
    discs: Discs,
    sure: NDArray[np.bool_],
    serving: NDArray[np.bool_],
    standing: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Mark the sides of the discs that coverage and gaps can depend on.

    Parameters
    ----------
    discs
        The service areas.
    sure, serving
        Which discs are sure ones, and which are of serving sites, shape (n,).
    standing
        Which discs are what their site serves, shape (n,). Where a zone is in the way only the
        possible disc is drawn, whole, to tell what lies in range; it holds nothing.

    Returns
    -------
    array
        Shape (n, sides). A side of a serving site's disc may be left out where as many other sites
        serve as the largest k counted, and one of them surely (the area that only one site
        possibly serves ends there); a side of a coming site's disc, where any other site serves.
    """
    drawn = np.ones((len(discs), discs.segments), dtype=bool)
    for certain, now in ((True, True), (True, False), (False, True), (False, False)):
        mine = np.flatnonzero((sure == certain) & (serving == now))
        parts = _parts(discs.taken(mine))
        alike = standing & (sure == certain)
        if now:
            shown = _times(discs, alike & serving, parts) < max(DEPTHS)
            if not certain:
                shown |= _times(discs, standing & sure & serving, parts) < 1
        else:
            shown = _times(discs, alike, parts) < 1
        drawn[mine] = np.repeat(shown.reshape(len(mine), discs.segments // _SIDES), _SIDES, axis=1)
    drawn[~standing] = ~sure[~standing, None]
    return drawn


def _times(discs: Discs, among: NDArray[np.bool_], parts: tuple[Floats, Floats]) -> Indices:
    """Return how many of the marked discs at least hold each point of each part.

    More than the largest k need not be told apart. A coarse grid settles the parts that lie deep
    inside, nearly all where many sites serve; only the others are measured against every disc.
    """
    marked = discs.taken(np.flatnonzero(among))
    if not len(marked) or not len(parts[0]):
        return np.zeros(len(parts[0]), dtype=np.intp)
    times = _at_least(marked, *parts)
    shallow = np.flatnonzero(times < max(DEPTHS))
    if len(marked) <= _FEW:
        measured = marked.times_around(parts[0][shallow], parts[1][shallow])
        times[shallow] = np.maximum(times[shallow], measured)
    return times


def _at_least(discs: Discs, middles: Floats, reach: Floats) -> Indices:
    """Return the least number of discs that hold a whole cell, of the cells each part can lie in.

    They need not be the same discs in every cell: each point of the part is held so often.
    """
    # A part is no wider than a cell, so it lies in two by two cells at most.
    cell = max(2.0 * float(reach.max()), float(np.ptp(middles, axis=0).max()) / _CELLS, 1e-3)
    corner = middles.min(axis=0) - 2 * cell
    columns, rows = (np.ceil(np.ptp(middles, axis=0) / cell).astype(np.intp) + 6).tolist()
    inner = discs.circumradii * np.cos(np.pi / discs.segments) - 1e-6
    centres = (discs.centres - corner) / cell
    radii = inner / cell
    low = np.clip(np.ceil(centres[:, 1] - radii), 0, rows).astype(np.intp)
    high = np.clip(np.floor(centres[:, 1] + radii), 0, rows).astype(np.intp)
    counts = np.maximum(high - low, 0)
    disc = np.repeat(np.arange(len(discs)), counts)
    row = np.arange(len(disc)) - np.repeat(np.cumsum(counts) - counts, counts) + low[disc]
    offset = row - centres[disc, 1]
    tall = np.maximum(np.abs(offset), np.abs(offset + 1))
    half = np.sqrt(np.maximum(radii[disc] ** 2 - tall**2, 0.0))
    first = np.clip(np.ceil(centres[disc, 0] - half), 0, columns).astype(np.intp)
    last = np.clip(np.floor(centres[disc, 0] + half), first, columns).astype(np.intp)
    size = rows * (columns + 1)
    changes = np.bincount(row * (columns + 1) + first, minlength=size)
    changes -= np.bincount(row * (columns + 1) + last, minlength=size)
    depth = np.cumsum(changes.reshape(rows, columns + 1), axis=1)
    west, south = np.floor((middles - reach[:, None] - corner) / cell).astype(np.intp).T
    block = [depth[south + up, west + right] for up in (0, 1) for right in (0, 1)]
    found: Indices = np.minimum.reduce(block)
    return found


def _parts(discs: Discs) -> tuple[Floats, Floats]:
    """Return a point of each part and how far the part reaches from it."""
    rings = discs.rings()
    middles = rings[:, _SIDES // 2 : -1 : _SIDES]
    reach = 2 * discs.circumradii * np.sin(np.pi * (_SIDES // 2) / discs.segments)
    return middles.reshape(-1, 2), np.repeat(reach, middles.shape[1])
