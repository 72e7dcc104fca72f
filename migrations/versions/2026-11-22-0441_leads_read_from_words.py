"""leads read from words

Revision: 81e803dce09f
Follows: 90ed4fe4d58f
Made: 2026-11-22 04:41:33.097827+00:00
"""

import sqlalchemy as sa
from alembic import op

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "81e803dce09f"
down_revision = "90ed4fe4d58f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.add_column(sa.Column("leads_unread", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("leads_reading", WORDS, nullable=True))

    with op.batch_alter_table("lead", schema=None) as batch_op:
        batch_op.add_column(sa.Column("affiliation_id", WORDS, nullable=True))
        batch_op.add_column(sa.Column("name", WORDS, nullable=True))
        batch_op.add_column(sa.Column("name_key", WORDS, nullable=True))
        batch_op.add_column(sa.Column("affiliation", WORDS, nullable=True))
        batch_op.add_column(sa.Column("affiliation_key", WORDS, nullable=True))
        batch_op.create_index(batch_op.f("ix_lead_affiliation_id"), ["affiliation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lead_affiliation_key"), ["affiliation_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_lead_name_key"), ["name_key"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_lead_affiliation_id_organisation"), "organisation", ["affiliation_id"], ["id"]
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("other_names", sa.JSON(none_as_null=True), nullable=True))

    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.add_column(sa.Column("other_names", sa.JSON(none_as_null=True), nullable=True))

    op.execute("UPDATE action SET leads_unread = '[]', leads_reading = 'automatic'")
    # Leads that are there already were given by hand.
    op.execute("UPDATE action SET leads_reading = 'confirmed' WHERE id IN (SELECT action_id FROM lead)")
    op.execute("UPDATE person SET other_names = '[]'")
    op.execute("UPDATE post SET other_names = '[]'")
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.alter_column("leads_unread", existing_type=sa.JSON(none_as_null=True), nullable=False)
        batch_op.alter_column("leads_reading", existing_type=WORDS, nullable=False)
    for table in ("person", "post"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("other_names", existing_type=sa.JSON(none_as_null=True), nullable=False)


def downgrade() -> None:
    """Bring the database back to the revision before."""
    # What names no party of the register was not kept as a lead before.
    op.execute("DELETE FROM lead WHERE name_key IS NOT NULL")
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_column("other_names")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("other_names")

    with op.batch_alter_table("lead", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_lead_affiliation_id_organisation"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_lead_name_key"))
        batch_op.drop_index(batch_op.f("ix_lead_affiliation_key"))
        batch_op.drop_index(batch_op.f("ix_lead_affiliation_id"))
        batch_op.drop_column("affiliation_key")
        batch_op.drop_column("affiliation")
        batch_op.drop_column("name_key")
        batch_op.drop_column("name")
        batch_op.drop_column("affiliation_id")

    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_column("leads_reading")
        batch_op.drop_column("leads_unread")

