"""When meetings were put into the programme

Revision: 8b87cef7ba13
Follows: 765ffbae1c53
Made: 2026-11-22 10:51:48.584299+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "8b87cef7ba13"
down_revision = "765ffbae1c53"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scheduled_on", sa.Date(), nullable=True))



def downgrade() -> None:
    """Bring the database back to the revision before."""
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("scheduled_on")

