"""What an import may hold: a plan with its actions, or a flat table of other things."""

from app.kernel.vocabulary import Vocabulary


class ImportKind(Vocabulary):
    """What the rows of a file are."""

    ACTIONS = "actions", "A plan and its actions", "Cynllun a'i gamau gweithredu"
    PLANS = "plans", "Plans", "Cynlluniau"
    ORGANISATIONS = "organisations", "Organisations", "Sefydliadau"
    PEOPLE = "people", "People", "Pobl"
    SUB_GROUPS = "sub_groups", "Sub-groups and who sits in them", "Is-grwpiau a phwy sydd ynddynt"
    MEMBERSHIPS = "memberships", "Memberships of sub-groups", "Aelodaeth o is-grwpiau"
    MEETINGS = "meetings", "Meetings", "Cyfarfodydd"
    PROGRESS_UPDATES = "progress_updates", "Progress updates", "Diweddariadau cynnydd"
    INDICATORS = "indicators", "Indicators", "Dangosyddion"
    INDICATOR_VALUES = "indicator_values", "Values of indicators", "Gwerthoedd dangosyddion"
