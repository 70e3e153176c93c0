"""Changed sites are what the store with the changes laid over it holds."""

import datetime as dt

import pandas as pd
import pytest

from api.changed_sites import LAYER, WhatIf, changed_sites
from gis.errors import InvalidRowsError
from gis.scenario.frames import PLAIN
from gis.scenario.model import AddedSite, Changes, Place
from layers.memory_store import MemoryStore
from layers.scenario_overlay import overlaid
from layers.seed.pack import read_pack
from layers.seeding import seed
from layers.store import Query

HERE = Place(113.75, 23.02, 40.0)
STORED = "takeoff-nancheng-guesthouse"
OTHER = "takeoff-songshanhu-youlanli"


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    """Return a store with the pack. Tests only read it."""
    store = MemoryStore()
    seed(store, read_pack())
    return store


@pytest.mark.parametrize(
    "changes",
    [
        WhatIf(),
        WhatIf(add=(AddedSite(HERE, "甲", 4_000.0), AddedSite(HERE))),
        WhatIf(move={STORED: HERE}),
        WhatIf(drop=(STORED, OTHER)),
        WhatIf(add=(AddedSite(HERE),), drop=(OTHER,), move={STORED: HERE}),
    ],
)
def test_changed_sites_are_those_of_the_store_laid_over(
    store: MemoryStore, changes: WhatIf
) -> None:
    made = Changes(add_sites=changes.add, drop_sites=changes.drop, move_sites=changes.move)
    today = dt.datetime.now(dt.UTC).date()
    expected = overlaid(store, made, "delivery", today, PLAIN).read(Query(LAYER))
    found = changed_sites(store, "delivery", changes)
    filled_by_a_store = ["version", "updated_at", "geometry"]
    pd.testing.assert_frame_equal(
        pd.DataFrame(found.drop(columns=filled_by_a_store)).reset_index(drop=True),
        pd.DataFrame(expected.drop(columns=filled_by_a_store)),
    )
    assert found.geometry.to_wkb().tolist() == expected.geometry.to_wkb().tolist()
    assert found.crs == expected.crs


def test_every_site_may_be_dropped(store: MemoryStore) -> None:
    every = tuple(store.ids(LAYER))
    assert changed_sites(store, "delivery", WhatIf(drop=every)).empty
    left = changed_sites(store, "delivery", WhatIf(add=(AddedSite(HERE),), drop=every))
    assert left["id"].tolist() == ["what-if-1"]


def test_what_cannot_be_is_told_by_its_place_in_what_was_asked(store: MemoryStore) -> None:
    swapped, away = Place(23.02, 113.75), Place(100.0, 10.0)
    added = WhatIf(add=(AddedSite(HERE), AddedSite(swapped), AddedSite(HERE), AddedSite(away)))
    with pytest.raises(InvalidRowsError, match=r"^add, row 2, geometry: .*swapped") as told:
        changed_sites(store, "delivery", added)
    assert [one.row for one in told.value.problems] == [2, 4]
    # The store has them in another order.
    for moved, row in (({OTHER: HERE, STORED: away}, 2), ({STORED: away, OTHER: HERE}, 1)):
        with pytest.raises(InvalidRowsError, match=rf"^move, row {row}, geometry: outside"):
            changed_sites(store, "delivery", WhatIf(add=(AddedSite(HERE),), move=moved))
