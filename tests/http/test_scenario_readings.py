"""One scenario read by three roles, and two scenarios compared."""

import pytest
from fastapi.testclient import TestClient

from layers.overlay_store import OverlayStore
from layers.store import Query
from tests.made_scenarios import EVERYTHING, SITE, SITES, body, post


def test_each_role_has_its_own_reading_of_the_same_scenario(client: TestClient) -> None:
    name = post(client, EVERYTHING)["id"]
    planner, operator, resident = (
        client.get(f"/scenarios/{name}/{role}").json()
        for role in ("planner", "operator", "resident")
    )
    for answer in (planner, operator, resident):
        assert answer["data_changed"] is False
        assert answer["figures_then"] == answer["figures_now"]
        assert answer["trouble"] is None
    towns = {town["town"]: town for town in planner["reading"]["towns"]}
    assert towns["xiegang"]["gains"] == "surely"
    assert towns["xiegang"]["carriers"] == ["proposed-carrier-1", "proposed-carrier-2"]
    assert planner["reading"]["carriers_by_cluster"] == {"materials": 2}
    roads = {road["segment"]: road for road in planner["reading"]["roads"]}
    assert roads["d000-binhaiwan-avenue"]["basis"] == "schematic"
    drawn = roads["proposed-road-1"]
    assert drawn["basis"] == "drawn"
    assert 0 < drawn["at_least_km"] < drawn["drawn_km"]
    change = operator["reading"]["city"]["change"]
    assert change["gained_m2"]["low"] > 0
    assert {site["site"] for site in operator["reading"]["sites"]} == {
        "proposed-1",
        "proposed-2",
        SITES,
    }
    near = resident["reading"]["newly_near"]
    assert near
    assert near[0]["reached"]["near_after"] == "surely"
    assert near[0]["reached"]["name_zh"].startswith("拟新增：")


def test_a_resident_is_told_nothing_of_what_is_not_public(
    own: TestClient, writable_store: OverlayStore
) -> None:
    sites = writable_store.read(Query("takeoff_points"))
    sites["public"] = False
    writable_store.write({"takeoff_points": sites})
    moved = {"id": SITES, "lon": SITE["lon"], "lat": SITE["lat"], "accuracy_m": 10}
    name = post(own, body(takeoff_points={"move": [moved]}))["id"]
    found = own.get(f"/scenarios/{name}/resident").json()
    assert [one["sort"] for one in found["reading"]["newly_near"]] == []
    public = post(own, body())
    found = own.get(f"/scenarios/{public['id']}/resident").json()
    assert {one["reached"]["feature"] for one in found["reading"]["newly_near"]} == {"proposed-1"}


def test_a_version_names_its_parent_and_two_of_them_compare(client: TestClient) -> None:
    parent = post(client, body())["id"]
    second = SITE | {"lon": 113.7, "lat": 22.85, "name": "第二"}
    child = post(client, body(takeoff_points={"add": [SITE, second]}) | {"parent": parent})
    assert child["parent"] == parent
    found = client.get("/scenarios/compare", params={"a": parent, "b": child["id"]}).json()
    assert (found["a"]["id"], found["b"]["id"]) == (parent, child["id"])
    gaining = {town["town"] for town in found["towns"] if town["gains"] == "surely"}
    assert gaining
    assert "xiegang" not in gaining
    assert found["city"]["loses"] == "no"
    back = client.get("/scenarios/compare", params={"a": child["id"], "b": parent}).json()
    assert back["city"]["lost_m2"] == pytest.approx(found["city"]["gained_m2"])
    based = client.get("/scenarios/compare", params={"b": parent}).json()
    alone = client.get(f"/scenarios/{parent}/operator").json()["reading"]["city"]["change"]
    assert based["city"] == alone
    assert based["a"]["figures_now"]["area_m2"]["gained"] == {"low": 0, "high": 0}


def test_what_cannot_be_compared_is_said(client: TestClient) -> None:
    one = post(client, body())["id"]
    other = post(client, body() | {"settings": {"mission": "medical"}})["id"]
    for a, b, status, word in (
        ("base", "base", 400, "itself"),
        (one, other, 400, "missions"),
        (one, "a" * 26, 404, "no scenario"),
        (one, "nonsense", 400, "pattern"),
    ):
        answer = client.get("/scenarios/compare", params={"a": a, "b": b})
        assert answer.status_code == status
        assert word in answer.json()["detail"]


def test_height_time_and_permission_are_part_of_a_scenario(client: TestClient) -> None:
    asked = {"mission": "delivery", "height_m": 90, "at": "2026-05-01T01:00Z", "permitted": True}
    name = post(client, body() | {"settings": asked})["id"]
    same = asked | {"height_m": 90.0, "at": "2026-05-01T09:00:00+08:00"}
    assert post(client, body() | {"settings": same})["id"] == name
    settings = client.get(f"/scenarios/{name}/planner").json()["settings"]
    assert settings["at"] == "2026-05-01T09:00:00+08:00"
    assert (settings["height_m"], settings["permitted"]) == (90.0, True)
    assert client.get(f"/scenarios/{name}").json()["settings"]["at"] == settings["at"]
    wrong = client.post("/scenarios", json=body() | {"settings": {"at": "tomorrow"}})
    assert wrong.status_code == 400
    assert wrong.json()["field"] == "settings.at"
