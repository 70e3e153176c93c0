"""One table per layer, derived from its :class:`~gis.schema.LayerSpec`."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from gis.catalogue import LAYERS
from gis.schema import Column, Kind, LayerSpec
from layers.geometry_type import StoredGeometry

METADATA = sa.MetaData()

# Keyset paging compares ids: both databases must sort them by code point.
ID_TYPE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
JSON_TYPE = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class UtcTime(sa.types.TypeDecorator[dt.datetime]):
    """A moment with its time zone, also where the database keeps none."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:  # noqa: ARG002  # the signature
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)

    def process_bind_param(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:  # noqa: ARG002  # the signature
        """Store the moment in UTC."""
        return None if value is None else value.astimezone(dt.UTC)


_TYPES: dict[Kind, Any] = {
    Kind.TEXT: sa.Text(),
    Kind.INTEGER: sa.BigInteger(),
    Kind.NUMBER: sa.Double(),
    Kind.BOOLEAN: sa.Boolean(),
    Kind.DATE: sa.Date(),
    Kind.TIMESTAMP: UtcTime(),
    Kind.LIST: JSON_TYPE,
    Kind.MAPPING: JSON_TYPE,
}


def _column(column: Column) -> sa.Column[Any]:
    if column.name == "id":
        return sa.Column("id", ID_TYPE, nullable=False, unique=True)
    stored = column.name in ("version", "updated_at")
    return sa.Column(column.name, _TYPES[column.kind], nullable=not (column.required or stored))


def _table(spec: LayerSpec) -> sa.Table:
    return sa.Table(
        spec.name,
        METADATA,
        # An integer key keeps the embedded spatial index valid through a VACUUM, and serves
        # desktop tools that want one.
        sa.Column(
            "fid",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(),
            primary_key=True,
        ),
        *(_column(column) for column in spec.columns),
        sa.Column("row_digest", sa.Text(), nullable=False),
        sa.Column("geometry", StoredGeometry()),
        sa.Index(f"idx_{spec.name}_geometry", "geometry", postgresql_using="gist").ddl_if(
            dialect="postgresql"
        ),
    )


TABLES = {name: _table(spec) for name, spec in LAYERS.items()}
"""The table of each layer."""

EDITION = sa.Table(
    "store_edition",
    METADATA,
    sa.Column("number", sa.BigInteger(), nullable=False),
)
"""One row: the number of writes that changed something. Updating it first makes writers queue."""

SCENARIOS = sa.Table(
    "scenarios",
    METADATA,
    sa.Column("id", ID_TYPE, primary_key=True),
    sa.Column("parent", sa.Text()),
    sa.Column("title", sa.Text(), nullable=False),
    sa.Column("saved", UtcTime(), nullable=False),
    sa.Column("base_digest", sa.Text(), nullable=False),
    sa.Column("edition", sa.Text(), nullable=False),
    # Text and not JSON: the id is a digest of these very characters.
    sa.Column("content", sa.Text(), nullable=False),
    sa.Column("figures", sa.Text(), nullable=False),
    sa.Column("computed", sa.Boolean(), nullable=False),
)
"""Saved scenarios, each under the digest of its content; rows are added and never changed."""
