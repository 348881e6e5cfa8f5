"""The log of restatements: what a figure was, what it is now, why and since when, as this reader may know it.

Of figures that reach a reader as snapshots the log compares one snapshot with the next, and only where both showed
the figure; the mark of a revision on a hidden one would tell of it. Of the others it is what revisions have changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from initiatives.kernel.access import Actor, Capability, require
from initiatives.queries import places, sectors
from measurement.cells import combination_of
from measurement.models import (
    Category,
    Indicator,
    IndicatorVersion,
    PublishedFigure,
    Restatement,
)
from measurement.periods import Period
from measurement.queries.definitions import indicators
from measurement.queries.protection import Protection, is_guarded
from measurement.queries.sharing import Sharing, Spot, openness_for, sharing
from measurement.words import FigureStatus, Visibility

LATEST = 200


@dataclass(frozen=True)
class Restated:
    """One figure told anew. `axis` and `group` name it (total, or the codes), `cell` its categories by dimension
    (`dimensions` their ids).

    `former` and `value` are unrounded; None is no figure any more. `reason` is empty where it is not for this reader.
    """

    indicator: Indicator
    version: IndicatorVersion
    period: Period
    axis: str
    group: str
    cell: Mapping[str, str]
    former: Decimal | None
    value: Decimal | None
    reason: str
    when: datetime
    dimensions: frozenset[int] = frozenset()


def restatements(actor: Actor, indicator: Indicator | None = None, *, totals: bool = True) -> list[Restated]:
    """Return the latest restatements, newest first: of all indicators or of one; only of totals, or of groups too.

    At most 200. A fixed number of queries.
    """
    require(actor, Capability.VIEW)
    seen = [indicator] if indicator else list(indicators(actor).prefetch_related(None))
    snapshots = [row for row in seen if row.is_published and not actor.is_staff]
    open_ones = [row for row in seen if row not in snapshots and not is_guarded(actor, row)]
    names = _Names.read(actor)
    found = _revised(open_ones, names, totals=totals)
    found += _republished(actor, snapshots, names, totals=totals)
    if not actor.is_staff:
        shared = sharing(actor, [row.pk for row in seen])
        found = [row for row in found if not _is_kept(actor, shared, row)]
    told = [row if _may_know_why(actor, row.indicator) else _without_reason(row) for row in found]
    return sorted(told, key=lambda row: row.when, reverse=True)[:LATEST]


def _is_kept(actor: Actor, shared: Sharing, row: Restated) -> bool:
    """Whether an agreement keeps the figure, or one of its partners' names, from this actor."""
    spot = Spot(row.version.pk, row.period.start, row.period.end)
    return shared.hides(row.indicator.pk, spot, row.dimensions) or bool(
        shared.unnamed(row.indicator.pk, spot, openness_for(actor))
    )


def _may_know_why(actor: Actor, indicator: Indicator) -> bool:
    """Whether the words of whoever revised are for this actor: not where partners are kept apart."""
    return actor.is_staff or indicator.visibility in (Visibility.PARTNERS, Visibility.PUBLIC)


def _without_reason(row: Restated) -> Restated:
    return Restated(**{**vars(row), "reason": ""})


@dataclass(frozen=True)
class _Names:
    """The codes behind groups and cells."""

    sectors: Mapping[int, str]
    places: Mapping[int, str]
    categories: Mapping[int, tuple[str, str]]

    @classmethod
    def read(cls, actor: Actor) -> _Names:
        """Read them: three queries."""
        return cls(
            {sector.pk: sector.code for sector in sectors()},
            dict(places(actor).values_list("id", "code")),
            {
                pk: (dimension, category)
                for pk, dimension, category in Category.objects.order_by().values_list(
                    "id", "dimension__code", "code"
                )
            },
        )

    def group(self, axis: str, group_id: int) -> str:
        """Return the code of a group."""
        if axis == "sector":
            return self.sectors.get(group_id, "")
        return self.places.get(group_id, "") if axis == "place" else "total"

    def cell(self, key: str) -> dict[str, str]:
        """Return {dimension: category} of a cell."""
        return dict(self.categories[category] for _dimension, category in combination_of(key))


def _dimensions(key: str) -> frozenset[int]:
    return frozenset(dimension for dimension, _category in combination_of(key))


def _of_totals(*, totals: bool) -> Q:
    return Q(axis="total", cell__key="") if totals else Q()


def _revised(among: Iterable[Indicator], names: _Names, *, totals: bool) -> list[Restated]:
    own = {row.pk: row for row in among}
    rows = Restatement.objects.filter(
        _of_totals(totals=totals), version__indicator__in=list(own)
    ).select_related("version", "cell")
    return [
        Restated(
            own[row.version.indicator_id],
            row.version,
            Period.from_dates(row.period_start, row.period_end),
            row.axis,
            names.group(row.axis, row.group_id),
            names.cell(row.cell.key),
            row.former,
            row.value,
            row.reason,
            row.restated_at,
            _dimensions(row.cell.key),
        )
        for row in rows[:LATEST]
    ]


def _republished(actor: Actor, among: Iterable[Indicator], names: _Names, *, totals: bool) -> list[Restated]:
    own = {row.pk: row for row in among}
    if not own:
        return []
    rules = {pk: Protection.of(row, actor.initiative) for pk, row in own.items()}
    rows = list(_beside_former(own, totals=totals)[:LATEST])
    reasons = _reasons(rows)
    found = []
    for row in rows:
        published = row.publication
        rule = rules[published.version.indicator_id]
        if not (rule.is_met_by(published.rule) and rule.is_met_by(row.former_rule)):
            continue
        found.append(
            Restated(
                own[published.version.indicator_id],
                published.version,
                Period.from_dates(published.period_start, published.period_end),
                row.axis,
                names.group(row.axis, row.group_id),
                names.cell(row.cell.key),
                row.former,
                row.value,
                _reason_between(reasons, row),
                published.published_at,
                _dimensions(row.cell.key),
            )
        )
    return found


def _beside_former(own: Iterable[int], *, totals: bool) -> Any:
    """Published figures that were revised, each with what the snapshot before showed in its place, where it did."""
    before = PublishedFigure.objects.filter(
        publication__version=OuterRef("publication__version"),
        publication__period_start=OuterRef("publication__period_start"),
        publication__period_end=OuterRef("publication__period_end"),
        publication__number=OuterRef("publication__number") - 1,
        axis=OuterRef("axis"),
        group_id=OuterRef("group_id"),
        cell=OuterRef("cell"),
        hidden="",
    )
    return (
        PublishedFigure.objects.filter(
            _of_totals(totals=totals),
            publication__version__indicator__in=list(own),
            publication__number__gt=1,
            status=FigureStatus.REVISED,
            hidden="",
            value__isnull=False,
        )
        .exclude(axis="partner")
        .annotate(
            former=Subquery(before.values("value")[:1]),
            former_rule=Subquery(before.values("publication__rule")[:1]),
            former_at=Subquery(before.values("publication__published_at")[:1]),
        )
        .filter(former__isnull=False)
        .exclude(former=F("value"))
        .select_related("publication__version", "cell")
        .order_by("-publication__published_at", "-id")
    )


_Place = tuple[int, date, date, str, int, int]


def _reasons(rows: Iterable[Any]) -> dict[_Place, list[tuple[datetime, str]]]:
    """Why figures were revised, by where they stand."""
    versions = {row.publication.version_id for row in rows}
    found: dict[_Place, list[tuple[datetime, str]]] = {}
    for row in Restatement.objects.filter(version__in=versions).order_by("restated_at"):
        place = (row.version_id, row.period_start, row.period_end, row.axis, row.group_id, row.cell_id)
        found.setdefault(place, []).append((row.restated_at, row.reason))
    return found


def _reason_between(reasons: Mapping[_Place, list[tuple[datetime, str]]], row: Any) -> str:
    """The reasons given between the former snapshot and this one, each once."""
    published = row.publication
    place = (
        published.version_id,
        published.period_start,
        published.period_end,
        row.axis,
        row.group_id,
        row.cell_id,
    )
    told = [
        reason
        for when, reason in reasons.get(place, [])
        if row.former_at < when <= published.published_at and reason
    ]
    return "; ".join(dict.fromkeys(told))
