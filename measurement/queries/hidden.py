"""What is hidden from those below staff, and why: for those who look after the figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor, Capability, require
from initiatives.queries import partners, places, sectors
from measurement.cells import combination_of
from measurement.models import Category, Indicator, Publication, PublishedFigure, Rollup
from measurement.periods import Period
from measurement.queries.telling import told

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class HiddenFigure:
    """One figure that others do not see: where it stands, what it is, and why it is hidden.

    `value` is as staff read it, empty for figures of one partner. `bound` is what others read in its place.
    """

    indicator: Indicator
    period: Period
    by: str
    group: str
    value: str
    reason: str
    bound: str


def hidden_figures(
    actor: Actor, indicator: Indicator | None = None, *, by_partner: bool = False
) -> QuerySet[PublishedFigure]:
    """Return the hidden figures of the latest snapshot of every period, the latest period first.

    Of totals and groups, or `by_partner` those of single partners.

    Raises Forbidden for everybody but those who accept figures.
    """
    require(actor, Capability.REVIEW)
    columns = ("version_id", "period_start", "period_end")
    latest = Publication.objects.order_by(*columns, "-number").distinct(*columns).values("pk")
    rows = PublishedFigure.objects.filter(publication__in=latest).exclude(hidden="")
    rows = rows.filter(axis="partner") if by_partner else rows.exclude(axis="partner")
    if indicator is not None:
        rows = rows.filter(publication__version__indicator=indicator)
    return rows.select_related("publication__version__indicator", "cell").order_by(
        "-publication__period_end", "publication__version__indicator__name", "publication_id", "axis", "id"
    )


def told_hidden(actor: Actor, rows: Iterable[PublishedFigure]) -> list[HiddenFigure]:
    """Return hidden figures in the reader's words, with what stands behind them. Five queries."""
    found = list(rows)
    names = {
        "sector": {sector.pk: sector.name for sector in sectors()},
        "place": dict(places(actor).values_list("id", "name")),
        "partner": dict(partners(actor).values_list("id", "name")),
    }
    categories = {row.pk: row for row in Category.objects.select_related("dimension")}
    behind = _behind(found)
    return [
        HiddenFigure(
            row.publication.version.indicator,
            Period.from_dates(row.publication.period_start, row.publication.period_end),
            row.axis,
            _group(row, names, categories),
            _value(row, behind),
            reason_told(row.hidden, row.publication),
            row.bound,
        )
        for row in found
    ]


def reason_told(reason: str, publication: Publication) -> str:
    """Say why a figure is hidden, with the numbers of the rule that decided it."""
    return {
        "few": _few_told(publication),
        "few_partners": _("fewer than three partners are in it"),
        "cover": _("would give a hidden figure away"),
        "earlier": _("was hidden when this period was first published"),
        "source": _("withheld by its source"),
    }.get(reason, _("would give a hidden figure away"))


def _few_told(publication: Publication) -> str:
    people, floor = (publication.rule.get(name, 0) for name in ("people", "floor"))
    if floor > people and publication.version.two_part:
        words = {"people": people, "floor": floor}
        return _("stands for fewer than %(people)d people, or is out of fewer than %(floor)d") % words
    return str(_("stands for fewer than %d people") % people)


def _group(row: PublishedFigure, names: dict[str, dict[int, str]], categories: dict[int, Category]) -> str:
    parts = [] if row.axis == "total" else [names.get(row.axis, {}).get(row.group_id, "–")]
    for _dimension, category in combination_of(row.cell.key):
        known = categories[category]
        parts.append(f"{known.dimension.name}: {known.name}")
    return ", ".join(parts) or _("Total")


Spot = tuple[int, object, object, str, int, int]


def _behind(rows: list[PublishedFigure]) -> dict[Spot, Decimal | None]:
    """The rolled-up figures behind the rows, by where they stand."""
    if not rows:
        return {}
    wanted = Q()
    for version, start in {(r.publication.version_id, r.publication.period_start) for r in rows}:
        wanted |= Q(version=version, period_start=start)
    columns = ("version_id", "period_start", "period_end", "axis", "group_id", "cell_id", "value")
    return {tuple(row[:-1]): row[-1] for row in Rollup.objects.filter(wanted).values_list(*columns)}


def _value(row: PublishedFigure, behind: dict[Spot, Decimal | None]) -> str:
    publication = row.publication
    spot = (
        publication.version_id,
        publication.period_start,
        publication.period_end,
        row.axis,
        row.group_id,
        row.cell_id,
    )
    return str(told(publication.version, behind.get(spot)))
