"""A user's own points with a figure each, and own road lines: evaluated, never kept."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.catalogue import ROAD_SEGMENTS, TAKEOFF_POINTS
from gis.checks import geometry_fault
from gis.crs import STORED
from gis.datums import Datum
from gis.errors import InvalidInputError, InvalidRowsError, RowProblem
from gis.schema import LayerSpec
from gis.vocabulary import ROAD_STATUSES
from layers.importers.files import resolve_datum, stored_geometries
from layers.importers.userfile import UserFeature, UserFile

MAX_OWN_POINTS = 20_000
MOST_ACCURACY_M = 100_000.0
MOST_FIGURE = 1e12
_NAMES = ("name", "name_zh", "名称", "name_en")
_STATUSES = tuple(term.id for term in ROAD_STATUSES)
_UNKNOWN = "Leave it empty (null) where it is not known: the row is then told and left out."


@dataclass(frozen=True, slots=True)
class Figure:
    """The number that each point carries.

    Attributes
    ----------
    name
        The column.
    may_lack
        Whether it may be empty where nobody states it.
    """

    name: str
    may_lack: bool


@dataclass(frozen=True, slots=True)
class LineLimits:
    """How much of a network is taken: links are found pair by pair, strips piece by piece.

    Attributes
    ----------
    lines, vertices
        At most so many, all lines' vertices together.
    """

    lines: int
    vertices: int


IN_A_BODY = LineLimits(60, 1_200)
IN_A_FILE = LineLimits(300, 10_000)
WEIGHT = Figure("weight", may_lack=False)
CAPACITY = Figure("capacity", may_lack=True)


class _Rows:
    """Reads attributes row by row and keeps every problem."""

    def __init__(self, file: UserFile) -> None:
        self.file = file
        self.problems: list[RowProblem] = []

    def number(self, name: str, most: float, *, may_lack: bool, remedy: str) -> list[float]:
        """Return a column of numbers from 0; NaN where one may be lacking and is."""
        return [
            self._number(feature, name, most, may_lack=may_lack, remedy=remedy)
            for feature in self.file.features
        ]

    def _number(
        self, feature: UserFeature, name: str, most: float, *, may_lack: bool, remedy: str
    ) -> float:
        given: Any = feature.properties.get(name)
        if _empty(given) and may_lack and name in feature.properties:
            return nan
        try:
            # A truth value is a number to Python and to nobody else.
            value = nan if isinstance(given, bool) or _empty(given) else float(given)
        except (TypeError, ValueError, OverflowError):
            value = nan
        if not (isfinite(value) and 0 <= value <= most):
            reason = "is not stated" if _empty(given) else f"not a number from 0 to {most:g}"
            self.problem(feature, name, given, reason, remedy)
        return value

    def problem(
        self, feature: UserFeature, field: str, given: Any, reason: str, remedy: str
    ) -> None:
        shown = "" if given is None else f"{given}"[:80]
        self.problems.append(RowProblem(feature.row, field, shown, reason, remedy))

    def geometries(self, datum: Datum | None, spec: LayerSpec) -> list[BaseGeometry | None]:
        """Return the geometries in EPSG:4490, each checked as one of the layer would be."""
        shapes = stored_geometries(self.file, resolve_datum(self.file, datum))
        for feature, shape in zip(self.file.features, shapes, strict=True):
            reason, remedy = ("", "") if shape is None else geometry_fault(spec, shape)
            if reason:
                self.problem(feature, "geometry", shape, reason, remedy)
        return shapes

    def frame(
        self, columns: Mapping[str, Sequence[Any]], shapes: Sequence[BaseGeometry | None]
    ) -> gpd.GeoDataFrame:
        """Return the rows as a frame in EPSG:4490, unless one of them has a problem."""
        if self.problems:
            ordered = sorted(self.problems, key=lambda problem: problem.row)
            raise InvalidRowsError(self.file.name, ordered)
        digits = len(f"{len(shapes)}")
        names = [_name(feature) for feature in self.file.features]
        titles = {
            "id": [f"own-{feature.row:0{digits}d}" for feature in self.file.features],
            "name_zh": [name or f"第 {row} 行" for row, name in enumerate(names, start=1)],
            "name_en": [name or f"Row {row}" for row, name in enumerate(names, start=1)],
        }
        geometry = np.array([*shapes, None], dtype=object)[:-1]
        return gpd.GeoDataFrame({**titles, **columns}, geometry=geometry, crs=STORED)


def own_points(
    file: UserFile, datum: Datum | None, figure: Figure, towns: Collection[str] = ()
) -> gpd.GeoDataFrame:
    """Return a user's points with a figure and an accuracy each.

    Parameters
    ----------
    file
        Points with ``accuracy_m`` (metres) and the figure; if wanted ``name`` and ``town``, the
        id of the town a point is counted in.
    datum
        The datum of the longitudes and latitudes; ``None`` only if the file states one.
    figure
        The number that each point carries, from 0.
    towns
        Ids of the towns there are.

    Returns
    -------
    geopandas.GeoDataFrame
        In file order, EPSG:4490: ``id``, names, ``status`` (``in_use``), ``accuracy_m`` (NaN
        where not known), the figure, ``town`` (``""`` where not stated) and ``geometry``.

    Raises
    ------
    gis.errors.InvalidRowsError
        With every problem by row; no point is used then.
    gis.errors.InvalidInputError
        If there are no points, too many, or the datum is not stated.
    """
    _within(file, MAX_OWN_POINTS, "points")
    rows = _Rows(file)
    shapes = rows.geometries(datum, TAKEOFF_POINTS)
    accuracy = rows.number("accuracy_m", MOST_ACCURACY_M, may_lack=True, remedy=_UNKNOWN)
    remedy = _UNKNOWN if figure.may_lack else "Write 1 where points are only counted."
    figures = rows.number(figure.name, MOST_FIGURE, may_lack=figure.may_lack, remedy=remedy)
    stated = [str(feature.properties.get("town") or "").strip() for feature in file.features]
    for feature, town in zip(file.features, stated, strict=True):
        if town and town not in towns:
            rows.problem(feature, "town", town, "no town has this id", "See /collections/towns.")
    columns: dict[str, Sequence[Any]] = {
        "accuracy_m": accuracy,
        figure.name: figures,
        "town": stated,
    }
    return rows.frame({**columns, "status": ["in_use"] * len(shapes)}, shapes)


def own_lines(
    file: UserFile, datum: Datum | None, limits: LineLimits = IN_A_BODY
) -> gpd.GeoDataFrame:
    """Return a user's road segments.

    Parameters
    ----------
    file
        Lines with ``accuracy_m`` (metres); if wanted ``name``, ``status`` (``open`` if left out)
        and ``schematic`` (``false`` if left out): whether a line only says that the road is
        somewhere within its accuracy.
    datum
        As for :func:`own_points`.
    limits
        How much is taken.

    Returns
    -------
    geopandas.GeoDataFrame
        In file order, EPSG:4490, with the columns that :func:`gis.road_lines.read_road_lines`
        takes.

    Raises
    ------
    gis.errors.InvalidRowsError, gis.errors.InvalidInputError
        As for :func:`own_points`, and if the lines have too many vertices.
    """
    _within(file, limits.lines, "lines")
    shapes = [one.geometry for one in file.features if one.geometry is not None]
    if shapely.get_num_coordinates(shapes).sum() > limits.vertices:
        raise InvalidInputError(
            f"{file.name} has more than {limits.vertices:,} vertices",
            field=file.name,
            remedy="Simplify the lines below the accuracy you state.",
        )
    rows = _Rows(file)
    lines = rows.geometries(datum, ROAD_SEGMENTS)
    accuracy = rows.number("accuracy_m", MOST_ACCURACY_M, may_lack=True, remedy=_UNKNOWN)
    statuses = list(_chosen(rows, "status", _STATUSES, "open"))
    drawn = list(_chosen(rows, "schematic", ("true", "false"), "false"))
    basis = ["schematic" if one == "true" else "sourced" for one in drawn]
    columns: dict[str, Sequence[Any]] = {
        "accuracy_m": accuracy,
        "status": statuses,
        "geometry_basis": basis,
    }
    return rows.frame(columns, lines)


def _chosen(rows: _Rows, name: str, known: Sequence[str], default: str) -> Iterator[str]:
    for feature in rows.file.features:
        given = feature.properties.get(name)
        word = default if _empty(given) else str(given).strip().lower()
        if word not in known:
            rows.problem(feature, name, given, "not a known word", "Use " + ", ".join(known))
        yield word


def _within(file: UserFile, most: int, what: str) -> None:
    if not 0 < len(file.features) <= most:
        raise InvalidInputError(
            f"{file.name} must have 1 to {most:,} {what}, not {len(file.features):,}",
            field=file.name,
        )


def _empty(given: Any) -> bool:
    return given is None or (isinstance(given, str) and not given.strip())


def _name(feature: UserFeature) -> str:
    given = next((v for k in _NAMES if not _empty(v := feature.properties.get(k))), "")
    return str(given).strip()[:200]
