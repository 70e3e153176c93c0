"""Jobs: long runs that go on without the request that asked for them.

All of it is in the memory of this process. Threads run the jobs, for the solver and the geometry
library let others run beside them; a run is stopped by raising from its report of progress.
"""

import datetime as dt
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from api.job_errors import JobFaultError, TooManyJobsError, UnknownJobError
from api.job_states import Job, JobQuestion, JobState, JobStatus
from gis.errors import GuantuError
from gis.progress import Progress

LOG = logging.getLogger("guantu")
Work = Callable[[Progress], bytes]
"""Does the work and returns the answer's bytes; told whom to report progress to."""


@dataclass(frozen=True, slots=True)
class JobLimits:
    """How much a process takes on.

    Attributes
    ----------
    running, waiting
        Jobs at work at once, and jobs that wait for their turn.
    kept, kept_bytes, kept_seconds
        How many ended jobs are kept, how many bytes of questions and answers in all, and how long
        after they ended.
    """

    running: int = 2
    waiting: int = 8
    kept: int = 100
    kept_bytes: int = 64_000_000
    kept_seconds: float = 3_600.0


class _StoppedError(Exception):
    """Raised inside a run that was dismissed; nobody is there to be told."""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Jobs:
    """The jobs of this process.

    Parameters
    ----------
    limits
        How much it takes on.
    now
        Tells the time.
    """

    def __init__(self, limits: JobLimits, now: Callable[[], dt.datetime] = _now) -> None:
        self._limits = limits
        self._now = now
        self._pool = ThreadPoolExecutor(limits.running, thread_name_prefix="guantu-job")
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._work: dict[str, Future[bytes]] = {}
        # A job that is cancelled while it waits ends within the call that cancels it.
        self._lock = threading.RLock()
        self._closed = False

    def submit(self, question: JobQuestion, work: Work) -> Job:
        """Take a job on; it runs when a thread is free.

        Parameters
        ----------
        question
            What is asked.
        work
            Answers it.

        Raises
        ------
        api.job_errors.TooManyJobsError
            If as many run and wait as the limits say, or no more are taken on.
        """
        with self._lock:
            self._forget()
            # A dismissed run counts until its thread is free.
            if self._closed or len(self._work) >= self._limits.running + self._limits.waiting:
                raise TooManyJobsError
            job = Job(question, self._now())
            self._jobs[job.id] = job
            future = self._work[job.id] = self._pool.submit(self._run, job, work)
        future.add_done_callback(lambda done: self._end(job, done))
        return job

    def job(self, job_id: str) -> Job:
        """Return a job; being looked at keeps it longer.

        Raises
        ------
        api.job_errors.UnknownJobError
            If there is none of this id, or none any more.
        """
        with self._lock:
            self._forget()
            if job_id not in self._jobs:
                raise UnknownJobError
            self._jobs.move_to_end(job_id)
            return self._jobs[job_id]

    def dismiss(self, job_id: str) -> Job:
        """Cancel a job, or throw away what an ended one found.

        A run stops at its next report of progress.

        Raises
        ------
        api.job_errors.UnknownJobError
            As for :meth:`job`.
        """
        with self._lock:
            job = self.job(job_id)
            self._dismiss(job)
            return job

    def close(self) -> None:
        """Cancel all that runs and waits, and take on no more."""
        with self._lock:
            self._closed = True
            for job in list(self._jobs.values()):
                if not job.state.status.ended:
                    self._dismiss(job)
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _dismiss(self, job: Job) -> None:
        finished = job.state.finished or self._now()
        job.state = replace(
            job.state, status=JobStatus.DISMISSED, finished=finished, result=None, error=None
        )
        future = self._work.get(job.id)
        if future is not None:
            future.cancel()

    def _run(self, job: Job, work: Work) -> bytes:
        def on_progress(share: float) -> None:
            state = job.state
            if state.status is JobStatus.DISMISSED:
                raise _StoppedError
            if int(100 * share) <= state.percent:
                return
            with self._lock:
                if job.state.status is JobStatus.RUNNING:
                    job.state = replace(job.state, share=min(1.0, share))

        with self._lock:
            if job.state.status is not JobStatus.ACCEPTED:
                raise _StoppedError
            job.state = replace(job.state, status=JobStatus.RUNNING, started=self._now())
        return work(on_progress)

    def _end(self, job: Job, done: "Future[bytes]") -> None:
        with self._lock:
            self._work.pop(job.id, None)
            if not done.cancelled() and job.state.status is JobStatus.RUNNING:
                job.state = self._ended(job, done)
            self._forget()

    def _ended(self, job: Job, done: "Future[bytes]") -> JobState:
        state = replace(job.state, finished=self._now())
        error = done.exception()
        if error is None:
            return replace(state, status=JobStatus.SUCCESSFUL, share=1.0, result=done.result())
        if not isinstance(error, GuantuError):
            LOG.error("job %s: unforeseen", job.id, exc_info=error)
            error = JobFaultError()
        # The frames of the run hold all that it worked on.
        error.__traceback__ = error.__cause__ = error.__context__ = None
        return replace(state, status=JobStatus.FAILED, error=error)

    def _forget(self) -> None:
        """Let go of ended jobs that are too old, too many or too large; the least used first."""
        oldest = self._now() - dt.timedelta(seconds=self._limits.kept_seconds)
        ended = [job for job in self._jobs.values() if job.state.status.ended]
        kept, held = len(ended), sum(job.size() for job in ended)
        for job in ended:
            finished = job.state.finished
            past = finished is not None and finished < oldest
            if past or kept > self._limits.kept or held > self._limits.kept_bytes:
                del self._jobs[job.id]
                kept, held = kept - 1, held - job.size()
