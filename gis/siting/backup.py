"""Backup covering: demand that several sites can serve, so that one may fail or be busy."""

from math import inf

import numpy as np

from gis.discs import Floats, Indices
from gis.errors import InvalidInputError
from gis.progress import Progress
from gis.siting.answers import Answer, Clock, answered, check_count, check_kept
from gis.siting.count_bound import CountQuestion
from gis.siting.count_proof import searched
from gis.siting.patterns import ByCandidate, Patterns
from gis.siting.program import Program, at_most, block, run
from gis.siting.search import GAP_TOLERANCE

_UNITS = 1e4
MAX_TIMES = 5


def backup_cover(
    patterns: Patterns,
    count: int,
    *,
    times: int = 2,
    backup_share: float = 1.0,
    kept: tuple[int, ...] = (),
    time_limit_s: float = 20.0,
    on_progress: Progress | None = None,
) -> Answer:
    """Choose up to ``count`` candidates that cover the most demand ``times`` times.

    The objective (backup coverage, BACOP; Hogan and ReVelle 1986) is, with a share s,

        sum over p of w(p) * ((1 - s) [p is covered at least once] + s [at least k times]).

    With s = 1 it is k-coverage itself, with s = 0 maximal covering. Model: y(p) + (k - 1) u(p) <=
    the sum of x(j) over N(p), u(p) <= y(p), u and x binary, the sum of x(j) <= count. Its linear
    relaxation is poor, so half of the time goes to the tree of :mod:`gis.siting.count_proof`.

    Parameters
    ----------
    patterns
        The demand, that of existing sites' service areas included.
    count
        How many candidates may be chosen beside those kept.
    times
        k, from 2 to 5.
    backup_share
        s, from 0 to 1.
    kept
        Existing sites among the candidates: they stay, serve and do not count.
    time_limit_s, on_progress
        As in :func:`gis.siting.search.best_cover`.

    Raises
    ------
    InvalidInputError
        If a parameter cannot be used.
    SolverError
        If the solver fails.
    """
    clock = Clock(time_limit_s, on_progress)
    check_kept(kept, patterns.candidates)
    check_count(count, patterns.candidates - len(kept))
    if not 2 <= times <= MAX_TIMES:
        raise InvalidInputError(
            f"demand is covered from 2 to {MAX_TIMES} times, not {times}", field="times"
        )
    if not 0 <= backup_share <= 1:
        raise InvalidInputError(
            f"the share must be from 0 to 1, not {backup_share:g}", field="backup_share"
        )
    index = patterns.by_candidate()
    shares = (1 - backup_share, backup_share)
    first = _greedy(patterns, index, count, times, shares, kept)
    value = backup_value(patterns, index, (*first, *kept), times, shares)
    bound = float(patterns.weights.sum())
    first_figures = (value, bound)
    chosen = first
    if clock.left() > 0:
        asked = CountQuestion(patterns, [count], shares[:1], [1.0], times, kept, None)
        better, proven = searched(asked, value, clock)
        bound = min(bound, proven)
        if better is not None:
            chosen = better
            value = backup_value(patterns, index, (*chosen, *kept), times, shares)
    if bound - value <= GAP_TOLERANCE * bound:
        return answered("backup", chosen, value, max(value, bound), clock, first=first_figures)
    outcome = run(
        _program(patterns, count, times, shares, kept),
        clock,
        start=np.array([*chosen, *kept], dtype=np.intp),
        binaries=patterns.candidates,
    )
    bound = min(bound, outcome.bound * _scale(patterns))
    if outcome.values is not None:
        solved = np.flatnonzero(outcome.values[: patterns.candidates] > 0.5).tolist()
        found = tuple(one for one in solved if one not in kept)
        found_value = backup_value(patterns, index, (*found, *kept), times, shares)
        if found_value > value:
            chosen, value = found, found_value
    return answered("backup", chosen, value, max(value, bound), clock, first=first_figures)


def backup_value(
    patterns: Patterns,
    index: ByCandidate,
    chosen: tuple[int, ...],
    times: int,
    shares: tuple[float, float],
) -> float:
    """Return the objective of a choice."""
    covered = index.times_covered(chosen, len(patterns))
    once, often = shares
    return float((patterns.weights * (once * (covered > 0) + often * (covered >= times))).sum())


def _scale(patterns: Patterns) -> float:
    return max(float(patterns.weights.sum()), 1e-300) / _UNITS


def _greedy(
    patterns: Patterns,
    index: ByCandidate,
    count: int,
    times: int,
    shares: tuple[float, float],
    kept: tuple[int, ...],
) -> tuple[int, ...]:
    """Choose greedily; a step towards k-fold counts for its part, so that the first ones count."""
    covered = index.times_covered(kept, len(patterns))
    once, often = shares
    chosen: list[int] = []
    while len(chosen) < count:
        worth: Floats = patterns.weights * (
            once * (covered == 0) + often / times * (covered < times)
        )
        gains = patterns.sums(worth)
        gains[[*chosen, *kept]] = -inf
        best = int(gains.argmax())
        if gains[best] <= 0:
            break
        chosen.append(best)
        covered[index.of(best)] += 1
    return tuple(chosen)


def _program(
    patterns: Patterns,
    count: int,
    times: int,
    shares: tuple[float, float],
    kept: tuple[int, ...],
) -> Program:
    sites, rows = patterns.candidates, len(patterns)
    row: Indices = np.arange(rows)
    once, often = shares
    weights = patterns.weights / _scale(patterns)
    y, u = sites + row, sites + rows + row
    covers = block(
        [
            (patterns.pattern_of_pair(), patterns.covering, 1.0),
            (row, y, -1.0),
            (row, u, 1.0 - times),
        ],
        np.zeros(rows),
        np.full(rows, inf),
    )
    ordered = block([(row, y, 1.0), (row, u, -1.0)], np.zeros(rows), np.full(rows, inf))
    number = np.arange(sites + 2 * rows)
    upper = np.ones(len(number))
    # What too few candidates reach can never be covered so often.
    upper[u[np.diff(patterns.starts) < times]] = 0.0
    lower = np.zeros(len(number))
    lower[list(kept)] = 1.0
    return Program(
        cost=np.concatenate((np.zeros(sites), once * weights, often * weights)),
        lower=lower,
        upper=upper,
        whole=(number < sites) | (number >= sites + rows),
        blocks=[covers, ordered, at_most(np.arange(sites), float(count + len(kept)))],
        maximise=True,
    )
