"""Questions about airspace that cannot be answered: each is told by field, with its remedy."""

from typing import Any

import pytest
import shapely
from fastapi.testclient import TestClient

from tests.http.test_airspace import BARRED, zone


@pytest.mark.parametrize(
    ("address", "status", "word"),
    [
        ("coverage?height_m=nan", 400, "height_m"),
        ("coverage?height_m=0", 400, "height_m"),
        ("coverage?height_m=1e9", 400, "height_m"),
        ("coverage?at=2026-05-01T09:00", 400, "zone"),
        ("coverage?at=2026-05-01T09:00&clock=UTC", 400, "at"),
        ("coverage?at=yesterday", 400, "2026-05-01T09:00+08:00"),
        ("coverage?at=2026-02-30T09:00Z", 400, "2026-05-01T09:00+08:00"),
        ("coverage?at=0001-01-01T00:00%2B14:00", 400, "2000 to 2100"),
        ("coverage?permitted=perhaps", 400, "permitted"),
        ("coverage?movements_per_person_day=0", 400, "movements_per_person_day"),
        ("losses?radius_m=-1", 400, "radius_m"),
        ("losses?zones=1", 400, "zones"),
        ("reach", 400, "site"),
        ("reach?site=atlantis", 404, "atlantis"),
        ("reach?site=takeoff-nancheng-fifth", 400, "status"),
        ("routes?start=113.7,23", 400, "end"),
        ("routes?start=113.7,23&end=113.7,23", 400, "different"),
        ("routes?start=113.7,23,-5&end=113.8,23", 400, "lon,lat,accuracy_m"),
        ("routes?start=%27;--&end=113.8,23", 400, "lon,lat,accuracy_m"),
        ("routes?start=nan,23&end=113.8,23", 400, "lon,lat,accuracy_m"),
        ("routes?start=2.35,48.85&end=113.8,23", 400, "outside"),
        ("routes?start=atlantis&end=113.8,23", 404, "atlantis"),
        ("hospitals?range_m=inf", 400, "range_m"),
    ],
)
def test_a_bad_question_is_refused_with_field_and_remedy(
    client: TestClient, address: str, status: int, word: str
) -> None:
    answer = client.get(f"/operators/{address}")
    assert answer.status_code == status
    told = answer.json()
    assert word in told["detail"] + told["remedy"] + told.get("field", "")


@pytest.mark.parametrize(
    ("what", "body", "status", "word"),
    [
        ("coverage", {"at": "2026-05-01T09:00"}, 400, "zone"),
        ("coverage", {"at": 1_777_000_000}, 400, "at"),
        ("coverage", {"height_m": "100"}, 400, "height_m"),
        ("coverage", {"drop_zones": ["atlantis"]}, 404, "atlantis"),
        ("coverage", {"drop_zones": ["../x"]}, 400, "drop_zones"),
        ("coverage", {"zones": []}, 400, "zones"),
        ("coverage", {"zones": {}}, 400, "zones"),
        ("coverage", {"zones": zone({"type": "Point", "coordinates": [113.7, 23]})}, 422, "Point"),
        ("coverage", {"zones": zone(BARRED, restriction="maybe")}, 422, "restriction"),
        ("coverage", {"zones": zone(BARRED, floor_m="low")}, 422, "floor_m"),
        ("coverage", {"zones": zone(BARRED, accuracy_m=-1)}, 422, "accuracy_m"),
        ("losses", {"geometry": True}, 400, "geometry"),
        ("reach", {"site": "what-if-1"}, 404, "what-if-1"),
        ("routes", {"start": {"lon": 113.7}, "end": "hospital-humen"}, 400, "start"),
        ("routes", {"start": 5, "end": "hospital-humen"}, 400, "start"),
        ("hospitals", {"range_m": 0}, 400, "range_m"),
    ],
)
def test_a_bad_what_if_of_zones_is_refused(
    client: TestClient, what: str, body: dict[str, Any], status: int, word: str
) -> None:
    answer = client.post(f"/operators/{what}", json=body)
    assert answer.status_code == status, answer.text
    told = answer.json()
    assert word in told["detail"] + told["remedy"] + told.get("field", "")


def test_more_corners_than_ways_can_be_sought_between_are_refused(client: TestClient) -> None:
    round_ = shapely.geometry.mapping(shapely.Point(113.8, 22.9).buffer(0.01, quad_segs=600))
    answer = client.post("/operators/coverage", json={"zones": zone(round_)})
    assert answer.status_code == 400
    assert answer.json()["field"] == "zones"
    assert "2,000 vertices" in answer.json()["detail"]
