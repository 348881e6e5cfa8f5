"""The verbs of backbone support."""

from backbone.services.links import revoke_share, share_report
from backbone.services.queue import give, put_off, take_up
from backbone.services.relations import Said, change_contact, finish_step, log_contact, remove_contact
from backbone.services.reports import change_report, make_report, publish_report, read_again, withdraw_report
from backbone.services.shown import (
    change_passage,
    choose_shown,
    remove_passage,
    take_back_consent,
    write_passage,
)

__all__ = [
    "Said",
    "change_contact",
    "change_passage",
    "change_report",
    "choose_shown",
    "finish_step",
    "give",
    "log_contact",
    "make_report",
    "publish_report",
    "put_off",
    "read_again",
    "remove_contact",
    "remove_passage",
    "revoke_share",
    "share_report",
    "take_back_consent",
    "take_up",
    "withdraw_report",
    "write_passage",
]
