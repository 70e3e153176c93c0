"""What operators ask: coverage, gaps, what-ifs, and where the next sites would go."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api import coverage_what_if, examples, siting_plan
from api.answers import CoverageAnswer, SitingAnswer
from api.coverage_what_if import CoverageFindings, CoverageQuestion
from api.deps import SettingsDep, SnapshotDep, document, page
from api.negotiation import wants_html
from api.operator_bodies import WhatIfBody
from api.page_views import operator_view
from api.params import CoverageParameters, NoParameters, SitingParameters
from api.respond_async import LongRunDep, long_responses
from api.settings import Settings
from api.siting_plan import SitingQuestion
from api.snapshot import Snapshot
from gis.errors import InvalidInputError
from gis.progress import Progress
from gis.results import SitingPlan
from web.views import Problem

router = APIRouter(prefix="/operators", tags=["operators"])


@router.get(
    "/coverage",
    summary="Coverage and gaps as they are",
    response_model=CoverageAnswer,
    responses=examples.shown(examples.COVERAGE),
)
def coverage(
    request: Request,
    snapshot: SnapshotDep,
    settings: SettingsDep,
    asked: Annotated[CoverageParameters, Query()],
) -> Response:
    """Return what today's takeoff points surely and possibly cover, and the gaps.

    Imported zones are flown round. Where none is imported the airspace is `no_data`, never free.
    """
    question = CoverageQuestion(
        asked.mission, asked.radius_m, asked.flight(), asked.movements_per_person_day
    )
    findings = coverage_what_if.coverage_today(snapshot, question)
    if wants_html(request):
        if asked.new_sites:
            return _page_with_plan(request, snapshot, settings, asked, findings)
        return _operator_page(request, snapshot, asked, findings)
    found = coverage_what_if.answer(
        findings, question, edition=snapshot.edition, geometry=asked.geometry
    )
    return document(request, snapshot.edition, found.model_dump(mode="json"))


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
    settings: SettingsDep,
    asked: Annotated[SitingParameters, Query()],
) -> Response:
    """Return the new sites that cover most, with value, bound, gap and time."""
    if wants_html(request):
        findings = coverage_what_if.coverage_today(
            snapshot, CoverageQuestion(asked.mission, asked.radius_m)
        )
        return _page_with_plan(request, snapshot, settings, asked, findings)
    plan = _plan(snapshot, settings, asked)
    found = siting_plan.answer(plan, _question(asked), edition=snapshot.edition)
    return document(request, snapshot.edition, found.model_dump(mode="json"))


def _question(asked: SitingParameters) -> SitingQuestion:
    return SitingQuestion(
        mission=asked.mission,
        radius_m=asked.radius_m,
        count=asked.new_sites,
        candidates=asked.candidates,
        spacing_m=asked.spacing_m,
        demand=asked.demand,
    )


def _plan(snapshot: Snapshot, settings: Settings, asked: SitingParameters) -> SitingPlan:
    return siting_plan.best_sites(snapshot, _question(asked), seconds=settings.solver_seconds)


def _page_with_plan(
    request: Request,
    snapshot: Snapshot,
    settings: Settings,
    asked: SitingParameters,
    findings: CoverageFindings,
) -> Response:
    """Return the page; where no plan can be made it says why and keeps the rest, with a 400."""
    try:
        plan = _plan(snapshot, settings, asked)
    except InvalidInputError as error:
        problem = Problem(error.field, error.message, error.remedy)
        answer = _operator_page(request, snapshot, asked, findings, problem=problem)
        answer.status_code = HTTPStatus.BAD_REQUEST
        return answer
    return _operator_page(request, snapshot, asked, findings, plan)


def _operator_page(
    request: Request,
    snapshot: Snapshot,
    asked: SitingParameters,
    findings: CoverageFindings,
    plan: SitingPlan | None = None,
    problem: Problem | None = None,
) -> Response:
    question = _question(asked)
    return page(
        request,
        snapshot.edition,
        lambda pages, shell, nonce: pages.operator(
            operator_view(shell, snapshot, question, findings, plan, problem), nonce
        ),
    )
