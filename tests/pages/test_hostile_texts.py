"""Texts of layers and of callers stay texts, whatever they hold, on every page."""

import json
from collections import Counter

import pytest

from tests.page_views import NONCE, Frames, PageCase, page_cases, with_texts
from tests.pages.markup import Element, Markup
from web.pages import Pages
from web.views import Language

PAYLOADS = {
    "image": "<img src=x onerror=alert(1)>",
    "script end": "</script><script>alert(1)</script>",
    "template literal": "${alert(1)}",
    "backtick": "`);alert(1);(`",
    "quotes": "\" autofocus onfocus=\"alert(1)' onclick='alert(1)",
    "server template": "{{ 7919 * 7927 }}{% for x in (1, 2) %}q{% endfor %}{# gone #}",
    "comment": "<!--<script>",
    "address": "javascript:alert(1)",
}
NAMES = (
    "landing",
    "operator",
    "planner",
    "resident",
    "landmark",
    "collections",
    "collection",
    "items",
    "error",
)


@pytest.fixture(scope="module", params=PAYLOADS.values(), ids=PAYLOADS)
def payload(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def hostile(pack: Frames, payload: str) -> dict[str, PageCase]:
    return page_cases(with_texts(pack, payload), Language.ZH, payload)


def _shape(elements: list[Element]) -> Counter[tuple[str, tuple[str, ...]]]:
    return Counter((one.name, tuple(sorted(one.attributes))) for one in elements)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("inline", [False, True], ids=["served", "file"])
def test_the_markup_is_that_of_harmless_texts(
    cases: dict[Language, dict[str, PageCase]],
    hostile: dict[str, PageCase],
    name: str,
    inline: bool,
) -> None:
    pages = Pages(inline=inline)
    clean = Markup(cases[Language.ZH][name].html(pages))
    page = Markup(hostile[name].html(pages))
    assert page.unclosed == clean.unclosed
    assert _shape(page.elements) == _shape(clean.elements)


@pytest.mark.parametrize("name", NAMES)
def test_texts_are_shown_as_they_are(hostile: dict[str, PageCase], name: str, payload: str) -> None:
    html = hostile[name].html()
    assert payload in Markup(html).all("body")[0].text
    assert "62773913" not in html


@pytest.mark.parametrize("name", ["operator", "planner", "resident", "landmark"])
def test_no_text_enters_a_script(
    cases: dict[Language, dict[str, PageCase]], hostile: dict[str, PageCase], name: str
) -> None:
    """The scripts are those of the harmless texts: texts are in the JSON block alone."""

    def scripts(case: PageCase) -> list[str]:
        return [
            one.text
            for one in Markup(case.html()).all("script")
            if one.attributes.get("nonce") == NONCE
        ]

    assert scripts(hostile[name]) == scripts(cases[Language.ZH][name])


@pytest.mark.parametrize("name", ["operator", "planner", "resident", "landmark"])
def test_the_json_block_gives_the_texts_back(
    hostile: dict[str, PageCase], name: str, payload: str
) -> None:
    page = Markup(hostile[name].html())
    block = next(one for one in page.all("script") if one.attributes.get("id") == "map-facts")
    facts = json.loads(block.text)
    titles = [
        note["title"]
        for layer in facts["layers"]
        for feature in layer["features"]
        for note in feature["notes"]
    ]
    assert any(payload in title for title in titles)
