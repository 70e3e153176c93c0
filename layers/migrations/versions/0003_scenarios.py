"""The table of saved scenarios."""

import sqlalchemy as sa
from alembic import op

from layers.migrations.columns import boolean, text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "scenarios",
        sa.Column(
            "id",
            sa.Text().with_variant(sa.Text(collation="C"), "postgresql"),
            primary_key=True,
        ),
        text("parent"),
        text("title", required=True),
        sa.Column("saved", sa.DateTime(timezone=True), nullable=False),
        text("base_digest", required=True),
        text("edition", required=True),
        text("content", required=True),
        text("figures", required=True),
        boolean("computed", required=True),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("scenarios")
