"""An independent checker of certificates: whole numbers only, nothing of the solver's side.

It reads what :mod:`gis.siting.certificate` wrote, after any journey as JSON, and believes nothing
in it: coverage, value and every leaf of the proof are added up again, exactly. Why a leaf proves
its bound is said where it is added up: :mod:`gis.siting.verify_cover` (maximal, set and partial
covering), :mod:`gis.siting.verify_counts` (backup, build order, connected sites),
:mod:`gis.siting.verify_profits` (capacities, p-median), :mod:`gis.siting.verify_centers`.

Certificates of the first format are checked, too. They prove the bounds of the three covering
problems; for the others they prove the value only, and the verdict says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from json import dumps
from typing import Any

from gis.siting import verify_centers, verify_counts, verify_profits
from gis.siting.verify_cover import proven
from gis.siting.verify_values import Rejected, recomputed, require, whole, wholes

FORMAT = "guantu-siting-certificate/2"
FIRST_FORMAT = "guantu-siting-certificate/1"
"""Its covering problems are the same; its others have no proof of the bound."""
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
_COVERING = ("maximal_covering", "set_covering", "partial_covering")


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
        Whether the bound is proven too; in the first format it may be what a solver said.
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
    known = certificate["format"] in (FORMAT, FIRST_FORMAT)
    require(known, "this is not a format that the checker knows")
    body = {name: certificate[name] for name in _FIELDS if name != "digest"}
    require(digest_of(body) == certificate["digest"], "the digest is not that of the content")
    model = certificate["model"]
    require(digest_of(model) == certificate["model_digest"], "the digest is not the model's")
    problem, chosen = certificate["problem"], certificate["chosen"]
    require(chosen == sorted(set(wholes(chosen, 0, None))), "the choice is not in order")
    kind, value, bound = problem["kind"], certificate["value"], certificate["bound"]
    certified = kind in _COVERING or certificate["format"] == FORMAT
    require(certificate["bound_certified"] is certified, "this bound is not certified")
    if kind in _COVERING:
        _check_covering(problem, model, chosen, (value, bound), certificate["proof"])
        return Verdict(True, "", kind, value, bound, certified)
    require(recomputed(problem, model, chosen) == value, "the value is not the choice's")
    if certified:
        require(
            bounded(problem, model, Fraction(value), bound, certificate["proof"]) == bound,
            "the bound is not what the leaves prove",
        )
    else:
        require(certificate["proof"] is None, "there is no such proof")
    return Verdict(True, "", kind, value, bound, certified)


def bounded(
    problem: Mapping[str, Any],
    model: Mapping[str, Any],
    value: Fraction,
    claimed: Any,
    proof: Any,
) -> str:
    """Return the bound that a proof of format 2 proves, in words (a fraction), or reject it.

    Parameters
    ----------
    problem, model, proof
        As they stand in the certificate.
    value
        The value of the choice: no bound is better than it.
    claimed
        The bound that the certificate claims; only a p-center's proof is of one bound alone.
    """
    kind = problem["kind"]
    if kind == "p_center":
        metres = Fraction(claimed)
        require(0 <= metres <= value, "the bound is above the value")
        require((metres * 1000).denominator == 1, "the bound is not in whole millimetres")
        verify_centers.check(problem, model, int(metres * 1000), proof)
        return str(metres)
    if kind == "p_median":
        return str(min(value, verify_profits.least_distance(problem, model, proof)))
    if kind == "capacitated":
        return str(max(value, verify_profits.most_served(problem, model, proof)))
    return str(max(value, verify_counts.most(problem, model, proof)))


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
        most = proven(number, weights, covering, count, proof)
        require(bound == max(value, most), "the bound is not what the leaves prove")
        return
    needed = sum(weights) if problem["kind"] == "set_covering" else whole(problem["needed"], 0)
    require(reached >= needed, "the choice does not cover what is needed")
    require(value == len(chosen), "the value is not the number of chosen candidates")
    require(bound <= value, "the bound is above the value")
    if bound > 0:
        most = proven(number, weights, covering, bound - 1, proof)
        require(most < needed, "fewer candidates are not proven to cover too little")
