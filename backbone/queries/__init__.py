"""The questions of backbone support, and those that gather from all apps."""

from backbone.queries.reports import (
    FrozenFigure,
    FrozenGroup,
    SharePointer,
    frozen,
    period_of,
    reader_of,
    report,
    reports,
    revised,
    share_link,
    share_links,
    share_pointer,
    shared_report,
)
from backbone.queries.shown import Shown, passage, passages, shown

__all__ = [
    "FrozenFigure",
    "FrozenGroup",
    "SharePointer",
    "Shown",
    "frozen",
    "passage",
    "passages",
    "period_of",
    "reader_of",
    "report",
    "reports",
    "revised",
    "share_link",
    "share_links",
    "share_pointer",
    "shared_report",
    "shown",
]
