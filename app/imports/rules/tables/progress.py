"""How a table tells of progress on actions. An update is the same by its action, its day, its words and all it says."""

from app.actions.rules import ActionStatus, Rag
from app.imports.rules.tables.cells import OneOf, read_day, read_percent, read_text
from app.imports.rules.tables.columns import Column, Thing

PROGRESS_UPDATE = Thing(
    kind="progress_update",
    needs=("action_id",),
    same=(("action_id", "reported_on", "text"),),
    within="action_id",
    only_added=True,
    columns=(
        Column(
            "plan_id",
            ("Plan", "Plan reference", "Plan ref", "Plan title", "Cynllun"),
            "The plan of the action, by reference or title; not needed where the import names one.",
            names=("plan",),
        ),
        Column(
            "action_id",
            (
                *(
                    "Action",
                    "Action reference",
                    "Action ref",
                    "Reference",
                    "Ref",
                    "Planned Action",
                    "Initial Action",
                ),
                *("Action number", "No", "Number", "Cyfeirnod", "Gweithred"),
            ),
            "The action, by its reference in the plan or by its words.",
            names=("action",),
            of="plan_id",
        ),
        Column(
            "reported_on",
            ("Date", "Reported on", "Date reported", "As at", "Reported", "Date of update", "Dyddiad"),
            "The day that it tells of.",
            read_day,
        ),
        Column(
            "author", ("Author", "Reported by", "Updated by", "By", "Awdur"), "Never shown without a key."
        ),
        Column(
            "text",
            (
                *("Progress", "Progress update", "Update", "Latest update", "Current Situation", "Text"),
                *("Comment", "Comments", "Cynnydd"),
            ),
            "What is reported.",
            read_text,
        ),
        Column(
            "status",
            ("Status", "Action status", "Statws"),
            "How far the action has come.",
            OneOf(ActionStatus),
        ),
        Column(
            "rag",
            ("RAG", "RAG status", "RAG rating", "COG"),
            "How it stands, as a traffic light.",
            OneOf(Rag, {"r": "red", "a": "amber", "g": "green", "yellow": "amber"}),
        ),
        Column(
            "percent",
            ("% complete", "Percent", "Percent complete", "Percentage", "Percentage complete", "Complete"),
            "How much of it is done, from 0 to 100.",
            read_percent,
        ),
    ),
)
