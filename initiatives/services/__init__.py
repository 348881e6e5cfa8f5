"""The verbs of the core."""

from initiatives.services.initiatives import change_settings, start_initiative
from initiatives.services.partners import (
    add_partner,
    add_partners,
    affiliate,
    change_partner,
    part_with,
)
from initiatives.services.places import add_place, change_place, remove_place

__all__ = [
    "add_partner",
    "add_partners",
    "add_place",
    "affiliate",
    "change_partner",
    "change_place",
    "change_settings",
    "part_with",
    "remove_place",
    "start_initiative",
]
