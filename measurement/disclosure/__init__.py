"""Disclosure: one set of decisions on which figures about people may be seen outside. No database here."""

from measurement.disclosure.figures import (
    LEAST_PARTNERS,
    Decision,
    Decisions,
    Figure,
    Key,
    Rule,
    Shape,
    Withheld,
    disclose,
    rows_among,
)
from measurement.disclosure.percentages import RatioDisclosure, hide_ratio
from measurement.disclosure.rows import Reason, Row, protect
from measurement.disclosure.withheld import withheld_among

__all__ = [
    "LEAST_PARTNERS",
    "Decision",
    "Decisions",
    "Figure",
    "Key",
    "RatioDisclosure",
    "Reason",
    "Row",
    "Rule",
    "Shape",
    "Withheld",
    "disclose",
    "hide_ratio",
    "protect",
    "rows_among",
    "withheld_among",
]
