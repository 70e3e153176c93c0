"""The tree that proves a bound of a backup, build order or connected question.

Prices are found by :mod:`gis.siting.count_bound` at the root, and again where a split has changed
much; with one site to go they are what each pattern would gain, and the bound is exact.
"""

from math import frexp

import numpy as np

from gis.discs import Floats, Indices
from gis.siting.answers import Clock
from gis.siting.branching import grown
from gis.siting.count_bound import CountBound, CountPart, CountQuestion, Marks
from gis.siting.nearby import levels_from
from gis.siting.search import GAP_TOLERANCE

_BITS = 30
"""A price is one of about 2**30 steps between nothing and what the heaviest pattern is worth."""
_ROOT_ROUNDS = 300
_ROUNDS = 40
_MOST_NUMBERS = 1_000_000
"""Prices that one certificate may hold."""
_WORTH_IT = 0.1
"""New prices are kept where they close this part of a gap."""


def searched(
    question: CountQuestion, best: float, clock: Clock
) -> tuple[tuple[int, ...] | None, float]:
    """Return a choice better than one of value ``best``, if one is met, and a bound on all.

    A better choice is met only for one year.

    Half of the time that is left is used.

    Parameters
    ----------
    question
        What is asked.
    best
        Value of a known choice.
    clock
        The time, and whom to tell.
    """
    proof = CountProof(question, best)
    part = Clock(clock.left() / 2, clock.tick)
    tree = grown(proof, part, slack=GAP_TOLERANCE / 2 * max(best, 0.0))
    return proof.chosen, tree.bound


class CountProof:
    """A question on its way to a proof.

    Parameters
    ----------
    question
        What is proven.
    best
        Value of a known choice.

    Attributes
    ----------
    best, chosen
        Value of the best choice known, and that choice where it is not the one known first.
    shift
        Prices are whole numbers of 2**shift.
    """

    def __init__(self, question: CountQuestion, best: float) -> None:
        self.question, self.best = question, best
        self.chosen: tuple[int, ...] | None = None
        self._bound = CountBound(question)
        self.shift = frexp(float(self._bound.worth.max(initial=1.0)))[1] - _BITS
        # Number 0 is what each pattern would gain, whatever it is covered by.
        none = np.zeros((len(question.counts), len(question.patterns)))
        self._vectors: list[Floats] = [none]
        self._first = self._add(self._bound.first_prices())

    def prices(self) -> list[list[list[int]]]:
        """Return all prices in whole steps, from number 1: vector, year, pattern."""
        found: list[list[list[int]]] = [
            np.ldexp(vector, -self.shift).astype(np.int64).tolist() for vector in self._vectors[1:]
        ]
        return found

    def _add(self, prices: Floats) -> int:
        self._vectors.append(np.ldexp(np.rint(np.ldexp(prices, -self.shift)), self.shift))
        return len(self._vectors) - 1

    def root(self) -> CountPart:
        """Return all choices."""
        years, number = len(self.question.counts), self.question.patterns.candidates
        fixed = np.zeros((years, number), dtype=np.int8)
        fixed[:, list(self.question.kept)] = -1
        times = self._bound.index.times_covered(self.question.kept, len(self.question.patterns))
        return self._judged(fixed, np.tile(times, (years, 1)), self._first)

    def _judged(self, fixed: Marks, times: Indices, number: int) -> CountPart:
        return self._bound.judged(fixed, times, number, self._vectors[number])

    def improved(self, part: CountPart, goal: float) -> CountPart:
        """Judge a part by better prices, if they are found and worth their place."""
        rooms = self._bound.rooms(part.fixed)
        if rooms == [1]:
            exact = self._judged(part.fixed, part.times, 0)
            self._meet(exact)
            return exact
        self._meet(part)
        vector = self._vectors[part.prices].copy()
        for year, room in enumerate(rooms):
            if room == 1 and self.question.k == 1:
                vector[year] = self._bound.worth[year, 1]
        is_root = not (part.fixed > 0).any() and len(self._vectors) == 2
        found, better = self._bound.lowered(
            part, vector, goal, _ROOT_ROUNDS if is_root else _ROUNDS
        )
        gap = part.bound - goal
        full = (len(self._vectors) + 1) * vector.size > _MOST_NUMBERS
        if full or not (better.bound <= goal or part.bound - better.bound > _WORTH_IT * gap):
            return part
        return self._judged(part.fixed, part.times, self._add(found))

    def _meet(self, part: CountPart) -> None:
        """Remember the best sites of a part if they are the best choice met."""
        if len(part.fixed) > 1:
            return
        choice = np.flatnonzero((part.fixed[0] > 0) | part.selected[0])
        if self.question.links is not None and not self._joined(choice):
            return
        cover = self._bound.index.times_covered(
            (*choice.tolist(), *self.question.kept), len(self.question.patterns)
        )
        level = np.minimum(cover, self.question.k)
        value = float(self._bound.worth[0, level, np.arange(len(level))].sum())
        if value > self.best:
            self.best, self.chosen = value, tuple(choice.tolist())

    def _joined(self, choice: Indices) -> bool:
        links, kept = self.question.links, list(self.question.kept)
        if links is None or not len(choice):
            return True
        taken = np.zeros(len(links), dtype=bool)
        taken[choice] = True
        sources = np.zeros(len(links), dtype=bool)
        sources[kept or [int(choice[0])]] = True
        return bool((levels_from(links, sources, taken | sources)[choice] >= 0).all())

    def branch(self, part: CountPart) -> int | None:
        """Return the year and candidate to split by: of the best sites the one that earns most."""
        rooms = np.array(self._bound.rooms(part.fixed))
        free = (part.fixed == 0) & (rooms > 0)[:, None]
        links = self.question.links
        if links is not None:
            sources = self._bound.sources(part.fixed[0])
            if sources.any():
                free[0] &= links[sources].any(axis=0)
        if not free.any():
            return None
        offered = free & part.selected if (free & part.selected).any() else free
        worth = np.where(offered, part.earned, -1.0)
        candidate = int(worth.max(axis=0).argmax())
        year = int(np.flatnonzero(offered[:, candidate])[0])
        number: int = part.fixed.shape[1]
        return year * number + candidate

    def split(self, part: CountPart, which: int) -> tuple[CountPart | None, CountPart]:
        """Open a candidate by a year, or leave it closed until after that year."""
        by, candidate = divmod(which, part.fixed.shape[1])
        out, fixed, times = part.fixed.copy(), part.fixed.copy(), part.times.copy()
        out[: by + 1, candidate] = np.where(
            out[: by + 1, candidate] == 0, -1, out[: by + 1, candidate]
        )
        rows = self._bound.index.of(candidate)
        for year in range(by, len(fixed)):
            if fixed[year, candidate] == 0:
                fixed[year, candidate] = 1
                times[year, rows] += 1
        outside = self._judged(out, part.times, part.prices)
        if any((row > 0).sum() > n for row, n in zip(fixed, self.question.counts, strict=True)):
            return None, outside
        inside = self._judged(fixed, times, part.prices)
        self._meet(inside)
        return inside, outside
