"""Jobs over HTTP, after OGC API - Processes: status, results, events, and cancelling.

There is no list of jobs: a job's id is all that its asker has and nobody else knows.
"""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from api.deps import page
from api.features import HTML, JSON
from api.job_answers import (
    EVENT_STREAM,
    EXAMPLE,
    QuestionInfo,
    StatusInfo,
    events,
    job_view,
    question_info,
    status_info,
)
from api.job_states import Job
from api.jobs import Jobs
from api.negotiation import wants_html
from api.params import NoParameters, PageParameters
from api.respond_async import NEVER_KEPT
from web.shell.job_page import job_content

router = APIRouter(prefix="/jobs", tags=["jobs"])
JobId = Annotated[str, Path(max_length=200, description="As the 202 said in Location.")]
Parameters = Annotated[NoParameters, Query()]
_STATUS: dict[int | str, dict[str, Any]] = {200: {"content": {JSON: {"example": EXAMPLE}}}}
_STATUS_OR_PAGE: dict[int | str, dict[str, Any]] = {
    200: {"content": {**_STATUS[200]["content"], HTML: {}}}
}


def _jobs(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.jobs
    return jobs


def _job(request: Request, job_id: JobId) -> Job:
    return _jobs(request).job(job_id)


JobsDep = Annotated[Jobs, Depends(_jobs)]
JobDep = Annotated[Job, Depends(_job)]


def _base(request: Request) -> str:
    root: str = request.app.state.settings.root_path
    return root


def _status(request: Request, job: Job) -> Response:
    body = status_info(job, _base(request)).model_dump_json(exclude_none=True)
    return Response(body, media_type=JSON, headers=NEVER_KEPT)


@router.get(
    "/{job_id}", summary="How a job stands", response_model=StatusInfo, responses=_STATUS_OR_PAGE
)
def status(request: Request, job: JobDep, _: Annotated[PageParameters, Query()]) -> Response:
    """Return how a job stands; ask again, or follow its events."""
    if not wants_html(request):
        return _status(request, job)
    answer = page(
        request,
        job.question.edition,
        lambda pages, shell, nonce: pages.written(job_view(shell, job), nonce, job_content),
    )
    answer.headers.update(NEVER_KEPT)
    return answer


@router.delete("/{job_id}", summary="Cancel a job", response_model=StatusInfo, responses=_STATUS)
def dismiss(request: Request, jobs: JobsDep, job_id: JobId, _: Parameters) -> Response:
    """Cancel a job, which stops at its next report of progress; forget an ended one's result."""
    return _status(request, jobs.dismiss(job_id))


@router.post("/{job_id}/cancel", include_in_schema=False)
def cancel(
    request: Request, jobs: JobsDep, job_id: JobId, _: Annotated[PageParameters, Query()]
) -> Response:
    """Cancel a job as a form does, which knows no DELETE; lead back to its page."""
    job = jobs.dismiss(job_id)
    asked = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{_base(request)}/jobs/{job.id}{asked}", HTTPStatus.SEE_OTHER)


@router.get(
    "/{job_id}/results",
    summary="What a job found",
    responses={200: {"description": "The answer to what was asked", "content": {JSON: {}}}},
)
def results(job: JobDep, _: Parameters) -> Response:
    """Return the answer as it would have come without a job; if it failed, the problem."""
    return Response(job.state.answer(), media_type=JSON, headers=NEVER_KEPT)


@router.get("/{job_id}/question", summary="What a job was asked")
def question(job: JobDep, response: Response, _: Parameters) -> QuestionInfo:
    """Return the address, the body and the edition; they never change."""
    response.headers.update(NEVER_KEPT)
    return question_info(job)


@router.get(
    "/{job_id}/events",
    summary="A job's events as they happen",
    response_class=StreamingResponse,
    responses={200: {"description": "progress, then done or error", "content": {EVENT_STREAM: {}}}},
)
async def follow(request: Request, job: JobDep, _: Parameters) -> StreamingResponse:
    """Return server-sent events, each with the job's status; the first says how it stands now."""
    headers = {**NEVER_KEPT, "X-Accel-Buffering": "no"}
    return StreamingResponse(events(job, _base(request)), headers=headers, media_type=EVENT_STREAM)
