"""Indicators and dimensions, as an actor may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Prefetch, Subquery

from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from measurement.models import Category, Dimension, Indicator, IndicatorDimension, IndicatorVersion
from measurement.words import State

if TYPE_CHECKING:
    from django.db.models import QuerySet


def dimensions(actor: Actor) -> QuerySet[Dimension]:
    """Return the dimensions with their categories in order."""
    require(actor, Capability.VIEW)
    return Dimension.objects.prefetch_related(
        Prefetch("categories", Category.objects.order_by("position", "id"))
    )


def dimension(actor: Actor, code: str) -> Dimension:
    """Return a dimension by its code. Raises NotFound."""
    found = dimensions(actor).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def indicators(actor: Actor) -> QuerySet[Indicator]:
    """Return the indicators: all for staff, those past the proposal for everybody else.

    Each has `latest_versions`: a list of its newest version, whose `axes` are its dimensions in order.
    """
    require(actor, Capability.VIEW)
    newest = (
        IndicatorVersion.objects.filter(indicator=OuterRef("indicator")).order_by("-number").values("pk")[:1]
    )
    versions = IndicatorVersion.objects.filter(pk=Subquery(newest)).prefetch_related(
        Prefetch(
            "dimensions",
            IndicatorDimension.objects.select_related("dimension").order_by("position", "id"),
            to_attr="axes",
        )
    )
    rows = Indicator.objects.select_related("steward").prefetch_related(
        Prefetch("versions", versions, to_attr="latest_versions")
    )
    return rows if actor.is_staff else rows.exclude(state=State.PROPOSED)


def indicator(actor: Actor, code: str) -> Indicator:
    """Return an indicator by its code. Raises NotFound."""
    found = indicators(actor).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def indicators_by(actor: Actor, dimension: Dimension) -> QuerySet[Indicator]:
    """Return the indicators that are broken down by a dimension, in their newest version."""
    newest = IndicatorVersion.objects.filter(indicator=OuterRef("pk")).order_by("-number").values("pk")[:1]
    used = IndicatorDimension.objects.filter(dimension=dimension).values("version_id")
    rows = indicators(actor).prefetch_related(None).select_related(None)
    return rows.annotate(newest=Subquery(newest)).filter(newest__in=used)


def versions(actor: Actor, indicator: Indicator) -> list[IndicatorVersion]:
    """Return every version of an indicator, earliest first."""
    require(actor, Capability.VIEW)
    return list(indicator.versions.order_by("number"))
