"""The collection of figures: who reports what, the calendar, requests, reminders, links, and what was agreed."""

from measurement.services.collection.assigning import (
    ask_in_open_cycles,
    assign,
    assign_reported,
    end_assignment,
)
from measurement.services.collection.cycles import (
    change_cycle,
    close_cycle,
    cycle_for,
    cycles_for,
    discard_practice,
    hold_cycles,
    lock_cycle,
    open_cycle,
    period_of,
    plan_ahead,
)
from measurement.services.collection.links import make_link, open_link, revoke_link, send_links, write_back
from measurement.services.collection.requests import extend, nudge
from measurement.services.collection.terms import change_rules, change_terms

__all__ = [
    "ask_in_open_cycles",
    "assign",
    "assign_reported",
    "change_cycle",
    "change_rules",
    "change_terms",
    "close_cycle",
    "cycle_for",
    "cycles_for",
    "discard_practice",
    "end_assignment",
    "extend",
    "hold_cycles",
    "lock_cycle",
    "make_link",
    "nudge",
    "open_cycle",
    "open_link",
    "period_of",
    "plan_ahead",
    "revoke_link",
    "send_links",
    "write_back",
]
