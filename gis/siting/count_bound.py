"""What prices make of a part of the choices, where demand counts by how many sites cover it.

The bound is that of :mod:`gis.siting.verify_counts`, here quickly and in floating point.
Subgradient steps (Polyak) lower it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.discs import Floats, Indices
from gis.siting.nearby import best_near, levels_from
from gis.siting.patterns import Patterns

Marks = NDArray[np.int8]
Mask = NDArray[np.bool_]
_PATIENCE = 6
_SLOWEST = 1e-3


@dataclass(frozen=True, slots=True)
class CountQuestion:
    """What is proven.

    Attributes
    ----------
    patterns
        The demand, its weights in whole units.
    counts
        Sites that may be open in each year.
    first, full
        What a unit of demand is worth in each year, covered once and covered k times.
    k
        How often demand is covered to be worth all it can be.
    kept
        Candidates that stay.
    links
        Which candidates a flight joins, if the sites must be connected.
    """

    patterns: Patterns
    counts: Sequence[int]
    first: Sequence[float]
    full: Sequence[float]
    k: int
    kept: tuple[int, ...]
    links: Mask | None


@dataclass(frozen=True, slots=True)
class CountPart:
    """A part of the choices.

    Attributes
    ----------
    fixed
        What is in (1) and out (-1) in each year, shape (years, candidates).
    times
        How many of those that are in cover each pattern, shape (years, patterns).
    prices, bound
        The number of its prices and what no choice exceeds by them.
    earned, selected
        What each candidate earns and whether it is among the best, shape (years, candidates).
    wanted
        How often more each pattern would be covered best, shape (years, patterns).
    """

    fixed: Marks
    times: Indices
    prices: int
    bound: float
    earned: Floats
    selected: Mask
    wanted: Indices


class CountBound:
    """The bounds of one question.

    Parameters
    ----------
    question
        What is asked.

    Attributes
    ----------
    worth
        What a pattern is worth in a year once so many sites cover it, from 0 to k; shape (years,
        k + 1, patterns).
    index
        The patterns that each candidate covers.
    """

    def __init__(self, question: CountQuestion) -> None:
        self.question = question
        patterns = question.patterns
        self.index = patterns.by_candidate()
        self._sizes = np.diff(patterns.starts)
        self.worth = np.zeros((len(question.counts), question.k + 1, len(patterns)))
        for year, (first, full) in enumerate(zip(question.first, question.full, strict=True)):
            self.worth[year, 1:] = first * patterns.weights
            self.worth[year, -1] = full * patterns.weights

    def first_prices(self) -> Floats:
        """Return prices to begin with, shape (years, patterns)."""
        shared: Floats = np.sqrt(np.maximum(1, self._sizes)) * self.question.k
        prices: Floats = 0.9 * self.worth[:, -1] / shared
        return prices

    def rooms(self, fixed: Marks) -> list[int]:
        """Return how many more may be opened in each year."""
        return [
            min(count - int((row > 0).sum()), int((row == 0).sum()))
            for count, row in zip(self.question.counts, fixed, strict=True)
        ]

    def judged(self, fixed: Marks, times: Indices, number: int, vector: Floats) -> CountPart:
        """Judge a part by prices, as the checker will; number 0 is what each pattern would gain."""
        patterns, k = self.question.patterns, self.question.k
        every = np.arange(len(patterns))
        bound, wanted = 0.0, np.zeros(times.shape, dtype=np.intp)
        earned = np.empty(fixed.shape)
        selected = np.zeros(fixed.shape, dtype=bool)
        for year, room in enumerate(self.rooms(fixed)):
            level = np.minimum(times[year], k)
            price = np.where(level < k, vector[year], 0.0)
            if not number:
                after = self.worth[year, np.minimum(level + 1, k), every]
                price = after - self.worth[year, level, every]
            most = self.worth[year, level, every]
            # What a pattern is worth only changes where it is covered once, and k times.
            for step, can in ((1, level == 0), (k, self._sizes >= k)):
                more = step - level
                worth = self.worth[year, step] - more * price
                better = can & (more > 0) & (more <= room) & (worth > most)
                most = np.where(better, worth, most)
                wanted[year, better] = more[better]
            earned[year] = patterns.sums(price)
            selected[year] = self._best(fixed[year], earned[year], room)
            bound += float(most.sum() + earned[year, selected[year]].sum())
        return CountPart(fixed, times, number, bound, earned, selected, wanted)

    def _best(self, fixed: Marks, earned: Floats, room: int) -> Mask:
        """Return the best sites to add."""
        chosen = np.zeros(len(fixed), dtype=bool)
        ranked = np.flatnonzero((fixed == 0) & (earned > 0))
        ranked = ranked[np.argsort(-earned[ranked], kind="stable")]
        links, sources = self.question.links, self.sources(fixed)
        if links is None or not sources.any():
            chosen[ranked[:room]] = True
        else:
            levels = levels_from(links, sources, fixed >= 0)
            chosen[best_near(ranked, levels, room)] = True
        return chosen

    def sources(self, fixed: Marks) -> Mask:
        """Return the sites that others must be connected with."""
        sources: Mask = fixed > 0
        sources[list(self.question.kept)] = True
        return sources

    def lowered(
        self, part: CountPart, vector: Floats, goal: float, rounds: int
    ) -> tuple[Floats, CountPart]:
        """Return better prices for a part, and the part as they judge it."""
        rooms = np.array(self.rooms(part.fixed))
        scale = self.worth[:, -1]
        steps = (part.times < self.question.k) & (rooms > 1)[:, None]
        now = self.judged(part.fixed, part.times, part.prices, vector)
        best, best_vector = now, vector
        pace, stalled = 1.0, 0
        for _ in range(rounds):
            if best.bound <= goal or pace < _SLOWEST:
                break
            slope = np.where(steps, self._surplus(now), 0.0)
            slope[(vector <= 0) & (slope > 0)] = 0.0
            steepness = float((slope**2 * scale).sum())
            if steepness <= 0:
                break
            moved = pace * (now.bound - goal) / steepness * slope * scale
            vector = np.clip(vector - moved, 0.0, scale)
            now = self.judged(part.fixed, part.times, part.prices, vector)
            stalled = 0 if now.bound < best.bound * (1 - 1e-5) else stalled + 1
            if now.bound < best.bound:
                best, best_vector = now, vector
            if stalled >= _PATIENCE:
                pace, stalled, now, vector = pace / 2, 0, best, best_vector
        return best_vector, best

    def _surplus(self, part: CountPart) -> Floats:
        """Return how much oftener the best sites cover each pattern than would be best."""
        rows = [
            self.index.times_covered(np.flatnonzero(row).tolist(), part.times.shape[1])
            for row in part.selected
        ]
        surplus: Floats = (np.array(rows) - part.wanted).astype(np.float64)
        return surplus
