"""The layers of version 0.1: one table each, and the store's edition."""

import sqlalchemy as sa
from alembic import op

from layers.migrations.columns import (
    boolean,
    create_layer,
    date,
    drop,
    integer,
    json_value,
    number,
    text,
)

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


def upgrade() -> None:
    """Create every table."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    _create_layers()
    edition = op.create_table("store_edition", sa.Column("number", sa.BigInteger(), nullable=False))
    op.execute(sa.insert(edition).values(number=0))


def _create_layers() -> None:
    create_layer(
        "sources",
        text("kind", required=True),
        text("document"),
        text("clause"),
        integer("line"),
        integer("last_line"),
        text("anchor"),
        text("digest"),
        text("publisher"),
        date("published"),
        text("licence"),
    )
    create_layer(
        "towns",
        text("code"),
        text("kind", required=True),
        boolean("in_partition", required=True),
        json_value("members"),
        integer("population_2020"),
        number("area_km2"),
        number("seat_lon"),
        number("seat_lat"),
    )
    create_layer(
        "landmarks",
        integer("number", required=True),
        text("place_zh", required=True),
        text("place_en", required=True),
        json_value("towns"),
        json_value("sub_scenarios_zh"),
        json_value("sub_scenarios_en"),
        text("lead_zh", required=True),
        text("lead_en", required=True),
        json_value("vehicles"),
        json_value("roads"),
    )
    create_layer(
        "facilities",
        text("landmark", required=True),
        text("town"),
    )
    create_layer(
        "hubs",
        text("cluster", required=True),
        text("place_zh", required=True),
        text("place_en", required=True),
        json_value("towns"),
        text("document", required=True),
        integer("year", required=True),
        boolean("open_list", required=True),
        text("lead_zh"),
        text("lead_en"),
    )
    create_layer(
        "carriers",
        text("kind", required=True),
        text("place_zh"),
        text("place_en"),
        json_value("towns"),
        json_value("clusters"),
        number("floor_area_m2"),
        number("land_area_m2"),
        text("area_qualifier"),
        json_value("counts"),
    )
    create_layer(
        "takeoff_points",
        text("kind", required=True),
        json_value("service_radius_m"),
        number("capacity_per_day"),
        text("operator"),
        text("town"),
    )
    create_layer(
        "road_segments",
        text("road_zh", required=True),
        text("road_en", required=True),
        text("from_zh"),
        text("to_zh"),
        text("batch"),
        json_value("vehicle_classes"),
        text("level"),
        text("direction", required=True),
        number("length_km"),
        json_value("towns"),
    )
    create_layer(
        "geozones",
        text("restriction", required=True),
        number("floor_m"),
        number("ceiling_m"),
        text("vertical_reference", required=True),
        text("hours"),
        text("authority"),
        text("edition"),
    )
    create_layer(
        "places",
        text("kind", required=True),
        text("town"),
    )
    create_layer(
        "display_centres",
        text("role", required=True),
        text("town"),
    )


def downgrade() -> None:
    """Drop every table."""
    op.drop_table("store_edition")
    for name in reversed(LAYERS):
        drop(name)
