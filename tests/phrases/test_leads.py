"""Lead cells read by hand: whoever is named, what they belong to, in which role, and what is left unread.

Every name is invented. A lead is written as "kind name", then "@ organisation", "in sub-group", "(role)", "vacant",
and "#" where it is linked to a party that the register knows.
"""

import pytest

from app.phrases.leads import KnownParty, Lead, LeadReading, PhraseIsTooLong, know, read_leads, says_ditto

KNOWN = know(
    [
        KnownParty("organisation", "wbc", ("Westford Borough Council", "WBC")),
        KnownParty("organisation", "wvc", ("Westford Voluntary Council", "WVC", "Voluntary Council")),
        KnownParty("organisation", "it", ("Inclusive Transport", "IT")),
        KnownParty("sub_group", "parks", ("Parks & Play sub-group",)),
        KnownParty("sub_group", "safety", ("Safety",)),
        KnownParty("sub_group", "sg", ("Steering Group", "SG")),
        KnownParty("person", "ann", ("Ann Example",), "wbc"),
        KnownParty("person", "roe-1", ("Jo Roe",), "wbc"),
        KnownParty("person", "roe-2", ("Jo Roe",), "wvc"),
        KnownParty("post", "clerk", ("Town Clerk",), "wbc"),
        KnownParty("organisation", "mill-1", ("Mill Trust",)),
        KnownParty("organisation", "mill-2", ("Mill Road Trust", "Mill Trust")),
    ]
)
WBC, WVC = "organisation WBC #", "organisation WVC #"
PARKS = "sub_group Parks & Play sub-group #"

CELLS: dict[str, list[str]] = {
    # Known parties, however they are spelt.
    "WBC": [WBC],
    "W.B.C.": [WBC],
    "wbc": [WBC],
    "Westford Borough Council": ["organisation Westford Borough Council #"],
    "The Westford Borough Council.": ["organisation Westford Borough Council #"],
    "Parks and Play subgroup": [PARKS],
    "parks & play sub- group": [PARKS],
    "Parks&Play sub group": [PARKS],
    "Safety sub-group": ["sub_group Safety #"],
    "the steering group": ["sub_group Steering Group #"],
    "WBC / WVC": [WBC, WVC],
    "WBC, WVC and SG": [WBC, WVC, "sub_group SG #"],
    "IT to be in place": ["organisation IT #"],
    "make it work": [],
    # A known name within another is not meant.
    "WBC Housing Trust": ["organisation WBC Housing Trust"],
    "WBC Trust": ["organisation WBC Trust"],
    "Safety Network": ["sub_group Safety Network"],
    "Northgate Voluntary Council": ["organisation Northgate Voluntary Council"],
    # A name that two parties go by is linked to neither.
    "Mill Trust": ["organisation Mill Trust"],
    "Jo Roe": ["person Jo Roe"],
    "Jo Roe, WVC": ["person Jo Roe @ WVC #"],
    # People, with and without what they belong to.
    "Kim Novak-Hill": ["person Kim Novak-Hill"],
    "Ann Example": ["person Ann Example #"],
    "Ann Example, WVC": ["person Ann Example @ WVC"],
    "Cllr Ann Example": ["person Ann Example #"],
    "Cllr A. Smith": ["person Cllr A. Smith"],
    "Councillor Oldroyd": ["person Councillor Oldroyd"],
    "Mrs J Brown, Age Concern": ["person Mrs J Brown @ Age Concern"],
    "Rev. P. van der Berg": ["person Rev. P. van der Berg"],
    "Kim Hill (WBC)": ["person Kim Hill @ WBC"],
    "Kim Hill - WBC": ["person Kim Hill @ WBC"],
    "Kim Hill WBC": ["person Kim Hill @ WBC"],
    "Kim Hill of WBC": ["person Kim Hill @ WBC"],
    "Kim Hill and Lee Dale, WBC": ["person Kim Hill @ WBC", "person Lee Dale @ WBC"],
    "Kim Hill (WBC), Lee Dale (WVC)": ["person Kim Hill @ WBC", "person Lee Dale @ WVC"],
    "WBC: Kim Hill, Lee Dale; WVC: Sam Field": [
        "person Kim Hill @ WBC",
        "person Lee Dale @ WBC",
        "person Sam Field @ WVC",
    ],
    "WBC officers: Kim Hill and Lee Dale": ["person Kim Hill @ WBC", "person Lee Dale @ WBC"],
    "Kim Hill WVC officer: Lee Dale": ["person Kim Hill", "person Lee Dale @ WVC"],
    "Officers: Kim Hill and Lee Dale, WBC": ["person Kim Hill @ WBC", "person Lee Dale @ WBC"],
    "WBC's Kim Hill": ["person Kim Hill @ WBC"],
    "PCT officers: Kim Hill, Lee Dale": ["person Kim Hill @ PCT", "person Lee Dale @ PCT"],
    "Sam Field PCT officer: Kim Hill": ["person Sam Field", "person Kim Hill @ PCT"],
    "Oak subgroup PCT officer: Kim Hill": ["sub_group Oak subgroup", "person Kim Hill @ PCT"],
    "Northgate Police officers": ["organisation Northgate Police"],
    "Agenda planning subgroup": ["sub_group Agenda planning subgroup"],
    "LSP Officer": ["post LSP Officer"],
    "Steering group: Kim Hill": ["person Kim Hill in Steering group"],
    "Kim Hill and Parks & Play sub-group": ["person Kim Hill", PARKS],
    "WBC: Kim Hill Parks & Play sub- group": ["person Kim Hill @ WBC", PARKS],
    "Kim Hill/Lee Dale": ["person Kim Hill", "person Lee Dale"],
    "KIM HILL": ["person KIM HILL"],
    "Northgate Police: Kim Hill": ["person Kim Hill @ Northgate Police"],
    "WBC:\nKim Hill\nLee Dale, WVC": ["person Kim Hill @ WBC", "person Lee Dale @ WVC"],
    # Posts, held and vacant.
    "Head of Housing": ["post Head of Housing"],
    "Head of Housing and Health": ["post Head of Housing and Health"],
    "Health and Safety Officer": ["post Health and Safety Officer"],
    "Chief Executive": ["post Chief Executive"],
    "Town Clerk": ["post Town Clerk #"],
    "Director of Public Health (PCT)": ["post Director of Public Health @ PCT"],
    "WBC Policy Manager": ["post Policy Manager @ WBC"],
    "WBC: policy manager": ["post policy manager @ WBC"],
    "Policy Manager Kim Hill": ["post Policy Manager", "person Kim Hill"],
    "Director of Housing: Kim Hill": ["post Director of Housing", "person Kim Hill"],
    "Chair of the Steering Group": ["post Chair of the Steering Group"],
    "Network Co-ordinators": ["post Network Co-ordinators"],
    "WBC Officer resource to be found": ["post Officer @ WBC vacant"],
    "Play Ranger (vacant)": ["post Play Ranger vacant"],
    "TBC": ["post - vacant"],
    "To be confirmed": ["post - vacant"],
    "WBC: to be appointed": ["post - @ WBC vacant"],
    # Unknown bodies, by how their names end or begin.
    "LA21 group; Env. Services": ["sub_group LA21 group", "organisation Env. Services"],
    "CAB, WVC and the police": ["organisation CAB", WVC, "organisation police"],
    "Tower Mill LSP": ["organisation Tower Mill LSP"],
    "Friends of Mill Park": ["organisation Friends of Mill Park"],
    "Northgate & Southgate PCT": ["organisation Northgate & Southgate PCT"],
    "Culture and Leisure Services": ["organisation Culture and Leisure Services"],
    "Housing working group": ["sub_group Housing working group"],
    # Roles.
    "Lead: PCT / Supported by: Police": ["organisation PCT", "organisation Police (support)"],
    "Contact: Kim Hill": ["person Kim Hill (contact)"],
    "Lead officer - Kim Hill": ["person Kim Hill"],
    "WBC (lead), WVC (support)": [WBC, "organisation WVC # (support)"],
    "WBC supported by WVC and PCT": [WBC, "organisation WVC # (support)", "organisation PCT (support)"],
    "Led by WBC": [WBC],
    "WBC to organise with support from WVC": [WBC, "organisation WVC # (support)"],
    "Key partners: WBC, WVC": [WBC, WVC],
    # What they do is no lead.
    "WBC (as host of the pages)": [WBC],
    "WBC convenes Parks & Play sub-group.": [WBC, PARKS],
    "Parks & Play sub-group to report to the Steering Group": [PARKS],
    "Programme agreed by Officers at WBC and WVC for 2004/06": [WBC, WVC],
    "1. WBC 2. WVC": [WBC, WVC],
    # Nobody.
    "": [],
    " - ": [],
    "n/a": [],
}
UNREAD: dict[str, tuple[str, ...]] = {
    "HK/TR": ("HK/TR",),
    "All partners": ("All partners",),
    "ditto": ("ditto",),
    "as above": ("as above",),
    "Kim and Lee": ("Kim and Lee",),
    "WBC and all partners": ("all partners",),
    "WBC (TBC)": ("TBC",),
    "Contact: Kim Hill 020 7000 0000": ("020 7000 0000",),
    "Tourism Strategy": ("Tourism Strategy",),
    "somebody should do this": ("somebody should do this",),
    "WBC. Voluntary sector": ("Voluntary sector",),
    "make it work": ("make it work",),
}


def written(lead: Lead) -> str:
    """Write a lead as the cells above do."""
    parts = [lead.kind, lead.name or "-"]
    parts += ["@", lead.organisation] if lead.organisation else []
    parts += ["in", lead.sub_group] if lead.sub_group else []
    parts += ["#"] if lead.party else []
    parts += ["vacant"] if lead.vacant else []
    return " ".join(parts + ([f"({lead.role})"] if lead.role != "lead" else []))


@pytest.mark.parametrize("phrase", CELLS)
def test_lead_cell_is_read_as_by_hand(phrase: str) -> None:
    reading = read_leads(phrase, KNOWN)
    assert [written(lead) for lead in reading.leads] == CELLS[phrase]
    assert reading.unread == UNREAD.get(phrase, ())


@pytest.mark.parametrize("phrase", UNREAD)
def test_what_names_nobody_is_told_as_unread(phrase: str) -> None:
    assert read_leads(phrase, KNOWN).unread == UNREAD[phrase]


def test_name_of_two_parties_tells_both_and_is_linked_to_none() -> None:
    (lead,) = read_leads("Mill Trust", KNOWN).leads
    assert (lead.party, [party.id for party in lead.candidates]) == (None, ["mill-1", "mill-2"])
    (lead,) = read_leads("Ann Example, WVC", KNOWN).leads
    assert (lead.party, [party.id for party in lead.candidates]) == (None, ["ann"])


def test_organisation_of_a_person_is_linked_too() -> None:
    (lead,) = read_leads("Kim Hill, WBC", KNOWN).leads
    assert lead.organisation_party is not None
    assert lead.organisation_party.id == "wbc"
    assert read_leads("Kim Hill, Age Concern", KNOWN).leads[0].organisation_party is None


def test_each_lead_tells_the_words_it_was_read_from() -> None:
    reading = read_leads("Parks and Play sub- group; Cllr Ann  Example", KNOWN)
    assert [lead.text for lead in reading.leads] == ["Parks and Play sub- group", "Cllr Ann  Example"]


@pytest.mark.parametrize("phrase", ["ditto", "Ditto.", "as above", '"'])
def test_ditto_repeats_the_leads_above_where_they_are_given(phrase: str) -> None:
    above = read_leads("WBC: Kim Hill", KNOWN).leads
    reading = read_leads(phrase, KNOWN, previous=above)
    assert [written(lead) for lead in reading.leads] == ["person Kim Hill @ WBC"]
    assert [lead.text for lead in reading.leads] == [phrase]
    assert says_ditto(phrase)
    assert read_leads(phrase, KNOWN, previous=()) == LeadReading((), ())


def test_same_lead_written_twice_is_one() -> None:
    assert [written(lead) for lead in read_leads("WBC; WBC", KNOWN).leads] == [WBC]


def test_without_a_register_names_are_read_by_their_shape() -> None:
    reading = read_leads("WBC: Kim Hill")
    assert [written(lead) for lead in reading.leads] == ["person Kim Hill @ WBC"]


def test_phrase_of_more_than_2000_characters_is_refused() -> None:
    assert read_leads("a" * 2000).leads == ()
    with pytest.raises(PhraseIsTooLong, match="2001"):
        read_leads("a" * 2001)
