"""The operator tries changes on the page: ticked, clicked, dragged, typed, undone, shared."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Ready, Watch

MEDICAL = "/operators/coverage?mission=medical&new_sites=2&"
MOVED = "takeoff-songshanhu-youlanli"


def opened(ready: Ready, address: str) -> Page:
    page = ready(address)
    page.wait_for_selector("html[data-operator=ready]", state="attached")
    return page


def share(page: Page) -> Locator:
    return page.locator("#result .figure-value").first


def changes(page: Page) -> Locator:
    return page.locator(".changes li")


def middle(page: Page, east: float, south: float) -> tuple[float, float]:
    """Return the pixel at a share of the map's width and height."""
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    return box["x"] + box["width"] * east, box["y"] + box["height"] * south


def test_a_suggestion_is_ticked_and_unticked_with_the_keyboard(ready: Ready, server: str) -> None:
    page = opened(ready, f"{server}{MEDICAL}")
    before = share(page).inner_text()
    tick = page.locator("#suggestions a.tick").first
    tick.focus()
    page.keyboard.press("Space")
    expect(changes(page)).to_have_count(1)
    expect(share(page)).not_to_have_text(before)
    expect(page.locator("#suggestions a.tick").first).to_be_focused()
    expect(page.locator("#suggestions a.tick").first).to_have_attribute("aria-checked", "true")
    expect(page.locator("[data-announce]")).to_have_text(re.compile(r"肯定覆盖 [\d.]+ %，可能覆盖"))
    page.keyboard.press("Enter")
    expect(changes(page)).to_have_count(0)
    expect(share(page)).to_have_text(before)


def test_a_click_adds_and_undo_and_redo_follow(ready: Ready, server: str) -> None:
    page = opened(ready, f"{server}{MEDICAL}lang=en")
    before = share(page).inner_text()
    page.get_by_role("button", name="Add on the map").click()
    page.mouse.click(*middle(page, 0.75, 0.6))
    expect(changes(page)).to_have_count(1)
    expect(share(page)).not_to_have_text(before)
    added, address = share(page).inner_text(), page.url
    assert "add=" in address
    page.locator("body").press("Control+z")
    expect(share(page)).to_have_text(before)
    assert "add=" not in page.url
    page.get_by_role("button", name="Redo").click()
    expect(share(page)).to_have_text(added)
    assert page.url == address
    # A link shared, or a reload, shows the same; so does the other language.
    opened(ready, address)
    expect(share(page)).to_have_text(added)
    expect(changes(page)).to_have_count(1)
    page.get_by_role("link", name="中文").click()
    expect(changes(page)).to_have_count(1)


def test_a_site_is_dragged(ready: Ready, server: str) -> None:
    page = opened(ready, f"{server}{MEDICAL}add=113.95,22.85,0,,Yard")
    before = share(page).inner_text()
    # The last of its kind is the one that the address adds.
    box = page.locator(".symbol-takeoff-in_use.draggable").last.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 13, box["y"] + 13)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] - 20, steps=4)
    page.mouse.up()
    expect(share(page)).not_to_have_text(before)
    page.wait_for_function("() => location.search && !location.search.includes('113.95,22.85,')")
    expect(changes(page)).to_have_count(1)
    expect(page.locator("#place-site")).to_have_value("what-if-1")


def test_undo_takes_back_what_is_not_answered_yet_and_no_more(ready: Ready, server: str) -> None:
    page = opened(ready, f"{server}{MEDICAL}")
    before = share(page).inner_text()
    page.locator("#suggestions a.tick").first.click()
    expect(changes(page)).to_have_count(1)
    ticked = share(page).inner_text()
    assert ticked != before
    # The second tick's answer is held back until it has been undone.
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/operators/coverage/live?*", hold)
    page.locator("#suggestions a.tick").nth(1).click()
    page.wait_for_function("() => document.body.classList.contains('asking')")
    answers = page.locator("html").get_attribute("data-answered")
    page.locator("body").press("Control+z")
    expect(page.locator("html")).not_to_have_attribute("data-answered", answers or "")
    expect(changes(page)).to_have_count(1)
    expect(share(page)).to_have_text(ticked)
    assert len(held) == 1


def test_a_position_is_typed_nudged_and_refused(ready: Ready, server: str, watch: Watch) -> None:
    watch.expected.add(422)
    page = opened(ready, f"{server}{MEDICAL}lang=en")
    page.get_by_text("Type a position", exact=True).click()
    page.get_by_label("Longitude").fill("113.9")
    page.get_by_label("Latitude").fill("22.85")
    page.get_by_label("Name", exact=True).fill("Yard")
    page.get_by_role("button", name="Put it there").click()
    expect(changes(page)).to_have_text(re.compile("Yard.*113.90000, 22.85000"))
    page.get_by_label("Which site").select_option("what-if-1")
    page.get_by_role("button", name="Nudge with arrow keys").press("ArrowUp")
    expect(changes(page)).to_have_text(re.compile("22.85090"))
    page.get_by_label("Which site").select_option(MOVED)
    page.get_by_label("Longitude").fill("112.5")
    page.get_by_label("Latitude").fill("22.01")
    page.get_by_role("button", name="Put it there").click()
    expect(changes(page)).to_have_count(2)


def test_a_question_that_fails_keeps_the_last_answer(
    ready: Ready, server: str, watch: Watch
) -> None:
    page = opened(ready, f"{server}{MEDICAL}lang=en")
    before = share(page).inner_text()
    watch.expected.add(503)
    page.route("**/coverage/live?**", lambda route: route.fulfill(status=503, json={"detail": "x"}))
    page.locator("#suggestions a.tick").first.click()
    expect(page.locator("[data-state]")).to_contain_text("The last answer stays")
    expect(share(page)).to_have_text(before)


def test_a_beside_b_and_how_often_places_are_reached(ready: Ready, server: str) -> None:
    page = opened(ready, f"{server}{MEDICAL}")
    page.get_by_role("link", name="至少 2 个起降点可达").click()
    expect(page.get_by_label("可能有 2 个以上可达")).to_be_checked()
    # A click that comes before the answer to the one before it waits, and nothing is lost.
    page.get_by_role("link", name="至少 1 个起降点可达").click()
    page.get_by_role("link", name="存为 A").click()
    expect(page.locator(".pairs tbody tr")).to_have_count(5)
    assert "k=2" not in page.url
    page.locator("#suggestions a.tick").first.click()
    expect(page.get_by_label("肯定新增覆盖")).to_be_checked()
    first = page.locator("#compared tbody tr").first
    expect(first).to_contain_text("平方公里")
    page.locator("#compared thead button").nth(2).click()
    page.locator("#suggestions a.tick").nth(1).click()
    expect(changes(page)).to_have_count(2)
    expect(page.locator("#compared th[aria-sort]")).to_have_text("B")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_a_phone_results_come_first_over_the_map(
    ready: Ready, server: str, language: str
) -> None:
    ready.page.set_viewport_size({"width": 390, "height": 844})
    page = opened(ready, f"{server}{MEDICAL}lang={language}")
    headline = page.locator("#result h2").bounding_box()
    chart = page.locator(".folium-map").bounding_box()
    assert headline is not None
    assert chart is not None
    assert chart["y"] < headline["y"] < 844
    page.locator("#changes").scroll_into_view_if_needed()
    page.locator("#suggestions a.tick").first.click()
    expect(changes(page)).to_have_count(1)
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_the_keyboard_alone_tries_and_compares(ready: Ready, server: str) -> None:
    page = opened(ready, f"{server}{MEDICAL}lang=en")

    def reach(label: str) -> None:
        for _ in range(120):
            page.keyboard.press("Tab")
            said = page.evaluate(
                "() => { const one = document.activeElement;"
                " return one.getAttribute('aria-label') || one.labels?.[0]?.textContent"
                " || one.textContent; }"
            )
            if label in said:
                return
        pytest.fail(f"{label} is not reached")

    reach("Type a position")
    page.keyboard.press("Enter")
    for label, text in (("Longitude", "113.9"), ("Latitude", "22.85")):
        reach(label)
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(changes(page)).to_have_count(1)
    page.locator("h1").click()
    reach("Compare with today")
    page.keyboard.press("Enter")
    expect(page.locator("#compare")).to_be_visible()


def test_surveying_first_and_a_route_follow_what_is_tried(ready: Ready, server: str) -> None:
    page = opened(ready, f"{server}{MEDICAL}lang=en")
    page.get_by_role("link", name="Which position to survey first?").click()
    first = page.locator("#survey tbody tr").first
    expect(first).to_contain_text("Songshan Lake")
    first.get_by_role("link", name="Try").click()
    expect(changes(page)).to_have_text(re.compile("Moved.*50 m"))
    # What is known to 50 m is no longer what to survey first.
    expect(first).not_to_contain_text("Songshan Lake")
    page.get_by_label("From", exact=True).select_option("takeoff-nancheng-guesthouse")
    page.get_by_label("To", exact=True).select_option(MOVED)
    page.get_by_role("button", name="Draw the route").click()
    expect(page.locator("#route-title")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Route")).to_be_checked()
    assert "start=" in page.url
    page.get_by_role("link", name="Remove the route").click()
    expect(page.locator("#route-title")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 390])
def test_both_ends_of_a_route_are_picked_on_the_map(ready: Ready, server: str, width: int) -> None:
    ready.page.set_viewport_size({"width": width, "height": 844})
    page = opened(ready, f"{server}/operators/coverage?mission=medical&lang=en")
    rows = page.locator("#sites tbody tr")
    popup = page.locator(".leaflet-popup-content")
    rows.nth(0).locator(".show").click()
    offered = popup.get_by_role("button", name="Route from here").first
    expect(offered).to_be_in_viewport(ratio=1)
    offered.click()
    expect(popup).to_contain_text("Now choose where it ends")
    chosen = page.get_by_label("From", exact=True)
    first = chosen.input_value()
    assert first.startswith("takeoff-")
    # One place is never both ends of a route.
    popup.get_by_role("button", name="Route to here").first.click()
    expect(chosen).to_have_value("")
    popup.get_by_role("button", name="Now choose where it ends").first.click()
    expect(page.get_by_label("To", exact=True)).to_have_value("")
    rows.nth(2).locator(".show").click()
    popup.get_by_role("button", name="Route to here").first.click()
    expect(page.locator("#route-title")).to_be_visible()
    expect(popup).to_have_count(0)
    assert f"start={first}" in page.url


def test_a_site_that_is_added_is_an_end_of_a_route(ready: Ready, server: str) -> None:
    page = opened(ready, f"{server}{MEDICAL}lang=en")
    page.locator("#suggestions a.tick").first.click()
    expect(changes(page)).to_have_count(1)
    page.get_by_label("From", exact=True).select_option("what-if-1")
    page.get_by_label("To", exact=True).select_option(MOVED)
    page.get_by_role("button", name="Draw the route").click()
    expect(page.locator("#route-title")).to_contain_text("Suggestion 1")


def test_an_empty_field_can_be_filled_after_an_answer(ready: Ready, server: str) -> None:
    page = opened(ready, f"{server}/operators/coverage?lang=en")
    before = share(page).inner_text()
    page.locator(".pill", has_text="Medical").click()
    expect(share(page)).not_to_have_text(before)
    page.get_by_label("Service radius (m)").first.fill("7000")
    page.locator("[data-form=ask]").get_by_role("button", name="Work it out").click()
    page.wait_for_url("**radius_m=7000**")


def test_a_hostile_name_stays_a_name(ready: Ready, server: str) -> None:
    name = quote("<img src=x onerror=window.hit=1>${window.hit=2}")
    page = opened(ready, f"{server}/operators/coverage?add=113.9,22.85,0,,{name}&a=now")
    page.get_by_role("link", name="结束比较").click()
    expect(page.locator("#compare")).to_have_count(0)
    expect(changes(page)).to_contain_text("onerror")
    expect(page.locator("#place-site option").nth(1)).to_contain_text("<img")
    assert page.evaluate("() => window.hit") is None
