"""The exact bound of covering: a tree of splits whose leaves are closed by prices.

Why a leaf proves its bound: let q(p) between 0 and w(p) be prices, e(j) the sum of q over what j
covers. A choice S covers at most the sum of w(p) - q(p), plus the sum of e(j) over S: a covered
pattern counts w = (w - q) + q, and its q is in e(j) of at least one j in S. Among choices of at
most K candidates that contain I and avoid O, the second sum is at most e(I) plus the K - |I|
largest e(j) of the others.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from gis.siting.verify_values import require, whole, wholes


def proven(
    number: int,
    weights: Sequence[int],
    covering: Sequence[Sequence[int]],
    count: int,
    proof: Mapping[str, Any],
) -> int:
    """Return what no choice of ``count`` candidates covers more than, or reject the proof."""
    require(proof["count"] == count, "the proof is of another number of sites")
    gone = _dominated(number, covering, proof["dominated"])
    part = whole(proof["denominator"], 1)
    priced = [_priced(number, weights, covering, prices, part) for prices in proof["prices"]]
    most = 0
    nodes = [(frozenset[int](), frozenset(gone))]
    for what, which in proof["steps"]:
        require(bool(nodes), "the tree goes on after its end")
        inside, outside = nodes.pop()
        if what == "split":
            candidate = wholes([which], 0, number)[0]
            require(candidate not in inside | outside, "a candidate is split twice")
            nodes += [(inside, outside | {candidate}), (inside | {candidate}, outside)]
            continue
        require(what == "close", "a step is neither a split nor a leaf")
        open_, earned = priced[wholes([which], 0, len(priced))[0]]
        if len(inside) <= count:
            free = sorted(
                (earned[j] for j in range(number) if j not in inside and j not in outside),
                reverse=True,
            )
            bound = open_ + sum(earned[j] for j in inside) + sum(free[: count - len(inside)])
            most = max(most, bound // part)
    require(not nodes, "the tree has open ends")
    return most


def _dominated(
    number: int, covering: Sequence[Sequence[int]], pairs: Sequence[Sequence[int]]
) -> set[int]:
    """Check that each dropped candidate covers no more than one that stays."""
    covered: list[set[int]] = [set() for _ in range(number)]
    for pattern, row in enumerate(covering):
        for candidate in row:
            covered[candidate].add(pattern)
    gone: set[int] = set()
    for pair in pairs:
        dropped, better = wholes(pair, 0, number)
        require(dropped != better and better not in gone, "a dropped candidate has no better one")
        require(covered[dropped] <= covered[better], "a dropped candidate is not dominated")
        gone.add(dropped)
    return gone


def _priced(
    number: int,
    weights: Sequence[int],
    covering: Sequence[Sequence[int]],
    prices: Sequence[int],
    part: int,
) -> tuple[int, list[int]]:
    """Return the sum of w - q and each candidate's e, in parts of a unit."""
    require(len(prices) == len(weights), "a pattern has no price")
    open_, earned = 0, [0] * number
    for weight, row, price in zip(weights, covering, wholes(prices, 0, None), strict=True):
        require(price <= weight * part, "a price is above the weight")
        open_ += weight * part - price
        for candidate in row:
            earned[candidate] += price
    return open_, earned
