"""The register of autonomous-driving road segments, in figures."""

from collections.abc import Callable, Collection, Iterable
from math import fsum

import geopandas as gpd

from gis.records import Record, records
from gis.results_places import RoadRegister, RoadTally


def road_register(
    segments: gpd.GeoDataFrame, *, statuses: Collection[str] | None = None
) -> RoadRegister:
    """Return number and published kilometres by status, town, vehicle class and level.

    Parameters
    ----------
    segments
        Frame of the road_segments layer; geometries are not used, because the length of a
        schematic line says nothing about the road.
    statuses
        Count only segments of these statuses; ``None`` counts all.
    """
    rows = [row for row in records(segments) if statuses is None or row["status"] in statuses]
    return RoadRegister(
        total=_tally(None, [(row, True) for row in rows]),
        by_status=_grouped(rows, lambda row: (row["status"],)),
        by_town=_grouped(rows, lambda row: row["towns"], splits_length=True),
        by_vehicle_class=_grouped(rows, lambda row: row["vehicle_classes"]),
        by_level=_grouped(rows, lambda row: (row["level"],)),
    )


def _grouped(
    rows: Iterable[Record],
    keys_of: Callable[[Record], tuple[str | None, ...] | None],
    *,
    splits_length: bool = False,
) -> tuple[RoadTally, ...]:
    """Tally by key; where keys would split a length, only a sole key is given it."""
    groups: dict[str | None, list[tuple[Record, bool]]] = {}
    for row in rows:
        keys = dict.fromkeys(keys_of(row) or (None,))
        for key in keys:
            groups.setdefault(key, []).append((row, len(keys) == 1 or not splits_length))
    ordered = sorted(groups, key=lambda key: (key is None, key or ""))
    return tuple(_tally(key, groups[key]) for key in ordered)


def _tally(key: str | None, members: Collection[tuple[Record, bool]]) -> RoadTally:
    lengths = [
        float(row["length_km"])
        for row, counts in members
        if counts and row["length_km"] is not None
    ]
    return RoadTally(key, len(members), len(lengths), fsum(lengths) if lengths else None)
