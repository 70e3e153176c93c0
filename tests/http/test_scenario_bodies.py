"""What a hostile or careless client posts as a scenario, and that it is told why not."""

import json

import pytest
from fastapi.testclient import TestClient

from tests.made_scenarios import CARRIER, ROAD, SITE, SITES, Document, body, post

HOSTILE: list[tuple[str, Document, str]] = [
    ("no change", body(takeoff_points={}), "changes something"),
    ("unknown field", body() | {"owner": "me"}, "no such parameter"),
    ("other format", body() | {"format": "guantu-scenario/2"}, "guantu-scenario/1"),
    ("no title", body() | {"title": " "}, "blank"),
    ("long title", body() | {"title": "x" * 81}, "80"),
    ("control", body() | {"title": "a\u0000b"}, "printed"),
    ("override", body() | {"title": "a\u202eb"}, "printed"),
    ("parent", body() | {"parent": "../../etc"}, "pattern"),
    ("id", body() | {"id": "a" * 26}, "it was changed"),
    ("base", body() | {"base": {"digest": "0" * 64}}, "no figures"),
    ("text", body(takeoff_points={"add": [SITE | {"lon": "114"}]}), "number"),
    ("swapped", body(takeoff_points={"add": [{"lon": 22.9, "lat": 113.7}]}), "longitude"),
    ("far", body(takeoff_points={"add": [{"lon": 10.0, "lat": 10.0}]}), "outside"),
    ("twice", body(takeoff_points={"drop": [SITES], "move": [SITE | {"id": SITES}]}), "no such"),
    ("short line", body(road_segments={"add": [ROAD | {"line": [[113.7, 22.9]]}]}), "2"),
    ("point line", body(road_segments={"add": [ROAD | {"line": [[113.7, 22.9]] * 2}]}), ""),
    ("no town", body(carriers={"add": [CARRIER | {"town": "nowhere"}]}), "nowhere"),
    ("cluster", body(carriers={"add": [CARRIER | {"clusters": ["x"]}]}), "electronics"),
    ("many", body(takeoff_points={"add": [SITE] * 501}), "500"),
    (
        "long lines",
        body(road_segments={"add": [ROAD | {"line": [[113.7, 22.9], [113.71, 22.9]] * 150}] * 2}),
        "points together",
    ),
    (
        "large",
        body(takeoff_points={"drop": ["x" * 100 + f"{number}" for number in range(1_500)]}),
        "bytes",
    ),
]


@pytest.mark.parametrize(("document", "word"), [row[1:] for row in HOSTILE], ids=lambda _: "")
def test_a_hostile_body_is_refused_with_its_field(
    client: TestClient, document: Document, word: str
) -> None:
    answer = client.post("/scenarios", json=document)
    assert answer.status_code in (400, 422), answer.text
    problem = answer.json()
    assert word in json.dumps(problem, ensure_ascii=False)
    assert problem["field"] or problem["problems"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999", "-1"])
def test_no_number_of_an_imported_figure_is_out_of_bounds(client: TestClient, number: str) -> None:
    file = client.get(f"/scenarios/{post(client, body())['id']}").json()
    file["base"]["digest"] = "0" * 64
    del file["id"]
    file["figures"]["near_m"] = "HERE"
    text = json.dumps(file).replace('"HERE"', number)
    answer = client.post("/scenarios", content=text, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert "near_m" in answer.json()["field"]


@pytest.mark.parametrize("unknown", ["a" * 26, "x", "'--", "%F0%9F%98%80", "x" * 2_000])
def test_an_unknown_link_is_not_found(client: TestClient, unknown: str) -> None:
    for path in ("", "/planner", "/operator", "/resident"):
        assert client.get(f"/scenarios/{unknown}{path}").status_code == 404
