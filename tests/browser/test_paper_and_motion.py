"""On paper the map comes first and everything is there; who wants less motion gets none."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Ready
from tests.browser.every_page import PAGES

INSIDE = """() => {
  const box = document.querySelector('.map-box').getBoundingClientRect();
  const land = document.querySelector('.leaflet-borders-pane path, .leaflet-areas-pane path')
    .ownerSVGElement.querySelector('g').getBoundingClientRect();
  return land.left >= box.left && land.right <= box.right
    && land.top >= box.top && land.bottom <= box.bottom && land.width > box.width / 2;
}"""

CONTROLS = """() => [...document.querySelectorAll(
    'main :is(button:not(.sort), input, select, textarea)')]
  .filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 120))"""
CUT = """() => [...document.querySelectorAll('main .table-box')]
  .filter((one) => one.checkVisibility() && (one.scrollHeight > one.clientHeight + 1))
  .map((one) => one.outerHTML.slice(0, 120))"""


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


@pytest.mark.parametrize(
    "name", ["planner", "town", "drift", "built", "record", "operator_compared", "scenario"]
)
def test_paper_has_nothing_to_press_and_cuts_no_table(
    name: str, ready: Ready, server: str, ids: dict[str, str]
) -> None:
    page = ready(f"{server}{PAGES[name].format(**ids)}")
    _paper(page)
    assert page.evaluate(CONTROLS) == []
    assert page.evaluate(CUT) == []
    expect(page.get_by_text("审图号：")).to_be_visible()


def test_paper_repeats_the_headings_of_a_long_table(ready: Ready, server: str) -> None:
    page = ready(f"{server}/planners/targets")
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    _paper(page)
    heads = page.locator("main thead th")
    # Chromium leaves out of a repeated heading whatever has a box of its own kind.
    assert (
        heads.evaluate_all("(all) => all.map((one) => getComputedStyle(one).position)")
        == ["static"] * heads.count()
    )
    shown = "(all) => [...new Set(all.map((one) => getComputedStyle(one).display))]"
    assert page.locator("main thead .sort").evaluate_all(shown) == ["contents"]


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
