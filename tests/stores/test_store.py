"""One suite over every store: what the contract promises, each of them keeps."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from pandas.testing import assert_frame_equal

from gis.catalogue import LAYERS
from gis.checks import empty
from gis.errors import InvalidInputError, InvalidRowsError, UnknownLayerError
from layers.store import LayerStore, Query, WriteCounts
from tests.stores.features import points, sources, towns


def fill(store: LayerStore) -> None:
    positions = {"p1": (113.55, 22.55), "p2": (113.65, 22.55), "p3": None}
    store.write({"sources": sources(), "towns": towns(), "takeoff_points": points(positions)})


def ids(store: LayerStore, query: Query) -> list[str]:
    return store.read(query)["id"].tolist()


def test_an_empty_layer_reads_as_an_empty_frame_with_its_columns(store: LayerStore) -> None:
    read = store.read(Query("towns"))
    assert_frame_equal(pd.DataFrame(read), pd.DataFrame(empty(LAYERS["towns"])))
    assert read.crs == "EPSG:4490"


def test_what_is_written_is_read_back_to_the_last_bit(store: LayerStore) -> None:
    fill(store)
    read = store.read(Query("towns"))
    assert read["accuracy_m"].tolist() == [100.5, 101.5, 102.5]
    assert read["area_km2"].tolist() == [1.0, 0.5, 1 / 3]
    assert read["population_2020"].tolist() == [pd.NA, 1000, 2000]
    assert read["in_partition"].tolist() == [True, False, True]
    assert read["members"].tolist() == [None, ["town-0"], ["town-0"]]
    assert read["as_of"].tolist() == [dt.date(2026, 3, 22)] * 3
    assert read["name_zh"].tolist() == ["镇0", "镇1", "镇2"]
    assert read["note_zh"].tolist() == [None] * 3
    assert read["version"].tolist() == [1, 1, 1]
    assert all(moment.tzinfo == dt.UTC for moment in read["updated_at"])
    assert read.geometry.geom_equals(towns().geometry).all()
    radii = store.read(Query("takeoff_points"))["service_radius_m"]
    assert radii.tolist() == [{"delivery": 5000.0, "inspection": 3000.5}] * 3


def test_coordinates_survive_exactly(store: LayerStore) -> None:
    position = (113.54999999999998, 22.550000000000004)
    store.write({"sources": sources(), "towns": towns(), "takeoff_points": points({"p": position})})
    read = store.read(Query("takeoff_points")).geometry.iloc[0]
    assert (read.x, read.y) == position


def test_a_feature_without_a_position_keeps_none(store: LayerStore) -> None:
    fill(store)
    assert store.read(Query("takeoff_points")).geometry.isna().tolist() == [False, False, True]


def test_a_box_finds_what_it_touches_and_nothing_without_a_position(store: LayerStore) -> None:
    fill(store)
    assert ids(store, Query("towns", bbox=(113.65, 22.5, 113.68, 22.9))) == ["town-1"]
    assert ids(store, Query("towns", bbox=(113.6, 22.6, 113.6, 22.6))) == ["town-0", "town-1"]
    assert ids(store, Query("takeoff_points", bbox=(100, 0, 130, 50))) == ["p1", "p2"]
    assert ids(store, Query("towns", bbox=(0, 0, 1, 1))) == []


def test_a_box_may_cross_the_180th_meridian(store: LayerStore) -> None:
    fill(store)
    assert ids(store, Query("towns", bbox=(113.75, 22, -170, 23))) == ["town-2"]
    assert ids(store, Query("towns", bbox=(170, 22, 113.55, 23))) == ["town-0"]
    assert ids(store, Query("towns", bbox=(170, 22, -170, 23))) == []


def test_filters_by_the_day_a_feature_describes(store: LayerStore) -> None:
    fill(store)
    store.write({"towns": towns(4).iloc[3:].assign(as_of=dt.date(2018, 5, 1))})
    earlier, later = dt.date(2018, 5, 1), dt.date(2026, 3, 22)
    assert ids(store, Query("towns", as_of=(earlier, earlier))) == ["town-3"]
    assert ids(store, Query("towns", as_of=(None, later))) == [f"town-{i}" for i in range(4)]
    assert ids(store, Query("towns", as_of=(later, None))) == ["town-0", "town-1", "town-2"]
    assert store.count(Query("towns", as_of=(dt.date(2019, 1, 1), dt.date(2020, 1, 1)))) == 0


def test_filters_by_column_and_by_id(store: LayerStore) -> None:
    fill(store)
    assert ids(store, Query("towns", equals={"in_partition": False})) == ["town-1"]
    assert ids(store, Query("towns", equals={"population_2020": 2000})) == ["town-2"]
    assert ids(store, Query("towns", equals={"code": "0042", "kind": "town"})) == [
        "town-0",
        "town-1",
        "town-2",
    ]
    assert ids(store, Query("towns", ids=frozenset({"town-2", "nowhere"}))) == ["town-2"]
    assert ids(store, Query("towns", equals={"name_zh": "' OR 1=1 --"})) == []


def test_only_public_features_when_asked(store: LayerStore) -> None:
    frame = towns()
    frame.loc[1, "public"] = False
    store.write({"sources": sources(), "towns": frame})
    assert ids(store, Query("towns", public_only=True)) == ["town-0", "town-2"]


def test_pages_follow_each_other_in_order_of_code_point(store: LayerStore) -> None:
    names = ["a-1", "a.1", "a1", "a10", "a_1", "b"]
    store.write(
        {
            "sources": sources(),
            "towns": towns(),
            "takeoff_points": points(dict.fromkeys(names, (113.5, 22.5))),
        }
    )
    assert sorted(names) == names
    read: list[str] = []
    after = None
    while part := ids(store, Query("takeoff_points", after=after, limit=4)):
        read += part
        after = part[-1]
    assert read == names
    assert store.count(Query("takeoff_points", limit=2, after="a1")) == len(names)


def test_the_same_write_twice_changes_nothing(store: LayerStore) -> None:
    fill(store)
    before, edition = store.read(Query("towns")), store.edition()
    counts = store.write({"sources": sources(), "towns": towns()})
    assert counts["towns"] == WriteCounts(unchanged=3)
    assert_frame_equal(pd.DataFrame(store.read(Query("towns"))), pd.DataFrame(before))
    assert store.edition() == edition


def test_a_change_raises_the_version_of_that_feature_only(store: LayerStore) -> None:
    fill(store)
    edition = store.edition()
    frame = towns()
    frame.loc[2, "name_zh"] = "新镇"
    assert store.write({"towns": frame})["towns"] == WriteCounts(changed=1, unchanged=2)
    read = store.read(Query("towns"))
    assert read["version"].tolist() == [1, 1, 2]
    assert read["name_zh"].tolist()[2] == "新镇"
    assert store.edition() != edition


def test_a_moved_feature_is_found_at_its_new_place_only(store: LayerStore) -> None:
    fill(store)
    store.write({"takeoff_points": points({"p1": (113.9, 22.9)})})
    assert ids(store, Query("takeoff_points", bbox=(113.5, 22.5, 113.6, 22.6))) == []
    assert ids(store, Query("takeoff_points", bbox=(113.8, 22.8, 114, 23))) == ["p1"]
    store.write({"takeoff_points": points({"p1": None})})
    assert ids(store, Query("takeoff_points", bbox=(113.8, 22.8, 114, 23))) == []


def test_replacing_removes_what_is_gone(store: LayerStore) -> None:
    fill(store)
    counts = store.write({"takeoff_points": points({"p2": (113.65, 22.55)})}, replace=True)
    assert counts["takeoff_points"] == WriteCounts(unchanged=1, removed=2)
    assert ids(store, Query("takeoff_points")) == ["p2"]
    assert ids(store, Query("takeoff_points", bbox=(100, 0, 130, 50))) == ["p2"]


def test_a_removed_id_may_come_back(store: LayerStore) -> None:
    fill(store)
    store.write({"takeoff_points": points({"p2": (113.65, 22.55)})}, replace=True)
    store.write({"takeoff_points": points({"p1": (113.7, 22.7)})})
    assert ids(store, Query("takeoff_points")) == ["p1", "p2"]


def test_nothing_is_written_when_one_row_of_one_layer_is_wrong(store: LayerStore) -> None:
    fill(store)
    good, bad = towns(), points({"p9": (113.5, 22.5)})
    good.loc[0, "name_zh"] = "改名"
    bad.loc[0, "status"] = "flying"
    edition = store.edition()
    with pytest.raises(InvalidRowsError, match=r"row 1, status: .*'flying'") as caught:
        store.write({"towns": good, "takeoff_points": bad})
    assert caught.value.problems[0].row == 1
    assert store.read(Query("towns"))["name_zh"].tolist() == ["镇0", "镇1", "镇2"]
    assert store.edition() == edition


def test_a_feature_may_name_only_features_that_exist(store: LayerStore) -> None:
    fill(store)
    frame = points({"p9": (113.5, 22.5)})
    frame.loc[0, "town"] = "atlantis"
    renamed = towns()
    renamed.loc[0, "name_zh"] = "改名"
    with pytest.raises(InvalidRowsError, match="atlantis"):
        store.write({"towns": renamed, "takeoff_points": frame})
    assert ids(store, Query("takeoff_points")) == ["p1", "p2", "p3"]
    assert store.read(Query("towns"))["name_zh"].tolist() == ["镇0", "镇1", "镇2"]


def test_a_feature_that_others_name_cannot_be_removed(store: LayerStore) -> None:
    fill(store)
    with pytest.raises(InvalidRowsError, match="town-0"):
        store.write({"towns": towns().iloc[1:2].assign(members=[None])}, replace=True)
    assert ids(store, Query("towns")) == ["town-0", "town-1", "town-2"]


@pytest.mark.parametrize("layer", ["nowhere", "sqlite_master", "towns; DROP TABLE towns"])
def test_an_unknown_layer_is_refused(store: LayerStore, layer: str) -> None:
    with pytest.raises(UnknownLayerError, match="there is no layer"):
        store.read(Query(layer))
    with pytest.raises(UnknownLayerError, match="there is no layer"):
        store.count(Query(layer))
    with pytest.raises(UnknownLayerError, match="there is no layer"):
        store.write({layer: towns()})


def test_an_unknown_column_is_refused(store: LayerStore) -> None:
    with pytest.raises(InvalidInputError, match="no column 'colour'"):
        store.write({"sources": sources(), "towns": towns().assign(colour="red")})


def test_a_frame_in_metres_is_refused(store: LayerStore) -> None:
    with pytest.raises(InvalidInputError, match="EPSG"):
        store.write({"sources": sources(), "towns": towns().to_crs("EPSG:4547")})


def test_swapped_axes_are_named(store: LayerStore) -> None:
    frame = towns()
    frame["geometry"] = shapely.transform(frame.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    swapped = gpd.GeoDataFrame(frame, crs="EPSG:4490")
    with pytest.raises(InvalidRowsError, match="swapped"):
        store.write({"sources": sources(), "towns": swapped})


def test_ids_are_those_of_the_whole_layer(store: LayerStore) -> None:
    fill(store)
    assert store.ids("takeoff_points") == {"p1", "p2", "p3"}
    store.write({"takeoff_points": points({"p4": None})}, replace=True)
    assert store.ids("takeoff_points") == {"p4"}
    with pytest.raises(UnknownLayerError):
        store.ids("nowhere")


def test_the_store_answers(store: LayerStore) -> None:
    store.ping()


def test_the_whole_is_every_layer_and_its_edition(store: LayerStore) -> None:
    fill(store)
    edition, frames = store.whole()
    assert edition == store.edition()
    assert list(frames) == list(LAYERS)
    for layer, frame in frames.items():
        assert_frame_equal(pd.DataFrame(frame), pd.DataFrame(store.read(Query(layer))))


def test_the_whole_is_of_one_moment(store: LayerStore) -> None:
    def write(number: int) -> None:
        named = {"sources": sources(), "towns": towns()}
        store.write({k: v.assign(note_en=f"moment {number}") for k, v in named.items()})

    write(0)
    before = store.edition()
    with ThreadPoolExecutor(1) as writer:
        writing = [writer.submit(write, number) for number in range(1, 20)]
        while not writing[-1].done():
            edition, frames = store.whole()
            moments = {note for name in ("sources", "towns") for note in frames[name]["note_en"]}
            assert len(moments) == 1, edition
    assert all(one.exception() is None for one in writing)
    assert store.whole()[0] == store.edition() != before
