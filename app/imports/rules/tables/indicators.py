"""How a table tells of the values of indicators: what was meant and measured in each period."""

from app.imports.rules.tables.cells import CantBeRead, read_day, read_days, read_number, read_text
from app.imports.rules.tables.columns import Column, Said, Sayings, Thing


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
