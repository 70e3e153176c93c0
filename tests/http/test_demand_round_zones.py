"""Own demand, surveys and sampled bands over HTTP round supposed zones, as coverage goes round."""

from typing import Any

import pytest
import shapely
from fastapi.testclient import TestClient
from shapely.geometry import shape

from tests.http.test_airspace import BARRED, EAST, WEST, zone
from tests.http.test_demand import CENTRE, collection, point

Json = dict[str, Any]
WALL: Json = {
    "floor_m": 0,
    "ceiling_m": 120,
    "vertical_reference": "ground",
    "hours": "24/7",
    "accuracy_m": 50,
}
TRIED: Json = {
    "mission": "logistics",
    "radius_m": 8_000,
    "zones": zone(BARRED, **WALL),
    "add": [{"lon": WEST[0], "lat": WEST[1], "accuracy_m": 300}],
    "at": "2026-05-04T09:00+08:00",
}


def ask(client: TestClient, what: str, **body: Any) -> Json:
    answer = client.post(f"/operators/{what}", json=TRIED | body)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


@pytest.fixture(scope="module")
def covered(client: TestClient) -> Json:
    return ask(client, "coverage")


def test_a_survey_narrows_the_interval_round_the_zones(client: TestClient, covered: Json) -> None:
    advice = ask(client, "survey-next")
    interval = covered["city"]["covered_m2"]
    assert advice["airspace"] == covered["airspace"]
    assert advice["airspace"]["at"] == "2026-05-04T09:00:00+08:00"
    assert advice["width"] == pytest.approx(interval["high"] - interval["low"], rel=1e-6)
    mine = next(row for row in advice["rows"] if row["site"] == "what-if-1")
    for east in (0.0, 0.0025):
        add = [{"lon": WEST[0] + east, "lat": WEST[1], "accuracy_m": 0}]
        after = ask(client, "coverage", add=add)["city"]["covered_m2"]
        narrowed = advice["width"] - (after["high"] - after["low"])
        assert mine["shrink"]["low"] - 1e5 <= narrowed <= mine["shrink"]["high"] + 1e5


def test_a_band_stands_beside_coverage_round_the_zones(client: TestClient, covered: Json) -> None:
    found = ask(client, "band", draws=6)
    assert found["airspace"] == covered["airspace"]
    sure = found["guaranteed"]["covered_m2"]
    assert sure == covered["city"]["covered_m2"]
    band = found["sampled_band"]["covered_m2"]
    assert sure["low"] <= band["low"] <= band["middle"] <= band["middle_most"] <= band["high"]
    assert band["high"] <= sure["high"]
    assert band["middle"] < band["middle_most"]


def test_own_points_are_reached_where_the_site_reaches_round_the_zones(client: TestClient) -> None:
    drop = [one["site"] for one in client.get("/operators/coverage").json()["sites"]]
    places = [
        (WEST[0] + 0.01 * east, WEST[1] + 0.01 * north)
        for east in range(-6, 9)
        for north in range(-6, 7)
    ]
    points = collection(*(point(place, weight=2, accuracy_m=0) for place in places))
    found = ask(client, "demand", points=points, drop=drop)
    reach = ask(client, "reach", site="what-if-1", drop=drop)
    (row,) = found["city"]["points_reached"][:1]
    for bound, area in (("low", "surely"), ("high", "possibly")):
        assert row[bound] == shapely.intersects_xy(shape(reach[area]), places).sum()
    free = ask(client, "demand", points=points, drop=drop, height_m=130)
    assert free["city"]["points_reached"][0]["low"] > row["low"] > 0
    assert free["city"]["weight_reached"][0]["low"] == 2 * free["city"]["points_reached"][0]["low"]
    assert found["airspace"]["zones"][0]["effect"] == "bars"
    assert free["airspace"]["zones"][0]["effect"] == "leaves_free"


@pytest.mark.parametrize("what", ["survey-next", "band", "demand"])
def test_no_zone_is_no_data_and_one_not_in_the_way_changes_nothing(
    client: TestClient, what: str
) -> None:
    points = {"points": collection(point(CENTRE, weight=1, accuracy_m=300))}
    body: Json = {"draws": 3} if what == "band" else points if what == "demand" else {}
    plain = ask(client, what, **body, zones=None)
    assert plain["airspace"]["basis"] == "no_data"
    above = ask(client, what, **body, height_m=130)
    assert above["airspace"]["basis"] == "imported"
    assert above["airspace"]["height_basis"] == "asked"
    for name in ("sampled_band", "towns", "farthest_m"):
        assert above.get(name) == plain.get(name)
    # Where there are zones, faces are cut on a grid of ten micrometres.
    for one, other in zip(above.get("rows", ()), plain.get("rows", ()), strict=True):
        assert one.pop("shrink") == pytest.approx(other.pop("shrink"), rel=1e-8)
        assert one == other


@pytest.mark.parametrize("what", ["survey-next", "band", "demand"])
@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"height_m": 0}, "height_m"), ({"at": "2026-05-04T09:00"}, "at"), ({"zones": {}}, "zones")],
)
def test_a_flight_that_cannot_be_is_refused_by_field(
    client: TestClient, what: str, wrong: Json, field: str
) -> None:
    body = TRIED | wrong
    if what == "demand":
        body["points"] = collection(point(tuple(EAST), weight=1, accuracy_m=1))
    answer = client.post(f"/operators/{what}", json=body)
    assert answer.status_code in (400, 422)
    assert answer.json()["field"] == field
    if what != "demand" and field != "zones":
        asked = client.get(f"/operators/{what}", params=wrong)
        assert (asked.status_code, asked.json()["field"]) == (400, field)
