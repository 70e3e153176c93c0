"""What a planner does with the matrix: choose a plan, open a mark, see the layout."""

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Ready

WIDTHS = {1440: 900, 390: 844}


@pytest.mark.parametrize("width", WIDTHS)
def test_a_mark_opens_its_clause(width: int, ready: Ready, server: str) -> None:
    ready.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page = ready(f"{server}/planners/towns")
    if width == 390:
        page.locator("summary", has=page.locator("#matrix-title")).click()
    page.locator("#matrix a[href$='/xiegang#d004-231']").click()
    page.wait_for_url("**/planners/towns/xiegang#d004-231")
    clause = page.locator("li:target")
    expect(clause).to_be_in_viewport()
    expect(clause).to_contain_text("2024年方案 二（一）8")
    expect(clause).to_contain_text("列举未尽")
    expect(clause.get_by_role("link")).to_have_attribute(
        "href", "/planners/record?document=d004&line=231"
    )
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_marks_are_large_enough_for_a_finger(ready: Ready, server: str) -> None:
    ready.page.set_viewport_size({"width": 390, "height": 844})
    page = ready(f"{server}/planners/towns")
    page.locator("summary", has=page.locator("#matrix-title")).click()
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('.mark-link')].map((one) => {
          const box = one.getBoundingClientRect(); return [box.width, box.height]; })"""
    )
    assert len(boxes) > 100
    assert min(min(box) for box in boxes) >= 24


@pytest.mark.parametrize("width", WIDTHS)
def test_the_towns_stay_in_sight_while_the_matrix_scrolls(
    width: int, ready: Ready, server: str
) -> None:
    ready.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page = ready(f"{server}/planners/towns")
    if width == 390:
        page.locator("summary", has=page.locator("#matrix-title")).click()
    name = page.locator("#matrix tbody th").first
    before = name.bounding_box()
    page.evaluate("() => { document.querySelector('.matrix').scrollLeft = 9999; }")
    after = name.bounding_box()
    assert before is not None
    assert after is not None
    assert after["x"] == pytest.approx(before["x"], abs=2)
    assert after["width"] < 0.5 * width


def test_a_plan_and_a_field_are_chosen(ready: Ready, server: str) -> None:
    page = ready(f"{server}/planners/towns?lang=en")
    page.get_by_label("Document", exact=True).select_option("d003")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url(re.compile("document=d003"))
    assert "field=" not in page.url
    assert "lang=en" in page.url
    page.wait_for_selector("html[data-map=ready]", state="attached")
    expect(page.get_by_label("core and belts")).to_be_checked()
    expect(page.get_by_label("concentration areas")).not_to_be_checked()
    expect(page.locator(".symbol-hub")).to_have_count(0)
    page.get_by_label("Cluster or field").select_option("equipment")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url(re.compile("document=d003&field=equipment"))
    headings = page.locator("#matrix thead th").all_inner_texts()
    assert "Advanced equipment" in headings
    assert "New energy" not in headings


def test_the_layout_of_a_plan_is_drawn_on_demand(ready: Ready, server: str) -> None:
    page = ready(f"{server}/planners/towns")
    outlines = page.locator(".leaflet-lines-pane path")
    before = outlines.count()
    layout = page.get_by_role("group", name="规划布局（示意）").get_by_label("2024年方案")
    layout.check()
    assert outlines.count() > before
    page.reload()
    page.wait_for_selector("html[data-map=ready]", state="attached")
    assert outlines.count() > before, "the layers shown stand in the address"
    layout.uncheck()
    assert outlines.count() == before


def test_a_towns_button_brings_the_map_into_view(ready: Ready, server: str) -> None:
    ready.page.set_viewport_size({"width": 1440, "height": 900})
    page = ready(f"{server}/planners/towns")
    page.locator("#matrix .show").last.click()
    expect(page.locator(".leaflet-popup-content")).to_be_in_viewport()


def test_the_whole_matrix_fits_on_paper(ready: Ready, server: str) -> None:
    ready.page.set_viewport_size({"width": 700, "height": 1000})
    page = ready(f"{server}/planners/towns?lang=en")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#matrix").evaluate("(one) => one.getBoundingClientRect().right") <= 700
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_without_scripts_every_clause_can_be_reached(
    browser_context_no_script: BrowserContext, server: str
) -> None:
    page = browser_context_no_script.new_page()
    page.goto(f"{server}/planners/towns?document=d004")
    expect(page.get_by_label("文件", exact=True)).to_have_value("d004")
    page.locator("#matrix a[href$='/xiegang#d004-231']").click()
    expect(page.locator("li:target")).to_be_in_viewport()
