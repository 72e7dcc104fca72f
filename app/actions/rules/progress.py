"""How progress is told from what was reported."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.actions.rules import ActionStatus, ReportedAheadOfTime, SaysNothing
from app.core.errors import Fault
from app.kernel.clock import is_to_come
from app.kernel.vocabulary import Vocabulary

SHOWN_AS = {"status": "status", "rag": "rag", "percent": "percent", "text": "current_situation"}
"""What an update tells of, and as what its action shows that."""
NOTHING_TOLD = {**dict.fromkeys(SHOWN_AS.values()), "status": ActionStatus.NOT_STARTED.value}
"""What an action shows of which nothing was told."""


class ProgressBy(Vocabulary):
    """What the actions of a plan are counted by."""

    THEME = "theme", "Theme", "Thema"
    CLUSTER = "cluster", "Cluster", "Clwstwr"
    LEAD = "lead", "Lead", "Arweinydd"
    ORGANISATION = "organisation", "Organisation", "Sefydliad"
    CRITERION = "criterion", "Criterion", "Maen prawf"


@dataclass(frozen=True, slots=True)
class Reported:
    """What an update told of an action, and the day that it told it of."""

    day: date
    status: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Changed:
    """What was reported of an action since a day: from and to which status, when last, and in which words."""

    from_status: str
    to_status: str
    day: date
    text: str | None

    @property
    def is_newly_completed(self) -> bool:
        """Whether it is completed, and was not before."""
        return self.to_status == ActionStatus.COMPLETED and self.from_status != ActionStatus.COMPLETED


def changed_since(updates: Sequence[Reported], status: str, since: date) -> Changed | None:
    """Tell what changed of an action with this status since a day; None where nothing was reported.

    `updates` are in the order of their days. Before any of them an action has not started.
    """
    news = [one for one in updates if one.day >= since]
    if not news:
        return None
    before = [one.status for one in updates if one.day < since and one.status is not None]
    tells_status = any(one.status is not None for one in news)
    earlier = before[-1] if before else ActionStatus.NOT_STARTED.value
    words = [one.text for one in news if one.text is not None]
    return Changed(
        from_status=earlier if tells_status else status,
        to_status=status,
        day=news[-1].day,
        text=words[-1] if words else None,
    )


def refuse_untold(update: Mapping[str, Any], today: date) -> None:
    """Refuse an update that tells nothing, or of a day to come. Raises SaysNothing and ReportedAheadOfTime."""
    if update["reported_on"] is not None and is_to_come(update["reported_on"], today):
        raise ReportedAheadOfTime
    if all(update[name] is None for name in SHOWN_AS):
        raise SaysNothing(errors=[Fault("give at least one of text, status, rag, percent", pointer="")])


def shown_by(updates: Iterable[Mapping[str, Any]], today: date) -> dict[str, Any]:
    """Give what an action shows by its updates, in the order in which they were entered: what tells of the latest day.

    One that names no day tells of that on which it is entered, which is `today`.
    """
    shown: dict[str, Any] = dict(NOTHING_TOLD)
    days: dict[str, date] = {}
    for update in updates:
        day = update["reported_on"] or today
        for told, name in SHOWN_AS.items():
            if update[told] is not None and day >= days.get(name, day):
                shown[name], days[name] = update[told], day
    return shown
