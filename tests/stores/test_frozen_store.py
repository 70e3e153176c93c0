"""A frozen edition answers as the store it was taken from, and never changes."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from gis.errors import ConflictError, UnknownLayerError
from layers.frozen_store import FrozenStore
from layers.memory_store import MemoryStore
from layers.overlay_store import OverlayStore
from layers.store import Query
from tests.stores.features import points, sources, towns


@pytest.fixture
def base() -> MemoryStore:
    store = MemoryStore()
    positions = {"p1": (113.55, 22.55), "p2": (113.65, 22.55), "p3": None}
    store.write({"sources": sources(), "towns": towns(), "takeoff_points": points(positions)})
    return store


QUERIES = [
    Query("towns"),
    Query("takeoff_points", bbox=(113.5, 22.5, 113.6, 22.6)),
    Query("takeoff_points", ids=frozenset({"p2", "p3"})),
    Query("takeoff_points", after="p1", limit=1),
    Query("towns", equals={"in_partition": True}),
]


@pytest.mark.parametrize("query", QUERIES)
def test_it_reads_as_the_store_it_was_taken_from(base: MemoryStore, query: Query) -> None:
    frozen = FrozenStore(*base.whole())
    assert_frame_equal(pd.DataFrame(frozen.read(query)), pd.DataFrame(base.read(query)))
    assert frozen.count(query) == base.count(query)
    assert frozen.ids(query.layer) == base.ids(query.layer)
    assert frozen.edition() == base.edition() == frozen.whole()[0]


def test_what_is_written_to_the_store_since_is_not_in_it(base: MemoryStore) -> None:
    frozen = FrozenStore(*base.whole())
    base.write({"takeoff_points": points({"p9": (113.55, 22.55)})})
    assert base.ids("takeoff_points") > frozen.ids("takeoff_points") == {"p1", "p2", "p3"}


def test_it_is_written_to_only_by_laying_changes_over_it(base: MemoryStore) -> None:
    frozen = FrozenStore(*base.whole())
    with pytest.raises(ConflictError):
        frozen.write({"takeoff_points": points({"p9": (113.55, 22.55)})})
    overlay = OverlayStore(frozen)
    overlay.write({"takeoff_points": points({"p9": (113.55, 22.55)})})
    overlay.drop("takeoff_points", ["p1"])
    assert overlay.ids("takeoff_points") == {"p2", "p3", "p9"}
    assert len(frozen.read(Query("takeoff_points"))) == 3


def test_an_unknown_layer_is_refused(base: MemoryStore) -> None:
    with pytest.raises(UnknownLayerError):
        FrozenStore(*base.whole()).read(Query("nowhere"))
