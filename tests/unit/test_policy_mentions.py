"""Towns that no document writes, and what around or in them is written."""

import geopandas as gpd
import pytest

from gis.policy.matrix import RecordFrames, town_matrix
from gis.policy.mentions import Unmentioned, unmentioned_towns
from layers.seed.pack import read_pack


@pytest.fixture(scope="module")
def pack() -> dict[str, gpd.GeoDataFrame]:
    return dict(read_pack())


@pytest.fixture(scope="module")
def found(pack: dict[str, gpd.GeoDataFrame]) -> dict[str, Unmentioned]:
    record = ("documents", "places", "topics", "designations")
    rows = town_matrix(
        pack["towns"],
        RecordFrames(**{name: pack[f"policy_{name}"] for name in record}),
        **{name: pack[name] for name in ("carriers", "landmarks", "takeoff_points")},
    )
    return {one.town: one for one in unmentioned_towns(rows, pack["towns"], pack["policy_places"])}


def test_eight_towns_stand_in_no_document(
    found: dict[str, Unmentioned], pack: dict[str, gpd.GeoDataFrame]
) -> None:
    """Compared with the aliases read one by one: a town is written where one of them is."""
    places = pack["policy_places"]
    written = {
        town
        for place in places.itertuples()
        if place.relation == "is" and place.mentions
        for town in place.towns
    }
    towns = pack["towns"]
    inhabited = set(towns.loc[towns["kind"] != "functional", "id"])
    assert set(found) == inhabited - written
    assert len(found) == 8


def test_what_is_written_around_or_in_them(found: dict[str, Unmentioned]) -> None:
    around = {town: {one.place for one in row.around} for town, row in found.items()}
    assert around["wanjiang"] == {"main-urban"}
    assert around["zhangmutou"] == {"linshen"}
    assert {"shuixiang", "shuixiang-new-city"} <= around["wangniudun"]
    assert "shuixiang" in around["zhongtang"]
    assert around["gaobu"] == set()
