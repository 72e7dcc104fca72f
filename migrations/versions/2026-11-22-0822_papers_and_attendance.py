"""papers and attendance

Revision: 4723a6741a58
Follows: 3617b93dd4e4
Made: 2026-11-22 08:22:54.080775+00:00
"""

import sqlalchemy as sa
from alembic import op

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "4723a6741a58"
down_revision = "3617b93dd4e4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
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

    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("standing_item", WORDS, nullable=True))

    with op.batch_alter_table("meeting_day", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agenda_sent_on", sa.Date(), nullable=True))



def downgrade() -> None:
    """Bring the database back to the revision before."""
    with op.batch_alter_table("meeting_day", schema=None) as batch_op:
        batch_op.drop_column("agenda_sent_on")

    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_column("standing_item")

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
