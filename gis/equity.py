"""How equally scores are shared between people: Gini, Palma and Theil, on intervals.

Groups of people (towns) have one score each, known to lie in an interval. Each measure falls when
the Lorenz curve rises, and depends on nothing else. So

- the least value is *attained*: of all scores with one mean, those cut off at a common level
  ``clip(t, low, high)`` have the highest Lorenz curve (they alone minimise the mean of every convex
  function), and the best level is found along one line;
- the greatest value is *enclosed*: a curve under every possible Lorenz curve is drawn, and the
  measure of that curve cannot be exceeded. The largest value that was actually reached by trying is
  told beside it.

Sources: Gini 1912; Palma 2011 (top 10 % over bottom 40 %); Theil 1967.
"""

from collections.abc import Callable
from math import inf

import numpy as np

from gis.discs import Floats
from gis.errors import InvalidInputError
from gis.results import Interval
from gis.results_access import Bound, Inequality, Measure

_PARTS = 2_000
"""Parts the population is cut into to draw the lowest Lorenz curve."""
_TOP, _BOTTOM = 0.9, 0.4


def inequality(people: Floats, low: Floats, high: Floats) -> tuple[Inequality, ...]:
    """Measure inequality of scores that are known as intervals.

    Parameters
    ----------
    people
        People of each group, from 0, shape (g,).
    low, high
        Bounds of each group's score, from 0, shape (g,), ``low <= high``.

    Returns
    -------
    tuple of Inequality
        Gini, Palma and Theil. Bounds are over all combinations of scores within their intervals;
        scores that hang together (a site's capacity falls to one town or another) may not be able
        to take all of them.

    Raises
    ------
    InvalidInputError
        If nobody is counted, a bound is negative, infinite or out of order, or every score is 0.
    """
    weights, least, most = _checked(people, low, high)
    lowest = _lowest_curve(weights, least, most)
    exact = bool((least == most).all())
    answers = []
    for measure, of in _MEASURES.items():
        levels = _levels(weights, least, most)
        smallest = min(of(weights, np.clip(level, least, most)) for level in levels)
        reached = max(smallest, _reached(of, weights, least, most))
        bound = of(np.diff(lowest[0]), np.diff(lowest[1]) / np.diff(lowest[0]))
        value = Interval(smallest, reached if exact else max(bound, reached))
        highest = Bound.ATTAINED if exact else Bound.ENCLOSING
        answers.append(Inequality(measure, value, Bound.ATTAINED, highest, reached))
    return tuple(answers)


def gini(people: Floats, scores: Floats) -> float:
    """Return the Gini coefficient of scores held by groups of people."""
    share, income = _lorenz(people, scores)
    return float(max(0.0, 1.0 - np.sum(np.diff(share) * (income[1:] + income[:-1]))))


def palma(people: Floats, scores: Floats) -> float:
    """Return what the top tenth has over what the bottom four tenths have; infinite for nothing."""
    share, income = _lorenz(people, scores)
    bottom = float(np.interp(_BOTTOM, share, income))
    return (1.0 - float(np.interp(_TOP, share, income))) / bottom if bottom > 0 else inf


def theil(people: Floats, scores: Floats) -> float:
    """Return Theil's T of scores held by groups of people."""
    held = people * scores
    multiple = scores * people.sum() / held.sum()
    logs = np.log(multiple, out=np.zeros_like(multiple), where=multiple > 0)
    return float(max(0.0, np.sum(held * logs) / held.sum()))


_MEASURES: dict[Measure, Callable[[Floats, Floats], float]] = {
    Measure.GINI: gini,
    Measure.PALMA: palma,
    Measure.THEIL: theil,
}


def _checked(people: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats, Floats]:
    weights, least, most = (np.asarray(side, dtype=np.float64) for side in (people, low, high))
    if not len(weights) == len(least) == len(most):
        raise ValueError("people and bounds are not of one length")
    counted = weights > 0
    sides = (weights[counted], least[counted], most[counted])
    ordered = (sides[1] >= 0) & (sides[1] <= sides[2]) & np.isfinite(sides[2])
    if not (counted.any() and ordered.all() and np.isfinite(sides[0]).all()):
        raise InvalidInputError(
            "scores must lie between bounds from 0, of at least one group with people",
            field="scores",
        )
    if not sides[2].max() > 0:
        raise InvalidInputError("every score is 0: there is nothing to share", field="scores")
    return sides


def _lorenz(people: Floats, scores: Floats) -> tuple[Floats, Floats]:
    """Return the corners of the Lorenz curve: share of people, share of what they have."""
    order = np.argsort(scores, kind="stable")
    share = np.concatenate(([0.0], np.cumsum(people[order])))
    income = np.concatenate(([0.0], np.cumsum(people[order] * scores[order])))
    return share / share[-1], income / income[-1]


def _levels(weights: Floats, least: Floats, most: Floats) -> list[float]:
    """Return levels to cut off at, among which each measure is least.

    Between two bounds of intervals, Gini and Palma are ratios of two linear functions of the level:
    their least is at a bound. Theil's T has its own.
    """
    bounds = np.unique(np.concatenate((least, most)))
    # A level of 0 may leave nothing to share.
    return [*bounds[bounds > 0].tolist(), _theil_level(weights, least, most)]


def _theil_level(weights: Floats, least: Floats, most: Floats) -> float:
    """Return the level at which Theil's T of the cut-off scores is least.

    Its slope has the sign of ``log(level) - T - log(mean)``, and grows wherever that is 0: the
    function falls, then rises, and bisection finds the turn.
    """
    above = float(most.max())
    below = max(float(least.min()), above * 1e-12)
    while True:
        level = (below + above) / 2
        if not below < level < above:
            return above
        scores = np.clip(level, least, most)
        mean = float(np.average(scores, weights=weights))
        if np.log(level) < theil(weights, scores) + np.log(mean):
            below = level
        else:
            above = level


def _lowest_curve(weights: Floats, least: Floats, most: Floats) -> tuple[Floats, Floats]:
    """Return corners of a convex curve that lies under every possible Lorenz curve.

    For each share q of the people, the least that the worst-off can have is found exactly, were
    groups divisible; up to the next q the curve is held at that, which only lowers it. No curve is
    steeper than the largest multiple of the mean that a group can have, so none falls below that
    slope drawn back from its end. The lower hull of all this is under every curve.
    """
    share = np.linspace(0.0, 1.0, _PARTS + 1)
    others = (weights * least).sum() - weights * least
    some = most > 0
    steepest = float((most * weights.sum() / (weights * most + others))[some].max())
    held = np.array([_least_share(weights, least, most, q) for q in share[:-2].tolist()])
    held = np.maximum.accumulate(np.maximum(held, 1.0 - (1.0 - share[:-2]) * steepest))
    places, values = [0.0, *share[1:-1].tolist()], [0.0, *held.tolist()]
    turn = 1.0 - (1.0 - values[-1]) / steepest
    if places[-1] < turn < 1.0:
        places.append(turn)
        values.append(values[-1])
    return _lower_hull([*places, 1.0], [*values, 1.0])


def _least_share(weights: Floats, least: Floats, most: Floats, q: float) -> float:
    """Return the least share that a share q of the people can have (Dinkelbach's algorithm).

    With the chosen at their least and the others at their most, the ratio of the two sums is made
    as small as it can be: each turn solves the linear problem of the last ratio, until it repeats.
    """
    wanted = q * weights.sum()
    ratio, key = inf, least
    while True:
        order = np.argsort(key, kind="stable")
        before = np.cumsum(weights[order]) - weights[order]
        chosen = np.zeros_like(weights)
        chosen[order] = np.clip(wanted - before, 0.0, weights[order])
        mine, others = float(np.sum(chosen * least)), float(np.sum((weights - chosen) * most))
        smaller = mine / others if others > 0 else inf
        if smaller >= ratio:
            return ratio / (1.0 + ratio) if ratio < inf else 1.0
        ratio = smaller
        key = least + ratio * most


def _lower_hull(x: list[float], y: list[float]) -> tuple[Floats, Floats]:
    """Return the corners of the greatest convex curve under points given from left to right."""
    hull: list[tuple[float, float]] = []
    for corner in zip(x, y, strict=True):
        while len(hull) > 1 and _turns_down(hull[-2], hull[-1], corner):
            hull.pop()
        hull.append(corner)
    corners = np.array(hull)
    return corners[:, 0], corners[:, 1]


def _turns_down(
    first: tuple[float, float], second: tuple[float, float], third: tuple[float, float]
) -> bool:
    rise = (second[1] - first[1]) * (third[0] - first[0])
    return rise >= (third[1] - first[1]) * (second[0] - first[0])


def _reached(
    of: Callable[[Floats, Floats], float], weights: Floats, least: Floats, most: Floats
) -> float:
    """Return the largest value found by moving one score at a time to its other bound."""
    best = 0.0
    middle = (least + most) / 2
    for level in np.quantile(middle, [0.1, 0.5, 0.9]).tolist():
        scores = np.where(middle > level, most, least)
        if not scores.max() > 0:
            continue
        value, moved = of(weights, scores), True
        while moved and value < inf:
            moved = False
            for group in range(len(scores)):
                other = scores.copy()
                other[group] = least[group] + most[group] - scores[group]
                if other.max() > 0 and of(weights, other) > value:
                    scores, value, moved = other, of(weights, other), True
        best = max(best, value)
    return best
