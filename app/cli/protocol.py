"""`plans protocol`."""

from collections.abc import Iterable
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.text import Text

from app.cli.console import misused, printable, say_json, show_table, tell
from app.cli.register import open_register
from app.core.db import reading
from app.core.listing import Item
from app.kernel.text import day_words
from app.protocol.queries import PROTOCOL_RULES
from app.protocol.queries.evaluation import evaluate_protocol
from app.protocol.rules import Judged, Missing
from app.protocol.rules.judging import RuleVerdict
from app.protocol.schemas import ProtocolRuleQuery
from app.protocol.schemas.evaluation import ProtocolEvaluationQuery

Several = list[str] | None
_COLOURS = {RuleVerdict.BROKEN: "red", RuleVerdict.UNKNOWN: "yellow"}

Start = Annotated[
    str | None,
    typer.Option("--from", metavar="DAY", help="The first day; that of the fiscal year by default."),
]
End = Annotated[
    str | None, typer.Option(metavar="DAY", help="The last day; that of the fiscal year by default.")
]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="DAY", help="What comes after this day is not looked at; today by default."),
]
Rules = Annotated[
    Several, typer.Option(metavar="REF", help="Only these rules, by reference or id; several by comma.")
]
SubGroups = Annotated[
    Several,
    typer.Option(
        metavar="REF", help="Only rules that apply to these bodies, by reference or id; several by comma."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON as the API gives it, for programs.")]


def show_protocol(
    from_: Start = None,
    to: End = None,
    as_of: AsOf = None,
    sub_group: SubGroups = None,
    rule: Rules = None,
    as_json: AsJson = False,
) -> None:
    """Tell whether the partnership kept its own rules, and what is not known.

    Days are written 2004-07-31. What is not known is never counted as kept.
    """
    query = _query({"from": from_, "to": to, "as_of": as_of, "sub_group": sub_group, "rule": rule})
    with open_register() as register, reading(register.sessions) as session:
        evaluation = evaluate_protocol(session, query, register.view(query.as_of))
        kept = PROTOCOL_RULES.page(session, ProtocolRuleQuery(limit=1), register.view())["items"]
    if as_json:
        say_json(evaluation)
    elif not kept:
        tell(
            "No rules are kept yet. POST /v1/protocol makes one; the README shows how, and which kinds there are."
        )
    elif not evaluation["items"]:
        tell("No rule of this kind was in force.")
    else:
        _show(evaluation)


def _query(asked: dict[str, Any]) -> ProtocolEvaluationQuery:
    """Make the query that the API would; what is not allowed is misuse."""
    given = {name: one for name, one in asked.items() if one is not None}
    try:
        return ProtocolEvaluationQuery.model_validate(given)
    except ValidationError as error:
        raise misused(error) from None


def _show(evaluation: Item) -> None:
    days = f"{day_words(evaluation['from'])} to {day_words(evaluation['to'])}"
    as_of = day_words(evaluation["as_of"]) + ("" if evaluation["is_over"] else ", when it was not over")
    headings = ("Verdict", "Numbers", "Rule", "What")
    rows = [row for item in evaluation["items"] for row in _rows(item)]
    show_table(f"Protocol, {days}, as of {as_of}", headings, rows, whole=headings[:3])
    summary = evaluation["summary"]
    tell(", ".join(f"{summary[verdict]} {verdict.en.lower()}" for verdict in RuleVerdict) + ".")


def _rows(item: Item) -> Iterable[tuple[str | Text, ...]]:
    """Give the row of a rule and, where each of several sub-groups must keep it, one of each."""
    # What is not known of the members of sub-groups is told with each of them.
    own = () if item["parts"] else item["unknown"]
    what = Text.assemble(printable(item["rule"]["title"]), "\n", (printable(item["required"]["text"]), "dim"))
    yield _row(item, item["rule"]["reference"], what, own)
    for part in item["parts"]:
        yield _row(part, "", Text(printable(part["sub_group"]["name"])), part["unknown"])


def _row(judged: Item, reference: str, what: Text, unknown: Iterable[Item]) -> tuple[str | Text, ...]:
    verdict = RuleVerdict(judged["verdict"])
    if judged["reason"] is not None:
        what.append(f"\n{printable(judged['reason'])}", "yellow")
    for record in unknown:
        what.append(f"\n? {printable(_unknown_words(record))}", "yellow")
    style = _COLOURS.get(verdict, "")
    return (Text(verdict.en, style=style), Text(_numbers(judged), style=style), reference, what)


def _numbers(judged: Item) -> str:
    """Write the numbers, and what they count: "3 of 5 meetings"."""
    among = "" if judged["denominator"] is None else f" of {judged['denominator']}"
    return f"{judged['numerator']}{among} {Judged(judged['counted']).en.lower()}"


def _unknown_words(record: Item) -> str:
    """Write a record and what is not known of it: "Steering Group meeting, 20 Jul 2004: where it was"."""
    day = "" if record["dated_on"] is None else f", {day_words(record['dated_on'])}"
    missing = [Missing(one).en for one in record["missing"]]
    return f"{record['title']}{day}: {', '.join(one[0].lower() + one[1:] for one in missing)}"
