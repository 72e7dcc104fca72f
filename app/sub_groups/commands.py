"""How sub-groups, memberships, and the skills of members are written."""

from sqlmodel import Session

from app.core.callers import Caller
from app.core.links import refuse_circle
from app.ledger.commands import Writer
from app.schedule.commands.meetings import bind_waiting, set_agenda_notice
from app.sub_groups.models import Membership, Skill, SubGroup
from app.sub_groups.queries import find_body
from app.sub_groups.rules import IsOfAnotherSubGroup, refuse_early_end, refuse_unless_one


def _check_sub_group(session: Session, sub_group: SubGroup) -> None:
    refuse_early_end(sub_group.started_on, sub_group.ended_on, "/ended_on")
    refuse_circle(session, sub_group)


def _check_membership(_session: Session, membership: Membership) -> None:
    refuse_unless_one(
        {name: getattr(membership, name) for name in ("person_id", "organisation_id", "post_id")}
    )
    refuse_early_end(membership.started_on, membership.ended_on, "/ended_on")


def _follow_sub_group(session: Session, caller: Caller, sub_group: SubGroup, changed: frozenset[str]) -> None:
    """Bring deadlines in step: those of its agendas, and those whose words may have named it all along."""
    if "agenda_notice_days" in changed:
        set_agenda_notice(session, caller, sub_group.id, sub_group.agenda_notice_days, find_body)
    if changed & {"name", "other_names", "kind", "deleted_at"}:
        bind_waiting(session, caller, find_body)


def _check_skill(session: Session, skill: Skill) -> None:
    with session.no_autoflush:
        membership = session.get_one(Membership, skill.membership_id)
    if membership.sub_group_id != skill.sub_group_id:
        raise IsOfAnotherSubGroup


WRITE_SUB_GROUPS = Writer(table=SubGroup, check=_check_sub_group, follow=_follow_sub_group)
WRITE_MEMBERSHIPS = Writer(table=Membership, check=_check_membership)
WRITE_SKILLS = Writer(table=Skill, check=_check_skill)
