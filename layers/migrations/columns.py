"""The columns and tables that migrations are written with."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from layers.embedded import index_statements
from layers.geometry_type import StoredGeometry

Column = sa.Column[Any]


def text(name: str, *, required: bool = False) -> Column:
    """Return a column of texts."""
    return sa.Column(name, sa.Text(), nullable=not required)


def integer(name: str, *, required: bool = False) -> Column:
    """Return a column of whole numbers."""
    return sa.Column(name, sa.BigInteger(), nullable=not required)


def number(name: str, *, required: bool = False) -> Column:
    """Return a column of numbers."""
    return sa.Column(name, sa.Double(), nullable=not required)


def boolean(name: str, *, required: bool = False) -> Column:
    """Return a column of truth values."""
    return sa.Column(name, sa.Boolean(), nullable=not required)


def date(name: str, *, required: bool = False) -> Column:
    """Return a column of days."""
    return sa.Column(name, sa.Date(), nullable=not required)


def json_value(name: str, *, required: bool = False) -> Column:
    """Return a column of lists or mappings."""
    return sa.Column(name, sa.JSON().with_variant(JSONB(), "postgresql"), nullable=not required)


def create_layer(name: str, *own: Column) -> None:
    """Create the table of a layer of features."""
    common = (
        number("accuracy_m"),
        text("geometry_basis", required=True),
        text("source", required=True),
        text("geometry_source"),
        date("as_of", required=True),
        text("status", required=True),
        boolean("public", required=True),
    )
    _create(name, common, own)


def create_facts(name: str, *own: Column) -> None:
    """Create a table of the policy record."""
    common = (
        text("document", required=True),
        text("section", required=True),
        integer("line", required=True),
        integer("last_line", required=True),
        text("anchor", required=True),
        text("digest", required=True),
        text("basis", required=True),
    )
    _create(name, common, own)


def _create(name: str, common: tuple[Column, ...], own: tuple[Column, ...]) -> None:
    op.create_table(
        name,
        sa.Column(
            "fid",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(),
            primary_key=True,
        ),
        sa.Column(
            "id",
            sa.Text().with_variant(sa.Text(collation="C"), "postgresql"),
            nullable=False,
            unique=True,
        ),
        text("name_zh", required=True),
        text("name_en", required=True),
        *common,
        text("note_zh"),
        text("note_en"),
        integer("version", required=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        *own,
        text("row_digest", required=True),
        sa.Column("geometry", StoredGeometry()),
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in index_statements(name):
            op.execute(statement)
    else:
        op.create_index(f"idx_{name}_geometry", name, ["geometry"], postgresql_using="gist")


def drop(name: str) -> None:
    """Drop a table and its spatial index."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TABLE idx_{name}_geometry")
    op.drop_table(name)
