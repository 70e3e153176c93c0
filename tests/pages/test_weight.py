"""A first view is light: what a page weighs with everything it loads, and how it is drawn."""

import re
from itertools import pairwise

import pytest

from tests.page_views import PageCase
from tests.pages.markup import Markup
from web.shell import assets
from web.views import Language

MOST_BYTES = 400_000
GEOMETRY = re.compile(r'"coordinates":\[[-\d.,\[\] ]+\]')
NUMBER = re.compile(r"\d+\.(\d+)")
Cases = dict[Language, dict[str, PageCase]]


def loaded(page: Markup) -> int:
    """Return the bytes of the files that a page loads."""
    addresses = [
        one.attributes.get("src") or one.attributes.get("href", "")
        for one in page.elements
        if one.name in ("script", "link")
    ]
    names = [re.sub(r"^/static/|\?.*$", "", address) for address in addresses if address]
    return sum(len(assets.content(name)) for name in names)


@pytest.mark.parametrize("name", ["landing", "operator", "planner", "resident", "landmark"])
@pytest.mark.parametrize("language", list(Language))
def test_a_first_view_without_its_data_is_light(
    cases: Cases, name: str, language: Language
) -> None:
    html = cases[language][name].html()
    page = Markup(html)
    data = sum(
        len(one.text.encode())
        for one in page.all("script")
        if one.attributes.get("type") == "application/json"
    )
    # The geometry that Folium writes is data as well.
    data += sum(map(len, GEOMETRY.findall(html)))
    # What a fold holds is data too, as what a popup holds: the clauses of the record, and where
    # each is found.
    folds = [one for one in page.all("details") if one.attributes.get("class") == "fold"]
    data += sum(len(one.text.encode()) for one in folds)
    data += sum(map(len, re.findall(r'<li class="mark-.*? (href="[^"]*")', html)))
    assert len(html.encode()) - data + loaded(page) < MOST_BYTES


@pytest.mark.parametrize("name", ["operator", "planner", "resident", "landmark"])
def test_positions_are_drawn_to_a_metre_and_no_closer(cases: Cases, name: str) -> None:
    script = max((one.text for one in Markup(cases[Language.ZH][name].html()).all("script")),
                 key=lambda text: text.count("coordinates"))  # fmt: skip
    coordinates = re.findall(r'"coordinates":(\[.*?\]),"type"', script)
    assert len(coordinates) > 5
    assert max(len(digits) for one in coordinates for digits in NUMBER.findall(one)) <= 5


def test_a_look_is_written_once_and_not_with_each_feature(cases: Cases) -> None:
    script = cases[Language.ZH]["operator"].html()
    assert script.count('"properties":{}') > 50
    assert script.count("#efe9dd") < 60


def test_a_border_between_two_towns_is_drawn_once(cases: Cases) -> None:
    script = cases[Language.ZH]["resident"].html()
    drawn = re.search(r"geo_json_borders_0_add\((.*?)\);", script)
    assert drawn is not None
    lines = re.findall(r"\[[\d.,\[\]-]+?\]\]", drawn[1])
    segments = [
        frozenset(pair)
        for line in lines
        for points in [re.findall(r"\[(\d[\d.]*,\d[\d.]*)\]", line)]
        for pair in pairwise(points)
    ]
    assert len(segments) > 300
    assert len(set(segments)) == len(segments)
