"""The Dongguan pack in every store: the same features, and the same answers."""

import multiprocessing
import os
import signal
import time
from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
import sqlalchemy as sa
from pandas.testing import assert_frame_equal

from gis.catalogue import LAYERS
from gis.crs import to_metric
from gis.gaps import coverage_and_gaps
from gis.missions import MISSIONS
from gis.policy.matrix import RecordFrames, town_matrix
from gis.results import Coverage
from layers.database import connect
from layers.memory_store import MemoryStore
from layers.seed.pack import read_pack
from layers.seeding import seed
from layers.sql_store import SqlStore
from layers.store import LayerStore, Query, WriteCounts
from tests.stores.features import sources


@pytest.fixture(scope="module")
def pack() -> Mapping[str, gpd.GeoDataFrame]:
    """Return the shipped pack."""
    return read_pack()


@pytest.fixture(scope="module")
def reference(pack: Mapping[str, gpd.GeoDataFrame]) -> LayerStore:
    """Return a memory store with the pack: what the others are compared with."""
    store = MemoryStore()
    seed(store, pack)
    return store


def test_every_store_holds_the_whole_pack(
    store: LayerStore, pack: Mapping[str, gpd.GeoDataFrame]
) -> None:
    seed(store, pack)
    for layer, shipped in pack.items():
        read = store.read(Query(layer)).drop(columns=["version", "updated_at"])
        expected = shipped.drop(columns=["version", "updated_at"])
        assert_frame_equal(pd.DataFrame(read), pd.DataFrame(expected))


def test_seeding_again_changes_nothing(
    store: LayerStore, pack: Mapping[str, gpd.GeoDataFrame]
) -> None:
    seed(store, pack)
    edition = store.edition()
    counts = seed(store, pack)
    assert counts == {name: WriteCounts(unchanged=len(frame)) for name, frame in pack.items()}
    assert store.edition() == edition


def test_seeding_keeps_what_a_user_imported(
    store: LayerStore, pack: Mapping[str, gpd.GeoDataFrame]
) -> None:
    seed(store, pack)
    own = sources("mine").assign(kind="user")
    towns = store.read(Query("towns")).drop(columns=["version", "updated_at"])
    changed = towns[towns["id"] == "changan"].assign(geometry_source="mine", accuracy_m=5.0)
    store.write({"sources": own, "towns": changed})
    counts = seed(store, pack)
    assert not any(count.any for count in counts.values())
    read = store.read(Query("towns", ids=frozenset({"changan"})))
    assert read["accuracy_m"].tolist() == [5.0]
    assert store.count(Query("sources", ids=frozenset({"mine"}))) == 1


def test_seeding_removes_what_an_earlier_pack_held(
    store: LayerStore, pack: Mapping[str, gpd.GeoDataFrame]
) -> None:
    seed(store, pack)
    store.write({"sources": sources("of-an-earlier-pack")})
    assert seed(store, pack)["sources"].removed == 1


def test_seeding_keeps_what_a_users_survey_names(
    store: LayerStore, pack: Mapping[str, gpd.GeoDataFrame]
) -> None:
    seed(store, pack)
    said = pack["evidence"].drop(columns=["version", "updated_at"]).head(1)
    point = said["takeoff_point"].iloc[0]
    survey = said.assign(id="survey", source="mine", evidence_class="user_survey")
    store.write({"sources": sources("mine").assign(kind="user"), "evidence": survey})
    points, evidence = pack["takeoff_points"], pack["evidence"]
    later = {
        **pack,
        "takeoff_points": points[points["id"] != point],
        "evidence": evidence[evidence["takeoff_point"] != point],
    }
    seed(store, later)
    assert point in store.ids("takeoff_points")
    assert "survey" in store.ids("evidence")
    assert said["id"].iloc[0] not in store.ids("evidence")


@pytest.mark.parametrize("mission", MISSIONS)
def test_every_store_gives_the_same_answers(
    store: LayerStore,
    reference: LayerStore,
    pack: Mapping[str, gpd.GeoDataFrame],
    mission: str,
) -> None:
    seed(store, pack)
    assert repr(_answers(store, mission)) == repr(_answers(reference, mission))


def _answers(store: LayerStore, mission: str) -> tuple[object, ...]:
    frames = {layer: store.read(Query(layer)) for layer in LAYERS}
    coverage, gaps = coverage_and_gaps(
        to_metric(frames["takeoff_points"]),
        to_metric(frames["towns"]),
        radius_m=None,
        mission=mission,
    )
    record = ("documents", "places", "topics", "designations")
    rows = town_matrix(
        frames["towns"],
        RecordFrames(**{name: frames[f"policy_{name}"] for name in record}),
        **{name: frames[name] for name in ("carriers", "landmarks", "takeoff_points")},
    )
    figures = [(gap.town, gap.reason, gap.area_m2, gap.people, gap.distance_m) for gap in gaps]
    return coverage.city, coverage.towns, coverage.sites, figures, rows


@pytest.mark.parametrize("mission", ["delivery", "logistics"])
def test_the_figures_agree_with_counting_points_of_a_grid(
    reference: LayerStore, mission: str
) -> None:
    """Count the points of a 200 m grid by distance alone: no discs, no faces."""
    towns = to_metric(reference.read(Query("towns")))
    sites = to_metric(reference.read(Query("takeoff_points")))
    coverage, gaps = coverage_and_gaps(sites, towns, radius_m=None, mission=mission)
    cells = towns[towns["in_partition"].to_numpy(dtype=bool) & towns.geometry.notna()]
    step = 200.0
    west, south, east, north = cells.total_bounds
    x, y = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
    grid = shapely.points(x.ravel(), y.ravel())
    town, point = shapely.STRtree(grid).query(cells.geometry.to_numpy(), predicate="intersects")
    serving = sites[(sites["status"] == "in_use").to_numpy() & sites.geometry.notna()]
    places = shapely.get_coordinates(serving.geometry.to_numpy())
    here = shapely.get_coordinates(grid[point])
    distance = np.hypot(*(here[:, None, :] - places[None, :, :]).transpose(2, 0, 1))
    radius = MISSIONS[mission].radius_m
    accuracy = serving["accuracy_m"].to_numpy()
    surely = (distance <= radius - accuracy).any(axis=1)
    possibly = (distance <= radius + accuracy).any(axis=1)
    tolerance = 0.005 * coverage.city.area_m2
    for found, counted in (
        (coverage.city.covered_m2.low, surely),
        (coverage.city.covered_m2.high, possibly),
    ):
        assert found == pytest.approx(counted.sum() * step**2, abs=tolerance)
    undecided = sum(gap.area_m2 for gap in gaps if gap.reason == "undecided")
    assert undecided == pytest.approx((possibly & ~surely).sum() * step**2, abs=tolerance)
    for row, number in zip(coverage.towns, _order(coverage, cells), strict=True):
        mine = town == number
        assert row.area_m2 == pytest.approx(mine.sum() * step**2, rel=0.03)
        counted_here = (possibly & mine).sum() * step**2
        assert row.covered_m2.high == pytest.approx(counted_here, abs=0.03 * row.area_m2)


def _order(coverage: Coverage, cells: gpd.GeoDataFrame) -> list[int]:
    ids = cells["id"].tolist()
    return [ids.index(row.town) for row in coverage.towns]


def _seed_for_ever(url: str) -> None:
    store, pack = SqlStore(connect(url)), read_pack()
    shrunk = {
        name: frame for name, frame in pack.items() if name in ("geozones", "display_centres")
    }
    while True:
        seed(store, pack)
        store.write({name: frame.iloc[:0] for name, frame in shrunk.items()}, replace=True)


def test_a_seeding_killed_half_way_leaves_the_old_state(
    embedded_engine: sa.Engine, pack: Mapping[str, gpd.GeoDataFrame]
) -> None:
    store = SqlStore(embedded_engine)
    seed(store, pack)
    full = len(pack["display_centres"])
    url = embedded_engine.url.render_as_string(hide_password=False)
    embedded_engine.dispose()
    seeder = multiprocessing.get_context("spawn").Process(target=_seed_for_ever, args=(url,))
    seeder.start()
    deadline = time.monotonic() + 60
    while int(store.edition()) < 4 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert seeder.pid is not None
    os.kill(seeder.pid, signal.SIGKILL)
    seeder.join()
    assert store.count(Query("display_centres")) in (0, full)
    for layer in ("sources", "towns", "hubs", "landmarks"):
        assert store.count(Query(layer)) == len(pack[layer])
    assert int(store.edition()) >= 4
    seed(store, pack)
    assert store.count(Query("display_centres")) == full
