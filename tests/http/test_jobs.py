"""Long questions as jobs over a live server: status, results, events, cancelling, limits."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api import job_answers, siting_family
from api.app import create_app
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
    submitted,
)
from tests.http.live_server import live_server

FAILURE = InvalidInputError("no candidate is left", field="candidates", remedy="Offer others.")
PROCESSES = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/"
POINT = {"type": "Point", "coordinates": [113.75, 23.02]}
LINE = {"type": "LineString", "coordinates": [[113.65, 22.78], [113.67, 22.8]]}


def features(geometry: dict, **properties: object) -> dict:
    feature = {"type": "Feature", "geometry": geometry, "properties": properties}
    return {"type": "FeatureCollection", "features": [feature]}


LONG: dict[str, dict] = {
    SITING: {"problem": "maximal", "count": 2, **SMALL},
    "/operators/coverage": {"mission": "delivery", "geometry": True},
    "/operators/demand": {"points": features(POINT, weight=120, accuracy_m=250)},
    "/operators/survey-next": {"unit": "people"},
    "/operators/band": {"draws": 5},
    "/planners/access": {"supply": features(POINT, name="甲", capacity=40, accuracy_m=100)},
    "/planners/road-links": {
        "lines": features(LINE, accuracy_m=20, status="open", schematic=False),
        "geometry": True,
    },
}


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


def soon(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def status_of(address: str, job: str) -> str:
    return str(ask(address, "GET", job)[2]["status"])


@pytest.mark.parametrize("path", LONG)
def test_a_job_finds_what_the_question_itself_would_have(client: TestClient, path: str) -> None:
    now = client.post(path, json=LONG[path])
    assert now.status_code == 200
    later = client.post(path, json=LONG[path], headers=ASYNC)
    assert later.status_code == 202
    assert later.headers["preference-applied"] == "respond-async"
    job = later.headers["location"]
    assert re.fullmatch(r"/jobs/[0-9a-f]{32}", job)
    soon(lambda: client.get(job).json()["status"] == "successful")
    results = client.get(f"{job}/results")
    assert results.headers["content-type"] == "application/json"
    if path != SITING:
        assert results.content == now.content
    assert results.json() | {"seconds": 0} == now.json() | {"seconds": 0}
    asked = client.get(f"{job}/question").json()
    assert (asked["path"], asked["body"]) == (path, LONG[path])
    assert asked["edition"] == results.json()["edition"]
    assert Path(asked["method"]).is_file()


def test_the_definition_tells_of_jobs_wherever_they_can_be_asked_for(client: TestClient) -> None:
    paths = client.get("/api").json()["paths"]
    told = {
        path
        for path, methods in paths.items()
        if "202" in methods.get("post", {}).get("responses", {})
    }
    assert told == LONG.keys()
    for path in LONG:
        names = [one["name"] for one in paths[path]["post"]["parameters"]]
        assert "prefer" in [name.lower() for name in names]
    shape = job_answers.StatusInfo.model_validate(job_answers.EXAMPLE)
    assert shape.jobID == job_answers.EXAMPLE["jobID"]


@pytest.mark.parametrize(
    ("prefer", "status"),
    [
        ("respond-async", 202),
        ("Respond-Async, wait=10", 202),
        ("return=minimal,respond-async;foo=1", 202),
        ("respond-async-not", 200),
        ("wait=10", 200),
        ("", 200),
        (",;=" * 500, 200),
    ],
)
def test_only_who_prefers_it_gets_a_job(client: TestClient, prefer: str, status: int) -> None:
    answer = client.post("/operators/band", json={"draws": 2}, headers={"Prefer": prefer})
    assert answer.status_code == status


def test_what_is_wrong_is_told_at_once_and_makes_no_job(client: TestClient) -> None:
    answer = client.post(SITING, json={"count": -1}, headers=ASYNC)
    assert answer.status_code == 400
    answer = client.post(SITING, json={"seconds": 500}, headers=ASYNC)
    assert (answer.status_code, answer.json()["field"]) == (400, "seconds")


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


HOSTILE = [
    "x",
    "0" * 32,
    "%2e%2e%2fetc",
    "%00",
    "'%20OR%201=1",
    "<script>",
    "a" * 150,
    "%F0%9F%98%80",
]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("suffix", ["", "/results", "/events", "/question"])
def test_an_id_that_nobody_was_given_finds_nothing(
    client: TestClient, name: str, suffix: str
) -> None:
    answer = client.get(f"/jobs/{name}{suffix}")
    assert answer.status_code in (400, 404)
    assert answer.headers["content-type"] == "application/problem+json"
    assert "script" not in answer.text
    if answer.status_code == 404 and name == "0" * 32:
        assert answer.json()["type"] == f"{PROCESSES}no-such-job"


def test_nobody_is_told_of_others_jobs(client: TestClient) -> None:
    assert client.get("/jobs").status_code == 404
    assert client.delete("/jobs").status_code in (404, 405)
    answer = client.delete("/jobs/" + "0" * 32)
    assert (answer.status_code, answer.json()["type"]) == (404, f"{PROCESSES}no-such-job")
    assert client.get("/jobs/" + "0" * 32, params={"x": "1"}).status_code in (400, 404)


def test_addresses_stand_below_the_path_that_a_proxy_serves(
    pack_store: MemoryStore, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path, root_path="/guantu")
    with TestClient(create_app(settings, store=pack_store)) as client:
        answer = client.post("/operators/band", json={"draws": 2}, headers=ASYNC)
        assert answer.headers["location"].startswith("/guantu/jobs/")
        assert {link["href"].partition("/jobs/")[0] for link in answer.json()["links"]} == {
            "/guantu"
        }


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
