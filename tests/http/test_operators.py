"""Coverage, what-ifs and siting over HTTP, against the analysis called by itself."""

from math import fsum

import pytest
from fastapi.testclient import TestClient

from gis.crs import to_metric
from gis.gaps import coverage_and_gaps
from layers.memory_store import MemoryStore
from layers.store import Query


def test_the_answer_is_the_analysis(client: TestClient, pack_store: MemoryStore) -> None:
    answer = client.get("/operators/coverage?mission=logistics&radius_m=12000").json()
    coverage, gaps = coverage_and_gaps(
        to_metric(pack_store.read(Query("takeoff_points"))),
        to_metric(pack_store.read(Query("towns"))),
        radius_m=12_000.0,
        mission="logistics",
    )
    assert answer["city"]["covered_m2"] == {
        "low": coverage.city.covered_m2.low,
        "high": coverage.city.covered_m2.high,
    }
    assert [town["town"] for town in answer["towns"]] == [row.town for row in coverage.towns]
    assert [gap["area_m2"] for gap in answer["gaps"]] == [gap.area_m2 for gap in gaps]


def test_the_reasons_add_up_to_what_is_not_surely_covered(client: TestClient) -> None:
    for mission in ("inspection", "delivery", "medical", "logistics"):
        answer = client.get(f"/operators/coverage?mission={mission}").json()
        city = answer["city"]
        missing = city["area_m2"] - city["covered_m2"]["low"]
        total = fsum(gap["area_m2"] for gap in answer["gaps"])
        assert total == pytest.approx(missing, rel=1e-9)


def test_areas_are_sent_only_when_asked_for(client: TestClient) -> None:
    bare = client.get("/operators/coverage").json()
    assert bare["possibly"] is None
    assert all(gap["geometry"] is None for gap in bare["gaps"])
    full = client.get("/operators/coverage?geometry=true").json()
    assert full["possibly"]["type"] in ("Polygon", "MultiPolygon")
    assert all(gap["geometry"]["type"] in ("Polygon", "MultiPolygon") for gap in full["gaps"])


def test_an_empty_what_if_changes_nothing(client: TestClient) -> None:
    today = client.get("/operators/coverage?mission=medical").json()
    assert client.post("/operators/coverage", json={"mission": "medical"}).json() == today


def test_an_added_site_covers_and_is_not_kept(client: TestClient) -> None:
    today = client.get("/operators/coverage").json()
    add = [{"lon": 113.75, "lat": 23.02, "accuracy_m": 100, "radius_m": 4000, "name": "试点"}]
    tried = client.post("/operators/coverage", json={"add": add}).json()
    assert tried["city"]["covered_m2"]["low"] > today["city"]["covered_m2"]["low"]
    assert "试点" in [site["name_zh"] for site in tried["sites"]]
    assert client.get("/operators/coverage").json() == today


def test_dropping_every_serving_site_leaves_nothing_covered(client: TestClient) -> None:
    today = client.get("/operators/coverage?mission=logistics").json()
    drop = [site["site"] for site in today["sites"]]
    assert today["city"]["covered_m2"]["high"] > 0
    tried = client.post("/operators/coverage", json={"mission": "logistics", "drop": drop}).json()
    assert tried["city"]["covered_m2"] == {"low": 0, "high": 0}
    assert {gap["reason"] for gap in tried["gaps"]} <= {"out_of_range", "planned_only"}


def test_a_moved_site_covers_its_new_place(client: TestClient) -> None:
    site = client.get("/operators/coverage").json()["sites"][0]["site"]
    move = [{"id": site, "lon": 113.9, "lat": 22.9, "accuracy_m": 0}]
    tried = client.post("/operators/coverage", json={"move": move, "radius_m": 3000}).json()
    found = next(share for share in tried["sites"] if share["site"] == site)
    assert found["accuracy_m"] == 0
    assert found["reach_m2"]["low"] == pytest.approx(3.14159e6 * 9, rel=0.01)


def test_the_best_sites_keep_their_promise(client: TestClient) -> None:
    plan = client.get("/operators/siting?new_sites=2&spacing_m=6000").json()
    assert plan["value"] <= plan["bound"]
    assert plan["status"] == "proven"
    assert plan["candidates"] > 10
    add = [{"lon": site["lon"], "lat": site["lat"]} for site in plan["sites"]]
    tried = client.post("/operators/coverage", json={"add": add}).json()
    people = tried["city"]["covered_people"]
    assert people["low"] == pytest.approx(plan["after"]["low"], rel=1e-4)
    today = client.get("/operators/coverage").json()["city"]["covered_people"]["low"]
    assert people["low"] - today == pytest.approx(plan["value"], rel=1e-4)


BAD_QUERIES = [
    "radius_m=nan",
    "radius_m=inf",
    "radius_m=0",
    "radius_m=-5",
    "radius_m=1e9",
    "mission=flying",
    "speed=3",
    "new_sites=-1",
    "new_sites=1000",
    "candidates=moon",
]


@pytest.mark.parametrize("query", BAD_QUERIES)
def test_a_bad_parameter_is_refused_by_name(client: TestClient, query: str) -> None:
    answer = client.get(f"/operators/coverage?{query}")
    assert answer.status_code == 400
    assert answer.json()["field"] == query.partition("=")[0]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('{"add": [{"lon": NaN, "lat": 23}]}', 400),
        ('{"add": [{"lon": 113.7}]}', 400),
        ('{"add": [{"lon": "x", "lat": 23}]}', 400),
        ('{"add": [{"lon": 22.9, "lat": 89.0}]}', 422),
        ('{"add": [{"lon": 2.35, "lat": 48.85}]}', 422),
        ('{"drop": ["atlantis"]}', 404),
        ('{"move": [{"id": "atlantis", "lon": 113.7, "lat": 22.9}]}', 404),
        ('{"colour": "red"}', 400),
        ("[" * 100_000, 400),
        ("{", 400),
    ],
)
def test_a_bad_what_if_is_refused(client: TestClient, body: str, status: int) -> None:
    answer = client.post(
        "/operators/coverage", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    answer = client.post("/operators/coverage", content=b" " * 2_000_000)
    assert answer.status_code == 413
