"""imports begun again

Revision: 5c0e7d1b9a34
Follows: 99bd9b452327
Made: 2026-11-22 23:45:12.402315+00:00
"""

import sqlalchemy as sa
from alembic import op

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "5c0e7d1b9a34"
down_revision = "99bd9b452327"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    with op.batch_alter_table("import_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("times_begun", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("worker", WORDS, nullable=True))

    # How often those that wait were begun until now was not counted.
    op.execute("UPDATE import_file SET times_begun = 0")
    with op.batch_alter_table("import_file", schema=None) as batch_op:
        batch_op.alter_column("times_begun", existing_type=sa.Integer(), nullable=False)


def downgrade() -> None:
    """Bring the database back to the revision before."""
    with op.batch_alter_table("import_file", schema=None) as batch_op:
        batch_op.drop_column("worker")
        batch_op.drop_column("times_begun")
