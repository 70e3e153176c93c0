"""Files written apart are loaded together, and a page says in one line what else it needs."""

import re
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, DictLoader

from tests.page_views import NONCE
from tests.pages.markup import Markup
from web.shell import assets, template
from web.shell.template import Frame, render
from web.views import Shell

OWN = """{% extends "base.html" %}
{% set own_sheets = ["record"] %}
{% set own_modules = ["page"] %}
{% block title %}x{% endblock %}{% block main %}<h1>x</h1>{% endblock %}
"""


@pytest.fixture
def own_page(monkeypatch: pytest.MonkeyPatch) -> None:
    loader = ChoiceLoader([DictLoader({"own.html": OWN}), template.ENVIRONMENT.loader])  # type: ignore[list-item]  # it has one
    monkeypatch.setattr(template, "ENVIRONMENT", template.ENVIRONMENT.overlay(loader=loader))


def _rules(sheet: str) -> str:
    return re.sub(r"/\*.*?\*/\s*", "", assets.text(f"guantu/{sheet}.css"), flags=re.DOTALL)


@pytest.mark.usefixtures("own_page")
def test_a_page_names_its_own_sheet_and_module_in_one_line_each() -> None:
    page = Markup(render("own.html", Frame(Shell(), "/below", NONCE)))
    sheets = [one.attributes["href"] for one in page.all("link")
              if one.attributes["rel"] == "stylesheet"]  # fmt: skip
    assert len(sheets) == 1
    assert re.fullmatch(
        r"/below/static/bundle/[a-z+]*record\+print\.css\?v=[0-9a-f]{12}", sheets[0]
    )
    modules = [one.attributes["src"] for one in page.all("script") if "src" in one.attributes]
    assert assets.url("guantu/page.js", "/below") == modules[-1]


@pytest.mark.usefixtures("own_page")
def test_in_the_offline_file_they_are_inside() -> None:
    page = Markup(render("own.html", Frame(Shell(), "", NONCE, inline=True)))
    (style,) = page.all("style")
    assert _rules("record") in style.text
    assert [one for one in page.all("script") if "src" in one.attributes] == []
    assert assets.text("guantu/page.js") in page.all("script")[-1].text


def test_sheets_follow_each_other_and_ask_for_nothing() -> None:
    sheet = assets.content("bundle/leaflet+base+print.css").decode()
    assert _rules("base") in sheet
    assert "/*" not in sheet, "comments are for who reads the file"
    assert sheet.index("leaflet-pane") < sheet.index("--brand") < sheet.index("@page")
    assert not re.search(r"url\((?!data:|#)", sheet)


def test_each_module_keeps_its_names_to_itself() -> None:
    modules = assets.content("bundle/map+printing.js").decode()
    assert modules.count("const said =") == 2
    assert modules.startswith("{\n")
    assert re.search(r"^\}\n\{$", modules, re.MULTILINE)


def test_the_address_changes_with_any_part(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "one.css").write_text("a{}")
    (tmp_path / "two.css").write_text("b{}")
    monkeypatch.setattr(assets, "MOUNTS", {"/static/guantu": tmp_path})
    before = assets.url("bundle/one+two.css")
    (tmp_path / "two.css").write_text("c{}")
    assets.digest.cache_clear()
    assets._bundled.cache_clear()
    assert assets.url("bundle/one+two.css") != before
    assets.digest.cache_clear()
    assets._bundled.cache_clear()


def test_a_module_that_imports_stands_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "importing.js").write_text('import { a } from "./b.js";\n')
    monkeypatch.setattr(assets, "MOUNTS", {"/static/guantu": tmp_path})
    with pytest.raises(FileNotFoundError, match="stand alone"):
        assets.content("bundle/importing.js")


@pytest.mark.parametrize(
    "name",
    ["none.css", "base+base.css", "../base.css", "base", ".css", "base.js", "icon.svg", "+.css",
     "base.css.css", "+".join(f"a{n}" for n in range(13)) + ".css"],
)  # fmt: skip
def test_any_other_name_is_no_bundle(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        assets.content(f"bundle/{name}")
