"""The rows of shared measurement."""

from measurement.models.collection import Assignment, Cycle, Entry, Request, Submission
from measurement.models.definitions import (
    Category,
    Cell,
    CellPart,
    Dimension,
    Indicator,
    IndicatorDimension,
    IndicatorVersion,
)
from measurement.models.figures import DirtyKey, Observation, Publication, PublishedFigure, Rollup
from measurement.models.imports import Import, ImportMemory

__all__ = [
    "Assignment",
    "Category",
    "Cell",
    "CellPart",
    "Cycle",
    "Dimension",
    "DirtyKey",
    "Entry",
    "Import",
    "ImportMemory",
    "Indicator",
    "IndicatorDimension",
    "IndicatorVersion",
    "Observation",
    "Publication",
    "PublishedFigure",
    "Request",
    "Rollup",
    "Submission",
]
