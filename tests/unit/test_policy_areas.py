"""The layout of the plans as polygons: the union of the units each topic reaches."""

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from gis.policy.areas import LAYOUT_KINDS, layout_areas
from gis.policy.matrix import RecordFrames, town_matrix
from tests.made_record import designation, documents, place, table, topic

SQUARES = {
    "north": shapely.box(0, 1, 1, 2),
    "south": shapely.box(0, 0, 1, 1),
    "east": shapely.box(5, 0, 6, 1),
    "area": None,
}
CRS = "EPSG:4490"
KINDS = {"belt": "belt", "core": "core", "task": "task", "void": "area", "idle": "area"}


def areas() -> gpd.GeoDataFrame:
    units = gpd.GeoDataFrame(
        [
            {"id": one, "name_zh": one, "name_en": one, "kind": "town"}
            | {"in_partition": one != "area", "members": None}
            for one in SQUARES
        ],
        geometry=list(SQUARES.values()),
        crs=CRS,
    )
    topics = table(
        "topics",
        [topic(one, ["electronics"], kind=kind, number="一") for one, kind in KINDS.items()],
    )
    record = RecordFrames(
        documents(),
        table("places", [place(one, "is", [one]) for one in SQUARES]),
        topics,
        table(
            "designations",
            [
                designation("f1", "belt", "north"),
                designation("f2", "belt", "south"),
                designation("f3", "core", "north"),
                designation("f4", "core", "east"),
                designation("f5", "core", "area"),
                designation("f6", "task", "east"),
                designation("f7", "void", "area"),
                designation("f8", "belt", "south", document="d2"),
            ],
        ),
    )
    empty = gpd.GeoDataFrame({"id": [], "towns": [], "status": []}, geometry=[], crs=CRS)
    rows = town_matrix(units, record, carriers=empty, landmarks=empty, takeoff_points=empty)
    return layout_areas(rows, topics, units)


def shape_of(frame: gpd.GeoDataFrame, one: str) -> BaseGeometry | None:
    found: BaseGeometry | None = frame.set_index("topic").geometry[one]
    return found


def test_a_polygon_is_the_union_of_the_units_named() -> None:
    frame = areas()
    assert shapely.equals(shape_of(frame, "belt"), shapely.box(0, 0, 1, 2))
    core = shape_of(frame, "core")
    assert core is not None
    assert core.geom_type == "MultiPolygon"
    assert core.area == 2
    assert frame.crs == CRS


def test_each_area_says_its_units_and_its_document() -> None:
    frame = areas().set_index("topic")
    assert frame.loc["belt", "units"] == ("north", "south")
    assert frame.loc["core", "units"] == ("area", "east", "north")
    assert set(frame["document"]) == {"d1"}
    assert set(frame["number"]) == {"一"}


def test_only_the_layout_is_drawn_and_only_what_is_named() -> None:
    frame = areas()
    assert set(frame["topic"]) == {"belt", "core", "void"}
    assert set(frame["kind"]) <= set(LAYOUT_KINDS)


def test_units_without_ground_give_no_polygon() -> None:
    assert shape_of(areas(), "void") is None
