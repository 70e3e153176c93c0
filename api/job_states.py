"""A job as it stands at one moment: what was asked, how far the run is, what it ended with."""

import datetime as dt
import secrets
from dataclasses import dataclass
from enum import StrEnum

from api.job_errors import DismissedJobError, ResultNotReadyError
from gis.errors import GuantuError


class JobStatus(StrEnum):
    """How a job stands, in the words of OGC API - Processes."""

    ACCEPTED = "accepted"
    RUNNING = "running"
    SUCCESSFUL = "successful"
    FAILED = "failed"
    DISMISSED = "dismissed"

    @property
    def ended(self) -> bool:
        """Whether nothing about the job will change any more."""
        return self not in (JobStatus.ACCEPTED, JobStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class JobQuestion:
    """What a job was asked; it never changes.

    Attributes
    ----------
    path
        The address that was asked.
    body
        The body as it was sent, JSON.
    edition
        The store's edition that the answer is of.
    method
        The page of the documentation that says how it is computed.
    """

    path: str
    body: bytes
    edition: str
    method: str


@dataclass(frozen=True, slots=True)
class JobState:
    """A job at one moment.

    Attributes
    ----------
    status, share
        How it stands, and the share of the work that is done, 0 to 1.
    created, started, finished
        When; UTC.
    result, error
        What it ended with.
    """

    status: JobStatus
    created: dt.datetime
    share: float = 0.0
    started: dt.datetime | None = None
    finished: dt.datetime | None = None
    result: bytes | None = None
    error: GuantuError | None = None

    @property
    def percent(self) -> int:
        """The share in whole percent; 100 only once all is done."""
        return int(100 * self.share)

    def answer(self) -> bytes:
        """Return the result.

        Raises
        ------
        gis.errors.GuantuError
            If there is none: what the run failed with, or why there is none.
        """
        if self.error is not None:
            raise self.error.with_traceback(None)
        if self.status is JobStatus.DISMISSED:
            raise DismissedJobError
        if self.result is None:
            raise ResultNotReadyError
        return self.result


class Job:
    """One run. Its state is replaced as a whole, so reading it takes no lock.

    Parameters
    ----------
    question
        What was asked.
    created
        When, UTC.
    """

    def __init__(self, question: JobQuestion, created: dt.datetime) -> None:
        self.id = secrets.token_hex(16)
        self.question = question
        self.state = JobState(JobStatus.ACCEPTED, created)

    def size(self) -> int:
        """Return how many bytes are kept of it."""
        return len(self.question.body) + len(self.state.result or b"")
