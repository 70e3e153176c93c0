"""Siting over HTTP round zones: what is promised is what coverage then measures round the same."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

SMALL = {"spacing_m": 10_000.0, "seconds": 5.0}
RING = [[113.7, 22.9], [113.85, 22.9], [113.85, 23.0], [113.7, 23.0], [113.7, 22.9]]
ZONES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": "made",
            "geometry": {"type": "Polygon", "coordinates": [RING]},
            "properties": {
                "restriction": "prohibited",
                "accuracy_m": 50,
                "floor_m": 0,
                "ceiling_m": 150,
                "vertical_reference": "ground",
            },
        }
    ],
}
"""A square of 15 by 11 km, invented."""


def ask(client: TestClient, **asked: Any) -> Any:
    answer = client.post("/operators/siting", json=SMALL | asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def points(*places: tuple[float, float], **properties: Any) -> Any:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": place},
                "properties": properties,
            }
            for place in places
        ],
    }


def test_what_is_promised_round_zones_is_what_coverage_measures(client: TestClient) -> None:
    found = ask(client, count=3, zones=ZONES, certificate=True)
    assert found["airspace"]["basis"] == "imported"
    assert found["straight"] == []
    assert {zone for one in found["barred"] for zone in one["zones"]} == {"what-if.made"}
    assert found["bound_certified"]
    added = [{"lon": site["lon"], "lat": site["lat"]} for site in found["sites"]]
    body = {"zones": ZONES, "height_m": found["airspace"]["height_m"]}
    before, after = (
        client.post("/operators/coverage", json=body | more).json()["city"]["covered_people"]
        for more in ({}, {"add": added})
    )
    assert found["before"] == before
    assert found["after"]["low"] == pytest.approx(after["low"], rel=1e-4)
    assert found["value"] == pytest.approx(found["after"]["low"] - before["low"], rel=1e-6)
    free = ask(client, count=3)
    assert free["airspace"]["basis"] == "no_data"
    assert free["barred"] == []
    assert free["candidates"] == found["candidates"] + len(found["barred"])


def test_above_its_ceiling_a_zone_changes_nothing(client: TestClient) -> None:
    free, above = ask(client), ask(client, zones=ZONES, height_m=200)
    assert above["airspace"]["zones"][0]["effect"] == "leaves_free"
    assert above["airspace"]["height_basis"] == "asked"
    assert [site["candidate"] for site in above["sites"]] == [
        site["candidate"] for site in free["sites"]
    ]
    assert above["value"] == pytest.approx(free["value"], rel=1e-8)
    assert above["barred"] == []


@pytest.mark.parametrize(
    ("asked", "straight"),
    [
        ({"problem": "median", "cell_m": 5_000.0}, "distances"),
        ({"problem": "connected", "flight_m": 15_000.0}, "flights"),
        (
            {
                "candidates": "circles",
                "demand_points": points((113.69, 23.02), (113.66, 23.03), weight=5, accuracy_m=50),
            },
            "circles",
        ),
    ],
)
def test_what_is_straight_although_zones_are_imported_is_said(
    client: TestClient, asked: dict[str, Any], straight: str
) -> None:
    assert ask(client, **asked)["straight"] == []
    assert ask(client, **asked, zones=ZONES)["straight"] == [straight]


def test_where_every_candidate_may_stand_in_a_zone_the_question_is_refused(
    client: TestClient,
) -> None:
    inside = points((113.75, 22.95), accuracy_m=0.0)
    body = {"candidates": "points", "points": inside, "zones": ZONES}
    answer = client.post("/operators/siting", json=body)
    assert answer.status_code == 400
    assert answer.json()["field"] == "candidates"
    assert "another height" in answer.text


def test_the_plan_of_the_page_says_its_airspace(client: TestClient) -> None:
    time = "2026-05-04T09:00:00+08:00"
    query = {"spacing_m": 10_000, "height_m": 80, "at": time, "permitted": "true"}
    found = client.get("/operators/siting", params=query).json()
    said = {name: found["airspace"][name] for name in ("basis", "height_m", "at", "permitted")}
    assert said == {"basis": "no_data", "height_m": 80, "at": time, "permitted": True}
    page = client.get("/operators/siting", params=query | {"f": "html"})
    assert page.status_code == 200
    compared = client.get("/operators/coverage", params={"at": time, "a": "now", "f": "html"})
    assert compared.status_code == 200
