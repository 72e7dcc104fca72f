"""How tables tell of sub-groups and of who sits in them: a row for each seat, or for a group without any."""

from app.imports.rules.tables.cells import OneOf, read_day, read_several, read_text, read_whole
from app.imports.rules.tables.columns import Column, Thing
from app.imports.rules.tables.parties import OTHER_NAMES, REFERENCE
from app.sub_groups.rules import MembershipRole, SubGroupKind

_GROUP = ("Sub-group", "Sub group", "Group", "Group name", "Name of group", "Body", "Is-grŵp", "Grŵp")

SUB_GROUP = Thing(
    kind="sub_group",
    needs=("name",),
    same=(("reference",), ("name",)),
    columns=(
        REFERENCE,
        Column(
            "name",
            (*_GROUP, "Name", "Enw"),
            "Its name, or another name of it. A row for each seat in it, or one for a group without any.",
        ),
        Column(
            "kind",
            ("Kind", "Type", "Kind of group", "Type of group", "Math"),
            "What sort of body it is.",
            OneOf(SubGroupKind),
        ),
        OTHER_NAMES,
        Column(
            "parent_id",
            ("Part of", "Parent", "Reports to", "Parent group", "Rhan o"),
            "The body that it is a part of, by name or reference.",
            names=("sub_group",),
        ),
        Column(
            "agenda_notice_days",
            ("Agenda notice (days)", "Agenda notice", "Notice days", "Notice"),
            "How many days before a meeting its agenda is sent out.",
            read_whole,
        ),
        Column(
            "standing_items",
            ("Standing items", "Standing agenda items"),
            "What is on the agenda of every meeting, in order, parted by semicolons.",
            read_several,
        ),
        Column("terms_of_reference", ("Terms of reference", "Remit"), "Its terms of reference.", read_text),
        Column(
            "started_on", ("Group started", "Set up", "Set up on", "Established"), "Its first day.", read_day
        ),
        Column("ended_on", ("Group ended", "Wound up", "Wound up on"), "Its last day.", read_day),
    ),
)

MEMBERSHIP = Thing(
    kind="membership",
    needs=("sub_group_id", "member_id"),
    same=(("sub_group_id", "member_id", "started_on"), ("sub_group_id", "member_id")),
    apart=("started_on",),
    within="sub_group_id",
    columns=(
        Column("sub_group_id", _GROUP, "The sub-group, by name or reference.", names=("sub_group",)),
        Column(
            "member_id",
            ("Member", "Member name", "Name of member", "Person", "Representative", "Aelod"),
            "The person, organisation or post that sits in it, by name or reference.",
            names=("person", "organisation", "post"),
        ),
        Column("role", ("Role", "Position", "Rôl"), "What the member does in it.", OneOf(MembershipRole)),
        Column(
            "on_behalf_of_id",
            ("On behalf of", "Organisation", "Representing", "Speaks for", "Sefydliad"),
            "The organisation that the member speaks for, by name or reference.",
            names=("organisation",),
        ),
        Column(
            "started_on",
            ("From", "Member from", "Member since", "Since", "Joined", "O"),
            "First day.",
            read_day,
        ),
        Column("ended_on", ("To", "Member to", "Until", "Left", "Hyd"), "Last day.", read_day),
    ),
)
