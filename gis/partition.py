"""The towns as a partition of the city: the polygons that areas and people are counted over."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis.contours.borders import borders
from gis.crs import require_metric
from gis.discs import Floats, Geometries
from gis.errors import InvalidInputError

_SETS_KEPT = 8


@dataclass(frozen=True, slots=True)
class Partition:
    """The towns that make up the city, in order of id.

    Attributes
    ----------
    ids, names_zh, names_en
        The towns.
    polygons
        Shape (t,), EPSG:4547. They do not overlap; one may be empty.
    people
        Census population, shape (t,); NaN where none is published for the unit.
    """

    ids: tuple[str, ...]
    names_zh: tuple[str, ...]
    names_en: tuple[str, ...]
    polygons: Geometries
    people: Floats

    def __len__(self) -> int:
        return len(self.ids)

    def people_per_m2(self, area_m2: Floats) -> Floats:
        """Return each town's people spread evenly over its area, shape (t,).

        Parameters
        ----------
        area_m2
            The towns' areas. A town without any area of its own (all of it claimed by towns before
            it) counts nobody.

        Returns
        -------
        array
            NaN where no people are published.
        """
        spread = np.divide(1.0, area_m2, out=np.zeros_like(area_m2), where=area_m2 > 0)
        people: Floats = self.people * spread
        return people


def partition(towns: gpd.GeoDataFrame) -> Partition:
    """Take the towns that form the partition out of a ``towns`` frame.

    Parameters
    ----------
    towns
        Frame of the layer ``towns`` in EPSG:4547. Rows with ``in_partition`` and a polygon count.
        Ground that several valid polygons claim is the first one's, by id: none counts twice.

    Raises
    ------
    WrongReferenceSystemError
        If the frame is not in EPSG:4547.
    InvalidInputError
        If no row is left.
    """
    require_metric(towns, "towns")
    shapes = np.asarray(towns.geometry.to_numpy(), dtype=object)
    drawn = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    counted = towns["in_partition"].fillna(value=False).to_numpy(dtype=bool) & drawn
    rows = towns[counted].sort_values("id", kind="stable")
    if rows.empty:
        raise InvalidInputError(
            "no town has a polygon, so nothing can be counted over the city",
            field="towns",
            remedy="load the Dongguan pack or import town boundaries",
        )
    people = pd.to_numeric(rows["population_2020"]).to_numpy(dtype=np.float64, na_value=np.nan)
    return Partition(
        tuple(rows["id"]),
        tuple(rows["name_zh"]),
        tuple(rows["name_en"]),
        _without_overlaps(np.asarray(rows.geometry.to_numpy(), dtype=object)),
        people,
    )


def _without_overlaps(polygons: Geometries) -> Geometries:
    frontiers = borders(polygons)
    if frontiers.partition or not shapely.is_valid(polygons).all():
        return polygons
    return np.array(_disjoint(tuple(shapely.to_wkb(polygons).tolist())), dtype=object)


@lru_cache(maxsize=_SETS_KEPT)
def _disjoint(written: tuple[bytes, ...]) -> tuple[Any, ...]:
    """Return polygons without what those before them cover; kept, for every answer asks for it."""
    polygons = shapely.from_wkb(list(written))
    found = [polygons[0]]
    for index in range(1, len(polygons)):
        left = shapely.difference(polygons[index], shapely.union_all(polygons[:index]))
        parts = shapely.get_parts(left)
        areal = list(parts[shapely.get_dimensions(parts) == 2])
        found.append(areal[0] if len(areal) == 1 else shapely.MultiPolygon(areal))
    return tuple(found)
