"""An independent checker of certificates: whole numbers only, nothing of the solver's side.

It reads what :mod:`gis.siting.certificate` wrote, after any journey as JSON, and believes nothing
in it: coverage, value and every leaf of the proof are added up again, exactly.

Why a leaf proves its bound: let q(p) between 0 and w(p) be prices, e(j) the sum of q over what j
covers. A choice S covers at most the sum of w(p) - q(p), plus the sum of e(j) over S: a covered
pattern counts w = (w - q) + q, and its q is in e(j) of at least one j in S. Among choices of at
most K candidates that contain I and avoid O, the second sum is at most e(I) plus the K - |I|
largest e(j) of the others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from typing import Any

from gis.siting.verify_values import Rejected, recomputed, require, whole, wholes

FORMAT = "guantu-siting-certificate/1"
_FIELDS = (
    "format",
    "problem",
    "model",
    "model_digest",
    "chosen",
    "value",
    "bound",
    "bound_certified",
    "proof",
    "digest",
)
_PROVEN = ("maximal_covering", "set_covering", "partial_covering")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checker says.

    Attributes
    ----------
    valid
        Whether everything that the certificate claims to prove is proven.
    reason
        What is wrong; empty if valid.
    problem, value, bound
        What is proven: the kind of problem, the value of the choice and its bound, as whole
        numbers of ``unit``, or as fractions in words for the problems that have such.
    bound_certified
        Whether the bound is proven too, or only what a solver said.
    """

    valid: bool
    reason: str = ""
    problem: str = ""
    value: int | str = 0
    bound: int | str = 0
    bound_certified: bool = False


def verify(certificate: Mapping[str, Any]) -> Verdict:
    """Check a certificate, as parsed from JSON.

    Parameters
    ----------
    certificate
        The parsed document.
    """
    try:
        return _verified(certificate)
    except Rejected as wrong:
        return Verdict(valid=False, reason=str(wrong))
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, ZeroDivisionError) as odd:
        return Verdict(valid=False, reason=f"the certificate is malformed: {odd}")


def digest_of(document: Any) -> str:
    """Return the SHA-256 of a document's canonical JSON."""
    text = dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _verified(certificate: Mapping[str, Any]) -> Verdict:
    require(tuple(sorted(certificate)) == tuple(sorted(_FIELDS)), "fields are missing or unknown")
    require(certificate["format"] == FORMAT, "this is not a format that the checker knows")
    body = {name: certificate[name] for name in _FIELDS if name != "digest"}
    require(digest_of(body) == certificate["digest"], "the digest is not that of the content")
    model = certificate["model"]
    require(digest_of(model) == certificate["model_digest"], "the digest is not the model's")
    problem, chosen = certificate["problem"], certificate["chosen"]
    require(chosen == sorted(set(wholes(chosen, 0, None))), "the choice is not in order")
    kind, value, bound = problem["kind"], certificate["value"], certificate["bound"]
    certified = kind in _PROVEN
    require(certificate["bound_certified"] is certified, "this bound is not certified")
    if certified:
        _check_covering(problem, model, chosen, (value, bound), certificate["proof"])
    else:
        require(certificate["proof"] is None, "there is no such proof")
        require(recomputed(problem, model, chosen) == value, "the value is not the choice's")
    return Verdict(True, "", kind, value, bound, certified)


def _check_covering(
    problem: Mapping[str, Any],
    model: Mapping[str, Any],
    chosen: Sequence[int],
    claimed: tuple[int, int],
    proof: Mapping[str, Any],
) -> None:
    number = whole(model["candidates"], 0)
    weights = wholes(model["weights"], 0, None)
    covering = [wholes(row, 0, number) for row in model["covering"]]
    require(len(covering) == len(weights), "patterns and weights differ in number")
    require(all(row == sorted(set(row)) for row in covering), "a covering set is not in order")
    wholes(chosen, 0, number)
    taken, (value, bound) = set(chosen), claimed
    reached = sum(weight for weight, row in zip(weights, covering, strict=True) if taken & set(row))
    whole(value, 0)
    whole(bound, 0)
    if problem["kind"] == "maximal_covering":
        count = whole(problem["count"], 1)
        require(len(chosen) <= count, "more candidates are chosen than may be")
        require(value == reached, "the value is not what the choice covers")
        most = _proven(number, weights, covering, count, proof)
        require(bound == max(value, most), "the bound is not what the leaves prove")
        return
    needed = sum(weights) if problem["kind"] == "set_covering" else whole(problem["needed"], 0)
    require(reached >= needed, "the choice does not cover what is needed")
    require(value == len(chosen), "the value is not the number of chosen candidates")
    require(bound <= value, "the bound is above the value")
    if bound > 0:
        most = _proven(number, weights, covering, bound - 1, proof)
        require(most < needed, "fewer candidates are not proven to cover too little")


def _proven(
    number: int,
    weights: Sequence[int],
    covering: Sequence[Sequence[int]],
    count: int,
    proof: Mapping[str, Any],
) -> int:
    """Return what no choice of ``count`` candidates exceeds, by the proof."""
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
