"""Who gets a job: every long question that prefers one, and nobody by an id not given to them."""

import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api import job_answers
from api.app import create_app
from api.settings import Settings
from layers.memory_store import MemoryStore
from tests.http.held_runs import ASYNC, SITING, SMALL, soon

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
    "/operators/losses": {"mission": "delivery"},
    "/operators/hospitals": {"mission": "delivery"},
    "/planners/access": {"supply": features(POINT, name="甲", capacity=40, accuracy_m=100)},
    "/planners/road-links": {
        "lines": features(LINE, accuracy_m=20, status="open", schematic=False),
        "geometry": True,
    },
}


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
    assert (asked["path"], json.loads(asked["body"])) == (path, LONG[path])
    assert asked["edition"] == results.json()["edition"]
    assert Path(asked["method"]).is_file()


def test_the_definition_tells_of_jobs_wherever_they_can_be_asked_for(client: TestClient) -> None:
    paths = client.get("/api").json()["paths"]
    told = {
        path
        for path, methods in paths.items()
        if "202" in methods.get("post", {}).get("responses", {})
    }
    assert told >= LONG.keys()
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


@pytest.mark.parametrize("depth", [100, 400, 900])
def test_a_question_however_deep_is_shown_or_refused(client: TestClient, depth: int) -> None:
    nest = "[" * depth + "NaN" + "]" * depth
    asked = (
        '{"candidates": "points", "count": 1, "points": {"type": "FeatureCollection", "features": '
        '[{"type": "Feature", "geometry": {"type": "Point", "coordinates": [113.75, 23.02]}, '
        f'"properties": {{"deep": {nest}}}}}]}}}}'
    )
    headers = ASYNC | {"Content-Type": "application/json"}
    answer = client.post(SITING, content=asked, headers=headers)
    if answer.status_code == 400:
        return
    job = answer.headers["location"]
    assert client.get(f"{job}/question").json()["body"] == asked
    page = client.get(job, headers={"Accept": "text/html"})
    assert (page.status_code, "deep" in page.text) == (200, True)
