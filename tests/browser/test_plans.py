"""A planner goes from a change to its clauses, from a gap to its designations, with and without
scripts."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Ready, Watch


def chosen(page: Page, parameter: str, value: str) -> None:
    page.locator(f"select[name={parameter}]").select_option(value)


def test_from_the_whole_to_one_field_to_a_clause(ready: Ready, server: str) -> None:
    page = ready(f"{server}/planners/drift?lang=en")
    rows = page.locator("#changes tbody tr")
    everything = rows.count()
    assert page.locator("#changes tbody tr:visible").count() == 20
    chosen(page, "field", "artificial_intelligence")
    chosen(page, "change", "dropped")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("h2").filter(has_text="Artificial intelligence")).to_be_visible()
    assert 0 < rows.count() < everything
    assert page.locator("#changes .change-dropped").count() == rows.count()
    assert page.locator("#drift-matrix thead th").count() == 5
    shuixiang = rows.filter(has=page.locator("th", has_text="Shuixiang"))
    clause = shuixiang.get_by_role("link").first
    assert "line 513" in clause.inner_text()
    clause.click()
    page.wait_for_url("**/planners/record?document=d001&line=513&lang=en")
    assert page.locator("h1").count() == 1


def test_without_scripts_everything_is_there(
    browser_context_no_script: BrowserContext, server: str
) -> None:
    page = browser_context_no_script.new_page()
    page.goto(f"{server}/planners/built")
    assert page.locator("article.beside").count() == 3
    page.locator("select[name=contradicted]").select_option("true")
    page.locator("select[name=layer]").select_option("takeoff_points")
    page.get_by_role("button", name="显示").click()
    assert "contradicted=true" in page.url
    assert page.locator("#states-takeoff_points tbody tr").count() == 3
    assert page.locator("#states-takeoff_points").is_visible()
    page.goto(f"{server}/planners/drift")
    rows = page.locator("#changes tbody tr")
    assert rows.count() > 40
    assert page.locator("#changes tbody tr:visible").count() == rows.count()


def test_from_a_gap_to_who_designates_it(ready: Ready, server: str) -> None:
    page = ready(f"{server}/planners/built?lang=en")
    row = page.locator("#nothing-located tbody tr").filter(has_text="Houjie")
    row.get_by_role("link", name="Advanced equipment").click()
    page.wait_for_url("**/planners/drift?field=equipment&town=houjie&lang=en")
    assert "Houjie" in page.locator("#drift-matrix").inner_text()


def test_targets_are_sorted_by_value_and_by_year(ready: Ready, server: str) -> None:
    page = ready(f"{server}/planners/targets?lang=en&document=d004")
    page.get_by_role("button", name="Aim").click()
    values = page.locator("#targets tbody td:nth-child(2)").all_inner_texts()
    assert values[0].startswith("≥ 7 ")
    assert values[-1].startswith("> 3 trillion yuan")


def test_a_table_is_downloaded(ready: Ready, server: str, watch: Watch) -> None:
    page = ready(f"{server}/planners/targets?lang=en")
    chosen(page, "document", "d000")
    with page.expect_download() as started:
        page.get_by_role("button", name="CSV").click()
    assert started.value.suggested_filename == "guantu-targets.csv"
    rows = started.value.path().read_text(encoding="utf-8-sig").splitlines()[1:]
    assert rows
    assert all(row.startswith("d000-") for row in rows)
    assert all(one.endswith("ERR_ABORTED") for one in watch.wrong)
    watch.wrong.clear()  # a page that becomes a download counts as one that failed
