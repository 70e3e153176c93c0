"""The ends of a route: features by id, or places of one's own."""

import re
from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import shapely

from api.airspace_answers import RouteEndAnswer
from gis.catalogue import LAYERS
from gis.checks import ID_PATTERN, geometry_fault
from gis.crs import metric_coordinates
from gis.errors import InvalidInputError, UnknownFeatureError
from gis.routes import Place as RouteEnd
from gis.scenario.model import Place

END_LAYERS = ("takeoff_points", "places", "facilities")
"""Layers whose features a route can join, in the order that ids are looked for."""
MAX_ACCURACY_M = 50_000.0
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
Asked = str | Place
"""An end: the id of a feature, or a place of one's own."""


def asked_end(text: str, field: str) -> Asked:
    """Return an end written as an id, or as longitude, latitude and, if wanted, accuracy.

    Parameters
    ----------
    text
        Such as ``takeoff-nancheng-guesthouse`` or ``113.75,23.02,50`` (degrees in CRS84, metres).
        Without an accuracy it is 0: a choice, not an estimate.
    field
        What the user calls it.

    Raises
    ------
    gis.errors.InvalidInputError
        If it is neither.
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) in (2, 3) and all(_NUMBER.fullmatch(part) for part in parts):
        place = Place(*(float(part) for part in parts))
        if 0 <= place.accuracy_m <= MAX_ACCURACY_M:
            return place
    elif ID_PATTERN.fullmatch(text):
        return text
    raise InvalidInputError(
        f"{field} is neither an id nor a place",
        field=field,
        remedy="Give the id of a takeoff point, public place or facility, or "
        f"lon,lat,accuracy_m with an accuracy of 0 to {MAX_ACCURACY_M:,.0f} metres.",
    )


def found_end(
    asked: Asked, layers: Mapping[str, gpd.GeoDataFrame], field: str
) -> tuple[RouteEndAnswer, RouteEnd]:
    """Return an end in degrees with its names, and in metres.

    Parameters
    ----------
    asked
        The end.
    layers
        The layers of :data:`END_LAYERS`, in EPSG:4490.
    field
        What the user calls it.

    Raises
    ------
    gis.errors.UnknownFeatureError
        If no layer has a feature of this id.
    gis.errors.InvalidInputError
        If it has no position or no stated accuracy, or cannot be in the city.
    """
    if isinstance(asked, Place):
        reason, remedy = geometry_fault(LAYERS["places"], shapely.Point(asked.lon, asked.lat))
        if reason:
            raise InvalidInputError(f"{field}: {reason}", field=field, remedy=remedy)
        answer = RouteEndAnswer(
            layer=None,
            id=None,
            name_zh=None,
            name_en=None,
            lon=asked.lon,
            lat=asked.lat,
            accuracy_m=asked.accuracy_m,
        )
    else:
        answer = _feature(asked, layers, field)
    (x, y) = metric_coordinates(np.array([[answer.lon, answer.lat]]))[0].tolist()
    return answer, RouteEnd(x, y, answer.accuracy_m)


def _feature(name: str, layers: Mapping[str, gpd.GeoDataFrame], field: str) -> RouteEndAnswer:
    for layer in END_LAYERS:
        frame = layers[layer]
        rows = frame[frame["id"] == name]
        if len(rows):
            break
    else:
        raise UnknownFeatureError(
            f"{field}: none of the layers {', '.join(END_LAYERS)} has a feature {name!r}",
            remedy="See /collections for the features there are.",
        )
    row, point = rows.iloc[0], rows.geometry.to_numpy()[0]
    # A feature without a position has None for one, and an accuracy not stated is no number.
    if not isinstance(point, shapely.Point) or not row["accuracy_m"] >= 0:
        raise InvalidInputError(
            f"{field}: {name!r} has no position, or no stated accuracy",
            field=field,
            remedy="Give a place of your own: lon,lat,accuracy_m.",
        )
    return RouteEndAnswer(
        layer=layer,
        id=name,
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        lon=point.x,
        lat=point.y,
        accuracy_m=float(row["accuracy_m"]),
    )
