"""The questions of backbone support, and those that gather from all apps."""

from backbone.queries.dashboards import Dashboard, dashboard
from backbone.queries.portfolio import Held, Holding, holding
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
from backbone.queries.scorecard import Asked, Line, Scorecard, Section, scorecard
from backbone.queries.shown import Shown, passage, passages, shown, standings_in

__all__ = [
    "Asked",
    "Dashboard",
    "FrozenFigure",
    "FrozenGroup",
    "Held",
    "Holding",
    "Line",
    "Scorecard",
    "Section",
    "SharePointer",
    "Shown",
    "dashboard",
    "frozen",
    "holding",
    "passage",
    "passages",
    "period_of",
    "reader_of",
    "report",
    "reports",
    "revised",
    "scorecard",
    "share_link",
    "share_links",
    "share_pointer",
    "shared_report",
    "shown",
    "standings_in",
]
