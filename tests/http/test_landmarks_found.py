"""The landmarks over HTTP: what is asked for, hostile texts, and a scenario's."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.http.test_pages import HTML
from tests.made_scenarios import body, post

STATION_SITE = {"lon": 113.625, "lat": 23.015, "accuracy_m": 50.0, "name": "站前"}


def numbers(page: str) -> list[int]:
    return [int(one) for one in re.findall(r'id="landmark-(\d+)"', page)]


def test_json_and_page_find_the_same(client: TestClient) -> None:
    found = client.get("/landmarks?q=bhw&near=roads").json()
    assert [card["number"] for card in found["landmarks"]] == [4, 3]
    assert [one["certainty"] for one in found["found"]] == ["surely", "possibly"]
    page = client.get("/landmarks?q=bhw&near=roads", headers=HTML).text
    assert numbers(page) == [4, 3]
    assert "1 个肯定符合，另有 1 个可能" in page
    assert "<mark>滨海湾</mark>新区全域无人驾驶场景" in page


def test_the_part_for_the_script_is_the_pages_own(client: TestClient) -> None:
    query = "q=humen&do=visit&lang=en"
    page = client.get(f"/landmarks?{query}", headers=HTML).text
    part = client.get(f"/landmarks?{query}&part=list", headers=HTML).text
    assert part.startswith("<div") or part.lstrip().startswith("<div")
    assert "<html" not in part
    assert "<script" not in part
    found = part[part.index('id="landmark-found"') :].rstrip()
    assert found in page
    assert "part=list" not in part


def test_chips_keep_what_is_asked_and_lead_to_what_they_count(client: TestClient) -> None:
    page = client.get("/landmarks?q=bhw&lang=en", headers=HTML).text
    chips = re.findall(
        r'class="ask-chip[^"]*" id="chip-[^"]+" href="([^"]+)"[^>]*>[^<]*<small[^>]*>([^<]+)<', page
    )
    assert len(chips) > 5
    for href, count in chips:
        assert "q=bhw" in href
        assert "lang=en" in href
        low, _, high = count.partition("–")
        found = client.get(href.replace("&amp;", "&")).json()["found"]
        surely = [one for one in found if one["certainty"] == "surely"]
        assert (len(surely), len(found)) == (int(low), int(high or low))


def test_nothing_found_has_a_way_on(client: TestClient) -> None:
    page = client.get("/landmarks?q=qqqq&town=humen", headers=HTML).text
    ways = page[page.index('id="none-found"') :]
    assert numbers(page) == []
    assert 'href="/landmarks?town=humen"' in ways
    assert 'href="/landmarks"' in ways
    assert 'href="/find?q=qqqq"' in ways


def test_towns_of_the_name_lead_to_their_cards(client: TestClient) -> None:
    page = client.get("/landmarks?q=xiegang", headers=HTML).text
    assert '<a href="/planners/towns/xiegang"><mark>谢岗</mark>镇</a>' in page
    assert client.get("/planners/towns/xiegang", headers=HTML).status_code == 200


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", ".*+?[](", "'; DROP TABLE towns; --", "{{7*7}}", "\\", "𠀀😀",
     "a" * 200, "\u202e", "%00", " ", "滨" * 200],
)  # fmt: skip
def test_what_is_typed_is_data(client: TestClient, typed: str) -> None:
    answer = client.get("/landmarks", params={"q": typed}, headers=HTML)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "“49”" not in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "a" * 201,
        "q=%00",
        "q=a&q=b",
        "near=stars",
        "near=roads,roads",
        "near=roads%2C",
        "do=nothing",
        "town=nowhere",
        "town=%27",
        "status=gone",
        "part=all",
        "other=1",
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(client: TestClient, query: str) -> None:
    answer = client.get(f"/landmarks?{query}")
    assert answer.status_code == 400
    assert answer.json()["detail"]
    page = client.get(f"/landmarks?{query}", headers=HTML)
    assert page.status_code == 400
    assert page.headers["content-type"].startswith("text/html")


def test_an_empty_form_asks_for_everything(client: TestClient) -> None:
    page = client.get("/landmarks?q=&near=&do=&town=&status=&scenario=", headers=HTML).text
    assert numbers(page) == [*range(1, 11)]


def test_a_scenario_is_told_as_proposed_and_kept_in_links(own: TestClient) -> None:
    name = post(own, body(takeoff_points={"add": [STATION_SITE]}))["id"]
    page = own.get(f"/landmarks?scenario={name}&q=xz", headers=HTML).text
    note = page[page.index('class="proposed-note"') :].partition("</section>")[0]
    assert "没有建成" in note
    assert "拟新增：站前" in note
    assert f'href="/landmarks/landmark-07?scenario={name}"' in note
    card = page[page.index('id="landmark-7"') :].partition("</li>\n      <li")[0]
    assert '<li class="proposed">' in card
    assert "只是拟议，没有建成" in card
    chips = re.findall(r'class="ask-chip[^"]*" id="[^"]+" href="([^"]+)"', page)
    assert [href for href in chips if f"scenario={name}" not in href] == []
    one = own.get(f"/landmarks/landmark-07?scenario={name}&lang=en", headers=HTML).text
    assert "Proposed: 站前" in re.sub("<[^>]+>", "", one)
    assert "proposed, not built" in one
    assert "Surely a takeoff point within 3 km (planned ones count) (proposed ones counted)" in one
    today = own.get("/landmarks/landmark-07", headers=HTML).text
    assert "proposed" not in today.partition("<main")[2]


def test_a_landmarks_page_leads_to_the_record_and_its_neighbours(client: TestClient) -> None:
    page = client.get("/landmarks/landmark-04", headers=HTML).text
    assert 'href="/planners/record?document=d000&amp;line=152"' in page
    assert client.get("/planners/record?document=d000&line=152").json()["matched"] > 0
    assert '<a rel="prev" href="/landmarks/landmark-03">' in page
    assert '<a rel="next" href="/landmarks/landmark-05">' in page
    first = client.get("/landmarks/landmark-01", headers=HTML).text
    assert 'rel="prev"' not in first
