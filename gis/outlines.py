"""Which parts of the discs' outlines can change an answer.

Deep inside many service areas one more outline changes nothing: a place that four sites serve is
3-covered on either side of a fifth site's outline. Leaving such parts out of the arrangement keeps
every figure exact and the number of faces near that of the gaps, not of all crossings. A part is
left out only where enough other discs hold all of it, so a walk that crosses it never leaves them;
hence a face of the thinned arrangement still has one answer throughout.
"""

import numpy as np
from numpy.typing import NDArray

from gis.discs import Discs, Floats, Indices

DEPTHS = (1, 2, 3)
"""The k of k-coverage."""
_SIDES = 4
"""Sides of a part: the unit that is kept or left out."""


def deciding_sides(
    discs: Discs, sure: NDArray[np.bool_], serving: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Mark the sides of the discs that coverage and gaps can depend on.

    Parameters
    ----------
    discs
        The service areas.
    sure, serving
        Which discs are sure ones, and which are of serving sites, shape (n,).

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
        alike = sure == certain
        if now:
            shown = _times(discs, alike & serving, parts) < max(DEPTHS)
            if not certain:
                shown |= _times(discs, sure & serving, parts) < 1
        else:
            shown = _times(discs, alike, parts) < 1
        drawn[mine] = np.repeat(shown.reshape(len(mine), discs.segments // _SIDES), _SIDES, axis=1)
    return drawn


def _times(discs: Discs, among: NDArray[np.bool_], parts: tuple[Floats, Floats]) -> Indices:
    """Count, for each part, the marked discs that hold all of it."""
    return discs.taken(np.flatnonzero(among)).times_around(*parts)


def _parts(discs: Discs) -> tuple[Floats, Floats]:
    """Return a point of each part and how far the part reaches from it."""
    rings = discs.rings()
    middles = rings[:, _SIDES // 2 : -1 : _SIDES]
    reach = 2 * discs.circumradii * np.sin(np.pi * (_SIDES // 2) / discs.segments)
    return middles.reshape(-1, 2), np.repeat(reach, middles.shape[1])
