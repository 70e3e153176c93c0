"""What was found for a siting question, as JSON's shape."""

from dataclasses import dataclass

import numpy as np

from api.flights import MetAirspace
from api.siting_answers import (
    FamilyAnswer,
    ForbiddenCandidateAnswer,
    NewSiteAnswer,
    Straight,
    YearAnswer,
)
from gis.crs import stored_coordinates
from gis.siting.answers import AnswerStatus
from gis.siting.questions import Finding


@dataclass(frozen=True, slots=True)
class FamilyFindings:
    """What was found, the airspace it was found in, and what in it goes round no zone."""

    finding: Finding
    airspace: MetAirspace
    straight: tuple[Straight, ...]


def answer(found_in: FamilyFindings, *, edition: str) -> FamilyAnswer:
    """Return a finding as JSON's shape, its sites in degrees."""
    finding = found_in.finding
    question, solved = finding.question, finding.solved
    found, offer, written = solved.answer, solved.offer, finding.certificate
    infeasible = found.status is AnswerStatus.INFEASIBLE
    return FamilyAnswer(
        edition=edition,
        problem=question.problem,
        mission=question.mission,
        radius_m=question.radius_m,
        demand={"m2": "area_m2"}.get(question.counted(), question.counted()),
        unit=question.unit(),
        sites=_new_sites(finding),
        years=tuple(
            YearAnswer(
                year=number,
                opened=len(year.opened),
                value=year.value,
                bound=year.bound,
                weight=year.weight,
            )
            for number, year in enumerate(solved.years, start=1)
        ),
        existing=offer.kept_names,
        value=None if infeasible else found.value,
        bound=None if infeasible else found.bound,
        gap=found.gap,
        seconds=finding.seconds,
        status=found.status,
        before=finding.before,
        after=finding.after,
        total=finding.total,
        counted=solved.counted,
        candidates=len(offer.rows),
        demands=solved.demands,
        demand_unplaced=0.0 if question.points is None else question.points.unplaced,
        demand_accuracy_m=solved.demand_accuracy_m,
        forbidden=tuple(
            ForbiddenCandidateAnswer.model_validate(dropped) for dropped in finding.forbidden
        ),
        unplaced=offer.unplaced,
        too_uncertain=offer.too_uncertain,
        barred=offer.barred,
        airspace=found_in.airspace.answer(),
        straight=found_in.straight,
        bound_certified=None if written is None else True,
        solver_bound=None if infeasible else found.solver_bound,
        certificate=None if written is None else written.data(),
    )


def _new_sites(finding: Finding) -> tuple[NewSiteAnswer, ...]:
    picks = finding.solved.picks
    rows = finding.solved.offer.rows.iloc[[pick.candidate for pick in picks]]
    metres = np.column_stack((rows.geometry.x, rows.geometry.y)).reshape(-1, 2)
    degrees = np.round(stored_coordinates(metres), 6).tolist() if picks else []
    columns = zip(
        rows["id"], rows["name_zh"], rows["name_en"], rows["accuracy_m"].tolist(), strict=True
    )
    return tuple(
        NewSiteAnswer(
            order=order,
            candidate=name,
            number=pick.candidate,
            name_zh=name_zh,
            name_en=name_en,
            lon=lon,
            lat=lat,
            accuracy_m=accuracy,
            town=town,
            year=pick.year,
            adds=pick.adds,
        )
        for order, (pick, town, (lon, lat), (name, name_zh, name_en, accuracy)) in enumerate(
            zip(picks, finding.towns, degrees, columns, strict=True), start=1
        )
    )
