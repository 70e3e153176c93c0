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


@pytest.mark.parametrize(("lang", "width"), [("zh", 390), ("en", 1440)])
def test_sites_of_the_map_and_roads_are_saved_in_one_step(
    ready: Ready, watch: Watch, server: str, lang: str, width: int
) -> None:
    del watch  # it looks on
    ready.page.set_viewport_size({"width": width, "height": 850})
    page = ready(f"{server}/operators/coverage?{TRIED}&lang={lang}")
    page.locator('form.keep a[href*="/scenarios/new?of="]').click()
    expect(page.locator('input[name="keep_site"]')).to_be_checked()
    page.locator("#title").fill("一次存下")
    page.locator('input[name="open"]').first.check()
    sites = page.locator("section[aria-labelledby=sites-title]")
    sites.locator("summary").first.click()
    page.locator("#site_id_1").select_option(SITES)
    for part, text in (("lon", "113.9"), ("lat", "22.9"), ("accuracy_m", "10")):
        page.locator(f"#site_{part}_1").fill(text)
    sites.locator("summary").last.click()
    sites.locator('input[name="drop"]').first.check()
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.locator(".making-form button[type=submit]").click()
    expect(page.locator("h1")).to_have_text("一次存下")
    saved = page.request.get(f"{page.url.partition('?')[0]}?f=json").json()["changes"]
    assert len(saved["road_segments"]["open"]) == 1
    assert {sort: len(found) for sort, found in saved["takeoff_points"].items()} == {
        "add": 1,
        "move": 1,
        "drop": 1,
    }


def test_the_scenario_is_kept_from_page_to_page_by_clicks_alone(
    ready: Ready, watch: Watch, server: str, ids: dict[str, str]
) -> None:
    del watch  # it looks on
    page = ready(f"{server}/?scenario={ids['scenario']}")
    banner = page.locator(".scenario-banner")
    page.locator(".door-planner").click()
    for tab in ("drift", "built", "targets", "record", "conflicts", "specialisation", "towns"):
        page.locator(f'.tabs a[href*="/planners/{tab}"]').click()
        page.wait_for_url(f"**/planners/{tab}?*")
        expect(banner).to_be_visible()
        assert ids["scenario"] in page.url
    page.locator('.roles a[href*="/collections"]').click()
    page.locator('#layers a[href*="/carriers/items"]').click()
    expect(page.locator("#items")).to_contain_text("拟新增")
    expect(page.locator(".layer-state")).to_have_attribute("data-state", "whole")
    page.locator("a.brand").click()
    page.locator('.find input[name="q"]').fill("试点")
    page.locator(".find button").click()
    page.locator('.found a[href*="proposed-1"]').click()
    expect(page.locator("#items")).to_contain_text("拟新增：试点")
    expect(banner).to_be_visible()
