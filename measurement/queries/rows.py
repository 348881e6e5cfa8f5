"""Rows for lists that are read in one query, and the codes behind cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from initiatives.kernel.access import Actor, Capability, require
from measurement.cells import Combination, combination_of
from measurement.models import (
    Category,
    Dimension,
    Indicator,
    IndicatorDimension,
    IndicatorVersion,
    Submission,
)
from measurement.queries.collection import observations_of
from measurement.queries.definitions import indicators
from measurement.queries.entries import values_of
from measurement.queries.findings import Finding, findings_of
from measurement.words import OPEN_STATES

if TYPE_CHECKING:
    from django.db.models import QuerySet


CATEGORY = ("code", "name", "not_known", "starts_on", "retired_on")


def dimension_rows(actor: Actor) -> QuerySet[Dimension]:
    """Return the dimensions, each with `category_rows`: a list of its categories (CATEGORY) in order."""
    require(actor, Capability.VIEW)
    categories = Category.objects.filter(dimension=OuterRef("pk")).order_by("position", "id")
    return Dimension.objects.annotate(
        category_rows=ArraySubquery(categories.values(row=JSONObject(**{name: name for name in CATEGORY})))
    )


def indicator_rows(actor: Actor) -> QuerySet[IndicatorVersion]:
    """Return the newest version of every indicator the actor may see, each with `dimension_codes`."""
    seen: QuerySet[Indicator] = indicators(actor).prefetch_related(None).select_related(None).order_by()
    newest = IndicatorVersion.objects.filter(indicator=OuterRef("indicator")).order_by("-number")
    return _with_dimensions(
        IndicatorVersion.objects.filter(pk=Subquery(newest.values("pk")[:1]), indicator__in=seen.values("pk"))
    )


def version_rows(actor: Actor, indicator: Indicator) -> QuerySet[IndicatorVersion]:
    """Return every version of an indicator, each with `dimension_codes` and `dimension_names`."""
    require(actor, Capability.VIEW)
    axes = IndicatorDimension.objects.filter(version=OuterRef("pk")).order_by("position", "id")
    return _with_dimensions(IndicatorVersion.objects.filter(indicator=indicator)).annotate(
        dimension_names=ArraySubquery(axes.values(name=F("dimension__name")))
    )


def _with_dimensions(rows: QuerySet[IndicatorVersion]) -> QuerySet[IndicatorVersion]:
    axes = IndicatorDimension.objects.filter(version=OuterRef("pk")).order_by("position", "id")
    return rows.annotate(dimension_codes=ArraySubquery(axes.values(code=F("dimension__code"))))


def cell_codes() -> Callable[[Combination], dict[str, str]]:
    """Return a function from a combination to {dimension code: category code}. One query for all (engines)."""
    codes = {
        (dimension_id, category_id): (dimension, category)
        for dimension_id, category_id, dimension, category in Category.objects.order_by().values_list(
            "dimension_id", "id", "dimension__code", "code"
        )
    }
    return lambda combination: dict(codes[part] for part in combination)


def figures_of(actor: Actor, submission: Submission) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Return the figures of a submission with codes for cells, and what the checks find while it is open.

    Keys: indicator, cell, status, numerator, denominator, value, n, note, explanation; value and n as entered.
    """
    require(actor, Capability.VIEW_HAND_INS, submission.partner_id)
    codes = cell_codes()
    if submission.state in OPEN_STATES:
        values = values_of(submission)
        entered = [
            {
                "indicator": given.sheet.indicator.code,
                "cell": codes(given.cell),
                "status": given.status,
                "numerator": given.numerator,
                "denominator": given.denominator,
                "value": given.value,
                "n": given.n,
                "note": given.note,
                "explanation": given.explanation,
            }
            for given in values
        ]
        return entered, findings_of(submission, values)
    return _accepted(submission, codes), []


def _accepted(submission: Submission, codes: Callable[[Combination], dict[str, str]]) -> list[dict[str, Any]]:
    return [
        {
            "indicator": row.version.indicator.code,
            "cell": codes(combination_of(row.cell.key)),
            "status": row.status,
            "numerator": row.numerator,
            "denominator": row.denominator,
            "value": row.entered_value,
            "n": row.entered_n,
            "note": row.note,
            "explanation": row.explanation,
        }
        for row in observations_of(submission)
    ]
