"""The geometry column: GeoAlchemy2's, fed with shapely geometries and read as bytes."""

from collections.abc import Callable
from typing import Any

import shapely
from geoalchemy2 import Geometry
from shapely.geometry.base import BaseGeometry

SRID = 4490


class StoredGeometry(Geometry):
    """A nullable two-dimensional geometry in EPSG:4490.

    Geometries are bound as hexadecimal EWKB, which PostGIS's and our embedded
    ``ST_GeomFromEWKT`` both read exactly (text would round), and come back as EWKB bytes for
    :func:`shapely.from_wkb` to read in bulk. Its index is declared by the table, not by the type,
    because the two databases name it differently.
    """

    cache_ok = True

    def __init__(self, *_: Any, **__: Any) -> None:
        super().__init__("GEOMETRY", srid=SRID, spatial_index=False)

    def bind_processor(self, dialect: Any) -> Callable[[Any], Any]:  # noqa: ARG002  # the signature
        """Turn a shapely geometry into hexadecimal EWKB."""
        return _to_ewkb

    def result_processor(self, dialect: Any, coltype: Any) -> Callable[[Any], Any]:  # noqa: ARG002  # the signature
        """Turn what the driver returns into EWKB bytes."""
        return _to_bytes


def _to_ewkb(value: BaseGeometry | None) -> str | None:
    if value is None:
        return None
    return shapely.to_wkb(shapely.set_srid(value, SRID), hex=True, include_srid=True)


def _to_bytes(value: Any) -> bytes | None:
    if value is None:
        return None
    return bytes.fromhex(value) if isinstance(value, str) else bytes(value)
