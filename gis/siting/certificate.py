"""Certificates: an answer with all that is needed to check it without the solver.

A certificate proves the value of the choice and the bound. Here are those of maximal, set and
partial covering, in :mod:`gis.siting.certificate_values` those of the other problems. Each is
checked before it is given out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from json import dumps, loads
from math import ceil, floor, inf
from typing import Any

import numpy as np

from gis.errors import SolverError
from gis.progress import Progress
from gis.siting.answers import Clock
from gis.siting.patterns import Patterns
from gis.siting.proof import Proof, prove
from gis.siting.search import GAP_TOLERANCE
from gis.siting.units import Whole, whole_weights
from gis.siting.verify import FORMAT, digest_of, verify

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
    model_digest
        SHA-256 of the model.
    document
        All of it as JSON, which :func:`gis.siting.verify.verify` checks once parsed.
    """

    kind: str
    value: float
    bound: float
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
    model = covering_model(patterns, weights, unit)
    shown = (float(value * unit), float(bound * unit))
    problem = {"kind": "maximal_covering", "count": count}
    return sealed(problem, model, chosen, (value, bound), covering_proof(proof), shown)


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
    model = covering_model(patterns, weights, unit)
    return sealed(
        problem,
        model,
        chosen,
        (len(chosen), bound),
        covering_proof(proof) if proof else None,
        (float(len(chosen)), float(bound)),
    )


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


def covering_model(patterns: Patterns, weights: Whole, unit: Fraction) -> dict[str, Any]:
    """Return the demand as a certificate has it."""
    rows = np.split(patterns.covering, patterns.starts[1:-1]) if len(patterns) else []
    return {
        "candidates": patterns.candidates,
        "unit": str(unit),
        "weights": weights.tolist(),
        "covering": [row.tolist() for row in rows],
    }


def covering_proof(proof: Proof) -> dict[str, Any]:
    """Return a proof of covering as a certificate has it."""
    return {
        "count": proof.count,
        "dominated": [list(pair) for pair in proof.dominated],
        "denominator": proof.denominator,
        "prices": [prices.tolist() for prices in proof.prices],
        "steps": [list(step) for step in proof.steps],
    }


def sealed(
    problem: dict[str, Any],
    model: dict[str, Any],
    chosen: Sequence[int],
    claimed: tuple[Any, Any],
    proof: dict[str, Any] | None,
    shown: tuple[float, float],
) -> Certificate:
    """Put a certificate together, seal it and let the checker look at it.

    Parameters
    ----------
    problem, model, chosen, proof
        As they will stand in it.
    claimed
        Value and bound in the certificate's units.
    shown
        The same in demand units, sites or metres.

    Raises
    ------
    SolverError
        If the checker rejects it: a fault of the program.
    """
    body: dict[str, Any] = {
        "format": FORMAT,
        "problem": problem,
        "model": model,
        "model_digest": digest_of(model),
        "chosen": sorted(int(one) for one in chosen),
        "value": claimed[0],
        "bound": claimed[1],
        "bound_certified": True,
        "proof": proof,
    }
    body["digest"] = digest_of(body)
    verdict = verify(body)
    if not verdict.valid:
        raise SolverError(f"the certificate does not stand up to its checker: {verdict.reason}")
    document = dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Certificate(problem["kind"], *shown, body["model_digest"], document)
