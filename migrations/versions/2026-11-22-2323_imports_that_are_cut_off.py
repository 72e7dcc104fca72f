"""imports that are cut off

Revision: 2f94226ee611
Follows: 99bd9b452327
Made: 2026-11-22 23:23:30.815334+00:00
"""

import sqlalchemy as sa
from alembic import op

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "2f94226ee611"
down_revision = "99bd9b452327"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.add_column(sa.Column("times_begun", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("worker", WORDS, nullable=True))

    # How often those that wait were begun until now was not counted.
    op.execute("UPDATE import SET times_begun = 0")
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.alter_column("times_begun", existing_type=sa.Integer(), nullable=False)


def downgrade() -> None:
    """Bring the database back to the revision before."""
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.drop_column("worker")
        batch_op.drop_column("times_begun")

