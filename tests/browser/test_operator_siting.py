"""New sites are asked for in one card: any problem, its fields, its proof; also without scripts."""

import json

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.browser.conftest import Ready, Watch

COVERAGE = "/operators/coverage?mission=logistics&"
NEEDED = {
    "maximal": {"new_sites", "demand"},
    "fewest": {"demand"},
    "partial": {"share", "demand"},
    "backup": {"new_sites", "times", "demand"},
    "capacitated": {"new_sites", "capacity_per_day", "movements_per_person_day"},
    "build_order": {"counts", "demand"},
    "median": {"new_sites"},
    "center": {"new_sites"},
    "connected": {"new_sites", "flight_m", "demand"},
}


def opened(ready: Ready, address: str) -> Page:
    page = ready(address)
    page.wait_for_selector("html[data-operator=ready]", state="attached")
    return page


def card(page: Page) -> Locator:
    return page.locator(".siting")


def work_it_out(page: Page) -> None:
    card(page).get_by_role("button", name="Work it out").click()


def test_a_question_runs_as_a_job_and_its_sites_are_ticked(ready: Ready, server: str) -> None:
    page = opened(ready, f"{server}{COVERAGE}lang=en")
    page.get_by_label("Question").select_option("fewest")
    page.locator("#siting-candidates").select_option("hubs")
    page.get_by_label("With a certificate").check()
    with page.expect_response("**/results") as answered:
        work_it_out(page)
    expect(page.locator("#suggested")).to_contain_text("Proven best")
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Download the certificate").click()
    certificate = json.loads(downloaded.value.path().read_text())
    assert certificate == answered.value.json()["certificate"]
    rows = page.locator("#suggestions tbody tr")
    assert rows.count() == len(answered.value.json()["sites"]) > 1
    tick = page.locator("#suggestions a.tick").first
    tick.click()
    expect(page.locator(".changes li")).to_have_count(1)
    expect(tick).to_have_attribute("aria-checked", "true")
    # The one that is tried is a site by now.
    expect(page.locator(".symbol-suggested")).to_have_count(rows.count() - 1)
    # The question stands in the address: a link shows the same, and undoing takes it back.
    shown = page.locator("#suggested").inner_text()
    opened(ready, page.url)
    assert page.locator("#suggested").inner_text() == shown
    expect(page.get_by_label("Question")).to_have_value("fewest")
    page.get_by_role("link", name="Hide suggestions").click()
    expect(rows).to_have_count(0)
    assert "problem=" not in page.url
    page.locator("body").press("Control+z")
    expect(rows).not_to_have_count(0)


def test_each_problem_shows_just_the_fields_that_it_needs(ready: Ready, server: str) -> None:
    page = opened(ready, f"{server}{COVERAGE}lang=en")
    offered = page.locator("#siting-problem option").evaluate_all(
        "(all) => all.map((one) => one.value)"
    )
    assert offered == list(NEEDED)
    for candidates, more in (("grid", {"spacing_m"}), ("carriers", set())):
        page.locator("#siting-candidates").select_option(candidates)
        for problem, needed in NEEDED.items():
            page.get_by_label("Question").select_option(problem)
            names = (
                card(page)
                .locator(".field :is(input, select):visible")
                .evaluate_all("(all) => all.map((one) => one.name)")
            )
            assert set(names) == {"problem", "candidates", *needed, *more}
            sent = page.evaluate(
                "() => [...new FormData(document.querySelector('[data-form=siting]')).keys()]"
            )
            assert set(sent) - {"mission", "lang"} == set(names)


@pytest.mark.parametrize(
    ("problem", "numbers"),
    [
        ("partial", {"share": "0.85"}),
        ("capacitated", {"capacity_per_day": "2000", "movements_per_person_day": "0.01"}),
        ("connected", {"flight_m": "20000"}),
        ("build_order", {"counts": "1，2"}),
        ("center", {}),
    ],
)
def test_problems_that_were_on_the_interface_only_are_answered_here(
    ready: Ready, server: str, problem: str, numbers: dict[str, str]
) -> None:
    page = opened(ready, f"{server}{COVERAGE}candidates=carriers&")
    page.locator("#siting-problem").select_option(problem)
    for name, value in numbers.items():
        page.locator(f"#siting-{name}").fill(value)
    with page.expect_response("**/results") as answered:
        card(page).get_by_role("button", name="开始计算").click()
    found = answered.value.json()
    assert found["problem"] == problem
    rows = page.locator("#suggestions tbody tr")
    expect(rows).to_have_count(len(found["sites"]))
    assert found["sites"]
    expect(page.locator("#suggested .proof dd")).to_have_count(4)
    assert f"problem={problem}" in page.url


def test_an_error_is_told_beside_its_field(ready: Ready, server: str, watch: Watch) -> None:
    watch.expected |= {400, 422}
    page = opened(ready, f"{server}/operators/coverage?mission=delivery")
    page.locator("#siting-candidates").select_option("hubs")
    card(page).get_by_role("button", name="开始计算").click()
    box = page.locator(".field", has=page.locator("#siting-candidates"))
    expect(box.get_by_role("alert")).to_contain_text("加大服务半径")
    expect(page.locator("#siting-candidates")).to_have_attribute("aria-invalid", "true")
    assert "candidates" not in page.url, "the last answer stays"
    # Another answer takes it away.
    page.locator("#siting-candidates").select_option("grid")
    page.locator("#siting-spacing_m").fill("8000")
    card(page).get_by_role("button", name="开始计算").click()
    expect(page.locator("#suggestions tbody tr")).to_have_count(3)
    expect(page.locator(".field-error")).to_have_count(0)
    # A mission for which the question cannot be answered says so at the same place.
    page.locator("#siting-candidates").select_option("hubs")
    page.locator(".pill", has_text="物流").click()
    page.wait_for_url("**mission=logistics**")
    card(page).get_by_role("button", name="开始计算").click()
    page.wait_for_url("**candidates=hubs**")
    expect(page.locator(".field-error")).to_have_count(0)
    page.locator(".pill", has_text="配送").click()
    expect(box.get_by_role("alert")).to_contain_text("加大服务半径")


def test_a_run_is_cancelled_and_the_last_answer_stays(ready: Ready, server: str) -> None:
    page = opened(ready, f"{server}{COVERAGE}new_sites=1&candidates=hubs&lang=en")
    shown = page.locator("#suggested").inner_text()
    held: list[Route] = []
    # Its events are held back: for the page it runs on.
    page.route("**/jobs/*/events", lambda route: held.append(route))  # noqa: PLW0108  # it marks what it is given
    page.get_by_label("How many", exact=True).fill("3")
    work_it_out(page)
    expect(card(page).get_by_role("progressbar")).to_be_visible()
    with page.expect_request(lambda asked: asked.method == "DELETE"):
        page.get_by_role("button", name="Stop").click()
    expect(page.locator("[data-siting-state]")).to_have_text("Stopped; the last suggestion stays.")
    expect(card(page).get_by_role("progressbar")).to_be_hidden()
    assert page.locator("#suggested").inner_text() == shown
    for route in held:
        route.abort()


def test_without_scripts_the_form_asks_and_tells_what_is_missing(
    browser_context_no_script: BrowserContext, server: str
) -> None:
    page = browser_context_no_script.new_page()
    page.set_extra_http_headers({"Accept": "text/html"})
    page.goto(f"{server}{COVERAGE}lang=en")
    page.get_by_label("Question").select_option("connected")
    page.locator("#siting-candidates").select_option("hubs")
    page.locator("#siting-new_sites").fill("2")
    work_it_out(page)
    field = page.locator(".field", has=page.locator("#siting-flight_m"))
    expect(field).to_contain_text("no source states it")
    expect(page.locator("#siting-flight_m")).to_be_focused()
    page.locator("#siting-flight_m").fill("30000")
    page.get_by_label("With a certificate").check()
    work_it_out(page)
    expect(page.locator("#suggestions tbody tr")).to_have_count(2)
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Download the certificate").click()
    assert "model" in json.loads(downloaded.value.path().read_text())
    page.locator("#suggestions a.tick").first.click()
    expect(page.locator(".changes li")).to_have_count(1)
    expect(page.locator("#suggestions tbody tr")).to_have_count(2)
