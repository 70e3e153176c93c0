"""One what-if from the operator to all roles, also after the data change; and without scripts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from api.settings import Settings
from layers.memory_store import MemoryStore
from layers.seed.pack import read_pack
from layers.seeding import seed
from layers.store import Query
from tests.browser.conftest import Ready, Watch
from tests.http.live_server import live_server
from tests.made_scenarios import SITES

TRIED = "mission=delivery&add=114.12,22.97,50,,试点"


@dataclass(frozen=True)
class City:
    """A server whose data a test may change.

    Attributes
    ----------
    store, address
        Its store, and where it listens.
    """

    store: MemoryStore
    address: str


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    """Serve a pack of the test's own."""
    store = MemoryStore()
    seed(store, read_pack())
    with live_server(store, Settings(data_dir=tmp_path)) as address:
        yield City(store, address)


def _reading(page: Page, role: str) -> None:
    """Open one role's reading of the scenario shown, and see that it is the only one."""
    page.locator(f'.role-tabs a[href*="/{role}"]').click()
    expect(page.locator(f"#{role}")).to_have_attribute("open", "")
    expect(page.locator("details.readings")).to_have_count(1)
    expect(page.locator(f"#{role} table").first).to_be_visible()


@pytest.mark.parametrize(("lang", "width"), [("zh", 390), ("en", 1440)])
def test_a_link_opens_for_every_role_and_tells_when_the_data_change(
    ready: Ready, watch: Watch, city: City, lang: str, width: int
) -> None:
    del watch  # it looks on
    ready.page.set_viewport_size({"width": width, "height": 850})
    page = ready(f"{city.address}/operators/coverage?{TRIED}&lang={lang}")
    page.locator("#keep-title").fill("试点")
    page.locator("form.keep button").click()
    page.wait_for_url("**/scenarios/*")
    link = page.url
    for role in ("planner", "operator", "resident"):
        _reading(page, role)
    # The resident's whole page, from card to landmark, and back to today.
    page.locator('#resident a[href*="/landmarks?"]').click()
    expect(page.locator(".scenario-banner")).to_be_visible()
    page.locator(".landmark h2 a").first.click()
    expect(page.locator(".scenario-banner")).to_be_visible()
    page.locator(".scenario-banner a").last.click()
    expect(page.locator(".scenario-banner")).to_have_count(0)
    assert "scenario=" not in page.url

    sites = city.store.read(Query("takeoff_points"))
    sites.loc[sites["id"] == SITES, "accuracy_m"] = 10.0
    city.store.write({"takeoff_points": sites})
    page = ready(link)
    expect(page.locator("#changed-title")).to_be_visible()
    headings = page.locator("#figures thead th")
    expect(headings).to_have_count(3)
    then, now = (page.locator("#figures tbody tr").nth(3).locator("td").nth(i) for i in (0, 1))
    assert then.inner_text() != now.inner_text()
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_a_planner_makes_a_version_without_scripts(
    browser_context_no_script: BrowserContext, server: str, ids: dict[str, str]
) -> None:
    page = browser_context_no_script.new_page()
    page.goto(f"{server}/planners/towns/xiegang?lang=en&scenario={ids['scenario']}")
    page.get_by_role("link", name="Suggest a scenario").click()
    page.get_by_label("Title", exact=True).fill("Roads first")
    page.get_by_label("Dongwan Avenue").check()
    page.get_by_label("Name", exact=True).first.fill("Park")
    page.get_by_label("Longitude (degrees)").first.fill("east")
    page.get_by_role("button", name="Save and get the link").click()
    expect(page.get_by_role("alert")).to_contain_text("Carrier 1 · Longitude (degrees)")
    page.get_by_label("Longitude (degrees)").first.fill("")
    page.get_by_role("button", name="Save and get the link").click()
    expect(page.locator("h1")).to_have_text("Roads first")
    page.get_by_role("link", name="Compare with the version before").click()
    expect(page.locator(".sides li")).to_have_count(2)
    page.goto(f"{server}/scenarios?lang=en")
    expect(page.locator("#scenarios")).to_contain_text("Roads first")
