"""The self-contained map opens from a folder, with no network at all."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from layers.seed.pack import read_pack
from tests.browser.conftest import Ready
from tests.page_views import page_cases
from web.offline import map_file


@pytest.mark.parametrize("name", ["operator", "planner", "resident"])
def test_it_opens_unplugged(
    name: str, tmp_path: Path, ready: Ready, context: BrowserContext
) -> None:
    file = tmp_path / "map.html"
    file.write_text(map_file(page_cases(read_pack())[name].view), encoding="utf-8")
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.set_offline(True)
    page = ready(file.as_uri())
    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
    assert page.locator(".leaflet-pane path, .leaflet-pane .symbol").count() > 15
    page.locator(".show:visible").first.click()
    expect(page.locator(".leaflet-popup-content")).to_be_visible()
