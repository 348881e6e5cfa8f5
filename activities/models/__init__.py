"""What mutually reinforcing activities keep."""

from activities.models.activities import (
    Activity,
    ActivityMeasure,
    ActivityMove,
    ActivityPartner,
    ActivityPlace,
    ActivityPopulation,
    Population,
)
from activities.models.around import BoardNote, SystemChange
from activities.models.bounds import Outside
from activities.models.hearing import (
    SILENCE_DAYS,
    Blocker,
    CalendarFeed,
    CheckIn,
    CheckInLink,
    CheckInRule,
)
from activities.models.imports import ActivityImport
from activities.models.together import ActivityLink, Milestone

__all__ = [
    "SILENCE_DAYS",
    "Activity",
    "ActivityImport",
    "ActivityLink",
    "ActivityMeasure",
    "ActivityMove",
    "ActivityPartner",
    "ActivityPlace",
    "ActivityPopulation",
    "Blocker",
    "BoardNote",
    "CalendarFeed",
    "CheckIn",
    "CheckInLink",
    "CheckInRule",
    "Milestone",
    "Outside",
    "Population",
    "SystemChange",
]
