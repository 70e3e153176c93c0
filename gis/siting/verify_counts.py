"""Exact bounds for demand that counts by how many sites cover it: backup, build order, connected.

A pattern that n chosen sites cover is worth f(n): nothing at 0, ``first`` from 1 on, ``full`` from
k on. Let l be how many sites that are in for sure cover it, and q >= 0 a price. If m more will,

    f(l + m) <= max over i of (f(l + i) - i q) + m q,

so a choice is worth at most the sum of those maxima (i from 0 to the sites that may still be
chosen; f only changes at 1 and at k, so these alone are looked at) plus, for each further site, the
prices of what it covers. These are added up for the best further sites: the best so many; where
sites must be connected, the best with at most r - h + 1 of them h or more flights away from those
that are in, for such a site needs one chosen at every smaller number of flights. What is covered k
times has no price. Prices number 0 are what each pattern would gain by one more site: with one site
to go their bound is exact.

Of several years each has its own prices, sites and weight. That what is open stays open is in the
splits: a candidate is open from some year on, or not before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import lcm
from typing import Any

from gis.siting.verify_tree import leaves, scaled
from gis.siting.verify_values import require, whole, wholes


@dataclass(frozen=True, slots=True)
class _Year:
    """One year of a part of the choices: what is in and out, and what the prices make of it."""

    inside: frozenset[int]
    outside: frozenset[int]
    times: list[int]
    earned: list[int]


@dataclass(frozen=True, slots=True)
class _Part:
    prices: int
    years: tuple[_Year, ...]


class Counts:
    """A backup, build order or connected question, and the prices of a proof.

    Parameters
    ----------
    problem, model, proof
        As they stand in the certificate.
    """

    def __init__(
        self, problem: Mapping[str, Any], model: Mapping[str, Any], proof: Mapping[str, Any]
    ) -> None:
        self.number = whole(model["candidates"], 1)
        self.covering = [wholes(row, 0, self.number) for row in model["covering"]]
        require(len(model["weights"]) == len(self.covering), "a pattern has no weight")
        self.covers: list[list[int]] = [[] for _ in range(self.number)]
        for pattern, row in enumerate(self.covering):
            require(row == sorted(set(row)), "a covering set is not in order")
            for candidate in row:
                self.covers[candidate].append(pattern)
        self.kept = frozenset(wholes(problem["kept"], 0, self.number))
        self.counts, self.worth, self.k, self.per = _question(problem)
        self.near = _links(model["links"], self.number) if "links" in model else None
        weights = wholes(model["weights"], 0, None)
        self.parts, counted = scaled(proof["shift"])
        self.first = [[w * one * self.parts for w in weights] for one, _ in self.worth]
        self.full = [[w * both * self.parts for w in weights] for _, both in self.worth]
        self.prices = [self._prices(vector, counted) for vector in proof["prices"]]

    def _prices(self, vector: Sequence[Sequence[int]], counted: int) -> list[list[int]]:
        found = [wholes(year, 0, None) for year in vector]
        require(len(found) == len(self.counts), "a year has no prices")
        require(all(len(year) == len(self.covering) for year in found), "a pattern has no price")
        return [[price * counted for price in year] for year in found]

    def _price(self, number: int, year: int, pattern: int, times: int) -> int:
        """Return the price of a pattern that is covered so many times."""
        if times >= self.k:
            return 0
        if number:
            return self.prices[number - 1][year][pattern]
        first = self.first[year][pattern]
        before, after = first if times else 0, first
        if times == self.k - 1:
            after = self.full[year][pattern]
        return after - before

    def start(self) -> _Part:
        """Return all choices, judged by the first prices."""
        times = [len(self.kept.intersection(row)) for row in self.covering]
        nobody = frozenset[int]()
        years = [_Year(nobody, self.kept, times, []) for _ in self.counts]
        return self.priced(_Part(0, tuple(years)), 0)

    def priced(self, state: _Part, number: int) -> _Part:
        """Add up what each candidate earns by the prices of one number."""
        require(number <= len(self.prices), "there are no such prices")
        years = []
        for place, year in enumerate(state.years):
            earned = [0] * self.number
            for pattern, (times, row) in enumerate(zip(year.times, self.covering, strict=True)):
                price = self._price(number, place, pattern, times)
                if price:
                    for candidate in row:
                        earned[candidate] += price
            years.append(_Year(year.inside, year.outside, year.times, earned))
        return _Part(number, tuple(years))

    def split(self, state: _Part, which: int) -> tuple[_Part, _Part]:
        """Open a candidate by a year, or leave it closed until after that year."""
        by, candidate = divmod(which, self.number)
        require(by < len(self.counts), "there is no such year")
        taken = state.years[by].inside | state.years[by].outside
        require(candidate not in taken, "a candidate is split twice")
        inside, outside = list(state.years), list(state.years)
        for number, year in enumerate(state.years):
            if number >= by and candidate not in year.inside:
                inside[number] = self._opened(year, candidate, state.prices, number)
            if number <= by:
                out = year.outside | {candidate}
                outside[number] = _Year(year.inside, out, year.times, year.earned)
        return _Part(state.prices, tuple(inside)), _Part(state.prices, tuple(outside))

    def _opened(self, year: _Year, candidate: int, number: int, place: int) -> _Year:
        times, earned = year.times.copy(), year.earned.copy()
        for pattern in self.covers[candidate]:
            before = times[pattern]
            times[pattern] = before + 1
            if before >= self.k:
                continue
            change = self._price(number, place, pattern, before + 1)
            change -= self._price(number, place, pattern, before)
            if change:
                for other in self.covering[pattern]:
                    earned[other] += change
        return _Year(year.inside | {candidate}, year.outside, times, earned)

    def bound(self, state: _Part) -> int | None:
        """Return what no choice of a part exceeds, in parts of a unit."""
        total = 0
        for number, (year, count) in enumerate(zip(state.years, self.counts, strict=True)):
            room = count - len(year.inside)
            if room < 0:
                return None
            free = [j for j in range(self.number) if j not in year.inside and j not in year.outside]
            room = min(room, len(free))
            total += self._left(year, state.prices, number, room)
            total += self._best(year, free, room)
        return total

    def _left(self, year: _Year, number: int, place: int, room: int) -> int:
        """Return the sum of the patterns' maxima: what is worth counting beside the prices."""
        k, total = self.k, 0
        for pattern, (times, first, full) in enumerate(
            zip(year.times, self.first[place], self.full[place], strict=True)
        ):
            if times >= k:
                total += full
                continue
            most, price = first if times else 0, self._price(number, place, pattern, times)
            if room and not times:
                most = max(most, first - price)
            if room >= k - times and len(self.covering[pattern]) >= k:
                most = max(most, full - (k - times) * price)
            total += most
        return total

    def _best(self, year: _Year, free: list[int], room: int) -> int:
        """Return what the best further sites earn."""
        ranked = sorted((j for j in free if year.earned[j] > 0), key=lambda j: -year.earned[j])
        if self.near is None or not (year.inside or self.kept):
            return sum(year.earned[j] for j in ranked[:room])
        levels = self._levels(year)
        # left[h]: how many more may be h or more flights away.
        left, total = [room - max(0, h - 1) for h in range(room + 1)], 0
        for j in ranked:
            level = levels.get(j, room + 1)
            if level <= room and min(left[: level + 1]) > 0:
                total += year.earned[j]
                left[: level + 1] = [one - 1 for one in left[: level + 1]]
        return total

    def _levels(self, year: _Year) -> dict[int, int]:
        """Return the fewest flights to each candidate from those that are in or stay."""
        frontier = set(year.inside | self.kept)
        levels = dict.fromkeys(frontier, 0)
        level = 0
        while frontier and self.near is not None:
            level += 1
            reached = {other for one in frontier for other in self.near[one]}
            frontier = {one for one in reached if one not in levels and one not in year.outside}
            levels.update(dict.fromkeys(frontier, level))
        return levels


def _question(
    problem: Mapping[str, Any],
) -> tuple[list[int], list[tuple[int, int]], int, int]:
    """Return sites by year, the worth of once and k times by year, k, and parts of a unit."""
    if problem["kind"] == "build_order":
        require(not problem["kept"], "the demand of kept sites is left out of a build order")
        counts = list(accumulate(wholes(problem["counts"], 0, None)))
        shares = [Fraction(one) for one in problem["weights"]]
        require(len(counts) == len(shares) and min(shares) >= 0, "a year has no weight")
        per = lcm(*(one.denominator for one in shares))
        return counts, [(int(one * per), int(one * per)) for one in shares], 1, per
    count = [whole(problem["count"], 1)]
    if problem["kind"] == "connected":
        return count, [(1, 1)], 1, 1
    share = Fraction(problem["backup_share"])
    per = share.denominator
    return count, [(per - share.numerator, per)], whole(problem["times"], 2), per


def _links(pairs: Sequence[Sequence[int]], number: int) -> list[set[int]]:
    near: list[set[int]] = [set() for _ in range(number)]
    for pair in pairs:
        one, other = wholes(pair, 0, number)
        near[one].add(other)
        near[other].add(one)
    return near


def most(
    problem: Mapping[str, Any], model: Mapping[str, Any], proof: Mapping[str, Any]
) -> Fraction:
    """Return what no choice exceeds by a proof, in units, or reject the proof."""
    counts = Counts(problem, model, proof)
    greatest = max(leaves(proof["steps"], counts), default=0)
    # Every value is a whole number of these parts of a unit.
    return Fraction(max(0, greatest) // counts.parts, counts.per)
