"""What a plan may say of itself, before anything is kept."""

import pytest
from pydantic import ValidationError

from app.plans.schemas import PlanCreate


def dated(document_date: object) -> str | None:
    """Give a plan's date as it is taken."""
    plan = PlanCreate.model_validate(
        {"title": "Plan", "kind": "partnership_plan", "document_date": document_date}
    )
    return plan.document_date


@pytest.mark.parametrize("written", ["2004", "2004-04", "2004-04-20", "2004-02-29", None])
def test_document_is_dated_as_exactly_as_it_says(written: str | None) -> None:
    assert dated(written) == written


@pytest.mark.parametrize(
    "written",
    [
        "April 2004",
        "20/04/2004",
        "04-2004",
        "2004-4",
        "2004-13",
        "2005-02-29",
        "2004-21",
        "2004-04/2005-03",
        "2004-04/..",
        "XXXX-04",
        "2004~",
        "",
        2004,
        1081036800,
    ],
)
def test_document_date_that_is_no_date_of_the_calendar_is_refused(written: object) -> None:
    with pytest.raises(ValidationError) as refused:
        dated(written)
    assert [error["loc"] for error in refused.value.errors()] == [("document_date",)]
