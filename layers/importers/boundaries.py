"""Whether imported boundaries fit together, and whether they fit the ground they claim."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.crs import Datum, from_cgcs2000, metric_geometry, to_cgcs2000, to_metric
from gis.records import records
from layers.importers.provenance import ImportNotice

LEAST_AREA_M2 = 1_000.0
"""Overlaps and gaps that are smaller in all are drawing noise."""
BETTER_BY = 0.05
"""How much smaller the misfit must be under another datum before it is suspected."""


def datum_notices(
    shapes: Mapping[str, BaseGeometry | None], known: gpd.GeoDataFrame, datum: Datum
) -> list[ImportNotice]:
    """Return a notice if another datum than the one stated would fit the known towns better.

    The misfit under a datum is the share of the imported area that lies in another town than it
    should. The known boundaries may be schematic: a shift moves every town the same way, so it
    shows through errors that go every way.

    Parameters
    ----------
    shapes
        Imported polygons by town, in EPSG:4490, converted from ``datum``.
    known
        The towns layer to compare with (EPSG:4490).
    datum
        The datum the user stated.
    """
    before = {
        row["id"]: row["geometry"]
        for row in records(to_metric(known))
        if row["in_partition"] and row["geometry"] is not None
    }
    pairs = [(shape, before[town]) for town, shape in shapes.items() if town in before]
    if not pairs:
        return []
    imported = np.array([shape for shape, _ in pairs], dtype=object)
    there = np.array([polygon for _, polygon in pairs], dtype=object)
    raw = from_cgcs2000(imported, datum)
    misfits = {other: _misfit(to_cgcs2000(raw, other), there) for other in Datum}
    best = min(misfits, key=lambda other: misfits[other])
    if best is datum or misfits[best] > (1 - BETTER_BY) * misfits[datum]:
        return []
    stated_share, best_share = (100 * (1 - misfits[one]) for one in (datum, best))
    return [
        ImportNotice(
            "datum",
            f"the file looks as if it were in {best}, not {datum}: {best_share:.1f} % instead of "
            f"{stated_share:.1f} % of its area would lie in the known towns",
        )
    ]


def _misfit(shapes: np.ndarray, there: np.ndarray) -> float:
    metric = np.array([metric_geometry(shape) for shape in shapes], dtype=object)
    area = float(shapely.area(metric).sum())
    return 1.0 - float(shapely.area(shapely.intersection(metric, there)).sum()) / area


def partition_notices(towns: gpd.GeoDataFrame) -> list[ImportNotice]:
    """Return notices of overlaps between towns and of gaps enclosed by them, with their areas.

    Parameters
    ----------
    towns
        The towns layer (EPSG:4490); only units of the partition are looked at.
    """
    parts = [row for row in records(to_metric(towns)) if row["in_partition"]]
    shapes = np.array([row["geometry"] for row in parts], dtype=object)
    names = [row["name_zh"] for row in parts]
    return _overlap_notices(shapes, names) + _gap_notices(shapes)


def _overlap_notices(shapes: np.ndarray, names: list[str]) -> list[ImportNotice]:
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = [(i, j) for i, j in zip(first, second, strict=True) if i < j]
    areas = {(i, j): float(shapes[i].intersection(shapes[j]).area) for i, j in pairs}
    total = sum(areas.values())
    if total < LEAST_AREA_M2:
        return []
    i, j = max(areas, key=lambda pair: areas[pair])
    message = (
        f"towns overlap by {total / 1e6:.3f} km2 in all, most {names[i]} and {names[j]} "
        f"({areas[i, j] / 1e6:.3f} km2); that ground counts for the first of them by id alone"
    )
    return [ImportNotice("overlap", message, total)]


def _gap_notices(shapes: np.ndarray) -> list[ImportNotice]:
    union = shapely.union_all(shapes)
    holes = [
        shapely.Polygon(ring).area for part in shapely.get_parts(union) for ring in part.interiors
    ]
    total = float(sum(holes))
    if total < LEAST_AREA_M2:
        return []
    message = f"{len(holes)} gaps between towns, {total / 1e6:.3f} km2 in all, belong to no town"
    return [ImportNotice("gap", message, total)]
