"""The verbs of mutually reinforcing activities."""

from activities.services.activities import add_activity, change_activity, move_activity, remove_activity
from activities.services.belonging import Played
from activities.services.populations import (
    add_population,
    change_check_in_rule,
    change_population,
    remove_population,
)

__all__ = [
    "Played",
    "add_activity",
    "add_population",
    "change_activity",
    "change_check_in_rule",
    "change_population",
    "move_activity",
    "remove_activity",
    "remove_population",
]
