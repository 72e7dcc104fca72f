"""meetings and adoption

Revision: 3617b93dd4e4
Follows: 3daae0fca57b
Made: 2026-11-22 07:40:33.867381+00:00
"""

import sqlalchemy as sa
from alembic import op

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "3617b93dd4e4"
down_revision = "3daae0fca57b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    op.create_table(
        "plan_version",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", WORDS, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_version_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
    )
    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.create_index("uq_plan_version_number", ["plan_id", "number"], unique=True)

    op.create_table(
        "review",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_text", WORDS, nullable=False),
        sa.Column("due_points", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("due_unread", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("due_reading", WORDS, nullable=False),
        sa.Column("due_grammar", sa.Integer(), nullable=True),
        sa.Column("due_confirmed_text", WORDS, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("plan_id", WORDS, nullable=True),
        sa.Column("sub_group_id", WORDS, nullable=True),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("meeting_id", WORDS, nullable=True),
        sa.Column("summary", WORDS, nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_review_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_review_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["sub_group_id"], ["sub_group.id"], name=op.f("fk_review_sub_group_id_sub_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_sub_group_id"), ["sub_group_id"], unique=False)

    op.create_table(
        "finding",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_id", WORDS, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("issue_id", WORDS, nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_finding_issue_id_issue")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_finding_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_issue_id"), ["issue_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_review_id"), ["review_id"], unique=False)

    op.create_table(
        "plan_transition",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", WORDS, nullable=False),
        sa.Column("from_status", WORDS, nullable=False),
        sa.Column("to_status", WORDS, nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("meeting_id", WORDS, nullable=True),
        sa.Column("decision_id", WORDS, nullable=True),
        sa.Column("made_by", WORDS, nullable=True),
        sa.Column("note", WORDS, nullable=True),
        sa.Column("version_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_plan_transition_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_plan_transition_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_transition_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_transition")),
    )
    with op.batch_alter_table("plan_transition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_transition_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_transition_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_transition_plan_id"), ["plan_id"], unique=False)

    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decision_id", WORDS, nullable=True))
        batch_op.add_column(sa.Column("carried_from_id", WORDS, nullable=True))
        batch_op.add_column(sa.Column("plans_lived", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_action_carried_from_id"), ["carried_from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_decision_id"), ["decision_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_action_carried_from_id_action"), "action", ["carried_from_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_action_decision_id_decision"), "decision", ["decision_id"], ["id"]
        )

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("no_action_needed", sa.Boolean(), nullable=True))

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("draft_agenda_sent_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("final_agenda_sent_on", sa.Date(), nullable=True))

    op.execute("UPDATE action SET plans_lived = 1")
    op.execute(sa.text("UPDATE decision SET no_action_needed = :none").bindparams(none=False))
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.alter_column("plans_lived", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.alter_column("no_action_needed", existing_type=sa.Boolean(), nullable=False)


def downgrade() -> None:
    """Bring the database back to the revision before."""
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("final_agenda_sent_on")
        batch_op.drop_column("draft_agenda_sent_on")

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_column("no_action_needed")

    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_action_decision_id_decision"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_action_carried_from_id_action"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_action_decision_id"))
        batch_op.drop_index(batch_op.f("ix_action_carried_from_id"))
        batch_op.drop_column("plans_lived")
        batch_op.drop_column("carried_from_id")
        batch_op.drop_column("decision_id")

    with op.batch_alter_table("plan_transition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_transition_plan_id"))
        batch_op.drop_index(batch_op.f("ix_plan_transition_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_plan_transition_decision_id"))

    op.drop_table("plan_transition")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_review_id"))
        batch_op.drop_index(batch_op.f("ix_finding_issue_id"))

    op.drop_table("finding")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_sub_group_id"))
        batch_op.drop_index(batch_op.f("ix_review_plan_id"))
        batch_op.drop_index(batch_op.f("ix_review_meeting_id"))

    op.drop_table("review")
    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.drop_index("uq_plan_version_number")

    op.drop_table("plan_version")
