"""A job over HTTP: its status as OGC API - Processes shapes it, its question, and its events."""

import asyncio
import datetime as dt
import json
from collections.abc import AsyncIterator
from typing import Any, Literal

from pydantic import BaseModel, Field

from api.features import HTML, JSON, link
from api.job_states import Job, JobState, JobStatus
from web.shell.job_page import JobView
from web.views import Shell

_OGC = "http://www.opengis.net/def/rel/ogc/1.0/"
EVENT_STREAM = "text/event-stream"
_LOOK_S = 0.2
HEARTBEAT_S = 15.0
"""Something is sent at least so often: a proxy does not take the stream for dead, and a client that
has gone is noticed."""
_SAID = {
    JobStatus.ACCEPTED: "waits for its turn",
    JobStatus.RUNNING: "runs",
    JobStatus.SUCCESSFUL: "is done; its result is kept for a while",
    JobStatus.FAILED: "failed; its result says why",
    JobStatus.DISMISSED: "was cancelled",
}
EXAMPLE: dict[str, Any] = {
    "jobID": "5f0c9d8e7b6a59483726150f1e2d3c4b",
    "processID": "operators/siting",
    "type": "process",
    "status": "running",
    "message": "the job runs",
    "created": "2026-11-28T09:00:00Z",
    "started": "2026-11-28T09:00:00.100000Z",
    "updated": "2026-11-28T09:00:04Z",
    "progress": 42,
    "edition": "1",
    "method": "docs/methods/siting.md",
    "links": [
        {
            "href": "/jobs/5f0c9d8e7b6a59483726150f1e2d3c4b",
            "rel": "self",
            "type": "application/json",
        }
    ],
}


class JobLink(BaseModel):
    """A link from a job to what belongs to it."""

    href: str
    rel: str
    type: str
    title: str = ""


class StatusInfo(BaseModel):
    """How a job stands (OGC API - Processes, ``statusInfo``)."""

    jobID: str = Field(description="128 random bits: who knows it may cancel it.")  # noqa: N815 - the standard's name
    processID: str = Field(description="The address asked, less its first slash.")  # noqa: N815 - the same
    type: Literal["process"] = "process"
    status: JobStatus
    message: str
    created: dt.datetime
    started: dt.datetime | None = None
    finished: dt.datetime | None = None
    updated: dt.datetime | None = Field(None, description="When this was said.")
    progress: int = Field(ge=0, le=100, description="Percent of the work, or of its longest time.")
    edition: str = Field(description="The store's edition that the answer is of.")
    method: str = Field(description="Page of the documentation that says how it is computed.")
    links: list[JobLink]


class QuestionInfo(BaseModel):
    """What a job was asked; it never changes."""

    jobID: str  # noqa: N815 - as in the status
    path: str
    body: str = Field(description="The body as it was sent: JSON, as text.")
    edition: str
    method: str
    created: dt.datetime


def status_info(job: Job, base: str) -> StatusInfo:
    """Return how a job stands.

    Parameters
    ----------
    job
        The job.
    base
        The application's root, without a slash at its end.
    """
    state, here = job.state, f"{base}/jobs/{job.id}"
    links = [
        link(here, "self", JSON),
        link(here, "alternate", HTML),
        link(f"{here}/events", "monitor", EVENT_STREAM),
        link(f"{here}/question", "describedby", JSON, "What was asked"),
    ]
    if state.status is JobStatus.SUCCESSFUL:
        links.append(link(f"{here}/results", f"{_OGC}results", JSON))
    if state.status is JobStatus.FAILED:
        links.append(link(f"{here}/results", f"{_OGC}exceptions", "application/problem+json"))
    return StatusInfo(
        jobID=job.id,
        processID=job.question.path.removeprefix("/"),
        status=state.status,
        message=_message(state),
        created=state.created,
        started=state.started,
        finished=state.finished,
        updated=state.finished or dt.datetime.now(dt.UTC),
        progress=state.percent,
        edition=job.question.edition,
        method=job.question.method,
        links=[JobLink.model_validate(one) for one in links],
    )


def _message(state: JobState) -> str:
    told = f"the job {_SAID[state.status]}"
    return told if state.error is None else f"{told}: {state.error.message}"


def question_info(job: Job) -> QuestionInfo:
    """Return what a job was asked."""
    question = job.question
    return QuestionInfo(
        jobID=job.id,
        path=question.path,
        body=_sent(question.body),
        edition=question.edition,
        method=question.method,
        created=job.state.created,
    )


def _sent(body: bytes) -> str:
    """Return a body as text; it was read as JSON once, so it is in one of JSON's encodings."""
    return body.decode(json.detect_encoding(body), errors="replace")


def _for_people(text: str) -> str:
    """Return JSON with a line for each member; as it is where it is too deep for that."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except RecursionError:
        return text


def job_view(shell: Shell, job: Job) -> JobView:
    """Return the page's view of a job."""
    state, question = job.state, job.question
    return JobView(
        shell,
        job=job.id,
        status=str(state.status),
        percent=state.percent,
        asked=question.path,
        body=_for_people(_sent(question.body)),
        method=question.method,
        created=state.created,
        started=state.started,
        finished=state.finished,
        problem="" if state.error is None else state.error.message,
        remedy="" if state.error is None else state.error.remedy,
    )


async def events(job: Job, base: str) -> AsyncIterator[str]:
    """Yield a job's events as they happen, first how it stands; the last one is its end.

    Parameters
    ----------
    job, base
        As in :func:`status_info`.
    """
    told: JobState | None = None
    silent = 0.0
    while told is None or not told.status.ended:
        state = job.state
        if state is not told:
            told, silent = state, 0.0
            yield _event(job, state, base)
            continue
        await asyncio.sleep(_LOOK_S)
        silent += _LOOK_S
        if silent >= HEARTBEAT_S:
            silent = 0.0
            yield ": still here\n\n"


def _event(job: Job, state: JobState, base: str) -> str:
    kind = "progress"
    if state.status.ended:
        kind = "done" if state.status is JobStatus.SUCCESSFUL else "error"
    data = status_info(job, base).model_dump_json(exclude_none=True)
    return f"event: {kind}\nid: {state.status}-{state.percent}\ndata: {data}\n\n"
