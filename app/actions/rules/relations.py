"""How actions stand to each other, as it is kept and as it is read from either end."""

from app.core.errors import Conflict, Fault, Invalid
from app.kernel.vocabulary import Vocabulary


class RelationKind(Vocabulary):
    """How an action stands to another one."""

    RELATES = "relates", "Relates to", "Yn ymwneud â"
    REQUIRES = "requires", "Requires", "Angen"
    FOLLOWS = "follows", "Follows", "Yn dilyn"
    DUPLICATES = "duplicates", "Duplicates", "Yn dyblygu"
    PART_OF = "part_of", "Part of", "Rhan o"


class RelationDirection(Vocabulary):
    """From which end a relation is read: that which says it, or that which it is said of."""

    OUT = "out", "From this one", "O'r un hwn"
    IN = "in", "To this one", "I'r un hwn"


class RelationReading(Vocabulary):
    """What an action is to another one, read from its own end."""

    RELATES = "relates", "relates to", "yn ymwneud â"
    REQUIRES = "requires", "requires", "angen"
    REQUIRED_BY = "required_by", "required by", "ei angen ar gyfer"
    FOLLOWS = "follows", "follows", "yn dilyn"
    FOLLOWED_BY = "followed_by", "followed by", "yn cael ei ddilyn gan"
    DUPLICATES = "duplicates", "duplicates", "yn dyblygu"
    DUPLICATED_BY = "duplicated_by", "duplicated by", "yn cael ei ddyblygu gan"
    PART_OF = "part_of", "part of", "rhan o"
    HAS_PART = "has_part", "has as a part", "yn cynnwys fel rhan"


_FROM_THE_OTHER_END = {
    RelationKind.RELATES: RelationReading.RELATES,
    RelationKind.REQUIRES: RelationReading.REQUIRED_BY,
    RelationKind.FOLLOWS: RelationReading.FOLLOWED_BY,
    RelationKind.DUPLICATES: RelationReading.DUPLICATED_BY,
    RelationKind.PART_OF: RelationReading.HAS_PART,
}


def read_from(kind: RelationKind, direction: RelationDirection) -> RelationReading:
    """Tell how a relation reads from one of its ends."""
    return RelationReading(kind) if direction == RelationDirection.OUT else _FROM_THE_OTHER_END[kind]


class RelatedToItself(Invalid):
    """An action would stand in relation to itself."""

    code, title = "related_to_itself", "No action is related to itself"

    def __init__(self) -> None:
        super().__init__(errors=[Fault("name another action", pointer="/other_id")])


class RelationIsThere(Conflict):
    """The two actions stand in this relation already."""

    code, title = "relation_is_there", "The two actions are related so already"


class RelationsGoRound(Conflict):
    """By relations of one kind an action would come back to itself."""

    code, title = "relations_go_round", "The relations would go round in a circle"

    def __init__(self, kind: str) -> None:
        fault = Fault(f"leads back to this action by relations of the kind {kind}", pointer="/other_id")
        super().__init__(errors=[fault])
