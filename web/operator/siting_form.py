"""The form that asks for new sites: each problem of the siting family with the fields it needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gis.missions import MAX_RADIUS_M
from gis.siting.questions import PEOPLE_ONLY, Problem
from web.shell.words import Words
from web.views import CANDIDATES, DEMANDS, OperatorView

_FOR_COUNT = ("maximal", "backup", "capacitated", "median", "center", "connected")
_FOR_DEMAND = tuple(str(problem) for problem in Problem if problem not in PEOPLE_ONLY)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form.

    Attributes
    ----------
    name, value
        The parameter, and what stands in it: its default unless the address says otherwise.
    needed_by
        The problems, or the choice of candidates, that need it; empty where all do.
    choices
        The words that it can be; empty for what is typed.
    limits
        Attributes of the input.
    shown
        Whether the question that is asked needs it.
    """

    name: str
    value: str = ""
    needed_by: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    limits: Mapping[str, str] = field(default_factory=dict)
    shown: bool = True


def _number(low: float, high: float, step: str = "any") -> dict[str, str]:
    limits = {"min": f"{low:g}", "max": f"{high:g}", "step": step}
    return {"type": "number", "inputmode": "decimal", **limits, "required": ""}


_COUNTS = {"pattern": r"[0-9 ,，、]+", "inputmode": "numeric", "required": ""}
FIELDS = (
    Field("problem", "maximal", choices=tuple(str(problem) for problem in Problem)),
    Field("new_sites", "3", _FOR_COUNT, limits=_number(1, 20, "1")),
    Field("share", "0.8", ("partial",), limits=_number(0.01, 1, "0.01")),
    Field("times", "2", ("backup",), limits=_number(2, 5, "1")),
    Field("counts", "1, 1, 1", ("build_order",), limits=_COUNTS),
    Field("capacity_per_day", "", ("capacitated",), limits=_number(1, 1e9)),
    Field("movements_per_person_day", "", ("capacitated",), limits=_number(0, 1_000)),
    Field("flight_m", "", ("connected",), limits=_number(1, MAX_RADIUS_M)),
    Field("candidates", "grid", choices=CANDIDATES),
    Field("spacing_m", "3000", ("grid",), limits=_number(1_000, 20_000)),
    Field("demand", "people", _FOR_DEMAND, DEMANDS),
)
"""The form's fields in order; without a problem that needs them they are neither shown nor sent."""
NAMES = frozenset({*(one.name for one in FIELDS), "certificate"})
"""The parameters that the form asks for: it carries the others along."""
SITING = NAMES - {"candidates", "spacing_m", "demand", "movements_per_person_day"}
"""Those that mean nothing without a siting question: without them none is asked."""


def siting_form(view: OperatorView, words: Words) -> dict[str, Any]:
    """Return what the page prints of the form.

    Parameters
    ----------
    view
        What was asked.
    words
        The page's language.
    """
    query = view.trial.query
    said = {one.name: query.get(one.name, one.value) for one in FIELDS}
    chosen = {said["problem"], said["candidates"]}
    fields = [
        replace(
            one, value=said[one.name], shown=not one.needed_by or bool(chosen & {*one.needed_by})
        )
        for one in FIELDS
    ]
    return {
        "siting_names": NAMES,
        "siting_fields": fields,
        "with_certificate": "certificate" in query,
        "trouble": trouble(view, words),
    }


def trouble(view: OperatorView, words: Words) -> dict[str, str] | None:
    """Return what keeps sites from being suggested: the field, and why in words and in English."""
    problem = view.problem
    if problem is None:
        return None
    t, key = words.t, ""
    stated_by_none = {one.name for one in FIELDS if not one.value}
    if problem.field in stated_by_none - view.trial.query.keys():
        key = "suggest.needed"
    elif problem.field == "candidates" and view.trial.query.get("candidates"):
        key = "operator.problem.candidates"
    text = t(key) if key else t("operator.problem")
    english = "" if key else f"{problem.detail} {problem.remedy}"
    return {"field": problem.field, "text": text, "english": english.strip()}
