"""Scenarios are made, changed and imported by forms that need no script, and told what is wrong."""

import json
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from layers.overlay_store import OverlayStore
from tests.made_scenario_forms import DROPPED, FORM, HTML, ROAD, file_of, sent
from tests.made_scenarios import EVERYTHING, SITES, body, post
from tests.pages.markup import Markup


def wrong(page: str) -> list[str]:
    """Return what a form's page says is wrong, as text."""
    told = page.partition('role="alert"')[2].partition("</section>")[0]
    found = re.findall(r"<li>\s*(.*?)(?:<details>|</li>)", told, re.DOTALL)
    return [re.sub(r"<[^>]+>|\s+", "", one) for one in found]


def test_roads_and_carriers_make_a_scenario(client: TestClient) -> None:
    made = file_of(client, sent(client, FORM))
    assert made["title"] == FORM["title"]
    assert made["changes"]["road_segments"]["open"] == [ROAD]
    (carrier,) = made["changes"]["carriers"]["add"]
    assert (carrier["name"], carrier["clusters"]) == ("试园", ["materials"])
    town = client.get("/collections/towns/items/xiegang").json()
    rings = [ring for part in _parts(town["geometry"]) for ring in part[:1]]
    corners = [corner for ring in rings for corner in ring]
    place = carrier["place"]
    for lon, lat in corners:
        # On a sphere and along parallels: near enough to tell a radius that is too short.
        north, east = (lat - place["lat"]) * 110_800, (lon - place["lon"]) * 102_500
        assert (north**2 + east**2) ** 0.5 <= place["accuracy_m"] * 1.01


def _parts(geometry: dict[str, Any]) -> list[Any]:
    found = geometry["coordinates"]
    return list(found) if geometry["type"] == "MultiPolygon" else [found]


def test_a_typed_place_and_a_pasted_road_are_taken_as_written(client: TestClient) -> None:
    more = {
        "carrier_lon_1": "114.1",
        "carrier_lat_1": "22.9",
        "carrier_accuracy_m_1": "30",
        "road_line": "113.75,22.93\r\n113.76，22.94\r\n",
        "road_accuracy_m": "20",
        "road_name": "试路",
    }
    changes = file_of(client, sent(client, FORM | more))["changes"]
    assert changes["carriers"]["add"][0]["place"] == {"lon": 114.1, "lat": 22.9, "accuracy_m": 30.0}
    (road,) = changes["road_segments"]["add"]
    assert road["line"] == [[113.75, 22.93], [113.76, 22.94]]
    assert (road["accuracy_m"], road["name"]) == (20.0, "试路")


def test_a_version_keeps_what_is_ticked_and_the_sites(client: TestClient) -> None:
    parent = post(client, EVERYTHING)["id"]
    page = client.get(f"/scenarios/new?scenario={parent}&lang=en", headers=HTML).text
    ticked = Markup(page)
    names = [
        (one.attributes["name"], one.attributes["value"])
        for one in ticked.all("input")
        if "checked" in one.attributes and "name" in one.attributes
    ]
    assert names == [
        ("open", ROAD),
        ("keep_road", "0"),
        ("keep_carrier", "0"),
        ("keep_carrier", "1"),
        ("keep_site", "0"),
        ("keep_site", "1"),
        ("keep_move", SITES),
        ("keep_drop", DROPPED),
    ]
    form = {
        "title": "第二版",
        "mission": "delivery",
        "keep_carrier": "1",
        "keep_site": ["0", "1"],
        "keep_move": SITES,
        "keep_drop": DROPPED,
    }
    made = file_of(client, sent(client, form, f"?scenario={parent}"))
    assert made["parent"] == parent
    assert made["changes"]["takeoff_points"] == file_of(client, parent)["changes"]["takeoff_points"]
    assert made["changes"]["road_segments"] == {"open": [], "add": []}
    assert [one["place"]["lon"] for one in made["changes"]["carriers"]["add"]] == [114.1]


@pytest.mark.parametrize(
    ("change", "said", "said_en"),
    [
        ({"title": " "}, "方案名称：这一项要填。", "Title:Thisisneeded."),
        ({"radius_m": "far"}, "服务半径（米）：要写数字。", "Anumberisneeded."),
        ({"radius_m": "nan"}, "服务半径（米）：数字超出允许的范围。", "Thenumberisoutofrange."),
        ({"carrier_name_1": ""}, "", ""),
        ({"carrier_town_1": ""}, "载体1·镇街：写法不对，或没有选。", "Carrier1·Town:"),
        ({"carrier_kind_1": "castle"}, "载体1·类型：不是可选的词。", "Notoneofthewords"),
        ({"carrier_lon_1": "114.1"}, "载体1·纬度（度）：这一项要填。", "Latitude(degrees):"),
        ({"road_line": "113.75"}, "新路段的坐标：第1行：要写“经度,纬度”", "Line1:Writelongitude"),
        ({"road_line": "113.75,22.9", "road_accuracy_m": "5"}, "新路段的坐标：太少。", "Toofew."),
        ({"site_lon_1": "114.1"}, "起降点1·纬度（度）：这一项要填。", "Takeoffpoint1·Latitude"),
        ({"site_name_2": "空"}, "起降点2·经度（度）：这一项要填。", "Thisisneeded."),
        (
            {"site_lon_1": "200", "site_lat_1": "22.9", "site_accuracy_m_1": "5"},
            "起降点1·经度（度）：数字超出允许的范围。",
            "Takeoffpoint1·Longitude(degrees):Thenumberisoutofrange.",
        ),
        (
            {
                "site_id_1": SITES,
                "site_name_1": "改名",
                "site_lon_1": "113.9",
                "site_lat_1": "22.9",
                "site_accuracy_m_1": "5",
            },
            "起降点1·名称：现有的起降点只能改位置",
            "canonlybemoved",
        ),
        ({"open": "no-such-road"}, "没有存成。", "couldnotbesaved"),
        ({"open": "?"}, "开放自动驾驶路段：写法不对", "Notwrittenasitmust"),
        (
            {"carrier_lon_1": "22.9", "carrier_lat_1": "84", "carrier_accuracy_m_1": "5"},
            "位置不能用",
            "outsideDongguan",
        ),
    ],
)
def test_what_is_wrong_is_told_by_field_and_what_was_typed_stays(
    client: TestClient, change: dict[str, str], said: str, said_en: str
) -> None:
    form = FORM | {"title": "还没有保存"} | change
    if not said:
        # A carrier without anything of its own is none: the form has three rows.
        assert file_of(client, sent(client, form))["changes"]["carriers"]["add"] == []
        return
    by_field = "位置不能用" not in said  # its layer's check knows no form
    for lang, words in (("zh", said), ("en", said_en)):
        answer = client.post(f"/scenarios/new?lang={lang}", data=form, headers=HTML)
        assert answer.status_code == 400
        found = wrong(answer.text)
        assert any(words in one for one in found), found
        assert Markup(answer.text).unclosed == []
        held = {
            one.attributes.get("name"): one.attributes.get("value")
            for one in Markup(answer.text).all("input")
        }
        assert held["carrier_name_1"] == "试园"
        assert ('aria-invalid="true"' in answer.text) == ("open" not in change and by_field)


def test_nothing_changed_is_no_scenario(client: TestClient) -> None:
    form = {"title": "空", "mission": "delivery"}
    answer = client.post("/scenarios/new", data=form, headers=HTML)
    assert answer.status_code == 400
    assert wrong(answer.text) == [
        "改动：什么都没有改。请至少改一个起降点、选一条路段或写一个载体。"
    ]


def imported(client: TestClient, content: bytes, lang: str = "zh") -> Any:
    files = {"file": ("mine.json", content, "application/json")}
    return client.post(
        f"/scenarios/imported?lang={lang}", files=files, headers=HTML, follow_redirects=False
    )


def test_an_exported_file_is_imported_again(own: TestClient, client: TestClient) -> None:
    name = post(client, EVERYTHING)["id"]
    answer = imported(own, client.get(f"/scenarios/{name}").content)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/scenarios/{name}"
    page = own.get("/scenarios", headers=HTML).text
    assert f'href="/scenarios/{name}?f=json"' in page
    assert "平方公里" in page or "km²" in page


def test_a_file_that_is_none_is_told_by_field(client: TestClient) -> None:
    bad = body() | {"colour": "red", "title": ""}
    bad["changes"] = {"takeoff_points": {"add": [{"lon": "x", "lat": 22.9}]}}
    for content, said in (
        (b"", ["方案文件：这一项要填。"]),
        (b"\x00\x01", ["不是JSON文件。请选本系统导出的方案文件。"]),
        (
            json.dumps(bad).encode(),
            [
                "title：这一项要填。",
                "changes.takeoff_points.add.0.lon：要写数字。",
                "colour：方案文件里没有这一项。",
            ],
        ),
        (json.dumps(body() | {"id": "a" * 26}).encode(), ["id：没有存成。"]),
    ):
        answer = imported(client, content)
        assert answer.status_code == 400
        assert [one[: len(want)] for one, want in zip(wrong(answer.text), said, strict=True)] == (
            said
        )
    english = wrong(imported(client, b"[]", "en").text)
    assert len(english) == 1
    assert not re.search("[\u4e00-\u9fff]", english[0])


def test_no_more_than_may_be_kept(own: TestClient, writable_store: OverlayStore) -> None:
    del writable_store
    for number in range(3):
        sent(own, FORM | {"title": f"{number}"})
    answer = own.post("/scenarios/new", data=FORM | {"title": "4"}, headers=HTML)
    assert answer.status_code == 400
    assert "没有存成" in answer.text


def test_the_planners_pages_lead_to_the_form(client: TestClient) -> None:
    card = client.get("/planners/towns/xiegang", headers=HTML).text
    assert 'href="/scenarios/new?town=xiegang"' in card
    form = client.get("/scenarios/new?town=xiegang", headers=HTML).text
    assert '<option value="xiegang" selected>' in form


@pytest.mark.parametrize("path", ["/planners/towns", "/operators/coverage", "/landmarks"])
def test_pages_of_a_scenario_lead_on_in_it(client: TestClient, path: str) -> None:
    name = post(client, EVERYTHING)["id"]
    landmark = client.get("/landmarks").json()["landmarks"][0]["landmark"]
    below = {
        "/planners/towns": "/planners/towns/xiegang",
        "/landmarks": f"/landmarks/{landmark}",
    }
    for here in (path, below.get(path, path)):
        text = client.get(f"{here}?scenario={name}&lang=en", headers=HTML).text
        page = Markup(text)
        shown = re.compile(r"/(planners/towns|operators/coverage|landmarks|scenarios/new)(/|\?|$)")
        links = [one.attributes.get("href", "") for one in page.all("a")]
        lost = {one for one in links if shown.match(one) and name not in one}
        assert {one.partition("?")[0] for one in lost} == {here}, lost  # the one way back to today
        assert f"/landmarks?scenario={name}" in text
        assert f"{here}?scenario={name}&amp;lang=zh" in text, "the other language is of it too"
        for form in re.findall(r"<form.*?</form>", text, re.DOTALL):
            action = re.search(r'action="([^"]*)"', form)
            if action and 'method="get"' in form and shown.match(action[1]):
                assert f'name="scenario" value="{name}"' in form
        for link in (one for one in links if one.startswith("/exports/")):
            assert name in link
            assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_no_file_of_a_scenario_calls_what_is_proposed_in_use(client: TestClient) -> None:
    name = post(client, EVERYTHING)["id"]
    found = client.get(f"/exports/layers/takeoff_points.geojson?scenario={name}").json()
    by_id = {one["id"]: one["properties"] for one in found["features"]}
    told = {id_: (one["status"], one["what_if"]) for id_, one in by_id.items()}
    assert told["proposed-1"] == ("candidate", "added")
    assert told["takeoff-songshanhu-youlanli"][1] == "moved"
    assert "takeoff-changping-customs" not in told
    today = client.get("/exports/layers/takeoff_points.geojson").json()["features"]
    assert all("what_if" not in one["properties"] for one in today)
    assert {one["id"]: one["properties"]["status"] for one in today}.items() >= {
        (id_, status) for id_, (status, what) in told.items() if what != "added"
    }
    roads = client.get(f"/exports/layers/road_segments.csv?scenario={name}").text
    opened = next(line for line in roads.splitlines() if ROAD in line)
    assert "planned" in opened
    assert "opened" in opened
    town = client.get(f"/planners/towns/xiegang?scenario={name}&lang=en", headers=HTML).text
    assert '"suggested"' in town, "on the map it has a symbol of its own"
    usual = client.get("/planners/towns/xiegang?lang=en", headers=HTML).text
    assert '"suggested"' not in usual
    landmarks = client.get(f"/exports/maps/landmarks.html?scenario={name}&lang=en").text
    assert "Proposed in a scenario" in landmarks
