"""Every page, both widths, both languages: usable by all, nothing beside the screen."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Ready, Watch
from tests.browser.every_page import LANGUAGES, MOST_REQUESTS, PAGES, WIDTHS, WITH_MAP

UNNAMED_STOPS = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter((one) => one.checkVisibility() && !(
    one.getAttribute('aria-label') || one.textContent.trim() || one.labels?.length))
  .map((one) => one.outerHTML.slice(0, 120))"""
SMALL_TARGETS = """() => [...document.querySelectorAll('button, input, .roles a, .leaflet-bar a')]
  .filter((one) => one.checkVisibility())
  .map((one) => [(one.closest('label') ?? one), one])
  .map(([box, one]) => [box.getBoundingClientRect(), one])
  .filter(([box]) => box.width > 0 && (box.width < 24 || box.height < 24))
  .map(([box, one]) => `${box.width} x ${box.height} ${one.outerHTML.slice(0, 100)}`)"""

SHOWN = """() => {
  const said = JSON.parse(document.getElementById('map-facts').textContent);
  const shown = {};
  for (const { name, variable } of said.layers) {
    if (!window.map_guantu.hasLayer(window[variable])) continue;
    shown[name] = (shown[name] ?? 0) + window[variable].getLayers().length;
  }
  return shown;
}"""
"""The number of features of each layer that the map shows."""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_page(
    name: str,
    language: str,
    width: int,
    server: str,
    ids: dict[str, str],
    ready: Ready,
    watch: Watch,
) -> None:
    if name == "error":
        watch.expected.add(404)
    ready.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page = ready(f"{server}{PAGES[name].format(**ids)}lang={language}")
    assert watch.answered <= MOST_REQUESTS
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert page.evaluate(UNNAMED_STOPS) == []
    assert page.evaluate(SMALL_TARGETS) == []
    assert violations(page) == []
    if name in WITH_MAP:
        _check_map(page, width)


def violations(page: Page) -> list[str]:
    found: dict[str, Any] = (
        Axe()
        .run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        .response
    )
    return [
        f"{one['impact']} {one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


def _check_map(page: Page, width: int) -> None:
    toggle = page.locator("#map-toggle")
    if toggle.is_visible():
        expect(page.locator(".folium-map")).to_be_hidden()
        toggle.click()
    box = page.locator(".folium-map").bounding_box()
    legend = page.locator(".legend-fold").bounding_box()
    assert box is not None
    assert legend is not None
    assert legend["y"] >= box["y"] + box["height"] - 1, "the legend covers the map"
    if width < 500:
        assert 0.39 <= box["height"] / WIDTHS[width] <= 0.50
    drawn = page.locator(".leaflet-pane path, .leaflet-pane .symbol").count()
    shown = page.evaluate(SHOWN)
    assert drawn == sum(shown.values())
    assert {"land", "towns"} & shown.keys()
    assert len(shown) > 3
    hidden = page.evaluate(
        """() => [...document.querySelectorAll('.leaflet-pane path, .leaflet-pane .symbol')]
        .filter((one) => !one.closest('[aria-hidden=true]')).length"""
    )
    assert hidden == 0, "vectors are for the eye: the tables say the same"
