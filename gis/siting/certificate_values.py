"""Certificates of backup, build order, capacitated and connected choices, p-medians and p-centers.

The bound is what the checker's own arithmetic makes of the proof that was found in time; how the
proof was found does not matter.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from gis.discs import Floats
from gis.progress import Progress
from gis.siting.answers import Answer, Clock
from gis.siting.branching import Splitting, grown
from gis.siting.build_order import BuildOrder
from gis.siting.capacitated import CapacitatedAnswer
from gis.siting.certificate import Certificate, covering_model, covering_proof, sealed
from gis.siting.connected import Links
from gis.siting.count_bound import CountQuestion
from gis.siting.count_proof import CountProof
from gis.siting.distances import Distances
from gis.siting.patterns import Patterns
from gis.siting.profit_prices import PARTS, capacitated_proof, median_proof
from gis.siting.proof import prove
from gis.siting.units import Whole, in_units, whole_weights
from gis.siting.verify import bounded
from gis.siting.verify_centers import nearer
from gis.siting.verify_values import recomputed

_SLACK = 5e-7
"""A tree is finished where its bound is so little, as a share, above the value."""
_LESS_THAN_ONE = 0.999
"""Values are whole numbers of some unit: what is less than one more is no more."""
_SIMPLE = 1_000


def certify_value(
    patterns: Patterns,
    answer: Answer | BuildOrder | CapacitatedAnswer,
    problem: dict[str, Any],
    *,
    kept: Sequence[int] = (),
    links: Links | None = None,
    capacity_per_day: Floats | None = None,
    time_limit_s: float = 60.0,
    on_progress: Progress | None = None,
) -> Certificate:
    """Certify a backup, build order, capacitated or connected choice, value and bound.

    Parameters
    ----------
    patterns
        The demand; for a build order or connected sites without what kept sites cover.
    answer
        What the solver's side found.
    problem
        The question: ``count``; ``times`` and ``backup_share`` for backup; ``counts`` and
        ``weights`` for a build order.
    kept, links, capacity_per_day
        As the question was put.
    time_limit_s, on_progress
        As in :func:`gis.siting.certificate.certify_maximal`.
    """
    clock = Clock(time_limit_s, on_progress)
    weights, unit = whole_weights(patterns)
    model = covering_model(patterns, weights, unit)
    found = answer if isinstance(answer, Answer) else answer.answer
    question: dict[str, Any] = {**problem, "kind": found.problem, "kept": sorted(kept)}
    if "backup_share" in question:
        question["backup_share"] = str(_stated(question["backup_share"]))
    if isinstance(answer, BuildOrder):
        question["years"] = [sorted(year.opened) for year in answer.years]
        question["weights"] = [str(_stated(year.weight)) for year in answer.years]
    if links is not None:
        one, other = np.nonzero(np.triu(links))
        model["links"] = np.column_stack((one, other)).tolist()
    whole = replace(patterns, weights=weights.astype(np.float64))
    if isinstance(answer, CapacitatedAnswer) and capacity_per_day is not None:
        model["capacity_per_day"] = [str(Fraction(one) / unit) for one in capacity_per_day.tolist()]
        question["served"] = _served(answer, weights, capacity_per_day, unit)
        rooms = capacity_per_day / float(unit)
        return _with_bound(
            question,
            model,
            found,
            unit,
            lambda value: _capacities(whole, rooms, question, float(value), clock),
        )
    return _with_bound(
        question, model, found, unit, lambda value: _counts(whole, links, question, value, clock)
    )


def certify_distance(
    demand: Distances,
    answer: Answer,
    count: int,
    *,
    kept: Sequence[int] = (),
    time_limit_s: float = 60.0,
    on_progress: Progress | None = None,
) -> Certificate:
    """Certify a p-median or p-center choice; distances are in whole millimetres.

    Parameters
    ----------
    demand, answer, count, kept
        As the question was put, and what was found.
    time_limit_s, on_progress
        As in :func:`gis.siting.certificate.certify_maximal`.
    """
    clock = Clock(time_limit_s, on_progress)
    weights, unit = in_units(demand.weights)
    whole = Distances(np.rint(demand.metres * 1000), np.maximum(weights, 1).astype(np.float64))
    model = {
        "unit": str(unit),
        "weights": np.maximum(weights, 1).tolist(),
        "sites": list(range(demand.metres.shape[1])),
        "metres_1000": whole.metres.astype(np.int64).tolist(),
    }
    question = {"kind": answer.problem, "count": count, "kept": sorted(kept)}
    if answer.problem == "p_center":
        value = Fraction(recomputed(question, model, list(answer.chosen)))
        metres, proof = _farthest(model, count, tuple(kept), int(value * 1000), clock)
        claimed = (str(value), str(Fraction(metres, 1000)))
        shown = (float(value), metres / 1000)
        return sealed(question, model, answer.chosen, claimed, proof, shown)
    return _with_bound(
        question, model, answer, unit, lambda value: _median(whole, question, value, clock)
    )


def _with_bound(
    question: dict[str, Any],
    model: dict[str, Any],
    answer: Answer,
    unit: Fraction,
    proof_of: Callable[[Fraction], dict[str, Any]],
) -> Certificate:
    value = Fraction(recomputed(question, model, list(answer.chosen)))
    proof = proof_of(value)
    bound = bounded(question, model, value, None, proof)
    shown = (float(value * unit), float(Fraction(bound) * unit))
    return sealed(question, model, answer.chosen, (str(value), bound), proof, shown)


def _tree(problem: Splitting[Any], clock: Clock, slack: float) -> list[list[Any]]:
    return grown(problem, clock, slack=slack).steps


def _counts(
    patterns: Patterns,
    links: Links | None,
    problem: dict[str, Any],
    value: Fraction,
    clock: Clock,
) -> dict[str, Any]:
    """Prove a bound of what counts by how many sites cover it."""
    shares, k = [Fraction(1)], 1
    first = shares
    if problem["kind"] == "build_order":
        first = shares = [Fraction(one) for one in problem["weights"]]
    if problem["kind"] == "backup":
        first, k = [1 - Fraction(problem["backup_share"])], problem["times"]
    per = lcm(*(one.denominator for one in (*shares, *first)))
    counts = problem["counts"] if "counts" in problem else [problem["count"]]
    question = CountQuestion(
        patterns,
        np.cumsum(counts).tolist(),
        [float(one * per) for one in first],
        [float(one * per) for one in shares],
        k,
        tuple(problem["kept"]),
        links,
    )
    proof = CountProof(question, float(value * per))
    slack = max(_LESS_THAN_ONE, _SLACK * float(value * per))
    steps = _tree(proof, clock, slack)
    return {"shift": proof.shift, "prices": proof.prices(), "steps": steps}


def _capacities(
    patterns: Patterns, rooms: Floats, problem: dict[str, Any], value: float, clock: Clock
) -> dict[str, Any]:
    kept = tuple(problem["kept"])
    proof = capacitated_proof(patterns, rooms, problem["count"], kept, value, clock)
    steps = _tree(proof, clock, _SLACK * value)
    return {"denominator": PARTS, "prices": proof.prices, "steps": steps}


def _median(
    demand: Distances, problem: dict[str, Any], value: Fraction, clock: Clock
) -> dict[str, Any]:
    cost = float(value * 1000)
    kept = tuple(problem["kept"])
    proof, shift = median_proof(demand, problem["count"], kept, -cost, clock)
    steps = _tree(proof, clock, max(_LESS_THAN_ONE, _SLACK * cost))
    return {"shift": shift, "prices": proof.prices, "steps": steps}


def _farthest(
    model: dict[str, Any], count: int, kept: tuple[int, ...], value: int, clock: Clock
) -> tuple[int, dict[str, Any] | None]:
    """Return the greatest distance that is proven to be needed, and the proof.

    The value itself is tried first, and smaller distances with half of the time that is left each.
    """
    metres = np.array(model["metres_1000"])
    least = min(value, int(metres.min(axis=1).max()))
    steps = np.unique(metres[(metres >= least) & (metres <= value)])
    limit = clock.limit_s
    bounds = [value, *steps[len(steps) // 2 ** np.arange(1, 6)].tolist()] if len(steps) else []
    for bound in bounds:
        if bound <= least:
            break
        weights, covering = nearer(model["metres_1000"], bound, kept)
        patterns = _patterns(weights, covering, metres.shape[1])
        part = Clock(max(0.0, (limit - clock.seconds()) / 2), clock.on_progress)
        whole = np.array(weights, dtype=np.int64)
        proof = prove(patterns, whole, count, sum(weights) - 1, part)
        if proof.bound < sum(weights):
            return bound, covering_proof(proof)
    return least, None


def _patterns(weights: list[int], covering: list[list[int]], candidates: int) -> Patterns:
    starts = np.cumsum([0, *(len(row) for row in covering)]).astype(np.intp)
    columns = np.array([site for row in covering for site in row], dtype=np.intp)
    return Patterns(np.array(weights, dtype=np.float64), starts, columns, candidates)


def _stated(number: float) -> Fraction:
    """Return a number as it was written, where that is a simple fraction, else as it is stored."""
    written = Fraction(repr(float(number)))
    return written if written.denominator <= _SIMPLE else Fraction(number)


def _served(
    answer: CapacitatedAnswer, weights: Whole, capacity: Floats, unit: Fraction
) -> list[list[Any]]:
    """Return what is served in units, rounded down so that every limit holds exactly."""
    left = {pattern: Fraction(int(weight)) for pattern, weight in enumerate(weights.tolist())}
    room = [Fraction(one) / unit for one in capacity.tolist()]
    served: list[list[Any]] = []
    for pattern, site, amount in zip(
        answer.pattern.tolist(), answer.site.tolist(), answer.served.tolist(), strict=True
    ):
        exact = min(Fraction(amount) / unit, left[pattern], room[site])
        left[pattern] -= exact
        room[site] -= exact
        served.append([pattern, site, str(exact)])
    return served
