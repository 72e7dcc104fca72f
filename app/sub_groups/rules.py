"""The words and laws of sub-groups and of who sits in them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from app.core.errors import Fault, Invalid
from app.kernel.text import same_words
from app.kernel.vocabulary import Vocabulary

# "Community Strategy sub- group", as scanned documents have it, is the Community Strategy sub-group.
_GROUP = re.compile(r"\b(?:sub\s*-?\s*)?groups?$")


class SubGroupKind(Vocabulary):
    """What sort of body a sub-group is."""

    STEERING_GROUP = "steering_group", "Steering group", "Grŵp llywio"
    SUB_GROUP = "sub_group", "Sub-group", "Is-grŵp"
    WORKING_GROUP = "working_group", "Working group", "Gweithgor"
    OFFICER_GROUP = "officer_group", "Officer group", "Grŵp swyddogion"
    CLUSTER = "cluster", "Cluster", "Clwstwr"
    NETWORK = "network", "Network", "Rhwydwaith"


class MembershipRole(Vocabulary):
    """What a member does in a sub-group."""

    CHAIR = "chair", "Chair", "Cadeirydd"
    VICE_CHAIR = "vice_chair", "Vice-chair", "Is-gadeirydd"
    MEMBER = "member", "Member", "Aelod"
    OFFICER = "officer", "Officer", "Swyddog"
    OBSERVER = "observer", "Observer", "Sylwedydd"


class SkillKind(Vocabulary):
    """Whether a member can do something, or would like to."""

    SKILL = "skill", "Skill", "Sgil"
    INTEREST = "interest", "Interest", "Diddordeb"


class EndsBeforeItStarts(Invalid):
    """Something would end before it starts."""

    code, title = "ends_before_it_starts", "It would end before it starts"


class IsNotOneMember(Invalid):
    """A membership, or an attendance, would be of nobody, or of more than one."""

    code, title = "not_one_member", "It must be of one person, one organisation or one post"


class IsOfAnotherSubGroup(Invalid):
    """A skill would be that of a member of another sub-group."""

    code, title = "of_another_sub_group", "The membership is of another sub-group"

    def __init__(self) -> None:
        super().__init__(errors=[Fault("is of another sub-group", pointer="/membership_id")])


def refuse_early_end(start: date | None, end: date | None, pointer: str) -> None:
    """Refuse an end (both days, or both times) before the start; either may be open."""
    if start is not None and end is not None and end < start:
        raise EndsBeforeItStarts(errors=[Fault("is before the start", pointer=pointer)])


def refuse_unless_one(members: Mapping[str, str | None]) -> None:
    """Refuse a membership, or an attendance, unless exactly one of the links, by their names on the wire, is set."""
    given = [name for name, id in members.items() if id is not None]
    if len(given) == 1:
        return
    detail = "only one of them may be set" if given else f"one of {', '.join(members)} must be set"
    raise IsNotOneMember(errors=[Fault(detail, pointer=f"/{name}") for name in given or members])


def body_words(name: str) -> str:
    """Make the form in which the names that people give one body are equal: "The Steering Group" and "steering"."""
    words = same_words(name).removeprefix("the ").removeprefix("full ")
    return _GROUP.sub("", words).strip() or words


def goes_by(words: str, names: Iterable[str]) -> bool:
    """Tell whether these words name the body that has these names."""
    return body_words(words) in {body_words(name) for name in names}
