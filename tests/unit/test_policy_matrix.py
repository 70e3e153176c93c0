"""The town by field by document matrix, against its definition written out cell by cell."""

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.policy.matrix import RecordFrames, town_matrix
from gis.policy.results import Naming, TownRow
from gis.policy.vocabulary import CLUSTER_FIELDS
from tests.made_record import YEARS, designation, documents, place, table, topic

TOWNS = ("north", "south", "east", "west")
AREA, AREA_MEMBERS = "lakeside", ("east", "west")
UNITS = (*TOWNS, AREA)
FIELDS = ("electronics", "low_altitude", "logistics")

Rows = list[dict[str, Any]]
Cell = tuple[str, str, str, str | None, bool]
"""Unit, field, designation, via, inferred."""


def units() -> gpd.GeoDataFrame:
    rows = [
        {"id": one, "name_zh": one, "name_en": one, "kind": "town"}
        | {"in_partition": one != AREA, "members": list(AREA_MEMBERS) if one == AREA else None}
        for one in UNITS
    ]
    return gpd.GeoDataFrame(rows, geometry=[None] * len(rows), crs=4490)


def nothing(column: str) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"id": [], column: [], "status": []}, geometry=[], crs=4490)


def matrix(
    places: Rows, topics: Rows, facts: Rows, chosen: frozenset[str] | None = None, **layers: Any
) -> tuple[TownRow, ...]:
    record = RecordFrames(
        documents(), table("places", places), table("topics", topics), table("designations", facts)
    )
    counted = {
        "carriers": nothing("towns"),
        "landmarks": nothing("towns"),
        "takeoff_points": nothing("town"),
    }
    return town_matrix(units(), record, **{**counted, **layers}, documents=chosen)


def cells(rows: tuple[TownRow, ...]) -> set[Cell]:
    return {
        (row.town, one.field, one.designation, one.via, one.inferred)
        for row in rows
        for one in row.namings
    }


def by_hand(places: Rows, topics: Rows, facts: Rows) -> set[Cell]:
    """Every unit, field and designation in turn: is it named, through what, and is that read?"""
    found: set[Cell] = set()
    of = {row["id"]: row for row in topics}
    at = {row["id"]: row for row in places}
    for unit in UNITS:
        for field in FIELDS:
            for fact in facts:
                named = at[fact["place"]]
                holder: dict[str, Any] | None = of[fact["topic"]]
                while holder is not None and not holder["clusters"]:
                    holder = of.get(holder.get("parent", ""))
                if holder is None or field not in holder["clusters"]:
                    continue
                read = "inferred" in {one.get("basis") for one in (fact, named, holder)}
                read = read or named["relation"] in {"contains", "overlaps"}
                towns = named["towns"] or ()
                if unit in towns:
                    via = None if named["relation"] == "is" else named["id"]
                    found.add((unit, field, fact["id"], via, read))
                elif unit in AREA_MEMBERS and AREA in towns:
                    found.add((unit, field, fact["id"], AREA, True))
    return found


bases = st.sampled_from(["stated", "inferred"])


@st.composite
def records_made(draw: st.DrawFn) -> tuple[Rows, Rows, Rows]:
    relations = st.sampled_from(["is", "contains", "lies_in", "overlaps", "none"])
    towns = st.lists(st.sampled_from(UNITS), min_size=1, max_size=3, unique=True)
    places = []
    for number in range(draw(st.integers(1, 4))):
        relation = draw(relations)
        held = [] if relation == "none" else draw(towns)
        held = held[:1] if relation == "is" else held
        places.append(place(f"place-{number}", relation, held, basis=draw(bases)))
    topics: Rows = []
    for number in range(draw(st.integers(1, 4))):
        above = draw(st.sampled_from([None, *(one["id"] for one in topics)]))
        held = draw(st.lists(st.sampled_from(FIELDS), max_size=2, unique=True))
        topics.append(topic(f"topic-{number}", held, parent=above, basis=draw(bases)))
    facts = [
        designation(
            f"fact-{number}",
            draw(st.sampled_from([one["id"] for one in topics])),
            draw(st.sampled_from([one["id"] for one in places])),
            document=draw(st.sampled_from(sorted(YEARS))),
            basis=draw(bases),
        )
        for number in range(draw(st.integers(0, 5)))
    ]
    return places, topics, facts


@settings(max_examples=60)
@given(records_made())
def test_the_matrix_is_its_definition(made: tuple[Rows, Rows, Rows]) -> None:
    assert cells(matrix(*made)) == by_hand(*made)


@settings(max_examples=40)
@given(records_made(), st.sets(st.sampled_from(sorted(YEARS))))
def test_several_documents_are_each_of_them_put_together(
    made: tuple[Rows, Rows, Rows], chosen: set[str]
) -> None:
    together = matrix(*made, frozenset(chosen))
    single = [cells(matrix(*made, frozenset({one}))) for one in chosen]
    assert cells(together) == set().union(*single)
    assert all(one.document in chosen for row in together for one in row.namings)


@settings(max_examples=40)
@given(records_made())
def test_rows_are_in_order_and_every_unit_has_one(made: tuple[Rows, Rows, Rows]) -> None:
    rows = matrix(*made)
    order = {term.id: number for number, term in enumerate(CLUSTER_FIELDS)}
    assert [row.town for row in rows] == list(UNITS)
    for row in rows:
        keys = [(order[one.field], one.year, one.designation) for one in row.namings]
        assert keys == sorted(keys)
        assert row.named == bool(row.namings)
        assert row.named_directly == any(one.via is None for one in row.namings)
        assert tuple(one for field in row.fields for one in row.cell(field)) == row.namings


def naming(rows: tuple[TownRow, ...], unit: str) -> Naming:
    (row,) = [row for row in rows if row.town == unit]
    (found,) = row.namings
    return found


def test_a_town_named_itself_is_named_directly() -> None:
    rows = matrix(
        [place("north", "is", ["north"])],
        [topic("drones", ["low_altitude"], name_zh="低空")],
        [
            designation("f", "drones", "north", document="d2", role_zh="核心", role_en="Core")
            | {"line": 7, "last_line": 8, "open_list": True}
        ],
    )
    found = naming(rows, "north")
    assert (found.via, found.inferred, found.open_list) == (None, False, True)
    assert (found.document, found.year, found.line) == ("d2", 2022, 7)
    assert (found.topic, found.topic_kind, found.topic_zh) == ("drones", "cluster", "低空")
    assert (found.role_zh, found.role_en, found.place_zh) == ("核心", "Core", "north")
    assert cells(rows) == {("north", "low_altitude", "f", None, False)}


@pytest.mark.parametrize(
    ("relation", "inferred"), [("contains", True), ("overlaps", True), ("lies_in", False)]
)
def test_a_place_that_is_no_unit_reaches_its_units_through_itself(
    relation: str, inferred: bool
) -> None:
    rows = matrix(
        [place("base", relation, ["north", "south"])],
        [topic("chips", ["electronics"])],
        [designation("f", "chips", "base")],
    )
    assert cells(rows) == {(one, "electronics", "f", "base", inferred) for one in TOWNS[:2]}


def test_an_area_without_ground_of_its_own_reaches_its_members() -> None:
    rows = matrix(
        [place("lake", "is", [AREA])],
        [topic("chips", ["electronics"])],
        [designation("f", "chips", "lake")],
    )
    assert cells(rows) == {
        (AREA, "electronics", "f", None, False),
        ("east", "electronics", "f", AREA, True),
        ("west", "electronics", "f", AREA, True),
    }


def test_a_field_comes_from_the_nearest_topic_above() -> None:
    rows = matrix(
        [place("north", "is", ["north"])],
        [
            topic("top", ["electronics"]),
            topic("middle", ["logistics"], parent="top", basis="inferred"),
            topic("low", parent="middle"),
            topic("alone"),
        ],
        [designation("f", "low", "north"), designation("g", "alone", "north")],
    )
    assert cells(rows) == {("north", "logistics", "f", None, True)}


def test_mentions_count_for_the_unit_itself_only_oldest_first() -> None:
    rows = matrix(
        [
            place("north", "is", ["north"], mentions=["d3:4", "d1:9", "d3:8"]),
            place("base", "lies_in", ["north", "south"], mentions=["d2:1"]),
        ],
        [],
        [],
    )
    mentioned = {row.town: row.mentioned_in for row in rows}
    assert mentioned == {"north": ("d1", "d3"), **dict.fromkeys(UNITS[1:], ())}


def test_features_count_once_in_each_unit_they_are_placed_in() -> None:
    carriers = pd.DataFrame(
        {
            "id": ["a", "b", "c", "d"],
            "towns": [["north", "south"], ["north"], None, ["north", "north"]],
            "status": ["in_use", "in_use", "in_use", "planned"],
        }
    )
    points = pd.DataFrame({"id": ["p"], "town": ["south"], "status": ["building"]})
    rows = matrix([], [], [], carriers=carriers, takeoff_points=points)
    counted: Mapping[str, Any] = {row.town: row for row in rows}
    assert counted["north"].carriers == {"in_use": 2, "planned": 1}
    assert counted["south"].carriers == {"in_use": 1}
    assert counted["south"].takeoff_points == {"building": 1}
    assert counted["east"].carriers == counted["east"].landmarks == {}
