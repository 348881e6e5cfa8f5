"""The verbs of backbone support."""

from backbone.services.links import revoke_share, share_report
from backbone.services.reports import change_report, make_report, publish_report, read_again, withdraw_report
from backbone.services.shown import change_passage, choose_shown, remove_passage, write_passage

__all__ = [
    "change_passage",
    "change_report",
    "choose_shown",
    "make_report",
    "publish_report",
    "read_again",
    "remove_passage",
    "revoke_share",
    "share_report",
    "withdraw_report",
    "write_passage",
]
