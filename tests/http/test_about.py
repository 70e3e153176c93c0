"""About, methods, finding and errors as pages, in both languages, with figures that are counted."""

import re

import pytest
from fastapi.testclient import TestClient

from gis.catalogue import LAYERS
from tests.pages.test_marked_languages import Unmarked
from web.about.methods import FOLDER, TOPICS
from web.views import Language

HTML = {"Accept": "text/html"}
ENGLISH_WORD = re.compile(r"\b(?:the|is|not|there|unknown|cannot|must)\b")


def text_of(html: str) -> str:
    """Return a page's visible text without what is marked as English."""
    main = html.partition("<main")[2].partition("</main>")[0]
    bare = re.sub(r'<span lang="en">.*?</span>|<pre.*?</pre>|<small lang="en">.*?</small>', "",
                  main, flags=re.DOTALL)  # fmt: skip
    return re.sub(r"<[^>]+>", " ", bare)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_about_counts_every_layer_and_names_every_source(client: TestClient, language: str) -> None:
    page = client.get(f"/about?lang={language}", headers=HTML).text
    for name, spec in LAYERS.items():
        if not name.startswith("policy_"):
            assert (spec.zh if language == "zh" else spec.en) in page
    items = client.get("/collections/sources/items?limit=1000").json()["features"]
    links = re.findall(r"/collections/sources/items/([\w%.-]+)", page)
    assert len(set(links)) == len(items)
    assert {"zh": "没有数据", "en": "no data"}[language] in page  # no airspace zones are shipped
    assert "Volodymyr Agafonkin" in page


@pytest.mark.parametrize("topic", TOPICS)
def test_each_method_has_a_text_in_both_languages(client: TestClient, topic: str) -> None:
    pages = {
        one: client.get(f"/about/methods/{topic}?lang={one}", headers=HTML) for one in Language
    }
    assert [page.status_code for page in pages.values()] == [200, 200]
    assert Unmarked(pages[Language.EN].text).found == []
    assert not ENGLISH_WORD.search(text_of(pages[Language.ZH].text))
    texts = {one: (FOLDER / one / f"{topic}.md").read_text("utf-8") for one in Language}
    headings = {one: texts[one].count("\n## ") for one in Language}
    assert headings[Language.ZH] == headings[Language.EN]
    assert "<table>" in pages[Language.ZH].text or topic != "positions"


def test_there_is_no_other_method(client: TestClient) -> None:
    assert client.get("/about/methods/magic", headers=HTML).status_code == 404
    for language in Language:
        assert {file.stem for file in (FOLDER / language).iterdir()} == set(TOPICS)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("虎门", "虎门"),
        ("humen", "虎门"),
        ("HUMEN", "虎门"),
        ("滨海湾", "滨海湾"),
        ("Binhai", "滨海湾"),
    ],
)
def test_a_name_is_found_however_it_is_written(client: TestClient, words: str, found: str) -> None:
    page = client.get("/find", params={"q": words}, headers=HTML).text
    links = re.findall(r'<li><a href="([^"]+)">([^<]+)</a>', page)
    assert any(found in name for _, name in links)
    for href, _ in links[:3]:
        assert client.get(href, headers=HTML).status_code == 200


@pytest.mark.parametrize("words", ["", "   ", "no such place", "<b>x</b>"])
def test_what_is_not_there_is_said(client: TestClient, words: str) -> None:
    answer = client.get("/find", params={"q": words}, headers=HTML)
    assert answer.status_code == 200
    assert "<b>x</b>" not in answer.text
    assert ("没有找到" in answer.text) is bool(words)


@pytest.mark.parametrize(
    ("method", "address", "status", "said"),
    [
        ("GET", "/nothing", 404, "没有这个页面"),
        ("GET", "/collections/nowhere", 404, "没有这个图层"),
        ("GET", "/landmarks/landmark-99", 404, "没有"),
        ("GET", "/operators/coverage?radius_m=-1", 400, "服务半径（米）"),
        ("GET", "/operators/coverage?no_such=1", 400, "no_such"),
        ("DELETE", "/landmarks", 405, "不接受这种请求"),
    ],
)
def test_an_error_page_speaks_the_pages_language_and_leads_on(
    client: TestClient, method: str, address: str, status: int, said: str
) -> None:
    answer = client.request(method, address, headers=HTML)
    assert answer.status_code == status
    assert said in answer.text
    assert not ENGLISH_WORD.search(text_of(answer.text))
    assert 'action="/find"' in answer.text
    for way in ("/planners/towns", "/operators/coverage", "/landmarks"):
        assert f'href="{way}"' in answer.text


def test_the_first_page_tells_todays_interval(client: TestClient) -> None:
    page = client.get("/?lang=en", headers=HTML).text
    city = client.get("/operators/coverage").json()["city"]
    high = 100 * city["covered_m2"]["high"] / city["area_m2"]
    figures = re.findall(r'class="door-figure"><strong>([^<]+)</strong>', page)
    assert len(figures) == 3
    told = float(figures[1].partition("–")[2].removesuffix(" %"))
    assert high <= told <= high + 0.1  # rounded outwards
    assert "Data up to 2026-" in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_not_there_is_told_to_people_without_ids(client: TestClient, language: str) -> None:
    page = client.get(f"/collections/nowhere?lang={language}", headers=HTML).text
    told, folded, _ = page.partition('<details class="error-detail">')
    assert folded
    assert "takeoff_points" not in told
    assert {"zh": "没有这个图层", "en": "There is no such layer"}[language] in told
    assert "takeoff_points" in page


@pytest.mark.parametrize(("language", "said"), [("zh", "没有数据"), ("en", "no data")])
def test_a_layer_without_data_is_not_said_to_have_none(
    client: TestClient, language: str, said: str
) -> None:
    page = client.get(f"/collections?lang={language}", headers=HTML).text
    assert client.get("/collections/geozones/items").json()["numberMatched"] == 0
    (row,) = re.findall(r"<tr(?:(?!</tr>).)*?collections/geozones/items.*?</tr>", page, re.DOTALL)
    assert said in text_of(f"<main{row}</main>")
