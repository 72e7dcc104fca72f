"""How tables tell of indicators, and of their values: what was meant and measured in each period."""

from app.imports.rules.tables.cells import CantBeRead, OneOf, read_day, read_days, read_number, read_text
from app.imports.rules.tables.columns import Column, Said, Sayings, Thing
from app.indicators.rules import Direction

# What people write of the way that an indicator is meant to go.
_WAYS = {
    **dict.fromkeys(("increase", "increasing", "higher", "higher is better", "rise", "maximise"), "up"),
    **dict.fromkeys(("decrease", "decreasing", "lower", "lower is better", "reduce", "minimise"), "down"),
    **dict.fromkeys(("maintain", "stay", "same", "keep", "stable"), "hold"),
}

INDICATOR = Thing(
    kind="indicator",
    needs=("title", "direction"),
    same=(("reference",), ("title",)),
    # What another plan measures under the same name is another one.
    apart=("plan_id",),
    columns=(
        Column(
            "reference",
            ("Reference", "Ref", "Indicator reference", "Cyfeirnod"),
            "The key by which it is known; made from the title where left blank.",
        ),
        Column(
            "title",
            ("Title", "Indicator", "Performance indicator", "Measure", "PI", "Name", "Teitl", "Dangosydd"),
            "What it is called.",
        ),
        Column(
            "definition",
            ("Definition", "Description", "What is measured", "Diffiniad"),
            "What exactly is measured, and how.",
            read_text,
        ),
        Column(
            "unit", ("Unit", "Units", "Unit of measure", "Uned"), "What is counted, such as % or meetings."
        ),
        Column(
            "direction",
            ("Direction", "Good performance", "Polarity", "Meant to go", "Cyfeiriad"),
            "Which way it is meant to go.",
            OneOf(Direction, _WAYS),
        ),
        Column(
            "baseline",
            ("Baseline", "Baseline value", "Starting point", "Llinell sylfaen"),
            "What was measured before the first period.",
            read_number,
        ),
        Column(
            "baseline_label",
            ("Baseline period", "Baseline year", "Baseline label"),
            "What people call that time, such as 2002/03.",
        ),
        Column("baseline_on", ("Baseline date", "Baseline on"), "The day of the baseline.", read_day),
        Column(
            "plan_id",
            ("Plan", "Plan reference", "Plan title", "Cynllun"),
            "The plan that it tells of, by reference or title; it is as public as that.",
            names=("plan",),
        ),
        Column(
            "sub_group_id",
            ("Sub-group", "Sub group", "Group", "Cluster", "Is-grŵp", "Grŵp"),
            "The body that it tells of, by name or reference.",
            names=("sub_group",),
        ),
        Column(
            "organisation_id",
            ("Measured by", "Organisation", "Source", "Sefydliad"),
            "Who measures it, by name or reference.",
            names=("organisation",),
        ),
    ),
)


def _settle(said: Sayings) -> Sayings:
    """Tell the days of a period by its name, where they are written in no cell of their own and the name tells them."""
    period = said.get("label")
    if period is None or "starts_on" in said or "ends_on" in said:
        return said
    try:
        first, last = read_days(period.value)
    except CantBeRead:
        return said
    return {**said, "starts_on": Said(first, period.sources), "ends_on": Said(last, period.sources)}


INDICATOR_PERIOD = Thing(
    kind="indicator_period",
    needs=("indicator_id", "label"),
    same=(("indicator_id", "label"), ("indicator_id", "starts_on", "ends_on")),
    within="indicator_id",
    settle=_settle,
    columns=(
        Column(
            "indicator_id",
            (
                "Indicator",
                "Indicator reference",
                "Measure",
                "Performance indicator",
                "PI",
                "Reference",
                "Dangosydd",
            ),
            "The indicator, by reference or title.",
            names=("indicator",),
        ),
        Column(
            "label",
            ("Period", "Year", "Quarter", "Month", "Cyfnod", "Blwyddyn"),
            "What people call the period; 2004/05, Q1 2004/05 or July 2004 tell its days.",
        ),
        Column(
            "starts_on",
            ("From", "Starts", "Start", "Start date", "O"),
            "Its first day, where the name does not tell it.",
            read_day,
        ),
        Column(
            "ends_on",
            ("To", "Ends", "End", "End date", "Hyd"),
            "Its last day, where the name does not tell it.",
            read_day,
        ),
        Column(
            "target", ("Target", "Planned", "Plan", "Targed"), "What was meant to be measured.", read_number
        ),
        Column(
            "actual",
            ("Actual", "Result", "Value", "Achieved", "Outturn", "Measured", "Canlyniad", "Gwir"),
            "What was measured.",
            read_number,
        ),
        Column(
            "note",
            ("Note", "Notes", "Comment", "Comments", "Nodyn"),
            "Whatever else is to be said.",
            read_text,
        ),
    ),
)
