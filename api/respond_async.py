"""Long questions: answered in the request, or as a job where the client prefers that (RFC 7240)."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, Protocol, TypeVar

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from api.client_gone import ClientGoneError, StopsWithClient
from api.deps import SnapshotDep
from api.job_answers import EXAMPLE, StatusInfo, status_info
from api.job_states import Job, JobQuestion
from api.jobs import Jobs
from gis.progress import Progress

Answer = TypeVar("Answer", bound=BaseModel)
PREFERENCE = "respond-async"
NEVER_KEPT = {"Cache-Control": "no-store"}


class LongRun(Protocol):
    """Runs what may take long; a route returns what it returns."""

    def __call__(self, compute: Callable[[Progress], Answer], *, method: str) -> Answer | Response:
        """Answer now, or accept a job.

        Parameters
        ----------
        compute
            Computes the answer from values that no longer change; told whom to report to.
        method
            Page of the documentation that says how.

        Raises
        ------
        api.job_errors.TooManyJobsError
            If a job is preferred and no more are taken on.
        """
        ...


def long_responses(responses: dict[int | str, dict[str, Any]]) -> dict[int | str, dict[str, Any]]:
    """Return a route's ``responses`` with the acceptance of a job beside its answer."""
    accepted = {
        "model": StatusInfo,
        "description": "A job is accepted: follow it at the address in Location",
        "content": {"application/json": {"example": EXAMPLE | {"status": "accepted"}}},
        "headers": {
            "Location": {"schema": {"type": "string"}, "description": "The job."},
            "Preference-Applied": {"schema": {"type": "string"}, "description": PREFERENCE},
        },
    }
    return {**responses, 202: accepted}


def accepted(request: Request, job: Job) -> Response:
    """Return that a job is accepted, and where it is."""
    root = request.app.state.settings.root_path
    body = status_info(job, root).model_dump_json(exclude_none=True)
    headers = {
        "Location": f"{root}/jobs/{job.id}",
        "Preference-Applied": PREFERENCE,
        **NEVER_KEPT,
    }
    return Response(body, HTTPStatus.ACCEPTED, headers, "application/json")


def prefers_a_job(prefer: list[str] | None) -> bool:
    """Return whether a Prefer header, which may come in several lines, asks for a job."""
    preferences = ",".join(prefer or ()).split(",")
    return any(one.partition(";")[0].strip().lower() == PREFERENCE for one in preferences)


async def _long_run(
    request: Request,
    snapshot: SnapshotDep,
    on_progress: StopsWithClient,
    prefer: Annotated[
        list[str] | None,
        Header(description="respond-async: answer 202 at once and run as a job (RFC 7240)."),
    ] = None,
) -> LongRun:
    body = await request.body()

    def run(compute: Callable[[Progress], Answer], *, method: str) -> Answer | Response:
        if not prefers_a_job(prefer):
            try:
                return compute(on_progress)
            except ClientGoneError:
                return Response(status_code=HTTPStatus.REQUEST_TIMEOUT)
        jobs: Jobs = request.app.state.jobs
        question = JobQuestion(request.scope["path"], body, snapshot.edition, method)

        def work(report: Progress) -> bytes:
            return compute(report).model_dump_json().encode()

        return accepted(request, jobs.submit(question, work))

    return run


LongRunDep = Annotated[LongRun, Depends(_long_run)]
