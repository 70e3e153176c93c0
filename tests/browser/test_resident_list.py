"""The residents' list while it changes: the map follows, and an error keeps the last result."""

from playwright.sync_api import Route, expect

from tests.browser.conftest import Ready, Watch


def test_list_and_map_show_the_same_and_light_each_other(ready: Ready, server: str) -> None:
    ready.page.set_viewport_size({"width": 1440, "height": 900})
    page = ready(f"{server}/landmarks?q=巴士")
    page.wait_for_selector("html[data-resident=ready]", state="attached")
    left = page.locator(".symbol-landmark:not(.left-out)")
    expect(left).to_have_count(1)
    expect(left.locator("b")).to_have_text("4")  # 3 stands there too, and is not in the list
    page.locator("#landmark-4").hover()
    expect(left).to_have_class("leaflet-marker-icon symbol symbol-landmark leaflet-zoom-animated "
                               "leaflet-interactive lit")  # fmt: skip
    page.mouse.move(5, 5)
    expect(page.locator(".symbol-landmark.lit")).to_have_count(0)
    left.hover()
    expect(page.locator("#landmark-4")).to_have_attribute("data-lit", "")
    page.locator("#clear-all").click()
    expect(page.locator(".landmark")).to_have_count(10)
    expect(page.locator(".symbol-landmark.left-out")).to_have_count(0)
    expect(page.locator(".symbol-landmark b", has_text="3·4")).to_be_attached()
    page.wait_for_url(f"{server}/landmarks")


def test_an_error_keeps_the_last_result_and_offers_a_way_on(
    ready: Ready, server: str, watch: Watch
) -> None:
    watch.expected.add(503)
    page = ready(f"{server}/landmarks?q=bhw")
    page.wait_for_selector("html[data-resident=ready]", state="attached")

    def refuse(route: Route) -> None:
        route.fulfill(status=503, body="")

    page.route("**/landmarks?*part=list*", refuse)
    search = page.get_by_role("searchbox", name="找地标")
    search.fill("虎门")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("列表还是上一次的结果")
    expect(page.locator(".landmark")).to_have_count(2)
    page.unroute("**/landmarks?*part=list*", refuse)
    alert.get_by_role("button", name="再试一次").click()
    expect(alert).to_have_count(0)
    expect(page.locator(".landmark h2")).to_contain_text("虎门")
    page.reload()
    expect(page.locator(".landmark h2")).to_contain_text("虎门")


def test_a_chip_taken_off_does_not_lose_the_keyboard(ready: Ready, server: str) -> None:
    page = ready(f"{server}/landmarks?do=ride&lang=en")
    page.wait_for_selector("html[data-resident=ready]", state="attached")
    chosen = page.locator(".chip-rows .ask-chip", has_text="Getting around")
    chosen.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".landmark")).to_have_count(10)
    expect(page.get_by_role("searchbox", name="Find a landmark")).to_be_focused()
