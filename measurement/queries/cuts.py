"""The totals of many indicators at once, as a reader may see them: now or as they stood, of the whole or of a part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError
from initiatives.queries import places, sectors
from measurement.models import Cell, Observation, Publication, PublishedFigure, Rollup
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
    """Which part of the figures is asked for: the whole, or one sector or place (`group_id`), as of a moment."""

    axis: str = "total"
    group_id: int = 0
    group: str = "total"
    as_of: datetime | None = None

    @classmethod
    def of(cls, actor: Actor, *, sector: str = "", place: str = "", as_of: datetime | None = None) -> Cut:
        """Return the cut of a sector or place by its code. Raises DomainError at it."""
        if sector and place:
            message = _("Choose a sector or a place, not both.")
            raise DomainError("one_at_a_time", message, "place")
        if not sector and not place:
            return cls(as_of=as_of)
        axis, code = ("sector", sector) if sector else ("place", place)
        known = {row.code: row.pk for row in sectors()} if sector else {}
        known = known or dict(places(actor).values_list("code", "id"))
        if code not in known:
            raise DomainError("unknown_group", _("There is no “%s” here.") % code, axis)
        return cls(axis, known[code], code, as_of)


WHOLE = Cut()


def read(actor: Actor, sheets: Mapping[int, Sheet], cut: Cut = WHOLE) -> Found:
    """Return the points of each indicator (by id) with the moment each was told, by period, as `series` gives them."""
    raw = [s for s in sheets.values() if actor.is_staff or not s.indicator.is_published]
    published = [s for s in sheets.values() if not actor.is_staff and s.indicator.is_published]
    found = {**_rolled_up(actor, raw, cut), **_published(actor, published, cut)}
    if cut.axis == "total":
        found = _with_heads(actor, sheets, found, cut.as_of)
    return found if actor.is_staff else _as_shared(actor, sheets, found)


def _as_shared(actor: Actor, sheets: Mapping[int, Sheet], found: Found) -> Found:
    """The totals as agreements let this actor see them."""
    shared = sharing(actor, found)
    told = {}
    for pk, rows in found.items():
        points = summed_up(actor, sheets[pk], [point for point, _moment in rows], shared)
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
        cell__in=Cell.objects.filter(key=""),
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
    whole = Cell.objects.filter(key="").values_list("id", flat=True).first()
    found: Found = {}
    observed = Observation.objects.filter(version__in=list(versions), accepted_at__lte=moment).order_by()
    keys = [Key(*row) for row in observed.values_list("version_id", "period_start", "period_end").distinct()]
    rows = [row for row in figures(keys, moment) if row.reported or row.left_out]
    for row in sorted(rows, key=lambda row: (row.period_start, row.period_end)):
        if (row.axis, row.group_id, row.cell_id) == (cut.axis, cut.group_id, whole):
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
    threshold = actor.initiative.suppression_threshold
    protections = {sheet.indicator.pk: Protection.of(sheet.indicator, threshold) for sheet in sheets}
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
            cell__in=Cell.objects.filter(key=""),
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
