"""Every page in both languages: well formed, self-sufficient, and says what it must."""

import json
import re
from collections import Counter

import pytest

from gis.policy.vocabulary import CLUSTER_FIELDS
from tests.page_views import NONCE, Frames, PageCase
from tests.pages.markup import Markup
from web.pages import Pages
from web.views import Language

NAMES = (
    "landing",
    "operator",
    "planner",
    "resident",
    "landmark",
    "collections",
    "collection",
    "items",
    "error",
)
WITH_MAP = ("operator", "planner", "resident", "landmark")
Cases = dict[Language, dict[str, PageCase]]
every_page = pytest.mark.parametrize("name", NAMES)
every_language = pytest.mark.parametrize("language", list(Language))


@pytest.fixture
def page(cases: Cases, name: str, language: Language) -> Markup:
    return Markup(cases[language][name].html())


@every_page
@every_language
def test_well_formed(page: Markup, language: Language) -> None:
    assert page.unclosed == []
    ids = Counter(one.attributes["id"] for one in page.elements if "id" in one.attributes)
    assert [name for name, number in ids.items() if number > 1] == []
    assert page.all("html")[0].attributes["lang"] == {"zh": "zh-CN", "en": "en"}[language]
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("title")) == 1
    assert page.all("h1")[0].text.strip()


@every_page
@every_language
def test_nothing_from_outside(page: Markup) -> None:
    for one in page.elements:
        for attribute in ("href", "src", "action"):
            address = one.attributes.get(attribute, "/")
            assert address.startswith(("/", "#")), f"{one.name} {attribute}={address}"
            assert not address.startswith("//")


@every_page
@every_language
def test_fits_the_content_security_policy(page: Markup) -> None:
    for one in page.elements:
        assert "style" not in one.attributes, one
        assert not [name for name in one.attributes if name.startswith("on")], one
        if one.name == "script" and one.attributes.get("type") != "application/json":
            assert one.attributes["nonce"] == NONCE
    assert page.all("style") == []


@every_page
def test_zoom_is_never_locked(cases: Cases, name: str) -> None:
    page = Markup(cases[Language.ZH][name].html())
    viewports = [one for one in page.all("meta") if one.attributes.get("name") == "viewport"]
    assert [one.attributes["content"] for one in viewports] == [
        "width=device-width, initial-scale=1"
    ]


@every_page
def test_below_another_path(cases: Cases, name: str) -> None:
    page = Markup(cases[Language.EN][name].html(Pages("/guantu")))
    own = [
        one.attributes[attribute]
        for one in page.elements
        for attribute in ("href", "src", "action")
        if one.attributes.get(attribute, "#")[0] != "#"
    ]
    assert own
    assert [address for address in own if not address.startswith("/guantu/")] == []


@every_page
def test_language_switch_keeps_the_question(cases: Cases, name: str) -> None:
    case = cases[Language.ZH][name]
    links = [one.attributes.get("href", "") for one in Markup(case.html()).all("a")]
    assert f"{case.view.shell.path}?q=1&lang=en" in links


@pytest.mark.parametrize("name", [name for name in NAMES if name not in {"items", "error"}])
def test_the_english_page_has_english_headings(cases: Cases, name: str) -> None:
    """The two pages left out show the layers' and the caller's own texts."""
    page = Markup(cases[Language.EN][name].html())
    texts = {one.text.strip() for one in page.all("h1") + page.all("h2") + page.all("th")}
    assert [text for text in texts if re.search(r"[\u4e00-\u9fff]", text)] == []


@pytest.mark.parametrize("name", WITH_MAP)
@every_language
def test_map_review_and_schematic_notice(page: Markup, language: Language) -> None:
    footer = page.all("footer")[0].text
    assert "GS" in footer
    assert {"zh": "边界为示意", "en": "schematic"}[language] in footer


def test_planner_names_every_town_and_every_field_named(cases: Cases, pack: Frames) -> None:
    case = cases[Language.ZH]["planner"]
    tables = {one.attributes["id"]: one.text for one in Markup(case.html()).all("table")}
    table = tables["matrix"]
    assert [name for name in pack["towns"]["name_zh"] if name not in tables["town-list"]] == []
    assert [name for name in pack["towns"]["name_zh"] if name not in table] == []
    named = {naming.field for row in case.view.rows for naming in row.namings}
    assert {one.id for one in CLUSTER_FIELDS if one.zh in table} == named
    assert {"low_altitude", "e_commerce"} < named


def test_planner_maps_every_placed_feature(cases: Cases, pack: Frames) -> None:
    facts = _facts(Markup(cases[Language.ZH]["planner"].html()))
    for layer in ("hubs", "carriers", "landmarks", "takeoff_points", "road_segments"):
        frame = pack[layer]
        placed = frame.loc[frame.geometry.notna(), "id"]
        assert [one for one in placed if f'"{layer}:{one}"' not in facts] == []


def test_each_note_on_a_map_tells_source_and_accuracy(cases: Cases) -> None:
    for name in ("planner", "resident", "landmark"):
        facts = json.loads(_facts(Markup(cases[Language.ZH][name].html())))
        notes = [
            note
            for layer in facts["layers"]
            for feature in layer["features"]
            for note in feature["notes"]
        ]
        assert notes
        for note in notes:
            labels = {label for label, _ in note["facts"]}
            assert {"位置有多准", "位置依据", "出处", "截至"} <= labels, note


def test_operator_says_interval_reasons_and_what_is_left_out(cases: Cases, pack: Frames) -> None:
    case = cases[Language.ZH]["operator"]
    page = Markup(case.html())
    tables = {table.attributes["id"]: table.text for table in page.all("table")}
    assert len(case.view.gaps) > 10
    assert "超出范围" in tables["gaps"]
    assert "待规划点建成" in tables["gaps"]
    counted = {site.site for site in case.view.coverage.sites}
    names = dict(zip(pack["takeoff_points"]["id"], pack["takeoff_points"]["name_zh"], strict=True))
    for site, name in names.items():
        assert name in tables["sites" if site in counted else "left-out"]
    assert "6.25 %" in page.all("main")[0].text


def test_ten_landmarks_without_any_script(cases: Cases, pack: Frames) -> None:
    page = Markup(cases[Language.EN]["resident"].html())
    text = page.all("main")[0].text
    for row in pack["landmarks"].itertuples():
        assert row.name_en in text
        assert row.lead_en in text
        for scenario in row.sub_scenarios_en:
            assert scenario in text


def test_a_legend_explains_what_is_drawn_and_nothing_else(cases: Cases) -> None:
    for name in WITH_MAP:
        page = Markup(cases[Language.ZH][name].html())
        drawn = {layer["name"] for layer in json.loads(_facts(page))["layers"]}
        boxes = [one for one in page.all("input") if "data-layers" in one.attributes]
        assert boxes
        assert [
            one for one in boxes if not drawn & set(one.attributes["data-layers"].split())
        ] == []


def test_items_lead_to_the_next_page(cases: Cases) -> None:
    page = Markup(cases[Language.ZH]["items"].html())
    following = [one for one in page.all("a") if one.attributes.get("rel") == "next"]
    assert following[0].attributes["href"] == "/collections/carriers/items?after=x&limit=10"


def _facts(page: Markup) -> str:
    return next(one for one in page.all("script") if one.attributes.get("id") == "map-facts").text
