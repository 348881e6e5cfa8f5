"""Disclosure: one set of decisions on which figures about people may be seen outside. No database here."""

from measurement.disclosure.figures import (
    Decision,
    Decisions,
    Figure,
    Key,
    Rule,
    Shape,
    disclose,
    rows_among,
)
from measurement.disclosure.intervals import RangeFinder, intervals
from measurement.disclosure.rows import Reason, Row, protect
from measurement.disclosure.tables import (
    TOTAL,
    HiddenRow,
    RatioDisclosure,
    bounds,
    hide_ratio,
    protect_row,
    protect_series_with_total,
    protect_table,
    too_few_contributors,
)

__all__ = [
    "TOTAL",
    "Decision",
    "Decisions",
    "Figure",
    "HiddenRow",
    "Key",
    "RangeFinder",
    "RatioDisclosure",
    "Reason",
    "Row",
    "Rule",
    "Shape",
    "bounds",
    "disclose",
    "hide_ratio",
    "intervals",
    "protect",
    "protect_row",
    "protect_series_with_total",
    "protect_table",
    "rows_among",
    "too_few_contributors",
]
