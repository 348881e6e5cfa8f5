"""The verbs of continuous communication."""

from communications.services.agendas import add_item, change_item, fill_agenda, place_item, remove_item
from communications.services.asks import answer_ask, ask_group, withdraw_ask
from communications.services.attendance import Seen, note_attendance
from communications.services.duties import MEETINGS
from communications.services.inviting import (
    invite,
    make_rsvp_link,
    open_rsvp_link,
    reply,
    revoke_rsvp_link,
    say_coming,
)
from communications.services.minutes import (
    EARLIEST,
    approve_minutes,
    begin_item,
    end_meeting,
    note_action,
    note_ask,
    open_meeting,
    rate,
    reopen_meeting,
    write_notes,
)
from communications.services.planning import (
    cancel_meeting,
    change_meeting,
    end_series,
    plan_ahead,
    plan_meeting,
    plan_series,
    restore_meeting,
    send_agenda,
)

__all__ = [
    "EARLIEST",
    "MEETINGS",
    "Seen",
    "add_item",
    "answer_ask",
    "approve_minutes",
    "ask_group",
    "begin_item",
    "cancel_meeting",
    "change_item",
    "change_meeting",
    "end_meeting",
    "end_series",
    "fill_agenda",
    "invite",
    "make_rsvp_link",
    "note_action",
    "note_ask",
    "note_attendance",
    "open_meeting",
    "open_rsvp_link",
    "place_item",
    "plan_ahead",
    "plan_meeting",
    "plan_series",
    "rate",
    "remove_item",
    "reopen_meeting",
    "reply",
    "restore_meeting",
    "revoke_rsvp_link",
    "say_coming",
    "send_agenda",
    "withdraw_ask",
    "write_notes",
]
