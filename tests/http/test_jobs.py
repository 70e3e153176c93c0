"""Jobs over a live server: polling, events, cancelling, failing, limits, and the server's end."""

import re
import threading
import urllib.request
from collections.abc import Iterator

import pytest

from api import job_answers, siting_family
from api.settings import Settings
from gis.errors import InvalidInputError
from layers.memory_store import MemoryStore
from tests.http.held_runs import (
    ASYNC,
    PATIENCE_S,
    SITING,
    SMALL,
    HeldRun,
    ask,
    following,
    soon,
    submitted,
)
from tests.http.live_server import live_server

FAILURE = InvalidInputError("no candidate is left", field="candidates", remedy="Offer others.")
PROCESSES = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/"


@pytest.fixture(scope="module")
def address(pack_store: MemoryStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("jobs"), jobs_running=1, jobs_waiting=1)
    with live_server(pack_store, settings) as found:
        yield found


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[HeldRun]:
    run = HeldRun(FAILURE)
    monkeypatch.setattr(siting_family, "ask", run)
    yield run
    run.go.set()


def status_of(address: str, job: str) -> str:
    return str(ask(address, "GET", job)[2]["status"])


def test_polling(address: str, held: HeldRun) -> None:
    job = submitted(address)
    soon(lambda: ask(address, "GET", job)[2].get("progress") == 25)
    status, headers, told = ask(address, "GET", job)
    assert (status, headers["Cache-Control"]) == (200, "no-store")
    assert (told["jobID"], told["type"]) == (job.removeprefix("/jobs/"), "process")
    assert (told["status"], told["processID"]) == ("running", "operators/siting")
    assert "finished" not in told
    status, headers, problem = ask(address, "GET", f"{job}/results")
    assert (status, headers.get_content_type()) == (404, "application/problem+json")
    assert problem["type"] == f"{PROCESSES}result-not-ready"
    assert problem["remedy"]
    held.go.set()
    soon(lambda: status_of(address, job) == "failed")


def test_a_failed_run_tells_its_error_as_a_problem(address: str, held: HeldRun) -> None:
    held.go.set()
    job = submitted(address)
    soon(lambda: status_of(address, job) == "failed")
    told = ask(address, "GET", job)[2]
    assert "no candidate is left" in told["message"]
    assert [link["href"] for link in told["links"] if link["rel"].endswith("/exceptions")] == [
        f"{job}/results"
    ]
    for _ in range(2):
        status, headers, problem = ask(address, "GET", f"{job}/results")
        assert (status, headers.get_content_type()) == (400, "application/problem+json")
        assert (problem["field"], problem["detail"]) == ("candidates", "no candidate is left")


def test_events_tell_the_present_first_then_each_change_then_the_end(
    address: str, held: HeldRun
) -> None:
    job = submitted(address)
    soon(lambda: ask(address, "GET", job)[2].get("progress") == 25)
    with following(address, job) as (answer, events):
        assert answer.headers.get_content_type() == "text/event-stream"
        assert answer.headers["X-Accel-Buffering"] == "no"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Encoding"] is None
        kind, told = next(events)
        assert (kind, told["status"], told["progress"]) == ("progress", "running", 25)
        held.share = 0.5
        kind, told = next(events)
        assert (kind, told["progress"]) == ("progress", 50)
        # Who comes back after a reload is told how it stands now, whatever it heard last.
        for last in ("running-25", "99999", "\xff;--"):
            with following(address, job, **{"Last-Event-ID": last}) as (_, again):
                assert next(again)[1]["progress"] == 50
        held.go.set()
        kind, told = next(events)
        assert (kind, told["status"]) == ("error", "failed")
        assert next(events, None) is None
    with following(address, job) as (_, late):
        assert [kind for kind, _ in late] == ["error"]


def test_the_headers_of_events_come_alone_and_at_once(address: str, held: HeldRun) -> None:
    job = submitted(address)
    status, headers, body = ask(address, "HEAD", f"{job}/events")
    assert (status, headers.get_content_type(), body) == (200, "text/event-stream", None)
    assert not held.ended.is_set(), "the answer did not wait for the run"
    held.go.set()
    soon(lambda: status_of(address, job) == "failed")


def test_a_successful_run_ends_its_events_with_done(address: str) -> None:
    job = submitted(address)
    with following(address, job) as (_, events):
        kinds = [(kind, told["status"]) for kind, told in events]
    assert kinds[-1] == ("done", "successful")
    assert {kind for kind, _ in kinds[:-1]} <= {"progress"}
    assert ask(address, "GET", f"{job}/results")[2]["sites"]


def test_a_silent_stream_still_beats(
    address: str, held: HeldRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_answers, "HEARTBEAT_S", 0.1)
    job = submitted(address)
    with following(address, job) as (answer, _):
        lines = iter(answer)
        assert any(line.startswith(b":") for line in lines)
    held.go.set()


def test_a_run_goes_on_when_who_listened_has_gone(address: str, held: HeldRun) -> None:
    job = submitted(address)
    with following(address, job) as (_, events):
        next(events)
    assert held.begun.wait(PATIENCE_S)
    assert not held.ended.wait(0.7)
    assert status_of(address, job) == "running"
    held.go.set()
    soon(lambda: status_of(address, job) == "failed")


def test_cancelling_stops_the_run(address: str, held: HeldRun) -> None:
    job = submitted(address)
    assert held.begun.wait(PATIENCE_S)
    with following(address, job) as (_, events):
        next(events)
        status, _, told = ask(address, "DELETE", job)
        assert (status, told["status"]) == (200, "dismissed")
        assert [(kind, told["status"]) for kind, told in events][-1] == ("error", "dismissed")
    assert held.ended.wait(PATIENCE_S)
    assert status_of(address, job) == "dismissed"
    assert ask(address, "GET", f"{job}/results")[0] == 410
    assert ask(address, "DELETE", job)[2]["status"] == "dismissed"


def test_the_page_cancels_by_a_form(address: str, held: HeldRun) -> None:
    job = submitted(address)
    assert held.begun.wait(PATIENCE_S)
    asked = urllib.request.Request(f"{address}{job}?lang=en", headers={"Accept": "text/html"})
    with urllib.request.urlopen(asked, timeout=PATIENCE_S) as answer:
        html = answer.read().decode()
        assert answer.headers["Cache-Control"] == "no-store"
    action = re.search(r'action="([^"]+/cancel[^"]*)"', html)
    assert action is not None
    with urllib.request.urlopen(f"{address}{action[1]}", b"", timeout=PATIENCE_S) as answer:
        assert answer.url == f"{address}{job}?lang=en"
    assert held.ended.wait(PATIENCE_S)
    assert status_of(address, job) == "dismissed"


def test_no_more_jobs_are_taken_on_than_the_settings_say(address: str, held: HeldRun) -> None:
    jobs = [submitted(address), submitted(address)]
    assert status_of(address, jobs[1]) == "accepted"
    status, headers, problem = ask(address, "POST", SITING, SMALL, **ASYNC)
    assert status == 503
    assert int(headers["Retry-After"]) > 0
    assert problem["remedy"]
    # Whoever does not prefer a job is answered as ever.
    assert ask(address, "POST", "/operators/band", {"draws": 2})[0] == 200
    for job in reversed(jobs):
        ask(address, "DELETE", job)
    assert held.ended.wait(PATIENCE_S)


def test_a_server_that_stops_ends_its_runs_and_its_streams(
    pack_store: MemoryStore, held: HeldRun
) -> None:
    heard: list[str] = []
    listening = threading.Event()

    def listen() -> None:
        with following(address, job) as (_, events):
            for _, told in events:
                heard.append(told["status"])
                listening.set()

    with live_server(pack_store) as address:
        job = submitted(address)
        assert held.begun.wait(PATIENCE_S)
        listener = threading.Thread(target=listen)
        listener.start()
        assert listening.wait(PATIENCE_S)
    assert held.ended.wait(PATIENCE_S)
    listener.join(PATIENCE_S)
    assert heard[-1] == "dismissed"
