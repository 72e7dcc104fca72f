"""How progress is told from what was reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.actions.rules import ActionStatus
from app.kernel.vocabulary import Vocabulary


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
