"""Maximal covering with capacities: a site serves only so much demand a day."""

from dataclasses import dataclass
from math import inf

import numpy as np

from gis.discs import Floats, Indices
from gis.errors import InvalidInputError
from gis.progress import Progress
from gis.siting.answers import Answer, Clock, answered, check_count, check_kept
from gis.siting.patterns import Patterns
from gis.siting.program import Block, Program, at_most, block, run

_UNITS = 1e4


@dataclass(frozen=True, slots=True)
class CapacitatedAnswer:
    """A choice with the demand that each site serves.

    Attributes
    ----------
    answer
        The choice; value and bound are demand units served a day.
    pattern, site, served
        One entry for each "this site serves so much of this pattern a day".
    load
        Demand each candidate serves a day, shape (candidates,).
    """

    answer: Answer
    pattern: Indices
    site: Indices
    served: Floats
    load: Floats


def capacitated_cover(
    patterns: Patterns,
    capacity_per_day: Floats,
    count: int,
    *,
    kept: tuple[int, ...] = (),
    time_limit_s: float = 20.0,
    on_progress: Progress | None = None,
) -> CapacitatedAnswer:
    """Choose up to ``count`` candidates that serve the most demand a day within capacity.

    Capacitated MCLP (Current and Storbeck 1988), with assignment: f(p, j) is the demand of pattern
    p that j serves. Maximise the sum of f subject to: the sum over j <= w(p); the sum over p <=
    c(j) x(j); f(p, j) <= w(p) x(j); the sum of x(j) <= count. A pattern is many people's demand, so
    it may be split between sites.

    Parameters
    ----------
    patterns
        The demand, in units a day.
    capacity_per_day
        Units each candidate can serve a day, shape (candidates,), from 0.
    count
        How many candidates may be chosen beside those kept.
    kept
        Existing sites among the candidates: they stay, serve within capacity and do not count.
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
    capacity = np.asarray(capacity_per_day, dtype=np.float64)
    if capacity.shape != (patterns.candidates,) or not (
        np.isfinite(capacity).all() and (capacity >= 0).all()
    ):
        raise InvalidInputError(
            "every candidate needs a capacity from 0 units a day", field="capacity_per_day"
        )
    chosen, served = _greedy(patterns, capacity, count, kept)
    most = np.minimum(capacity, patterns.sums(patterns.weights))
    free = np.delete(most, list(kept))
    bound = float(np.sort(free)[::-1][:count].sum() + most[list(kept)].sum())
    bound = min(bound, float(patterns.weights.sum()))
    first = (float(served.sum()), bound)
    if bound > first[0]:
        outcome = run(
            capacitated_program(patterns, capacity, count, kept),
            clock,
            start=np.array([*chosen, *kept], dtype=np.intp),
            binaries=patterns.candidates,
        )
        bound = min(bound, outcome.bound * demand_scale(patterns))
        if outcome.values is not None:
            found = outcome.values[: patterns.candidates] > 0.5
            flow = outcome.values[patterns.candidates :] * demand_scale(patterns)
            within = _within(patterns, capacity, np.where(found[patterns.covering], flow, 0.0))
            if within.sum() > served.sum():
                served = within
                solved = np.flatnonzero(found).tolist()
                chosen = tuple(one for one in solved if one not in kept)
    value = float(served.sum())
    used = np.flatnonzero(served)
    return CapacitatedAnswer(
        answered("capacitated", chosen, value, max(value, bound), clock, first=first),
        patterns.pattern_of_pair()[used],
        patterns.covering[used],
        served[used],
        patterns_load(patterns, served),
    )


def patterns_load(patterns: Patterns, served: Floats) -> Floats:
    """Sum what is served, pair by pair, over each candidate."""
    load = np.bincount(patterns.covering, weights=served, minlength=patterns.candidates)
    return load.astype(np.float64)


def _within(patterns: Patterns, capacity: Floats, flow: Floats) -> Floats:
    """Take off what a solver's tolerance lets through, so that every limit holds."""
    pattern = patterns.pattern_of_pair()
    flow = np.maximum(flow, 0.0)
    asked = np.bincount(pattern, weights=flow, minlength=len(patterns))
    over = np.maximum(1.0, asked / patterns.weights)
    flow = flow / over[pattern]
    load = patterns_load(patterns, flow)
    share = np.minimum(1.0, np.divide(capacity, load, out=np.ones_like(load), where=load > 0))
    within: Floats = flow * share[patterns.covering]
    return within


def _greedy(
    patterns: Patterns, capacity: Floats, count: int, kept: tuple[int, ...]
) -> tuple[tuple[int, ...], Floats]:
    """Open what could serve most of what is left; it serves first what few others could."""
    order = np.argsort(patterns.covering, kind="stable")
    ends = np.cumsum(np.bincount(patterns.covering, minlength=patterns.candidates))
    pattern, others = patterns.pattern_of_pair(), np.diff(patterns.starts)
    left, served = patterns.weights.copy(), np.zeros(len(patterns.covering))
    chosen: list[int] = []
    waiting = list(kept)
    closed = np.zeros(patterns.candidates, dtype=bool)
    while waiting or len(chosen) < count:
        if waiting:
            site = waiting.pop(0)
        else:
            gains = np.where(closed, -1.0, np.minimum(capacity, patterns.sums(left)))
            site = int(gains.argmax())
            if gains[site] <= 0:
                break
            chosen.append(site)
        closed[site] = True
        pairs = order[(ends[site - 1] if site else 0) : ends[site]]
        pairs = pairs[np.argsort(others[pattern[pairs]], kind="stable")]
        most = np.minimum(np.cumsum(left[pattern[pairs]]), capacity[site])
        served[pairs] = np.diff(most, prepend=0.0)
        left[pattern[pairs]] = np.maximum(0.0, left[pattern[pairs]] - served[pairs])
    return tuple(chosen), served


def demand_scale(patterns: Patterns) -> float:
    """Return the demand of one unit of the program."""
    return max(float(patterns.weights.sum()), 1e-300) / _UNITS


def capacitated_program(
    patterns: Patterns, capacity: Floats, count: int, kept: tuple[int, ...]
) -> Program:
    """Return the program; its first rows are those of the patterns' demand."""
    sites, pairs, rows = patterns.candidates, len(patterns.covering), len(patterns)
    scale = demand_scale(patterns)
    flow, pattern = sites + np.arange(pairs), patterns.pattern_of_pair()
    weights, most = patterns.weights / scale, np.minimum(capacity / scale, _UNITS)
    site = np.arange(sites)
    demand = block([(pattern, flow, 1.0)], np.full(rows, -inf), weights)
    capacities = Block(
        np.concatenate((patterns.covering, site)),
        np.concatenate((flow, site)),
        np.concatenate((np.ones(pairs), -most)),
        np.full(sites, -inf),
        np.zeros(sites),
    )
    pair = np.arange(pairs)
    opened = Block(
        np.concatenate((pair, pair)),
        np.concatenate((flow, patterns.covering)),
        np.concatenate((np.ones(pairs), -weights[pattern])),
        np.full(pairs, -inf),
        np.zeros(pairs),
    )
    lower = np.zeros(sites + pairs)
    lower[list(kept)] = 1.0
    return Program(
        cost=np.concatenate((np.zeros(sites), np.ones(pairs))),
        lower=lower,
        upper=np.concatenate((np.ones(sites), weights[pattern])),
        whole=np.arange(sites + pairs) < sites,
        blocks=[demand, capacities, opened, at_most(site, float(count + len(kept)))],
        maximise=True,
    )
