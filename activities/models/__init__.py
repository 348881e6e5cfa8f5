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
from activities.models.hearing import SILENCE_DAYS, Blocker, CheckIn, CheckInRule
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
    "CheckIn",
    "CheckInRule",
    "Milestone",
    "Population",
    "SystemChange",
]
