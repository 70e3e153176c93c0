"""A first view takes few requests and weighs little, counted as the browser does it."""

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response

from tests.browser.conftest import Ready
from tests.browser.every_page import MOST_REQUESTS, PAGES

MOST_BYTES = 400_000
DATA_BYTES = """() => {
  const bytes = (text) => new TextEncoder().encode(text).length;
  const data = [...document.querySelectorAll('script[type="application/json"], details.fold')]
    .reduce((sum, one) => sum + bytes(one.outerHTML), 0);
  const geometry = [...document.scripts].flatMap(
    (one) => one.textContent.match(/"coordinates":\\[[-\\d.,\\[\\] ]+\\]/g) ?? []);
  return data + geometry.reduce((sum, one) => sum + one.length, 0);
}"""
"""What a page holds of data: facts, folded clauses, geometry."""


@pytest.mark.parametrize("name", ["landing", "planner", "operator", "resident", "landmark"])
def test_few_requests_and_little_weight(
    name: str, server: str, page: Page, ready: Ready, landmark: str
) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  # it marks what it is given
    ready(f"{server}{PAGES[name].format(landmark=landmark)}")
    assert len(answers) <= MOST_REQUESTS, [one.url for one in answers]
    sheets = [one.url for one in answers if urlsplit(one.url).path.endswith(".css")]
    assert len(sheets) == 1
    for one in answers:
        kept = "immutable" if "?v=" in one.url else "no-cache"
        assert kept in one.headers["cache-control"], one.url
    weight = sum(len(one.body()) for one in answers) - page.evaluate(DATA_BYTES)
    assert weight < MOST_BYTES, json.dumps({one.url: len(one.body()) for one in answers})
