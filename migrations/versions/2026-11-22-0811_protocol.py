"""protocol

Revision: 41cdee2f75fc
Follows: 86e063241d47
Made: 2026-11-22 08:11:11.533799+00:00
"""

import sqlalchemy as sa
from alembic import op

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "41cdee2f75fc"
down_revision = "86e063241d47"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    op.create_table(
        "protocol_rule",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", WORDS, nullable=False),
        sa.Column("reference_key", WORDS, nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("parameters", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("text", WORDS, nullable=True),
        sa.Column("sub_group_id", WORDS, nullable=True),
        sa.Column("plan_id", WORDS, nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("agreed_at_id", WORDS, nullable=True),
        sa.Column("decision_id", WORDS, nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("visibility", WORDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreed_at_id"], ["meeting.id"], name=op.f("fk_protocol_rule_agreed_at_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_protocol_rule_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_protocol_rule_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["sub_group_id"], ["sub_group.id"], name=op.f("fk_protocol_rule_sub_group_id_sub_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_rule")),
    )
    with op.batch_alter_table("protocol_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_protocol_rule_agreed_at_id"), ["agreed_at_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_protocol_rule_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_protocol_rule_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_protocol_rule_sub_group_id"), ["sub_group_id"], unique=False)
        batch_op.create_index(
            "uq_protocol_rule_reference",
            ["reference"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )



def downgrade() -> None:
    """Bring the database back to the revision before."""
    with op.batch_alter_table("protocol_rule", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_protocol_rule_reference",
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_protocol_rule_sub_group_id"))
        batch_op.drop_index(batch_op.f("ix_protocol_rule_plan_id"))
        batch_op.drop_index(batch_op.f("ix_protocol_rule_decision_id"))
        batch_op.drop_index(batch_op.f("ix_protocol_rule_agreed_at_id"))

    op.drop_table("protocol_rule")
