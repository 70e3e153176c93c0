"""Landmarks found by what is typed and chosen, and how sure it is that something is near."""

from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.landmark_activities import ACTIVITY_KINDS, kinds_of
from gis.landmark_search import LandmarkQuestion, LandmarkSearch, matched_texts, texts_of
from gis.landmarks import Surroundings, landmark_cards
from gis.nearness import NEAR_SORTS, PublicCity, near_landmarks
from gis.results_change import Certainty
from layers.seed.pack import read_pack

LAYERS = ("landmarks", "facilities", "places", "takeoff_points", "road_segments")
Pack = dict[str, gpd.GeoDataFrame]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return dict(read_pack())


@pytest.fixture(scope="module")
def search(pack: Pack) -> LandmarkSearch:
    around = Surroundings(**{layer: pack[layer] for layer in LAYERS[1:]})
    cards = landmark_cards(pack["landmarks"], around)
    towns = {row.id: (row.name_zh, row.name_en) for row in pack["towns"].itertuples()}
    near = near_landmarks(PublicCity(**{layer: pack[layer] for layer in LAYERS}))
    roads = dict(
        zip(pack["road_segments"]["road_zh"], pack["road_segments"]["road_en"], strict=True)
    )
    return LandmarkSearch(cards, towns, near, roads)


def numbers(search: LandmarkSearch, question: LandmarkQuestion) -> list[int]:
    number = {card.landmark: card.number for card in search.cards}
    return [number[one.landmark] for one in search.found(question)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", [*range(1, 11)]),
        ("   ", [*range(1, 11)]),
        ("滨海湾", [3, 4]),
        ("bhw", [3, 4]),
        ("binhai", [3, 4]),
        ("Binhai Bay", [3, 4]),
        ("bhw 巴士", [4]),  # each word somewhere
        ("智能网联巴士", [4]),
        ("Binhaiwan Avenue", [4]),  # a road by its English name
        ("市商务局", [10]),
        ("散裂", [1]),  # a facility
        ("东莞西站", [5, 7]),  # a facility, and a station told as near
        ("没有这个", []),
        (".*", []),  # no pattern: a text
        ("%_'\"", []),
    ],
)
def test_what_is_typed(search: LandmarkSearch, typed: str, expected: list[int]) -> None:
    assert numbers(search, LandmarkQuestion(typed)) == expected


def test_a_match_says_where_it_was_found(search: LandmarkSearch) -> None:
    (found,) = search.found(LandmarkQuestion("散裂"))
    assert [(one.part, one.zh) for one in found.matched] == [("facility", "中国散裂中子源")]
    (both,) = search.found(LandmarkQuestion("bhw 巴士"))
    assert [one.part for one in both.matched] == ["name", "activity"]


def test_the_sure_ones_come_first_and_nearness_is_never_guessed(search: LandmarkSearch) -> None:
    roads = search.found(LandmarkQuestion(near=("roads",)))
    assert [one.certainty for one in roads][:2] == [Certainty.SURELY, Certainty.POSSIBLY]
    assert numbers(search, LandmarkQuestion(near=("roads",)))[0] == 4
    both = search.found(LandmarkQuestion(near=("roads", "takeoff")))
    assert {one.certainty for one in both} == {Certainty.POSSIBLY}
    assert numbers(search, LandmarkQuestion(near=("stations",)))[0] == 7
    assert 2 not in numbers(search, LandmarkQuestion(near=("stations",)))  # none within 9 km


def test_what_is_chosen_narrows_together(search: LandmarkSearch) -> None:
    assert numbers(search, LandmarkQuestion(activity="ride")) == [4, 7]
    assert numbers(search, LandmarkQuestion(activity="ride", town="hongmei")) == [7]
    assert numbers(search, LandmarkQuestion("bhw", activity="ride")) == [4]
    assert numbers(search, LandmarkQuestion(status="in_use")) == []


@given(
    st.builds(
        LandmarkQuestion,
        st.sampled_from(["", "bhw", "智能", "s"]) | st.text(max_size=6),
        st.lists(st.sampled_from(NEAR_SORTS), unique=True).map(tuple),
        st.none() | st.sampled_from([kind.id for kind in ACTIVITY_KINDS]),
        st.none() | st.sampled_from(["humen", "nancheng", "nowhere"]),
    )
)
def test_asking_for_more_finds_no_other_landmark(
    search: LandmarkSearch, question: LandmarkQuestion
) -> None:
    found = {one.landmark for one in search.found(question)}
    for less in (
        LandmarkQuestion(question.text),
        LandmarkQuestion(near=question.near),
        LandmarkQuestion(activity=question.activity),
        LandmarkQuestion(town=question.town),
    ):
        assert found <= {one.landmark for one in search.found(less)}


def test_every_sub_scenario_of_the_pack_is_of_a_kind(search: LandmarkSearch) -> None:
    titles = [title for card in search.cards for title in card.sub_scenarios_zh]
    assert len(titles) == 39
    assert [title for title in titles if not kinds_of([title])] == []
    assert kinds_of(["没有这样的事"]) == frozenset()


def test_every_text_of_a_card_finds_it(search: LandmarkSearch) -> None:
    for card in search.cards:
        for one in texts_of(card, search.towns, search.roads):
            assert matched_texts(one.zh, [one]) == (one,)


def one_place(east_m: float, accuracy_m: float | None, **row: Any) -> gpd.GeoDataFrame:
    """Return one feature so many metres east of a point (EPSG:4547)."""
    columns = {
        "id": "one", "name_zh": "甲", "name_en": "A", "geometry_basis": "sourced",
        "accuracy_m": accuracy_m, "status": "planned", "kind": "rail_station",
        "landmark": "none", "roads": None,
    }  # fmt: skip
    point = shapely.Point(500_000 + east_m, 2_540_000)
    return gpd.GeoDataFrame([columns | row], geometry=[point], crs=4547)


@pytest.mark.parametrize(
    ("east_m", "accuracy_m", "expected"),
    [
        (1_000, 500.0, Certainty.SURELY),
        (2_000, 500.0, Certainty.SURELY),  # 3 km at most
        (2_001, 500.0, Certainty.POSSIBLY),
        (4_000, 500.0, Certainty.POSSIBLY),  # 3 km at least
        (4_001, 500.0, Certainty.NO),
        (9_000, None, Certainty.POSSIBLY),  # no known accuracy: nobody knows where it is
    ],
)
def test_nearness_is_an_interval_of_both_accuracies(
    east_m: float, accuracy_m: float | None, expected: Certainty
) -> None:
    nothing = one_place(0, None).iloc[:0]
    city = PublicCity(
        landmarks=one_place(0, 500.0),
        facilities=nothing,
        places=one_place(east_m, accuracy_m),
        takeoff_points=nothing,
        road_segments=nothing,
    )
    near = near_landmarks(city)["one"]
    assert near == {"roads": Certainty.NO, "takeoff": Certainty.NO, "stations": expected}


def test_what_lies_far_off_hides_nothing_that_nobody_has_placed() -> None:
    unplaced = one_place(0, None)
    both = pd.concat([one_place(9_000, 10.0), unplaced], ignore_index=True)
    city = PublicCity(one_place(0, 10.0), unplaced, both, unplaced, unplaced.iloc[:0])
    near = near_landmarks(city)["one"]
    assert near == {
        "roads": Certainty.NO, "takeoff": Certainty.POSSIBLY, "stations": Certainty.POSSIBLY,
    }  # fmt: skip


def test_a_landmark_on_roads_of_its_own_is_surely_near_one() -> None:
    nothing = one_place(0, None).iloc[:0]
    city = PublicCity(one_place(0, None, roads=["甲路"]), nothing, nothing, nothing, nothing)
    assert near_landmarks(city)["one"]["roads"] is Certainty.SURELY


def test_a_landmark_without_a_position_is_possibly_near_anything() -> None:
    nothing = one_place(0, None).iloc[:0]
    city = PublicCity(one_place(0, None), nothing, one_place(0, 10.0), nothing, nothing)
    near = near_landmarks(city)["one"]
    assert near["stations"] is Certainty.POSSIBLY
    assert near["takeoff"] is Certainty.NO
