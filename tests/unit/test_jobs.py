"""The registry of jobs: what runs, waits, is cancelled, is kept and is let go."""

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.job_errors import (
    DismissedJobError,
    JobFaultError,
    ResultNotReadyError,
    TooManyJobsError,
    UnknownJobError,
)
from api.job_states import Job, JobQuestion, JobStatus
from api.jobs import JobLimits, Jobs, Work
from gis.errors import InvalidInputError
from gis.progress import Progress

QUESTION = JobQuestion("/operators/siting", b"{}", "7", "docs/methods/siting.md")
PATIENCE_S = 60


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.time = dt.datetime(2026, 11, 28, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        """Return the time set."""
        return self.time


class Held:
    """Work that waits to be let go, and looks at each turn whether it was cancelled."""

    def __init__(self) -> None:
        self.begun, self.go, self.ended = (threading.Event() for _ in range(3))
        self.share = 0.25

    def __call__(self, report: Progress) -> bytes:
        """Work."""
        self.begun.set()
        try:
            while not self.go.wait(0.005):
                report(self.share)
            return b"{}"
        finally:
            self.ended.set()


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs(JobLimits(running=1, waiting=1))
    yield made
    made.close()


def soon(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < until
        time.sleep(0.005)


def ended(jobs: Jobs, work: Work) -> Job:
    job = jobs.submit(QUESTION, work)
    soon(lambda: job.state.status.ended)
    return job


def test_a_job_runs_tells_its_progress_and_keeps_its_answer(jobs: Jobs) -> None:
    held = Held()
    job = jobs.submit(QUESTION, held)
    soon(lambda: job.state.percent == 25)
    assert job.state.status is JobStatus.RUNNING
    with pytest.raises(ResultNotReadyError):
        job.state.answer()
    held.go.set()
    soon(lambda: job.state.status.ended)
    state = jobs.job(job.id).state
    assert (state.status, state.percent, state.answer()) == (JobStatus.SUCCESSFUL, 100, b"{}")
    assert state.started is not None
    assert state.finished is not None
    assert state.created <= state.started <= state.finished


def test_progress_never_goes_back(jobs: Jobs) -> None:
    seen: list[float] = []

    def work(report: Progress) -> bytes:
        for share in (0.5, 0.2, 0.9, 0.1, 3.0):
            report(share)
            seen.append(job.state.share)
        return b""

    # The work looks at its own job, so it must not begin before there is one.
    gate = threading.Event()
    job = jobs.submit(QUESTION, lambda report: work(report) if gate.wait(PATIENCE_S) else b"")
    gate.set()
    soon(lambda: job.state.status.ended)
    assert seen == [0.5, 0.5, 0.9, 0.9, 1.0]


def test_a_cancelled_run_stops_at_its_next_report(jobs: Jobs) -> None:
    held = Held()
    job = jobs.submit(QUESTION, held)
    assert held.begun.wait(PATIENCE_S)
    assert jobs.dismiss(job.id).state.status is JobStatus.DISMISSED
    assert held.ended.wait(PATIENCE_S)
    soon(lambda: not jobs._work)
    assert job.state.status is JobStatus.DISMISSED
    with pytest.raises(DismissedJobError):
        job.state.answer()


def test_a_run_that_ends_although_it_was_cancelled_leaves_no_answer(jobs: Jobs) -> None:
    begun, go = threading.Event(), threading.Event()

    def deaf(_: Progress) -> bytes:
        begun.set()
        assert go.wait(PATIENCE_S)
        return b"{}"

    job = jobs.submit(QUESTION, deaf)
    assert begun.wait(PATIENCE_S)
    jobs.dismiss(job.id)
    go.set()
    soon(lambda: not jobs._work)
    assert (job.state.status, job.state.result) == (JobStatus.DISMISSED, None)


def test_a_waiting_job_is_cancelled_without_ever_running(jobs: Jobs) -> None:
    first, second = Held(), Held()
    jobs.submit(QUESTION, first)
    waiting = jobs.submit(QUESTION, second)
    assert waiting.state.status is JobStatus.ACCEPTED
    jobs.dismiss(waiting.id)
    first.go.set()
    soon(lambda: not jobs._work)
    assert not second.begun.is_set()
    assert waiting.state.status is JobStatus.DISMISSED


def test_no_more_than_the_limits_are_taken_on(jobs: Jobs) -> None:
    first, second = Held(), Held()
    running = jobs.submit(QUESTION, first)
    jobs.submit(QUESTION, second)
    with pytest.raises(TooManyJobsError):
        jobs.submit(QUESTION, Held())
    jobs.dismiss(running.id)
    soon(lambda: len(jobs._work) == 1)
    assert second.begun.wait(PATIENCE_S)
    third = Held()
    jobs.submit(QUESTION, third)
    second.go.set()
    third.go.set()


def test_a_failure_is_told_as_it_was_raised(jobs: Jobs) -> None:
    def work(_: Progress) -> bytes:
        raise InvalidInputError("no such candidate", field="points")

    job = ended(jobs, work)
    assert job.state.status is JobStatus.FAILED
    with pytest.raises(InvalidInputError, match="no such candidate"):
        job.state.answer()


def test_a_fault_stands_in_the_log_and_tells_nothing_of_the_inside(
    jobs: Jobs, caplog: pytest.LogCaptureFixture
) -> None:
    def work(_: Progress) -> bytes:
        raise RuntimeError("secret")

    with caplog.at_level(logging.ERROR, "guantu"):
        job = ended(jobs, work)
    with pytest.raises(JobFaultError) as told:
        job.state.answer()
    assert "secret" not in told.value.message + told.value.remedy
    assert job.id in caplog.text
    assert "secret" in caplog.text


def test_an_ended_job_may_be_thrown_away(jobs: Jobs) -> None:
    job = ended(jobs, lambda _: b"{}")
    assert jobs.dismiss(job.id).state.result is None
    assert jobs.job(job.id).state.status is JobStatus.DISMISSED


@pytest.mark.parametrize("name", ["", "0" * 32, "../x", "\x00", "5" * 5_000])
def test_an_unknown_id_is_told(jobs: Jobs, name: str) -> None:
    with pytest.raises(UnknownJobError):
        jobs.job(name)
    with pytest.raises(UnknownJobError):
        jobs.dismiss(name)


def test_ids_are_never_alike(jobs: Jobs) -> None:
    ids = {ended(jobs, lambda _: b"").id for _ in range(50)}
    assert len(ids) == 50
    assert all(len(bytes.fromhex(one)) == 16 for one in ids)


def test_old_jobs_are_let_go() -> None:
    clock = Clock()
    jobs = Jobs(JobLimits(kept_seconds=60), clock.now)
    job = ended(jobs, lambda _: b"{}")
    clock.time += dt.timedelta(seconds=60)
    assert jobs.job(job.id) is job
    clock.time += dt.timedelta(seconds=1)
    with pytest.raises(UnknownJobError):
        jobs.job(job.id)
    jobs.close()


def kept(jobs: Jobs, made: list[Job]) -> list[int]:
    return [index for index, job in enumerate(made) if job.id in jobs._jobs]


def test_too_many_jobs_are_let_go_the_one_longest_not_looked_at_first() -> None:
    jobs = Jobs(JobLimits(kept=2))
    made = [ended(jobs, lambda _: b"{}") for _ in range(2)]
    jobs.job(made[0].id)
    made.append(ended(jobs, lambda _: b"{}"))
    soon(lambda: not jobs._work)
    assert kept(jobs, made) == [0, 2]
    jobs.close()


@given(st.lists(st.integers(0, 40), max_size=8))
def test_no_more_bytes_are_kept_than_may_be(sizes: list[int]) -> None:
    jobs = Jobs(JobLimits(kept_bytes=60))
    made = [ended(jobs, lambda _, size=size: b"x" * size) for size in sizes]
    soon(lambda: not jobs._work)
    held = kept(jobs, made)
    assert sum(made[index].size() for index in held) <= 60
    # The newest ones, and no fewer than fit.
    assert held == list(range(len(made) - len(held), len(made)))
    if len(held) < len(made):
        assert sum(made[index].size() for index in [len(made) - len(held) - 1, *held]) > 60
    jobs.close()


def test_what_runs_is_never_let_go() -> None:
    jobs = Jobs(JobLimits(running=1, kept=1, kept_bytes=1))
    held = Held()
    running = jobs.submit(QUESTION, held)
    assert held.begun.wait(PATIENCE_S)
    jobs._forget()
    assert jobs.job(running.id) is running
    jobs.close()


def test_closing_cancels_everything_and_takes_on_nothing(jobs: Jobs) -> None:
    first, second = Held(), Held()
    made = [jobs.submit(QUESTION, first), jobs.submit(QUESTION, second)]
    assert first.begun.wait(PATIENCE_S)
    jobs.close()
    jobs.close()
    assert first.ended.wait(PATIENCE_S)
    assert not second.begun.is_set()
    assert [job.state.status for job in made] == [JobStatus.DISMISSED] * 2
    with pytest.raises(TooManyJobsError):
        jobs.submit(QUESTION, Held())
