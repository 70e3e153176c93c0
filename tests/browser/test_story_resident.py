"""The resident's first five minutes, as docs/users/resident.md tells them: step by step."""

import json
import re
import urllib.request

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Ready
from tests.browser.every_page import LANGUAGES, WIDTHS
from tests.made_scenarios import body

WORDS = {
    "zh": {
        "resident": "居民", "find": "找地标", "two": "找到 2 个地标", "road": "无人车道路",
        "both": "1 个肯定符合，另有 1 个可能", "none_surely": "没有哪个肯定在 3 公里内有",
        "todo": "智能网联巴士", "town": "滨海湾新区", "lead": "市工业和信息化局",
        "sure": "可能相差 12.5 公里", "station": "东莞西站", "near": "1.4 公里以内",
        "about": "在图上位置约 700 米以内", "save": "收藏", "saved": "我的收藏",
        "one": "已收藏的有 1 个", "proposed": "只是方案里的设想，没有建成", "name": "拟新增：站前",
    },
    "en": {
        "resident": "Resident", "find": "Find a landmark", "two": "2 landmarks found",
        "road": "Driverless road", "both": "1 surely match, and 1 more possibly do",
        "none_surely": "None surely has one within 3 km", "todo": "Connected buses",
        "town": "Binhai Bay New Area", "lead": "Industry and Information Technology Bureau",
        "sure": "may be 12.5 km away", "station": "Dongguan West Railway Station",
        "near": "within 1.4 km", "about": "Within about 700 m of the point shown", "save": "Save",
        "saved": "Saved", "one": "1 saved", "proposed": "only proposed and not built",
        "name": "Proposed: 站前",
    },
}  # fmt: skip
SITE_BY_THE_STATION = {"lon": 113.625, "lat": 23.015, "accuracy_m": 50.0, "name": "站前"}
every_size = pytest.mark.parametrize("width", WIDTHS)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def numbers(page: Page) -> list[str]:
    """Return the numbers of the landmarks in the list, as they stand there."""
    return page.locator(".landmark:visible .badge").all_inner_texts()


@every_size
@every_language
def test_she_finds_and_reads_a_landmark(
    language: str, width: int, ready: Ready, server: str
) -> None:
    said = WORDS[language]
    ready.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page = ready(f"{server}/?lang={language}")

    # 1. Ten landmarks, and no map in the way.
    page.get_by_role("navigation").get_by_role("link", name=said["resident"]).first.click()
    page.wait_for_selector("html[data-resident=ready]", state="attached")
    expect(page.locator(".landmark")).to_have_count(10)
    expect(page.locator("#landmark-1")).to_be_in_viewport()
    if width < 500:
        expect(page.locator(".folium-map")).to_be_hidden()

    # 2. The initials, the pinyin and the English find the same.
    search = page.get_by_role("searchbox", name=said["find"])
    for typed in ("bhw", "binhai", "Binhai Bay"):
        search.fill(typed)
        page.wait_for_url(re.compile(f"q={typed.replace(' ', '(%20|[+])')}(&|$)"))
        expect(page.locator("#found-count")).to_have_text(said["two"])
        assert numbers(page) == ["3", "4"]
    expect(page.locator("#landmark-4 mark").first).to_be_visible()

    # 3. What surely is near a driverless road, and what only possibly is.
    page.locator(".ask-chip", has_text=said["road"]).click()
    expect(page.locator("#found-count")).to_have_text(said["both"])
    assert numbers(page) == ["4", "3"]
    expect(page.locator("#chip-near-roads")).to_be_focused()
    page.locator("#chip-near-roads").click()
    expect(page.locator("#found-count")).to_have_text(said["two"])
    page.locator("#chip-near-takeoff").click()
    expect(page.locator(".why", has_text=said["none_surely"])).to_be_visible()
    page.locator("#chip-near-takeoff").click()
    expect(page.locator("#found-count")).to_have_text(said["two"])

    # 4. A card tells what, where, who, and how sure.
    for key in ("todo", "town", "lead", "sure"):
        expect(page.locator("#landmark-4")).to_contain_text(said[key])

    # 5. The landmark's page tells what is near, from ... to.
    search.fill("西站")
    page.locator("#landmark-7 h2 a").click()
    expect(page.locator("main")).to_contain_text(said["about"])
    line = page.locator(".near li", has_text=said["station"])
    expect(line).to_contain_text(said["near"])


@every_size
@every_language
def test_she_keeps_a_landmark_on_her_phone(
    language: str, width: int, ready: Ready, server: str
) -> None:
    # 6. Saved here, and still so when she comes back; nothing is sent.
    said = WORDS[language]
    ready.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page = ready(f"{server}/landmarks/landmark-07?lang={language}")
    page.wait_for_selector("html[data-resident=ready]", state="attached")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    star = page.get_by_role("button", name=said["save"]).and_(page.locator("[data-save]"))
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    assert sent == []
    ready(f"{server}/landmarks?lang={language}")
    page.wait_for_selector("html[data-resident=ready]", state="attached")
    page.get_by_role("button", name=said["saved"]).click()
    expect(page.locator("#found-count")).to_have_text(said["one"])
    assert numbers(page) == ["7"]
    assert page.url.endswith("#saved")


@every_size
def test_her_sister_reads_the_same_in_english(
    width: int, ready: Ready, server: str, context: BrowserContext
) -> None:
    # 7. The link is shared; its English is a tap away and tells the same.
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    ready.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page = ready(f"{server}/landmarks/landmark-07")
    page.wait_for_selector("html[data-resident=ready]", state="attached")
    page.get_by_role("button", name="分享", exact=True).click()
    expect(page.locator("#told")).to_contain_text("链接已复制")
    address = page.evaluate("() => navigator.clipboard.readText()")
    ready(address)
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dongguan West")
    expect(page.locator(".near li", has_text="Dongguan West")).to_contain_text("within 1.4 km")


@every_language
def test_her_mothers_phone_runs_no_scripts(
    language: str, browser_context_no_script: BrowserContext, server: str
) -> None:
    # 8. Search, chips, cards and pages work without scripts.
    said = WORDS[language]
    page = browser_context_no_script.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/landmarks?lang={language}")
    expect(page.locator(".by-script:visible")).to_have_count(0)
    page.get_by_role("searchbox", name=said["find"]).fill("bhw")
    page.locator("#find-landmarks button").click()
    page.wait_for_url(re.compile("q=bhw"))
    expect(page.locator("#found-count")).to_have_text(said["two"])
    page.locator(".ask-chip", has_text=said["road"]).click()
    expect(page.locator("#found-count")).to_have_text(said["both"])
    page.get_by_role("searchbox", name=said["find"]).fill("binhai")
    page.locator("#find-landmarks button").click()
    page.wait_for_url(re.compile("near=roads.*q=binhai"))
    page.locator("#landmark-4 h2 a").click()
    expect(page.locator("main")).to_contain_text(said["sure"])
    expect(page.locator("html")).to_have_attribute("lang", re.compile(f"^{language}"))
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@every_size
@every_language
def test_a_planners_what_if_is_told_as_proposed(
    language: str, width: int, ready: Ready, server: str
) -> None:
    # 9. What would come near, as proposed and not as built.
    said = WORDS[language]
    proposal = body(takeoff_points={"add": [SITE_BY_THE_STATION]})
    request = urllib.request.Request(
        f"{server}/scenarios",
        data=json.dumps(proposal).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        name = json.load(answer)["id"]
    ready.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page = ready(f"{server}/landmarks?scenario={name}&lang={language}")
    note = page.locator(".proposed-note")
    expect(note).to_contain_text(said["proposed"])
    expect(note).to_contain_text(said["name"])
    expect(page.locator("#landmark-7 .proposed", has_text=said["name"])).to_be_visible()
    page.locator("#landmark-7 h2 a").click()
    page.wait_for_url(re.compile(f"landmark-07.*scenario={name}"))
    expect(page.locator(".near .proposed", has_text=said["name"])).to_be_visible()
