"""The policy record and the evidence of state."""

from layers.migrations.columns import (
    boolean,
    create_facts,
    create_layer,
    date,
    drop,
    integer,
    json_value,
    number,
    text,
)

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "evidence",
    "policy_documents",
    "policy_sections",
    "policy_places",
    "policy_topics",
    "policy_designations",
    "policy_responsibilities",
    "policy_figures",
    "policy_names",
    "policy_lists",
    "policy_conflicts",
)


def upgrade() -> None:
    """Create the tables."""
    create_layer(
        "evidence",
        text("evidence_class", required=True),
        text("carrier"),
        text("takeoff_point"),
        text("road_segment"),
        text("landmark"),
        text("facility"),
    )
    _create_structure()
    _create_facts()


def _create_structure() -> None:
    create_facts(
        "policy_documents",
        text("kind", required=True),
        text("number"),
        text("issuer_zh"),
        text("issuer_en"),
        date("published"),
        text("published_as_written"),
        integer("year", required=True),
        integer("period_from"),
        integer("period_to"),
        json_value("states"),
    )
    create_facts(
        "policy_sections",
        text("kind", required=True),
        text("number"),
        text("parent"),
    )
    create_facts(
        "policy_places",
        text("kind", required=True),
        json_value("forms", required=True),
        text("relation", required=True),
        json_value("towns"),
        json_value("not_same"),
        json_value("mentions"),
    )
    create_facts(
        "policy_topics",
        text("kind", required=True),
        text("number"),
        text("parent"),
        json_value("clusters"),
    )
    create_facts(
        "policy_designations",
        text("topic", required=True),
        text("place", required=True),
        text("place_zh", required=True),
        text("role_zh"),
        text("role_en"),
        boolean("open_list", required=True),
    )


def _create_facts() -> None:
    create_facts(
        "policy_responsibilities",
        text("topic", required=True),
        text("body_zh", required=True),
        text("body_en", required=True),
        text("role", required=True),
    )
    create_facts(
        "policy_figures",
        text("kind", required=True),
        text("operator", required=True),
        number("value", required=True),
        number("high"),
        text("unit_zh"),
        text("unit_en"),
        text("as_written", required=True),
        integer("year"),
        text("topic"),
        text("place"),
    )
    create_facts(
        "policy_names",
        text("kind", required=True),
        json_value("aspects"),
        text("status", required=True),
        text("topic"),
        text("place"),
        text("place_zh"),
        text("feature"),
    )
    create_facts(
        "policy_lists",
        text("kind", required=True),
        text("topic"),
        json_value("items_zh", required=True),
        json_value("items_en", required=True),
        boolean("open_list", required=True),
    )
    create_facts(
        "policy_conflicts",
        text("kind", required=True),
        json_value("facts"),
        json_value("also_at"),
    )


def downgrade() -> None:
    """Drop the tables."""
    for name in reversed(TABLES):
        drop(name)
