"""A layer of 100,000 features on its page: moved without freezing, told in words, found again."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from layers.memory_store import MemoryStore
from layers.seed.pack import read_pack
from layers.seeding import seed
from tests.browser.conftest import Ready, Watch
from tests.http.live_server import live_server
from tests.made_points import crowded_store, made_points

COUNT = 100_000
WATCH_TASKS = """() => {
  window.longest = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) window.longest = Math.max(window.longest, one.duration);
  }).observe({ type: 'longtask' });
  window.frames_ms = [];
  let last = performance.now();
  const tick = (now) => {
    window.frames_ms.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""


@pytest.fixture(scope="module")
def crowded() -> Iterator[str]:
    """Serve the pack with 100,000 made places and yield the address."""
    store = MemoryStore()
    seed(store, read_pack())
    with live_server(crowded_store(store.whole()[1], COUNT)) as address:
        yield address


def settled(page: Page, state: str) -> str:
    line = page.locator(f".layer-state[data-state={state}] span")
    line.wait_for()
    return line.inner_text()


def look_at(page: Page, lat: float, lon: float, zoom: float) -> None:
    page.evaluate(f"() => window.map_guantu.setView([{lat}, {lon}], {zoom}, {{ animate: false }})")


def test_a_crowded_layer_is_moved_and_a_click_tells_a_name(ready: Ready, crowded: str) -> None:
    page = ready(f"{crowded}/collections/places?lang=en")
    assert (
        settled(page, "partial")
        == f"{COUNT:,} around here, counted in squares. Zoom in to see each."
    )
    page.evaluate(WATCH_TASKS)
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for zoom in (11, 13):
        look_at(page, 22.9, 113.85, zoom)
        for way in (-1, 1):
            page.mouse.move(x, y)
            page.mouse.down()
            page.mouse.move(x + way * 240, y + way * 100, steps=12)
            page.mouse.up()
            page.wait_for_timeout(60)
    longest, frames = page.evaluate("() => [window.longest, window.frames_ms]")
    print(  # noqa: T201  # reported, never decided
        f"\nmoving a map of {COUNT:,} points: longest task {longest:.0f} ms, "
        f"slowest frame {max(frames):.0f} ms, median {sorted(frames)[len(frames) // 2]:.0f} ms"
    )
    place = made_points(COUNT).iloc[7]
    look_at(page, place.geometry.y, place.geometry.x, 16)
    assert re.fullmatch(r"[\d,]+ around here, all drawn\.", settled(page, "whole"))
    page.mouse.click(x, y)
    note = page.locator(".leaflet-popup .note")
    expect(note.locator("h3")).to_have_text(place["name_en"])
    expect(note.locator("dl")).to_contain_text(f"{place['accuracy_m']:.0f} m")
    note.locator("a").click()
    assert page.url == f"{crowded}/collections/places/items/{place['id']}?lang=en"
    settled(page, "whole")


def test_a_square_tells_how_many_it_counts(ready: Ready, crowded: str) -> None:
    page = ready(f"{crowded}/collections/places?lang=zh")
    settled(page, "partial")
    page.locator(".folium-map").click()
    expect(page.locator(".leaflet-popup h3")).to_have_text(re.compile(r"这一格有 [\d,]+ 处"))
    expect(page.locator(".leaflet-popup dl")).to_contain_text("米")


def test_what_is_empty_or_failed_is_told_and_tried_again(
    ready: Ready, crowded: str, watch: Watch
) -> None:
    page = ready(f"{crowded}/collections/places?lang=en")
    settled(page, "partial")
    look_at(page, 21.0, 113.0, 12)
    assert settled(page, "empty") == "Nothing to draw around here."
    watch.expected.add(503)

    def unavailable(route: Route) -> None:
        route.fulfill(status=503, body=json.dumps({}))

    page.route("**/tiles/**", unavailable)
    look_at(page, 22.9, 113.85, 14)
    assert "did not load" in settled(page, "failed")
    page.unroute("**/tiles/**")
    page.get_by_role("button", name="Try again").click()
    settled(page, "whole")


def test_the_legend_hides_and_shows_the_layer(ready: Ready, server: str) -> None:
    page = ready(f"{server}/collections/takeoff_points?lang=en")
    settled(page, "whole")
    assert page.locator("canvas.tile").count() > 0
    page.get_by_label("Takeoff points").uncheck()
    assert page.locator("canvas.tile").count() == 0
    page.get_by_label("Takeoff points").check()
    settled(page, "whole")
    assert page.locator("canvas.tile").count() > 0
