"""The kinds of indicator: one class in one file each, and the one table of them.

Nobody outside this package asks which kind a figure is of; they ask the kind.
"""

from measurement.kinds.base import Input, Kind, Parts
from measurement.kinds.checks import Check
from measurement.kinds.count import Count
from measurement.kinds.currency import Currency
from measurement.kinds.entry import EntryError, number_from_cell, parse_number, status_meant
from measurement.kinds.index import Index
from measurement.kinds.mean import Mean
from measurement.kinds.rate import Rate
from measurement.kinds.ratio import Ratio
from measurement.kinds.rounding import round_half_up
from measurement.kinds.score import Score
from measurement.kinds.yes_no import YesNo

KINDS: dict[str, Kind] = {
    found.name: found for found in (Count(), Currency(), Ratio(), Rate(), Mean(), Score(), YesNo(), Index())
}


def kind(name: str) -> Kind:
    """The kind of that name; KeyError for a name that is not in the table."""
    return KINDS[name]


__all__ = [
    "KINDS",
    "Check",
    "EntryError",
    "Input",
    "Kind",
    "Parts",
    "kind",
    "number_from_cell",
    "parse_number",
    "round_half_up",
    "status_meant",
]
