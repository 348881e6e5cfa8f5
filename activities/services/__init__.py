"""The verbs of mutually reinforcing activities."""

from activities.services.activities import add_activity, change_activity, move_activity, remove_activity
from activities.services.around import (
    change_note,
    change_system_change,
    match_note,
    note_system_change,
    put_up,
    withdraw_note,
)
from activities.services.asking import (
    make_check_in_link,
    make_feed,
    open_check_in_link,
    revoke_check_in_link,
    revoke_feed,
)
from activities.services.belonging import Played
from activities.services.bounds import bring_inside, put_outside
from activities.services.contacts import CONTACTS
from activities.services.hearing import answer_blocker, check_in, raise_blocker, withdraw_blocker
from activities.services.links import agree_on_overlap, change_link, end_link, link_activities
from activities.services.milestones import (
    change_milestone,
    give_task,
    reach_milestone,
    remove_milestone,
    set_milestone,
)
from activities.services.populations import (
    add_population,
    change_check_in_rule,
    change_population,
    remove_population,
)

__all__ = [
    "CONTACTS",
    "Played",
    "add_activity",
    "add_population",
    "agree_on_overlap",
    "answer_blocker",
    "bring_inside",
    "change_activity",
    "change_check_in_rule",
    "change_link",
    "change_milestone",
    "change_note",
    "change_population",
    "change_system_change",
    "check_in",
    "end_link",
    "give_task",
    "link_activities",
    "make_check_in_link",
    "make_feed",
    "match_note",
    "move_activity",
    "note_system_change",
    "open_check_in_link",
    "put_outside",
    "put_up",
    "raise_blocker",
    "reach_milestone",
    "remove_activity",
    "remove_milestone",
    "remove_population",
    "revoke_check_in_link",
    "revoke_feed",
    "set_milestone",
    "withdraw_blocker",
    "withdraw_note",
]
