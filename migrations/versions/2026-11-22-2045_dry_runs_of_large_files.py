"""dry runs of large files

Revision: 99bd9b452327
Follows: d65919df423e
Made: 2026-11-22 20:45:56.810808+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "99bd9b452327"
down_revision = "d65919df423e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.add_column(sa.Column("dry_run", sa.Boolean(), nullable=True))

    # Until now what a dry run told was only answered, and nothing of it was kept.
    op.execute("UPDATE import SET dry_run = FALSE")
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.alter_column("dry_run", existing_type=sa.Boolean(), nullable=False)


def downgrade() -> None:
    """Bring the database back to the revision before."""
    # Without the column they would be taken for imports.
    for table in ("import_row", "import_file"):
        op.execute(f"DELETE FROM {table} WHERE import_id IN (SELECT id FROM import WHERE dry_run)")
    op.execute("DELETE FROM import WHERE dry_run")
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.drop_column("dry_run")
