"""papers and attendance

Revision: a845da569418
Follows: 3617b93dd4e4
Made: 2026-11-22 08:03:51.095055+00:00
"""

import sqlalchemy as sa
from alembic import op

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "a845da569418"
down_revision = "3617b93dd4e4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
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

