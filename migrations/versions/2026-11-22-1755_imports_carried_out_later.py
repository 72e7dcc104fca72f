"""imports carried out later

Revision: f57eba50f838
Follows: e53a05b558da
Made: 2026-11-22 17:55:33.437209+00:00
"""

import sqlalchemy as sa
from alembic import op

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "f57eba50f838"
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
        sa.Column("options", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("caller", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_import_file_import_id_import")),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_import_file")),
    )
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.add_column(sa.Column("state", WORDS, nullable=True))
        batch_op.add_column(sa.Column("phase", WORDS, nullable=True))
        batch_op.add_column(sa.Column("alive_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("problem", sa.JSON(none_as_null=True), nullable=True))
        batch_op.alter_column("plan_id", existing_type=sa.TEXT(), nullable=True)
    op.execute("UPDATE import SET state = 'done'")
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.alter_column("state", existing_type=sa.TEXT(), nullable=False)


def downgrade() -> None:
    """Bring the database back to the revision before, which knows only imports that were carried out."""
    op.drop_table("import_file")
    op.execute("DELETE FROM import WHERE state <> 'done'")
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.alter_column("plan_id", existing_type=sa.TEXT(), nullable=False)
        batch_op.drop_column("problem")
        batch_op.drop_column("alive_at")
        batch_op.drop_column("phase")
        batch_op.drop_column("state")
