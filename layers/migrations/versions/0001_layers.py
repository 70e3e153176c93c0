"""The layers of version 0.1: one table each, and the store's edition."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from layers.embedded import index_statements
from layers.geometry_type import StoredGeometry

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LAYERS = (
    "sources",
    "towns",
    "landmarks",
    "facilities",
    "hubs",
    "carriers",
    "takeoff_points",
    "road_segments",
    "geozones",
    "places",
    "display_centres",
)


def _text(name: str, *, required: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=not required)


def _integer(name: str, *, required: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=not required)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Double())


def _boolean(name: str, *, required: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=not required)


def _date(name: str, *, required: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=not required)


def _json_value(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON().with_variant(JSONB(), "postgresql"))


def _layer(name: str, *own: sa.Column[Any]) -> None:
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
        _text("name_zh", required=True),
        _text("name_en", required=True),
        _number("accuracy_m"),
        _text("geometry_basis", required=True),
        _text("source", required=True),
        _text("geometry_source"),
        _date("as_of", required=True),
        _text("status", required=True),
        _boolean("public", required=True),
        _text("note_zh"),
        _text("note_en"),
        _integer("version", required=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        *own,
        _text("row_digest", required=True),
        sa.Column("geometry", StoredGeometry()),
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in index_statements(name):
            op.execute(statement)
    else:
        op.create_index(f"idx_{name}_geometry", name, ["geometry"], postgresql_using="gist")


def upgrade() -> None:
    """Create every table."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    _create_layers()
    edition = op.create_table("store_edition", sa.Column("number", sa.BigInteger(), nullable=False))
    op.execute(sa.insert(edition).values(number=0))


def _create_layers() -> None:
    _layer(
        "sources",
        _text("kind", required=True),
        _text("document"),
        _text("clause"),
        _integer("line"),
        _integer("last_line"),
        _text("anchor"),
        _text("digest"),
        _text("publisher"),
        _date("published"),
        _text("licence"),
    )
    _layer(
        "towns",
        _text("code"),
        _text("kind", required=True),
        _boolean("in_partition", required=True),
        _json_value("members"),
        _integer("population_2020"),
        _number("area_km2"),
        _number("seat_lon"),
        _number("seat_lat"),
    )
    _layer(
        "landmarks",
        _integer("number", required=True),
        _text("place_zh", required=True),
        _text("place_en", required=True),
        _json_value("towns"),
        _json_value("sub_scenarios_zh"),
        _json_value("sub_scenarios_en"),
        _text("lead_zh", required=True),
        _text("lead_en", required=True),
        _json_value("vehicles"),
        _json_value("roads"),
    )
    _layer(
        "facilities",
        _text("landmark", required=True),
        _text("town"),
    )
    _layer(
        "hubs",
        _text("cluster", required=True),
        _text("place_zh", required=True),
        _text("place_en", required=True),
        _json_value("towns"),
        _text("document", required=True),
        _integer("year", required=True),
        _boolean("open_list", required=True),
        _text("lead_zh"),
        _text("lead_en"),
    )
    _layer(
        "carriers",
        _text("kind", required=True),
        _text("place_zh"),
        _text("place_en"),
        _json_value("towns"),
        _json_value("clusters"),
        _number("floor_area_m2"),
        _number("land_area_m2"),
        _text("area_qualifier"),
        _json_value("counts"),
    )
    _layer(
        "takeoff_points",
        _text("kind", required=True),
        _json_value("service_radius_m"),
        _number("capacity_per_day"),
        _text("operator"),
        _text("town"),
    )
    _layer(
        "road_segments",
        _text("road_zh", required=True),
        _text("road_en", required=True),
        _text("from_zh"),
        _text("to_zh"),
        _text("batch"),
        _json_value("vehicle_classes"),
        _text("level"),
        _text("direction", required=True),
        _number("length_km"),
        _json_value("towns"),
    )
    _layer(
        "geozones",
        _text("restriction", required=True),
        _number("floor_m"),
        _number("ceiling_m"),
        _text("vertical_reference", required=True),
        _text("hours"),
        _text("authority"),
        _text("edition"),
    )
    _layer(
        "places",
        _text("kind", required=True),
        _text("town"),
    )
    _layer(
        "display_centres",
        _text("role", required=True),
        _text("town"),
    )


def downgrade() -> None:
    """Drop every table."""
    op.drop_table("store_edition")
    for name in reversed(LAYERS):
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TABLE idx_{name}_geometry")
        op.drop_table(name)
