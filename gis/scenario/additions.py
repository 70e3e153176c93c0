"""The roads that open and the carriers that are new from one city to another."""

from dataclasses import dataclass
from enum import StrEnum

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.crs import to_metric
from gis.records import Record, records

OPEN = "open"


class LengthBasis(StrEnum):
    """Where the length of a road comes from."""

    PUBLISHED = "published"
    """Somebody published it."""
    DRAWN = "drawn"
    """Only a line of stated accuracy is known: the road is at least so long."""
    SCHEMATIC = "schematic"
    """The line is schematic, so its length says nothing about the road."""
    UNKNOWN = "unknown"
    """There is no line either."""


@dataclass(frozen=True, slots=True)
class OpenedRoad:
    """A road segment that opens to driverless vehicles.

    Attributes
    ----------
    segment, name_zh, name_en, towns
        The segment; ``towns`` is empty where nobody stated them.
    basis
        Where its length comes from.
    published_km
        Its published length in kilometres; ``None`` where there is none.
    at_least_km
        No road of this line and accuracy can be shorter; ``None`` but for ``drawn``. There is no
        upper bound: within the accuracy a road may wind.
    drawn_km
        Length of the line as drawn; ``None`` but for ``drawn``.
    """

    segment: str
    name_zh: str
    name_en: str
    towns: tuple[str, ...]
    basis: LengthBasis
    published_km: float | None
    at_least_km: float | None
    drawn_km: float | None


@dataclass(frozen=True, slots=True)
class AddedCarrierRow:
    """A carrier that is in the one city and not in the other; towns and clusters by id."""

    carrier: str
    name_zh: str
    name_en: str
    kind: str
    towns: tuple[str, ...]
    clusters: tuple[str, ...]


def opened_roads(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> tuple[OpenedRoad, ...]:
    """Return the segments that are open afterwards and were not before, by id.

    Parameters
    ----------
    before, after
        Frames of the layer ``road_segments``, in EPSG:4490 or EPSG:4547.
    """
    were_open = set(before.loc[before["status"] == OPEN, "id"])
    rows = to_metric(after[(after["status"] == OPEN) & ~after["id"].isin(were_open)])
    return tuple(_opened(row) for row in records(rows))


def _opened(row: Record) -> OpenedRoad:
    basis = _basis(row)
    line, drawn = row["geometry"], basis is LengthBasis.DRAWN
    return OpenedRoad(
        segment=row["id"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        towns=row["towns"] or (),
        basis=basis,
        published_km=row["length_km"],
        at_least_km=_least_m(line, float(row["accuracy_m"])) / 1_000 if drawn else None,
        drawn_km=float(line.length) / 1_000 if drawn else None,
    )


def _basis(row: Record) -> LengthBasis:
    if row["length_km"] is not None:
        return LengthBasis.PUBLISHED
    line = row["geometry"]
    if line is None or line.is_empty or row["accuracy_m"] is None:
        return LengthBasis.UNKNOWN
    return LengthBasis.SCHEMATIC if row["geometry_basis"] == "schematic" else LengthBasis.DRAWN


def _least_m(line: BaseGeometry, accuracy_m: float) -> float:
    """Return the length that no road within an accuracy of a line can fall short of.

    The road comes within the accuracy of every point of the line, so also of the two that are
    farthest apart.
    """
    corners = shapely.get_coordinates(shapely.convex_hull(line))
    apart = np.hypot(*np.moveaxis(corners[:, None, :] - corners[None, :, :], 2, 0))
    return max(0.0, float(apart.max()) - 2 * accuracy_m)


def added_carriers(
    before: gpd.GeoDataFrame, after: gpd.GeoDataFrame
) -> tuple[AddedCarrierRow, ...]:
    """Return the carriers that are new, by id; frames of the layer ``carriers``."""
    new = after[~after["id"].isin(set(before["id"]))]
    return tuple(
        AddedCarrierRow(
            carrier=row["id"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            kind=row["kind"],
            towns=row["towns"] or (),
            clusters=row["clusters"] or (),
        )
        for row in records(new)
    )


def by_cluster(carriers: tuple[AddedCarrierRow, ...]) -> dict[str, int]:
    """Return how many carriers each cluster has; one of several clusters counts in each."""
    counts: dict[str, int] = {}
    for cluster in sorted(cluster for carrier in carriers for cluster in carrier.clusters):
        counts[cluster] = counts.get(cluster, 0) + 1
    return counts
