"""meetings decisions adoption and protocol

Revision: 765ffbae1c53
Follows: 3daae0fca57b
Made: 2026-11-22 08:41:44.875771+00:00
"""

import sqlalchemy as sa
from alembic import op

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "765ffbae1c53"
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
        "attendance",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meeting_id", WORDS, nullable=False),
        sa.Column("person_id", WORDS, nullable=True),
        sa.Column("organisation_id", WORDS, nullable=True),
        sa.Column("post_id", WORDS, nullable=True),
        sa.Column("status", WORDS, nullable=False),
        sa.Column("on_behalf_of_id", WORDS, nullable=True),
        sa.Column("note", WORDS, nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["on_behalf_of_id"], ["organisation.id"], name=op.f("fk_attendance_on_behalf_of_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_attendance_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_person_id_person")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_attendance_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_on_behalf_of_id"), ["on_behalf_of_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_post_id"), ["post_id"], unique=False)
        batch_op.create_index(
            "uq_attendance_organisation",
            ["meeting_id", "organisation_id"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )
        batch_op.create_index(
            "uq_attendance_person",
            ["meeting_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )
        batch_op.create_index(
            "uq_attendance_post",
            ["meeting_id", "post_id"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

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

    op.create_table(
        "skill",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sub_group_id", WORDS, nullable=False),
        sa.Column("membership_id", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_skill_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["sub_group_id"], ["sub_group.id"], name=op.f("fk_skill_sub_group_id_sub_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill")),
    )
    with op.batch_alter_table("skill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_skill_membership_id"), ["membership_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_skill_sub_group_id"), ["sub_group_id"], unique=False)

    op.create_table(
        "paper",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", WORDS, nullable=False),
        sa.Column("reference_key", WORDS, nullable=False),
        sa.Column("meeting_id", WORDS, nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("link", WORDS, nullable=True),
        sa.Column("author", WORDS, nullable=True),
        sa.Column("purpose", WORDS, nullable=True),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("agenda_item_id", WORDS, nullable=True),
        sa.Column("visibility", WORDS, nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_at_id", WORDS, nullable=True),
        sa.Column("approval_decision_id", WORDS, nullable=True),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_item.id"], name=op.f("fk_paper_agenda_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["approval_decision_id"], ["decision.id"], name=op.f("fk_paper_approval_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["approved_at_id"], ["meeting.id"], name=op.f("fk_paper_approved_at_id_meeting")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_paper_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_agenda_item_id"), ["agenda_item_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_paper_approval_decision_id"), ["approval_decision_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_paper_approved_at_id"), ["approved_at_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(
            "uq_paper_reference",
            ["meeting_id", "reference"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

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

    op.create_table(
        "action_relation",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("action_id", WORDS, nullable=False),
        sa.Column("other_id", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_action_relation_action_id_action")
        ),
        sa.ForeignKeyConstraint(["other_id"], ["action.id"], name=op.f("fk_action_relation_other_id_action")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_relation")),
    )
    with op.batch_alter_table("action_relation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_relation_other_id"), ["other_id"], unique=False)
        batch_op.create_index(
            "uq_action_relation_ends",
            ["action_id", "other_id", "kind"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decision_id", WORDS, nullable=True))
        batch_op.add_column(sa.Column("carried_from_id", WORDS, nullable=True))
        batch_op.add_column(sa.Column("plans_lived", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_action_carried_from_id"), ["carried_from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_decision_id"), ["decision_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_action_decision_id_decision"), "decision", ["decision_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_action_carried_from_id_action"), "action", ["carried_from_id"], ["id"]
        )

    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("standing_item", WORDS, nullable=True))

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("no_action_needed", sa.Boolean(), nullable=True))

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("draft_agenda_sent_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("final_agenda_sent_on", sa.Date(), nullable=True))

    with op.batch_alter_table("meeting_day", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agenda_sent_on", sa.Date(), nullable=True))

    op.execute("UPDATE action SET plans_lived = 1")
    op.execute(sa.text("UPDATE decision SET no_action_needed = :none").bindparams(none=False))
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.alter_column("plans_lived", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.alter_column("no_action_needed", existing_type=sa.Boolean(), nullable=False)


def downgrade() -> None:
    """Bring the database back to the revision before."""
    # Reviews were not known before, so nothing can be due of them.
    op.execute("DELETE FROM deadline WHERE source = 'review'")
    with op.batch_alter_table("meeting_day", schema=None) as batch_op:
        batch_op.drop_column("agenda_sent_on")

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("final_agenda_sent_on")
        batch_op.drop_column("draft_agenda_sent_on")

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_column("no_action_needed")

    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_column("standing_item")

    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_action_carried_from_id_action"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_action_decision_id_decision"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_action_decision_id"))
        batch_op.drop_index(batch_op.f("ix_action_carried_from_id"))
        batch_op.drop_column("plans_lived")
        batch_op.drop_column("carried_from_id")
        batch_op.drop_column("decision_id")

    with op.batch_alter_table("action_relation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_action_relation_ends",
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_action_relation_other_id"))

    op.drop_table("action_relation")
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
    with op.batch_alter_table("plan_transition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_transition_plan_id"))
        batch_op.drop_index(batch_op.f("ix_plan_transition_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_plan_transition_decision_id"))

    op.drop_table("plan_transition")
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_paper_reference",
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_paper_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_paper_approved_at_id"))
        batch_op.drop_index(batch_op.f("ix_paper_approval_decision_id"))
        batch_op.drop_index(batch_op.f("ix_paper_agenda_item_id"))

    op.drop_table("paper")
    with op.batch_alter_table("skill", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_skill_sub_group_id"))
        batch_op.drop_index(batch_op.f("ix_skill_membership_id"))

    op.drop_table("skill")
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
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_review_id"))
        batch_op.drop_index(batch_op.f("ix_finding_issue_id"))

    op.drop_table("finding")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attendance_post",
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_attendance_person",
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_attendance_organisation",
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_attendance_post_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_person_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_on_behalf_of_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_meeting_id"))

    op.drop_table("attendance")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_sub_group_id"))
        batch_op.drop_index(batch_op.f("ix_review_plan_id"))
        batch_op.drop_index(batch_op.f("ix_review_meeting_id"))

    op.drop_table("review")
    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.drop_index("uq_plan_version_number")

    op.drop_table("plan_version")
