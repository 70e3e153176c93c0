"""Demand points, surveys and sampled bands over HTTP, against the analyses called by themselves."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from api import access_answers as answers
from api import access_examples as examples

Json = dict[str, Any]
CENTRE = (113.75, 23.02)
HUMEN = (113.66, 22.81)


def point(place: tuple[float, float] | None, **properties: Any) -> Json:
    geometry = None if place is None else {"type": "Point", "coordinates": list(place)}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(*features: Json) -> Json:
    return {"type": "FeatureCollection", "features": list(features)}


@pytest.mark.parametrize(
    ("answer", "example"),
    [
        (answers.DemandAnswer, examples.DEMAND),
        (answers.SurveyAnswer, examples.SURVEY),
        (answers.BandAnswer, examples.BAND),
    ],
)
def test_an_example_has_the_shape_of_the_answer(answer: type, example: Json) -> None:
    shape = TypeAdapter(answer)
    assert shape.dump_python(shape.validate_python(example), mode="json") == example


@pytest.mark.parametrize(
    ("path", "body", "example"),
    [
        ("/operators/demand", examples.DEMAND_BODY, examples.DEMAND),
        ("/operators/survey-next", {}, examples.SURVEY),
        ("/operators/band", {}, examples.BAND),
    ],
)
def test_the_example_of_a_body_gives_an_answer_like_the_example(
    client: TestClient, path: str, body: Json, example: Json
) -> None:
    answer = client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    assert answer.json().keys() == example.keys()


def test_demand_is_counted_and_weighed_by_hand(client: TestClient) -> None:
    """One exact site of 4 km and nothing else: each point's state is known."""
    north = 1_000 / 111_000  # degrees of latitude in a kilometre, to a few metres
    at = [(CENTRE[0], CENTRE[1] + north * km) for km in (1.0, 3.9, 6.0)]
    points = collection(
        point(at[0], weight=10, accuracy_m=500),
        point(at[1], weight=200, accuracy_m=500),
        point(at[2], weight=3_000, accuracy_m=500, town="humen"),
        point(at[0], weight=7, accuracy_m=None),
        point(None, weight=5, accuracy_m=10),
    )
    sites = client.get("/operators/coverage").json()["sites"]
    body = {
        "radius_m": 4_000,
        "points": points,
        "add": [{"lon": CENTRE[0], "lat": CENTRE[1]}],
        "drop": [site["site"] for site in sites],
    }
    found = client.post("/operators/demand", json=body).json()
    assert found["serving_sites"] == 1
    city = found["city"]
    assert (city["points"], city["weight"]) == (3, 3_210)
    assert city["points_reached"][0] == {"low": 1, "high": 2}
    assert city["weight_reached"][0] == {"low": 10, "high": 210}
    assert city["weight_reached"][1] == {"low": 0, "high": 0}
    assert found["unplaced"] == {"points": 2, "weight": 12}
    assert {row["town"]: row["weight"] for row in found["towns"]}["humen"] == 3_000
    assert found["farthest_m"]["low"] == pytest.approx(5_500, abs=30)
    assert found["farthest_m"]["high"] == pytest.approx(6_500, abs=30)


def test_a_point_counts_in_the_town_it_lies_in_and_in_none_outside(client: TestClient) -> None:
    towns = client.get("/collections/towns/items?limit=100").json()["features"]
    humen = next(town for town in towns if town["id"] == "humen")
    seat = (humen["properties"]["seat_lon"], humen["properties"]["seat_lat"])
    far = (112.6, 22.1)
    points = collection(point(seat, weight=1, accuracy_m=0), point(far, weight=2, accuracy_m=0))
    found = client.post("/operators/demand", json={"points": points}).json()
    assert {(row["town"], row["weight"], row["name_en"]) for row in found["towns"]} == {
        ("humen", 1, "Humen"),
        ("", 2, "In no town"),
    }


def test_more_sites_never_reach_less(client: TestClient) -> None:
    spread = [(113.6 + 0.05 * i, 22.75 + 0.05 * j) for i in range(10) for j in range(8)]
    points = collection(*(point(place, weight=1, accuracy_m=300) for place in spread))
    today = client.post("/operators/demand", json={"points": points}).json()["city"]
    body = {"points": points, "add": [{"lon": 113.8, "lat": 22.9, "accuracy_m": 200}]}
    tried = client.post("/operators/demand", json=body).json()["city"]
    for before, after in zip(today["points_reached"], tried["points_reached"], strict=True):
        assert before["low"] <= after["low"] <= after["high"]
        assert before["high"] <= after["high"]
    assert tried["points_reached"][0]["low"] > today["points_reached"][0]["low"]


BAD_POINTS: list[tuple[Json, list[tuple[int, str]]]] = [
    (collection(point(CENTRE, accuracy_m=5)), [(1, "weight")]),
    (collection(point(CENTRE, weight=1)), [(1, "accuracy_m")]),
    (collection(point(CENTRE, weight=-1, accuracy_m=5)), [(1, "weight")]),
    (collection(point(CENTRE, weight=True, accuracy_m=5)), [(1, "weight")]),
    (collection(point(CENTRE, weight=10**400, accuracy_m=5)), [(1, "weight")]),
    (collection(point(CENTRE, weight=1, accuracy_m="far")), [(1, "accuracy_m")]),
    (collection(point(CENTRE, weight=1, accuracy_m=5, town="atlantis")), [(1, "town")]),
    (
        collection(
            point(CENTRE, weight=1, accuracy_m=5),
            point((23.02, 113.75), weight=1, accuracy_m=5),
            point((13.75, 23.02), weight=None, accuracy_m=5),
        ),
        [(2, "geometry"), (3, "geometry"), (3, "weight")],
    ),
]


@pytest.mark.parametrize(("points", "wrong"), BAD_POINTS)
def test_bad_points_are_told_by_row_and_field(
    client: TestClient, points: Json, wrong: list[tuple[int, str]]
) -> None:
    answer = client.post("/operators/demand", json={"points": points})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert [(one["row"], one["field"]) for one in problem["problems"]] == wrong
    assert problem["remedy"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "points"),
        ({"points": []}, "points"),
        ({"points": {"type": "Feature Collection"}}, "points"),
        ({"points": collection()}, "points"),
        ({"points": collection(), "speed": 3}, "speed"),
        ({"points": collection(point(CENTRE, weight=1, accuracy_m=1)), "datum": "mars"}, "datum"),
        ({"points": collection(), "radius_m": -1}, "radius_m"),
        ({"points": collection(), "mission": "flying"}, "mission"),
    ],
)
def test_a_bad_body_is_refused_by_field(client: TestClient, body: Json, field: str) -> None:
    answer = client.post("/operators/demand", json=body)
    assert answer.status_code == 400
    assert answer.json()["field"] == field


def test_a_shifted_datum_moves_the_points(client: TestClient) -> None:
    points = collection(point(CENTRE, weight=1, accuracy_m=0))
    body = {"points": points, "add": [{"lon": CENTRE[0], "lat": CENTRE[1]}], "drop": []}
    body["drop"] = [one["site"] for one in client.get("/operators/coverage").json()["sites"]]
    plain = client.post("/operators/demand", json=body).json()["farthest_m"]
    shifted = client.post("/operators/demand", json=body | {"datum": "gcj02"}).json()["farthest_m"]
    assert plain["high"] == pytest.approx(0, abs=0.01)
    assert 300 < shifted["low"] < 800


@pytest.mark.parametrize("unit", ["area_m2", "people"])
def test_the_survey_is_of_todays_interval(client: TestClient, unit: str) -> None:
    advice = client.get(f"/operators/survey-next?unit={unit}").json()
    city = client.get("/operators/coverage").json()["city"]
    interval = city["covered_m2" if unit == "area_m2" else "covered_people"]
    assert advice["width"] == pytest.approx(interval["high"] - interval["low"], rel=1e-3)
    assert [row["rank"] for row in advice["rows"]] == [1, 2, 3]
    lows = [row["shrink"]["low"] for row in advice["rows"]]
    assert lows == sorted(lows, reverse=True)
    assert all(row["shrink"]["high"] <= advice["width"] * (1 + 1e-9) for row in advice["rows"])
    assert client.post("/operators/survey-next", json={"unit": unit}).json() == advice


def test_a_surveyed_site_narrows_the_interval_as_was_promised(client: TestClient) -> None:
    advice = client.get("/operators/survey-next").json()
    first = advice["rows"][0]
    items = client.get(f"/collections/takeoff_points/items/{first['site']}").json()
    lon, lat = items["geometry"]["coordinates"]
    for east in (0.0, 0.04):
        move = [{"id": first["site"], "lon": lon + east, "lat": lat, "accuracy_m": 0}]
        after = client.post("/operators/survey-next", json={"move": move}).json()
        narrowed = advice["width"] - after["width"]
        assert first["shrink"]["low"] - 1e6 <= narrowed <= first["shrink"]["high"] + 1e6
        assert first["site"] not in [row["site"] for row in after["rows"]]


def _quantiles(band: Json) -> list[float]:
    found = band["sampled_band"]["covered_m2"]
    return [found["low"], found["middle"], found["high"]]


@pytest.mark.parametrize("displacement", ["independent", "common_shift"])
def test_a_band_lies_within_the_guarantee_and_says_what_was_supposed(
    client: TestClient, displacement: str
) -> None:
    path = f"/operators/band?displacement={displacement}&draws=40&seed=7&mission=logistics"
    found = client.get(path).json()
    low, middle, high = _quantiles(found)
    sure = found["guaranteed"]["covered_m2"]
    assert sure["low"] <= low <= middle <= high <= sure["high"]
    band = found["sampled_band"]
    assert (band["displacement"], band["draws"], band["seed"]) == (displacement, 40, 7)
    assert "no document" in band["supposed_en"]
    assert "没有文件" in band["supposed_zh"]
    covered = client.get("/operators/coverage?mission=logistics").json()["city"]["covered_m2"]
    assert covered == sure
    body = {"displacement": displacement, "draws": 40, "seed": 7, "mission": "logistics"}
    assert client.post("/operators/band", json=body).json() == found


def test_another_seed_is_another_band(client: TestClient) -> None:
    one, other = (client.get(f"/operators/band?draws=30&seed={seed}").json() for seed in (1, 2))
    assert _quantiles(one) != _quantiles(other)
    assert one["guaranteed"] == other["guaranteed"]


def test_with_one_exact_site_the_band_is_one_value(client: TestClient) -> None:
    drop = [one["site"] for one in client.get("/operators/coverage").json()["sites"]]
    add = [{"lon": CENTRE[0], "lat": CENTRE[1]}]
    body = {"drop": drop, "add": add, "radius_m": 3_000, "draws": 10}
    low, middle, high = _quantiles(client.post("/operators/band", json=body).json())
    assert low == middle == high == pytest.approx(math.pi * 9e6, rel=1e-4)


@pytest.mark.parametrize(
    ("method", "path", "field"),
    [
        ("get", "/operators/band?draws=1", "draws"),
        ("get", "/operators/band?draws=1001", "draws"),
        ("get", "/operators/band?share=1", "share"),
        ("get", "/operators/band?share=nan", "share"),
        ("get", "/operators/band?seed=-1", "seed"),
        ("get", "/operators/band?displacement=drift", "displacement"),
        ("get", "/operators/survey-next?unit=hectares", "unit"),
        ("get", "/operators/survey-next?lang=en", "lang"),
        ("post", "/operators/survey-next?unit=people", "unit"),
    ],
)
def test_a_bad_parameter_is_refused_by_name(
    client: TestClient, method: str, path: str, field: str
) -> None:
    ask: Callable[..., Any] = getattr(client, method)
    answer = ask(path, **({"json": {}} if method == "post" else {}))
    assert answer.status_code == 400
    assert answer.json()["field"] == field


def test_too_many_draws_for_many_sites_are_refused(client: TestClient) -> None:
    add = [{"lon": 113.75, "lat": 23.0, "accuracy_m": 10}] * 50
    answer = client.post("/operators/band", json={"add": add, "draws": 1_000})
    assert answer.status_code == 400
    assert answer.json()["field"] == "draws"
    assert "fewer" in answer.json()["remedy"]


HOSTILE = [
    "[" * 100 + "]" * 100,
    '[{"type": "Feature", "geometry": {"type": "Point", "coordinates": [NaN, 23]}}]',
    '[{"type": "Feature", "geometry": null, "properties": {"weight": Infinity, "accuracy_m": 1}}]',
    "[7]",
    '[{"type": "Feature", "properties": 3}]',
    "7",
]


@pytest.mark.parametrize("features", HOSTILE)
def test_a_body_made_to_hurt_is_a_problem_and_not_a_fault(
    client: TestClient, features: str
) -> None:
    content = f'{{"points": {{"type": "FeatureCollection", "features": {features}}}}}'
    headers = {"Content-Type": "application/json"}
    answer = client.post("/operators/demand", content=content, headers=headers)
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
