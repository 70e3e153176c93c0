"""Exact bounds from what each site could earn by itself: capacitated covering and the p-median.

**Capacities.** Let 0 <= u(p) <= 1 be prices. What is served is the sum of u(p) f(p, j) plus the sum
of (1 - u(p)) f(p, j). The first is at most the sum of u(p) w(p). The second is, site by site, at
most what j earns if it alone serves what pays best up to its capacity: a fractional knapsack.

**p-median.** Let h(i) >= 0 be prices. Demand i costs at least h(i) + min(0, w(i) d(i, j) - h(i)) at
its nearest site j, so a choice costs at least the sum of h(i) less, for each of its sites, the sum
of max(0, h(i) - w(i) d(i, j)).

Either way a choice is worth no more than an amount plus what its sites earn: those that are in,
and the best of the others up to the number that may be chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import Any

from gis.siting.verify_tree import leaves, scaled
from gis.siting.verify_values import require, whole, wholes


@dataclass(frozen=True, slots=True)
class _Part:
    prices: int
    inside: frozenset[int]
    outside: frozenset[int]


class Profits:
    """A question whose sites earn by themselves.

    Parameters
    ----------
    earned
        What each candidate earns, prices by prices.
    open_
        The amount beside, prices by prices: added where more is better, else taken from.
    count, kept
        How many may be chosen; which stay.
    """

    def __init__(
        self,
        earned: Sequence[Sequence[int]],
        open_: Sequence[int],
        count: int,
        kept: frozenset[int],
    ) -> None:
        require(bool(earned), "there are no prices")
        self.earned, self.open, self.kept = earned, open_, kept
        # More sites are never worse: choices of just so many will do.
        self.count = min(count, len(earned[0]) - len(kept))

    def start(self) -> _Part:
        """Return all choices, judged by the first prices."""
        return self.priced(_Part(0, frozenset(), frozenset()), 0)

    def priced(self, state: _Part, number: int) -> _Part:
        """Judge a part by other prices."""
        require(number < len(self.earned), "there are no such prices")
        return replace(state, prices=number)

    def split(self, state: _Part, which: int) -> tuple[_Part, _Part]:
        """Build a candidate, or do not."""
        require(which < len(self.earned[0]), "a number is out of range")
        taken = state.inside | state.outside | self.kept
        require(which not in taken, "a candidate is split twice")
        return (
            replace(state, inside=state.inside | {which}),
            replace(state, outside=state.outside | {which}),
        )

    def bound(self, state: _Part) -> int | None:
        """Return what no choice of a part exceeds, in parts of a unit."""
        room = self.count - len(state.inside)
        earned = self.earned[state.prices]
        fixed = state.inside | self.kept
        free = [e for j, e in enumerate(earned) if j not in fixed and j not in state.outside]
        if not 0 <= room <= len(free):
            return None
        free.sort(reverse=True)
        return self.open[state.prices] + sum(earned[j] for j in fixed) + sum(free[:room])


def most_served(
    problem: Mapping[str, Any], model: Mapping[str, Any], proof: Mapping[str, Any]
) -> Fraction:
    """Return what no choice serves more than by a proof, in units, or reject the proof."""
    number = whole(model["candidates"], 1)
    capacity = [Fraction(one) for one in model["capacity_per_day"]]
    require(len(capacity) == number, "a candidate has no capacity")
    require(min(capacity) >= 0, "a capacity is negative")
    per = lcm(*(one.denominator for one in capacity))
    weights = [one * per for one in wholes(model["weights"], 0, None)]
    rooms = [int(one * per) for one in capacity]
    covers: list[list[int]] = [[] for _ in range(number)]
    for pattern, row in enumerate(model["covering"]):
        require(pattern < len(weights), "a pattern has no weight")
        for candidate in wholes(row, 0, number):
            covers[candidate].append(pattern)
    parts = whole(proof["denominator"], 1)
    earned, open_ = [], []
    for vector in proof["prices"]:
        prices = wholes(vector, 0, parts + 1)
        require(len(prices) == len(weights), "a pattern has no price")
        open_.append(sum(price * weight for price, weight in zip(prices, weights, strict=True)))
        pays = [parts - price for price in prices]
        earned.append([_filled(weights, pays, covers[j], rooms[j]) for j in range(number)])
    kept = frozenset(wholes(problem["kept"], 0, number))
    asked = Profits(earned, open_, whole(problem["count"], 1), kept)
    return Fraction(max(leaves(proof["steps"], asked), default=0), parts * per)


def _filled(weights: Sequence[int], pays: Sequence[int], patterns: Sequence[int], room: int) -> int:
    """Return what a site earns that serves what pays best until it is full."""
    total = 0
    for pattern in sorted(patterns, key=lambda one: -pays[one]):
        served = min(room, weights[pattern])
        total += served * pays[pattern]
        room -= served
        if not room:
            break
    return total


def least_distance(
    problem: Mapping[str, Any], model: Mapping[str, Any], proof: Mapping[str, Any]
) -> Fraction:
    """Return what every choice costs at least, in units times metres, or reject the proof."""
    weights, metres = every_distance(model)
    number = len(metres[0])
    parts, counted = scaled(proof["shift"])
    costs = [
        [weight * one * parts for one in row] for weight, row in zip(weights, metres, strict=True)
    ]
    earned, open_ = [], []
    for vector in proof["prices"]:
        prices = [one * counted for one in wholes(vector, 0, None)]
        require(len(prices) == len(weights), "a demand has no price")
        open_.append(-sum(prices))
        gained = [0] * number
        for price, row in zip(prices, costs, strict=True):
            for site, cost in enumerate(row):
                if cost < price:
                    gained[site] += price - cost
        earned.append(gained)
    kept = frozenset(wholes(problem["kept"], 0, number))
    asked = Profits(earned, open_, whole(problem["count"], 1), kept)
    # Rounded up: every cost is a whole number of units times millimetres.
    least = min((-(bound // parts) for bound in leaves(proof["steps"], asked)), default=0)
    return Fraction(max(0, least), 1000)


def every_distance(model: Mapping[str, Any]) -> tuple[list[int], list[list[int]]]:
    """Return the demands' weights and their distances to all candidates, in millimetres."""
    weights = wholes(model["weights"], 1, None)
    sites = wholes(model["sites"], 0, None)
    require(bool(sites) and sites == list(range(len(sites))), "a candidate's distances are missing")
    metres = [wholes(row, 0, None) for row in model["metres_1000"]]
    require(len(metres) == len(weights) > 0, "a demand has no distances")
    require(all(len(row) == len(sites) for row in metres), "a distance is missing")
    return weights, metres
