"""What those below staff read of figures about people, and of those that partners keep: the stored snapshots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from initiatives.kernel.access import Actor
from measurement.models import Publication, PublishedFigure
from measurement.periods import Period
from measurement.queries.catalogue import Sheet
from measurement.queries.protection import Protection
from measurement.queries.series.points import Point, Question, hidden_point, within

if TYPE_CHECKING:
    from django.db.models import QuerySet


def published(
    actor: Actor,
    sheet: Sheet,
    question: Question,
    wanted: Mapping[int, str],
    axis: str,
    groups: Mapping[int, str],
) -> list[Point]:
    """Return the points of an axis as they were last published, or had been at the moment that is asked for.

    `wanted` gives the group of every cell asked for, `groups` that of every group of the axis, by id.
    """
    stored = published_figures(sheet, question).filter(axis=axis, cell_id__in=list(wanted))
    present = Protection.of(sheet.indicator, actor.initiative)
    numbers = {version.pk: version.number for version in sheet.versions}
    return [
        published_point(
            figure, numbers, wanted[figure.cell_id] or groups.get(figure.group_id, "total"), present
        )
        for figure in stored
    ]


def published_figures(sheet: Sheet, question: Question) -> QuerySet[PublishedFigure]:
    """Return the figures of the latest snapshot of every version and period that the question is about."""
    publications = within(Publication.objects.filter(version__in=[v.pk for v in sheet.versions]), question)
    if question.as_of:
        publications = publications.filter(published_at__lte=question.as_of)
    latest = publications.order_by("version_id", "period_start", "period_end", "-number").distinct(
        "version_id", "period_start", "period_end"
    )
    return PublishedFigure.objects.filter(publication__in=[row.pk for row in latest]).select_related(
        "publication"
    )


def published_point(
    figure: PublishedFigure, numbers: Mapping[int, int], group: str, present: Protection
) -> Point:
    """Return the point of a published figure, as it was disclosed; `numbers` are the versions' by id.

    What was decided by a laxer rule than the `present` one is hidden until it is decided again.
    """
    published = figure.publication
    point = Point(
        period=Period.from_dates(published.period_start, published.period_end),
        group=group,
        numerator=figure.numerator,
        denominator=figure.denominator,
        value=figure.value,
        reported=figure.reported,
        expected=figure.expected,
        coverage=figure.coverage,
        coverage_basis="volume",
        status=figure.status,
        version=numbers[published.version_id],
        suppressed=bool(figure.hidden),
        low=figure.low,
        high=figure.high,
        bound=figure.bound,
    )
    if present.is_met_by(published.rule):
        return point
    return hidden_point(point, locked=published.because == "locked")
