"""Scenarios: saved under links, read by each role in its own way, compared, taken out and in."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from api.deps import ScenariosDep, SettingsDep, SnapshotDep, document, page
from api.features import base_of
from api.negotiation import wants_html
from api.params import NoParameters, PageParameters
from api.scenario_answers import (
    ComparisonAnswer,
    OperatorReadingAnswer,
    PlannerReadingAnswer,
    ResidentReadingAnswer,
    SavedAnswer,
    ScenariosAnswer,
    comparison,
    saved,
    state,
)
from api.scenario_comparison import BASE, compare
from api.scenario_file import ScenarioFile
from api.scenario_pages import comparison_view, scenario_view, scenarios_view
from api.scenarios import OpenedScenario, file_of
from gis.errors import NotFoundError
from gis.scenario.figures import Found
from gis.scenario.model import ID_PATTERN
from gis.scenario.readings import operator_reading, planner_reading, resident_reading
from web.scenario.scenario_page import comparison_content, list_content, scenario_page

router = APIRouter(prefix="/scenarios", tags=["scenarios"])
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
SideName = Annotated[str, Field(pattern=f"^({ID_PATTERN}|{BASE})$")]


def _opened(
    snapshot: SnapshotDep,
    scenarios: ScenariosDep,
    scenario: str,
    asked: Annotated[PageParameters, Query()],
) -> OpenedScenario:
    del asked
    return scenarios.open(snapshot, scenario)


OpenedDep = Annotated[OpenedScenario, Depends(_opened)]
"""The scenario of the address, beside the layers as they are."""


class ListParameters(PageParameters):
    """How much of the list is wanted."""

    limit: int = Field(100, ge=1, le=1_000, description="At most so many, the newest first.")


class CompareParameters(PageParameters):
    """Which two are compared."""

    a: SideName = Field(BASE, description="Id of a scenario, or base for today's city.")
    b: SideName = Field(description="Id of another scenario, or base.")


@router.post(
    "",
    summary="Save a scenario, or import its file",
    status_code=HTTPStatus.CREATED,
    response_model=SavedAnswer,
    responses={200: {"model": SavedAnswer, "description": "It was kept already."}},
)
def save(
    request: Request,
    snapshot: SnapshotDep,
    scenarios: ScenariosDep,
    body: ScenarioFile,
    _: Annotated[NoParameters, Query()],
) -> Response:
    """Keep a scenario under the digest of its content; the same one again changes nothing."""
    done = scenarios.save(snapshot, body)
    found = saved(done.kept, base_of(request))
    return JSONResponse(
        found.model_dump(mode="json"),
        status_code=HTTPStatus.CREATED if done.new else HTTPStatus.OK,
        headers={"Location": found.href},
    )


@router.get("", summary="The saved scenarios", response_model=ScenariosAnswer)
def listed(
    request: Request,
    snapshot: SnapshotDep,
    scenarios: ScenariosDep,
    settings: SettingsDep,
    asked: Annotated[ListParameters, Query()],
) -> Response:
    """Return the saved scenarios, the newest first, where this installation lists them."""
    if not settings.scenarios_listed:
        raise NotFoundError(
            "the scenarios of this installation are not listed", remedy="Open one by its link."
        )
    if wants_html(request):
        return page(
            request,
            snapshot.edition,
            lambda pages, shell, nonce: pages.written(
                scenarios_view(shell, scenarios.store, asked.limit), nonce, list_content
            ),
        )
    entries = scenarios.store.newest(asked.limit)
    base = base_of(request)
    answer = ScenariosAnswer(
        kept=scenarios.store.count(), scenarios=tuple(saved(entry, base) for entry in entries)
    )
    return document(request, snapshot.edition, answer.model_dump(mode="json"))


@router.get("/compare", summary="How two scenarios differ", response_model=ComparisonAnswer)
def compared(
    request: Request,
    snapshot: SnapshotDep,
    scenarios: ScenariosDep,
    asked: Annotated[CompareParameters, Query()],
) -> Response:
    """Return what the second covers and the first does not, town by town, on today's data."""
    found = compare(scenarios, snapshot, asked.a, asked.b)
    if wants_html(request):
        return page(
            request,
            snapshot.edition,
            lambda pages, shell, nonce: pages.written(
                comparison_view(shell, found), nonce, comparison_content
            ),
        )
    return document(request, snapshot.edition, comparison(found).model_dump(mode="json"))


@router.get(
    "/{scenario}",
    summary="A scenario's file: guantu-scenario/1",
    response_model=ScenarioFile,
)
def file(
    request: Request,
    snapshot: SnapshotDep,
    scenarios: ScenariosDep,
    scenario: str,
    asked: Annotated[PageParameters, Query()],
) -> Response:
    """Return a scenario as it was saved, with the figures of then. It never changes."""
    del asked
    if wants_html(request):
        return _page(request, scenarios.open(snapshot, scenario), "")
    kept = scenarios.store.get(scenario)
    answer = document(request, kept.id, file_of(kept))
    answer.headers.update(FOR_EVER)
    return answer


@router.get(
    "/{scenario}/planner", summary="A scenario for planners", response_model=PlannerReadingAnswer
)
def planner(request: Request, opened: OpenedDep) -> Response:
    """Return the towns that gain, the carriers added by cluster, and the roads opened."""
    return _reading(request, opened, "planner", planner_reading, PlannerReadingAnswer)


@router.get(
    "/{scenario}/operator", summary="A scenario for operators", response_model=OperatorReadingAnswer
)
def operator(request: Request, opened: OpenedDep) -> Response:
    """Return coverage and gaps before and after, and the difference by town."""
    return _reading(request, opened, "operator", operator_reading, OperatorReadingAnswer)


@router.get(
    "/{scenario}/resident", summary="A scenario for residents", response_model=ResidentReadingAnswer
)
def resident(request: Request, opened: OpenedDep) -> Response:
    """Return the landmarks and stations that something comes near to."""
    return _reading(request, opened, "resident", resident_reading, ResidentReadingAnswer)


def _reading(
    request: Request,
    opened: OpenedScenario,
    role: str,
    read: Callable[[Found], Any],
    answer: type[PlannerReadingAnswer | OperatorReadingAnswer | ResidentReadingAnswer],
) -> Response:
    if wants_html(request):
        return _page(request, opened, role)
    found = answer(
        **state(opened, base_of(request)), reading=read(opened.found) if opened.found else None
    )
    return document(request, opened.edition, found.model_dump(mode="json"))


def _page(request: Request, opened: OpenedScenario, role: str) -> Response:
    return page(
        request,
        opened.edition,
        lambda pages, shell, nonce: pages.mapped(
            scenario_view(shell, opened, role), nonce, scenario_page
        ),
    )
