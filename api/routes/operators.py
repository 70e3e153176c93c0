"""What operators ask: coverage, gaps, what-ifs, and where the next sites would go."""

from collections import Counter
from http import HTTPStatus
from typing import Annotated, Self

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api import coverage_what_if, examples, siting_plan
from api.answers import CoverageAnswer, SitingAnswer
from api.coverage_what_if import AddedSite, CoverageFindings, Place, WhatIf
from api.deps import SettingsDep, SnapshotDep, StoreDep, document, page
from api.negotiation import wants_html
from api.page_views import operator_view
from api.params import (
    CoverageParameters,
    Degrees,
    MissionId,
    NoParameters,
    Radius,
    SitingParameters,
)
from api.settings import Settings
from api.siting_plan import SitingQuestion
from api.snapshot import Snapshot
from gis.checks import ID_PATTERN
from gis.errors import InvalidInputError
from gis.missions import DEFAULT_MISSION
from gis.results import SitingPlan
from web.views import Problem

router = APIRouter(prefix="/operators", tags=["operators"])
Accuracy = Annotated[float, Field(ge=0, le=50_000, allow_inf_nan=False)]
SiteId = Annotated[str, Field(pattern=f"^{ID_PATTERN.pattern}$")]


class PlaceBody(BaseModel):
    """Where a site stands: degrees (CRS84), and within how many metres that is true."""

    model_config = ConfigDict(extra="forbid", strict=True)

    lon: Degrees
    lat: Degrees
    accuracy_m: Accuracy = 0.0

    def place(self) -> Place:
        """Return the use case's value."""
        return Place(self.lon, self.lat, self.accuracy_m)


class AddedSiteBody(PlaceBody):
    """A site to add."""

    name: str = Field("", max_length=80)
    radius_m: Radius | None = None


class MovedSiteBody(PlaceBody):
    """A site to move."""

    id: SiteId


class ChangesBody(BaseModel):
    """Which mission, and changes to the sites to try; nothing is kept."""

    model_config = ConfigDict(extra="forbid", strict=True)

    mission: MissionId = DEFAULT_MISSION
    radius_m: Radius | None = None
    add: list[AddedSiteBody] = Field(default_factory=list, max_length=500)
    drop: list[SiteId] = Field(default_factory=list, max_length=2_000)
    move: list[MovedSiteBody] = Field(default_factory=list, max_length=500)

    @model_validator(mode="after")
    def _each_site_changes_once(self) -> Self:
        changed = [*self.drop, *(site.id for site in self.move)]
        twice = next((site for site, times in Counter(changed).items() if times > 1), None)
        if twice is not None:
            raise ValueError(f"{twice} is dropped or moved more than once")
        return self

    def changes(self) -> WhatIf:
        """Return the use case's value."""
        return WhatIf(
            add=tuple(AddedSite(site.place(), site.name, site.radius_m) for site in self.add),
            drop=tuple(self.drop),
            move={site.id: site.place() for site in self.move},
        )


class WhatIfBody(ChangesBody):
    """Changes to try; nothing is kept."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "mission": "delivery",
                    "radius_m": 5000,
                    "add": [{"lon": 113.75, "lat": 23.02, "name": "试点"}],
                    "drop": [],
                    "move": [],
                }
            ]
        },
    )

    geometry: bool = False


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
    """Return what today's takeoff points surely and possibly cover, and the gaps."""
    findings = coverage_what_if.coverage_today(snapshot, asked.mission, asked.radius_m)
    if wants_html(request):
        if asked.new_sites:
            return _page_with_plan(request, snapshot, settings, asked, findings)
        return _operator_page(request, snapshot, asked, findings)
    found = coverage_what_if.answer(
        findings,
        edition=snapshot.edition,
        mission=asked.mission,
        radius_m=asked.radius_m,
        geometry=asked.geometry,
    )
    return document(request, snapshot.edition, found.model_dump(mode="json"))


@router.post(
    "/coverage",
    summary="Coverage and gaps if sites were changed",
    responses=examples.shown(examples.COVERAGE),
)
def coverage_if(
    store: StoreDep,
    snapshot: SnapshotDep,
    body: WhatIfBody,
    _: Annotated[NoParameters, Query()],
) -> CoverageAnswer:
    """Return coverage and gaps with sites added, dropped or moved. Nothing is kept."""
    findings = coverage_what_if.coverage_if(
        store, snapshot, body.mission, body.radius_m, body.changes()
    )
    return coverage_what_if.answer(
        findings,
        edition=snapshot.edition,
        mission=body.mission,
        radius_m=body.radius_m,
        geometry=body.geometry,
    )


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
        findings = coverage_what_if.coverage_today(snapshot, asked.mission, asked.radius_m)
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
