"""Which baselines of targets may be told to those below staff: those that are published figures, or of no figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BooleanField, Case, Exists, F, Func, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from initiatives.kernel.access import PARTNER_ROLES, Actor
from measurement.disclosure import LEAST_PARTNERS
from measurement.models import Observation, PublishedFigure, Rollup
from measurement.models.fields import ExactDecimalField
from measurement.words import Level, Visibility

if TYPE_CHECKING:
    from django.db.models import QuerySet

# The indicators that those below staff read by snapshots: `Indicator.is_published` as a condition.
_PUBLISHED = Q(target__indicator__about_people=True) | (
    Q(target__indicator__visibility__in=[Visibility.OWN, Visibility.ANONYMOUS])
    & ~Q(target__indicator__level=Level.COMMUNITY)
)


def withheld(actor: Actor) -> Case:
    """Whether a baseline would tell more than was published: figures stand for its day, and none shown is it.

    A figure of which the baseline is a rounding is it. A partner reads its own. Of indicators without snapshots a
    total of few partners is no baseline to be told, unless these are named to the actor.
    """
    of_day = {"period_start__lte": OuterRef("baseline_date"), "period_end__gte": OuterRef("baseline_date")}
    given = Observation.objects.filter(
        version__indicator=OuterRef("target__indicator_id"),
        cell__key="",
        partner=OuterRef("target__partner_id"),
        **of_day,
    )
    here = {"version__indicator": OuterRef("target__indicator_id"), "cell__key": OuterRef("cell_key")}
    summed = Rollup.objects.filter(axis="total", reported__gt=0, **here, **of_day)
    few = summed.filter(reported__lt=LEAST_PARTNERS)
    guarded = ~Q(target__indicator__visibility=Visibility.PUBLIC) & ~Q(
        target__indicator__level=Level.COMMUNITY
    )
    if actor.role in PARTNER_ROLES:
        guarded &= ~Q(target__indicator__visibility=Visibility.PARTNERS)
    return Case(
        When(Q(baseline_value=None) | Q(target__partner=actor.partner_id or 0), then=Value(False)),
        When(_PUBLISHED & Q(target__partner=None), then=Exists(summed) & ~Exists(_shown("total"))),
        When(_PUBLISHED, then=Exists(given) & ~Exists(_shown("partner"))),
        When(guarded & Q(target__partner=None), then=Exists(few)),
        default=Value(False),
        output_field=BooleanField(),
    )


def _shown(axis: str) -> QuerySet[PublishedFigure]:
    """The published figures of a baseline's day whose value, rounded as the baseline is written, is the baseline."""
    group = Coalesce(OuterRef("target__partner_id"), 0) if axis == "partner" else Value(0)
    written = Func(
        F("value"),
        Func(OuterRef("baseline_value"), function="scale", output_field=IntegerField()),
        function="round",
        output_field=ExactDecimalField(),
    )
    rows = PublishedFigure.objects.filter(
        axis=axis,
        hidden="",
        cell__key=OuterRef("cell_key"),
        publication__version__indicator=OuterRef("target__indicator_id"),
        publication__period_start__lte=OuterRef("baseline_date"),
        publication__period_end__gte=OuterRef("baseline_date"),
    )
    if axis == "partner":
        rows = rows.filter(group_id=group)
    return rows.annotate(as_written=written).filter(as_written=OuterRef("baseline_value"))
