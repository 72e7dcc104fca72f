"""The words and laws of plans."""

from app.core.errors import Conflict, Fault, Invalid
from app.kernel.vocabulary import Vocabulary


class PlanKind(Vocabulary):
    """What sort of plan it is."""

    PARTNERSHIP_PLAN = "partnership_plan", "Partnership plan", "Cynllun partneriaeth"
    IMPROVEMENT_PLAN = "improvement_plan", "Improvement plan", "Cynllun gwella"
    ACCREDITATION_PLAN = "accreditation_plan", "Accreditation plan", "Cynllun achredu"
    STRATEGY = "strategy", "Strategy", "Strategaeth"
    PROJECT_PLAN = "project_plan", "Project plan", "Cynllun prosiect"


class PlanStatus(Vocabulary):
    """How far a plan has come."""

    DRAFT = "draft", "Draft", "Drafft"
    PROPOSED = "proposed", "Proposed", "Cynigiwyd"
    ADOPTED = "adopted", "Adopted", "Mabwysiadwyd"
    SUBMITTED = "submitted", "Submitted", "Cyflwynwyd"
    ACCREDITED = "accredited", "Accredited", "Achredwyd"
    REFUSED = "refused", "Refused", "Gwrthodwyd"
    CLOSED = "closed", "Closed", "Caewyd"
    SUPERSEDED = "superseded", "Superseded", "Disodlwyd"


# What is over takes no new actions, and its period is due no more.
ENDED = frozenset({PlanStatus.CLOSED, PlanStatus.SUPERSEDED})


class PlanIsClosed(Conflict):
    """A plan that is closed or superseded would take a new action."""

    code, title = "plan_is_closed", "The plan takes no new actions"

    def __init__(self, status: str, pointer: str = "/plan_id") -> None:
        super().__init__(
            f"It is {status}. Carry what is open forward into the plan that follows, or open it again.",
            errors=[Fault("is a plan that is over", pointer=pointer)],
        )


class SupersedesAnother(Conflict):
    """A plan would follow the one no more that it alone supersedes."""

    code, title = "supersedes_another", "Another plan is superseded by it"

    def __init__(self, superseded: str, pointer: str | None = None) -> None:
        told = f"{superseded} is superseded by it alone: take that step back first"
        super().__init__(errors=[Fault(told, pointer=pointer)])


class FollowsItself(Invalid):
    """A plan would come after itself."""

    code, title = "follows_itself", "No plan can follow itself"

    def __init__(self) -> None:
        super().__init__(errors=[Fault("leads back to the plan itself", pointer="/predecessor_id")])


class ThemeNumberIsTaken(Conflict):
    """Another theme of the plan has the number."""

    code, title = "theme_number_is_taken", "Another theme of the plan has this number"

    def __init__(self, number: int) -> None:
        super().__init__(errors=[Fault(f"{number} is taken in this plan", pointer="/number")])
