"""A user's own features in a request's body: read as the same features in a file are."""

import json
from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from gis.datums import Datum
from gis.errors import InvalidInputError, InvalidRowsError
from layers.importers.geojson import parse_geojson
from layers.importers.userfile import UserFile


def _collection(geometry: str, properties: dict[str, Any], what: str) -> WithJsonSchema:
    """Return how a body's feature collection is described in the API's definition."""
    return WithJsonSchema(
        {
            "type": "object",
            "description": what,
            "example": {
                "type": "FeatureCollection",
                "features": [
                    {
                        "type": "Feature",
                        "geometry": {"type": geometry, "coordinates": _PLACES[geometry]},
                        "properties": properties,
                    }
                ],
            },
        }
    )


_PLACES: dict[str, list[Any]] = {
    "Point": [113.75, 23.02],
    "LineString": [[113.65, 22.78], [113.67, 22.8]],
}
_KEPT = "`accuracy_m` is null where it is not known: such a feature is told and left out."
DemandPoints = Annotated[
    dict[str, Any],
    _collection(
        "Point",
        {"weight": 120, "accuracy_m": 250},
        "GeoJSON points with `weight` and `accuracy_m` (metres), and the id of a `town` if the "
        f"stated position shall not decide it. {_KEPT}",
    ),
]
SupplyPoints = Annotated[
    dict[str, Any],
    _collection(
        "Point",
        {"name": "甲", "capacity": 40, "accuracy_m": 100},
        "GeoJSON points with `capacity` and `accuracy_m` (metres). A `capacity` of null is told "
        f"and left out. {_KEPT}",
    ),
]
RoadLineFeatures = Annotated[
    dict[str, Any],
    _collection(
        "LineString",
        {"name": "甲路", "accuracy_m": 20, "status": "open", "schematic": False},
        "GeoJSON lines with `accuracy_m` (metres), `status` (`open` if left out) and `schematic`: "
        f"whether a line only says that the road is within its accuracy. {_KEPT}",
    ),
]
DATUM = Field(Datum.CGCS2000, description="Datum of the coordinates; WGS84 is as CGCS2000 here.")


def features_of(document: dict[str, Any], field: str) -> UserFile:
    """Return the features of a body's GeoJSON.

    Parameters
    ----------
    document
        The FeatureCollection, parsed.
    field
        The body's field that holds it.

    Raises
    ------
    gis.errors.InvalidRowsError
        With every malformed feature, by row.
    gis.errors.InvalidInputError
        If it is not GeoJSON.
    """
    try:
        return parse_geojson(json.dumps(document).encode(), field)
    except InvalidRowsError:
        raise
    except InvalidInputError as error:
        raise InvalidInputError(error.message, field=field, remedy=error.remedy) from error
