"""The forms of scenarios: made or changed in a browser, read from a file, kept from a trial."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field, ValidationError
from starlette.datastructures import UploadFile

from api.deps import ScenariosDep, SettingsDep, SnapshotDep, page
from api.form_reading import Given
from api.params import PageParameters, ScenarioParameter
from api.scenario_file import ScenarioFile
from api.scenario_form import given_by, read_form
from api.scenario_pages import form_view, scenarios_view
from api.scenario_problems import refused, told
from api.scenario_trial import save_trial, start_from
from api.scenarios import Scenarios
from api.settings import Settings
from api.snapshot import Snapshot
from gis.errors import ConflictError, InvalidInputError, NotFoundError
from gis.scenario.model import Scenario
from layers.scenario_store import KeptScenario
from web.scenario.form_page import form_content
from web.scenario.problem_words import FormProblem
from web.scenario.scenario_page import list_content

router = APIRouter(prefix="/scenarios", include_in_schema=False)
MOST_FIELDS = 4_000
"""Of a form: mostly what is ticked."""
SHOWN_AT_ONCE = 100
REFUSED = (ConflictError, InvalidInputError, NotFoundError)


class NewParameters(ScenarioParameter):
    """What a new scenario starts from."""

    town: str = Field("", max_length=80, description="The town of the first carrier.")
    of: str = Field("", max_length=8_000, description="What the operator's page tries.")


async def _trial(request: Request) -> tuple[str, str]:
    """Return the title and the query that the form of the operator's page sends.

    Raises
    ------
    gis.errors.InvalidInputError
        If the body is not that form.
    """
    async with request.form(max_files=0, max_fields=2) as form:
        title, of = form.get("title"), form.get("of")
    if not isinstance(title, str) or not isinstance(of, str):
        raise InvalidInputError("a form with title and of is needed", field="title")
    return title, of


@router.post("/tried")
def tried(
    snapshot: SnapshotDep,
    scenarios: ScenariosDep,
    settings: SettingsDep,
    form: Annotated[tuple[str, str], Depends(_trial)],
    asked: Annotated[PageParameters, Query()],
) -> Response:
    """Save what the operator's page tries, and go to its page: for the page's own form."""
    title, of = form
    return _to(settings, save_trial(scenarios, snapshot, of, title).kept, asked.lang)


@router.get("/new")
def new(
    request: Request,
    snapshot: SnapshotDep,
    scenarios: ScenariosDep,
    asked: Annotated[NewParameters, Query()],
) -> Response:
    """Return the form that makes a scenario, or a version of one."""
    start = start_from(scenarios, asked.scenario, asked.of)
    given = {**given_by(start, asked.town), "of": (asked.of,)}
    return _form(request, snapshot, scenarios, start, given)


async def _given(request: Request) -> Given:
    """Return what the form of scenarios sends."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        return {name: [one for one in form.getlist(name) if isinstance(one, str)] for name in form}


@router.post("/new")
def make(
    request: Request,
    snapshot: SnapshotDep,
    scenarios: ScenariosDep,
    settings: SettingsDep,
    given: Annotated[Given, Depends(_given)],
    asked: Annotated[ScenarioParameter, Query()],
) -> Response:
    """Save what the form says and go to its page, or return the form with what is wrong."""
    start = start_from(scenarios, asked.scenario, next(iter(given.get("of", ())), ""))
    file, wrong = read_form(given, start, snapshot.frame("towns"))
    kept, problems = _save(scenarios, snapshot, file, wrong)
    if kept is None:
        return _form(request, snapshot, scenarios, start, given, problems)
    return _to(settings, kept, asked.lang)


async def _uploaded(request: Request) -> bytes:
    """Return the file that the form of the list sends; empty where none was chosen."""
    async with request.form(max_files=1, max_fields=1) as form:
        file = form.get("file")
        return await file.read() if isinstance(file, UploadFile) else b""


@router.post("/imported")
def imported(
    request: Request,
    snapshot: SnapshotDep,
    scenarios: ScenariosDep,
    settings: SettingsDep,
    content: Annotated[bytes, Depends(_uploaded)],
    asked: Annotated[PageParameters, Query()],
) -> Response:
    """Save a scenario's file and go to its page, or return the list with what is wrong."""
    file, wrong = _read(content)
    kept, problems = _save(scenarios, snapshot, file, wrong)
    if kept is not None:
        return _to(settings, kept, asked.lang)
    listed = settings.scenarios_listed
    answer = page(
        request,
        snapshot.edition,
        lambda pages, shell, nonce: pages.written(
            scenarios_view(shell, scenarios.store, SHOWN_AT_ONCE if listed else 0, problems),
            nonce,
            list_content,
        ),
    )
    answer.status_code = HTTPStatus.BAD_REQUEST
    return answer


def _read(content: bytes) -> tuple[ScenarioFile | None, Sequence[FormProblem]]:
    if not content:
        return None, (FormProblem("file", "missing", "no file was chosen"),)
    try:
        return ScenarioFile.model_validate_json(content), ()
    except ValidationError as error:
        return None, tuple(told(error))


def _save(
    scenarios: Scenarios,
    snapshot: Snapshot,
    file: ScenarioFile | None,
    problems: Sequence[FormProblem],
) -> tuple[KeptScenario | None, Sequence[FormProblem]]:
    if file is None:
        return None, problems
    try:
        return scenarios.save(snapshot, file).kept, ()
    except REFUSED as error:
        return None, refused(error)


def _form(
    request: Request,
    snapshot: Snapshot,
    scenarios: Scenarios,
    start: Scenario | None,
    given: Given,
    problems: Sequence[FormProblem] = (),
) -> Response:
    parent = start.parent if start else None
    version_of = None if parent is None else scenarios.store.get(parent)
    answer = page(
        request,
        snapshot.edition,
        lambda pages, shell, nonce: pages.written(
            form_view(shell, snapshot, version_of, start, given, problems), nonce, form_content
        ),
    )
    if problems:
        answer.status_code = HTTPStatus.BAD_REQUEST
    return answer


def _to(settings: Settings, kept: KeptScenario, lang: str) -> Response:
    language = f"?lang={lang}" if lang != "zh" else ""
    address = f"{settings.root_path}/scenarios/{kept.id}{language}"
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)
