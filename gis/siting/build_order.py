"""The order of building: how many sites each year, what is open stays open."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import fsum, inf

import numpy as np

from gis.discs import Floats, Indices
from gis.errors import InvalidInputError
from gis.progress import Progress
from gis.siting.answers import Answer, Clock, answered, check_count, check_kept
from gis.siting.count_bound import CountQuestion
from gis.siting.count_proof import searched
from gis.siting.fewest import beyond, covered
from gis.siting.greedy import choose
from gis.siting.patterns import Patterns, undominated
from gis.siting.program import Block, Program, block, run
from gis.siting.search import GAP_TOLERANCE, best_cover

_UNITS = 1e4
MAX_YEARS = 30


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a building plan.

    Attributes
    ----------
    opened
        Candidates opened that year.
    value
        Demand covered at the end of that year by all opened so far.
    bound
        No choice of so many candidates covers more in that year, the other years disregarded.
    weight
        What a unit of demand covered that year counts.
    """

    opened: tuple[int, ...]
    value: float
    bound: float
    weight: float


@dataclass(frozen=True, slots=True)
class BuildOrder:
    """A building plan year by year.

    Attributes
    ----------
    answer
        All that is chosen; value and bound are of the weighted sum over the years.
    years
        The years in order.
    """

    answer: Answer
    years: tuple[Year, ...]


def build_order(
    patterns: Patterns,
    counts: Sequence[int],
    *,
    weights: Sequence[float] | None = None,
    kept: tuple[int, ...] = (),
    time_limit_s: float = 20.0,
    on_progress: Progress | None = None,
) -> BuildOrder:
    """Choose which candidates to open in which year.

    Multi-period maximal covering: x(j, t) = 1 once j is open; x(j, t) >= x(j, t - 1); the sum of
    x(j, t) <= the counts up to t; y(p, t) <= the sum of x(j, t) over N(p). Maximise the sum over t
    of weight(t) times the demand covered in year t.

    Parameters
    ----------
    patterns
        The demand.
    counts
        How many sites may open in each year.
    weights
        What a unit of demand covered in each year counts; 1 each by default.
    kept
        Existing sites among the candidates: open from the start, not counted; what they cover is
        left out of every value.
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
    worth = _checked(counts, weights)
    check_count(sum(counts), patterns.candidates - len(kept))
    open_demand = beyond(patterns, kept)
    keep = undominated(open_demand)
    smaller = open_demand.restricted(keep)
    totals = list(accumulate(counts))
    plan, bounds = _greedy(smaller, totals)
    value = _value(smaller, plan, worth)
    first = (value, fsum(w * bound for w, bound in zip(worth, bounds, strict=True)))
    if clock.left() > 0:
        bounds = _proven(smaller, totals, bounds, clock)
    bound = fsum(w * one for w, one in zip(worth, bounds, strict=True))
    if smaller.candidates and bound > value:
        outcome = run(
            _program(smaller, totals, worth),
            Clock(clock.left() / 2, clock.tick),
            start=_open_variables(plan, smaller.candidates),
            binaries=smaller.candidates * len(totals),
        )
        bound = min(bound, outcome.bound * _scale(smaller, worth))
        if outcome.values is not None:
            found = _read(outcome.values, smaller.candidates, len(totals))
            if _value(smaller, found, worth) > value:
                plan, value = found, _value(smaller, found, worth)
    if smaller.candidates and bound - value > GAP_TOLERANCE * bound and clock.left() > 0:
        asked = CountQuestion(smaller, totals, worth, worth, 1, (), None)
        bound = min(bound, searched(asked, value, clock)[1])
    named = [tuple(int(keep[one]) for one in opened) for opened in plan]
    chosen = tuple(one for opened in named for one in opened)
    values = _values(smaller, plan)
    return BuildOrder(
        answered("build_order", chosen, value, max(value, bound), clock, first=first),
        tuple(Year(*year) for year in zip(named, values, bounds, worth, strict=True)),
    )


def _checked(counts: Sequence[int], weights: Sequence[float] | None) -> list[float]:
    if not 1 <= len(counts) <= MAX_YEARS or min(counts) < 0:
        raise InvalidInputError(
            f"a plan has from 1 to {MAX_YEARS} years, each with a number of sites from 0",
            field="counts",
        )
    worth = [1.0] * len(counts) if weights is None else [float(one) for one in weights]
    if len(worth) != len(counts) or not all(0 <= one < inf for one in worth):
        raise InvalidInputError("each year needs a weight from 0", field="weights")
    return worth


Plan = list[tuple[int, ...]]


def _greedy(patterns: Patterns, totals: list[int]) -> tuple[Plan, list[float]]:
    index = patterns.by_candidate()
    order = choose(patterns, index, totals[-1]).chosen
    starts = [0, *totals[:-1]]
    plan = [order[start:end] for start, end in zip(starts, totals, strict=True)]
    return plan, [choose(patterns, index, total).bound if total else 0.0 for total in totals]


def _proven(
    patterns: Patterns, totals: list[int], bounds: list[float], clock: Clock
) -> list[float]:
    """Bound each year on its own by maximal covering: together they bound the sum."""
    share = clock.left() / (2 * len(totals))
    proven = []
    for total, known in zip(totals, bounds, strict=True):
        best = known
        if total:
            found = best_cover(patterns, total, time_limit_s=share, on_progress=clock.tick)
            best = min(known, found.bound)
        proven.append(best)
    return proven


def _values(patterns: Patterns, plan: Plan) -> list[float]:
    index = patterns.by_candidate()
    so_far = accumulate(plan, lambda before, opened: (*before, *opened))
    return [covered(patterns, index, np.array(opened, dtype=np.intp)) for opened in so_far]


def _value(patterns: Patterns, plan: Plan, worth: list[float]) -> float:
    return fsum(w * value for w, value in zip(worth, _values(patterns, plan), strict=True))


def _open_variables(plan: Plan, sites: int) -> Indices:
    found = [
        year * sites + one
        for first, opened in enumerate(plan)
        for one in opened
        for year in range(first, len(plan))
    ]
    return np.array(found, dtype=np.intp)


def _read(values: Floats, sites: int, years: int) -> Plan:
    is_open = values[: sites * years].reshape(years, sites) > 0.5
    before = np.vstack((np.zeros((1, sites), dtype=bool), is_open[:-1]))
    return [tuple(np.flatnonzero(row).tolist()) for row in is_open & ~before]


def _scale(patterns: Patterns, worth: list[float]) -> float:
    return max(float(patterns.weights.sum()) * max(worth), 1e-300) / _UNITS


def _program(patterns: Patterns, totals: list[int], worth: list[float]) -> Program:
    sites, rows, years = patterns.candidates, len(patterns), len(totals)
    binaries = sites * years
    year = np.arange(years)[:, None]
    row = np.arange(rows * years)
    covers = block(
        [
            (
                (year * rows + patterns.pattern_of_pair()).ravel(),
                (year * sites + patterns.covering).ravel(),
                1.0,
            ),
            (row, binaries + row, -1.0),
        ],
        np.zeros(rows * years),
        np.full(rows * years, inf),
    )
    later = np.arange(binaries - sites)
    nested = block(
        [(later, later + sites, 1.0), (later, later, -1.0)],
        np.zeros(len(later)),
        np.full(len(later), inf),
    )
    site = np.arange(binaries)
    budgets = Block(
        site // sites,
        site,
        np.ones(binaries),
        np.full(years, -inf),
        np.array(totals, dtype=np.float64),
    )
    cost = np.concatenate([w * patterns.weights for w in worth]) / _scale(patterns, worth)
    number = binaries + rows * years
    return Program(
        cost=np.concatenate((np.zeros(binaries), cost)),
        lower=np.zeros(number),
        upper=np.ones(number),
        whole=np.arange(number) < binaries,
        blocks=[covers, nested, budgets],
        maximise=True,
    )
