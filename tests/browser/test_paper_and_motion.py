"""On paper the map comes first and everything is there; who wants less motion gets none."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Ready

INSIDE = """() => {
  const box = document.querySelector('.map-box').getBoundingClientRect();
  const land = document.querySelector('.leaflet-borders-pane path, .leaflet-areas-pane path')
    .ownerSVGElement.querySelector('g').getBoundingClientRect();
  return land.left >= box.left && land.right <= box.right
    && land.top >= box.top && land.bottom <= box.bottom && land.width > box.width / 2;
}"""


def _paper(page: Page) -> None:
    """Do what a browser does before it prints."""
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")


@pytest.mark.parametrize("path", ["/operators/coverage", "/planners/towns", "/landmarks"])
@pytest.mark.parametrize("width", [1440, 390])
def test_paper_shows_the_whole_map_first(path: str, width: int, ready: Ready, server: str) -> None:
    ready.page.set_viewport_size({"width": width, "height": 850})
    page = ready(f"{server}{path}")
    page.evaluate("() => window.map_guantu.setView([22.8, 113.7], 13, { animate: false })")
    zoomed = page.evaluate("() => window.map_guantu.getZoom()")
    _paper(page)
    box = page.locator(".map-box").bounding_box()
    title = page.locator("h1").bounding_box()
    assert box is not None
    assert title is not None
    assert (box["width"], box["height"]) == (680, 470)
    assert box["y"] + box["height"] <= title["y"]
    assert page.evaluate(INSIDE)
    expect(page.locator(".roles")).to_be_hidden()
    expect(page.locator(".leaflet-control-zoom")).to_be_hidden()
    page.emulate_media(media="screen")
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("() => window.map_guantu.getZoom()") == zoomed


def test_paper_has_every_row_and_how_it_is_worked_out(ready: Ready, server: str) -> None:
    page = ready(f"{server}/operators/coverage")
    rows = page.locator("#gaps tbody tr")
    assert page.locator("#gaps tbody tr:visible").count() < rows.count()
    _paper(page)
    assert page.locator("#gaps tbody tr:visible").count() == rows.count()
    expect(page.get_by_text("人口按 2020 年普查")).to_be_visible()
    expect(page.locator("form.ask")).to_be_hidden()


def test_paper_has_the_legend_of_what_is_drawn_only(ready: Ready, server: str) -> None:
    page = ready(f"{server}/planners/towns")
    _paper(page)
    expect(page.locator(".legend-entry").filter(has_text="场景地标")).to_be_visible()
    expect(page.locator(".legend-entry").filter(has_text="产业载体")).to_be_hidden()


def test_less_motion(browser: Browser, server: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = Ready(context.new_page())(f"{server}/landmarks")
    before = page.evaluate("() => window.map_guantu.getCenter().lng")
    page.locator(".folium-map").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("() => window.map_guantu.getCenter().lng") > before
    zoom = page.evaluate("() => window.map_guantu.getZoom()")
    page.locator(".leaflet-control-zoom-in").click()
    assert page.evaluate("() => window.map_guantu.getZoom()") > zoom
    context.close()
