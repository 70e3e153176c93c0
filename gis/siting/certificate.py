"""Certificates: an answer with all that is needed to check it without the solver.

For maximal, set and partial covering the certificate proves the value and the bound. For the other
problems it proves the value; the bound is the solver's, and says so (``bound_certified`` false).
Each is checked before it is given out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from json import dumps, loads
from math import ceil, floor, inf
from typing import Any

import numpy as np

from gis.discs import Floats
from gis.errors import SolverError
from gis.progress import Progress
from gis.siting.answers import Answer, Clock
from gis.siting.build_order import BuildOrder
from gis.siting.capacitated import CapacitatedAnswer
from gis.siting.connected import Links
from gis.siting.distances import Distances
from gis.siting.patterns import Patterns
from gis.siting.proof import Proof, prove
from gis.siting.search import GAP_TOLERANCE
from gis.siting.units import Whole, in_units, whole_weights
from gis.siting.verify import FORMAT, digest_of, verify
from gis.siting.verify_values import recomputed

_TARGET = round(1 / GAP_TOLERANCE)
"""Where demand is not whole, the proof may stop at a gap of one part in so many."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """An answer that can be checked.

    Attributes
    ----------
    kind
        Which problem.
    value, bound
        In demand units, sites or metres, as the problem has it.
    bound_certified
        Whether the bound is proven by the certificate, or only what the solver said.
    model_digest
        SHA-256 of the model.
    document
        All of it as JSON, which :func:`gis.siting.verify.verify` checks once parsed.
    """

    kind: str
    value: float
    bound: float
    bound_certified: bool
    model_digest: str
    document: str

    def data(self) -> dict[str, Any]:
        """Return the document parsed."""
        parsed: dict[str, Any] = loads(self.document)
        return parsed


def certify_maximal(
    patterns: Patterns,
    chosen: Sequence[int],
    count: int,
    *,
    time_limit_s: float = 60.0,
    on_progress: Progress | None = None,
) -> Certificate:
    """Certify a choice for maximal covering, with the best bound that is proven in time.

    Parameters
    ----------
    patterns
        The demand, without what existing sites cover.
    chosen
        The choice, at most ``count`` candidates.
    count
        How many candidates may be chosen.
    time_limit_s, on_progress
        As in :func:`gis.siting.search.best_cover`. When time is up the bound is weaker.
    """
    weights, unit = whole_weights(patterns)
    value = _covered(patterns, weights, chosen)
    slack = 0 if unit == 1 else value // _TARGET
    proof = prove(patterns, weights, count, value + slack, Clock(time_limit_s, on_progress))
    bound = max(value, proof.bound)
    model = _model(patterns, weights, unit)
    shown = (float(value * unit), float(bound * unit))
    problem = {"kind": "maximal_covering", "count": count}
    return _certificate(problem, model, chosen, (value, bound), _proof(proof), shown)


def certify_fewest(
    patterns: Patterns,
    chosen: Sequence[int],
    *,
    needed: float | None = None,
    hoped: float = inf,
    time_limit_s: float = 60.0,
    on_progress: Progress | None = None,
) -> Certificate:
    """Certify a choice for set covering, or for partial covering of ``needed`` demand.

    That fewer than B sites cannot do is proven as maximal covering: B - 1 sites cover less than is
    needed. B is the number chosen if that is proven in time, else less.

    Parameters
    ----------
    patterns, chosen
        The demand without what existing sites cover, and the choice.
    needed
        Demand to cover, ``None`` for all. Where demand is not whole, it is rounded down to the
        certificate's unit less one unit for each pattern, as the weights are rounded too.
    hoped
        The bound that is known otherwise: no higher one is tried, for each try takes time.
    time_limit_s, on_progress
        As in :func:`certify_maximal`.
    """
    weights, unit = whole_weights(patterns)
    problem: dict[str, Any] = {"kind": "set_covering"}
    least = int(weights.sum())
    if needed is not None:
        least = max(0, ceil(Fraction(needed) / unit))
        if unit != 1:
            least = max(0, floor(Fraction(needed) / unit) - len(patterns))
        problem = {"kind": "partial_covering", "needed": least}
    clock = Clock(time_limit_s, on_progress)
    bound, proof = _fewer(patterns, weights, least, int(min(hoped, len(chosen))), clock)
    model = _model(patterns, weights, unit)
    return _certificate(
        problem,
        model,
        chosen,
        (len(chosen), bound),
        _proof(proof) if proof else None,
        (float(len(chosen)), float(bound)),
    )


def certify_value(
    patterns: Patterns,
    answer: Answer | BuildOrder | CapacitatedAnswer,
    problem: dict[str, Any],
    *,
    kept: Sequence[int] = (),
    links: Links | None = None,
    capacity_per_day: Floats | None = None,
) -> Certificate:
    """Certify the value of a backup, build order, capacitated or connected choice.

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
    """
    weights, unit = whole_weights(patterns)
    model = _model(patterns, weights, unit)
    found = answer if isinstance(answer, Answer) else answer.answer
    question: dict[str, Any] = {**problem, "kind": found.problem, "kept": sorted(kept)}
    if "backup_share" in question:
        question["backup_share"] = str(Fraction(question["backup_share"]))
    if isinstance(answer, BuildOrder):
        question["years"] = [sorted(year.opened) for year in answer.years]
        question["weights"] = [str(Fraction(year.weight)) for year in answer.years]
    if isinstance(answer, CapacitatedAnswer) and capacity_per_day is not None:
        model["capacity_per_day"] = [str(Fraction(one) / unit) for one in capacity_per_day.tolist()]
        question["served"] = _served(answer, weights, capacity_per_day, unit)
    if links is not None:
        network = np.array(sorted((*found.chosen, *kept)), dtype=np.intp)
        one, other = np.nonzero(np.triu(links[np.ix_(network, network)]))
        model["links"] = np.column_stack((network[one], network[other])).tolist()
    return _of_value(question, model, found, unit)


def certify_distance(
    demand: Distances, answer: Answer, count: int, *, kept: Sequence[int] = ()
) -> Certificate:
    """Certify the value of a p-median or p-center choice; distances are in whole millimetres.

    Parameters
    ----------
    demand, answer, count, kept
        As the question was put, and what was found.
    """
    weights, unit = in_units(demand.weights)
    sites = sorted((*answer.chosen, *kept))
    model = {
        "unit": str(unit),
        "weights": np.maximum(weights, 1).tolist(),
        "sites": sites,
        "metres_1000": np.rint(demand.metres[:, sites] * 1000).astype(np.int64).tolist(),
    }
    question = {"kind": answer.problem, "count": count, "kept": sorted(kept)}
    return _of_value(question, model, answer, unit if answer.problem == "p_median" else Fraction(1))


def _fewer(
    patterns: Patterns, weights: Whole, needed: int, found: int, clock: Clock
) -> tuple[int, Proof | None]:
    """Return how many sites are proven to be needed, and the proof that fewer cannot do."""
    limit = clock.limit_s
    for bound in range(found, 0, -1):
        # Half of the time that is left for each attempt.
        part = Clock(max(0.0, (limit - clock.seconds()) / 2), clock.on_progress)
        proof = prove(patterns, weights, bound - 1, needed - 1, part)
        if proof.bound < needed:
            return bound, proof
    return 0, None


def _covered(patterns: Patterns, weights: Whole, chosen: Sequence[int]) -> int:
    hit = np.isin(patterns.covering, list(chosen))
    return int(weights[np.unique(patterns.pattern_of_pair()[hit])].sum())


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


def _model(patterns: Patterns, weights: Whole, unit: Fraction) -> dict[str, Any]:
    rows = np.split(patterns.covering, patterns.starts[1:-1]) if len(patterns) else []
    return {
        "candidates": patterns.candidates,
        "unit": str(unit),
        "weights": weights.tolist(),
        "covering": [row.tolist() for row in rows],
    }


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "count": proof.count,
        "dominated": [list(pair) for pair in proof.dominated],
        "denominator": proof.denominator,
        "prices": [prices.tolist() for prices in proof.prices],
        "steps": [list(step) for step in proof.steps],
    }


def _of_value(
    question: dict[str, Any], model: dict[str, Any], answer: Answer, unit: Fraction
) -> Certificate:
    value = recomputed(question, model, list(answer.chosen))
    shown = (float(Fraction(value) * unit), answer.bound)
    bound = str(Fraction(answer.bound) / unit)
    return _certificate(question, model, answer.chosen, (value, bound), None, shown)


def _certificate(
    problem: dict[str, Any],
    model: dict[str, Any],
    chosen: Sequence[int],
    claimed: tuple[Any, Any],
    proof: dict[str, Any] | None,
    shown: tuple[float, float],
) -> Certificate:
    certified = problem["kind"] in ("maximal_covering", "set_covering", "partial_covering")
    body: dict[str, Any] = {
        "format": FORMAT,
        "problem": problem,
        "model": model,
        "model_digest": digest_of(model),
        "chosen": sorted(int(one) for one in chosen),
        "value": claimed[0],
        "bound": claimed[1],
        "bound_certified": certified,
        "proof": proof,
    }
    body["digest"] = digest_of(body)
    verdict = verify(body)
    if not verdict.valid:
        raise SolverError(f"the certificate does not stand up to its checker: {verdict.reason}")
    document = dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Certificate(problem["kind"], *shown, certified, body["model_digest"], document)
