"""Shifted datums of Chinese web maps, and the way back to CGCS2000.

Sources
-------
GCJ-02 and BD-09: the formulas published in ``wandergis/coordtransform`` (GitHub); the box outside
which nothing is shifted as in ``googollee/eviltransform`` (GitHub). Neither is an official
publication; they reproduce the shifts seen in the field to about a metre.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar, overload

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Coordinates = NDArray[np.float64]
"""Longitude and latitude, or easting and northing: shape ``(n, 2)``."""
Move = Callable[[Coordinates], Coordinates]
G = TypeVar("G", bound=BaseGeometry)


class Datum(StrEnum):
    """The datum that longitudes and latitudes are given in."""

    CGCS2000 = "cgcs2000"
    """CGCS2000 or WGS84: the same at this product's accuracy (metres and up)."""
    GCJ02 = "gcj02"
    """The shifted datum of AMap, Tencent and Google maps of the mainland."""
    BD09 = "bd09"
    """The twice shifted datum of Baidu maps."""


@overload
def to_cgcs2000(given: None, datum: Datum) -> None: ...
@overload
def to_cgcs2000(given: G, datum: Datum) -> G: ...
@overload
def to_cgcs2000(given: NDArray[np.object_], datum: Datum) -> NDArray[np.object_]: ...
@overload
def to_cgcs2000(given: Coordinates, datum: Datum) -> Coordinates: ...
def to_cgcs2000(
    given: G | Coordinates | NDArray[np.object_] | None, datum: Datum
) -> G | Coordinates | NDArray[np.object_] | None:
    """Return longitudes and latitudes of another datum in CGCS2000.

    The published forward formulas are inverted by iteration until they reproduce the input, so a
    round trip is exact to well under a millimetre (the closed-form "inverses" in circulation are
    metres off).

    Parameters
    ----------
    given
        A geometry, an object array of geometries, or coordinates of shape ``(n, 2)``, in degrees.
        Heights are dropped. Missing and empty geometries pass through.
    datum
        The datum the coordinates are in.

    Notes
    -----
    The shift applies inside the box 72.004-137.8347 E, 0.8293-55.8271 N, as in the published
    formulas: coordinates outside it come back unchanged. The box is judged on the coordinates
    given, so within a kilometre of its edge, abroad, the answer is not defined. Inside the box
    but outside the mainland (Hong Kong, Macao, Taiwan, neighbours) maps may be unshifted: the
    formulas do not know, and the caller must.
    """
    return _apply(given, _INVERSE[Datum(datum)])


@overload
def from_cgcs2000(given: None, datum: Datum) -> None: ...
@overload
def from_cgcs2000(given: G, datum: Datum) -> G: ...
@overload
def from_cgcs2000(given: NDArray[np.object_], datum: Datum) -> NDArray[np.object_]: ...
@overload
def from_cgcs2000(given: Coordinates, datum: Datum) -> Coordinates: ...
def from_cgcs2000(
    given: G | Coordinates | NDArray[np.object_] | None, datum: Datum
) -> G | Coordinates | NDArray[np.object_] | None:
    """Return CGCS2000 longitudes and latitudes in another datum: the published formulas.

    Parameters
    ----------
    given
        As for :func:`to_cgcs2000`.
    datum
        The datum wanted.
    """
    return _apply(given, _FORWARD[Datum(datum)])


def moved(geometry: G | None, move: Move) -> G | None:
    """Return ``geometry`` with its coordinates moved; a missing or empty one as it is."""
    if geometry is None or geometry.is_empty:
        return geometry
    return shapely.transform(geometry, move)


def _apply(
    given: G | Coordinates | NDArray[np.object_] | None, move: Move
) -> G | Coordinates | NDArray[np.object_] | None:
    if given is None or isinstance(given, BaseGeometry):
        return moved(given, move)
    if given.dtype == object:
        shifted: NDArray[np.object_] = shapely.transform(given, move)
        return shifted
    return move(np.asarray(given, dtype=np.float64))


_AXIS_M = 6378245.0
_ECCENTRICITY_2 = 0.00669342162296594323
_WEST, _SOUTH, _EAST, _NORTH = 72.004, 0.8293, 137.8347, 55.8271
_TURN = np.pi * 3000.0 / 180.0


def _inside(coordinates: Coordinates) -> NDArray[np.bool_]:
    lon, lat = coordinates[:, 0], coordinates[:, 1]
    return (lon >= _WEST) & (lon <= _EAST) & (lat >= _SOUTH) & (lat <= _NORTH)


def _gcj02(coordinates: Coordinates) -> Coordinates:
    lon, lat = coordinates[:, 0], coordinates[:, 1]
    x, y = lon - 105.0, lat - 35.0
    ripple = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    root = np.sqrt(np.abs(x))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (ripple + 20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y / 30.0 * np.pi)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (ripple + 20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    phi = np.radians(lat)
    w = 1.0 - _ECCENTRICITY_2 * np.sin(phi) ** 2
    meridian = _AXIS_M * (1.0 - _ECCENTRICITY_2) / (w * np.sqrt(w))
    parallel = _AXIS_M / np.sqrt(w) * np.cos(phi)
    return np.column_stack((lon + np.degrees(east / parallel), lat + np.degrees(north / meridian)))


def _bd09(coordinates: Coordinates) -> Coordinates:
    shifted = _gcj02(coordinates)
    x, y = shifted[:, 0], shifted[:, 1]
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * _TURN)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _TURN)
    return np.column_stack((radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006))


def _where_inside(move: Move) -> Move:
    def guarded(coordinates: Coordinates) -> Coordinates:
        result = coordinates.copy()
        inside = _inside(coordinates)
        result[inside] = move(coordinates[inside])
        return result

    return guarded


def _inverted(forward: Move) -> Move:
    """Invert by fixed-point iteration; both maps are within 2 % of a translation."""

    def inverse(wanted: Coordinates) -> Coordinates:
        guess = wanted.copy()
        for _ in range(30):
            correction = wanted - forward(guess)
            guess += correction
            if not np.abs(correction).max(initial=0.0) > 1e-12:
                break
        return guess

    return inverse


_FORWARD: dict[Datum, Move] = {
    Datum.CGCS2000: np.copy,
    Datum.GCJ02: _where_inside(_gcj02),
    Datum.BD09: _where_inside(_bd09),
}
_INVERSE: dict[Datum, Move] = {
    Datum.CGCS2000: np.copy,
    Datum.GCJ02: _where_inside(_inverted(_gcj02)),
    Datum.BD09: _where_inside(_inverted(_bd09)),
}
