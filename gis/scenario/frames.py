"""The features that a scenario adds or changes, as rows of their layers (EPSG:4490)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from gis.crs import STORED
from gis.errors import UnknownFeatureError
from gis.scenario.model import AddedCarrier, AddedSegment, AddedSite, Changes, Place

SOURCE = "what-if"
"""Id of the source that every feature of a scenario rests on."""


@dataclass(frozen=True, slots=True)
class Marks:
    """How a scenario's features are called.

    Attributes
    ----------
    prefix
        What stands before the number in the ids of new ones.
    added, moved, opened
        What stands before their titles, in Chinese and English: a page that knows nothing of
        scenarios then still shows what is only proposed as such.
    """

    prefix: str = "what-if-"
    added: tuple[str, str] = ("", "")
    moved: tuple[str, str] = ("", "")
    opened: tuple[str, str] = ("", "")


PLAIN = Marks()
"""Titles as they are: for a what-if whose answer is shown as one anyway, also of a scenario."""
PROPOSED = Marks(
    prefix="proposed-",
    added=("拟新增：", "Proposed: "),
    moved=("拟迁移：", "Proposed move: "),
    opened=("拟开放：", "Proposed opening: "),
)


def is_proposed(name_zh: str) -> bool:
    """Tell by its title whether a feature is only proposed: new, moved or opened by a scenario."""
    return name_zh.startswith((PROPOSED.added[0], PROPOSED.moved[0], PROPOSED.opened[0]))


def source_row(as_of: dt.date) -> gpd.GeoDataFrame:
    """Return the source that a scenario's features rest on."""
    row = {
        "id": SOURCE,
        "name_zh": "假设方案",
        "name_en": "What-if",
        "geometry_basis": "unknown",
        "source": SOURCE,
        "as_of": as_of,
        "status": "current",
        "public": True,
        "kind": "user",
    }
    return _frame([row], [None])


def added_sites(
    sites: Sequence[AddedSite], mission: str, as_of: dt.date, marks: Marks
) -> gpd.GeoDataFrame:
    """Return new takeoff points; one without a name is called by its number.

    Parameters
    ----------
    sites
        The sites.
    mission
        The mission that their own radii are for.
    as_of
        The day the rows are of.
    marks
        What stands before their titles.
    """
    rows = [
        {
            "id": f"{marks.prefix}{number}",
            **_titles(marks.added, site.name, f"新增点 {number}", f"Added site {number}"),
            "accuracy_m": site.place.accuracy_m,
            **_of_scenario(as_of),
            "status": "in_use",
            "kind": "vertiport",
            "service_radius_m": {mission: site.radius_m} if site.radius_m else None,
        }
        for number, site in enumerate(sites, start=1)
    ]
    return _frame(rows, [_point(site.place) for site in sites])


def moved_sites(stored: gpd.GeoDataFrame, changes: Changes, marks: Marks) -> gpd.GeoDataFrame:
    """Return takeoff points at their new places.

    Parameters
    ----------
    stored
        Rows of the takeoff points; others than those to move are left out.
    changes, marks
        Where to, and what stands before their titles.

    Raises
    ------
    gis.errors.UnknownFeatureError
        If a site to move is not among them.
    """
    moved = _named(stored, changes.move_sites.keys(), "takeoff_points")
    places = [changes.move_sites[name] for name in moved["id"]]
    moved["accuracy_m"] = [place.accuracy_m for place in places]
    moved["geometry_basis"] = "sourced"
    moved["geometry_source"] = SOURCE
    _mark(moved, marks.moved)
    points = [_point(place) for place in places]
    return moved.set_geometry(gpd.GeoSeries(points, crs=STORED, index=moved.index))


def opened_segments(stored: gpd.GeoDataFrame, changes: Changes, marks: Marks) -> gpd.GeoDataFrame:
    """Return road segments of the register with the status that a scenario gives them: open.

    Raises
    ------
    gis.errors.UnknownFeatureError
        If a segment to open is not among ``stored``.
    """
    opened = _named(stored, changes.open_segments, "road_segments")
    opened["status"] = "open"
    _mark(opened, marks.opened)
    return opened


def added_segments(
    segments: Sequence[AddedSegment], as_of: dt.date, marks: Marks
) -> gpd.GeoDataFrame:
    """Return new road segments, open; what nobody said of them stays unknown."""
    rows = []
    for number, segment in enumerate(segments, start=1):
        titles = _titles(marks.added, segment.name, f"新增路段 {number}", f"Added segment {number}")
        rows.append(
            {
                "id": f"{marks.prefix}road-{number}",
                **titles,
                "accuracy_m": segment.accuracy_m,
                **_of_scenario(as_of),
                "status": "open",
                "road_zh": titles["name_zh"],
                "road_en": titles["name_en"],
                "direction": "unknown",
            }
        )
    return _frame(rows, [shapely.LineString(segment.line) for segment in segments])


def added_carriers(
    carriers: Sequence[AddedCarrier], as_of: dt.date, marks: Marks
) -> gpd.GeoDataFrame:
    """Return new carriers, planned; one without a place has its town only."""
    rows = []
    for number, carrier in enumerate(carriers, start=1):
        placed = carrier.place is not None
        rows.append(
            {
                "id": f"{marks.prefix}carrier-{number}",
                **_titles(
                    marks.added, carrier.name, f"新增载体 {number}", f"Added carrier {number}"
                ),
                "accuracy_m": carrier.place.accuracy_m if carrier.place else None,
                **_of_scenario(as_of),
                "geometry_basis": "sourced" if placed else "unknown",
                "geometry_source": SOURCE if placed else None,
                "status": "planned",
                "kind": carrier.kind,
                "towns": [carrier.town],
                "clusters": list(carrier.clusters) or None,
            }
        )
    points = [None if one.place is None else _point(one.place) for one in carriers]
    return _frame(rows, points)


def _of_scenario(as_of: dt.date) -> dict[str, Any]:
    return {
        "geometry_basis": "sourced",
        "source": SOURCE,
        "geometry_source": SOURCE,
        "as_of": as_of,
        "public": True,
    }


def _titles(mark: tuple[str, str], name: str, zh: str, en: str) -> dict[str, str]:
    name = name.strip()
    return {"name_zh": mark[0] + (name or zh), "name_en": mark[1] + (name or en)}


def _mark(frame: gpd.GeoDataFrame, mark: tuple[str, str]) -> None:
    frame["name_zh"] = mark[0] + frame["name_zh"]
    frame["name_en"] = mark[1] + frame["name_en"]


def _named(stored: gpd.GeoDataFrame, ids: Any, layer: str) -> gpd.GeoDataFrame:
    wanted = frozenset(ids)
    found = stored[stored["id"].isin(wanted)].reset_index(drop=True)
    unknown = wanted - set(found["id"])
    if unknown:
        raise UnknownFeatureError.of(layer, min(unknown))
    return found


def _point(place: Place) -> shapely.Point:
    return shapely.Point(place.lon, place.lat)


def _frame(rows: list[dict[str, Any]], shapes: list[Any]) -> gpd.GeoDataFrame:
    geometry = np.empty(len(shapes), dtype=object)
    geometry[:] = shapes
    return gpd.GeoDataFrame(rows, geometry=geometry, crs=STORED)
