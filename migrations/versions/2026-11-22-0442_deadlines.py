"""What repeats, is ticked off, and hangs on meetings

Revision: 3daae0fca57b
Follows: 81e803dce09f
Made: 2026-11-22 04:42:40.789303+00:00
"""

import os
import time
import uuid
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "3daae0fca57b"
down_revision = "81e803dce09f"
branch_labels = None
depends_on = None


# The tables as far as their rows are changed here: the service's own may look otherwise by the time this runs.
action, milestone = (
    sa.table(name, sa.column("id"), sa.column("due_points", sa.JSON()), sa.column("due_grammar"))
    for name in ("action", "milestone")
)
plan = sa.table(
    "plan",
    *(sa.column(name) for name in ("id", "sub_group_id", "visibility")),
    sa.column("ends_on", sa.Date()),
    sa.column("deleted_at", sa.DateTime(timezone=True)),
)
sub_group = sa.table("sub_group", sa.column("id"), sa.column("agenda_notice_days"))
meeting = sa.table(
    "meeting",
    *(sa.column(name) for name in ("id", "sub_group_id", "title", "status", "visibility")),
    sa.column("starts_on", sa.Date()),
    sa.column("deleted_at", sa.DateTime(timezone=True)),
)
meeting_day = sa.table(
    "meeting_day",
    *(sa.column(name) for name in ("meeting_id", "sub_group_id", "title", "notice_days")),
    *(sa.column(name, sa.Boolean()) for name in ("is_cancelled", "is_held", "is_public")),
    sa.column("held_on", sa.Date()),
)
deadline = sa.table(
    "deadline",
    *(
        sa.column(name)
        for name in (
            "id", "version", "source", "source_id", "action_id", "plan_id", "owner_id", "point", "position",
            "kind", "edtf", "named_edtf", "text", "rank",
        )
    ),
    *(sa.column(name, sa.Boolean()) for name in ("is_closed", "is_done", "is_public")),
    *(
        sa.column(name, sa.Date())
        for name in ("earliest", "latest", "named_earliest", "named_latest", "listed_on")
    ),
    *(sa.column(name, sa.DateTime(timezone=True)) for name in ("created_at", "updated_at", "deleted_at")),
)  # fmt: skip


def upgrade() -> None:
    """Bring the database up to this revision."""
    op.create_table(
        "meeting_day",
        sa.Column("meeting_id", WORDS, nullable=False),
        sa.Column("sub_group_id", WORDS, nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_meeting_day")),
    )
    with op.batch_alter_table("meeting_day", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_day_sub_group", ["sub_group_id", "held_on"], unique=False)

    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_grammar", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("due_confirmed_text", WORDS, nullable=True))

    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_id", WORDS, nullable=True))
        batch_op.add_column(sa.Column("point", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("rrule", WORDS, nullable=True))
        batch_op.add_column(sa.Column("named_earliest", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("named_latest", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("named_edtf", WORDS, nullable=True))
        batch_op.add_column(sa.Column("body", WORDS, nullable=True))
        batch_op.add_column(sa.Column("meets_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("meets_to", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("meeting_id", WORDS, nullable=True))
        batch_op.add_column(sa.Column("binding", WORDS, nullable=True))
        batch_op.add_column(sa.Column("follows_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("lapses_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("completed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("completion_note", WORDS, nullable=True))
        batch_op.add_column(sa.Column("is_closed", sa.Boolean(), nullable=True))
        batch_op.alter_column("action_id", existing_type=sa.TEXT(), nullable=True)
        batch_op.alter_column("plan_id", existing_type=sa.TEXT(), nullable=True)
        batch_op.create_index("ix_deadline_body", ["body", "meets_from"], unique=False)
        batch_op.create_index("ix_deadline_meeting", ["meeting_id"], unique=False)

    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_grammar", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("due_confirmed_text", WORDS, nullable=True))

    for table in (action, milestone):
        op.execute(table.update().values(due_grammar=1))
        change_points(table, lambda point: {**point, "binding": None})
    op.execute(
        deadline.update().values(
            point=deadline.c.position,
            named_earliest=deadline.c.earliest,
            named_latest=deadline.c.latest,
            named_edtf=deadline.c.edtf,
            is_closed=deadline.c.is_done,
        )
    )
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.alter_column("point", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("is_closed", existing_type=sa.Boolean(), nullable=False)
    keep_meetings()
    keep_ends_of_plans()


def change_points(table, change) -> None:
    """Change every point of the due values of a table; they are JSON, which each database changes in its own way."""
    connection = op.get_bind()
    for id, points in connection.execute(sa.select(table.c.id, table.c.due_points)).all():
        changed = table.update().where(table.c.id == id)
        connection.execute(changed.values(due_points=[change(point) for point in points]))


def keep_meetings() -> None:
    """Keep the day of each meeting, and by when its agenda is to be circulated."""
    connection = op.get_bind()
    columns = (
        *(meeting.c[name] for name in ("id", "sub_group_id", "title", "starts_on", "status", "visibility")),
        sub_group.c.agenda_notice_days,
    )
    live = sa.select(*columns).join_from(meeting, sub_group, sub_group.c.id == meeting.c.sub_group_id)
    for row in connection.execute(live.where(meeting.c.deleted_at.is_(None))).mappings().all():
        notice, held_on = row["agenda_notice_days"], row["starts_on"]
        is_cancelled, is_held = row["status"] == "cancelled", row["status"] == "held"
        is_public = row["visibility"] == "public"
        connection.execute(
            meeting_day.insert().values(
                meeting_id=row["id"],
                sub_group_id=row["sub_group_id"],
                title=row["title"],
                held_on=held_on,
                is_cancelled=is_cancelled,
                is_held=is_held,
                is_public=is_public,
                notice_days=notice,
            )
        )
        if notice is not None and not is_cancelled:
            due_on = held_on - timedelta(days=notice)
            keep_deadline(
                source="meeting",
                source_id=row["id"],
                owner_id=row["sub_group_id"],
                kind="by",
                earliest=due_on,
                latest=due_on,
                edtf=due_on.isoformat(),
                text="Agenda circulation",
                is_public=is_public,
                is_done=is_held,
            )


def keep_ends_of_plans() -> None:
    """Keep the last day of each plan's period as something that falls due."""
    ending = sa.select(plan).where(plan.c.deleted_at.is_(None), plan.c.ends_on.is_not(None))
    for row in op.get_bind().execute(ending).mappings().all():
        ends_on = row["ends_on"]
        keep_deadline(
            source="plan",
            source_id=row["id"],
            plan_id=row["id"],
            owner_id=row["sub_group_id"],
            kind="until",
            earliest=ends_on,
            latest=ends_on,
            edtf=ends_on.isoformat(),
            text="End of the plan's period",
            is_public=row["visibility"] == "public",
            is_done=False,
        )


def keep_deadline(earliest, latest, edtf, is_done, **values) -> None:
    """Keep one more deadline."""
    at = datetime.now(UTC)
    days = {"earliest": earliest, "latest": latest, "edtf": edtf, "rank": 0, "listed_on": latest}
    named = {"named_earliest": earliest, "named_latest": latest, "named_edtf": edtf}
    state = {"is_closed": is_done, "is_done": is_done, "point": 0, "position": 0}
    bookkeeping = {"id": new_id(), "version": 1, "created_at": at, "updated_at": at}
    row = {**bookkeeping, **days, **named, **state, **values}
    op.get_bind().execute(deadline.insert().values(**row))


def new_id() -> str:
    """Make a UUIDv7 (RFC 9562): the time in milliseconds, then chance."""
    number = (time.time_ns() // 1_000_000 << 80) | int.from_bytes(os.urandom(10), "big")
    number = number & ~(0xF << 76) | 0x7 << 76
    return str(uuid.UUID(int=number & ~(0x3 << 62) | 0x2 << 62))


def downgrade() -> None:
    """Bring the database back to the revision before. Ticks, and what hangs on meetings, are lost."""
    op.execute(deadline.delete().where(deadline.c.action_id.is_(None) | deadline.c.deleted_at.is_not(None)))
    op.execute(deadline.delete().where(deadline.c.point < 0))
    for table in (action, milestone):
        change_points(table, lambda point: {name: point[name] for name in point if name != "binding"})
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_column("due_confirmed_text")
        batch_op.drop_column("due_grammar")

    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_index("ix_deadline_meeting")
        batch_op.drop_index("ix_deadline_body")
        batch_op.alter_column("plan_id", existing_type=sa.TEXT(), nullable=False)
        batch_op.alter_column("action_id", existing_type=sa.TEXT(), nullable=False)
        batch_op.drop_column("is_closed")
        batch_op.drop_column("completion_note")
        batch_op.drop_column("completed_on")
        batch_op.drop_column("lapses_on")
        batch_op.drop_column("follows_on")
        batch_op.drop_column("binding")
        batch_op.drop_column("meeting_id")
        batch_op.drop_column("meets_to")
        batch_op.drop_column("meets_from")
        batch_op.drop_column("body")
        batch_op.drop_column("named_edtf")
        batch_op.drop_column("named_latest")
        batch_op.drop_column("named_earliest")
        batch_op.drop_column("rrule")
        batch_op.drop_column("point")
        batch_op.drop_column("owner_id")

    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_column("due_confirmed_text")
        batch_op.drop_column("due_grammar")

    with op.batch_alter_table("meeting_day", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_day_sub_group")

    op.drop_table("meeting_day")
