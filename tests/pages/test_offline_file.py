"""A map file holds everything it needs and leads nowhere."""

import pytest

from tests.page_views import PageCase
from tests.pages.markup import Markup
from web.offline import map_file
from web.views import Language


@pytest.mark.parametrize("name", ["operator", "planner", "resident"])
@pytest.mark.parametrize("language", list(Language))
def test_it_stands_alone(
    cases: dict[Language, dict[str, PageCase]], name: str, language: Language
) -> None:
    html = map_file(cases[language][name].view)
    page = Markup(html)
    assert page.unclosed == []
    for one in page.elements:
        assert "src" not in one.attributes, one
        assert one.attributes.get("href", "#").startswith(("#", "data:")), one
        assert "action" not in one.attributes
    policy = next(one for one in page.all("meta") if "http-equiv" in one.attributes)
    assert policy.attributes["content"].startswith("default-src 'none'; script-src 'nonce-")
    assert "sourceMappingURL" not in html


def test_two_files_share_no_nonce(cases: dict[Language, dict[str, PageCase]]) -> None:
    view = cases[Language.ZH]["planner"].view
    nonces = {Markup(map_file(view)).all("script")[0].attributes["nonce"] for _ in range(2)}
    assert len(nonces) == 2
