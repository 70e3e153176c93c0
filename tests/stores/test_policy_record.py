"""The policy record in every store: loaded, read back, and its references kept."""

import datetime as dt
from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from gis.catalogue import LAYERS
from gis.errors import InvalidRowsError
from gis.policy.record import RECORD
from gis.schema import STORE_COLUMNS
from layers.seed.pack import read_pack
from layers.store import LayerStore, Query, WriteCounts
from tests.made_record import designation, place, topic, whole
from tests.stores.features import sources, towns

Frames = Mapping[str, gpd.GeoDataFrame]
TABLES = [spec.name for spec in RECORD]
MADE = ("policy_sections", "policy_places", "policy_designations")


@pytest.fixture(scope="module")
def pack() -> Frames:
    return read_pack()


def plain(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    return pd.DataFrame(frame.drop(columns=list(STORE_COLUMNS)))


def made() -> dict[str, gpd.GeoDataFrame]:
    """A record whose facts cite one section and name one topic, one place and one town."""
    record = whole(
        sections=[{"id": "d1-s", "kind": "chapter"}, {"id": "d1-t", "kind": "section"}],
        places=[place("near", "is", ["town-0"])],
        topics=[topic("drones", ["low_altitude"], section="d1-t")],
        designations=[designation("f", "drones", "near")],
    )
    return {"sources": sources(), "towns": towns(), **record}


def without(frame: gpd.GeoDataFrame, id_: str) -> gpd.GeoDataFrame:
    return frame[frame["id"] != id_]


def test_the_whole_record_is_loaded_and_read_back(store: LayerStore, pack: Frames) -> None:
    counts = store.write(pack, replace=True)
    assert sum(len(pack[table]) for table in TABLES) > 4_500
    for table in TABLES:
        assert counts[table] == WriteCounts(added=len(pack[table]))
        read = store.read(Query(table))
        assert_frame_equal(plain(read), plain(pack[table]))
        assert read.geometry.isna().all()
        assert set(read["version"]) == {1}


def test_a_table_of_facts_has_no_day_no_box_and_is_public(store: LayerStore, pack: Frames) -> None:
    store.write(pack, replace=True)
    for table in TABLES:
        everything = len(pack[table])
        assert store.count(Query(table, public_only=True)) == everything
        assert len(store.read(Query(table, public_only=True))) == everything
        for days in ((None, None), (dt.date(2018, 1, 1), None), (None, dt.date(2030, 1, 1))):
            assert store.count(Query(table, as_of=days)) == 0
            assert store.read(Query(table, as_of=days)).empty
        assert store.read(Query(table, bbox=(113, 22, 115, 24))).empty


def test_facts_are_found_by_the_values_of_their_columns(store: LayerStore, pack: Frames) -> None:
    store.write(pack, replace=True)
    for table in TABLES:
        frame = pack[table]
        for column, value in (("document", "d004"), ("line", int(frame["line"].iloc[0]))):
            expected = frame.loc[frame[column] == value, "id"].tolist()
            assert store.read(Query(table, equals={column: value}))["id"].tolist() == expected


def test_the_same_record_again_changes_nothing(store: LayerStore, pack: Frames) -> None:
    store.write(pack, replace=True)
    edition = store.edition()
    counts = store.write(pack, replace=True)
    assert not any(count.any for count in counts.values())
    assert store.edition() == edition


@pytest.mark.parametrize(
    ("table", "gone", "named_by"),
    [
        ("policy_sections", "d1-t", "policy_topics"),
        ("policy_sections", "d1-s", "policy_designations"),
        ("policy_documents", "d1", "policy_sections"),
        ("policy_topics", "drones", "policy_designations"),
        ("policy_places", "near", "policy_designations"),
        ("towns", "town-0", "policy_places"),
    ],
)
def test_what_a_fact_cites_cannot_be_taken_away(
    store: LayerStore, table: str, gone: str, named_by: str
) -> None:
    record = made()
    store.write(record)
    edition = store.edition()
    with pytest.raises(InvalidRowsError) as told:
        store.write({table: without(record[table], gone)}, replace=True)
    assert gone in told.value.message
    assert store.edition() == edition
    assert gone in store.ids(table)
    assert len(store.read(Query(named_by))) == len(record[named_by])


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (spec.name, column.name)
        for spec in RECORD
        for column in spec.columns
        if column.references and spec.name in MADE
    ],
)
def test_a_fact_that_names_nothing_is_refused(store: LayerStore, table: str, column: str) -> None:
    record = made()
    store.write(record)
    wrong = record[table].iloc[:1].assign(id="wrong")
    listed = LAYERS[table].column(column).kind.value == "list"
    wrong[column] = pd.Series([["nowhere"] if listed else "nowhere"], index=wrong.index)
    with pytest.raises(InvalidRowsError, match="nowhere"):
        store.write({table: wrong})
    assert "wrong" not in store.ids(table)


def test_what_is_taken_away_together_with_its_facts_goes(store: LayerStore) -> None:
    record = made()
    store.write(record)
    gone = ("policy_designations", "f"), ("policy_topics", "drones"), ("policy_sections", "d1-t")
    counts = store.write({t: without(record[t], id_) for t, id_ in gone}, replace=True)
    assert [counts[table].removed for table, _ in gone] == [1, 1, 1]
    assert store.ids("policy_sections") == {"d1-s"}
