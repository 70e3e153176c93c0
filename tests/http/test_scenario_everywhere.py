"""A scenario is lost on no page: shown where it changes something, else said to change nothing."""

import html
import re
from typing import cast
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.policy_record import drift_report, facts, targets
from api.scenario_snapshots import as_data
from api.snapshot import Snapshot
from gis.policy.facts import FactQuery
from gis.policy.targets import COUNTS
from gis.scenario.exported import PROPOSED_STATUS
from tests.made_scenarios import EVERYTHING, post
from tests.mvt_reader import read_tile
from web.shell.template import TAKES_SCENARIO

HTML = {"Accept": "text/html"}
SHOWN = (
    "/",
    "/find?q=试点",
    "/collections",
    "/collections/carriers",
    "/collections/takeoff_points/items",
    "/collections/takeoff_points/items/proposed-1",
    "/planners/towns",
    "/planners/towns/xiegang",
    "/planners/built",
    "/operators/coverage",
    "/landmarks",
)
SAME = (
    "/planners/drift",
    "/planners/targets",
    "/planners/record",
    "/planners/conflicts",
    "/planners/specialisation",
    "/about",
    "/about/methods/coverage",
)
TILE = "tiles/WebMercatorQuad/0/0/0"


@pytest.fixture(scope="module")
def scenario(client: TestClient) -> str:
    return str(post(client, EVERYTHING)["id"])


def under(path: str, scenario: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}scenario={scenario}"


def snapshots(client: TestClient, scenario: str) -> tuple[Snapshot, Snapshot]:
    """Return today's layers and the scenario's."""
    state = cast("FastAPI", client.app).state
    today = state.snapshots.latest()
    return today, state.scenarios.view(today, scenario).snapshot


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", [*SHOWN, *SAME])
def test_every_page_says_what_the_scenario_does_to_it(
    client: TestClient, scenario: str, path: str, language: str
) -> None:
    page = client.get(under(path, scenario) + f"&lang={language}", headers=HTML)
    assert page.status_code == 200, page.text
    banner = page.text.partition('class="scenario-banner"')[2].partition("</p>")[0]
    same = {"zh": "每个方案中都一样", "en": "the same in every scenario"}[language]
    assert (same in banner) == (path in SAME)
    assert EVERYTHING["title"] in banner
    if path in SAME:
        today = client.get(path, params={"lang": language}, headers=HTML).text
        assert body_of(page.text) == body_of(today)


def body_of(page: str) -> list[str]:
    """Return the words of a page without its banner."""
    main = page.partition('<main id="main"')[2].partition("</main>")[0]
    main = re.sub(r'<p class="scenario-banner">.*?</p>', "", main, flags=re.DOTALL)
    return re.sub(r"<script.*?</script>|<[^>]*>", " ", main, flags=re.DOTALL).split()


@pytest.mark.parametrize("path", [*SHOWN, *SAME])
def test_no_link_or_form_of_a_page_loses_the_scenario(
    client: TestClient, scenario: str, path: str
) -> None:
    page = html.unescape(client.get(under(path, scenario), headers=HTML).text)
    here = urlsplit(path).path
    lost = [
        address
        for address in re.findall(r'href="(/[^"#]*)"', page)
        if TAKES_SCENARIO.match(urlsplit(address).path) and scenario not in address
    ]
    assert [urlsplit(one).path for one in lost] == [here], "only the banner leads back to today"
    for form in re.findall(r'<form[^>]*method="get".*?</form>', page, flags=re.DOTALL):
        assert f'name="scenario" value="{scenario}"' in form
    assert page.count(f"scenario={scenario}") > 4


@pytest.mark.parametrize("path", [*SAME[:4], "/planners/built"])
def test_answers_in_other_forms_take_it_too(client: TestClient, scenario: str, path: str) -> None:
    for form in ("json", "csv"):
        today = client.get(path, params={"f": form})
        then = client.get(path, params={"f": form, "scenario": scenario})
        assert then.status_code == today.status_code
        if path in SAME and "record" not in path:
            assert then.content == today.content
    assert client.get(path, params={"scenario": "a" * 26}).status_code == 404


def test_what_is_called_the_same_rests_on_nothing_that_a_scenario_changes(
    client: TestClient, scenario: str
) -> None:
    today, then = snapshots(client, scenario)
    assert not {count.layer for count in COUNTS.values()} & set(PROPOSED_STATUS)
    assert drift_report(then) == drift_report(today)
    assert targets(then) == targets(today)
    assert facts(then, FactQuery()) == facts(today, FactQuery())


def test_only_the_layers_named_are_changed(client: TestClient, scenario: str) -> None:
    today, then = snapshots(client, scenario)
    _, frames = today.store.whole()
    changed = {
        name
        for name, frame in frames.items()
        if not frame.drop(columns=["version", "updated_at"]).equals(
            then.frame(name).drop(columns=["version", "updated_at"])
        )
    }
    assert changed - {"sources", "evidence"} == set(PROPOSED_STATUS)


def test_data_of_a_scenario_call_nothing_proposed_in_use(client: TestClient, scenario: str) -> None:
    asked = {"scenario": scenario, "limit": 1000}
    answer = client.get("/collections/takeoff_points/items", params=asked).json()
    today = client.get("/collections/takeoff_points/items", params={"limit": 1000}).json()
    assert answer["numberMatched"] == today["numberMatched"] + 2 - 1
    told = {one["id"]: one["properties"] for one in answer["features"]}
    was = {one["id"]: one["properties"] for one in today["features"]}
    for name, row in told.items():
        if name in was:
            assert row["status"] == was[name]["status"]
        else:
            assert (row["status"], row["what_if"]) == ("candidate", "added")
    assert {row["what_if"] for row in told.values()} == {"added", "moved", "as_today"}
    in_use = client.get(
        "/collections/takeoff_points/items", params={**asked, "status": "in_use"}
    ).json()
    assert {one["id"] for one in in_use["features"]} <= set(was)
    one = client.get("/collections/carriers/items/proposed-carrier-1", params=asked_for(scenario))
    assert one.json()["properties"]["what_if"] == "added"
    assert scenario in one.json()["links"][0]["href"]
    assert client.get("/collections/carriers/items/proposed-carrier-1").status_code == 404


def asked_for(scenario: str) -> dict[str, str]:
    return {"scenario": scenario}


def test_pages_of_items_follow_one_another_within_the_scenario(
    client: TestClient, scenario: str
) -> None:
    address = f"/collections/takeoff_points/items?scenario={scenario}&limit=5"
    found: list[str] = []
    while address:
        answer = client.get(address).json()
        found += [one["id"] for one in answer["features"]]
        address = next((one["href"] for one in answer["links"] if one["rel"] == "next"), "")
    _, then = snapshots(client, scenario)
    assert found == list(then.frame("takeoff_points")["id"])


def test_links_of_the_api_keep_the_scenario(client: TestClient, scenario: str) -> None:
    landing = client.get("/", params=asked_for(scenario)).json()
    listed = client.get(linked(landing, "data")).json()
    carriers = next(one for one in listed["collections"] if one["id"] == "carriers")
    items = client.get(linked(carriers, "items")).json()
    assert "proposed-carrier-1" in {one["id"] for one in items["features"]}
    relation = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
    tilesets = client.get(linked(carriers, relation)).json()
    tileset = client.get(linked(tilesets["tilesets"][0], "self")).json()
    href = linked(tileset, "item").format(tileMatrix=0, tileRow=0, tileCol=0)
    answer = client.get(href)
    assert "immutable" in answer.headers["cache-control"]
    assert "proposed-carrier-2" in ids_in(answer.content, "carriers")


def linked(document: dict, relation: str) -> str:
    return str(next(one["href"] for one in document["links"] if one["rel"] == relation))


def ids_in(tile: bytes, layer: str) -> set[str]:
    read = read_tile(tile)
    return {one.properties["id"] for one in read[layer].features} if layer in read else set()


def test_tiles_of_a_scenario_are_its_own(client: TestClient, scenario: str) -> None:
    address = f"/collections/takeoff_points/{TILE}"
    today = client.get(address)
    then = client.get(address, params=asked_for(scenario))
    assert then.headers["etag"] != today.headers["etag"]
    assert b"proposed-1" in then.content
    assert b"proposed-1" not in today.content
    assert b"takeoff-changping-customs" not in then.content
    for layer in ("towns", "landmarks"):
        same = f"/collections/{layer}/{TILE}"
        assert client.get(same, params=asked_for(scenario)).content == client.get(same).content


def test_finding_finds_what_is_proposed(client: TestClient, scenario: str) -> None:
    found = client.get("/find", params={"q": "试点", "scenario": scenario}, headers=HTML).text
    assert f"/collections/takeoff_points/items/proposed-1?scenario={scenario}" in found
    assert "proposed-1" not in client.get("/find", params={"q": "试点"}, headers=HTML).text


def test_a_carrier_of_a_scenario_fills_a_gap_and_is_no_evidence(
    client: TestClient, scenario: str
) -> None:
    today = client.get("/planners/built").json()
    then = client.get("/planners/built", params=asked_for(scenario)).json()
    was = {one["feature"]: one for one in today["features"]}
    added = [one for one in then["features"] if one["feature"] not in was]
    assert {one["feature"] for one in added} == {
        *("proposed-1", "proposed-2", "proposed-road-1", "proposed-carrier-1", "proposed-carrier-2")
    }
    assert all(one["proposed"] and not one["evidence"] for one in added)
    assert then["unsupported"] == today["unsupported"]
    for one in then["features"]:
        if one["feature"] in was:
            assert one["evidence"] == was[one["feature"]]["evidence"]
            assert one["status"] == was[one["feature"]]["status"]

    def gaps(answer: dict) -> set[tuple[str, str, str]]:
        return {(one["kind"], one["town"], one["field"]) for one in answer["gaps"]}

    changed = gaps(today) ^ gaps(then)
    assert changed
    assert {(town, field) for _, town, field in changed} == {("xiegang", "materials")}


def test_the_landing_page_counts_and_draws_the_scenario(client: TestClient, scenario: str) -> None:
    def counted(page: str) -> int:
        found = re.search(r"carriers/items[^>]*><strong>(\d+)", page)
        assert found
        return int(found[1])

    today = client.get("/", headers=HTML).text
    then = client.get("/", params=asked_for(scenario), headers=HTML).text
    assert counted(then) == counted(today) + 2
    assert today.count('class="pic-proposed"') == 0
    assert then.count('class="pic-proposed"') == 3 + 1, "two added, one moved, and the key"
    day = re.compile(r"资料截至 ([-\d]+)")
    assert day.findall(then) == day.findall(today)


def test_data_of_today_are_no_copy(client: TestClient) -> None:
    today = cast("FastAPI", client.app).state.snapshots.latest()
    assert as_data(today, today) is today
