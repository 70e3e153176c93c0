"""Where outlines cross one another: each crossing found once, and told to both.

For regular polygons that differ only in size and place, whether they cross is told exactly by the
gauge of that shape (the radius of the polygon whose outline passes through a point) at the
difference of their centres. Circles give the sides to look at, exact steps along the one side the
point.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.contours.outlines import PARTS, SIDES, STEP, Outlines
from gis.contours.pairs import near_pairs
from gis.contours.sides import SHRINK, bracketed, gauge, looked_for, on_side
from gis.discs import SEGMENTS, Floats, Indices

_SHALLOW = 0.9999
_NEAR_PARTS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Meetings:
    """Pairs of outlines, and the two places where each pair crosses.

    Attributes
    ----------
    one, other
        Outlines that cross, shape (m,).
    enter_one, leave_one
        Where, in sides along ``one``, it enters and leaves ``other``.
    enter_other, leave_other
        Where ``other`` enters and leaves ``one``: the same places, the other way about.
    x, y
        The places, shape (2, m): where ``one`` leaves, where it enters.
    held, holder
        Outlines that lie wholly inside others.
    """

    one: Indices
    other: Indices
    enter_one: Floats
    leave_one: Floats
    enter_other: Floats
    leave_other: Floats
    x: Floats
    y: Floats
    held: Indices
    holder: Indices


def meetings(outlines: Outlines, kept: NDArray[np.bool_]) -> Meetings:
    """Find what outlines do to each other wherever parts are kept, shape (n, PARTS).

    What lies far from every kept part may be left out or told roughly.
    """
    one, other = near_pairs(outlines, kept)
    dx, dy = outlines.x[other] - outlines.x[one], outlines.y[other] - outlines.y[one]
    apart = gauge(dx, dy)
    small, large = outlines.radii[one] * SHRINK, outlines.radii[other] * SHRINK
    crossing = (apart < small + large) & (apart > np.abs(small - large))
    inside, round_it = apart <= large - small, apart <= small - large
    met = np.flatnonzero(crossing)
    some, (leave, enter) = _crossings(outlines, kept, one[met], other[met])
    held = np.concatenate((one[inside], other[round_it], some.held))
    holder = np.concatenate((other[inside], one[round_it], some.holder))
    return Meetings(
        one[met][some.crossed],
        other[met][some.crossed],
        enter.along,
        leave.along,
        leave.other,
        enter.other,
        np.stack((leave.x, enter.x)),
        np.stack((leave.y, enter.y)),
        held,
        holder,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Places:
    """One place for each pair: where along one outline and the other, and its coordinates."""

    along: Floats
    other: Floats
    x: Floats
    y: Floats

    def taken(self, which: Indices) -> "_Places":
        return _Places(self.along[which], self.other[which], self.x[which], self.y[which])


@dataclass(frozen=True, slots=True, eq=False)
class _Sorted:
    """Which of the pairs cross after all; rounding lets others only touch, or lie inside."""

    crossed: Indices
    held: Indices
    holder: Indices


def _crossings(
    outlines: Outlines, kept: NDArray[np.bool_], one: Indices, other: Indices
) -> tuple[_Sorted, tuple[_Places, _Places]]:
    """Return where the first of each pair leaves the second, and where it enters it."""
    number = len(one)
    rough, shallow = _by_circles(outlines, one, other)
    beside = kept.copy()
    for step in range(1, _NEAR_PARTS + 1):
        beside |= np.roll(kept, step, axis=1) | np.roll(kept, -step, axis=1)
    near = beside[np.concatenate((one, one)), _part(rough.along)]
    near |= beside[np.concatenate((other, other)), _part(rough.other)]
    exact = np.flatnonzero(near | np.concatenate((shallow, shallow)))
    pair = exact % number if number else exact
    found, lost = _solved(outlines, one[pair], other[pair], exact >= number, rough.taken(exact))
    for name in _Places.__slots__:
        getattr(rough, name)[exact] = getattr(found, name)
    missed = np.zeros(number, dtype=bool)
    missed[pair[lost]] = True
    crossed, missing = np.flatnonzero(~missed), np.flatnonzero(missed)
    swapped = outlines.radii[one[missing]] > outlines.radii[other[missing]]
    small = np.where(swapped, other[missing], one[missing])
    large = np.where(swapped, one[missing], other[missing])
    away = np.hypot(outlines.x[small] - outlines.x[large], outlines.y[small] - outlines.y[large])
    inner = away < outlines.radii[large]
    ways = rough.taken(crossed), rough.taken(crossed + number)
    return _Sorted(crossed, small[inner], large[inner]), ways


def _part(along: Floats) -> Indices:
    return np.minimum((along * (1 / SIDES)).astype(np.intp), PARTS - 1)


def _by_circles(
    outlines: Outlines, one: Indices, other: Indices
) -> tuple[_Places, NDArray[np.bool_]]:
    """Return the places if outlines were circles: leaving, then entering; and which are shallow."""
    dx, dy = outlines.x[other] - outlines.x[one], outlines.y[other] - outlines.y[one]
    first, second = outlines.radii[one], outlines.radii[other]
    square = dx * dx + dy * dy
    away = np.sqrt(square)
    room = np.maximum(away, 1e-300)
    turn_one = (square + first * first - second * second) / (2 * room * first)
    turn_other = (square + second * second - first * first) / (2 * room * second)
    shallow = np.maximum(np.abs(turn_one), np.abs(turn_other)) > _SHALLOW
    bearing = np.arctan2(dy, dx)
    turned = np.arccos(np.clip(turn_one, -1.0, 1.0))
    turned_other = np.arccos(np.clip(turn_other, -1.0, 1.0))
    angle = np.concatenate((bearing + turned, bearing - turned))
    along = angle * (1 / STEP) % SEGMENTS
    back = np.concatenate((bearing - turned_other, bearing + turned_other)) + np.pi
    # Where it is told only roughly, no piece ends, and the place itself is never asked for.
    x, y = np.full((2, len(angle)), np.nan)
    return _Places(along, back * (1 / STEP) % SEGMENTS, x, y), shallow


def _solved(
    outlines: Outlines, one: Indices, other: Indices, entering: NDArray[np.bool_], rough: _Places
) -> tuple[_Places, Indices]:
    """Return the exact places, and which could not be found."""
    # The smaller outline has the shorter sides, so one of its corners is sooner in the other.
    swapped = outlines.radii[one] > outlines.radii[other]
    walker, target = np.where(swapped, other, one), np.where(swapped, one, other)
    inward = entering ^ swapped
    side = np.where(swapped, rough.other, rough.along).astype(np.intp) % SEGMENTS
    unclear = bracketed(outlines, walker, target, inward, side)
    for _ in range(2):
        some = np.flatnonzero(unclear)
        if not len(some):
            break
        side[some], unclear[some] = looked_for(outlines, walker[some], target[some], inward[some])
        again = np.flatnonzero(unclear)
        walker[again], target[again] = target[again], walker[again]
        inward[again], swapped[again] = ~inward[again], ~swapped[again]
    along, beside, x, y = on_side(outlines, walker, target, inward, side)
    lost = np.flatnonzero(unclear)
    first, second = np.where(swapped, beside, along), np.where(swapped, along, beside)
    return _Places(first, second, x, y), lost
