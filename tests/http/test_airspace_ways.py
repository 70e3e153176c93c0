"""Ways between features and places, and hospitals' landing sites, over HTTP."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.http.test_airspace import NEAR, WEST, ask


def test_hospitals_and_their_nearest_site_in_use(client: TestClient) -> None:
    found = client.get("/operators/hospitals").json()
    assert found["mission"] == "medical"
    assert len(found["hospitals"]) + len(found["left_out"]) == 8
    hospital = found["hospitals"][0]
    lon, lat = _position(client, hospital["hospital"])
    near = [{"lon": lon, "lat": lat, "accuracy_m": 10}]
    tried = ask(client, "hospitals", add=near, range_m=2_000)
    surely = tried["hospitals"][0]["surely"]
    assert surely["site"]["site"] == "what-if-1"
    assert surely["most_m"] == pytest.approx(hospital["accuracy_m"] + 10, abs=1e-3)
    assert client.get("/operators/hospitals?range_m=1").json()["range_m"] == 1


def _position(client: TestClient, place: str) -> Any:
    item = client.get(f"/collections/places/items/{place}").json()
    return item["geometry"]["coordinates"]


def test_a_route_joins_features_and_places(client: TestClient) -> None:
    ends = {"start": "takeoff-nancheng-guesthouse", "end": "hospital-humen"}
    found = client.get("/operators/routes", params=ends | {"geometry": "false"}).json()
    assert [found[end]["layer"] for end in ("start", "end")] == ["takeoff_points", "places"]
    assert found["line"] is None
    assert found["least_m"] == pytest.approx(found["straight_m"]["low"], abs=1e-3)
    assert found["most_m"] == pytest.approx(found["straight_m"]["high"], abs=1e-3)
    added = ask(client, "routes", start="what-if-1", end="takeoff-nancheng-guesthouse", add=NEAR)
    assert (added["start"]["lon"], added["start"]["accuracy_m"]) == (WEST[0], 20)
