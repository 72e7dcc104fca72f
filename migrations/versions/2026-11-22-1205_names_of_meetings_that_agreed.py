"""Names of the meetings that agreed

Revision: 3f6c1d0a9b52
Follows: 8b87cef7ba13
Made: 2026-11-22 12:05:00+00:00
"""

from alembic import op

revision = "3f6c1d0a9b52"
down_revision = "8b87cef7ba13"
branch_labels = None
depends_on = None

RENAMED = (
    ("paper", "approved_at_id", "approval_meeting_id"),
    ("protocol_rule", "agreed_at_id", "meeting_id"),
)


def upgrade() -> None:
    """Bring the database up to this revision."""
    for table, before, after in RENAMED:
        rename(table, before, after)


def downgrade() -> None:
    """Bring the database back to the revision before."""
    for table, before, after in RENAMED:
        rename(table, after, before)


def rename(table: str, before: str, after: str) -> None:
    """Rename a column that names a meeting, and with it its index and its foreign key."""
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_index(batch_op.f(f"ix_{table}_{before}"))
        batch_op.drop_constraint(batch_op.f(f"fk_{table}_{before}_meeting"), type_="foreignkey")
        batch_op.alter_column(before, new_column_name=after)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_foreign_key(batch_op.f(f"fk_{table}_{after}_meeting"), "meeting", [after], ["id"])
        batch_op.create_index(batch_op.f(f"ix_{table}_{after}"), [after], unique=False)
