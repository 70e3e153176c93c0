"""The plans' answers as pages, and what they say to a question that cannot be asked."""

import re

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from layers.memory_store import MemoryStore

HTML = {"Accept": "text/html"}
HAN = re.compile(r"[\u4e00-\u9fff]")
MARKED = re.compile(r'<span lang="zh-CN">.*?</span>|<a[^>]*lang="zh-CN"[^>]*>.*?</a>', re.DOTALL)
NAMES = ("drift", "built", "targets")
LISTS = {"drift": "changes", "built": "features", "targets": "targets"}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("drift?field=steel", "field"),
        ("drift?town=atlantis", "town"),
        ("drift?change=moved", "change"),
        ("drift?level=village", "level"),
        ("built?layer=towns", "layer"),
        ("built?town=atlantis", "town"),
        ("built?contradicted=maybe", "contradicted"),
        ("targets?document=d9", "document"),
        ("targets?met=perhaps", "met"),
        ("targets?due=1999", "due"),
    ],
)
def test_a_bad_parameter_is_told_with_a_remedy(client: TestClient, query: str, field: str) -> None:
    told = client.get(f"/planners/{query}")
    assert told.status_code == 400
    assert told.headers["content-type"] == "application/problem+json"
    problem = told.json()
    assert problem["field"] == field
    assert problem["remedy"].startswith("Use one of ")
    assert client.get(f"/planners/{query}&f=csv").status_code == 400
    assert client.get(f"/planners/{query}", headers=HTML).status_code == 400


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_parameter_or_format_is_refused(client: TestClient, name: str) -> None:
    assert client.get(f"/planners/{name}?colour=red").json()["field"] == "colour"
    assert client.get(f"/planners/{name}?f=xml").json()["field"] == "f"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_are_in_their_language(client: TestClient, name: str, lang: str) -> None:
    page = client.get(f"/planners/{name}?lang={lang}", headers=HTML)
    assert page.status_code == 200
    main = page.text.split("<main")[1].split("</main>")[0]
    assert f'href="/planners/{name}' in main
    assert 'aria-current="page"' in main
    if lang == "en":
        plain = re.sub(r"<[^>]*>", "", MARKED.sub("", main))
        assert HAN.findall(plain) == []


def test_the_form_holds_what_was_asked(client: TestClient) -> None:
    page = client.get("/planners/drift?field=materials&change=dropped", headers=HTML).text
    for option in ("materials", "dropped", "town"):
        assert f'<option value="{option}" selected>' in page
    assert "该规划未涉及此领域" in page
    nothing = client.get("/planners/drift?field=furniture&town=humen", headers=HTML).text
    assert "没有符合所选条件的内容" in nothing


def test_an_empty_store_is_no_error(tmp_path_factory: pytest.TempPathFactory) -> None:
    app = create_app(Settings(data_dir=tmp_path_factory.mktemp("data")), store=MemoryStore())
    with TestClient(app) as client:
        for name in NAMES:
            assert client.get(f"/planners/{name}").json()[LISTS[name]] == []
            assert client.get(f"/planners/{name}", headers=HTML).status_code == 200


def test_a_parameter_there_is_not_is_told_in_plain_words(client: TestClient) -> None:
    told = client.get("/planners/record?q=low-altitude")
    assert told.status_code == 400
    assert told.json()["detail"] == "q: there is no such parameter"
