"""The words and laws of actions."""

from collections.abc import Mapping
from typing import Any

from app.core.errors import Conflict, Fault, Forbidden, Invalid, NotFound
from app.kernel.vocabulary import Vocabulary


class ActionStatus(Vocabulary):
    """How far an action has come."""

    NOT_STARTED = "not_started", "Not started", "Heb ddechrau"
    IN_PROGRESS = "in_progress", "In progress", "Ar y gweill"
    COMPLETED = "completed", "Completed", "Cwblhawyd"
    CANCELLED = "cancelled", "Cancelled", "Canslwyd"
    DEFERRED = "deferred", "Deferred", "Gohiriwyd"
    CARRIED_FORWARD = "carried_forward", "Carried forward", "Cariwyd ymlaen"


# What is closed is due no more.
CLOSED = frozenset({ActionStatus.COMPLETED, ActionStatus.CANCELLED, ActionStatus.CARRIED_FORWARD})


class Rag(Vocabulary):
    """How an action stands, as a traffic light."""

    RED = "red", "Red", "Coch"
    AMBER = "amber", "Amber", "Oren"
    GREEN = "green", "Green", "Gwyrdd"


class ActionOrigin(Vocabulary):
    """Where an action comes from."""

    DECISION = "decision", "A decision at a meeting", "Penderfyniad mewn cyfarfod"
    PROTOCOL = "protocol", "The partnership's protocol", "Protocol y bartneriaeth"
    REVIEW = "review", "A review", "Adolygiad"
    LETTER = "letter", "A letter", "Llythyr"


class FollowUp(Vocabulary):
    """What came of a decision."""

    ACTIONS = "actions", "Actions came of it", "Deilliodd camau gweithredu ohono"
    CARRIED_OUT = "carried_out", "It was carried out", "Fe'i gweithredwyd"
    NO_ACTION_NEEDED = "no_action_needed", "No action needed", "Dim angen gweithredu"
    PUT_OFF = "put_off", "Put off", "Gohiriwyd"
    OPEN = "open", "Nothing yet", "Dim byd eto"


class LeadRole(Vocabulary):
    """What someone named on an action is to it."""

    LEAD = "lead", "Lead", "Arweinydd"
    CONTACT = "contact", "Contact", "Cyswllt"
    SUPPORT = "support", "Support", "Cefnogaeth"


class LeadKind(Vocabulary):
    """Who leads: a person, an organisation, a post, a sub-group, or someone still to be found."""

    PERSON = "person", "Person", "Person"
    ORGANISATION = "organisation", "Organisation", "Sefydliad"
    POST = "post", "Post", "Swydd"
    SUB_GROUP = "sub_group", "Sub-group", "Is-grŵp"
    VACANT = "vacant", "To be found", "I'w benodi"


class LeadsReading(Vocabulary):
    """Whether a program read the leads from the words, or a person gave them."""

    AUTOMATIC = "automatic", "Read by the service", "Darllenwyd gan y gwasanaeth"
    CONFIRMED = "confirmed", "Given by a person", "Rhoddwyd gan berson"


class GapKind(Vocabulary):
    """What is missing from an action, or left for a person to settle."""

    NO_LEAD = "no_lead", "Nobody leads it", "Nid oes neb yn ei arwain"
    VACANT_LEAD = "vacant_lead", "Who leads it is to be found", "Mae'r arweinydd i'w benodi"
    UNRESOLVED_NAME = "unresolved_name", "A name that nobody is known by", "Enw nad oes neb yn hysbys wrtho"
    UNREAD_LEAD = "unread_lead", "Lead words not understood", "Geiriau arweinydd heb eu deall"
    NO_DATE = "no_date", "No date", "Dim dyddiad"
    UNREAD_DUE = "unread_due", "Due words not understood", "Geiriau dyddiad heb eu deall"
    CONFIRMATION_ENDED = (
        "confirmation_ended",
        "New words ended a confirmed reading",
        "Daeth geiriau newydd â darlleniad a gadarnhawyd i ben",
    )
    AMBIGUOUS_MEETING = "ambiguous_meeting", "Several meetings could be meant", "Gellid golygu sawl cyfarfod"
    CANCELLED_MEETING = "cancelled_meeting", "Its meeting is cancelled", "Mae ei gyfarfod wedi'i ganslo"
    NO_UPDATE = "no_update", "No news for long", "Dim newyddion ers amser"
    CARRIED_NOWHERE = (
        "carried_nowhere",
        "Said to be carried forward, and nothing carries it on",
        "Dywedir iddo gael ei gario ymlaen, ond nid oes dim yn ei gario",
    )


class MilestoneStatus(Vocabulary):
    """How a milestone stands."""

    SCHEDULED = "scheduled", "Scheduled", "Wedi'i drefnu"
    MET = "met", "Met", "Cyflawnwyd"
    PARTIALLY_MET = "partially_met", "Partially met", "Cyflawnwyd yn rhannol"
    NOT_MET = "not_met", "Not met", "Heb ei gyflawni"


class BelongsToAnotherPlan(Invalid):
    """A theme or an issue of another plan was named."""

    code, title = "belongs_to_another_plan", "It belongs to another plan"


class DecisionHasActions(Conflict):
    """A decision that actions came of was to be marked as needing none, or as rejecting it."""

    code, title = "decision_has_actions", "Actions came of this decision"


class NoActionIsNeeded(Conflict):
    """An action was to come of a decision that is marked as needing none."""

    code, title = "no_action_is_needed", "The decision is marked as needing no action"

    def __init__(self) -> None:
        fault = Fault("set no_action_needed of this decision to false first", pointer="/decision_id")
        super().__init__(errors=[fault])


class LeadIsUnclear(Invalid):
    """A lead names no party, or more than one."""

    code, title = "lead_is_unclear", "A lead names exactly one party, or is vacant"


class DueSaysNothing(Invalid):
    """A due value has no words, where there are none yet that it could be a reading of."""

    code, title = "due_says_nothing", "A due value needs the words that say when"


class NameIsNotOpen(NotFound):
    """A name was to be resolved that no lead waits for."""

    code, title = "name_is_not_open", "No lead waits for this name to be resolved"


class IsCarriedForward(Conflict):
    """Something was to be done to an action that lives on in another plan."""

    code, title = "is_carried_forward", "The action was carried forward into another plan"

    def __init__(self, copy: str) -> None:
        super().__init__(f"Do it to {copy}, which it is now.")


class NothingCarriesItOn(Conflict):
    """An action was to be called carried forward, and no other plan has it."""

    code, title = "nothing_carries_it_on", "Nothing carries the action on"

    def __init__(self) -> None:
        super().__init__(
            "Carry it forward with its plan: POST /v1/plans/{id}/carry-forward.",
            errors=[Fault("said by the register itself, of what another plan has", pointer="/status")],
        )


class CarriedIntoItself(Invalid):
    """Actions would be carried forward into the plan in which they are, or into one that it follows."""

    code, title = "carried_into_itself", "Actions are carried into a plan that comes after"


class OriginalIsClosed(Conflict):
    """A copy was to come back whose original was open again meanwhile, and is closed by now."""

    code, title = "original_is_closed", "What it was carried forward from is closed by now"

    def __init__(self, original: str, status: str) -> None:
        super().__init__(
            f"{original} is {status} since this was deleted. Open it again first, or leave this."
        )


class MergedIntoItself(Invalid):
    """A party was to be merged into itself."""

    code, title = "merged_into_itself", "Nothing can be merged into itself"

    def __init__(self) -> None:
        super().__init__(errors=[Fault("name another one", pointer="/into")])


class SaysNothing(Invalid):
    """A progress update holds neither words nor a status, a rag or a percent."""

    code, title = "says_nothing", "The update says nothing"


class MetWithoutBeingMet(Invalid):
    """A milestone has the day on which it was met, and a status that says it was not."""

    code, title = "met_without_being_met", "met_on goes with the statuses met and partially_met"

    def __init__(self) -> None:
        super().__init__(errors=[Fault("only where the status is met or partially_met", pointer="/met_on")])


class ReportedAheadOfTime(Invalid):
    """A progress update tells of a day that is still to come."""

    code, title = "reported_ahead_of_time", "Progress can't be reported of a day that is still to come"

    def __init__(self) -> None:
        super().__init__(errors=[Fault("a day that has come", pointer="/reported_on")])


class DoesNotLead(Forbidden):
    """A key that may only report belongs to an organisation that does not lead the action."""

    code, title = "does_not_lead", "The key's organisation does not lead this action"


def refuse_met(status: str, met_on: object) -> None:
    """Refuse the day on which a milestone was met where its status says that it was not. Raises MetWithoutBeingMet."""
    if met_on is not None and status not in (MilestoneStatus.MET, MilestoneStatus.PARTIALLY_MET):
        raise MetWithoutBeingMet


PARTIES = ("person_id", "organisation_id", "post_id", "sub_group_id")


def kind_of_lead(lead: Mapping[str, Any], pointer: str) -> LeadKind:
    """Tell who leads. Raises LeadIsUnclear unless exactly one party is named, or none where it is vacant."""
    named = [name for name in PARTIES if lead.get(name) is not None]
    if lead.get("is_vacant") and not named:
        return LeadKind.VACANT
    if len(named) != 1 or lead.get("is_vacant"):
        allowed = ", ".join((*PARTIES, "is_vacant"))
        raise LeadIsUnclear(errors=[Fault(f"give exactly one of {allowed}", pointer=pointer)])
    return LeadKind(named[0].removesuffix("_id"))
