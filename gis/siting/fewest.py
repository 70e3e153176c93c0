"""The fewest sites: for all coverable demand (LSCP), or for a stated part of it."""

from dataclasses import replace
from math import ceil, inf

import numpy as np

from gis.discs import Indices
from gis.errors import InvalidInputError
from gis.progress import Progress
from gis.siting.answers import Answer, Clock, answered, check_kept
from gis.siting.greedy import choose
from gis.siting.patterns import ByCandidate, Patterns, undominated
from gis.siting.program import Block, Program, block, run

_WHOLE = 1e-6
"""A bound this little above a whole number is that number: the solver's own rounding."""
_UNITS = 1e4
_ROUNDING = 1e-12
"""Sums in another order differ by so much: asking for all demand is not asking for more."""


def fewest_sites(
    patterns: Patterns,
    *,
    needed: float | None = None,
    kept: tuple[int, ...] = (),
    time_limit_s: float = 20.0,
    on_progress: Progress | None = None,
) -> Answer:
    """Choose the fewest candidates that cover enough demand.

    Location set covering (LSCP; Toregas and others 1971): minimise the sum of x(j) subject to the
    sum of x(j) over N(p) >= 1 for every pattern p. Partial covering: y(p) <= that sum, and the
    sum of w(p) y(p) >= needed.

    Parameters
    ----------
    patterns
        The demand.
    needed
        Demand to cover, in its own unit, with what the kept sites cover; ``None`` for all that
        the candidates can cover.
    kept
        Existing sites among the candidates: they stay and do not count.
    time_limit_s, on_progress
        As in :func:`gis.siting.search.best_cover`.

    Returns
    -------
    Answer
        Value and bound are numbers of new sites. Where not even all candidates cover ``needed``
        the status is infeasible.

    Raises
    ------
    InvalidInputError
        If a parameter cannot be used.
    SolverError
        If the solver fails.
    """
    clock = Clock(time_limit_s, on_progress)
    check_kept(kept, patterns.candidates)
    if needed is not None and not 0 <= needed < inf:
        raise InvalidInputError(
            f"the demand to cover must be a number from 0, not {needed:g}", field="needed"
        )
    problem = "set_covering" if needed is None else "partial_covering"
    open_demand = beyond(patterns, kept)
    wanted = None
    if needed is not None:
        offered = float(open_demand.weights.sum())
        wanted = needed - (float(patterns.weights.sum()) - offered)
        if wanted > offered * (1 + _ROUNDING):
            return answered(problem, (), inf, inf, clock)
    found, bound, first = fewest(open_demand, wanted, clock)
    return answered(problem, found, float(len(found)), float(bound), clock, first=first)


def fewest(
    patterns: Patterns, needed: float | None, clock: Clock, *, enough: int = 0
) -> tuple[tuple[int, ...], int, tuple[float, float]]:
    """Return a choice that covers ``needed``, a lower bound on its size, and the first of both.

    ``None`` is all of it. The search ends early with a choice of at most ``enough`` candidates.
    """
    keep = undominated(patterns)
    smaller = patterns.restricted(keep)
    if needed is None:
        smaller = replace(smaller, weights=np.ones(len(smaller)))
    wanted = float(smaller.weights.sum())
    if needed is not None:
        wanted = min(needed, wanted)
    index = smaller.by_candidate()
    chosen, bound = _greedy(smaller, index, wanted)
    first = (float(len(chosen)), float(bound))
    cuts: list[tuple[int, ...]] = []
    while bound < len(chosen) > enough and clock.left() > 0:
        clock.tick()
        program = _program(smaller, wanted, bound, len(chosen), cuts)
        start = np.array(chosen, dtype=np.intp)
        outcome = run(program, clock, start=start, binaries=smaller.candidates)
        if outcome.infeasible:
            # Nothing but the known choice is left between the bounds.
            bound = len(chosen)
        elif outcome.bound > bound:
            bound = min(len(chosen), ceil(outcome.bound - _WHOLE))
        if outcome.values is None:
            break
        found = np.flatnonzero(outcome.values[: smaller.candidates] > 0.5)
        if covered(smaller, index, found) >= wanted:
            chosen = _without_idle(smaller, index, found.tolist(), wanted, chosen)
            break
        # Too little by less than the solver's tolerance: some other candidate must be in it.
        cuts.append(tuple(found.tolist()))
    return tuple(int(keep[one]) for one in chosen), bound, first


def beyond(patterns: Patterns, kept: tuple[int, ...]) -> Patterns:
    """Return the demand that kept sites leave open, candidates numbered as before."""
    if not kept:
        return patterns
    is_kept = np.zeros(patterns.candidates, dtype=bool)
    is_kept[list(kept)] = True
    by_kept = patterns.pattern_of_pair()[is_kept[patterns.covering]]
    served = np.bincount(by_kept, minlength=len(patterns)) > 0
    stays = ~served[patterns.pattern_of_pair()]
    counts = np.diff(patterns.starts)[~served]
    starts = np.concatenate((np.zeros(1, dtype=np.intp), np.cumsum(counts, dtype=np.intp)))
    return Patterns(
        patterns.weights[~served], starts, patterns.covering[stays], patterns.candidates
    )


def covered(patterns: Patterns, index: ByCandidate, chosen: Indices) -> float:
    """Return the demand that a choice covers."""
    times = index.times_covered(chosen.tolist(), len(patterns))
    return float(patterns.weights[times > 0].sum())


def _greedy(patterns: Patterns, index: ByCandidate, wanted: float) -> tuple[tuple[int, ...], int]:
    """Cover greedily; the gains on the way bound how few could have done it."""
    choice = choose(patterns, index, patterns.candidates)
    left = patterns.weights.copy()
    value, bound, chosen = 0.0, 0, list[int]()
    for candidate in choice.chosen:
        bound = max(bound, _at_least(patterns.sums(left), wanted - value))
        if value >= wanted:
            break
        chosen.append(candidate)
        left[index.of(candidate)] = 0.0
        value = covered(patterns, index, np.array(chosen))
    return tuple(chosen), min(bound, len(chosen))


def _at_least(gains: np.ndarray, missing: float) -> int:
    """Return how many candidates at least are needed for what is missing, by their gains alone."""
    if missing <= 0:
        return 0
    most = np.cumsum(np.sort(gains)[::-1])
    return int(np.searchsorted(most, missing * (1 - _ROUNDING)) + 1)


def _without_idle(
    patterns: Patterns,
    index: ByCandidate,
    found: list[int],
    wanted: float,
    known: tuple[int, ...],
) -> tuple[int, ...]:
    """Drop what is not needed; return the smaller of this and the known choice."""
    for candidate in list(found):
        rest = [one for one in found if one != candidate]
        if covered(patterns, index, np.array(rest, dtype=np.intp)) >= wanted:
            found = rest
    return tuple(found) if len(found) < len(known) else known


def _program(
    patterns: Patterns, wanted: float, least: int, most: int, cuts: list[tuple[int, ...]]
) -> Program:
    number, rows = patterns.candidates, len(patterns)
    pattern = patterns.pattern_of_pair()
    every = np.arange(number)
    total = float(patterns.weights.sum())
    budget = block([(np.zeros(number, dtype=np.intp), every, 1.0)], [least], [most])
    others = [np.setdiff1d(every, cut) for cut in cuts]
    blocks = [budget] + [
        block([(np.zeros(len(other), dtype=np.intp), other, 1.0)], [1.0], [inf]) for other in others
    ]
    partly = wanted < total
    if partly:
        row = np.arange(rows)
        linked = [(pattern, patterns.covering, 1.0), (row, number + row, -1.0)]
        blocks.append(block(linked, np.zeros(rows), np.full(rows, inf)))
        blocks.append(
            Block(
                np.zeros(rows, dtype=np.intp),
                number + row,
                patterns.weights * (_UNITS / total),
                np.array([wanted * (_UNITS / total)]),
                np.array([inf]),
            )
        )
    else:
        blocks.append(block([(pattern, patterns.covering, 1.0)], np.ones(rows), np.full(rows, inf)))
    extra = rows if partly else 0
    return Program(
        cost=np.concatenate((np.ones(number), np.zeros(extra))),
        lower=np.zeros(number + extra),
        upper=np.ones(number + extra),
        whole=np.arange(number + extra) < number,
        blocks=blocks,
        maximise=False,
    )
