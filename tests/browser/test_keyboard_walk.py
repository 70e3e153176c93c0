"""By Tab alone one gets everywhere: each stop is named, seen, not covered, and left again."""

import json
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Ready
from tests.browser.every_page import PAGES, WIDTHS
from tests.made_scenarios import EVERYTHING

START = """() => {
  const name = (one) => {
    const said = (one.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean)
      .map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    const labels = [...(one.labels ?? [])].map((label) => label.textContent).join(' ');
    return (one.getAttribute('aria-label') || said || labels || one.textContent || '').trim();
  };
  // What a hidden box of ours shows its focus on: the pill or the button beside it.
  const shownOn = (one) => (one.getBoundingClientRect().width > 2 ? one : one.nextElementSibling);
  const ring = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  };
  const bare = (one) => {
    const box = one.getBoundingClientRect();
    const inside = (x, y) => {
      const top = document.elementFromPoint(x, y);
      const own = one.closest('label') ?? one;
      return top !== null && (own.contains(top) || top.contains(own));
    };
    const shares = [0.1, 0.5, 0.9];
    return shares.some((across) => shares.some((down) =>
      inside(box.left + across * box.width, box.top + down * box.height)));
  };
  const can = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
  const free = (one) => one.checkVisibility({ visibilityProperty: true }) && one.tabIndex >= 0
    && !one.disabled && !one.closest('[inert], dialog:not([open])');
  // Of the radio buttons of a group Tab takes the chosen one, arrows take the others.
  const first = (one) => one.type !== 'radio' || one.checked
    || !document.querySelector(`input[name="${one.name}"]:checked`);
  const expected = [...document.querySelectorAll(can)].filter((one) => free(one) && first(one));
  window.walk = { expected, stops: new Set(), wrong: [] };
  const say = (one, what) => window.walk.wrong.push(`${what}: ${one.outerHTML.slice(0, 140)}`);
  // Looked at just before the next Tab, when the page has scrolled to it.
  document.addEventListener('keydown', (event) => {
    const one = document.activeElement;
    if (event.key !== 'Tab' || one === document.body || window.walk.stops.has(one)) return;
    window.walk.stops.add(one);
    if (!name(one)) say(one, 'no name');
    if (!ring(shownOn(one))) say(one, 'no ring');
    if (!bare(shownOn(one))) say(one, 'covered');
  }, { capture: true });
  return expected.length;
}"""
FOUND = """() => ({ wrong: window.walk.wrong,
  missed: window.walk.expected.filter((one) => !window.walk.stops.has(one))
    .map((one) => one.outerHTML.slice(0, 140)) })"""
WALKED = {
    **{
        name: PAGES[name]
        for name in (
            "landing",
            "planner",
            "operator",
            "resident",
            "landmark",
            "collection",
            "about",
        )
    },
    "scenario": "/scenarios/{scenario}?",
}


@pytest.fixture(scope="module")
def scenario(server: str) -> str:
    """Save a scenario and return its id."""
    headers = {"Content-Type": "application/json"}
    request = Request(f"{server}/scenarios", json.dumps(EVERYTHING).encode(), headers)
    with urlopen(request) as answer:
        return str(json.load(answer)["id"])


def walked(page: Page) -> dict[str, Any]:
    """Press Tab once round the page and return what was wrong, and what was never reached."""
    for _ in range(page.evaluate(START) + 12):  # boxes that scroll are stops of their own
        page.keyboard.press("Tab")
    found: dict[str, Any] = page.evaluate(FOUND)
    return found


@pytest.mark.parametrize(("language", "width"), [("zh", 390), ("en", 1440)])
@pytest.mark.parametrize("name", WALKED)
def test_tab_reaches_everything(
    name: str, language: str, width: int, server: str, landmark: str, scenario: str, ready: Ready
) -> None:
    ready.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    address = WALKED[name].format(landmark=landmark, scenario=scenario)
    page = ready(f"{server}{address}lang={language}")
    assert walked(page) == {"wrong": [], "missed": []}


def test_the_keys_dialog_holds_the_focus_and_gives_it_back(ready: Ready, server: str) -> None:
    page = ready(f"{server}/landmarks?lang=en")
    opener = page.locator("[data-keys]")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
        expect(page.locator("main :focus, header :focus")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
