"""The verbs of the core."""

from initiatives.services.actions import add_action, change_action
from initiatives.services.groups import change_group, close_group, found_group, seat, unseat
from initiatives.services.handing_over import (
    ask_package,
    remove_package,
    say_what_goes_along,
    take_away,
    take_in,
)
from initiatives.services.initiatives import change_settings, start_initiative
from initiatives.services.invitations import (
    accept_invitation,
    invite,
    invite_all,
    invite_person,
    withdraw_invitation,
)
from initiatives.services.partners import (
    add_partner,
    add_partners,
    affiliate,
    change_partner,
    part_with,
    remove_partners,
    take_back,
)
from initiatives.services.people import (
    add_person,
    change_person,
    change_role,
    end_membership,
    hand_over,
)
from initiatives.services.places import add_place, change_place, remove_place

__all__ = [
    "accept_invitation",
    "add_action",
    "add_partner",
    "add_partners",
    "add_person",
    "add_place",
    "affiliate",
    "ask_package",
    "change_action",
    "change_group",
    "change_partner",
    "change_person",
    "change_place",
    "change_role",
    "change_settings",
    "close_group",
    "end_membership",
    "found_group",
    "hand_over",
    "invite",
    "invite_all",
    "invite_person",
    "part_with",
    "remove_package",
    "remove_partners",
    "remove_place",
    "say_what_goes_along",
    "seat",
    "start_initiative",
    "take_away",
    "take_back",
    "take_in",
    "unseat",
    "withdraw_invitation",
]
