"""The questions of mutually reinforcing activities."""

from activities.queries.activities import (
    activities,
    activities_matching,
    activity,
    check_in_rule,
    does_the_work,
    former_parts,
    lead_of,
    may_change,
    may_plan_for,
    moves,
    population,
    populations,
    programmes_only,
)

__all__ = [
    "activities",
    "activities_matching",
    "activity",
    "check_in_rule",
    "does_the_work",
    "former_parts",
    "lead_of",
    "may_change",
    "may_plan_for",
    "moves",
    "population",
    "populations",
    "programmes_only",
]
