"""Areas as sums over pieces of outlines and borders (Green's theorem).

The area of a region is half the integral of ``x dy - y dx`` along its boundary. A piece is on the
boundary where one of its sides is in the region and the other is not, so each piece says by itself
what it adds. Around every region the pieces close; sums in which they do not are refused.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.contours.borders import Borders
from gis.contours.crossed import Stretches
from gis.contours.outlines import (
    COMING_POSSIBLE,
    COMING_SURE,
    DEPTHS,
    KINDS,
    POSSIBLE,
    SURE,
)
from gis.contours.pieces import Counts, Pieces
from gis.discs import SEGMENTS, Floats, Indices

_OPEN = 2e-10
"""Regions may stay open by so much of the city's area over its width."""
_APART_M = 1e-6
"""How far the end of a piece may lie from where it is along its outline."""
_PROBED = (21.7, 107.3, 191.9)
"""Where along an outline it is looked at, in sides: away from the vertices that touch borders."""


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Areas in square metres.

    Attributes
    ----------
    low, high
        What at least 1, 2, 3 sites surely, possibly serve, shape (DEPTHS, towns).
    planned_low, planned_high
        The same of at least one, coming sites included, shape (towns,).
    reach
        What each outline holds of the city, shape (outlines,).
    alone_low, alone_high
        What each site serves surely and no other possibly, and possibly and no other surely,
        shape (sites,).
    """

    low: Floats
    high: Floats
    planned_low: Floats
    planned_high: Floats
    reach: Floats
    alone_low: Floats
    alone_high: Floats


def sums(pieces: Pieces, inside: Counts, swept: Floats, possible_outline: Indices) -> Sums | None:
    """Add up the areas; ``None`` where rounding has left a region open, or crossings unclear.

    Parameters
    ----------
    pieces
        The cut outlines and borders.
    inside, swept
        Of :meth:`Pieces.inside` and :meth:`Pieces.swept_m2`.
    possible_outline
        The outline of what each site possibly serves, shape (sites,).
    """
    if not _ends_in_place(pieces):
        return None
    found = _towns(pieces, inside, swept)
    if found is None:
        return None
    low, high = found[:DEPTHS], found[DEPTHS : 2 * DEPTHS]
    alone_low, alone_high = _alone(pieces, inside, swept, possible_outline)
    reach = _reach(pieces)
    if reach is None:
        return None
    return Sums(low, high, found[-2], found[-1], reach, alone_low, alone_high)


def _ends_in_place(pieces: Pieces) -> bool:
    """Tell whether the pieces of outlines end where they say they do along them.

    It is not so where outlines that touch from within share a side: they cross nowhere on it.
    """
    mine = np.flatnonzero(pieces.of_outline)
    walk = pieces.walk[mine]
    for end, along in enumerate((pieces.begin[mine], pieces.end[mine])):
        x, y = pieces.outlines.places(walk, along)
        away = np.maximum(np.abs(pieces.x[end, mine] - x), np.abs(pieces.y[end, mine] - y))
        if away.max(initial=0.0) > _APART_M:
            return False
    return True


def added(index: Indices, amounts: Floats, number: int) -> Floats:
    """Return the sum of the amounts of each index below ``number``."""
    return np.bincount(index, weights=amounts, minlength=number).astype(np.float64)


def _served(depth: Counts) -> NDArray[np.bool_]:
    """Tell of each figure whether it counts what so many areas hold, shape (figures, p)."""
    k = np.arange(1, DEPTHS + 1)[:, None]
    return np.concatenate(
        (
            depth[SURE] >= k,
            depth[POSSIBLE] >= k,
            (depth[SURE] + depth[COMING_SURE] >= 1)[None],
            (depth[POSSIBLE] + depth[COMING_POSSIBLE] >= 1)[None],
        )
    )


def _towns(pieces: Pieces, inside: Counts, swept: Floats) -> Floats | None:
    """Return each figure of each town, shape (figures, towns)."""
    borders = pieces.borders
    step = _served(inside).astype(np.int8) - (_served(pieces.outside) & pieces.of_outline)
    counted = np.flatnonzero(step.any(axis=0) & (pieces.town >= 0))
    step, town = step[:, counted].astype(np.float64), pieces.town[counted]
    dx, dy = pieces.x[1] - pieces.x[0], pieces.y[1] - pieces.y[0]
    # Each figure's boundary closes, so any mixture of them does.
    mixed = np.sqrt(np.arange(2.0, 2.0 + len(step))) @ step
    number = borders.towns + 1
    low, high = borders.hull.min(axis=0), borders.hull.max(axis=0)
    allowed = _OPEN * float(borders.areas_m2.sum()) / float((high - low).max())
    for way in (dx, dy):
        left = added(town, mixed * way[counted], number)
        if np.abs(left[:-1]).max() > allowed:
            return None
    found = [added(town, row * swept[counted], number) for row in step]
    return np.array(found)[:, :-1]


def _alone(
    pieces: Pieces, inside: Counts, swept: Floats, possible_outline: Indices
) -> tuple[Floats, Floats]:
    number = len(possible_outline)
    in_city = np.where(pieces.of_outline, pieces.city, pieces.town == pieces.borders.towns)
    low, high = np.zeros(number), np.zeros(number)
    for depth, sign in ((inside, 1.0), (pieces.outside, -1.0)):
        side = in_city if sign > 0 else in_city & pieces.of_outline
        # Where rounding has mixed up crossings in one place, sums of numbers may be of no site.
        known = (depth[KINDS:] >= 0) & (depth[KINDS:] < number)
        once = np.flatnonzero(side & known[SURE] & (depth[SURE] == 1))
        high += added(depth[KINDS + SURE, once], sign * swept[once], number)
        only = once[known[POSSIBLE, once] & (depth[POSSIBLE, once] == 1)]
        low += added(depth[KINDS + POSSIBLE, only], sign * swept[only], number)
    return low, high + _not_sure(pieces, in_city, inside, swept)[possible_outline]


def _not_sure(pieces: Pieces, in_city: NDArray[np.bool_], inside: Counts, swept: Floats) -> Floats:
    """Return what each outline holds of the part of the city that no site surely serves.

    Its boundary is the outline's own, the city's border within, and within also the outlines
    where sure service begins, the other way about.
    """
    outlines = pieces.outlines
    nobody = in_city & (inside[SURE] == 0)
    own = np.flatnonzero(nobody & pieces.of_outline)
    found = added(pieces.walk[own], swept[own], len(outlines))
    begins = in_city & pieces.of_outline & (pieces.outside[SURE] == 0) & (inside[SURE] > 0)
    across = np.where(begins, -swept, np.where(nobody & ~pieces.of_outline, swept, 0.0))
    so_far = np.concatenate(([0.0], np.cumsum(across)))
    held = np.flatnonzero(pieces.holder < len(outlines))
    between = so_far[pieces.held_to[held]] - so_far[pieces.held_from[held]]
    return found + added(pieces.holder[held], between, len(outlines))


def _reach(pieces: Pieces) -> Floats | None:
    """Return the area that each outline holds of the city, from where both cross.

    Where an edge of the city leaves an outline, that comes into the city, to leave it where an edge
    enters. ``None`` where rounding has lost one of these.
    """
    outlines, borders, met = pieces.outlines, pieces.borders, pieces.stretches
    number = len(outlines)
    mine = np.flatnonzero(borders.owner[met.edge] == borders.towns)
    outline, entered, left = met.outline[mine], met.enter_at[mine], met.leave_at[mine]
    (x0, x1), (y0, y1) = met.x[:, mine], met.y[:, mine]
    out, back = np.flatnonzero(~np.isnan(entered)), np.flatnonzero(~np.isnan(left))
    crossed = np.bincount(outline[back], minlength=number)
    if (crossed != np.bincount(outline[out], minlength=number)).any():
        return None
    if not _goes_on(borders, met, mine):
        return None

    def between(to: Floats, since: Floats) -> Floats:
        return added(outline[out], to[out], number) - added(outline[back], since[back], number)

    # An outline that leaves the city before it comes in was in it where it begins.
    first_out, first_back = np.full(number, np.inf), np.full(number, np.inf)
    np.minimum.at(first_out, outline[out], entered[out])
    np.minimum.at(first_back, outline[back], left[back])
    whole = first_out < first_back
    free = np.flatnonzero(crossed == 0)
    probes = (outlines.places(free, np.full(len(free), at)) for at in _PROBED)
    within = np.array([borders.in_city(np.stack(places, axis=1)) for places in probes])
    if (within != within[0]).any():
        return None
    whole[free] = within[0]
    turned = between(entered, left) + whole * float(SEGMENTS)
    moved = outlines.x * between(y0, y1) - outlines.y * between(x0, x1)
    along_edges = added(outline, x0 * y1 - x1 * y0, number)
    return turned * outlines.side_m2() + (moved + along_edges) / 2


def _goes_on(borders: Borders, met: Stretches, mine: Indices) -> bool:
    """Tell whether the edges that end within an outline are those that others begin after.

    It is not so where an outline meets the city's border just in a corner: rounding may have it
    cross neither of the corner's edges.
    """
    places = int(borders.corner.max(initial=0)) + 1
    begins, ends = (mine[np.isnan(at[mine])] for at in (met.enter_at, met.leave_at))
    begun = met.outline[begins] * places + borders.corner[0, met.edge[begins]]
    ended = met.outline[ends] * places + borders.corner[1, met.edge[ends]]
    return np.array_equal(np.sort(begun), np.sort(ended))
