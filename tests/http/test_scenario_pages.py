"""The pages of scenarios: they escape what people write and mark what is only proposed."""

import pytest
from fastapi.testclient import TestClient

from layers.overlay_store import OverlayStore
from layers.store import Query
from tests.made_scenarios import EVERYTHING, SITE, SITES, body, post
from tests.pages.markup import Markup

HTML = {"Accept": "text/html"}
HOSTILE = "<img src=x onerror=hit()>${hit()}</script>`"


def page_of(client: TestClient, path: str, status: int = 200) -> str:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == status, path
    assert answer.headers["content-type"].startswith("text/html")
    assert Markup(answer.text).unclosed == []
    return answer.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_scenario_has_a_page_with_three_readings_and_one_a_role(
    client: TestClient, lang: str
) -> None:
    name = post(client, EVERYTHING)["id"]
    whole = page_of(client, f"/scenarios/{name}?lang={lang}")
    for role in ("planner", "operator", "resident"):
        assert f'id="{role}"' in whole
        one = page_of(client, f"/scenarios/{name}/{role}?lang={lang}")
        assert [f'id="{each}"' in one for each in ("planner", "operator", "resident")].count(
            True
        ) == 1
        assert f'href="/scenarios/{name}/{role}' in whole
    for path in ("/planners/towns", "/operators/coverage", "/landmarks"):
        assert f"{path}?scenario={name}" in whole
        assert "scenario-banner" in page_of(client, f"{path}?scenario={name}&lang={lang}")
    assert f"/scenarios/{name}?f=json" in whole
    assert name in page_of(client, f"/scenarios?lang={lang}")
    assert "→" in whole


def test_what_people_write_stays_text(client: TestClient) -> None:
    site = SITE | {"name": HOSTILE}
    name = post(client, body(takeoff_points={"add": [site]}) | {"title": HOSTILE})["id"]
    for path in (
        f"/scenarios/{name}",
        f"/scenarios/{name}/resident?lang=en",
        "/scenarios",
        f"/scenarios/compare?b={name}",
        f"/landmarks?scenario={name}",
    ):
        found = page_of(client, path)
        assert "<img src=x" not in found
        scripts = [
            one.text
            for one in Markup(found).all("script")
            if one.attributes.get("type") != "application/json"
        ]
        assert scripts
        assert not any("hit(" in script for script in scripts)


def test_the_page_of_other_data_shows_the_figures_of_then_beside_todays(
    own: TestClient, writable_store: OverlayStore
) -> None:
    name = post(own, EVERYTHING)["id"]
    path = f"/scenarios/{name}?lang=en"
    assert "The data have changed" not in page_of(own, path)
    sites = writable_store.read(Query("takeoff_points"))
    sites.loc[sites["id"] == SITES, "accuracy_m"] = 10.0
    writable_store.write({"takeoff_points": sites})
    found = page_of(own, path)
    assert "The data have changed" in found
    headings = [one.text.strip() for one in Markup(found).all("th")]
    assert headings[:3] == ["Figure", "When saved", "Today"]
    evidence = writable_store.read(Query("evidence"))
    writable_store.write(
        {
            "evidence": evidence[evidence["takeoff_point"] != SITES],
            "takeoff_points": sites[sites["id"] != SITES],
        },
        replace=True,
    )
    found = page_of(own, path)
    assert "no longer fit" in found
    assert SITES in found
    assert "Towns that gain" in found
    refused = own.get(f"/landmarks?scenario={name}")
    assert refused.status_code == 409
    assert name in refused.json()["remedy"]


def test_a_page_of_the_city_shows_a_scenario_and_says_so(client: TestClient) -> None:
    name = post(client, EVERYTHING)["id"]
    path = f"/landmarks?lang=en&scenario={name}"
    found = page_of(client, path)
    assert "scenario-banner" in found
    assert 'href="/landmarks?lang=en"' in found
    assert "Proposed: 试点" in found
    assert "scenario-banner" not in page_of(client, "/landmarks?lang=en")
    cards = client.get("/landmarks", params={"scenario": name}).json()
    assert cards["edition"].endswith(f"+{name}")
    near = {one["feature"] for card in cards["landmarks"] for one in card["takeoff_points"]}
    assert any(feature.startswith("proposed-") for feature in near)
    assert client.get("/landmarks", params={"scenario": "a" * 26}).status_code == 404
    assert client.get("/landmarks", params={"scenario": "nonsense"}).status_code in (400, 404)
    assert client.get("/landmarks", params={"scenario": ""}).json()["edition"] in cards["edition"]


def test_a_residents_map_has_public_features_only(
    own: TestClient, writable_store: OverlayStore
) -> None:
    sites = writable_store.read(Query("takeoff_points"))
    secret = sites["id"] == SITES
    sites.loc[secret, ["public", "name_zh"]] = [False, "不公开的点"]
    writable_store.write({"takeoff_points": sites})
    name = post(own, body())["id"]
    assert "不公开的点" in page_of(own, f"/scenarios/{name}/operator")
    assert "不公开的点" not in page_of(own, f"/scenarios/{name}/resident")
