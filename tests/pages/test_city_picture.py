"""The picture on the first page: what is drawn, its key, and what it says to those who hear it."""

from collections import Counter

from shapely import Point

from tests.page_views import Frames, PageCase
from tests.pages.markup import Markup
from web.maps.city_picture import city_picture
from web.views import Language

Cases = dict[Language, dict[str, PageCase]]


def test_a_place_has_one_dot_and_what_serves_lies_on_top(pack: Frames) -> None:
    points = pack["takeoff_points"].copy()
    points["geometry"] = [Point(113.75, 23.0)] * len(points)
    picture = city_picture(pack["towns"], points, None)
    assert picture is not None
    assert [kind for kind, _, _ in picture.dots] == ["in-use"]


def test_dots_in_use_are_drawn_last(pack: Frames) -> None:
    picture = city_picture(pack["towns"], pack["takeoff_points"], pack["landmarks"])
    assert picture is not None
    kinds = [kind for kind, _, _ in picture.dots]
    assert kinds == sorted(kinds, key=("landmark", "other", "coming", "in-use").index)
    assert set(kinds) == {"landmark", "other", "coming", "in-use"}


def test_it_counts_what_one_dot_hides_and_what_has_no_place(pack: Frames) -> None:
    picture = city_picture(pack["towns"], pack["takeoff_points"], pack["landmarks"])
    assert picture is not None
    statuses = Counter(pack["takeoff_points"]["status"])
    assert picture.numbers["in-use"] == statuses["in_use"]
    assert picture.numbers["coming"] == statuses["building"] + statuses["planned"]
    assert sum(picture.numbers.values()) == len(pack["takeoff_points"]) + len(pack["landmarks"])


def test_its_key_and_its_text(cases: Cases, pack: Frames) -> None:
    page = Markup(cases[Language.EN]["landing"].html())
    key = page.all("figcaption")[0].text
    for words in ("Landmark", "in use", "building or planned", "not known", "schematic", "as one"):
        assert words in key
    picture = next(one for one in page.all("svg") if one.attributes.get("role") == "img")
    in_use = (pack["takeoff_points"]["status"] == "in_use").sum()
    assert f"Takeoff points: {in_use} in use" in picture.attributes["aria-label"]


def test_every_kind_of_dot_is_in_the_key(cases: Cases) -> None:
    page = Markup(cases[Language.ZH]["landing"].html())
    kinds = Counter(
        one.attributes["class"]
        for one in page.elements
        if one.name in ("rect", "circle") and one.attributes.get("class", "").startswith("pic-")
    )
    assert set(kinds) == {"pic-landmark", "pic-in-use", "pic-coming", "pic-other"}
    assert min(kinds.values()) >= 2  # at least once in the picture, once in its key
