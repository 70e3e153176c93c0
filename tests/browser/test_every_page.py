"""Every page, both widths, both languages: usable by all, nothing beside the screen."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Ready, Watch
from tests.browser.every_page import LANGUAGES, MOST_REQUESTS, PAGES, WIDTHS, WITH_MAP
from tests.browser.usable import faults

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
    assert faults(page) == []
    if name in WITH_MAP:
        _check_map(page, width)


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
