"""imports of every kind, later and undone

Revision: d65919df423e
Follows: e53a05b558da
Made: 2026-11-22 18:18:16.540570+00:00
"""

import sqlalchemy as sa
from alembic import op

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "d65919df423e"
down_revision = "e53a05b558da"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    op.create_table(
        "import_file",
        sa.Column("import_id", WORDS, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("charset", WORDS, nullable=True),
        sa.Column("media_type", WORDS, nullable=True),
        sa.Column("caller", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_import_file_import_id_import")),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_import_file")),
    )
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", WORDS, nullable=True))
        batch_op.add_column(sa.Column("state", WORDS, nullable=True))
        batch_op.add_column(sa.Column("phase", WORDS, nullable=True))
        batch_op.add_column(sa.Column("alive_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("problem", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("columns", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("options", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(
            sa.Column("events_after", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column(
                "undo_events_after", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.alter_column("plan_id", existing_type=sa.TEXT(), nullable=True)

    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sheet", WORDS, nullable=True))
        batch_op.add_column(sa.Column("faults", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("similar_to", sa.JSON(none_as_null=True), nullable=True))

    # Until now every import was of a plan with its actions, and was carried out at once, whole.
    op.execute("UPDATE import SET kind = 'actions', state = 'done', columns = '[]', options = '{}'")
    op.execute("UPDATE import_row SET faults = '[]'")
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.alter_column("kind", existing_type=sa.TEXT(), nullable=False)
        batch_op.alter_column("state", existing_type=sa.TEXT(), nullable=False)
        batch_op.alter_column("columns", existing_type=sa.JSON(none_as_null=True), nullable=False)
        batch_op.alter_column("options", existing_type=sa.JSON(none_as_null=True), nullable=False)
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.alter_column("faults", existing_type=sa.JSON(none_as_null=True), nullable=False)



def downgrade() -> None:
    """Bring the database back to the revision before."""
    op.drop_table("import_file")
    # There was no way to keep an import that was into no plan, or was not carried out.
    op.execute("DELETE FROM import_row WHERE import_id IN (SELECT id FROM import WHERE plan_id IS NULL)")
    op.execute("DELETE FROM import WHERE plan_id IS NULL")
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.drop_column("similar_to")
        batch_op.drop_column("faults")
        batch_op.drop_column("sheet")

    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.alter_column("plan_id", existing_type=sa.TEXT(), nullable=False)
        batch_op.drop_column("undo_events_after")
        batch_op.drop_column("undone_at")
        batch_op.drop_column("events_after")
        batch_op.drop_column("options")
        batch_op.drop_column("columns")
        batch_op.drop_column("problem")
        batch_op.drop_column("alive_at")
        batch_op.drop_column("phase")
        batch_op.drop_column("state")
        batch_op.drop_column("kind")
