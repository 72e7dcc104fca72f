"""The columns of the tables that officers are given to fill in, kind by kind, headed by words that an import knows."""

from dataclasses import dataclass, replace

from app.actions.rules import ActionStatus, Rag
from app.formats.document import Document, Paragraph, Table
from app.kernel.vocabulary import Vocabulary
from app.meetings.rules import MeetingStatus
from app.partners.rules import Sector
from app.plans.rules import PlanKind
from app.sub_groups.rules import MembershipRole, SubGroupKind

EXPLAINING_SHEET = "Columns"
EXPLANATION = ("Column", "What it holds", "Needed", "Words")
"""The headings of the sheet that explains the columns of an empty table."""


def without_explanation(document: Document) -> Document:
    """Leave out the sheet that explained the columns of a table that was filled in."""
    kept = tuple(block for block in document.blocks if not _explains(block))
    return document if len(kept) == len(document.blocks) else replace(document, blocks=kept)


def _explains(block: Paragraph | Table) -> bool:
    if not isinstance(block, Table) or block.sheet != EXPLAINING_SHEET:
        return False
    return block.rows[0].cells[: len(EXPLANATION)] == EXPLANATION


class TemplateKind(Vocabulary):
    """What the rows of a table are."""

    ACTIONS = "actions", "Actions of a plan", "Camau gweithredu cynllun"
    PLANS = "plans", "Plans", "Cynlluniau"
    ORGANISATIONS = "organisations", "Organisations", "Sefydliadau"
    PEOPLE = "people", "People", "Pobl"
    SUB_GROUPS = "sub-groups", "Sub-groups and who sits in them", "Is-grwpiau a phwy sydd ynddynt"
    MEMBERSHIPS = "memberships", "Memberships of sub-groups", "Aelodaeth o is-grwpiau"
    MEETINGS = "meetings", "Meetings", "Cyfarfodydd"
    PROGRESS_UPDATES = "progress-updates", "Progress updates", "Diweddariadau cynnydd"
    INDICATOR_VALUES = "indicator-values", "Values of indicators", "Gwerthoedd dangosyddion"


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column: its heading, what it holds, whether each row needs it, and the vocabulary of its words."""

    heading: str
    meaning: str
    is_needed: bool = False
    vocabulary: type[Vocabulary] | None = None


_Column = TemplateColumn
_REFERENCE = _Column("Reference", "The key by which it is known; made from the name where left blank.")
_OTHER_NAMES = _Column("Other names", "What else it is called, parted by semicolons.")
_STATUS = _Column("Status", "How far the action has come.", vocabulary=ActionStatus)
_RAG = _Column("RAG", "How it stands, as a traffic light.", vocabulary=Rag)
_COMPLETE = _Column("% complete", "How much of it is done, from 0 to 100.")

TEMPLATES: dict[TemplateKind, tuple[TemplateColumn, ...]] = {
    TemplateKind.ACTIONS: (
        _Column("Theme", 'The number and the title of its theme, as "1. Strategic".'),
        _Column("Issues", "What was found that it answers."),
        _Column("Reference", 'Its key in the plan, as "1.3"; the next in its theme where left blank.'),
        _Column("Planned Action", "What is to be done, in the words that were agreed.", is_needed=True),
        _Column("Current Situation", "How it stands; kept as a progress update."),
        _Column("Lead contact/organisation", "Who leads, as people write it. Not shown without a key."),
        _Column("Due date", 'When it is due, as people write it: "July/August 2004", "ditto", "Ongoing".'),
        _STATUS,
        _RAG,
        _COMPLETE,
    ),
    TemplateKind.PLANS: (
        _REFERENCE,
        _Column("Title", "Its title.", is_needed=True),
        _Column("Kind", "What it is.", vocabulary=PlanKind),
        _Column("From", "The first day of its period."),
        _Column("To", "The last day of its period."),
        _Column("Document date", "When it was written, as exactly as it says: 2004, 2004-04 or 2004-04-20."),
        _Column("Owner", "The sub-group that owns it, by name or reference."),
        _Column("Follows", "The plan that it follows, by title or reference."),
    ),
    TemplateKind.ORGANISATIONS: (
        _REFERENCE,
        _Column("Name", "Its name.", is_needed=True),
        _Column("Acronym", "Its acronym."),
        _OTHER_NAMES,
        _Column("Sector", "The part of local life that it belongs to.", vocabulary=Sector),
        _Column("Part of", "The organisation that it is a part of, by name or reference."),
        _Column("Website", "Its web address."),
    ),
    TemplateKind.PEOPLE: (
        _REFERENCE,
        _Column("Name", "The person's name.", is_needed=True),
        _OTHER_NAMES,
        _Column("Organisation", "The organisation that the person is of, by name or reference."),
        _Column("Email", "Never shown without a key."),
        _Column("Phone", "Never shown without a key."),
        _Column("Name is public", "Yes or no: whether the name is shown without a key. No where left blank."),
    ),
    TemplateKind.SUB_GROUPS: (
        _REFERENCE,
        _Column("Sub-group", "Its name. A row for each seat in it, or one for a group without any.", is_needed=True),
        _Column("Kind", "What sort of body it is.", vocabulary=SubGroupKind),
        _OTHER_NAMES,
        _Column("Part of", "The body that it is a part of, by name or reference."),
        _Column("Agenda notice (days)", "How many days before a meeting its agenda is sent out."),
        _Column("Standing items", "What is on the agenda of every meeting, in order, parted by semicolons."),
        _Column("Terms of reference", "Its terms of reference."),
        _Column("Group started", "Its first day."),
        _Column("Group ended", "Its last day."),
        _Column("Member", "The person, organisation or post that sits in it, by name or reference."),
        _Column("Role", "What the member does in it.", vocabulary=MembershipRole),
        _Column("On behalf of", "The organisation that the member speaks for, by name or reference."),
        _Column("From", "The member's first day."),
        _Column("To", "The member's last day."),
    ),
    TemplateKind.MEMBERSHIPS: (
        _Column("Sub-group", "The sub-group, by name or reference.", is_needed=True),
        _Column("Member", "The person, organisation or post, by name or reference.", is_needed=True),
        _Column("Role", "What the member does in it.", vocabulary=MembershipRole),
        _Column("On behalf of", "The organisation that the member speaks for, by name or reference."),
        _Column("From", "First day."),
        _Column("To", "Last day."),
    ),
    TemplateKind.MEETINGS: (
        _Column("Reference", "The key by which it is known; made from who meets and the day where left blank."),
        _Column("Sub-group", "Who meets, by name or reference.", is_needed=True),
        _Column("Title", "Made from who meets where left blank."),
        _Column("Date", "Its day.", is_needed=True),
        _Column("Start", "When it begins, by the clock of the partnership."),
        _Column("End", "When it ends."),
        _Column("Venue", "Where it is held, by name or reference."),
        _Column("Status", "How certain it is.", vocabulary=MeetingStatus),
        _Column("Series", "What it is one of, such as Steering Group 2004."),
    ),
    TemplateKind.PROGRESS_UPDATES: (
        _Column("Plan", "The plan of the action, by reference or title; not needed where the import names one."),
        _Column("Action", "The action, by its reference in the plan or by its words.", is_needed=True),
        _Column("Date", "The day that it tells of."),
        _Column("Author", "Who says so. Never shown without a key."),
        _Column("Progress", "What is reported."),
        _STATUS,
        _RAG,
        _COMPLETE,
    ),
    TemplateKind.INDICATOR_VALUES: (
        _Column("Indicator", "The indicator, by reference or title.", is_needed=True),
        _Column("Period", "What people call it; 2004/05, Q1 2004/05 or July 2004 tell its days.", is_needed=True),
        _Column("From", "Its first day, where the name does not tell it."),
        _Column("To", "Its last day, where the name does not tell it."),
        _Column("Target", "What was meant to be measured."),
        _Column("Actual", "What was measured."),
        _Column("Note", "Whatever else is to be said."),
    ),
}  # fmt: skip
