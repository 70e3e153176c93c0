"""The operator's page, whole and in the parts that a new answer changes."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from api.coverage_tried import TriedFindings, coverage_tried
from api.coverage_what_if import CoverageFindings
from api.deps import page
from api.negotiation import shell_of
from api.operator_question import OperatorQuestion
from api.page_views import operator_view
from api.params import SitingParameters
from api.settings import Settings
from api.siting_plan import SitingQuestion, best_sites
from api.snapshot import Snapshot
from gis.coverage_change import change_between, coverage_change
from gis.crs import to_metric
from gis.errors import InvalidInputError
from gis.results import SitingPlan
from gis.results_change import CoverageChange
from web.offline import map_file
from web.operator.trial import Compared, Trial
from web.operator.tried import Tried
from web.pages import Pages
from web.views import OperatorView, Problem, Shell

City = Callable[[str | None], Snapshot]
"""From the id of a saved scenario to the layers with its changes made; ``None`` is today's city."""
STORED = Tried()


def shown(
    request: Request,
    city: City,
    settings: Settings,
    asked: OperatorQuestion,
) -> Response:
    """Return the page; where no plan can be made it says why and keeps the rest, with a 400."""
    snapshot = city(asked.scenario)
    view = _view(city, settings, asked)
    answer = page(
        request,
        snapshot.edition,
        lambda pages, shell, nonce: pages.operator(_in_shell(view, shell), nonce),
    )
    if view.problem is not None:
        answer.status_code = HTTPStatus.BAD_REQUEST
    return answer


def kept(request: Request, city: City, settings: Settings, asked: OperatorQuestion) -> str:
    """Return the page as one file that opens without a network."""
    view = _view(city, settings, asked)
    return map_file(_in_shell(view, shell_of(request, city(asked.scenario).edition)))


def live(
    request: Request,
    city: City,
    settings: Settings,
    asked: OperatorQuestion,
) -> Response:
    """Return what the page's script takes over from an answer."""
    snapshot = city(asked.scenario)
    view = _view(city, settings, asked)
    pages: Pages = request.app.state.pages
    content: dict[str, Any] = pages.operator_live(
        _in_shell(view, shell_of(request, snapshot.edition))
    )
    return JSONResponse(content, headers={"Cache-Control": "no-store"})


def siting_question(asked: SitingParameters) -> SitingQuestion:
    """Return the siting question in a request's parameters."""
    return SitingQuestion(
        mission=asked.mission,
        radius_m=asked.radius_m,
        count=asked.new_sites,
        candidates=asked.candidates,
        spacing_m=asked.spacing_m,
        demand=asked.demand,
    )


def _in_shell(view: OperatorView, shell: Shell) -> OperatorView:
    """Return the view whose links and language switch keep what is tried, edits included."""
    return replace(view, shell=replace(shell, query=tuple(view.trial.query.items())))


def _view(city: City, settings: Settings, asked: OperatorQuestion) -> OperatorView:
    snapshot = city(asked.scenario)
    tried = asked.tried()
    found = coverage_tried(snapshot, asked, tried)
    plan, problem = _plan(snapshot, settings, asked)
    trial = _trial(city, asked, tried, found)
    question = siting_question(asked)
    return operator_view(Shell(), snapshot, question, found.found, plan, problem, trial)


def _trial(
    city: City,
    asked: OperatorQuestion,
    tried: Tried,
    found: TriedFindings,
) -> Trial:
    snapshot = city(asked.scenario)
    today = coverage_tried(snapshot, asked, STORED) if tried else None
    return Trial(
        tried=tried,
        query=asked.query(tried),
        k=asked.k,
        surely=found.surely,
        possibly=found.possibly,
        today=today.found.coverage if today else None,
        stored=snapshot.frame("takeoff_points") if tried else None,
        compared=_compared(city, asked, found),
    )


def _compared(city: City, asked: OperatorQuestion, found: TriedFindings) -> Compared | None:
    other = asked.compared()
    if other is None:
        return None
    tried = other.tried()
    before = coverage_tried(city(other.scenario), other, tried).found
    return Compared(
        before.coverage,
        _change(city(None), (other, before), (asked, found.found)),
        other.query(tried),
        stored=not tried and other.scenario is None,
    )


_Answered = tuple[OperatorQuestion, CoverageFindings]


def _change(snapshot: Snapshot, before: _Answered, after: _Answered) -> CoverageChange:
    """Return what is gained and lost; closer where both answer the same question."""
    (asked_before, a), (asked, b) = before, after
    question, towns = asked.coverage(), snapshot.metric("towns")
    if asked_before.coverage() != question:
        return change_between(a.coverage, b.coverage, towns)
    return coverage_change(
        to_metric(a.sites),
        to_metric(b.sites),
        towns,
        radius_m=question.radius_m,
        mission=question.mission,
        space=b.airspace.zones,
        known=b.airspace.regions.latest(),
    )


def _plan(
    snapshot: Snapshot, settings: Settings, asked: OperatorQuestion
) -> tuple[SitingPlan | None, Problem | None]:
    """Return the suggestions asked for, or why there are none."""
    if not asked.new_sites:
        return None, None
    try:
        plan = best_sites(snapshot, siting_question(asked), seconds=settings.solver_seconds)
    except InvalidInputError as error:
        return None, Problem(error.field, error.message, error.remedy)
    return plan, None
