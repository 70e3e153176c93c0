"""A proof that no choice covers more: a tree of splits whose leaves are closed by prices.

The bound of :mod:`gis.siting.prices` holds for any prices, so each leaf of the tree (candidates
that must be in, candidates that must be out) is closed by one vector of whole numbers that anyone
can add up again. The prices come from subgradient steps at the root and from HiGHS's linear
relaxation below; how they were found does not matter. When time is up, what is left open is closed
by the prices at hand, with a weaker bound.
"""

from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.discs import Floats, Indices
from gis.siting.answers import Clock
from gis.siting.models import maximal_covering
from gis.siting.patterns import Patterns, undominated
from gis.siting.prices import price
from gis.siting.reduced import Reduced
from gis.siting.relaxation import Relaxation
from gis.siting.units import Whole

Step = tuple[str, int]
"""``("split", j)`` is followed by the tree with j in, then the tree with j out; ``("close", k)`` is
a leaf closed by the prices number k."""
_BITS = 61
_ROUNDS = 4
_FINEST = 20


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that no choice of ``count`` candidates covers more than ``bound``.

    Attributes
    ----------
    count
        How many candidates a choice may have.
    bound
        The greatest of the leaves' bounds, in units of the weights.
    dominated
        Pairs (j, i): i covers all that j covers, so that some best choice is without j.
    denominator
        Prices are counted in this part of a unit.
    prices
        Vectors of prices, each shape (patterns,).
    steps
        The tree in preorder.
    """

    count: int
    bound: int
    dominated: tuple[tuple[int, int], ...]
    denominator: int
    prices: tuple[Whole, ...]
    steps: tuple[Step, ...]


def prove(patterns: Patterns, weights: Whole, count: int, target: int, clock: Clock) -> Proof:
    """Prove as small a bound as time allows, but none below ``target``.

    Parameters
    ----------
    patterns
        The demand.
    weights
        Its weights in whole units, shape (patterns,).
    count
        How many candidates a choice may have.
    target
        The bound that would do; the value of a best choice can be proven, less cannot.
    clock
        The time, and whom to tell; what it raises ends the search.
    """
    kept = undominated(replace(patterns, weights=np.maximum(weights, 1).astype(np.float64)))
    dominated = _dominated(patterns, kept)
    total = int(weights.sum())
    shift = max(0, min(_FINEST, _BITS - total.bit_length()))
    tree = _Tree(clock, count, target, 1 << shift)
    left: Indices | None = kept
    for _ in range(_ROUNDS):
        before = left
        if left is not None:
            left = _root(tree, Reduced.of(patterns, weights, left))
        if left is None or before is None or len(left) > 0.9 * len(before):
            break
    if left is not None:
        _branch(tree, Reduced.of(patterns, weights, left))
    bound = max(tree.bounds)
    return Proof(count, bound, dominated, tree.denominator, tuple(tree.prices), tuple(tree.steps))


@dataclass(slots=True)
class _Tree:
    """What the proof has so far."""

    clock: Clock
    count: int
    target: int
    denominator: int
    prices: list[Whole] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    bounds: list[int] = field(default_factory=lambda: [0])

    def closes(self, bound: int) -> bool:
        """Tell whether a bound in parts of a unit is no more than the target."""
        return bound // self.denominator <= self.target

    def close(self, number: int, bound: int) -> Step:
        """Take a leaf, whose bound counts."""
        self.bounds.append(bound // self.denominator)
        return ("close", number)

    def add(self, prices: Whole) -> int:
        """Take a vector of prices; return its number."""
        self.prices.append(prices)
        return len(self.prices) - 1


def _dominated(patterns: Patterns, kept: Indices) -> tuple[tuple[int, int], ...]:
    """Name for each dropped candidate one that covers all it covers."""
    index, sizes = patterns.by_candidate(), np.diff(patterns.starts)
    pairs = []
    for dropped in np.setdiff1d(np.arange(patterns.candidates), kept).tolist():
        rows = index.of(dropped)
        if not len(kept):
            break
        entries = np.repeat(patterns.starts[rows], sizes[rows]) + _within(sizes[rows])
        shared = np.bincount(patterns.covering[entries], minlength=patterns.candidates)
        pairs.append((dropped, int(kept[shared[kept] == len(rows)][0])))
    return tuple(pairs)


def _within(counts: Indices) -> Indices:
    ends = np.cumsum(counts)
    within: Indices = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(
        ends - counts, counts
    )
    return within


def _root(tree: _Tree, offer: Reduced) -> Indices | None:
    """Rule candidates out by prices alone; ``None`` where these close the whole tree."""
    if tree.count >= len(offer.offered):
        return offer.offered
    now = perf_counter()
    priced = price(
        offer.patterns,
        offer.patterns.by_candidate(),
        tree.count,
        known=float(tree.target),
        until=now + tree.clock.left() / 3,
    )
    prices = offer.rounded(priced.prices, tree.denominator)
    node = _Node(tree, offer, prices, np.zeros(len(offer.offered), dtype=np.int8))
    bound = node.bound()
    if tree.closes(bound):
        tree.steps.append(tree.close(node.number(), bound))
        return None
    node.rule_out()
    ruled: Indices = offer.offered[node.fixed == 0]
    return ruled


class _Node:
    """One node of the tree with its prices: what its bound is, and what it rules out."""

    def __init__(self, tree: _Tree, reduced: Reduced, prices: Whole, fixed: Any) -> None:
        self.tree, self.reduced, self.prices = tree, reduced, prices
        self.fixed: NDArray[np.int8] = fixed
        self.earned = reduced.earned(prices)
        self.open = int((reduced.weights * tree.denominator - prices).sum())
        self._number = -1

    def number(self) -> int:
        """Return the number of this node's prices, kept once they are needed."""
        if self._number < 0:
            lifted = self.reduced.lifted(self.prices, self.tree.denominator)
            self._number = self.tree.add(lifted)
        return self._number

    def _ranked(self) -> tuple[Indices, int]:
        free = np.flatnonzero(self.fixed == 0)
        order = free[np.argsort(-self.earned[free], kind="stable")]
        return order, self.tree.count - int((self.fixed > 0).sum())

    def bound(self) -> int:
        """Return the bound in parts of a unit."""
        order, room = self._ranked()
        inside = int(self.earned[self.fixed > 0].sum())
        return self.open + inside + int(self.earned[order[:room]].sum())

    def rule_out(self) -> None:
        """Split off the candidates that the prices close the tree with."""
        order, room = self._ranked()
        bound, tree = self.bound(), self.tree
        if not 0 < room < len(order):
            return
        lowest = int(self.earned[order[room - 1]])
        for candidate in order[room:].tolist():
            with_it = bound - lowest + int(self.earned[candidate])
            if tree.closes(with_it):
                self.fixed[candidate] = -1
                tree.steps += [self._split(candidate), tree.close(self.number(), with_it)]

    def rule_in(self) -> list[Step]:
        """Split off the candidates that the prices close the tree without.

        What closes the other sides comes back: it belongs behind the steps of this side, the last
        one first.
        """
        order, room = self._ranked()
        bound, tree = self.bound(), self.tree
        close: list[Step] = []
        if not 0 < room < len(order):
            return close
        next_best = int(self.earned[order[room]])
        for candidate in order[:room].tolist():
            without = bound - int(self.earned[candidate]) + next_best
            if tree.closes(without):
                self.fixed[candidate] = 1
                tree.steps.append(self._split(candidate))
                close.append(tree.close(self.number(), without))
        return close

    def _split(self, candidate: int) -> Step:
        return ("split", int(self.reduced.offered[candidate]))


def _branch(tree: _Tree, reduced: Reduced) -> None:
    """Split by HiGHS's relaxation until every leaf is closed or the time is up."""
    model = maximal_covering(reduced.patterns, tree.count)
    relaxation = Relaxation(model, reduced.patterns, tree.clock)
    _explore(tree, reduced, relaxation, np.zeros(len(reduced.offered), dtype=np.int8))


def _explore(
    tree: _Tree, reduced: Reduced, relaxation: Relaxation, fixed: NDArray[np.int8]
) -> None:
    tree.clock.tick()
    inside, free = int((fixed > 0).sum()), np.flatnonzero(fixed == 0)
    settled = inside >= tree.count or not len(free)
    shares: Floats | None = None
    if settled:
        covered = relaxation.covered(fixed > 0)
        prices = np.where(covered, 0, reduced.weights * tree.denominator)
    else:
        # The prices at hand may do, and a relaxation can take its time.
        prices = reduced.rounded(relaxation.prices, tree.denominator)
        if not tree.closes(_Node(tree, reduced, prices, fixed).bound()):
            shares, dual = relaxation.solve(fixed)
            prices = reduced.rounded(dual, tree.denominator)
    node = _Node(tree, reduced, prices, fixed.copy())
    bound = node.bound()
    if settled or tree.closes(bound) or tree.clock.left() <= 0:
        tree.steps.append(tree.close(node.number(), bound))
        return
    node.rule_out()
    close = node.rule_in()
    free = np.flatnonzero(node.fixed == 0)
    if not len(free):
        _explore(tree, reduced, relaxation, node.fixed)
    else:
        away = np.abs(shares[free] - 0.5) if shares is not None else np.zeros(len(free))
        candidate = int(free[np.lexsort((-node.earned[free], np.round(away, 9)))[0]])
        tree.steps.append(("split", int(reduced.offered[candidate])))
        for side in (1, -1):
            node.fixed[candidate] = side
            _explore(tree, reduced, relaxation, node.fixed)
    # Innermost splits are closed first.
    tree.steps += close[::-1]
