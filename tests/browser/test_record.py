"""A planner searches the record, follows a citation, and reads the conflicts."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Ready
from tests.browser.every_page import WIDTHS


@pytest.mark.parametrize("width", WIDTHS)
def test_a_word_leads_to_its_lines(ready: Ready, server: str, width: int) -> None:
    ready.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page = ready(f"{server}/planners/record")
    page.get_by_label("词", exact=True).fill("起降点")
    page.get_by_role("button", name="查找").click()
    facts = page.locator("[data-fact]")
    expect(facts.first).to_be_visible()
    expect(page.locator("#found-title .count")).to_have_text(str(facts.count()))
    facts.first.locator(".cite a").click()
    expect(page.locator("[data-fact]").first).to_be_visible()
    assert "line=" in page.url
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.parametrize("width", WIDTHS)
def test_conflicts_fold_and_lead_to_the_record(ready: Ready, server: str, width: int) -> None:
    ready.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page = ready(f"{server}/planners/record?lang=en")
    page.get_by_role("navigation", name="Planner pages").get_by_role(
        "link", name="Conflicts"
    ).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Conflicts and defects")
    folded = page.locator("details.kind").nth(1)
    expect(folded.locator(".conflict").first).to_be_hidden()
    folded.locator("summary").click()
    expect(folded.locator(".conflict").first).to_be_visible()
    folded.locator(".side .cite a").first.click()
    expect(page.locator("[data-fact]").first).to_be_visible()


def test_the_outline_opens_down_to_a_section(ready: Ready, server: str) -> None:
    page = ready(f"{server}/planners/record")
    page.locator(".outline > details", has_text="2024年方案").locator("> summary").click()
    page.locator(".outline summary", has_text="二 重点方向").click()
    page.locator(".outline summary", has_text="战略性新兴产业重点细分领域").click()
    page.locator(".outline").get_by_role("link", name="低空经济产业集群").click()
    expect(page.get_by_text("章节：二（一）8（第 221–234 行）")).to_be_visible()
    page.get_by_role("link", name="去掉").click()
    assert "section=" not in page.url
    expect(page.get_by_role("link", name="下一页")).to_be_visible()


def test_it_works_without_scripts(context: BrowserContext, server: str) -> None:
    assert context.browser is not None
    with context.browser.new_context(java_script_enabled=False) as plain:
        page = plain.new_page()
        page.goto(f"{server}/planners/record?lang=en&f=html")
        assert page.locator("#places tbody tr").count() > 60
        page.get_by_label("Words").fill("low-altitude")
        page.get_by_role("button", name="Search").click()
        assert page.locator("[data-fact]").count() > 5
        assert "lang=en" in page.url
