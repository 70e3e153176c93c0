"""The town x cluster matrix."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gis.clusters import town_clusters
from gis.results_places import TownClusters
from gis.vocabulary import CLUSTERS
from tests.made_frames import made_frame

UNITS: list[dict[str, Any]] = [
    {"id": "machong", "kind": "town", "in_partition": True},
    {"id": "daojiao", "kind": "town", "in_partition": True},
    {"id": "dalang", "kind": "town", "in_partition": True},
    {
        "id": "shuixiang",
        "kind": "functional",
        "in_partition": False,
        "members": ["machong", "daojiao"],
    },
    {"id": "songshanhu", "kind": "functional", "in_partition": True, "members": ["dalang"]},
]


def matrix(
    *hubs: dict[str, Any],
    carriers: tuple[dict[str, Any], ...] = (),
    landmarks: tuple[dict[str, Any], ...] = (),
    takeoff_points: tuple[dict[str, Any], ...] = (),
) -> dict[str, TownClusters]:
    rows = town_clusters(
        made_frame("towns", *UNITS),
        hubs=made_frame("hubs", *hubs),
        carriers=made_frame("carriers", *carriers),
        landmarks=made_frame("landmarks", *landmarks),
        takeoff_points=made_frame("takeoff_points", *takeoff_points),
    )
    return {row.town: row for row in rows}


def hub(identifier: str, cluster: str, *towns: str, year: int = 2024) -> dict[str, Any]:
    return {
        "id": identifier,
        "cluster": cluster,
        "towns": list(towns),
        "document": "D004",
        "year": year,
        "source": f"source-of-{identifier}",
    }


def test_every_unit_has_a_row_and_unnamed_ones_say_so() -> None:
    rows = matrix(hub("h1", "low_altitude", "dalang"))
    assert set(rows) == {unit["id"] for unit in UNITS}
    assert rows["dalang"].named
    assert not rows["machong"].named
    assert rows["machong"].clusters == ()


def test_members_of_an_area_are_named_via_it() -> None:
    rows = matrix(hub("h1", "materials", "shuixiang"))
    assert rows["shuixiang"].named_directly
    (naming,) = rows["machong"].cell("materials")
    assert (naming.via, naming.hub, naming.source) == ("shuixiang", "h1", "source-of-h1")
    assert rows["machong"].named
    assert not rows["machong"].named_directly


def test_a_town_named_beside_its_area_is_named_directly_only() -> None:
    rows = matrix(hub("h1", "materials", "shuixiang", "machong"))
    assert [naming.via for naming in rows["machong"].namings] == [None]
    assert [naming.via for naming in rows["daojiao"].namings] == ["shuixiang"]


def test_an_area_with_its_own_ground_passes_nothing_on() -> None:
    rows = matrix(hub("h1", "materials", "songshanhu"))
    assert rows["songshanhu"].named
    assert not rows["dalang"].named


def test_clusters_stand_in_the_vocabularys_order_and_once() -> None:
    rows = matrix(
        hub("h3", "low_altitude", "dalang"),
        hub("h2", "electronics", "dalang", year=2024),
        hub("h1", "electronics", "dalang", year=2018),
    )
    assert rows["dalang"].clusters == ("electronics", "low_altitude")
    assert [naming.year for naming in rows["dalang"].cell("electronics")] == [2018, 2024]


def test_counts_by_status() -> None:
    rows = matrix(
        carriers=(
            {"id": "c1", "towns": ["dalang", "machong"], "status": "in_use"},
            {"id": "c2", "towns": ["dalang"], "status": "planned"},
            {"id": "c3", "towns": None, "status": "planned"},
        ),
        landmarks=({"id": "l1", "towns": ["songshanhu"], "status": "building"},),
        takeoff_points=(
            {"id": "t1", "town": "dalang", "status": "in_use"},
            {"id": "t2", "town": "dalang", "status": "in_use"},
            {"id": "t3", "town": None, "status": "in_use"},
        ),
    )
    assert rows["dalang"].carriers == {"in_use": 1, "planned": 1}
    assert rows["machong"].carriers == {"in_use": 1}
    assert rows["songshanhu"].landmarks == {"building": 1}
    assert rows["dalang"].takeoff_points == {"in_use": 2}
    assert rows["shuixiang"].carriers == {}


unit_ids = st.sampled_from([unit["id"] for unit in UNITS])
cluster_ids = st.sampled_from([term.id for term in CLUSTERS])


@given(st.lists(st.tuples(cluster_ids, st.sets(unit_ids, min_size=1)), max_size=8))
def test_against_brute_force(plans: list[tuple[str, set[str]]]) -> None:
    rows = matrix(*(hub(f"h{i}", cluster, *places) for i, (cluster, places) in enumerate(plans)))
    for unit in UNITS:
        expected = set()
        for i, (cluster, places) in enumerate(plans):
            if unit["id"] in places:
                expected.add((cluster, f"h{i}", None))
            elif unit["id"] in {"machong", "daojiao"} and "shuixiang" in places:
                expected.add((cluster, f"h{i}", "shuixiang"))
        found = [(naming.cluster, naming.hub, naming.via) for naming in rows[unit["id"]].namings]
        assert len(found) == len(set(found))
        assert set(found) == expected
