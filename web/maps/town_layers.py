"""The ground of every map: the city's towns, their borders and their names."""

import re
from collections.abc import Callable, Mapping

import geopandas as gpd
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gis.records import Record
from web.maps.map_layers import MapFeature, MapLabel, MapLayer, Note, placed
from web.shell.texts import Texts
from web.shell.words import Words

_SUFFIX_ZH = re.compile(r"(?<=..)(镇|街道|管委会)\Z")
_SUFFIX_EN = re.compile(r"\s+(Town|Subdistrict)?(\s*\(.*\))?\Z")


def partition(towns: gpd.GeoDataFrame) -> list[Record]:
    """Return the towns that divide the city among them and have a drawn boundary."""
    return [row for row in placed(towns) if row["in_partition"]]


def land(towns: gpd.GeoDataFrame) -> MapLayer:
    """Return the city's ground in one piece, which nobody can choose."""
    ground = shapely.union_all([row["geometry"] for row in partition(towns)])
    return MapLayer("land", () if ground.is_empty else (MapFeature(ground, "land"),), "land")


def borders(towns: gpd.GeoDataFrame) -> MapLayer:
    """Return the borders of the towns, each drawn once, over what is drawn inside them."""
    lines = shapely.union_all([row["geometry"].boundary for row in partition(towns)])
    merged = shapely.line_merge(lines)
    drawn = () if merged.is_empty else (MapFeature(merged, "border"),)
    return MapLayer("borders", drawn, "borders")


def functional_areas(towns: gpd.GeoDataFrame) -> MapLayer:
    """Return the outlines of areas made of towns or lying in them."""
    rows = [row for row in placed(towns) if not row["in_partition"]]
    drawn = tuple(
        MapFeature(row["geometry"], "functional") for row in rows if _areal(row["geometry"])
    )
    return MapLayer("functional_areas", drawn, "borders")


def town_areas(
    towns: gpd.GeoDataFrame, look: Callable[[Record], str], note: Callable[[Record], Note]
) -> MapLayer:
    """Return the towns as areas that can be chosen.

    Parameters
    ----------
    towns
        The ``towns`` layer.
    look, note
        What each town looks like and says.
    """
    return MapLayer(
        "towns",
        tuple(
            MapFeature(row["geometry"], look(row), (note(row),), (f"towns:{row['id']}",))
            for row in partition(towns)
        ),
        "areas",
    )


def names(
    towns: gpd.GeoDataFrame, t: Texts, minor: Mapping[str, str] | None = None
) -> tuple[MapLabel, ...]:
    """Return the towns' names where each town has most room.

    Parameters
    ----------
    towns
        The ``towns`` layer.
    t
        The page's language.
    minor
        A small text under a name, by the town's id.
    """
    labels = []
    for row in partition(towns):
        point, room = _roomiest(row["geometry"])
        name = t.pick(_SUFFIX_ZH.sub("", row["name_zh"]), _SUFFIX_EN.sub("", row["name_en"]))
        labels.append(MapLabel(point, name, (minor or {}).get(row["id"], ""), room))
    return tuple(labels)


def _roomiest(geometry: BaseGeometry) -> tuple[shapely.Point, float]:
    """Return centre and radius of the largest circle in a polygon (degrees, to about 50 m)."""
    if not _areal(geometry):
        return geometry.representative_point(), 0.0
    largest = max(shapely.get_parts(geometry), key=lambda part: part.area)
    radius = shapely.maximum_inscribed_circle(largest, tolerance=0.0005)
    return shapely.Point(radius.coords[0]), radius.length


def _areal(geometry: BaseGeometry) -> bool:
    return isinstance(geometry, (Polygon, MultiPolygon))


def schematic(towns: gpd.GeoDataFrame) -> bool:
    """Tell whether any boundary drawn is schematic, which a map must then say."""
    return any(row["geometry_basis"] == "schematic" for row in partition(towns))


def city_bounds(towns: gpd.GeoDataFrame) -> tuple[float, float, float, float] | None:
    """Return the box of all towns in degrees: what a map of the city shows whatever lies beyond."""
    shapes = [row["geometry"] for row in partition(towns)]
    if not shapes:
        return None
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return west, south, east, north


def town_name(words: Words, towns: Mapping[str, Record], id_: str | None) -> str:
    """Return a town's name; the id where the layer does not hold it, empty for none."""
    if not id_:
        return ""
    return words.name(towns[id_]) if id_ in towns else id_


def drawn_ids(towns: gpd.GeoDataFrame) -> frozenset[str]:
    """Return the ids of the towns that a map draws as areas."""
    return frozenset(row["id"] for row in partition(towns))
