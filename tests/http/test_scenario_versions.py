"""What is tried on the operator's page becomes a scenario, or a version of the one shown."""

from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from gis.scenario.model import AddedCarrier, AddedSite, Changes, Place
from gis.scenario.versions import on_top
from tests.made_scenarios import EVERYTHING, SITE, SITES, post

TRIED = {
    "mission": "delivery",
    "radius_m": "4000",
    "add": "113.75,23.02,50,,新点;113.8,22.9,10,3000,",
    "drop": "takeoff-changping-customs",
}


def keep(client: TestClient, query: dict[str, str], title: str = "试", lang: str = "zh") -> str:
    answer = client.post(
        f"/scenarios/tried?lang={lang}",
        data={"title": title, "of": urlencode(query)},
        follow_redirects=False,
    )
    assert answer.status_code == 303, answer.text
    location: str = answer.headers["location"]
    return location


def test_the_form_of_the_page_saves_what_its_address_tries(client: TestClient) -> None:
    page = client.get("/operators/coverage", params=TRIED, headers={"Accept": "text/html"}).text
    assert "/scenarios/tried" in page
    assert 'name="of"' in page
    address = keep(client, TRIED, lang="en")
    assert address.endswith("?lang=en")
    file = client.get(address.partition("?")[0]).json()
    assert file["settings"]["radius_m"] == 4_000
    assert [site["name"] for site in file["changes"]["takeoff_points"]["add"]] == ["新点", ""]
    tried = client.get("/operators/coverage", params=TRIED).json()
    assert file["figures"]["area_m2"]["after"] == tried["city"]["covered_m2"]


def test_a_version_covers_what_its_page_showed_over_the_one_before(client: TestClient) -> None:
    parent = post(client, EVERYTHING)["id"]
    query = {
        "scenario": parent,
        "add": "113.75,23.02,50,,",
        "move": f"proposed-1,114.1,22.95,20;{SITES},113.91,22.91,10",
        "drop": "proposed-2",
    }
    shown = client.get("/operators/coverage", params=query).json()
    for path in ("/operators/coverage", "/operators/coverage/live"):
        page = client.get(path, params=query | {"lang": "en"}, headers={"Accept": "text/html"})
        assert "The scenario as saved" in page.text
    file = client.get(keep(client, query)).json()
    assert file["parent"] == parent
    sites = file["changes"]["takeoff_points"]
    assert [(site["lon"], site["name"]) for site in sites["add"]] == [
        (114.1, SITE["name"]),
        (113.75, ""),
    ]
    assert sites["move"] == [{"id": SITES, "lon": 113.91, "lat": 22.91, "accuracy_m": 10}]
    assert sites["drop"] == ["takeoff-changping-customs"]
    assert file["changes"]["carriers"]["add"]
    assert file["figures"]["area_m2"]["after"] == {
        name: pytest.approx(value) for name, value in shown["city"]["covered_m2"].items()
    }


@pytest.mark.parametrize(
    ("form", "status", "word"),
    [
        ({"title": "x", "of": ""}, 400, "changes something"),
        ({"title": " ", "of": "drop=takeoff-changping-customs"}, 400, "title"),
        ({"title": "x", "of": "add=nonsense"}, 400, "add"),
        ({"title": "x", "of": "owner=me"}, 400, "owner"),
        ({"title": "x", "of": "drop=nowhere"}, 404, "nowhere"),
        ({"title": "x", "of": f"scenario={'a' * 26}"}, 404, "no scenario"),
        ({"title": "x"}, 400, "form"),
        ({"title": "x", "of": "", "more": "y"}, 400, ""),
    ],
)
def test_a_form_that_cannot_be_saved_is_told(
    client: TestClient, form: dict[str, str], status: int, word: str
) -> None:
    answer = client.post("/scenarios/tried", data=form, follow_redirects=False)
    assert answer.status_code == status, answer.text
    assert word in answer.text


def test_dropping_what_the_parent_added_leaves_the_base_alone() -> None:
    site = AddedSite(Place(113.75, 23.0))
    carrier = AddedCarrier("园", "park", "changan")
    parent = Changes(
        add_sites=(site,), move_sites={"a": site.place}, add_carriers=(carrier,), drop_sites=("b",)
    )
    found = on_top(parent, Changes(drop_sites=("proposed-1", "a")))
    assert found == Changes(drop_sites=("a", "b"), add_carriers=(carrier,))
