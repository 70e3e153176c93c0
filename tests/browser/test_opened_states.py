"""What is closed at first is as usable as the rest once it is open: menus, popups, folds."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Ready, Watch
from tests.browser.every_page import PAGES, WIDTHS
from tests.browser.usable import faults, violations

Open = Callable[[Page], None]
LANGUAGE = {1440: "en", 390: "zh"}
FOLDED = (
    "operator",
    "operator_compared",
    "operator_asides",
    "planner",
    "planner_compare",
    "town",
    "drift",
    "built",
    "targets",
    "record",
    "conflicts",
    "resident",
    "landmark",
    "scenario",
    "scenario_new",
    "about",
    "error",
)
"""The pages that have something to unfold."""
OPEN_FOLDS = """() => [...document.querySelectorAll('main details:not([open])')]
  .map((one) => { one.open = true; }).length"""
KINDS = """() => [...new Set(JSON.parse(document.getElementById('map-facts').textContent).layers
  .filter((one) => one.features.some((feature) => feature.notes.length))
  .map((one) => one.name))]"""
"""The layers of a map whose features say something of themselves."""
OPEN_POPUP = """(name) => {
  const said = JSON.parse(document.getElementById('map-facts').textContent);
  const speaking = (one) => one.getLayers
    ? one.getLayers().map(speaking).find(Boolean) : one.getPopup() && one;
  const groups = said.layers.filter((one) => one.name === name)
    .map(({ variable }) => window[variable]);
  groups.forEach((group) => group.addTo(window.map_guantu));
  groups.map(speaking).find(Boolean).openPopup();
}"""


def opened(ready: Ready, server: str, address: str, width: int) -> Page:
    """Open a page in a window of a width, in the language that goes with it."""
    ready.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    return ready(f"{server}{address}lang={LANGUAGE[width]}")


def _menu(page: Page) -> None:
    page.locator("details.menu > summary").click()
    expect(page.locator(".menu-box")).to_be_visible()


def _keys(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def _large(page: Page) -> None:
    page.locator("[data-letters]").click()


def _legend(page: Page) -> None:
    if page.locator("#map-toggle").is_visible():
        page.locator("#map-toggle").click()
    page.locator(".legend-fold").evaluate("(one) => { one.open = true; }")
    expect(page.locator(".legend")).to_be_visible()


def _sheet(page: Page) -> None:
    handle = page.locator("[data-do=sheet]")
    if handle.is_visible():
        handle.click()


def _town_card(page: Page) -> None:
    page.locator("#town-list tbody th a").first.click()
    expect(page.locator("#town-panel #town-card")).to_be_visible()
    page.evaluate(OPEN_FOLDS)
    page.evaluate("() => scrollTo(0, 0)")  # axe measures what the header covers, too


STATES: dict[str, tuple[str, Open]] = {
    **{f"menu of {name}": (PAGES[name], _menu) for name in ("landing", "operator", "planner")},
    "keys": (PAGES["operator"], _keys),
    **{f"large {name}": (PAGES[name], _large) for name in ("operator", "planner", "landmark")},
    **{
        f"legend of {name}": (PAGES[name], _legend)
        for name in ("operator", "planner", "drift", "built", "resident", "landmark")
    },
    "sheet": (PAGES["operator"], _sheet),
    "town card": (PAGES["planner"], _town_card),
}
"""Name to where it is opened, and how."""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", STATES)
def test_what_opens(name: str, width: int, ready: Ready, server: str, ids: dict[str, str]) -> None:
    address, open_it = STATES[name]
    page = opened(ready, server, address.format(**ids), width)
    open_it(page)
    assert faults(page) == []


@pytest.mark.parametrize("name", FOLDED)
def test_what_is_folded(
    name: str, ready: Ready, server: str, ids: dict[str, str], watch: Watch
) -> None:
    # The same is folded at every width; the least room and the longer words are the hardest.
    if name == "error":
        watch.expected.add(404)
    ready.page.set_viewport_size({"width": 390, "height": WIDTHS[390]})
    page = ready(f"{server}{PAGES[name].format(**ids)}lang=en")
    assert page.evaluate(OPEN_FOLDS) > 0
    assert faults(page) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["operator", "planner", "drift", "built", "resident", "scenario"])
def test_a_popup_of_each_kind_of_layer(
    name: str, width: int, ready: Ready, server: str, ids: dict[str, str]
) -> None:
    page = opened(ready, server, PAGES[name].format(**ids), width)
    if page.locator("#map-toggle").is_visible():
        page.locator("#map-toggle").click()
    for kind in page.evaluate(KINDS):
        page.evaluate(OPEN_POPUP, kind)
        expect(page.locator(".leaflet-popup")).to_have_count(1)  # one fades out, one in
        expect(page.locator(".leaflet-popup")).to_have_css("opacity", "1")
        assert violations(page, ".leaflet-popup") == [], kind
    assert faults(page) == []


FORMS = {
    "scenario form": ("/scenarios/new?", "form.making-form button[type=submit]"),
    "scenario file": ("/scenarios?", "form:has(#file) button[type=submit]"),
    "own table": ("/planners/specialisation?", "form:has(#table-file) button[type=submit]"),
}
"""The forms whose page tells what is wrong, and what hands them in."""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", FORMS)
def test_what_a_form_says_is_wrong(
    name: str, width: int, ready: Ready, server: str, watch: Watch
) -> None:
    watch.expected |= {400, 422}
    address, submit = FORMS[name]
    page = opened(ready, server, address, width)
    if name == "scenario form":
        page.locator("#radius_m").fill("far")
    else:
        page.locator("input[type=file]").set_input_files(
            {"name": "wrong.csv", "mimeType": "text/plain", "buffer": b"\x00 no table"}
        )
    page.locator(submit).first.click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.evaluate(OPEN_FOLDS)
    assert faults(page) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/planners/towns", "/operators/coverage", "/landmarks"])
def test_the_banner_of_a_scenario(
    path: str, width: int, ready: Ready, server: str, ids: dict[str, str]
) -> None:
    page = opened(ready, server, f"{path}?scenario={ids['scenario']}&", width)
    expect(page.locator(".scenario-banner")).to_be_visible()
    assert faults(page) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/planners/towns?", "/operators/coverage?mission=medical&"])
def test_a_popup_takes_the_focus_and_gives_it_back(
    path: str, width: int, ready: Ready, server: str
) -> None:
    page = opened(ready, server, path, width)
    page.evaluate(OPEN_FOLDS)
    opener = page.locator("main [data-show]:visible").first
    opener.focus()
    page.keyboard.press("Enter")
    popup = page.get_by_role("dialog")
    expect(popup).to_be_in_viewport()
    expect(popup.locator(":focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    expect(opener).to_be_focused()


def test_a_popup_opened_on_the_map_closes_by_escape(ready: Ready, server: str) -> None:
    page = opened(ready, server, "/landmarks?", 1440)
    page.locator(".symbol-landmark").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("dialog").get_by_role("link").first.focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".folium-map")).to_be_focused()
