"""Lazy greedy choice: a first answer at once, with a bound of its own.

The demand covered is a monotone submodular function of the chosen set, so greedy reaches at least
``1 - (1 - 1/K)**K > 63 %`` of the best (Nemhauser, Wolsey, Fisher 1978), a gain once computed
bounds the gain later (lazy evaluation, Minoux 1978), and for every set S chosen on the way the
best K candidates cover at most ``value(S)`` plus the K largest gains beyond S.
"""

from dataclasses import dataclass
from heapq import heapify, heapreplace

import numpy as np

from gis.discs import Floats, Indices
from gis.siting.patterns import Patterns


@dataclass(frozen=True, slots=True)
class Greedy:
    """A greedy choice.

    Attributes
    ----------
    chosen
        Candidates in the order chosen; none that adds nothing.
    adds
        What each adds beyond those before it.
    value
        What they cover together.
    bound
        No choice of as many candidates covers more.
    """

    chosen: tuple[int, ...]
    adds: tuple[float, ...]
    value: float
    bound: float


def choose(patterns: Patterns, count: int, *, among: Indices | None = None) -> Greedy:
    """Choose up to ``count`` candidates, each adding most; ties go to the lower number.

    Parameters
    ----------
    patterns
        The demand.
    count
        How many candidates may be chosen.
    among
        The candidates to choose from; all by default.
    """
    by_candidate = np.argsort(patterns.covering, kind="stable")
    pattern = patterns.pattern_of_pair()[by_candidate]
    firsts = np.searchsorted(
        patterns.covering[by_candidate], np.arange(patterns.candidates + 1)
    ).tolist()
    left = patterns.weights.copy()

    def gain(candidate: int) -> float:
        return float(left[pattern[firsts[candidate] : firsts[candidate + 1]]].sum())

    offered = range(patterns.candidates) if among is None else among.tolist()
    heap = [(-gain(candidate), candidate) for candidate in offered]
    heapify(heap)
    bound = _largest(heap, count)
    chosen: list[int] = []
    adds: list[float] = []
    while heap and len(chosen) < min(count, len(heap)):
        _, candidate = heap[0]
        fresh = (-gain(candidate), candidate)
        heapreplace(heap, fresh)
        if heap[0] != fresh:
            continue
        if fresh[0] >= 0:
            break
        chosen.append(candidate)
        adds.append(-fresh[0])
        left[pattern[firsts[candidate] : firsts[candidate + 1]]] = 0.0
        heapreplace(heap, (0.0, candidate))
        bound = min(bound, patterns.value(np.array(chosen)) + _largest(heap, count))
    value = patterns.value(np.array(chosen, dtype=np.intp))
    exact = [(-gain(candidate), candidate) for candidate in offered]
    return Greedy(tuple(chosen), tuple(adds), value, min(bound, value + _largest(exact, count)))


def _largest(heap: list[tuple[float, int]], count: int) -> float:
    gains: Floats = np.sort(np.array([-gain for gain, _ in heap]))[::-1]
    return float(gains[:count].sum())
