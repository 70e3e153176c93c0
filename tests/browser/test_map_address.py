"""Where the map was moved to stands in the address, and a link shows it again."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Ready
from tests.browser.every_page import PAGES

SEEN = """() => {
  const { lat, lng } = window.map_guantu.getCenter();
  return [window.map_guantu.getZoom(), lat, lng];
}"""
PIXELS = 3e-3
"""Two pixels of the widest map in degrees: maps stand on whole pixels, and pages differ by some."""
PLACE = re.compile(r"#map=([\d.]+)/([\d.]+)/([\d.]+)$")


def drag(page: Page, east: int, south: int) -> None:
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    # Beside the city, where nothing is that a pointer would take hold of.
    x, y = box["x"] + box["width"] - 40, box["y"] + 60
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + east, y + south, steps=5)
    page.wait_for_timeout(250)  # held still before it is let go: a map that is thrown drifts on
    page.mouse.up()


@pytest.mark.parametrize("name", ["planner", "operator", "resident", "landmark", "town"])
def test_a_link_shows_what_the_map_showed(
    ready: Ready, server: str, landmark: str, name: str
) -> None:
    address = f"{server}{PAGES[name].format(landmark=landmark)}"
    page = ready(address)
    assert "#" not in page.url, "a map that was not moved adds nothing"
    before = page.evaluate(SEEN)
    drag(page, -120, 30)
    page.wait_for_url(PLACE)
    moved = page.evaluate(SEEN)
    assert moved[2] > before[2] + 0.02
    said = PLACE.search(page.url)
    assert said is not None
    assert [float(one) for one in said.groups()] == pytest.approx(moved, abs=1e-4)
    shared = page.url
    page.goto("about:blank")
    ready(shared)
    assert page.evaluate(SEEN) == pytest.approx(moved, abs=PIXELS)
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.wait_for_selector("html[data-map=ready]", state="attached")
    assert page.evaluate(SEEN) == pytest.approx(moved, abs=PIXELS)


def test_the_operators_state_and_place_stand_side_by_side(ready: Ready, server: str) -> None:
    page = ready(f"{server}/operators/coverage?mission=medical&new_sites=2&candidates=hubs")
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_url(PLACE)
    place = PLACE.search(page.url)
    assert place is not None
    page.locator("#suggestions a.tick").first.click()
    page.wait_for_url("**add=**")
    assert page.url.endswith(place.group())
    page.locator("body").press("Control+z")
    page.wait_for_url(lambda now: "add=" not in now)
    assert page.url.endswith(place.group())


def test_what_is_saved_keeps_its_address(ready: Ready, server: str) -> None:
    page = ready(f"{server}/landmarks#saved")
    before = page.evaluate(SEEN)
    drag(page, -120, 30)
    page.wait_for_function(f"(before) => String(({SEEN})()) !== String(before)", arg=before)
    assert page.url.endswith("#saved")


@pytest.mark.parametrize(
    "place", ["#map=99/23/113.7", "#map=11/95/113.7", "#map=x", "#map=1e9/23/113", "#map=11/23"]
)
def test_a_place_that_cannot_be_shown_leaves_a_map(ready: Ready, server: str, place: str) -> None:
    page = ready(f"{server}/planners/towns{place}")
    zoom, lat, lng = page.evaluate(SEEN)
    assert 6 <= zoom <= 19
    assert 22 < lat < 24
    assert 113 < lng < 115
