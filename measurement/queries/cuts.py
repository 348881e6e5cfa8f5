"""The totals of many indicators at once, as a reader may see them: now or as they stood, of the whole or of a part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError
from initiatives.queries import places, sectors
from measurement.cells import combination, key_of
from measurement.models import Category, Cell, Observation, Publication, PublishedFigure, Rollup
from measurement.queries.catalogue import Sheet
from measurement.queries.figures import figures, locked_periods
from measurement.queries.protection import Protection, guarded, is_guarded, spot_of, with_few
from measurement.queries.series import Point, figure_point, hidden_point, published_point
from measurement.queries.series.heads import counts_heads, known_heads, with_heads
from measurement.queries.series.shared import summed_up
from measurement.queries.sharing import sharing
from measurement.rollup_sql import Key

Found = dict[int, list[tuple[Point, datetime]]]


@dataclass(frozen=True)
class Cut:
    """Which part of the figures is asked for, as of a moment: all, one sector or place (`group_id`), or a category.

    `cell` is the key of the category's cell, empty for every one; `dimensions` those that the part is told by.
    """

    axis: str = "total"
    group_id: int = 0
    group: str = "total"
    as_of: datetime | None = None
    cell: str = ""
    dimensions: frozenset[int] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self.axis == "total" and not self.cell

    @classmethod
    def of(
        cls,
        actor: Actor,
        *,
        sector: str = "",
        place: str = "",
        category: str = "",
        as_of: datetime | None = None,
    ) -> Cut:
        """Return the cut of a sector or place by its code, or of a category, "dimension:category".

        Raises DomainError at it.
        """
        asked = [
            name for name, code in (("sector", sector), ("place", place), ("category", category)) if code
        ]
        if len(asked) > 1:
            message = _("Choose a sector, a place or a group of people, not several of them.")
            raise DomainError("one_at_a_time", message, asked[-1])
        if not asked:
            return cls(as_of=as_of)
        if category:
            return cls._of_category(category, as_of)
        axis, code = ("sector", sector) if sector else ("place", place)
        known = {row.code: row.pk for row in sectors()} if sector else {}
        known = known or dict(places(actor).values_list("code", "id"))
        if code not in known:
            raise DomainError("unknown_group", _("There is no “%s” here.") % code, axis)
        return cls(axis, known[code], code, as_of)

    @classmethod
    def _of_category(cls, named: str, as_of: datetime | None) -> Cut:
        dimension, _colon, code = named.partition(":")
        found = Category.objects.filter(dimension__code=dimension, code=code).first()
        if found is None:
            raise DomainError("unknown_category", _("There is no group “%s” here.") % named, "category")
        key = key_of(combination({found.dimension_id: found.pk}))
        return cls(group=code, as_of=as_of, cell=key, dimensions=frozenset({found.dimension_id}))


WHOLE = Cut()


def read(actor: Actor, sheets: Mapping[int, Sheet], cut: Cut = WHOLE) -> Found:
    """Return the points of each indicator (by id) with the moment each was told, by period, as `series` gives them."""
    raw = [s for s in sheets.values() if actor.is_staff or not s.indicator.is_published]
    published = [s for s in sheets.values() if not actor.is_staff and s.indicator.is_published]
    found = {**_rolled_up(actor, raw, cut), **_published(actor, published, cut)}
    if cut.is_whole:
        found = _with_heads(actor, sheets, found, cut.as_of)
    return found if actor.is_staff else _as_shared(actor, sheets, found, cut.dimensions)


def _as_shared(actor: Actor, sheets: Mapping[int, Sheet], found: Found, dimensions: frozenset[int]) -> Found:
    """The figures as agreements let this actor see them."""
    shared = sharing(actor, found)
    told = {}
    for pk, rows in found.items():
        points = summed_up(actor, sheets[pk], [point for point, _moment in rows], shared, dimensions)
        told[pk] = [(point, moment) for point, (_point, moment) in zip(points, rows, strict=True)]
    return told


def _rolled_up(actor: Actor, sheets: Sequence[Sheet], cut: Cut) -> Found:
    if cut.as_of is not None:
        return _stood(actor, sheets, cut, cut.as_of)
    wary = [v.pk for sheet in sheets if is_guarded(actor, sheet.indicator) for v in sheet.versions]
    hidden = guarded(with_few(wary)) if wary else frozenset()
    locked = locked_periods({(spot.period_start, spot.period_end) for spot in hidden}) if hidden else set()
    versions = {version.pk: version for sheet in sheets for version in sheet.versions}
    rows = Rollup.objects.filter(
        version__in=list(versions),
        axis=cut.axis,
        group_id=cut.group_id,
        cell__in=Cell.objects.filter(key=cut.cell),
    ).order_by("period_start", "period_end")
    found: Found = {}
    for row in rows:
        version = versions[row.version_id]
        point = figure_point(row, version.number, cut.group)
        if spot_of(row) in hidden:
            point = hidden_point(point, locked=(row.period_start, row.period_end) in locked)
        found.setdefault(version.indicator_id, []).append((point, row.computed_at))
    return found


def _stood(actor: Actor, sheets: Sequence[Sheet], cut: Cut, moment: datetime) -> Found:
    """What stood at a moment. Nothing of what is guarded: two moments would tell one partner's figure."""
    versions = {v.pk: v for sheet in sheets if not is_guarded(actor, sheet.indicator) for v in sheet.versions}
    cell = Cell.objects.filter(key=cut.cell).values_list("id", flat=True).first()
    found: Found = {}
    observed = Observation.objects.filter(version__in=list(versions), accepted_at__lte=moment).order_by()
    keys = [Key(*row) for row in observed.values_list("version_id", "period_start", "period_end").distinct()]
    rows = [row for row in figures(keys, moment) if row.reported or row.left_out]
    for row in sorted(rows, key=lambda row: (row.period_start, row.period_end)):
        if (row.axis, row.group_id, row.cell_id) == (cut.axis, cut.group_id, cell):
            version = versions[row.version_id]
            point = figure_point(row, version.number, cut.group)
            found.setdefault(version.indicator_id, []).append((point, moment))
    return found


def _with_heads(
    actor: Actor,
    sheets: Mapping[int, Sheet],
    found: Found,
    as_of: datetime | None,
) -> Found:
    wanted = [pk for pk, sheet in sheets.items() if any(counts_heads(v) for v in sheet.versions)]
    known = known_heads(wanted, as_of) if wanted else {}
    for pk in wanted:
        moments = [moment for _point, moment in found.get(pk, [])]
        points = [point for point, _moment in found.get(pk, [])]
        told_points = with_heads(actor, sheets[pk].indicator, points, known)
        found[pk] = list(zip(told_points, moments, strict=True))
    return {pk: sorted(rows, key=lambda row: (row[0].period, row[0].version)) for pk, rows in found.items()}


def _published(actor: Actor, sheets: Sequence[Sheet], cut: Cut) -> Found:
    versions = {version.pk: version for sheet in sheets for version in sheet.versions}
    protections = {sheet.indicator.pk: Protection.of(sheet.indicator, actor.initiative) for sheet in sheets}
    snapshots = Publication.objects.filter(version__in=list(versions))
    if cut.as_of is not None:
        snapshots = snapshots.filter(published_at__lte=cut.as_of)
    latest = (
        snapshots.order_by("version_id", "period_start", "period_end", "-number")
        .distinct("version_id", "period_start", "period_end")
        .values("pk")
    )
    rows = (
        PublishedFigure.objects.filter(
            publication__in=latest,
            axis=cut.axis,
            group_id=cut.group_id,
            cell__in=Cell.objects.filter(key=cut.cell),
        )
        .select_related("publication")
        .order_by("publication__period_start", "publication__period_end")
    )
    found: Found = {}
    for row in rows:
        version = versions[row.publication.version_id]
        present = protections[version.indicator_id]
        point = published_point(row, {version.pk: version.number}, cut.group, present)
        found.setdefault(version.indicator_id, []).append((point, row.publication.published_at))
    return found
