"""The operator's page, whole and in the parts that a new answer changes."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from api.coverage_tried import TriedFindings, coverage_tried
from api.coverage_what_if import CoverageFindings
from api.deps import page
from api.negotiation import shell_of
from api.operator_asides import asides
from api.operator_question import OperatorQuestion
from api.operator_suggested import suggested
from api.page_views import operator_view
from api.settings import Settings
from api.siting_asked import family_question, siting_answer
from api.snapshot import Snapshot
from gis.coverage_change import change_between, coverage_change
from gis.crs import to_metric
from gis.errors import InvalidInputError
from gis.results_change import CoverageChange
from web.offline import map_file
from web.operator.live import Kind
from web.operator.suggestion import Suggested
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
    """Return the page; where no sites can be suggested it says why, with the rest and a 400."""
    snapshot = city(asked.scenario)
    view = replace(_view(city, settings, asked), aside=asides(snapshot, asked, asked.tried()))
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


def parts(
    request: Request, city: City, settings: Settings, asked: OperatorQuestion, kind: Kind
) -> Response:
    """Return the parts of the page that an answer of a kind changes, for the page's script."""
    snapshot = city(asked.scenario)
    view = _view(city, settings, asked)
    if kind is Kind.MORE:
        view = replace(view, aside=asides(snapshot, asked, asked.tried()))
    pages: Pages = request.app.state.pages
    content = pages.operator_parts(_in_shell(view, shell_of(request, snapshot.edition)), kind)
    return JSONResponse(content, headers={"Cache-Control": "no-store"})


def _in_shell(view: OperatorView, shell: Shell) -> OperatorView:
    """Return the view whose links and language switch keep what is tried, edits included."""
    return replace(view, shell=replace(shell, query=tuple(view.trial.query.items())))


def _view(city: City, settings: Settings, asked: OperatorQuestion) -> OperatorView:
    snapshot = city(asked.scenario)
    tried = asked.tried()
    found = coverage_tried(snapshot, asked, tried)
    sites, problem = _suggested(snapshot, settings, asked)
    trial = _trial(city, asked, tried, found)
    view = operator_view(Shell(), snapshot, asked.coverage(), found.found, sites, problem, trial)
    return replace(view, zones=snapshot.frame("geozones"), places=snapshot.frame("places"))


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


def _suggested(
    snapshot: Snapshot, settings: Settings, asked: OperatorQuestion
) -> tuple[Suggested | None, Problem | None]:
    """Return the suggestions asked for, or why there are none."""
    if asked.sought() is None:
        return None, None
    try:
        question = family_question(asked)
        answer = siting_answer(snapshot, question, seconds=settings.solver_seconds)
    except InvalidInputError as error:
        return None, Problem(error.field, error.message, error.remedy)
    return suggested(answer, snapshot), None
