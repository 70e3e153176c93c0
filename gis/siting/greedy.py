"""First answers at once: lazy greedy choice, and exchanges that improve it.

The demand covered is a monotone submodular function of the chosen set, so greedy reaches at least
``1 - (1 - 1/K)**K > 63 %`` of the best (Nemhauser, Wolsey, Fisher 1978), a gain once computed
bounds the gain later (lazy evaluation, Minoux 1978), and for every set S chosen on the way the
best K candidates cover at most ``value(S)`` plus the K largest gains beyond S.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace
from math import inf

import numpy as np

from gis.siting.patterns import ByCandidate, Patterns

_BETTER = 1e-9
"""An exchange must gain this share, so that rounding never makes exchanges go round in circles."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of candidates.

    Attributes
    ----------
    chosen
        Candidates in the order chosen; none that adds nothing.
    adds
        What each adds beyond those before it.
    value
        What they cover together.
    bound
        No choice of as many candidates covers more; infinite where nothing is proven.
    """

    chosen: tuple[int, ...]
    adds: tuple[float, ...]
    value: float
    bound: float


def choose(
    patterns: Patterns, index: ByCandidate, count: int, *, among: Sequence[int] | None = None
) -> Choice:
    """Choose up to ``count`` candidates, each adding most; ties go to the lower number.

    Parameters
    ----------
    patterns, index
        The demand, and the same by candidate.
    count
        How many candidates may be chosen.
    among
        The candidates to choose from, all by default; if given, the answer bounds nothing.
    """
    left = patterns.weights.copy()

    def gain(candidate: int) -> float:
        return float(left[index.of(candidate)].sum())

    offered = range(patterns.candidates) if among is None else among
    heap = [(-gain(candidate), candidate) for candidate in offered]
    heapify(heap)
    bound = _largest(heap, count)
    value = 0.0
    chosen: list[int] = []
    adds: list[float] = []
    while len(chosen) < min(count, len(heap)):
        candidate = heap[0][1]
        fresh = (-gain(candidate), candidate)
        heapreplace(heap, fresh)
        if heap[0] != fresh:
            continue
        if fresh[0] >= 0:
            break
        chosen.append(candidate)
        adds.append(-fresh[0])
        value -= fresh[0]
        left[index.of(candidate)] = 0.0
        heapreplace(heap, (0.0, candidate))
        bound = min(bound, value + _largest(heap, count))
    exact = [(-gain(candidate), candidate) for candidate in offered]
    bound = min(bound, value + _largest(exact, count)) if among is None else inf
    return Choice(tuple(chosen), tuple(adds), value, max(value, bound))


def exchanged(patterns: Patterns, index: ByCandidate, first: Choice) -> Choice:
    """Improve a choice by exchanging one candidate at a time until no exchange gains.

    The candidates come back in greedy order; the bound is kept.
    """
    chosen = list(first.chosen)
    times = index.times_covered(chosen, len(patterns))
    value, place, unchanged = first.value, 0, 0
    while unchanged < len(chosen):
        without = times.copy()
        without[index.of(chosen[place])] -= 1
        left = np.where(without == 0, patterns.weights, 0.0)
        gains = patterns.sums(left)
        better = int(gains.argmax())
        exchanged_value = float(patterns.weights[without > 0].sum() + gains[better])
        if exchanged_value > value * (1 + _BETTER):
            without[index.of(better)] += 1
            times, value, unchanged = without, exchanged_value, 0
            chosen[place] = better
        else:
            unchanged += 1
        place = (place + 1) % len(chosen)
    if value == first.value:
        return first
    ordered = choose(patterns, index, len(chosen), among=chosen)
    return Choice(ordered.chosen, ordered.adds, ordered.value, first.bound)


def _largest(heap: list[tuple[float, int]], count: int) -> float:
    gains = np.sort(np.array([-gain for gain, _ in heap]))[::-1]
    return float(gains[:count].sum())
