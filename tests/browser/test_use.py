"""What a user does with the pages: choose, toggle, sort, ask, switch, and use the keyboard."""

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Ready


def test_a_landmark_tells_source_and_accuracy(ready: Ready, server: str) -> None:
    page = ready(f"{server}/landmarks")
    page.locator("#landmark-7 .show").click()
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_contain_text("位置有多准")
    expect(popup).to_contain_text("D000")
    expect(page.locator("#landmark-7")).to_have_attribute("data-lit", "")
    popup.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("7")


def test_what_a_row_shows_has_its_place_at_once(ready: Ready, server: str) -> None:
    page = ready(f"{server}/landmarks")
    moving = page.evaluate(
        """() => [...document.querySelectorAll(".landmark .show")].map((button) => {
          button.click();
          const newest = [...document.querySelectorAll(".leaflet-popup")].at(-1);
          const popup = newest.querySelector("a").getBoundingClientRect();
          const map = document.querySelector(".folium-map").getBoundingClientRect();
          const inside = popup.left >= map.left && popup.right <= map.right
            && popup.top >= map.top && popup.bottom <= map.bottom;
          return document.querySelectorAll(".leaflet-pan-anim").length || !inside;
        })"""
    )
    assert len(moving) >= 10
    assert not any(moving)


def test_every_symbol_of_the_planner_opens_with_its_source(ready: Ready, server: str) -> None:
    page = ready(f"{server}/planners/towns?lang=en")
    for box in page.locator(".legend input").all():
        box.check()
    facts = page.evaluate(
        """() => {
          const said = JSON.parse(document.getElementById('map-facts').textContent);
          const found = [];
          for (const layer of said.layers) {
            const walk = (one) => {
              if (one.getLayers) { one.getLayers().forEach(walk); return; }
              if (!one.getPopup()) return;
              one.openPopup();
              found.push(one.getPopup().getElement().textContent);
              one.closePopup();
            };
            walk(window[layer.variable]);
          }
          return found;
        }"""
    )
    assert len(facts) > 80
    assert [one for one in facts if "Source" not in one or "How sure" not in one] == []


def test_the_legend_shows_and_hides_layers(ready: Ready, server: str) -> None:
    page = ready(f"{server}/planners/towns")
    carriers = page.locator(".symbol-carrier")
    expect(carriers).to_have_count(0)
    page.get_by_label("产业载体").check()
    expect(carriers.first).to_be_attached()
    page.get_by_label("产业载体").uncheck()
    expect(carriers).to_have_count(0)


def test_the_matrix_sorts_by_number_of_fields(ready: Ready, server: str) -> None:
    page = ready(f"{server}/planners/towns")
    heading = page.locator("#matrix").get_by_role("button", name="领域数")
    heading.click()
    cells = page.locator("#matrix tbody td:nth-child(2)").all_inner_texts()
    numbers = [int(one or 0) for one in cells]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] > numbers[-1] == 0
    expect(page.locator("#matrix th[aria-sort]")).to_have_attribute("aria-sort", "descending")
    heading.click()
    expect(page.locator("#matrix th[aria-sort]")).to_have_attribute("aria-sort", "ascending")


def test_long_tables_open_on_demand(ready: Ready, server: str) -> None:
    page = ready(f"{server}/operators/coverage")
    rows = page.locator("#gaps tbody tr:visible")
    expect(rows).to_have_count(8)
    page.get_by_role("button", name=re.compile("显示全部")).first.click()
    expect(rows).not_to_have_count(8)


def test_the_operator_asks_for_another_mission(ready: Ready, server: str) -> None:
    page = ready(f"{server}/operators/coverage?lang=en")
    before = page.locator(".figure-value").first.inner_text()
    page.get_by_text("Feeder logistics").click()
    page.wait_for_url("**mission=logistics**")
    page.get_by_label("How many", exact=True).fill("1")
    page.locator("[data-form=siting]").get_by_role("button", name="Work it out").click()
    page.wait_for_url(re.compile("mission=logistics.*new_sites=1|new_sites=1.*mission=logistics"))
    assert "radius_m" not in page.url
    assert "lang=en" in page.url
    assert page.locator(".figure-value").first.inner_text() != before
    expect(page.locator("#suggestions tbody tr")).to_have_count(1)
    expect(page.locator(".symbol-suggested")).to_have_count(1)


def test_switching_the_language_keeps_the_question(ready: Ready, server: str) -> None:
    page = ready(f"{server}/operators/coverage?mission=inspection&radius_m=2500")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#radius")).to_have_value("2500")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Inspection")


def test_the_first_stop_skips_to_the_content(ready: Ready, server: str) -> None:
    page = ready(f"{server}/landmarks")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_keyboard_moves_the_map(ready: Ready, server: str) -> None:
    page = ready(f"{server}/landmarks")
    page.locator(".folium-map").focus()
    before = page.evaluate("() => window.map_guantu.getCenter().lng")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"() => window.map_guantu.getCenter().lng > {before}")


@pytest.mark.parametrize("path", ["/operators/coverage", "/planners/towns", "/landmarks"])
def test_without_scripts_the_page_says_the_same(
    path: str, browser_context_no_script: BrowserContext, server: str
) -> None:
    page = browser_context_no_script.new_page()
    page.goto(f"{server}{path}")
    expect(page.get_by_text("地图需要浏览器脚本")).to_be_visible()
    expect(page.locator(".folium-map")).to_be_hidden()
    expect(page.locator(".show:visible")).to_have_count(0)
    assert page.locator("main li, main tbody tr").count() > 9
    assert page.locator("tbody tr:visible").count() == page.locator("tbody tr").count()
