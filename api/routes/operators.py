"""What operators ask: coverage, gaps, what-ifs, and where the next sites would go."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from api import coverage_what_if, examples, operator_page, siting_plan
from api.answers import CoverageAnswer, SitingAnswer
from api.coverage_tried import coverage_tried
from api.deps import (
    ScenariosDep,
    SettingsDep,
    ShownSnapshotDep,
    SnapshotDep,
    document,
    shown_snapshot,
)
from api.negotiation import wants_html
from api.operator_bodies import WhatIfBody
from api.operator_page import City
from api.operator_question import OperatorQuestion
from api.params import NoParameters, SitingParameters
from api.respond_async import LongRunDep, long_responses
from api.siting_answers import FamilyAnswer
from api.siting_asked import certificate_of, family_question, siting_answer
from api.siting_plan import SitingQuestion
from gis.progress import Progress
from web.operator.live import Kind

router = APIRouter(prefix="/operators", tags=["operators"])


def _city(snapshot: SnapshotDep, scenarios: ScenariosDep) -> City:
    return lambda name: snapshot if name is None else scenarios.view(snapshot, name).snapshot


CityDep = Annotated[City, Depends(_city)]


@router.get(
    "/coverage",
    summary="Coverage and gaps as they are, or with sites tried",
    response_model=CoverageAnswer,
    responses=examples.shown(examples.COVERAGE),
)
def coverage(
    request: Request,
    snapshot: ShownSnapshotDep,
    city: CityDep,
    settings: SettingsDep,
    asked: Annotated[OperatorQuestion, Query()],
) -> Response:
    """Return what the takeoff points surely and possibly cover, and the gaps.

    Imported zones are flown round. Where none is imported the airspace is `no_data`, never free.
    """
    if wants_html(request):
        return operator_page.shown(request, city, settings, asked)
    found = coverage_what_if.answer(
        coverage_tried(snapshot, asked, asked.tried()).found,
        asked.coverage(),
        edition=snapshot.edition,
        geometry=asked.geometry,
    )
    return document(request, snapshot.edition, found.model_dump(mode="json"))


@router.get("/coverage/live", include_in_schema=False, dependencies=[Depends(shown_snapshot)])
def coverage_live(
    request: Request,
    city: CityDep,
    settings: SettingsDep,
    asked: Annotated[OperatorQuestion, Query()],
) -> Response:
    """Return the parts of the operator's page that an answer changes, for its script."""
    return operator_page.parts(
        request, city, settings, asked, Kind.DRAFT if asked.draft else Kind.WHOLE
    )


@router.get("/coverage/more", include_in_schema=False)
def coverage_more(
    request: Request,
    city: CityDep,
    settings: SettingsDep,
    asked: Annotated[OperatorQuestion, Query()],
) -> Response:
    """Return what the operator's page answers beside coverage, for its script."""
    return operator_page.parts(request, city, settings, asked, Kind.MORE)


@router.post("/coverage/suggested", include_in_schema=False, response_model=FamilyAnswer)
def coverage_suggested(
    city: CityDep,
    settings: SettingsDep,
    run: LongRunDep,
    asked: OperatorQuestion,
    _: Annotated[NoParameters, Query()],
) -> FamilyAnswer | Response:
    """Answer the page's siting question as a long run; the page then finds the answer kept."""
    snapshot = city(asked.scenario)
    question = family_question(asked)

    def compute(on_progress: Progress) -> FamilyAnswer:
        seconds = settings.solver_seconds
        return siting_answer(snapshot, question, seconds=seconds, on_progress=on_progress)

    return run(compute, method="docs/methods/siting.md")


@router.get("/coverage/certificate", include_in_schema=False)
def coverage_certificate(
    city: CityDep, settings: SettingsDep, asked: Annotated[OperatorQuestion, Query()]
) -> Response:
    """Return the certificate of the page's siting answer, as a file."""
    question = family_question(asked)
    answer = siting_answer(city(asked.scenario), question, seconds=settings.solver_seconds)
    name = 'attachment; filename="guantu-certificate.json"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-cache"}
    return JSONResponse(certificate_of(answer), headers=headers)


@router.post(
    "/coverage",
    summary="Coverage and gaps if sites or zones were changed",
    response_model=CoverageAnswer,
    responses=long_responses(examples.shown(examples.COVERAGE)),
)
def coverage_if(
    snapshot: SnapshotDep,
    run: LongRunDep,
    body: WhatIfBody,
    _: Annotated[NoParameters, Query()],
) -> CoverageAnswer | Response:
    """Return coverage and gaps with sites and zones added, dropped or moved. Nothing is kept."""
    question, changes, zones = body.question(), body.changes(), body.changed_zones(snapshot)

    def compute(on_progress: Progress) -> CoverageAnswer:
        findings = coverage_what_if.coverage_if(
            snapshot.store, snapshot, question, changes, zones, on_progress=on_progress
        )
        return coverage_what_if.answer(
            findings, question, edition=snapshot.edition, geometry=body.geometry
        )

    return run(compute, method="docs/methods/coverage.md")


@router.get(
    "/siting",
    summary="The best new sites",
    response_model=SitingAnswer,
    responses=examples.shown(examples.SITING),
)
def siting(
    request: Request,
    snapshot: SnapshotDep,
    city: CityDep,
    settings: SettingsDep,
    asked: Annotated[SitingParameters, Query()],
) -> Response:
    """Return the new sites that cover most, with value, bound, gap and time.

    What sites surely serve goes round imported zones, as in `/operators/coverage`.
    """
    if wants_html(request):
        page = OperatorQuestion.model_validate(asked.model_dump(exclude_unset=True))
        return operator_page.shown(request, city, settings, page)
    question = SitingQuestion(
        mission=asked.mission,
        radius_m=asked.radius_m,
        count=asked.new_sites,
        candidates=asked.candidates,
        spacing_m=asked.spacing_m,
        demand=asked.demand,
        flight=asked.flight(),
    )
    plan = siting_plan.best_sites(snapshot, question, seconds=settings.solver_seconds)
    found = siting_plan.answer(plan, question, edition=snapshot.edition)
    return document(request, snapshot.edition, found.model_dump(mode="json"))
