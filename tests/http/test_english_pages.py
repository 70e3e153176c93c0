"""On English pages what has no English form is marked as Chinese, so that it is read as such."""

import pytest
from fastapi.testclient import TestClient

from tests.browser.every_page import PAGES
from tests.made_scenarios import EVERYTHING, body, post
from tests.pages.test_marked_languages import Unmarked

HTML = {"Accept": "text/html"}


@pytest.mark.parametrize("name", [name for name, path in PAGES.items() if "{job}" not in path])
def test_chinese_is_marked_on_every_english_page(client: TestClient, name: str) -> None:
    ids = {"landmark": "landmark-07"}
    if "scenario" in name:
        ids |= {"earlier": post(client, body())["id"], "scenario": post(client, EVERYTHING)["id"]}
    address = PAGES[name].format(**ids)
    answer = client.get(f"{address}lang=en", headers=HTML)
    assert answer.status_code == (404 if name == "error" else 200)
    assert Unmarked(answer.text).found == []
