"""The embedded database: one SQLite file that answers the few spatial functions our SQL uses.

GeoAlchemy2 only calls SQL functions by name on SQLite, so registering them, computed by shapely,
needs no loadable extension. The list is as short as our own SQL; a suite compares each with
PostGIS. The spatial index is SQLite's R*Tree, kept by triggers.
"""

import sqlite3
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import shapely
import sqlalchemy as sa
from shapely.geometry.base import BaseGeometry

from layers.geometry_type import SRID


@lru_cache(maxsize=4096)
def _geometry(ewkb: bytes) -> BaseGeometry:
    return shapely.from_wkb(ewkb)


def _write(geometry: BaseGeometry) -> bytes:
    return shapely.to_wkb(geometry, include_srid=True)


def _from_ewkt(text: str | None) -> bytes | None:
    """Read hexadecimal EWKB, as PostGIS's function of this name does too, or EWKT."""
    if text is None:
        return None
    if text.startswith(("SRID=", "srid=")):
        srid, _, wkt = text.partition(";")
        return _write(shapely.set_srid(shapely.from_wkt(wkt), int(srid[5:])))
    return _write(shapely.from_wkb(bytes.fromhex(text)))


def _intersects(one: bytes | None, other: bytes | None) -> bool | None:
    if one is None or other is None:
        return None
    return bool(shapely.intersects(_geometry(one), _geometry(other)))


def _envelope(west: float, south: float, east: float, north: float, srid: int) -> bytes:
    return _write(shapely.set_srid(shapely.box(west, south, east, north), srid))


def _bound(index: int) -> Callable[[bytes | None], float | None]:
    def bound(ewkb: bytes | None) -> float | None:
        return None if ewkb is None else float(shapely.bounds(_geometry(ewkb))[index])

    return bound


def _done(*_: Any) -> int:
    """Answer GeoAlchemy2's bookkeeping calls: the column and its index are declared by us."""
    return 1


FUNCTIONS: dict[str, tuple[int, Callable[..., Any]]] = {
    "GeomFromEWKT": (1, _from_ewkt),
    "AsEWKB": (1, lambda ewkb: ewkb),
    "ST_Intersects": (2, _intersects),
    "ST_MakeEnvelope": (5, _envelope),
    "ST_XMin": (1, _bound(0)),
    "ST_YMin": (1, _bound(1)),
    "ST_XMax": (1, _bound(2)),
    "ST_YMax": (1, _bound(3)),
    "RecoverGeometryColumn": (5, _done),
    "DiscardGeometryColumn": (2, _done),
    "CheckSpatialIndex": (2, lambda *_: None),
}
"""Name, number of arguments and computation of every function registered."""


def prepare_connection(connection: sqlite3.Connection, _record: object = None) -> None:
    """Register the functions and set the durability that a crash must not undo.

    Write-ahead logging with full synchronisation: after ``kill -9`` or a power cut every
    acknowledged write is there and no half of one.
    """
    # SQLAlchemy begins transactions itself: the driver would not put DDL inside one.
    connection.isolation_level = None
    for name, (arguments, function) in FUNCTIONS.items():
        connection.create_function(name, arguments, function, deterministic=True)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA busy_timeout = 10000")


def begin(connection: sa.Connection) -> None:
    """Begin a transaction; a writer takes its place in the queue at once."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def index_statements(table: str) -> Iterator[str]:
    """Yield the statements that give a layer's table its spatial index.

    Parameters
    ----------
    table
        A layer's name (never a user's text).
    """
    index = f"idx_{table}_geometry"
    bounds = ", ".join(
        f"{function}(new.geometry)" for function in ("ST_XMin", "ST_XMax", "ST_YMin", "ST_YMax")
    )
    insert = f"INSERT INTO {index} SELECT new.fid, {bounds} WHERE new.geometry IS NOT NULL"
    delete = f"DELETE FROM {index} WHERE fid = old.fid"  # noqa: S608  # the names are ours
    yield f"CREATE VIRTUAL TABLE {index} USING rtree(fid, west, east, south, north)"
    yield f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {insert}; END"
    yield f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {delete}; END"
    yield (
        f"CREATE TRIGGER {index}_update AFTER UPDATE OF geometry ON {table} "
        f"BEGIN {delete}; {insert}; END"
    )


def index_filter(
    table: sa.Table, bounds: tuple[float, float, float, float]
) -> sa.ColumnElement[bool]:
    """Return the condition that lets SQLite's planner use the spatial index.

    Parameters
    ----------
    table
        The layer's table.
    bounds
        West, south, east, north in degrees.
    """
    name = f"idx_{table.name}_geometry"
    index = sa.table(name, *(sa.column(c) for c in ("fid", "west", "east", "south", "north")))
    west, south, east, north = bounds
    return table.c.fid.in_(
        sa.select(index.c.fid).where(
            index.c.west <= east,
            index.c.east >= west,
            index.c.south <= north,
            index.c.north >= south,
        )
    )


def intersects_box(
    table: sa.Table, bounds: tuple[float, float, float, float]
) -> sa.ColumnElement[bool]:
    """Return the box condition that both databases understand (PostGIS's GiST serves it)."""
    west, south, east, north = bounds
    envelope = sa.func.ST_MakeEnvelope(west, south, east, north, SRID)
    condition: sa.ColumnElement[bool] = sa.func.ST_Intersects(
        table.c.geometry, envelope, type_=sa.Boolean()
    )
    return condition
