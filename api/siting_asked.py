"""What the operator's page is asked about new sites: any problem, as its address says it."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from api import siting_family, siting_findings
from api.params import CoverageParameters, Radius, absent_if_empty
from api.siting_answers import FamilyAnswer
from api.siting_family import BELONGS_TO, CandidatesFrom, FamilyQuestion, question_of
from api.snapshot import Snapshot
from gis.errors import InvalidInputError
from gis.progress import Progress
from gis.siting.questions import PEOPLE_ONLY, Problem
from web.operator.siting_form import SITING


def _years(value: object) -> object:
    """Read ``1, 2, 1`` as a form's field sends it, with whatever comma its user writes."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        return value
    return [part for part in re.split(r"[\s,，、]+", ",".join(texts)) if part] or None


Years = Annotated[
    Annotated[tuple[Annotated[int, Field(ge=0, le=50)], ...], Field(min_length=1, max_length=10)]
    | None,
    BeforeValidator(_years),
]
ONE_A_YEAR = (1, 1, 1)
"""The build order that a form begins with: a wish, where a capacity would be an assumption."""
Share = Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
Capacity = Annotated[float, Field(gt=0, le=1e9, allow_inf_nan=False)]
Times = Annotated[int, Field(ge=2, le=5)]


class SitingAsked(CoverageParameters):
    """Coverage, and a siting question beside it; what the problem does not need is overlooked."""

    problem: Annotated[Problem | None, BeforeValidator(absent_if_empty)] = Field(
        None, description="Page: which siting problem; so many new sites that cover most, if any."
    )
    share: Annotated[Share | None, BeforeValidator(absent_if_empty)] = Field(
        None, description="Page, partial: share of the city's demand."
    )
    times: Annotated[Times | None, BeforeValidator(absent_if_empty)] = Field(
        None, description="Page, backup: how often demand is covered."
    )
    counts: Years = Field(None, description="Page, build_order: new sites in each year, 1,2,1.")
    capacity_per_day: Annotated[Capacity | None, BeforeValidator(absent_if_empty)] = Field(
        None, description="Page, capacitated: movements a day of a site that states none."
    )
    flight_m: Annotated[Radius | None, BeforeValidator(absent_if_empty)] = Field(
        None, description="Page, connected: range of a flight between sites."
    )
    certificate: bool = Field(False, description="Page: whether the answer carries a certificate.")

    def sought(self) -> Problem | None:
        """Return the problem that is asked; ``None`` where no sites are asked for."""
        return self.problem or (Problem.MAXIMAL if self.new_sites else None)

    def unused(self) -> frozenset[str]:
        """Return the parameters of siting that mean nothing for the problem asked."""
        problem = self.sought()
        if problem is None:
            return SITING
        numbers = {name for name, owners in BELONGS_TO.items() if problem not in owners}
        unused = SITING & {{"count": "new_sites"}.get(name, name) for name in numbers}
        # So many new sites are asked for by their number alone.
        return unused | ({"problem"} if problem is Problem.MAXIMAL and self.new_sites else set())


def family_question(asked: SitingAsked) -> FamilyQuestion:
    """Return the siting question in what the page is asked.

    Raises
    ------
    gis.errors.InvalidInputError
        If none is asked, or a number that its problem needs is missing.
    """
    problem = asked.sought()
    if problem is None:
        raise InvalidInputError(
            "no new sites are asked for",
            field="problem",
            remedy="Name a problem, or how many new sites.",
        )
    given = {
        "count": asked.new_sites or None,
        "share": asked.share,
        "times": asked.times,
        "counts": asked.counts or ONE_A_YEAR,
        "capacity_per_day": asked.capacity_per_day,
        "movements_per_person_day": asked.movements_per_person_day,
        "flight_m": asked.flight_m,
    }
    numbers = {
        name: value
        for name, value in given.items()
        if value is not None and problem in BELONGS_TO[name]
    }
    question = question_of(
        problem,
        mission=asked.mission,
        radius_m=asked.radius_m,
        demand="people" if problem in PEOPLE_ONLY else asked.demand,
        numbers=numbers,
    )
    return FamilyQuestion(
        question,
        candidates=CandidatesFrom(asked.candidates.value),
        spacing_m=asked.spacing_m,
        certificate=asked.certificate,
        flight=asked.flight(),
    )


def siting_answer(
    snapshot: Snapshot,
    question: FamilyQuestion,
    *,
    seconds: float,
    on_progress: Progress | None = None,
) -> FamilyAnswer:
    """Return the answer to a siting question of the page, kept for this edition.

    It is asked of the sites as they are stored, whatever is tried: a suggestion that is tried
    stays part of the answer that suggested it.

    Parameters
    ----------
    snapshot
        The layers.
    question
        What is asked, as :func:`family_question` returns it.
    seconds
        Longest time to solve and to prove.
    on_progress
        Told the share done, 0 to 1; what it raises ends the run.

    Raises
    ------
    gis.errors.InvalidInputError
        If the question cannot be answered, with the field and the remedy.
    """
    key = (
        *("suggested", question.question, question.candidates, question.spacing_m),
        *(question.flight, question.certificate, seconds),
    )

    def compute() -> FamilyAnswer:
        found = siting_family.find(
            snapshot.store, snapshot, question, seconds=seconds, on_progress=on_progress
        )
        return siting_findings.answer(found, edition=snapshot.edition)

    return snapshot.answer(key, compute)


def certificate_of(answer: FamilyAnswer) -> dict[str, Any]:
    """Return the certificate that an answer carries.

    Raises
    ------
    gis.errors.InvalidInputError
        If it carries none.
    """
    if answer.certificate is None:
        raise InvalidInputError(
            "the answer carries no certificate",
            field="certificate",
            remedy="Ask with certificate=true; what cannot be done has none.",
        )
    return answer.certificate
