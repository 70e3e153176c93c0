"""A planner finds her town in the list and on the map, opens its card, and compares it."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Ready, Watch
from tests.browser.every_page import LANGUAGES

AREA_OF = """(key) => {
  const said = JSON.parse(document.getElementById('map-facts').textContent);
  for (const layer of said.layers.filter((one) => one.name === 'towns')) {
    for (const one of window[layer.variable].getLayers()) {
      if (layer.features[one.feature.id].keys.includes(key)) return one;
    }
  }
}"""
WEIGHT_OF = f"(key) => ({AREA_OF})(key).options.weight"
CLICK = f"(key) => void ({AREA_OF})(key).fire('click', {{latlng: L.latLng(22.7, 114.1)}})"


def listed(page: Page) -> list[str]:
    rows = page.locator("#town-list tbody tr:visible")
    return [row.get_attribute("data-town") or "" for row in rows.all()]


def test_a_town_is_found_chosen_and_its_card_opened(ready: Ready, server: str) -> None:
    page = ready(f"{server}/planners/towns")
    page.get_by_label("按名称查找").fill("横沥")
    assert listed(page) == ["hengli"]
    assert page.locator("[data-shown]").inner_text() == "1"
    usual = page.evaluate(WEIGHT_OF, "towns:hengli")
    name = page.locator("#town-list").get_by_role("link", name="横沥镇", exact=True)
    name.focus()
    assert page.evaluate(WEIGHT_OF, "towns:hengli") > usual, "the map marks the row in focus"
    page.keyboard.press("Enter")
    card = page.locator("#town-card")
    expect(card.get_by_text("下一个放在哪里")).to_be_visible()
    card.locator("summary", has_text="点名它的条款").click()
    expect(card.get_by_text("原文写作“横沥镇”").first).to_be_visible()
    assert "town=hengli" in page.url
    page.reload()
    expect(page.locator("#town-panel h2")).to_have_text("横沥镇")
    assert listed(page) == ["hengli"], "the address holds the filter too"
    page.locator("#town-panel .close").click()
    expect(page.locator("#town-panel")).to_be_hidden()
    assert "town=" not in page.url


def test_the_map_leads_to_the_row(ready: Ready, server: str) -> None:
    page = ready(f"{server}/planners/towns?lang=en&show=unnamed")
    assert len(listed(page)) == 4
    page.evaluate(CLICK, "towns:fenggang")
    row = page.locator("#town-list tr[data-town=fenggang]")
    expect(row).to_have_attribute("aria-current", "true")
    expect(row).to_be_visible()
    expect(page.locator("#town-panel h2")).to_have_text("Fenggang")
    assert "show=" not in page.url


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_the_list_is_in_sight_and_the_map_opens_on_demand(
    ready: Ready, server: str, language: str
) -> None:
    ready.page.set_viewport_size({"width": 390, "height": 844})
    page = ready(f"{server}/planners/towns?lang={language}&year=2024")
    expect(page.locator("#town-list tbody th").nth(3)).to_be_in_viewport(ratio=1)
    expect(page.locator(".theme-fold summary")).to_contain_text("2024")
    box, toggle = page.locator(".map-box"), page.locator("#map-toggle")
    expect(box).to_be_hidden()
    toggle.click()
    expect(box).to_be_in_viewport(ratio=1)
    expect(toggle).to_have_attribute("aria-expanded", "true")
    toggle.click()
    expect(box).to_be_hidden()
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 390


def test_a_picture_of_a_map_that_is_folded_shows_the_map(ready: Ready, server: str) -> None:
    ready.page.set_viewport_size({"width": 390, "height": 844})
    page = ready(f"{server}/planners/towns?lang=en")
    page.locator(".menu summary.tool").click()
    with page.expect_download() as saved:
        page.locator("[data-action=picture]").click()
    assert saved.value.path().stat().st_size > 0
    expect(page.locator(".map-box")).to_be_visible()


def test_a_card_that_cannot_be_loaded_keeps_the_last(
    ready: Ready, server: str, watch: Watch
) -> None:
    page = ready(f"{server}/planners/towns?town=humen&lang=en")
    page.route("**/planners/towns/changan**", lambda route: route.abort())
    page.locator("#town-list").get_by_role("link", name="Chang'an", exact=True).click()
    expect(page.locator("#town-panel h2")).to_contain_text("could not be loaded")
    expect(page.locator("#town-card")).to_contain_text("838,100")
    watch.wrong.clear()  # the request that failed was made to fail


def test_the_order_is_kept_and_towns_are_compared(ready: Ready, server: str) -> None:
    page = ready(f"{server}/planners/towns?lang=en")
    page.get_by_role("button", name="Residents").click()
    assert "sort=-people" in page.url
    first = listed(page)[:3]
    page.locator(f"#town-list [data-compare={first[0]}]").click()
    page.wait_for_url("**compare=**")
    page.wait_for_selector("html[data-map=ready]", state="attached")
    assert listed(page)[:3] == first
    page.locator(f"#town-list [data-compare={first[1]}]").click()
    expect(page.locator(".compared li")).to_have_count(2)
    expect(page.locator("#compare-title")).to_be_in_viewport()


def test_without_scripts_list_card_and_comparison_are_there(
    browser_context_no_script: BrowserContext, server: str
) -> None:
    page = browser_context_no_script.new_page()
    page.goto(f"{server}/planners/towns?lang=en")
    page.get_by_role("link", name="With hubs").click()
    assert len(listed(page)) == 14
    page.get_by_label("Find a town").fill("humen")
    page.get_by_label("Find a town").press("Enter")
    assert listed(page) == []
    page.get_by_role("link", name="All 37").click()
    page.get_by_role("link", name="Compare Humen", exact=True).click()
    expect(page.locator(".compared li")).to_have_count(1)
    page.locator("#town-list").get_by_role("link", name="Humen", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Humen")
    expect(page.get_by_text("Where to put the next one")).to_be_visible()
