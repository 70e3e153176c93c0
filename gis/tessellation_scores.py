"""How strongly each place belongs to each cell: the maximum-entropy model of a tessellation.

Of all ways to share a region out among cells so that every cell has its area and its centroid, the
one that assumes nothing else is the one of greatest entropy relative to a prior. It is log-linear:
the membership of a place ``x`` in cell ``i`` is proportional to ``exp(-score_i(x))`` with::

    score_i(x) = |x - c_i|^2 / r_i^2 - pull(|x - s_i| / r_i) - tilt_i . (x - c_i) / r_i - level_i

where ``c_i`` is the centroid, ``r_i`` the radius of a disc of the cell's area, ``s_i`` a point
known to lie inside (a seat), and tilts and levels are the multipliers of the centroid and area
constraints. They minimise a convex function; Newton's method finds them in a few steps.

All coordinates are metres in one projected system, arrays of points are ``(points, 2)``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.errors import InvalidInputError

Floats = NDArray[np.float64]

SEAT_PULL = 2.0
"""Depth of the pull of a seat, in units of the score: at the seat itself, odds of e² to 1."""
SEAT_REACH = 0.35
"""Standard width of that pull, in radii of the cell."""
TILT_PENALTY = 1e-4
"""Weight of the penalty on tilts. It bounds them where centroids can only nearly be met."""
_SETTLED = 1.0
"""A lead in units of the score that shifting levels will not overturn."""
_NOTHING = 1e-14
_TOLERANCE = 1e-4
_LONGEST_STEP = 20.0
_COMMON_ERROR = 0.02
"""Largest error of the centres' weighted mean, in radii of the region: rounding stays far below."""
_STEPS = 80


@dataclass(frozen=True, slots=True)
class ScoreModel:
    """The fitted scores of a tessellation's cells.

    Attributes
    ----------
    centres, radii
        Published centroids ``(cells, 2)`` and radii ``(cells,)`` of discs of the cells' areas, m.
    seats
        Points known to lie inside ``(cells, 2)``, NaN where none is known, m.
    tilts, levels
        Multipliers ``(cells, 2)`` and ``(cells,)``, without unit.
    """

    centres: Floats
    radii: Floats
    seats: Floats
    tilts: Floats
    levels: Floats

    def scores(self, points: Floats) -> Floats:
        """Return the score of every cell at every point ``(points, cells)``; the least wins."""
        tilted = np.einsum("xik,ik->xi", _offsets(points, self.centres, self.radii), self.tilts)
        prior = _prior(points, self.centres, self.radii, self.seats)
        result: Floats = prior - tilted - self.levels
        return result


def fit_scores(points: Floats, centres: Floats, shares: Floats, seats: Floats) -> ScoreModel:
    """Fit the model so that every cell has its share of the points and its centroid.

    Parameters
    ----------
    points
        A regular grid over the region ``(points, 2)``, m.
    centres
        Published centroids ``(cells, 2)``, m. Their common error against the centroid of the
        region is taken off first, since no partition could have it.
    shares
        Share of the region's area of each cell ``(cells,)``; they sum to 1.
    seats
        Points known to lie inside ``(cells, 2)``, NaN where none is known, m.

    Raises
    ------
    gis.errors.InvalidInputError
        If the centres cannot be those of a partition with these areas.
    """
    counts = shares * len(points)
    extent = _extent(points)
    radii = np.sqrt(shares * extent / np.pi)
    common_error = points.mean(axis=0) - (shares[:, None] * centres).sum(axis=0)
    _check_common_error(float(np.hypot(*common_error)), extent)
    features = np.concatenate(
        [np.ones((len(points), len(shares), 1)), _offsets(points, centres, radii)], axis=2
    )
    wanted = np.column_stack([counts, counts[:, None] * common_error / radii[:, None]])
    penalty = np.array([0.0, TILT_PENALTY, TILT_PENALTY]) * counts[:, None]
    prior = _prior(points, centres, radii, seats)
    solution, met = _newton(prior, features, _Goal(wanted, penalty, counts), 1.0)
    if not met:
        raise InvalidInputError(
            "the areas and centres given cannot be met together",
            field="facts",
            remedy="check that each centre is the centroid of its cell and lies in the outline",
        )
    return ScoreModel(centres, radii, seats, solution[:, 1:], solution[:, 0])


def level_areas(scores: Floats, shares: Floats, widths: Sequence[float]) -> Floats:
    """Return what to take off each cell's score so that hard cells have their areas.

    Parameters
    ----------
    scores
        Scores at a regular grid of points ``(points, cells)``.
    shares
        Share of the area of each cell ``(cells,)``.
    widths
        Widths of the border in units of the score over which a point counts for both sides,
        falling: the last should be what the score changes within a pixel, so that areas are met
        within one; wider ones before it lead there from afar.
    """
    wanted = shares * len(scores)
    total = np.zeros(len(shares))
    for width in widths:
        total = total + _levels(scores - total, wanted, width)
    return total


def _levels(scores: Floats, wanted: Floats, width: float) -> Floats:
    """Return the levels that give each cell its count of points, softened by ``width``.

    Points that one cell leads by far are counted and left out of the fit: they are most of them.
    """
    if scores.shape[1] == 1:
        return np.zeros(1)
    least = np.partition(scores, 1, axis=1)
    settled = least[:, 1] - least[:, 0] > _SETTLED + 10 * width
    left = wanted - np.bincount(scores[settled].argmin(axis=1), minlength=len(wanted))
    if left.min() <= 0:
        settled, left = np.zeros_like(settled), wanted
    near = scores[~settled]
    goal = _Goal(left[:, None], np.zeros((len(left), 1)), wanted)
    # Cells that do not touch cannot trade ground: the nearest that can be had is the answer then.
    solution, _ = _newton(near, np.ones((*near.shape, 1)), goal, width)
    return solution[:, 0]


def _check_common_error(error: float, extent: float) -> None:
    if error > _COMMON_ERROR * float(np.sqrt(extent / np.pi)):
        raise InvalidInputError(
            f"the centres' mean, weighted by area, is {error:.0f} m off the region's centroid",
            field="facts",
            remedy="give the centroids of cells that fill the region; check areas, axes and datum",
        )


def _extent(points: Floats) -> float:
    """Return the area that a regular grid of points stands for, m2."""
    xs = np.unique(points[:, 0])
    ys = np.unique(points[:, 1])
    steps = np.concatenate([np.diff(xs), np.diff(ys)])
    return float(steps.min() ** 2 * len(points))


def _offsets(points: Floats, centres: Floats, radii: Floats) -> Floats:
    result: Floats = (points[:, None, :] - centres[None]) / radii[None, :, None]
    return result


def _prior(points: Floats, centres: Floats, radii: Floats, seats: Floats) -> Floats:
    from_centre = (_offsets(points, centres, radii) ** 2).sum(axis=2)
    from_seat = (_offsets(points, seats, radii) ** 2).sum(axis=2)
    pull = SEAT_PULL * np.exp(-from_seat / (2 * SEAT_REACH**2))
    result: Floats = from_centre - np.nan_to_num(pull)
    return result


def _memberships(scores: Floats, width: float) -> tuple[Floats, float]:
    """Return the soft memberships ``(points, cells)`` and the sum of soft minima."""
    exponents = -scores / width
    top = exponents.max(axis=1, keepdims=True)
    weights = np.exp(exponents - top)
    weights[weights < _NOTHING] = 0.0  # the processor multiplies denormal numbers very slowly
    sums = weights.sum(axis=1, keepdims=True)
    return weights / sums, float((top + np.log(sums)).sum()) * width


@dataclass(frozen=True, slots=True)
class _Goal:
    """Sums of the features wanted and penalties on multipliers ``(cells, k)``, and the counts."""

    wanted: Floats
    penalty: Floats
    counts: Floats


def _newton(prior: Floats, features: Floats, goal: _Goal, width: float) -> tuple[Floats, bool]:
    """Minimise the convex dual by damped Newton steps.

    Returns
    -------
    tuple
        The multipliers ``(cells, k)``, and whether they meet the goal.
    """
    cells, k = goal.wanted.shape
    solution = np.zeros((cells, k))
    for _ in range(_STEPS):
        value, members = _dual(prior, features, goal, width, solution)
        slope = np.einsum("xi,xik->ik", members, features) - goal.wanted + goal.penalty * solution
        if float(np.abs(slope / goal.counts[:, None]).max()) < _TOLERANCE:
            return np.round(solution, 9), True
        curvature = _curvature(members, features) / width + np.diag(goal.penalty.ravel())
        curvature += np.eye(cells * k) * (1e-9 * np.trace(curvature) / (cells * k) + 1e-9)
        step = np.linalg.solve(curvature, -slope.ravel()).reshape(cells, k)
        step *= min(1.0, _LONGEST_STEP / float(np.abs(step).max()))
        fall = float((slope * step).sum())
        length = 1.0
        while _dual(prior, features, goal, width, solution + length * step)[
            0
        ] > value + 1e-4 * length * fall + 1e-9 * abs(value):
            length /= 2
        solution = solution + length * step
    return np.round(solution, 9), False


def _dual(
    prior: Floats, features: Floats, goal: _Goal, width: float, solution: Floats
) -> tuple[float, Floats]:
    members, soft = _memberships(prior - np.einsum("xik,ik->xi", features, solution), width)
    fined = float((goal.penalty * solution**2).sum()) / 2
    return soft - float((solution * goal.wanted).sum()) + fined, members


def _curvature(members: Floats, features: Floats) -> Floats:
    """Return the covariance of the features under the memberships ``(cells k, cells k)``."""
    points, cells, k = features.shape
    weighted = (members[:, :, None] * features).reshape(points, cells * k)
    result: Floats = -(weighted.T @ weighted)
    own = np.einsum("xik,xil->ikl", weighted.reshape(points, cells, k), features)
    for cell in range(cells):
        block = slice(cell * k, (cell + 1) * k)
        result[block, block] += own[cell]
    return result
