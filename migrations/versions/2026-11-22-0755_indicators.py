"""indicators

Revision: 86e063241d47
Follows: 3617b93dd4e4
Made: 2026-11-22 07:55:33.143566+00:00
"""

import sqlalchemy as sa
from alembic import op

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "86e063241d47"
down_revision = "3617b93dd4e4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    op.create_table(
        "indicator",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", WORDS, nullable=False),
        sa.Column("reference_key", WORDS, nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("definition", WORDS, nullable=True),
        sa.Column("unit", WORDS, nullable=True),
        sa.Column("direction", WORDS, nullable=False),
        sa.Column("baseline", sa.BigInteger(), nullable=True),
        sa.Column("baseline_label", WORDS, nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("plan_id", WORDS, nullable=True),
        sa.Column("theme_id", WORDS, nullable=True),
        sa.Column("sub_group_id", WORDS, nullable=True),
        sa.Column("organisation_id", WORDS, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_indicator_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_indicator_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["sub_group_id"], ["sub_group.id"], name=op.f("fk_indicator_sub_group_id_sub_group")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_indicator_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
    )
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index("ix_indicator_reference_key", ["reference_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_sub_group_id"), ["sub_group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_theme_id"), ["theme_id"], unique=False)
        batch_op.create_index(
            "uq_indicator_reference",
            ["reference"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    op.create_table(
        "indicator_period",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("indicator_id", WORDS, nullable=False),
        sa.Column("label", WORDS, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=True),
        sa.Column("actual", sa.BigInteger(), nullable=True),
        sa.Column("note", WORDS, nullable=True),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_period_indicator_id_indicator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_period")),
    )
    with op.batch_alter_table("indicator_period", schema=None) as batch_op:
        batch_op.create_index("ix_indicator_period_place", ["indicator_id", "starts_on", "id"], unique=False)



def downgrade() -> None:
    """Bring the database back to the revision before."""
    with op.batch_alter_table("indicator_period", schema=None) as batch_op:
        batch_op.drop_index("ix_indicator_period_place")

    op.drop_table("indicator_period")
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_indicator_reference",
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_indicator_theme_id"))
        batch_op.drop_index(batch_op.f("ix_indicator_sub_group_id"))
        batch_op.drop_index("ix_indicator_reference_key")
        batch_op.drop_index(batch_op.f("ix_indicator_plan_id"))
        batch_op.drop_index(batch_op.f("ix_indicator_organisation_id"))

    op.drop_table("indicator")
