"""Takeoff points as sites: where they serve from, how far, how sure, and whether they count."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis.crs import require_metric
from gis.discs import Discs, Floats, Indices
from gis.errors import InvalidInputError
from gis.missions import MAX_RADIUS_M, mission_of
from gis.results import RadiusBasis, SiteName
from gis.vocabulary import COMING_STATUSES, SERVING_STATUSES


@dataclass(frozen=True, slots=True)
class Sites:
    """The sites that count, in order of id, and those that do not.

    Attributes
    ----------
    names
        The sites that count: serving ones and coming ones (planned, building).
    centres
        Positions, shape (n, 2), EPSG:4547.
    radii_m, accuracies_m
        Service radius and accuracy of the position, shape (n,).
    bases
        Where each radius comes from.
    serving
        Whether each serves today, shape (n,).
    not_counted, unplaced
        Sites left out because of their status, or for want of a position or its accuracy.
    capacities_per_day
        Movements a day, shape (n,); NaN where none are stated.
    """

    names: tuple[SiteName, ...]
    centres: Floats
    radii_m: Floats
    accuracies_m: Floats
    bases: tuple[RadiusBasis, ...]
    serving: NDArray[np.bool_]
    not_counted: tuple[SiteName, ...]
    unplaced: tuple[SiteName, ...]
    capacities_per_day: Floats

    def __len__(self) -> int:
        return len(self.names)

    def sure_discs(self) -> tuple[Discs, Indices]:
        """Return what sites surely serve, inscribed, and the site of each disc.

        A site whose position is less accurate than its range surely serves nothing: no disc.
        """
        least = self.radii_m - self.accuracies_m
        some = np.flatnonzero(least > 0)
        return Discs.inscribed(self.centres[some], least[some]), some

    def possible_discs(self) -> tuple[Discs, Indices]:
        """Return what sites possibly serve, circumscribed, and the site of each disc."""
        discs = Discs.circumscribed(self.centres, self.radii_m + self.accuracies_m)
        return discs, np.arange(len(self), dtype=np.intp)


def read_sites(frame: gpd.GeoDataFrame, *, radius_m: float | None, mission: str) -> Sites:
    """Take the sites out of a ``takeoff_points`` frame.

    Parameters
    ----------
    frame
        Frame of the layer ``takeoff_points`` in EPSG:4547.
    radius_m
        Service radius in metres of every site that states none of its own for the mission;
        ``None`` for the mission's planning assumption.
    mission
        Id of the mission, a key of :data:`gis.missions.MISSIONS`.

    Raises
    ------
    WrongReferenceSystemError
        If the frame is not in EPSG:4547.
    InvalidInputError
        If the mission or a radius is none, or an accuracy is negative.
    """
    require_metric(frame, "sites")
    rows = frame.sort_values("id", kind="stable")
    names = [
        SiteName(*row)
        for row in zip(rows["id"], rows["name_zh"], rows["name_en"], rows["status"], strict=True)
    ]
    placed = positioned(rows)
    statuses = rows["status"].to_numpy()
    counted = np.isin(statuses, (*SERVING_STATUSES, *COMING_STATUSES))
    kept = np.flatnonzero(placed & counted)
    radii, bases = read_radii(rows.iloc[kept], radius_m=radius_m, mission=mission)
    return Sites(
        tuple(names[i] for i in kept),
        shapely.get_coordinates(rows.geometry.to_numpy()[kept]),
        radii,
        rows["accuracy_m"].to_numpy(dtype=np.float64)[kept],
        bases,
        np.isin(statuses[kept], SERVING_STATUSES),
        tuple(names[i] for i in np.flatnonzero(~counted)),
        tuple(names[i] for i in np.flatnonzero(counted & ~placed)),
        _capacities(rows.iloc[kept]),
    )


def positioned(rows: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Mark the rows that have a point and an accuracy.

    Raises
    ------
    InvalidInputError
        If a geometry is not a point, or an accuracy is negative or infinite.
    """
    shapes = np.asarray(rows.geometry.to_numpy(), dtype=object)
    present = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    odd = present & (shapely.get_type_id(shapes) != shapely.GeometryType.POINT)
    _refuse(rows, odd, "geometry", "a site's position must be a single point")
    accuracy = pd.to_numeric(rows["accuracy_m"]).to_numpy(dtype=np.float64, na_value=np.nan)
    wrong = (accuracy < 0) | np.isinf(accuracy)
    _refuse(rows, wrong, "accuracy_m", "an accuracy must be a number of metres from 0")
    placed: NDArray[np.bool_] = present & ~np.isnan(accuracy)
    return placed


def range_of(mission: str, radius_m: float | None) -> float:
    """Return the range in metres of a site that states none of its own.

    Parameters
    ----------
    mission, radius_m
        As in :func:`read_sites`.

    Raises
    ------
    InvalidInputError
        If there is no such mission, or the radius is not a number above 0.
    """
    assumed = mission_of(mission)
    if radius_m is None:
        return assumed.radius_m
    return _checked_radius(radius_m, "the service radius")


def read_radii(
    rows: pd.DataFrame, *, radius_m: float | None, mission: str
) -> tuple[Floats, tuple[RadiusBasis, ...]]:
    """Return each row's service radius in metres, and where it comes from.

    Parameters
    ----------
    rows
        Rows that may have a column ``service_radius_m`` (mission id to metres, or ``None``).
    radius_m, mission
        As in :func:`read_sites`.
    """
    other = range_of(mission, radius_m)
    basis = RadiusBasis.ASSUMED if radius_m is None else RadiusBasis.ASKED
    stated: list[Any] = [None] * len(rows)
    if "service_radius_m" in rows:
        stated = [
            own.get(mission) if isinstance(own, Mapping) else None
            for own in rows["service_radius_m"]
        ]
    radii = [
        other if own is None else _checked_radius(own, f"the service radius of site {name!r}")
        for own, name in zip(stated, rows["id"], strict=True)
    ]
    bases = tuple(basis if own is None else RadiusBasis.STATED for own in stated)
    return np.array(radii, dtype=np.float64), bases


def _capacities(rows: pd.DataFrame) -> Floats:
    if "capacity_per_day" not in rows:
        return np.full(len(rows), np.nan)
    return pd.to_numeric(rows["capacity_per_day"]).to_numpy(dtype=np.float64, na_value=np.nan)


def _checked_radius(value: float, what: str) -> float:
    metres = float(value)
    if not (isfinite(metres) and 0 < metres <= MAX_RADIUS_M):
        raise InvalidInputError(
            f"{what} must be above 0 and at most {MAX_RADIUS_M:,.0f} metres, not {metres:g}",
            field="radius_m",
            remedy="give the radius in metres",
        )
    return metres


def _refuse(rows: pd.DataFrame, wrong: NDArray[np.bool_], field: str, reason: str) -> None:
    if wrong.any():
        name = rows["id"].to_numpy()[wrong][0]
        raise InvalidInputError(f"site {name!r}: {reason}", field=field)
