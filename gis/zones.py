"""Airspace geozones as obstacles of one flight: which are in its way, which may be, which are not.

A zone is in the way of a flight where its restriction, its status, its heights and its hours all
say so. What a file does not state is not guessed at: such a zone is *undecided*. It is in the way
of what is surely reached, and out of the way of what is possibly reached. Metres in EPSG:4547.
"""

import datetime as dt
from dataclasses import dataclass
from math import isfinite

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis.crs import require_metric
from gis.discs import Floats, Geometries
from gis.errors import InvalidInputError
from gis.opening_hours import holds_at
from gis.results_airspace import (
    AirspaceBasis,
    AirspaceSummary,
    Unstated,
    ZoneEffect,
    ZoneName,
    ZoneVerdict,
)

MAX_HEIGHT_M = 10_000.0
_BY_PERMISSION = frozenset({"authorisation", "conditional"})
_CORNER_SEGMENTS = 4
_WIDENED = 1 / np.cos(np.pi / (4 * _CORNER_SEGMENTS))
"""A drawn quarter circle falls short of the true one; drawn this much wider it never does."""
_MANY_VERTICES = 100
_THINNED_SHARE, _THINNED_LEAST_M = 0.1, 1.0
"""Outlines of many vertices are thinned by a tenth of their accuracy, 1 m at least: ways round
zones are sought between all their corners, and circles arrive with hundreds."""


@dataclass(frozen=True, slots=True)
class Flight:
    """What flies: how high, when, and with which permissions.

    Attributes
    ----------
    height_m
        Height above ground in metres.
    at
        The time, with its zone; ``None`` for whatever time.
    permitted
        Whether the zones that ask for a permission or set conditions count as passed. By default
        they are in the way.
    """

    height_m: float
    at: dt.datetime | None = None
    permitted: bool = False

    def __post_init__(self) -> None:
        """Refuse a height or time that is none."""
        if not (isfinite(self.height_m) and 0 < self.height_m <= MAX_HEIGHT_M):
            raise InvalidInputError(
                f"a flight's height must be above 0 and at most {MAX_HEIGHT_M:,.0f} metres above "
                f"ground, not {self.height_m:g}",
                field="height_m",
            )
        if self.at is not None and self.at.utcoffset() is None:
            raise InvalidInputError(
                "a flight's time needs its zone, such as 2026-05-01T09:00+08:00", field="at"
            )


@dataclass(frozen=True, slots=True, eq=False)
class Zones:
    """The zones with an outline, in order of id, as one flight meets them.

    Attributes
    ----------
    flight
        The flight.
    verdicts
        What each zone means for it.
    outer, inner
        Each zone's greatest and least extent, given its accuracy, shape (z,), EPSG:4547. Outer
        ones contain the true zone, inner ones (empty perhaps) lie in it.
    undrawn
        Zones that count nowhere because they have no outline.
    """

    flight: Flight
    verdicts: tuple[ZoneVerdict, ...]
    outer: Geometries
    inner: Geometries
    undrawn: tuple[ZoneName, ...]

    def __len__(self) -> int:
        return len(self.verdicts)

    def having(self, *effects: ZoneEffect) -> NDArray[np.bool_]:
        """Mark the zones that have one of these effects, shape (z,)."""
        return np.array([verdict.effect in effects for verdict in self.verdicts], dtype=bool)

    def without(self, zone: str) -> "Zones":
        """Return the zones but one.

        Raises
        ------
        KeyError
            If there is no such zone.
        """
        names = [verdict.name.zone for verdict in self.verdicts]
        if zone not in names:
            raise KeyError(zone)
        kept = np.array([name != zone for name in names])
        verdicts = tuple(v for v in self.verdicts if v.name.zone != zone)
        return Zones(self.flight, verdicts, self.outer[kept], self.inner[kept], self.undrawn)

    def summary(self) -> AirspaceSummary:
        """Say what the zones are, and that a lack of them is a lack of data."""
        return AirspaceSummary(
            AirspaceBasis.IMPORTED if len(self) else AirspaceBasis.NO_DATA,
            self.flight.height_m,
            self.flight.at,
            self.flight.permitted,
            self.verdicts,
            self.undrawn,
        )


def read_zones(frame: gpd.GeoDataFrame, flight: Flight) -> Zones:
    """Read the zones out of a ``geozones`` frame for one flight.

    Parameters
    ----------
    frame
        Frame of the layer ``geozones`` in EPSG:4547.
    flight
        What flies.

    Raises
    ------
    WrongReferenceSystemError
        If the frame is not in EPSG:4547.
    InvalidInputError
        If an outline is not a valid polygon, or an accuracy is negative.
    """
    require_metric(frame, "zones")
    rows = frame.sort_values("id", kind="stable")
    shapes = np.asarray(rows.geometry.to_numpy(), dtype=object)
    drawn = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    names = [
        ZoneName(*row) for row in zip(rows["id"], rows["name_zh"], rows["name_en"], strict=True)
    ]
    kept = rows[drawn]
    _refuse_unusable(kept)
    accuracy = _numbers(kept, "accuracy_m")
    verdicts = tuple(
        _verdict(name, row, flight)
        for name, (_, row) in zip(
            (names[i] for i in np.flatnonzero(drawn)), kept.iterrows(), strict=True
        )
    )
    outer, inner = _extents(shapes[drawn], np.nan_to_num(accuracy))
    return Zones(flight, verdicts, outer, inner, tuple(names[i] for i in np.flatnonzero(~drawn)))


def in_band(
    restriction: str,
    floor_m: float | None,
    ceiling_m: float | None,
    reference: str,
    height_m: float,
) -> bool | None:
    """Tell whether a height above ground lies where a zone restricts; ``None`` if unknowable.

    A limit of height restricts above its ceiling, every other zone from its floor to its ceiling.
    A floor of 0 or below is the ground by any reference; a missing limit is no limit, as in
    ED-269. Heights by another reference than the ground cannot be compared, for the terrain is not
    known here.
    """
    if restriction == "height_limit":
        if ceiling_m is None or reference != "ground":
            return None
        return height_m > ceiling_m
    floor = None if floor_m is not None and floor_m <= 0 else floor_m
    if floor is None and ceiling_m is None:
        return True
    if reference != "ground":
        return None
    return (floor is None or height_m >= floor) and (ceiling_m is None or height_m <= ceiling_m)


def _verdict(name: ZoneName, row: pd.Series, flight: Flight) -> ZoneVerdict:
    restriction, status = str(row["restriction"]), str(row["status"])
    floor, ceiling = _stated(row["floor_m"]), _stated(row["ceiling_m"])
    reference, hours = str(row["vertical_reference"]), _words(row["hours"])
    effect, unstated = _effect(
        restriction,
        in_band(restriction, floor, ceiling, reference, flight.height_m),
        holds_at(hours, flight.at),
        passed=status == "expired"
        or restriction == "no_restriction"
        or (flight.permitted and restriction in _BY_PERMISSION),
        unsure=tuple(
            reason
            for reason, holds in (
                (Unstated.ADVISORY, status == "advisory"),
                (Unstated.ACCURACY, _stated(row["accuracy_m"]) is None),
            )
            if holds
        ),
    )
    return ZoneVerdict(
        name,
        restriction,
        status,
        floor,
        ceiling,
        reference,
        hours,
        _words(row["authority"]),
        _words(row["edition"]),
        effect,
        unstated,
    )


def _effect(
    restriction: str,
    band: bool | None,
    now: bool | None,
    *,
    passed: bool,
    unsure: tuple[Unstated, ...],
) -> tuple[ZoneEffect, tuple[Unstated, ...]]:
    if passed or band is False or now is False:
        return ZoneEffect.LEAVES_FREE, ()
    unstated = (
        *((Unstated.HEIGHT,) if band is None else ()),
        *((Unstated.HOURS,) if now is None else ()),
        *unsure,
    )
    if unstated:
        return ZoneEffect.UNDECIDED, unstated
    limits = restriction == "height_limit"
    return (ZoneEffect.LIMITS_HEIGHT if limits else ZoneEffect.BARS), ()


def _extents(shapes: Geometries, accuracy: Floats) -> tuple[Geometries, Geometries]:
    many = shapely.get_num_coordinates(shapes) > _MANY_VERTICES
    thinned = np.where(many, np.maximum(accuracy * _THINNED_SHARE, _THINNED_LEAST_M), 0.0)
    moved = np.flatnonzero((accuracy > 0) | many)
    outer, inner = shapes.copy(), shapes.copy()
    by = (accuracy + thinned)[moved] * _WIDENED
    # What is thinned stays within that distance of what it was.
    for extent, sign in ((outer, 1.0), (inner, -1.0)):
        drawn = shapely.buffer(shapes[moved], sign * by, quad_segs=_CORNER_SEGMENTS)
        extent[moved] = np.where(many[moved], shapely.simplify(drawn, thinned[moved]), drawn)
    return outer, inner


def _refuse_unusable(rows: gpd.GeoDataFrame) -> None:
    shapes = np.asarray(rows.geometry.to_numpy(), dtype=object)
    wrong = ~np.isin(
        shapely.get_type_id(shapes),
        (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON),
    ) | ~shapely.is_valid(shapes)
    accuracy = _numbers(rows, "accuracy_m")
    for bad, field, reason in (
        (wrong, "geometry", "a zone's outline must be a valid polygon"),
        ((accuracy < 0) | np.isinf(accuracy), "accuracy_m", "an accuracy must be metres from 0"),
    ):
        if bad.any():
            name = rows["id"].to_numpy()[bad][0]
            raise InvalidInputError(f"zone {name!r}: {reason}", field=field)


def _numbers(rows: pd.DataFrame, column: str) -> Floats:
    return pd.to_numeric(rows[column]).to_numpy(dtype=np.float64, na_value=np.nan)


def _words(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _stated(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)
