"""Access, equity and road links over HTTP, against the analyses called by themselves."""

from collections.abc import Callable
from math import fsum, isfinite
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from api import access_answers as answers
from api import access_examples as examples
from gis.access import read_supply, town_access
from gis.crs import to_metric
from gis.decay import Gaussian, Steps
from layers.memory_store import MemoryStore
from layers.store import Query

Json = dict[str, Any]
ROADS = ((113.65, 22.78), (113.67, 22.80)), ((113.70, 22.82), (113.72, 22.83))


def feature(kind: str, coordinates: Any, **properties: Any) -> Json:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(*features: Json) -> Json:
    return {"type": "FeatureCollection", "features": list(features)}


def supply(*capacities: Any) -> Json:
    return collection(
        *(
            feature("Point", [113.7 + 0.05 * index, 22.95], capacity=one, accuracy_m=100)
            for index, one in enumerate(capacities)
        )
    )


def network(**properties: Any) -> Json:
    stated = {"accuracy_m": 20} | properties
    return collection(*(feature("LineString", line, **stated) for line in ROADS))


@pytest.mark.parametrize(
    ("answer", "example"),
    [
        (answers.AccessAnswer, examples.ACCESS),
        (answers.RoadLinksAnswer, examples.ROAD_LINKS),
    ],
)
def test_an_example_has_the_shape_of_the_answer(answer: type, example: Json) -> None:
    shape = TypeAdapter(answer)
    dumped = shape.dump_python(shape.validate_python(example), mode="json")
    assert TypeAdapter(Any).validate_python(dumped) == example


@pytest.mark.parametrize(
    ("path", "body", "example"),
    [
        ("/planners/access", examples.ACCESS_BODY, examples.ACCESS),
        ("/planners/road-links", examples.ROAD_BODY, examples.ROAD_LINKS),
    ],
)
def test_the_example_of_a_body_gives_an_answer_like_the_example(
    client: TestClient, path: str, body: Json, example: Json
) -> None:
    answer = client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    assert answer.json().keys() == example.keys() == client.get(path).json().keys()


@pytest.mark.parametrize(
    ("method", "decay"),
    [
        ("2sfca", Steps((9_000.0,))),
        ("e2sfca", Steps((2_700.0, 5_400.0, 9_000.0), (1.0, 0.5, 0.2))),
        ("gaussian", Gaussian(9_000.0)),
    ],
)
def test_hospitals_are_shared_out_as_the_analysis_says(
    client: TestClient, pack_store: MemoryStore, method: str, decay: Steps | Gaussian
) -> None:
    answer = client.get(f"/planners/access?method={method}&reach_m=9000&cell_m=2000").json()
    places = to_metric(pack_store.read(Query("places", equals={"kind": "hospital"})))
    towns = to_metric(pack_store.read(Query("towns")))
    found = town_access(read_supply(places, capacity=None), towns, decay, cell_m=2_000.0)
    assert answer["capacity_basis"] == "assumed_one"
    assert answer["capacity"] == 8
    assert [
        (row["town"], row["per_thousand"]["low"], row["per_thousand"]["high"])
        for row in answer["towns"]
    ] == [(row.town, row.per_thousand.low, row.per_thousand.high) for row in found.towns]
    assert [one["measure"] for one in answer["inequality"]] == ["gini", "palma", "theil"]
    gini = answer["inequality"][0]
    assert 0 < gini["low"] <= gini["reached"] <= gini["high"] < 1


def test_all_of_ones_own_capacity_is_shared_out(client: TestClient) -> None:
    found = client.post("/planners/access", json={"supply": supply(30, 10, None)}).json()
    assert found["supply"] == "own"
    assert found["capacity_basis"] == "stated"
    assert found["capacity"] == 40
    assert [one["site"] for one in found["without_capacity"]] == ["own-3"]
    people = found["city"]["people"] / 1_000
    assert found["city"]["per_thousand"]["low"] * people == pytest.approx(40)
    least, most = (
        fsum(row["per_thousand"][side] * row["people"] / 1_000 for row in found["towns"])
        for side in ("low", "high")
    )
    assert least <= 40 <= most


def test_twice_the_capacity_is_twice_the_score_and_no_other_inequality(client: TestClient) -> None:
    one, two = (
        client.post("/planners/access", json={"supply": supply(size)}).json() for size in (5, 10)
    )
    for before, after in zip(one["towns"], two["towns"], strict=True):
        assert after["per_thousand"]["high"] == pytest.approx(2 * before["per_thousand"]["high"])
    for before, after in zip(one["inequality"], two["inequality"], strict=True):
        assert after["reached"] == pytest.approx(before["reached"])


def test_a_ratio_without_bound_is_null_and_not_infinite(client: TestClient) -> None:
    answer = client.post("/planners/access", json={"supply": supply(5), "reach_m": 3_000})
    palma = answer.json()["inequality"][1]
    assert palma["measure"] == "palma"
    assert palma["high"] is None
    assert "Infinity" not in answer.text
    gini = answer.json()["inequality"][0]
    assert isfinite(gini["high"])


def test_nothing_to_share_has_no_inequality(client: TestClient) -> None:
    found = client.get("/planners/access?supply=takeoff_points&capacity=stated").json()
    assert found["capacity"] == 0
    assert found["inequality"] == []
    assert len(found["without_capacity"]) == 3
    city = found["city"]
    assert city["out_of_reach"] == {"low": city["people"], "high": city["people"]}


def test_hospitals_state_no_capacity(client: TestClient) -> None:
    answer = client.get("/planners/access?capacity=stated")
    assert answer.status_code == 400
    assert answer.json()["field"] == "capacity"
    assert answer.json()["remedy"]


def test_no_open_segment_is_said_and_schematic_ones_cannot_be(client: TestClient) -> None:
    found = client.get("/planners/road-links").json()
    assert found["reach"]["verdict"] == found["links"]["verdict"] == "no_segment"
    planned = client.get("/planners/road-links?status=planned&hubs=true").json()
    assert planned["reach"]["verdict"] == planned["links"]["verdict"] == "cannot_be_said"
    city = planned["reach"]["city"]
    assert city["reached_m2"]["low"] == 0
    assert city["features"]["hubs"] == {"low": 0, "high": 24}
    assert planned["links"]["links"] == []
    assert len(planned["reach"]["schematic"]) == 5


def test_ones_own_lines_have_a_walk_shed_and_one_missing_link(client: TestClient) -> None:
    body = {"lines": network(), "geometry": True}
    found = client.post("/planners/road-links", json=body).json()
    assert found["network"] == "own"
    assert found["reach"]["verdict"] == "said"
    assert found["reach"]["surely"]["type"] in ("Polygon", "MultiPolygon")
    (link,) = found["links"]["links"]
    assert (link["start"], link["end"], link["rank"]) == ("own-1", "own-2", 1)
    # 0.03 degrees of longitude and 0.02 of latitude apart, each known to 20 m.
    assert link["km"]["high"] - link["km"]["low"] == pytest.approx(0.08)
    assert link["km"]["low"] == pytest.approx(3.75, abs=0.05)
    assert found["links"]["parts"] == {"low": 2, "high": 2}
    farther = client.post("/planners/road-links", json=body | {"walk_m": 1_000}).json()
    near, far = (one["reach"]["city"]["reached_m2"] for one in (found, farther))
    assert near["low"] < near["high"] < far["low"] < far["high"]
    joined = client.post("/planners/road-links", json=body | {"join_m": 5_000}).json()
    assert joined["links"]["links"] == []


def test_lines_that_do_not_count_are_not_counted(client: TestClient) -> None:
    body = {"lines": network(status="planned")}
    assert client.post("/planners/road-links", json=body).json()["reach"]["segments"] == 0
    asked = body | {"statuses": ["planned", "open"]}
    assert client.post("/planners/road-links", json=asked).json()["reach"]["segments"] == 2
    drawn = {"lines": network(schematic=True)}
    found = client.post("/planners/road-links", json=drawn).json()
    assert found["reach"]["verdict"] == "cannot_be_said"
    unplaced = {"lines": network(accuracy_m=None)}
    assert len(client.post("/planners/road-links", json=unplaced).json()["reach"]["unplaced"]) == 2


BAD_ROWS: list[tuple[str, Json, list[tuple[int, str]]]] = [
    ("/planners/access", {"supply": supply(1, "many", -2)}, [(2, "capacity"), (3, "capacity")]),
    (
        "/planners/access",
        {"supply": collection(feature("LineString", ROADS[0], capacity=1, accuracy_m=1))},
        [(1, "geometry")],
    ),
    ("/planners/road-links", {"lines": network(accuracy_m=-1)}, [(1, "accuracy_m")] * 1),
    ("/planners/road-links", {"lines": network(status="closed")}, [(1, "status"), (2, "status")]),
    (
        "/planners/road-links",
        {"lines": network(schematic="perhaps")},
        [(1, "schematic"), (2, "schematic")],
    ),
    (
        "/planners/road-links",
        {"lines": collection(feature("Point", [113.7, 22.9], accuracy_m=1))},
        [(1, "geometry")],
    ),
]


@pytest.mark.parametrize(("path", "body", "wrong"), BAD_ROWS)
def test_bad_rows_are_told_by_row_and_field(
    client: TestClient, path: str, body: Json, wrong: list[tuple[int, str]]
) -> None:
    answer = client.post(path, json=body)
    assert answer.status_code == 422
    problem = answer.json()
    assert [(one["row"], one["field"]) for one in problem["problems"]][: len(wrong)] == wrong
    assert problem["remedy"]


RING = {"reach_m": 3_000, "weight": 1}


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("get", "/planners/access?supply=schools", None, "supply"),
        ("get", "/planners/access?reach_m=0", None, "reach_m"),
        ("get", "/planners/access?cell_m=10", None, "cell_m"),
        ("get", "/planners/access?method=magic", None, "method"),
        ("get", "/planners/road-links?walk_m=5001", None, "walk_m"),
        ("get", "/planners/road-links?walk_m=nan", None, "walk_m"),
        ("get", "/planners/road-links?status=closed", None, "status"),
        ("post", "/planners/access", {}, "supply"),
        ("post", "/planners/access", {"supply": 3}, "supply"),
        ("post", "/planners/access", {"supply": {"type": "Topology"}}, "supply"),
        ("post", "/planners/access", {"supply": supply(1), "rings": [RING]}, ""),
        (
            "post",
            "/planners/access",
            {"supply": supply(1), "method": "e2sfca", "rings": [RING, RING]},
            "decay",
        ),
        ("post", "/planners/road-links", {"lines": network(), "statuses": []}, "statuses"),
        ("post", "/planners/road-links", {"lines": collection()}, "lines"),
    ],
)
def test_a_bad_question_is_refused_by_field(
    client: TestClient, method: str, path: str, body: Json | None, field: str
) -> None:
    ask: Callable[..., Any] = getattr(client, method)
    answer = ask(path) if body is None else ask(path, json=body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json().get("field", "") == field


def test_lines_too_long_or_too_many_are_refused(client: TestClient) -> None:
    long = [[113.6 + 0.0001 * step, 22.9] for step in range(1_201)]
    body = {"lines": collection(feature("LineString", long, accuracy_m=1))}
    refused = client.post("/planners/road-links", json=body)
    assert (refused.status_code, refused.json()["field"]) == (400, "lines")
    many = collection(*(feature("LineString", ROADS[0], accuracy_m=1) for _ in range(61)))
    assert client.post("/planners/road-links", json={"lines": many}).status_code == 400
