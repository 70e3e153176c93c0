"""The operator's first five minutes, step by step as docs/users/operator.md numbers them."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Ready
from tests.browser.every_page import WIDTHS


@dataclass(frozen=True)
class Said:
    """What the page says in one language."""

    operator: str
    medical: str
    assumed: str
    twice: str
    twice_surely: str
    no_data: str
    survey: str
    type_in: str
    which: str
    lon: str
    lat: str
    put: str
    undo: str
    keep: str
    start: str
    end: str
    draw: str
    save: str
    dossier: str


LANGUAGES = {
    "zh": Said(
        "运营", "医疗急救转运", "规划假设", "至少 2 个起降点可达",
        "肯定有 2 个以上可达", "没有数据不等于没有限制", "先测准哪一处",
        "输入坐标", "哪个起降点", "经度", "纬度", "放在这里", "撤销", "存为 A", "起点",
        "终点", "画航线", "导出", "打印或存为 PDF",
    ),
    "en": Said(
        "Operator", "Medical transfer", "planning assumption",
        "Sites in reach: 2 or more", "Surely reached by 2 or more", "no restriction",
        "Which position to survey first", "Type a position", "Which site", "Longitude", "Latitude",
        "Put it there", "Undo", "Keep as A", "From", "To", "Draw the route", "Save",
        "Print, or save as PDF",
    ),
}  # fmt: skip


SEEN = """(map) => {
  const box = map.getBoundingClientRect();
  const shares = [0.1, 0.3, 0.5, 0.7, 0.9];
  const at = (share) => document.elementFromPoint(box.left + 60, box.top + share * box.height);
  const seen = shares.filter((share) => map.contains(at(share)));
  return seen.length / shares.length;
}"""
"""How much of the map nothing else covers, from its top to its foot."""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_chen_says_where_and_why(ready: Ready, server: str, language: str, width: int) -> None:
    said = LANGUAGES[language]
    ready.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page = ready(f"{server}/?lang={language}")
    _chooses_the_mission(page, said)
    _reads_bar_and_gaps(page)
    _asks_for_backup_airspace_and_survey(page, said)
    _tries_a_suggestion(page)
    _moves_it(page, said)
    _compares(page, said)
    _asks_the_way(page, said)
    _sends_it(page, said)


def _settled(page: Page) -> None:
    page.wait_for_selector("html[data-operator=ready]", state="attached")


def _share(page: Page) -> Locator:
    return page.locator("#result .figure-value").first


def _chooses_the_mission(page: Page, said: Said) -> None:
    """Step 1."""
    page.locator(".roles").get_by_role("link", name=said.operator).click()
    _settled(page)
    page.locator(".pill", has_text=said.medical).click()
    page.locator("form.ask .primary").first.click()
    page.wait_for_url("**mission=medical**")
    _settled(page)
    expect(page.locator("#result h2")).to_contain_text("10.0")
    expect(page.locator("#radius-hint")).to_contain_text(said.assumed)


def _reads_bar_and_gaps(page: Page) -> None:
    """Steps 2 and 3."""
    expect(_share(page)).to_have_text(re.compile(r"[\d.]+–[\d.]+ %"))
    fills = page.locator("#result .bar-large rect:not([width='2'])").evaluate_all(
        "(all) => all.map((one) => one.getAttribute('fill'))"
    )
    drawn = page.locator(".leaflet-pane path").evaluate_all(
        "(all) => all.map((one) => one.getAttribute('fill'))"
    )
    assert {fill for fill in fills if fill} <= set(drawn), "bar and map have the same colours"
    worst = page.locator("#gaps tbody tr").first
    assert worst.locator("td").count() >= 4
    before = page.evaluate("() => window.map_guantu.getBounds().toBBoxString()")
    worst.locator(".show").click()
    expect(page.locator(".leaflet-popup-content")).to_be_visible()
    assert page.evaluate("() => window.map_guantu.getBounds().toBBoxString()") != before


def _asks_for_backup_airspace_and_survey(page: Page, said: Said) -> None:
    """Steps 4 to 6."""
    page.get_by_role("link", name=said.twice).click()
    expect(page.locator(".legend")).to_contain_text(said.twice_surely)
    assert "k=2" in page.url
    expect(page.locator("#airspace")).to_contain_text(said.no_data)
    page.locator("#ways").get_by_role("link", name=said.survey).click()
    advice = page.locator("#more section").filter(has_text=said.survey)
    expect(advice.locator("tbody tr").first).to_be_visible(timeout=30_000)


def _tries_a_suggestion(page: Page) -> None:
    """Step 7."""
    page.locator("#siting-new_sites").fill("2")
    page.locator(".siting .primary").click()
    ticks = page.locator("#suggestions a.tick")
    expect(ticks).to_have_count(2, timeout=30_000)  # a search with a proof takes its time
    expect(page.locator(".proof").last.locator("dd")).to_have_count(4)
    _settled(page)
    before, gaps = _share(page).inner_text(), page.locator("#gaps").inner_text()
    ticks.first.click()
    expect(_share(page)).not_to_have_text(before)
    assert page.locator("#gaps").inner_text() != gaps
    expect(page.locator(".changes li")).to_have_count(1)


def _moves_it(page: Page, said: Said) -> None:
    """Step 8."""
    ticked, address = _share(page).inner_text(), page.url
    # The survey's answer is there too.
    expect(page.locator("#more")).not_to_have_class(re.compile("waiting"), timeout=30_000)
    page.locator("#suggestions .show").first.click()
    expect(page.locator(".leaflet-popup-content")).to_be_visible()
    page.locator(".leaflet-popup-close-button").click()
    assert page.locator(".folium-map").evaluate(SEEN) > 0.5, "what is asked for is in sight"
    # The site added is the last of its kind on the map.
    site = page.locator(".symbol-takeoff-in_use.draggable").last
    site.hover()  # which waits until the map stands still
    box = site.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.down()
    page.mouse.move(x + 24, y + 18, steps=4)
    page.mouse.up()
    page.wait_for_url(lambda now: now != address)
    expect(_share(page)).not_to_have_text(ticked)
    page.get_by_role("button", name=said.undo).click()
    expect(_share(page)).to_have_text(ticked)
    page.get_by_text(said.type_in, exact=True).click()
    page.get_by_label(said.which).select_option("what-if-1")
    page.get_by_label(said.lon).fill("113.9")
    page.get_by_label(said.lat).fill("22.85")
    page.get_by_role("button", name=said.put).click()
    expect(page.locator(".changes li")).to_contain_text("113.90000")


def _compares(page: Page, said: Said) -> None:
    """Step 9."""
    page.get_by_role("link", name=said.keep).click()
    expect(page.locator(".pairs tbody tr").first).to_be_visible()
    page.get_by_label(said.lon).fill("113.8")
    page.get_by_role("button", name=said.put).click()
    expect(page.locator(".changes li")).to_contain_text("113.80000")
    assert page.locator("#compared tbody tr").count() > 30


def _asks_the_way(page: Page, said: Said) -> None:
    """Step 10."""
    form = page.locator(".route-form")
    form.get_by_label(said.start, exact=True).select_option(index=1)
    form.get_by_label(said.end, exact=True).select_option(index=2)
    form.get_by_role("button", name=said.draw).click()
    length = page.locator("#more .facts dd").first
    expect(length).to_have_text(re.compile(r"[\d.]+–[\d.]+"), timeout=30_000)


def _sends_it(page: Page, said: Said) -> None:
    """Step 11."""
    shown, changed = _share(page).inner_text(), page.locator(".changes li").all_inner_texts()
    page.goto(page.url)
    _settled(page)
    expect(_share(page)).to_have_text(shown)
    assert page.locator(".changes li").all_inner_texts() == changed
    page.locator("details.menu > summary").click()
    expect(page.locator("details.menu [data-action=print]")).to_have_text(said.dossier)
    workbook = page.locator("details.menu").get_by_role("link").filter(has_text="XLSX")
    with page.expect_download() as download:
        workbook.first.click()
    assert download.value.path().stat().st_size > 1000
