"""The questions of shared measurement."""

from measurement.queries.catalogue import Axis, Sheet, catalogue
from measurement.queries.collection import (
    REQUEST_STATES,
    Asked,
    RequestState,
    asked_of,
    assignments,
    cycle,
    cycles,
    observations_of,
    request,
    requests,
    submission,
    submissions,
)
from measurement.queries.definitions import dimension, dimensions, indicator, indicators, versions
from measurement.queries.entries import NUMBERS, Given, kind_of, values_of
from measurement.queries.explain import Behind, Explanation, explain
from measurement.queries.findings import Finding, findings_of
from measurement.queries.series import Point, Question, Series, display, may_see_partners, series

__all__ = [
    "NUMBERS",
    "REQUEST_STATES",
    "Asked",
    "Axis",
    "Behind",
    "Explanation",
    "Finding",
    "Given",
    "Point",
    "Question",
    "RequestState",
    "Series",
    "Sheet",
    "asked_of",
    "assignments",
    "catalogue",
    "cycle",
    "cycles",
    "dimension",
    "dimensions",
    "display",
    "explain",
    "findings_of",
    "indicator",
    "indicators",
    "kind_of",
    "may_see_partners",
    "observations_of",
    "request",
    "requests",
    "series",
    "submission",
    "submissions",
    "values_of",
    "versions",
]
