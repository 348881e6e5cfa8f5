"""The questions of backbone support, and those that gather from all apps."""

from backbone.queries import dates, routines, waiting  # noqa: F401 - they register what they tell
from backbone.queries.dashboards import Dashboard, dashboard
from backbone.queries.portfolio import Held, Holding, holding
from backbone.queries.queue import Entry, Queue, colleagues, done_on, entry, queue
from backbone.queries.quiet import Relation, Sign, quiet_partners, relation
from backbone.queries.relations import contact, contacts, contacts_with, open_steps
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
    "Entry",
    "FrozenFigure",
    "FrozenGroup",
    "Held",
    "Holding",
    "Line",
    "Queue",
    "Relation",
    "Scorecard",
    "Section",
    "SharePointer",
    "Shown",
    "Sign",
    "colleagues",
    "contact",
    "contacts",
    "contacts_with",
    "dashboard",
    "done_on",
    "entry",
    "frozen",
    "holding",
    "open_steps",
    "passage",
    "passages",
    "period_of",
    "queue",
    "quiet_partners",
    "reader_of",
    "relation",
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
