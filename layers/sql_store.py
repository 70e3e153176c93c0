"""The store on PostGIS and on the embedded database: one implementation, one hook differs."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import sqlalchemy as sa

from gis.catalogue import LAYERS, layer_spec
from gis.checks import check
from gis.schema import LayerSpec
from layers.driver_errors import translated
from layers.embedded import index_filter, intersects_box
from layers.references import check_references
from layers.rows import difference, to_frame, to_rows
from layers.store import Bounds, Query, WriteCounts, plain_boxes
from layers.tables import EDITION, TABLES

# PostgreSQL allows 65,535 parameters a statement, SQLite 32,766.
IDS_PER_STATEMENT = 5_000


class SqlStore:
    """A :class:`~layers.store.LayerStore` on any database whose tables are up to date.

    Parameters
    ----------
    engine
        An engine made by :func:`layers.database.connect`.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._embedded = engine.dialect.name == "sqlite"

    @property
    def engine(self) -> sa.Engine:
        """The database's engine."""
        return self._engine

    def read(self, query: Query) -> gpd.GeoDataFrame:
        """Return the features asked for, in order of id."""
        spec = layer_spec(query.layer)
        table = TABLES[spec.name]
        statement = _select(spec).order_by(table.c.id).where(*self.conditions(query))
        if query.after is not None:
            statement = statement.where(table.c.id > query.after)
        if query.limit is not None:
            statement = statement.limit(query.limit)
        with translated(), self._engine.connect() as connection:
            rows: Sequence[Any] = connection.execute(statement).mappings().all()
        return to_frame(spec, rows)

    def count(self, query: Query) -> int:
        """Return how many features match, whatever ``after`` and ``limit`` say."""
        table = TABLES[layer_spec(query.layer).name]
        statement = sa.select(sa.func.count()).select_from(table).where(*self.conditions(query))
        with translated(), self._engine.connect() as connection:
            return int(connection.execute(statement).scalar_one())

    def ids(self, layer: str) -> frozenset[str]:
        """Return the ids of a whole layer."""
        table = TABLES[layer_spec(layer).name]
        with translated(), self._engine.connect() as connection:
            return frozenset(connection.scalars(sa.select(table.c.id)))

    def whole(self) -> tuple[str, dict[str, gpd.GeoDataFrame]]:
        """Return the edition and every layer by name, all of one moment."""
        # A transaction of SQLite's sees one state by itself.
        one_state = {} if self._embedded else {"isolation_level": "REPEATABLE READ"}
        with translated(), self._engine.connect() as bare:
            connection = bare.execution_options(**one_state)
            edition = str(connection.execute(sa.select(EDITION.c.number)).scalar_one())
            rows: dict[str, Sequence[Any]] = {
                name: connection.execute(_select(spec).order_by(TABLES[name].c.id)).mappings().all()
                for name, spec in LAYERS.items()
            }
        return edition, {name: to_frame(spec, rows[name]) for name, spec in LAYERS.items()}

    def conditions(self, query: Query) -> list[sa.ColumnElement[bool]]:
        """Return the SQL conditions of a query, without its paging."""
        spec = layer_spec(query.layer)
        table = TABLES[spec.name]
        found: list[sa.ColumnElement[bool]] = []
        if query.bbox is not None:
            boxes = plain_boxes(query.bbox)
            found.append(sa.or_(*(self._box_condition(table, box) for box in boxes)))
        if query.ids is not None:
            found.append(table.c.id.in_(sorted(query.ids)))
        if query.as_of is not None:
            found += _of_days(table, *query.as_of)
        for name, value in query.equals.items():
            found.append(table.c[spec.column(name).name] == value)
        if query.public_only and spec.has("public"):
            found.append(table.c.public.is_(True))
        return found

    def _box_condition(self, table: sa.Table, bounds: Bounds) -> sa.ColumnElement[bool]:
        exact = intersects_box(table, bounds)
        # The one hook: PostGIS finds its index by itself, SQLite's is a table of its own.
        return sa.and_(index_filter(table, bounds), exact) if self._embedded else exact

    def write(
        self, frames: Mapping[str, gpd.GeoDataFrame], *, replace: bool = False
    ) -> dict[str, WriteCounts]:
        """Write features of several layers at once: all of them or none."""
        checked = {name: check(layer_spec(name), frame) for name, frame in frames.items()}
        with translated(), self._engine.connect() as bare:
            connection = bare.execution_options(writes=True)
            with connection.begin():
                # Writers queue here, before they read what they will compare with.
                connection.execute(sa.update(EDITION).values(number=EDITION.c.number))
                counts = {
                    name: _write_layer(connection, LAYERS[name], checked[name], replace=replace)
                    for name in LAYERS
                    if name in checked
                }
                _check_references(connection, checked, counts)
                if any(count.any for count in counts.values()):
                    connection.execute(sa.update(EDITION).values(number=EDITION.c.number + 1))
        return counts

    def edition(self) -> str:
        """Return the number of writes that changed something, as text."""
        with translated(), self._engine.connect() as connection:
            return str(connection.execute(sa.select(EDITION.c.number)).scalar_one())

    def ping(self) -> None:
        """Return if the database answers; raise otherwise."""
        with translated(), self._engine.connect() as connection:
            connection.execute(sa.select(EDITION.c.number)).scalar_one()


def _of_days(
    table: sa.Table, first: dt.date | None, last: dt.date | None
) -> list[sa.ColumnElement[bool]]:
    """Return the conditions that a feature is of these days; what has no date is of none."""
    if "as_of" not in table.c:
        return [sa.false()]
    since = [table.c.as_of >= first] if first else []
    return since + ([table.c.as_of <= last] if last else [])


def _select(spec: LayerSpec) -> sa.Select[Any]:
    table = TABLES[spec.name]
    columns = [table.c[column.name] for column in spec.columns]
    return sa.select(*columns, table.c.geometry)


def _write_layer(
    connection: sa.Connection, spec: LayerSpec, frame: gpd.GeoDataFrame, *, replace: bool
) -> WriteCounts:
    table = TABLES[spec.name]
    stored = {
        row.id: (row.row_digest, row.version)
        for row in connection.execute(sa.select(table.c.id, table.c.row_digest, table.c.version))
    }
    change = difference(stored, to_rows(spec, frame), replace=replace)
    for start in range(0, len(change.gone), IDS_PER_STATEMENT):
        part = change.gone[start : start + IDS_PER_STATEMENT]
        connection.execute(sa.delete(table).where(table.c.id.in_(part)))
    if change.added:
        connection.execute(sa.insert(table), change.added)
    if change.changed:
        keyed = [row | {"changed_id": row["id"]} for row in change.changed]
        values: dict[str, Any] = {
            name: sa.bindparam(name) for name in change.changed[0] if name != "id"
        }
        connection.execute(
            sa.update(table).where(table.c.id == sa.bindparam("changed_id")).values(values), keyed
        )
    return change.counts


def _check_references(
    connection: sa.Connection,
    checked: Mapping[str, gpd.GeoDataFrame],
    counts: Mapping[str, WriteCounts],
) -> None:
    def known(layer: str) -> frozenset[str]:
        return frozenset(connection.scalars(sa.select(TABLES[layer].c.id)))

    def read(spec: LayerSpec) -> gpd.GeoDataFrame:
        rows: Sequence[Any] = connection.execute(_select(spec)).mappings().all()
        return to_frame(spec, rows)

    shrunk = [name for name, count in counts.items() if count.removed]
    check_references(checked, shrunk, known=known, read=read)
