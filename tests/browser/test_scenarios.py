"""A scenario's link opens for each role, and two compare without scripts."""

import json
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Ready, Watch
from tests.browser.every_page import MOST_REQUESTS, WIDTHS
from tests.browser.test_every_page import UNNAMED_STOPS, violations
from tests.made_scenarios import EVERYTHING


@pytest.fixture(scope="module")
def scenario(server: str) -> str:
    """Save a scenario and return its address."""
    headers = {"Content-Type": "application/json"}
    request = Request(f"{server}/scenarios", json.dumps(EVERYTHING).encode(), headers)
    with urlopen(request) as answer:
        return f"{server}/scenarios/{json.load(answer)['id']}"


@pytest.mark.parametrize(("language", "width"), [("zh", 390), ("en", 1440)])
def test_a_scenario_is_read_by_all(
    ready: Ready, watch: Watch, scenario: str, language: str, width: int
) -> None:
    ready.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page = ready(f"{scenario}?lang={language}")
    assert watch.answered <= MOST_REQUESTS
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert page.evaluate(UNNAMED_STOPS) == []
    assert violations(page) == []
    page.locator(".tabs").get_by_role("link").nth(3).click()
    expect(page.locator("#resident table")).to_be_visible()
    expect(page.locator("#planner")).to_have_count(0)


def test_two_are_compared_without_scripts(
    browser_context_no_script: BrowserContext, scenario: str
) -> None:
    page = browser_context_no_script.new_page()
    page.goto(f"{scenario}?lang=en")
    page.get_by_role("link", name="With today's city").click()
    expect(page.locator("#difference tbody tr").first).to_be_visible()
    expect(page.locator(".sides li")).to_have_count(2)
