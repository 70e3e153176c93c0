"""The operator's page live: what is tried stands in its address and is answered by the analysis."""

from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest
from fastapi.testclient import TestClient

from api.changed_sites import WhatIf, changed_sites
from api.coverage_tried import tried_sites
from api.snapshot import Snapshot
from gis.datums import Datum, from_cgcs2000
from gis.scenario.model import AddedSite, Place
from layers.memory_store import MemoryStore
from web.operator.tried import Tried

MOVED, DROPPED = "takeoff-songshanhu-youlanli", "takeoff-nancheng-central-park"
HERE = "113.75,23.02,100,4000,试点"
LIVE = "/operators/coverage/live"


def live(client: TestClient, query: str) -> dict[str, Any]:
    answer = client.get(f"{LIVE}?{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_an_address_and_a_body_ask_the_same(client: TestClient) -> None:
    query = f"mission=medical&add={HERE}&move={MOVED},113.9,22.93,50&drop={DROPPED}"
    add = [{"lon": 113.75, "lat": 23.02, "accuracy_m": 100, "radius_m": 4000, "name": "试点"}]
    move = [{"id": MOVED, "lon": 113.9, "lat": 22.93, "accuracy_m": 50}]
    body = {"mission": "medical", "add": add, "move": move, "drop": [DROPPED]}
    asked = client.get(f"/operators/coverage?{query}")
    assert asked.json() == client.post("/operators/coverage", json=body).json()
    assert client.get("/operators/coverage?mission=medical").json() != asked.json()


def test_the_quick_way_and_the_store_change_the_same_sites(pack_store: MemoryStore) -> None:
    place = Place(113.9, 22.93, 50.0)
    tried = Tried((AddedSite(place, "", 900.0),), {MOVED: place}, (DROPPED,))
    quick = tried_sites(Snapshot(*pack_store.whole()), "medical", tried)
    slow = changed_sites(
        pack_store, "medical", WhatIf(add=tried.add, drop=tried.drop, move=dict(tried.move))
    )
    kept = [name for name in slow.columns if name not in ("version", "updated_at", "geometry")]
    assert quick[kept].to_json() == slow[kept].to_json()
    assert quick.geometry.equals(slow.geometry)


def test_an_edit_is_answered_with_the_address_that_holds_it(client: TestClient) -> None:
    found = live(client, f"mission=medical&add={HERE}&lon=113.8&lat=22.9&k=2&radius_m=")
    assert dict(parse_qsl(str(found["query"]))) == {
        "mission": "medical",
        "add": f"{HERE};113.8,22.9",
        "k": "2",
    }
    again = live(client, str(found["query"]))
    assert again == found


def test_an_edit_in_a_web_maps_datum_is_put_right(client: TestClient) -> None:
    query = str(live(client, "lon=113.75&lat=23.02&datum=gcj02")["query"])
    place = np.array([[float(part) for part in dict(parse_qsl(query))["add"].split(",")]])
    assert np.abs(place - (113.75, 23.02)).max() > 0.002
    assert from_cgcs2000(place, Datum.GCJ02) == pytest.approx(np.array([[113.75, 23.02]]), abs=2e-6)


def test_what_it_is_compared_with_is_the_question_frozen(client: TestClient) -> None:
    far = "add=114.05,22.78"
    found = live(client, f"mission=medical&{far}&a=now")
    frozen = live(client, f"mission=medical&{far}&a=mission%3Dmedical")
    assert "现状" in str(found["panels"])
    layers = {layer["name"]: layer["parts"] for layer in found["layers"]}
    assert layers["change_surely_gained"]
    assert layers["change_surely_lost"] == []
    assert frozen["layers"] == found["layers"]


def test_the_map_shows_what_k_sites_reach(client: TestClient) -> None:
    names = {layer["name"] for layer in live(client, "mission=medical&k=2")["layers"]}
    assert {"surely", "undecided", "out"} <= names
    assert not any(name.startswith("gap_") for name in names)


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ("add=113.75", 400, "add"),
        ("lon=113.75", 400, "lat"),
        ("lon=23.02&lat=113.75", 422, "swapped"),
        ("site=what-if-1&lon=113.75&lat=23.02", 400, "site"),
        ("drop=nowhere", 404, None),
        ("a=mission%3Dnone", 400, "a"),
        ("k=4", 400, "k"),
        ("unknown=1", 400, None),
    ],
)
def test_what_cannot_be_tried_is_refused(
    client: TestClient, query: str, status: int, field: str | None
) -> None:
    answer = client.get(f"{LIVE}?{query}")
    assert answer.status_code == status, answer.text
    if field:
        assert field in answer.text


def test_without_scripts_an_edit_is_a_page(client: TestClient) -> None:
    answer = client.get(
        "/operators/coverage?mission=medical&lon=113.75&lat=23.02&name=<b>",
        headers={"Accept": "text/html"},
    )
    assert answer.status_code == 200
    assert "&lt;b&gt;" in answer.text
    assert "add=113.75,23.02,0,,%3Cb%3E" in answer.text


def test_a_forms_time_stays_in_the_address(client: TestClient) -> None:
    asked = "height_m=120&at=2026-05-01T09%3A00&clock=%2B08%3A00&permitted=false"
    query = str(live(client, asked)["query"])
    assert dict(parse_qsl(query)) == {"height_m": "120", "at": "2026-05-01T09:00:00+08:00"}
    assert live(client, query)["query"] == query


MORE = "/operators/coverage/more"


def test_what_is_asked_beside_coverage_is_of_the_sites_as_tried(client: TestClient) -> None:
    query = f"mission=medical&add={HERE}&survey=true&hospitals=true&start=what-if-1&end={MOVED}"
    found = client.get(f"{MORE}?{query}").json()
    text = found["panels"]["more"]
    assert "试点 → 松山湖悠兰里起降点" in text
    assert 'id="survey"' in text
    assert 'id="hospitals"' in text
    assert found["layers"][0]["parts"][0]["features"][0]["geometry"]["type"] == "LineString"
    advice = client.post(
        "/operators/survey-next",
        json={
            "mission": "medical",
            "unit": "people",
            "add": [{"lon": 113.75, "lat": 23.02, "accuracy_m": 100, "radius_m": 4000}],
        },
    ).json()
    assert [row["site"] in text for row in advice["rows"]] == [True] * len(advice["rows"])
    # Trying the advice is an address: the site where it stands, known to 50 m.
    assert f"move={MOVED},113.8" in text.replace("&amp;", "&")


@pytest.mark.parametrize(
    "query", [f"start={MOVED}", f"start={MOVED}&end={MOVED}", "start=%3F&end=1"]
)
def test_a_route_that_cannot_be_is_refused(client: TestClient, query: str) -> None:
    answer = client.get(f"{MORE}?{query}")
    assert answer.status_code == 400
    assert answer.json()["field"] in ("start", "end")


def test_a_draft_is_the_headline_and_the_map(client: TestClient) -> None:
    query = "mission=medical&lon=113.8&lat=22.9"
    found, whole = live(client, f"{query}&draft=true"), live(client, query)
    assert list(found["panels"]) == ["result"]
    assert found["panels"]["result"] == whole["panels"]["result"]
    assert found["radius"] == whole["radius"]
    # The site that is dragged, zones and suggestions stay as they are.
    drawn = {layer["name"]: layer for layer in found["layers"]}
    unchanged = {name for name in (one["name"] for one in whole["layers"]) if name not in drawn}
    assert {name.partition("_")[0] for name in unchanged} == {"zone", "suggested", "sites"}
    assert all(drawn.get(layer["name"], layer) == layer for layer in whole["layers"])
