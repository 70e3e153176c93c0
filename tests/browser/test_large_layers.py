"""A layer too large for symbols on the planner's pages: tiles, their legend, notes and states."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from layers.memory_store import MemoryStore
from layers.seed.pack import read_pack
from layers.seeding import seed
from tests.browser.conftest import Ready, Watch
from tests.browser.every_page import MOST_REQUESTS
from tests.browser.test_tiles import look_at, settled
from tests.http.live_server import live_server
from tests.made_points import crowded_store, made_points
from tests.made_scenarios import CARRIER, body, saved

COUNT = 20_000
SHOWN = "/planners/towns?lang=en&layers=carriers"
AT = {"lon": 114.1, "lat": 22.9}


@pytest.fixture(scope="module")
def crowded() -> Iterator[str]:
    """Serve the pack with 20,000 made carriers and yield the address."""
    store = MemoryStore()
    seed(store, read_pack())
    with live_server(crowded_store(store.whole()[1], COUNT, "carriers")) as address:
        yield address


def click_middle(page: Page) -> None:
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_large_layer_is_drawn_once_it_is_asked_for(
    ready: Ready, crowded: str, watch: Watch
) -> None:
    page = ready(f"{crowded}/planners/towns?lang=en")
    assert watch.answered <= MOST_REQUESTS
    line = page.locator(".layer-state[data-tiles=carriers]")
    assert not line.is_visible()
    page.get_by_label("Carriers", exact=True).check()
    assert re.match(rf"{COUNT:,} around here[:,] .*counted in squares", settled(page, "partial"))
    expect(line.locator("b")).to_have_text("Carriers")
    assert page.locator("canvas.tile").count() > 0
    assert "layers=" in page.url
    page.get_by_label("Carriers", exact=True).uncheck()
    assert page.locator("canvas.tile").count() == 0
    assert not line.is_visible()


def test_a_square_and_a_single_feature_are_told_before_the_town_under_them(
    ready: Ready, crowded: str
) -> None:
    page = ready(f"{crowded}{SHOWN}")
    settled(page, "partial")
    click_middle(page)
    expect(page.locator(".leaflet-popup h3")).to_have_text(re.compile(r"[\d,]+ in this square"))
    assert not page.locator("#town-panel").is_visible()
    # One of those crowded round the middle of a town: a town lies under it.
    place = made_points(COUNT).iloc[COUNT // 2 + 7]
    look_at(page, place.geometry.y, place.geometry.x, 16)
    settled(page, "whole")
    click_middle(page)
    note = page.locator(".leaflet-popup .note").last
    expect(note.locator("h3")).to_have_text(place["name_en"])
    expect(note.locator("dl")).to_contain_text(f"{place['accuracy_m']:.0f} m")
    expect(note.locator("a")).to_have_attribute("href", re.compile(place["id"]))
    page.get_by_label("Carriers", exact=True).uncheck()
    click_middle(page)
    expect(page.locator("#town-panel")).to_be_visible()


def test_nothing_and_failure_are_told_on_the_planners_map(
    ready: Ready, crowded: str, watch: Watch
) -> None:
    page = ready(f"{crowded}{SHOWN}")
    settled(page, "partial")
    look_at(page, 21.0, 113.0, 12)
    assert settled(page, "empty") == "Nothing to draw around here."
    watch.expected.add(503)

    def unavailable(route: Route) -> None:
        route.fulfill(status=503, body="{}")

    page.route("**/tiles/**", unavailable)
    look_at(page, 22.9, 113.85, 14)
    assert "did not load" in settled(page, "failed")
    page.unroute("**/tiles/**")
    page.get_by_role("button", name="Try again").click()
    settled(page, "whole")


def test_what_a_scenario_proposes_keeps_its_symbol_over_the_tiles(
    ready: Ready, crowded: str
) -> None:
    scenario = saved(crowded, body(carriers={"add": [CARRIER | {"place": AT}]}))
    with_tiles = f"{crowded}{SHOWN}&scenario={scenario}"
    page = ready(with_tiles)
    assert "20,001" in settled(page, "partial")
    assert page.locator(".symbol-carrier").count() == 1


def test_a_towns_own_map_has_the_tiles_too(ready: Ready, crowded: str) -> None:
    # Every made carrier is copied from one of this unit.
    page = ready(f"{crowded}/planners/towns/binhaiwan?lang=en")
    settled(page, "partial")
    assert page.locator(".symbol-carrier").count() == 0
