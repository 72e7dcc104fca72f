"""How a table tells of plans."""

from app.imports.rules.tables.cells import OneOf, read_day
from app.imports.rules.tables.columns import Column, Thing
from app.plans.rules import PlanKind

PLAN = Thing(
    kind="plan",
    needs=("title",),
    same=(("reference",), ("title",)),
    can_be_public=True,
    columns=(
        Column(
            "reference",
            ("Reference", "Ref", "Plan reference", "Plan ref", "Cyfeirnod"),
            "The key by which it is known; made from the title where left blank.",
        ),
        Column(
            "title", ("Title", "Plan", "Plan title", "Name", "Plan name", "Teitl", "Cynllun"), "Its title."
        ),
        Column("kind", ("Kind", "Type", "Plan type", "Kind of plan", "Math"), "What it is.", OneOf(PlanKind)),
        Column(
            "starts_on",
            ("From", "Starts", "Starts on", "Start", "Start date", "Dechrau", "O"),
            "The first day of its period.",
            read_day,
        ),
        Column(
            "ends_on",
            ("To", "Ends", "Ends on", "End", "End date", "Until", "Diwedd", "Hyd"),
            "The last day of its period.",
            read_day,
        ),
        Column(
            "document_date",
            ("Document date", "Date of document", "Dated"),
            "When it was written, as exactly as it says: 2004, 2004-04 or 2004-04-20.",
        ),
        Column(
            "sub_group_id",
            ("Owner", "Owned by", "Sub-group", "Group", "Perchennog", "Is-grŵp"),
            "The sub-group that owns it, by name or reference.",
            names=("sub_group",),
            law="only sub-groups can own plans",
        ),
        Column(
            "predecessor_id",
            ("Follows", "Predecessor", "Previous plan"),
            "The plan that it follows, by title or reference.",
            names=("plan",),
        ),
    ),
)
