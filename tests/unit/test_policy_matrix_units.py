"""The matrix unit by unit: who is named through an area, in what order, and what stands there."""

from typing import Any

from gis.policy.matrix import RecordFrames, town_matrix
from gis.policy.results import TownRow
from tests.made_frames import made_frame
from tests.made_record import designation, documents, place, table, topic

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

Rows = tuple[dict[str, Any], ...]


def matrix(
    *named: tuple[str, str, str],
    carriers: Rows = (),
    landmarks: Rows = (),
    takeoff_points: Rows = (),
) -> dict[str, TownRow]:
    """Return the rows of a record in which documents name units for fields."""
    fields = dict.fromkeys(field for field, _, _ in named)
    rows = town_matrix(
        made_frame("towns", *UNITS),
        RecordFrames(
            documents(),
            table("places", [place(unit["id"], "is", [unit["id"]]) for unit in UNITS]),
            table("topics", [topic(f"topic-{field}", [field]) for field in fields]),
            table(
                "designations",
                [
                    designation(f"f{number}", f"topic-{field}", unit, document=document)
                    for number, (field, unit, document) in enumerate(named)
                ],
            ),
        ),
        carriers=made_frame("carriers", *carriers),
        landmarks=made_frame("landmarks", *landmarks),
        takeoff_points=made_frame("takeoff_points", *takeoff_points),
    )
    return {row.town: row for row in rows}


def test_every_unit_has_a_row_and_unnamed_ones_say_so() -> None:
    rows = matrix(("low_altitude", "dalang", "d3"))
    assert set(rows) == {unit["id"] for unit in UNITS}
    assert rows["dalang"].named
    assert not rows["machong"].named
    assert rows["machong"].fields == ()


def test_a_town_named_beside_its_area_is_named_both_ways_and_directly() -> None:
    rows = matrix(("materials", "shuixiang", "d3"), ("materials", "machong", "d3"))
    assert rows["machong"].named_directly
    assert sorted(one.via or "" for one in rows["machong"].cell("materials")) == ["", "shuixiang"]
    assert [one.via for one in rows["daojiao"].namings] == ["shuixiang"]
    assert not rows["daojiao"].named_directly


def test_what_comes_through_an_area_is_an_inference() -> None:
    rows = matrix(("materials", "shuixiang", "d3"))
    assert [one.inferred for one in rows["shuixiang"].namings] == [False]
    assert [one.inferred for one in rows["machong"].namings] == [True]


def test_an_area_with_its_own_ground_passes_nothing_on() -> None:
    rows = matrix(("materials", "songshanhu", "d3"))
    assert rows["songshanhu"].named_directly
    assert not rows["dalang"].named


def test_fields_stand_in_the_vocabularys_order_and_once() -> None:
    rows = matrix(
        ("low_altitude", "dalang", "d3"),
        ("electronics", "dalang", "d3"),
        ("electronics", "dalang", "d1"),
    )
    assert rows["dalang"].fields == ("electronics", "low_altitude")
    assert [one.year for one in rows["dalang"].cell("electronics")] == [2018, 2024]


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
