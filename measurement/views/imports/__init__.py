"""Imports: upload a file, say how it is laid out, decide what is open, confirm, take back."""

from measurement.views.imports.base import LOOKS, STEPS, WORKING, ImportsView, State
from measurement.views.imports.deciding import (
    DecideImport,
    DiscardImport,
    FaultyRows,
    LockPast,
    MatchAgain,
    MatchImport,
    TakeContactsIn,
    UndoImport,
)
from measurement.views.imports.listing import Imports, summary
from measurement.views.imports.page import (
    CONTACT_CHOICES,
    COUNTED,
    LEFT_OUT,
    PEOPLE,
    SHORT,
    SHOWN_CONTACTS,
    ImportPage,
    adds,
    split,
)

__all__ = [
    "CONTACT_CHOICES",
    "COUNTED",
    "LEFT_OUT",
    "LOOKS",
    "PEOPLE",
    "SHORT",
    "SHOWN_CONTACTS",
    "STEPS",
    "WORKING",
    "DecideImport",
    "DiscardImport",
    "FaultyRows",
    "ImportPage",
    "Imports",
    "ImportsView",
    "LockPast",
    "MatchAgain",
    "MatchImport",
    "State",
    "TakeContactsIn",
    "UndoImport",
    "adds",
    "split",
    "summary",
]
