"""What a resident is told about positions and about the surroundings."""

import json
from dataclasses import replace

import pytest

from gis.nearness import is_around
from gis.results import Interval
from gis.results_places import LandmarkCard, Nearby, PositionClass
from tests.page_views import Frames, PageCase, page_cases
from tests.pages.markup import Markup
from web.maps.map_layers import Notes
from web.resident.cards import Cards
from web.resident.nearby import NearNames, near_texts
from web.shell.texts import Texts
from web.shell.words import Words
from web.views import Language

ZH, EN = Words(Texts(Language.ZH)), Words(Texts(Language.EN))
Cases = dict[Language, dict[str, PageCase]]


@pytest.fixture
def cards(cases: Cases) -> dict[int, LandmarkCard]:
    return {card.number: card for card in cases[Language.ZH]["resident"].view.cards}


@pytest.mark.parametrize(
    ("low", "high", "useful"),
    [
        (0, 1_400, True),
        (9_900, 14_000, True),
        (1_800, 15_700, True),
        (0, 20_000, True),
        (10_000, 12_000, False),  # not near at all
        (0, 44_100, False),  # anywhere
    ],
)
def test_what_is_called_near(low: float, high: float, useful: bool) -> None:
    assert is_around(Interval(low, high)) is useful


def station(low: float, high: float) -> Nearby:
    return Nearby("places", "p", "bus_station", "甲站", "A", "in_use", Interval(low, high), None)


def without_neighbours(card: LandmarkCard) -> LandmarkCard:
    return replace(card, stations=(), hospitals=(), takeoff_points=(), road_segments=(), roads=())


def test_a_wide_interval_says_that_the_position_is_not_sure(cards: dict[int, LandmarkCard]) -> None:
    card = replace(without_neighbours(cards[7]), stations=(station(1_800, 15_700), station(0, 900)))
    ((_, heading, lines),) = near_texts(card, NearNames(ZH)).groups
    assert heading == "车站"
    assert [(line.distance, line.doubt) for line in lines] == [
        ("1.8–15.7 公里", "位置不准"),
        ("0–900 米", ""),
    ]


def test_where_nothing_is_near_a_sentence_says_so(cards: dict[int, LandmarkCard]) -> None:
    far = replace(without_neighbours(cards[7]), stations=(station(12_000, 15_000),))
    assert near_texts(far, NearNames(ZH), 2).without == (
        "10 公里内没有已知的车站或无人车道路或起降点。",
    )
    anywhere = replace(far, stations=(station(0, 44_000),))
    assert near_texts(anywhere, NearNames(EN), 2).without == (
        "No driverless-vehicle roads or takeoff points are known within 10 km.",
        "Positions are not sure enough to say whether any stations are around.",
    )


def test_a_landmark_without_a_position_is_not_said_to_have_nothing_near(
    cards: dict[int, LandmarkCard],
) -> None:
    nowhere = replace(without_neighbours(cards[7]), accuracy_m=None, facilities=())
    (said,) = near_texts(nowhere, NearNames(EN)).without
    assert said.startswith("Positions are not sure enough")


def test_no_distance_on_the_residents_page_is_useless(cases: Cases) -> None:
    page = Markup(cases[Language.ZH]["resident"].html())
    distances = [one.text for one in page.all("span") if "near-distance" in str(one.attributes)]
    assert len(distances) > 10
    tops = [float(text.split(" 公里")[0].split("–")[-1]) for text in distances if "公里" in text]
    assert max(tops) <= 20.1
    assert "说不清周边有没有无人车道路" in page.all("main")[0].text


def test_the_card_names_the_best_and_the_worst_position(
    cards: dict[int, LandmarkCard], pack: Frames
) -> None:
    writer = Cards(NearNames(ZH), Notes(ZH, pack["sources"]), pack["towns"], pack["landmarks"])
    best, worst = writer.card(cards[1]).positions
    assert best == "最准的是中国散裂中子源：在图上位置约 3.0 公里以内"
    assert worst.startswith("最不准的是先进阿秒激光设施、南方先进光源：只知道大致地点")
    assert len(writer.card(cards[8]).positions) == 1  # two facilities, equally well known


def test_a_facility_without_a_position_is_the_worst(
    cards: dict[int, LandmarkCard], pack: Frames
) -> None:
    writer = Cards(NearNames(EN), Notes(EN, pack["sources"]), pack["towns"], pack["landmarks"])
    first, *rest = cards[1].facilities
    unknown = replace(first, position=PositionClass.UNKNOWN, accuracy_m=None)
    _, worst = writer.card(replace(cards[1], facilities=(unknown, *rest))).positions
    assert worst == f"Least known: {first.name_en}. Position unknown, not on the map"


def test_the_landmarks_page_has_a_row_for_each_facility(cases: Cases) -> None:
    case = cases[Language.ZH]["landmark"]
    table = next(
        one for one in Markup(case.html()).all("table") if one.attributes.get("id") == "facilities"
    )
    for one in case.view.card.facilities:
        assert one.name_zh in table.text
    for words in ("约 3.0 公里以内", "可能相差 15.3 公里", "在建", "在用", "规划"):
        assert words in table.text


def test_a_landmarks_map_shows_its_own_roads_and_only_what_is_told(pack: Frames) -> None:
    case = page_cases(pack)["landmark"]
    driverless = next(
        card for card in page_cases(pack)["resident"].view.cards if "东湾大道" in card.roads
    )
    view = replace(case.view, card=driverless)
    page = Markup(replace(case, view=view, draw=lambda pages: pages.landmark(view, "n")).html())
    block = next(one for one in page.all("script") if one.attributes.get("id") == "map-facts")
    keys = {
        key
        for layer in json.loads(block.text)["layers"]
        for feature in layer["features"]
        for key in feature["keys"]
    }
    assert len([key for key in keys if key.startswith("road_segments:")]) == 5
    near = {one.feature for one in driverless.stations if is_around(one.distance_m)}
    assert {key for key in keys if key.startswith("places:")} == {f"places:{one}" for one in near}
