"""The words by which lead phrases tell what they mean."""


def words(listed: str) -> frozenset[str]:
    """Make the set of the words that are listed with spaces between."""
    return frozenset(listed.split())


HONORIFICS = words(
    "cllr cllrs councillor councillors mr mrs ms miss dr prof professor rev revd reverend father sir dame lady lord "
    "sgt sergeant insp inspector supt superintendent pc alderman ald"
)
PARTICLES = words("de van von der den bin ibn al el la le du da di ap mac st")
POSTS = words(
    "officer officers manager managers director directors head heads ordinator ordinators clerk clerks secretary "
    "treasurer adviser advisers advisor advisors administrator planner planners warden wardens surveyor engineer "
    "executive accountant librarian solicitor lawyer worker workers chair chairman chairwoman chairperson president "
    "convenor convener commissioner commander commandant principal headteacher analyst assistant leader leaders mayor "
    "consultant facilitator inspector superintendent champion champions ranger rangers nurse editor webmaster"
)
OFFICERS = words("officer officers")
GROUPS = words("group groups cluster clusters network networks committee subcommittee panel working")
BODIES = words(
    "agency agencies alliance association associations authority authorities board borough brigade bureau business "
    "businesses centre centres chamber charity church city college colleges commission community company concern "
    "constabulary consortium corporation council councils department departments directorate district division "
    "enterprise executive federation force forum foundation fund group groups homes hospital hospitals house "
    "institute jobcentre library libraries ltd limited ministry mosque museum office organisation organisations "
    "parish partnership partnerships pcg pct plc police probation project relate school schools service services "
    "shelter society societies synagogue team teams theatre trust trusts unit union university"
)
# By themselves these name a body; the others only with a name in front ("Housing Department").
BODIES_ALONE = words(
    "police council borough constabulary probation jobcentre pct library hospital university"
)
# A body may begin with one of these: "Friends of Mill Park", "University of Westford".
BODIES_OF = words(
    "friends university borough chamber bureau council office department institute college church league society "
    "association city ministry guild school diocese bank federation"
)
# Words of what partnerships work on: a name that holds one is not a person's.
TOPICS = words(
    "access action adult adults advice age ageing agenda all area arts asset assets benefits better both business care "
    "carers children citizens civic clean climate communications communities community consultation core corporate "
    "crime cultural culture data delivery democratic design development disability disabled drug drugs each early "
    "economic economy education employment energy engagement environment environmental equalities equality estates "
    "events every existing executive external faith families family finance financial fire forward full funding "
    "general green health healthy heritage highways home homes housing human inclusion inclusive information "
    "inspection interim internal it join joint key language law learning legal leisure licensing local long lottery "
    "management mental national neighbourhood neighbourhoods new no none older open other our parking parks "
    "partner partners partnership partnerships people performance plan planning plans policy primary private "
    "procurement programme project projects property public quality recreation recycling regeneration regional "
    "registered relevant renewal research resident residents resource resources road safe safer safety schools "
    "secondary sector senior service services sexual skills small social sport sports staff stage steering "
    "strategic strategies strategy street streets supporting sure sustainability sustainable tbc technology tenant "
    "tenants third tourism town traffic training transport travel urban various voluntary waste welfare wellbeing "
    "working youth young officers members leads lead contact support supported agreed report review section team "
    "deputy assistant chief acting head start meeting website "
    "january february march april june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday spring summer autumn winter"
)
ROLES = {
    "lead": "lead",
    "leads": "lead",
    "leading": "lead",
    "led": "lead",
    "responsible": "lead",
    "responsibility": "lead",
    "owner": "lead",
    "contact": "contact",
    "contacts": "contact",
    "support": "support",
    "supports": "support",
    "supported": "support",
    "supporting": "support",
    "assisted": "support",
    "assisting": "support",
    "assistance": "support",
    "help": "support",
    "helped": "support",
}
"""Words that say what someone is to an action."""
# Words that stand beside those in a heading: "Key partners:", "Responsible person:".
HEADING_WORDS = words(
    "by with from partner partners agency agencies person persons people organisation organisations body bodies key "
    "main named name member members representative representatives the and or other others joint jointly also "
    "accountable resource resources who working together staff"
)
ENDS_OF_POSTS = words(
    "found appointed confirmed recruited identified agreed decided advised announced nominated"
)
VACANT = words("vacant vacancy tbc tba tbd tbn tbi unfilled unassigned unallocated")
# What comes after one of these tells what the party does, or when, or why.
CLAUSES = words(
    "to for who which that when whilst while until till on in re regarding about as during through via if so because "
    "after before if then will shall should must can may is are was were has have had since under within"
)
DITTO = frozenset(
    {"ditto", "do", "as above", "same", "same as above", "see above", "as before", '"', "''", "“", "”"}
)
NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "none", "nil", "?", "."})
