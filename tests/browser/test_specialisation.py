"""A planner pastes a table, mends what is wrong, reads the result; also without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Ready, Watch
from tests.browser.every_page import WIDTHS
from tests.browser.usable import faults

TABLE = "\n".join(
    (
        "镇街\t产业\t企业数\t产值（万元）\t亩均税收",
        *(f"{town}\t服装\t{n * 10}\t{n}\t{n}" for n, town in enumerate(
            ("虎门", "长安", "大朗", "常平", "厚街"), start=1)),
        "虎门\t电子\t7\t\t3",
    )
)  # fmt: skip


def hand_in(page: Page, table: str) -> None:
    page.get_by_label("粘贴表格").fill(table)
    page.get_by_role("button", name="计算", exact=True).click()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_table_is_mended_and_read(ready: Ready, server: str, watch: Watch, width: int) -> None:
    watch.expected.add(422)
    ready.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page = ready(f"{server}/planners/towns")
    page.get_by_role("link", name="专业化", exact=True).click()
    hand_in(page, TABLE.replace("长安", "长宁"))
    expect(page.get_by_role("alert")).to_contain_text("没有这个镇街")
    assert faults(page) == []
    hand_in(page, page.get_by_label("粘贴表格").input_value().replace("长宁", "长安"))
    expect(page.locator("#quotients tbody tr")).to_have_count(6)
    expect(page.locator("#standings")).to_contain_text("A · 90")
    expect(page.locator("#quotients")).to_contain_text("表中为空")
    assert faults(page) == []


def test_a_file_gives_a_csv(ready: Ready, server: str, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text(TABLE.replace("\t", ","), encoding="gb18030")
    page = ready(f"{server}/planners/specialisation?lang=en")
    page.get_by_label("Choose a file").set_input_files(file)
    with page.expect_download() as download:
        page.get_by_role("button", name="Work it out as CSV").click()
    assert download.value.suggested_filename == "specialisation.csv"
    told = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert told.count("\n") == 7
    assert "虎门镇,Humen,服装" in told


def test_without_scripts(browser_context_no_script: BrowserContext, server: str) -> None:
    page = browser_context_no_script.new_page()
    page.goto(f"{server}/planners/specialisation")
    hand_in(page, TABLE)
    assert page.locator("#quotients tbody tr").count() == 6
