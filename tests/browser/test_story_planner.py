"""The planner's first five minutes, step by step as docs/users/planner.md numbers them."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Ready, Watch
from tests.browser.every_page import WIDTHS


@dataclass(frozen=True)
class Said:
    """What the page says in one language."""

    language: str
    planner: str
    find: str
    town: str
    clauses: str
    covered: str
    stands: str
    show: str
    drift: str
    built: str
    paste: str
    work_out: str
    not_a_number: str


LANGUAGES = {
    "zh": Said(
        "zh", "规划", "按名称查找", "横沥镇", "点名它的条款", "低空起降点覆盖",
        "集聚区、载体、地标", "查看", "沿革", "规划与现状", "粘贴表格", "计算", "不是数",
    ),
    "en": Said(
        "en", "Planner", "Find a town", "Hengli", "Clauses that name it", "Takeoff coverage",
        "Hubs, carriers, landmarks", "Show", "Drift", "Plan against built", "paste",
        "Work it out", "Not a number",
    ),
}  # fmt: skip
TABLE = "镇街\t产业\t企业数\n横沥\t模具\t30\n横沥\t服装\t10\n东坑\t模具\t许多\n东坑\t服装\t20"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_lin_prepares_for_tomorrow(
    ready: Ready, server: str, watch: Watch, language: str, width: int
) -> None:
    said = LANGUAGES[language]
    ready.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page = ready(f"{server}/?lang={language}")
    # 1 and 2: her page, and her town in the list.
    page.locator(".roles").get_by_role("link", name=said.planner).click()
    _drawn(page)
    page.get_by_label(said.find).fill(said.town[:2] if language == "zh" else said.town)
    town = page.locator("#town-list").get_by_role("link", name=said.town, exact=True)
    expect(page.locator("#town-list tbody tr:visible")).to_have_count(1)
    # 3 and 4: the town is marked, and its card tells what names it and what it has.
    town.click()
    _reads_the_card(page, said)
    # 5: one plan, one cluster, in the address too; on a phone the choice is folded.
    _unfolds(page)
    page.locator("form.theme select[name=document]").select_option("d004")
    page.locator("form.theme select[name=field]").select_option("materials")
    page.locator("form.theme").get_by_role("button", name=said.show).click()
    page.wait_for_url("**document=d004**")
    assert all(part in page.url for part in ("field=materials", "town=hengli", "name="))
    _drawn(page)
    # 6 and 7: drift, and what is built.
    _moves_the_year(page, said)
    page.locator(".tabs").get_by_role("link", name=said.built, exact=True).click()
    _drawn(page)
    expect(page.locator(".symbol-nowhere").first).to_be_visible()
    # 8 to 10: beside two neighbours, with a table of her own, and what she takes along.
    _compares(ready(f"{server}/planners/towns?compare=hengli,chashan,dongkeng&lang={language}"))
    watch.expected.add(422)
    _mends_a_table(ready(f"{server}/planners/specialisation?lang={language}"), said)
    _takes_it_along(ready(f"{server}/planners/towns?town=hengli&lang={language}"))


def _drawn(page: Page) -> None:
    page.wait_for_selector("html[data-map=ready]", state="attached")


def _reads_the_card(page: Page, said: Said) -> None:
    card = page.locator("#town-card")
    for title in (said.covered, said.clauses, said.stands):
        card.locator("summary", has_text=title).click()
    expect(card.locator("li", has_text="392").first).to_be_visible()
    expect(card.locator(".bar-line").first).to_be_visible()
    assert "town=hengli" in page.url


def _moves_the_year(page: Page, said: Said) -> None:
    page.locator(".tabs").get_by_role("link", name=said.drift, exact=True).click()
    _drawn(page)
    page.locator("select[name=town]").select_option("hengli")
    page.locator("form.ask .primary").click()
    page.wait_for_url("**town=hengli**")
    _drawn(page)
    years = page.get_by_role("slider")
    years.focus()
    page.keyboard.press("Home")
    rows = page.locator("#changes tbody tr:visible")
    expect(rows).to_have_count(0)
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    assert "year=2024" in page.url
    expect(page.locator(".year-said")).to_contain_text("2024")
    assert {row.get_attribute("data-kind") for row in rows.all()} == {"dropped"}
    count = page.locator("[data-count=dropped]").inner_text()
    assert int(count) == rows.count() > 0
    label = page.locator(".town-label", has_text=said.town.removesuffix("镇"))
    expect(label.locator("small")).to_have_text(f"\N{MINUS SIGN}{count}")


def _compares(page: Page) -> None:
    measures = page.locator(".measures tbody")
    assert measures.count() > 8
    assert {measure.locator("tr").count() for measure in measures.all()} == {4}


def _mends_a_table(page: Page, said: Said) -> None:
    page.get_by_label(said.paste).fill(TABLE)
    page.get_by_role("button", name=said.work_out, exact=True).click()
    problem = page.locator("#problems tbody tr")
    expect(problem).to_contain_text(said.not_a_number)
    problem.locator(".mend").click()
    page.keyboard.insert_text("东坑\t模具\t15")
    page.get_by_role("button", name=said.work_out, exact=True).click()
    expect(page.locator("#quotients tbody tr")).to_have_count(4)


def _unfolds(page: Page) -> None:
    fold = page.locator(".theme-fold:not([open]) > summary")
    if fold.count():
        fold.click()


def _takes_it_along(page: Page) -> None:
    _unfolds(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-share]").click()
    expect(page.locator("#told")).not_to_be_empty()
    assert page.evaluate("() => navigator.clipboard.readText()") == page.url
    with page.expect_download() as download:
        page.locator("main a[href*='csv']").first.click()
    assert "hengli" in download.value.path().read_text(encoding="utf-8-sig")


def test_a_year_is_played_and_stopped(ready: Ready, server: str) -> None:
    page = ready(f"{server}/planners/drift?lang=en&year=2026")
    play = page.get_by_role("button", name="Play")
    play.click()
    expect(page.locator(".year-said")).to_contain_text("2018")
    page.get_by_role("button", name="Pause").click()
    expect(play).to_be_visible()
    page.emulate_media(reduced_motion="reduce")
    expect(play).to_be_hidden()
    page.get_by_role("button", name="Next year").click()
    expect(page.locator(".year-said")).to_contain_text("2022")
