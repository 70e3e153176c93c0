"""A screen reader is told where another language begins and ends."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from api.errors import STATUSES
from gis.catalogue import LAYERS
from tests.page_views import NONCE, Frames, PageCase
from web.data.layer_views import ItemsView
from web.pages import Pages
from web.shell.template import CHINESE, Frame
from web.shell.texts import Texts, catalogue
from web.views import ErrorView, Language, Shell

HAN = re.compile(r"[\u3400-\u9fff]")
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Unmarked(HTMLParser):
    """Collects the texts of a page that hold Chinese where nothing says so."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            inherited = self.open[-1][1] if self.open else ""
            self.open.append((tag, dict(attrs).get("lang") or inherited))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _ in self.open}
        if HAN.search(data) and self.open[-1][1] != "zh-CN" and not tags & {"script", "style"}:
            self.found.append(data.strip())


@pytest.mark.parametrize("name", ["landing", "operator", "planner", "resident", "landmark"])
def test_chinese_on_an_english_page_is_marked(
    cases: dict[Language, dict[str, PageCase]], name: str
) -> None:
    html = cases[Language.EN][name].html()
    assert Unmarked(html).found == []
    assert 'lang="zh-CN"' in html


@pytest.mark.parametrize("layer", LAYERS)
def test_chinese_in_a_table_is_marked(pack: Frames, layer: str) -> None:
    shell = Shell(Language.EN, f"/collections/{layer}/items", review_number="粤S(2026)1号")
    view = ItemsView(shell, LAYERS[layer], pack[layer], len(pack[layer]), referenced=pack)
    assert Unmarked(Pages().items(view, NONCE)).found == []


def test_the_whole_of_a_clause_is_one_mark() -> None:
    said = Frame(Shell(Language.EN), "", NONCE).said("clause 附件 第1项 · line 149 · 东莞台")
    assert said == (
        'clause <span lang="zh-CN">附件 第1项</span> · line 149 · <span lang="zh-CN">东莞台</span>'
    )


def test_marking_escapes() -> None:
    said = Frame(Shell(Language.EN), "", NONCE).said("<b>甲<i>")
    assert said == '&lt;b&gt;<span lang="zh-CN">甲</span>&lt;i&gt;'


def test_the_browser_marks_by_the_same_rule() -> None:
    script = Path(__file__).parents[2].joinpath("web/static/map.js").read_text(encoding="utf-8")
    in_browser = re.search(r"const CHINESE =\s*/(.+)/;", script)
    assert in_browser is not None
    rule = json.loads(f'"{in_browser[1]}"'.replace("\\d", "\\\\d"))
    assert rule == CHINESE.pattern


@pytest.mark.parametrize("status", [400, 404, 405, 406, 409, 422, 500, 503])
@pytest.mark.parametrize("language", list(Language))
def test_an_error_has_a_heading_in_the_pages_language(status: int, language: Language) -> None:
    view = ErrorView(Shell(language, "/x"), status, "Phrase", "there is no <x>", "See /y")
    html = Pages().error(view, NONCE)
    assert f"<h1>{Texts(language)(f'error.status.{status}')}</h1>" in html
    marked = '<span lang="en">there is no &lt;x&gt;</span>' in html
    assert marked is (language is Language.ZH)
    folded = html.partition('<details class="error-detail">')[2]
    assert (marked and "there is no" in folded) or language is Language.EN


def test_every_kind_of_error_is_told_in_the_pages_language() -> None:
    for kind, status in STATUSES.items():
        keys = [f"error.kind.{one.__name__}" for one in kind.__mro__] + [f"error.text.{status}"]
        assert any(key in catalogue(Language.ZH) for key in keys), kind
    kinds = ("UnknownLayerError", "NotFoundError", "GuantuError")
    view = ErrorView(Shell(), 404, "Not Found", "no layer", kinds=kinds, field="radius_m")
    html = Pages().error(view, NONCE)
    assert "没有这个图层。" in html
    assert "服务半径（米） <code>radius_m</code>" in html
    assert "可在下面搜索" in html


def test_an_unforeseen_status_keeps_its_phrase() -> None:
    assert "error.status.418" not in catalogue(Language.ZH)
    html = Pages().error(ErrorView(Shell(), 418, "I'm a teapot", "no coffee"), NONCE)
    assert "<h1>I&#39;m a teapot</h1>" in html
