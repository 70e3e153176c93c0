"""The form of scenarios takes takeoff points with roads and carriers, in one step."""

import html
from typing import Any

from fastapi.testclient import TestClient

from tests.made_scenario_forms import DROPPED, FORM, HTML, ROAD, file_of, sent
from tests.made_scenarios import EVERYTHING, SITES, body, post
from tests.pages.markup import Markup


def test_sites_roads_and_carriers_are_saved_at_once(client: TestClient) -> None:
    sites = {
        "site_name_1": "谢岗试点",
        "site_lon_1": "114.12",
        "site_lat_1": "22.97",
        "site_accuracy_m_1": "50",
        "site_radius_m_1": "4000",
        "site_id_3": SITES,
        "site_lon_3": "113.9",
        "site_lat_3": "22.9",
        "site_accuracy_m_3": "10",
        "drop": DROPPED,
    }
    made = file_of(client, sent(client, FORM | sites | {"title": "一次存下"}))
    assert made["changes"]["takeoff_points"] == {
        "add": [
            {
                "lon": 114.12,
                "lat": 22.97,
                "accuracy_m": 50.0,
                "name": "谢岗试点",
                "radius_m": 4000.0,
            }
        ],
        "move": [{"id": SITES, "lon": 113.9, "lat": 22.9, "accuracy_m": 10.0}],
        "drop": [DROPPED],
    }
    assert made["changes"]["road_segments"]["open"] == [ROAD]
    assert len(made["changes"]["carriers"]["add"]) == 1
    assert made["parent"] is None
    same = body(**made["changes"]) | {"title": "一次存下"}
    assert post(client, same)["id"] == made["id"], "as one body over the API does"


def test_what_is_tried_on_the_map_is_saved_with_roads_in_one_step(client: TestClient) -> None:
    parent = post(client, EVERYTHING)["id"]
    tried = "mission=medical&height_m=90&add=114.05,22.95,40,,第三点"
    on_top = f"{tried}&drop=proposed-2&scenario={parent}"
    for query, before in ((tried, None), (on_top, parent)):
        operator = client.get(f"/operators/coverage?{query}", headers=HTML).text
        links = [one.attributes.get("href", "") for one in Markup(operator).all("a")]
        (link,) = {html.unescape(one) for one in links if one.startswith("/scenarios/new?of=")}
        form = client.get(link, headers=HTML)
        assert form.status_code == 200
        fields = [one.attributes for one in Markup(form.text).all("input")]
        filled: dict[str, Any] = {"title": "图上与表里", "mission": "medical"}
        for one in fields:
            if "name" in one and (one.get("type") == "hidden" or "checked" in one):
                filled.setdefault(one["name"], []).append(html.unescape(one["value"]))
        filled["open"] = [ROAD]
        made = file_of(client, sent(client, filled))
        assert made["parent"] == before
        assert made["settings"]["height_m"] == 90.0
        added = [one["name"] for one in made["changes"]["takeoff_points"]["add"]]
        assert added == (["第三点"] if before is None else ["试点", "第三点"])
        assert made["changes"]["road_segments"]["open"] == [ROAD]
        assert len(made["changes"]["carriers"]["add"]) == (0 if before is None else 2)


def test_a_site_moved_again_is_where_the_form_says(client: TestClient) -> None:
    parent = post(client, EVERYTHING)["id"]
    again = {
        "site_id_1": SITES,
        "site_lon_1": "113.8",
        "site_lat_1": "22.85",
        "site_accuracy_m_1": "5",
    }
    form = {"title": "再迁", "mission": "delivery", "keep_move": SITES} | again
    made = file_of(client, sent(client, form, f"?scenario={parent}"))
    assert made["changes"]["takeoff_points"] == {
        "add": [],
        "move": [{"id": SITES, "lon": 113.8, "lat": 22.85, "accuracy_m": 5.0}],
        "drop": [],
    }


def test_an_address_of_the_map_that_cannot_be_read_is_refused(client: TestClient) -> None:
    for of in ("mission=none", "add=far", "scenario=x"):
        assert client.get("/scenarios/new", params={"of": of}, headers=HTML).status_code == 400
        answer = client.post("/scenarios/new", data=FORM | {"of": of}, headers=HTML)
        assert answer.status_code == 400
    unknown = client.get("/scenarios/new", params={"of": f"scenario={'a' * 26}"}, headers=HTML)
    assert unknown.status_code == 404
