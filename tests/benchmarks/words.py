"""The words that a made-up register is written in."""

from random import Random

THEMES = (
    "Strategic",
    "Inclusive",
    "Action-focused",
    "Performance managed",
    "Efficient",
    "Learning and development",
)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# As due cells are really filled; each is read in every month.
DUE_PHRASES = (
    "{month} {year}",
    "{month} {year}",
    "End {month} {year}",
    "By {month} {year}",
    "{month}/{after} {year}",
    "14 {month} {year}",
    "Review once a year. Next review: {month}/{after} {year}",
    "From {month} {year}",
    "Start with {month} {year} meeting",
    "Ongoing",
)
# A status as often as it occurs in a plan under way, with how far the work has come.
WEIGHTED_STATUSES: tuple[tuple[str, int | None], ...] = (
    *[("not_started", None)] * 4,
    ("in_progress", None),
    ("in_progress", 25),
    ("in_progress", 60),
    ("deferred", None),
    ("completed", 100),
    ("completed", None),
)
_VERBS = ("Agree", "Review", "Publish", "Consult on", "Set up", "Evaluate", "Commission", "Report on")
_THINGS = (
    "the partnership's website",
    "a register of consultations",
    "the induction pack for new members",
    "joint training for officers and residents",
    "the protocol for working groups",
    "a calendar of meetings and papers",
    "the performance indicators of each theme",
    "shared use of buildings",
)
_ENDS = (
    "with the voluntary sector.",
    "before the next steering group.",
    "and tell residents' groups of the outcome.",
    "in the three wards that need it most.",
    "with the health service and the police – each within its own budget.",
)


def make_sentence(random: Random) -> str:
    """Make a sentence such as an action is written in."""
    return f"{random.choice(_VERBS)} {random.choice(_THINGS)} {random.choice(_ENDS)}"
