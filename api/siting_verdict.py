"""Use case: check a certificate of a siting answer, whoever sends it."""

from collections.abc import Mapping
from typing import Any

from api.siting_answers import VerdictAnswer
from gis.siting.verify_effort import MAX_STEPS, checked


def verdict(certificate: Mapping[str, Any], *, most_steps: int = MAX_STEPS) -> VerdictAnswer:
    """Check a certificate and say what it proves.

    Parameters
    ----------
    certificate
        The parsed document, from anybody.
    most_steps
        As in :func:`gis.siting.verify_effort.checked`.

    Raises
    ------
    gis.errors.InvalidInputError
        If checking it would take too long.
    """
    found = checked(certificate, most_steps=most_steps)
    return VerdictAnswer(
        valid=found.valid,
        reason=found.reason,
        problem=found.problem,
        value=str(found.value) if found.valid else None,
        bound=str(found.bound) if found.valid else None,
        unit=_unit(certificate, found.problem) if found.valid else None,
        bound_certified=found.bound_certified,
    )


def _unit(certificate: Mapping[str, Any], problem: str) -> str:
    """Return the unit of a certificate's value: sites and metres are counted as such."""
    if problem in ("set_covering", "partial_covering", "p_center"):
        return "1"
    return str(certificate["model"]["unit"])
