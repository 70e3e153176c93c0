"""What every page can do with itself: be shared, saved, read in large letters, driven by keys."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Ready

PICTURE = """async () => {
  const { pictureOf } = await import(document.querySelector('[data-module]').dataset.module);
  const map = document.querySelector('.folium-map');
  const canvas = await pictureOf(map);
  const { data, width, height } = canvas.getContext('2d').getImageData(
    0, 0, canvas.width, canvas.height);
  const seen = new Map();
  for (let at = 0; at < data.length; at += 4) {
    const colour = `${data[at]},${data[at + 1]},${data[at + 2]}`;
    seen.set(colour, (seen.get(colour) ?? 0) + 1);
  }
  const share = (colour) => (seen.get(colour) ?? 0) / (width * height);
  return { width, height, box: map.getBoundingClientRect().width, ground: share('227,235,240'),
    unreached: share('239,233,221'), surely: share('141,195,227'), amber: share('230,159,0'),
    colours: seen.size };
}"""


def test_a_shared_link_holds_what_is_shown_now(
    ready: Ready, server: str, context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = ready(f"{server}/operators/coverage?mission=medical")
    page.evaluate("() => history.replaceState(null, '', '?mission=medical&radius_m=8000')")
    page.locator("[data-share]").click()
    expect(page.get_by_role("status").first).to_have_text("链接已复制，打开后看到的与现在相同。")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == f"{server}/operators/coverage?mission=medical&radius_m=8000"
    page.get_by_role("link", name="English").click()
    page.wait_for_url(re.compile("radius_m=8000&lang=en"))
    page.locator("[data-share]").click()
    expect(page.get_by_role("status").first).to_have_text(re.compile("Link copied"))


@pytest.mark.parametrize("path", ["/", "/operators/coverage", "/planners/towns", "/landmarks"])
def test_large_letters_are_kept_and_fit(path: str, ready: Ready, server: str) -> None:
    ready.page.set_viewport_size({"width": 390, "height": 844})
    page = ready(f"{server}{path}?lang=en")
    before = page.locator("main h1").first.bounding_box()
    page.get_by_role("button", name="Larger letters").click()
    ready(f"{server}{path}?lang=en")
    expect(page.locator("html")).to_have_class(re.compile("large-letters"))
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0
    after = page.locator("main h1").first.bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"]
    page.get_by_role("button", name="Normal letters").click()
    expect(page.locator("html")).not_to_have_class(re.compile("large-letters"))


def test_large_letters_and_downloads_without_scripts(
    browser_context_no_script: BrowserContext, server: str
) -> None:
    page = browser_context_no_script.new_page()
    page.goto(f"{server}/planners/record?text=无人机&letters=large")
    expect(page.locator("html")).to_have_class("large-letters")
    for link in page.locator(".roles a").all():
        assert "letters=large" in str(link.get_attribute("href"))
    page.get_by_role("link", name="恢复字号").click()
    expect(page.locator("html")).not_to_have_class("large-letters")
    expect(page.get_by_role("searchbox", name="词")).to_have_value("无人机")
    expect(page.locator("[data-share]")).to_be_hidden()


def test_keys_lead_on_but_never_while_typing(ready: Ready, server: str) -> None:
    page = ready(f"{server}/operators/coverage")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="键盘快捷键")
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    page.keyboard.press("m")
    expect(page.locator(".folium-map")).to_be_focused()
    page.keyboard.press("/")
    field = page.locator("main input:focus")
    field.press_sequentially("13")
    assert page.url.endswith("/operators/coverage")
    page.locator("h1").click()
    page.keyboard.press("?")
    keys.get_by_label("启用快捷键").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    assert page.url.endswith("/operators/coverage")
    page.get_by_role("button", name="键盘快捷键").click()
    keys.get_by_label("启用快捷键").check()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    page.wait_for_url("**/planners/towns")


def test_the_menu_opens_and_closes_by_keyboard(ready: Ready, server: str) -> None:
    page = ready(f"{server}/operators/coverage")
    menu = page.locator("details.menu > summary")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="打印或存为 PDF")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="打印或存为 PDF")).to_be_hidden()
    expect(menu).to_be_focused()
    page.evaluate("() => history.replaceState(null, '', '?mission=medical&k=2')")
    page.keyboard.press("Enter")
    gaps = page.get_by_role("link", name="缺口表（CSV）")
    expect(gaps).to_have_attribute("href", re.compile(r"gaps\.csv\?mission=medical&k=2$"))


def test_the_picture_shows_the_city_as_seen(ready: Ready, server: str) -> None:
    page = ready(f"{server}/operators/coverage?mission=medical")
    seen = page.evaluate(PICTURE)
    assert seen["width"] == round(seen["box"]) * 2
    assert seen["ground"] > 0.1
    assert seen["unreached"] > 0.05
    assert seen["surely"] > 0.003
    assert seen["colours"] > 500
    page.locator(".legend-entry").filter(has_text="超出范围").locator("input").uncheck()
    assert page.evaluate(PICTURE)["unreached"] < seen["unreached"]
    page.locator("details.menu > summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="地图图片").click()
    assert download.value.suggested_filename.startswith("guantu-低空服务覆盖-")
    content = download.value.path().read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) > 50_000
    expect(page.get_by_role("status").first).to_have_text("图片已保存。")


def test_a_file_is_chosen_in_the_pages_language(page: Page, server: str) -> None:
    page.goto(f"{server}/planners/specialisation")
    expect(page.get_by_text("尚未选择文件")).to_be_visible()
    page.locator("#table-file").set_input_files(
        {"name": "我的表.csv", "mimeType": "text/csv", "buffer": b"a"}
    )
    expect(page.get_by_text("我的表.csv")).to_be_visible()


def test_the_shared_menu_of_a_touch_screen(browser: Browser, server: str) -> None:
    context = browser.new_context(has_touch=True, is_mobile=True)
    context.add_init_script("navigator.share = async (said) => { window.sent = said.url; }")
    page = Ready(context.new_page())(f"{server}/landmarks")
    page.locator("[data-share]").tap()
    expect(page.get_by_role("status").first).to_have_text("链接已发出。")
    assert page.evaluate("() => window.sent") == f"{server}/landmarks"
    context.close()
