"""Reports as an actor, or the holder of a link, may read them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from backbone.frozen import thawed
from backbone.models import Report, ReportFigure, ShareLink
from backbone.words import READ_AS, ReportKind, ReportState, kinds_read_by
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, onlooker, require
from initiatives.kernel.errors import Conflict, Forbidden, NotFound
from initiatives.kernel.tenancy import tenant
from initiatives.queries import actor_by_id
from measurement.periods import Period
from measurement.queries import (
    Point,
    Question,
    Standing,
    Told,
    change_between,
    period_name,
    series,
    standings,
    told,
    told_coverage,
    told_point,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from measurement.models import IndicatorVersion


# --- who finds which ---------------------------------------------------------------------------------------


def reports(actor: Actor) -> QuerySet[Report]:
    """Return the reports that the actor finds, the latest first: staff all, others the published ones for them."""
    require(actor, Capability.VIEW)
    rows = Report.objects.select_related("made_by")
    if actor.is_staff:
        return rows
    return rows.filter(Q(state=ReportState.PUBLISHED) & Q(kind__in=kinds_read_by(actor.role)))


def report(actor: Actor, public_id: UUID) -> Report:
    """Return a report by its id. Raises NotFound."""
    found = reports(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def share_links(actor: Actor, report: Report) -> QuerySet[ShareLink]:
    """Return the links to a report, the newest first, for those who share it."""
    require(actor, Capability.DEFINE)
    return ShareLink.objects.filter(report=report).select_related("report", "made_by")


def share_link(actor: Actor, report: Report, public_id: UUID) -> ShareLink:
    """Return a link to a report by its id. Raises NotFound."""
    found = share_links(actor, report).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


# --- by a link ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SharePointer:
    """Where a link lies."""

    initiative_id: int
    link_id: int


def share_pointer(secret: str) -> SharePointer | None:
    """Return where the link with this secret lies, None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT initiative_id, link_id FROM app.share_link_by_hash(%s)",
            [sha256(secret.encode()).digest()],
        )
        row = cursor.fetchone()
    return SharePointer(*row) if row else None


@contextmanager
def shared_report(pointer: SharePointer) -> Iterator[tuple[Actor, Report, ShareLink]]:
    """Open the initiative's scope for a link's holder and yield whom they read as, the one report, and the link.

    Raises NotFound for a link that is there no more, Conflict (`link_closed`) for one that works no longer.
    """
    with tenant(pointer.initiative_id):
        link = (
            ShareLink.objects.select_related("report__made_by", "made_by", "initiative")
            .filter(pk=pointer.link_id)
            .first()
        )
        if link is None:
            raise NotFound
        closed = why_closed(link)
        if closed:
            raise Conflict("link_closed", closed)
        yield reader_of(link.initiative, link.report), link.report, link


def why_closed(link: ShareLink) -> str:
    """Say why a link works no longer; empty while it works."""
    who = {"initiative": link.initiative.name}
    if link.revoked_at is not None or _lapsed(link):
        return _("This link has been withdrawn. Ask %(initiative)s for a new one.") % who
    if link.report.state != ReportState.PUBLISHED:
        return _("This report has been withdrawn. Ask %(initiative)s about it.") % who
    if link.expires_at <= clock.now():
        return _("This link is out of date. Ask %(initiative)s for a new one.") % who
    return ""


def _lapsed(link: ShareLink) -> bool:
    """Whether whoever made it may no longer share."""
    try:
        require(actor_by_id(link.made_by_id), Capability.DEFINE)
    except (NotFound, Forbidden):
        return True
    return False


def reader_of(initiative: Any, report: Report) -> Actor:
    """Return the Actor with whose eyes a report is read."""
    return onlooker(initiative, READ_AS[ReportKind(report.kind)])


# --- what it says ------------------------------------------------------------------------------------------


NOTHING = Told("")


@dataclass(frozen=True)
class FrozenGroup:
    """A figure of one category, as it was frozen."""

    name: str
    point: Point
    told: str


@dataclass(frozen=True)
class FrozenFigure:
    """A figure of a report in the reader's words. `later` is what it was revised to since, empty where it was not."""

    stored: ReportFigure
    version: IndicatorVersion
    point: Point | None
    value: Told = NOTHING
    told: str = "–"
    period: str = ""
    coverage: str = ""
    change: str = ""
    verdict: str = ""
    since: str = ""
    target: str = ""
    by: str = ""
    wanted: str = ""
    later: str = ""
    spark: tuple[Point | None, ...] = ()
    path: tuple[Decimal, ...] = ()
    groups: tuple[tuple[str, tuple[FrozenGroup, ...]], ...] = ()

    @property
    def name(self) -> str:
        """The indicator's name as it was then."""
        return self.stored.name

    @property
    def code(self) -> str:
        """The indicator's code."""
        return str(self.version.indicator.code)

    @property
    def headline(self) -> str:
        """The finding in one line."""
        if self.point is None:
            return self.name
        words = {"name": self.name, "figure": self.told, "period": self.period}
        if not self.change:
            return _("%(name)s: %(figure)s in %(period)s") % words
        words |= {"change": self.change, "since": self.since}
        return _("%(name)s: %(figure)s in %(period)s, %(change)s since %(since)s") % words

    @property
    def goal(self) -> str:
        """The goal that it tells of."""
        return self.stored.goal

    @property
    def state(self) -> str:
        """How it stood."""
        return self.stored.state


def frozen(reader: Actor, report: Report) -> list[FrozenFigure]:
    """Return the figures of a report in their order, each with what it was revised to since.

    `reader` is `reader_of` the report, whoever looks: a revision is told as its audience may see it.
    """
    rows = list(
        ReportFigure.objects.filter(report=report, edition=report.edition)
        .select_related("version__indicator")
        .order_by("position")
    )
    now = {row.indicator.pk: row for row in standings(reader, among=[r.version.indicator_id for r in rows])}
    return [_frozen(reader, row, now.get(row.version.indicator_id)) for row in rows]


def _frozen(reader: Actor, row: ReportFigure, now: Standing | None) -> FrozenFigure:
    version, start = row.version, reader.initiative.fiscal_year_start
    if row.point is None:
        return FrozenFigure(row, version, None)
    point = thawed(row.point)
    before = thawed(row.before) if row.before else None
    change = change_between(version, before, point, reader.initiative.coverage_floor)
    aim = row.aim or {}
    return FrozenFigure(
        row,
        version,
        point,
        value=NOTHING if point.suppressed else told(version, point.value),
        told=told_point(version, point),
        period=period_name(point.period, start),
        coverage=told_coverage(point),
        change=change.text if change else "",
        verdict=change.verdict if change else "",
        since=period_name(before.period, start) if before else "",
        target=_number(version, aim.get("goal")),
        by=aim.get("by", ""),
        wanted=_number(version, aim.get("wanted")),
        later=_later(reader, version, point, now),
        spark=tuple(None if p is None else thawed(p) for p in row.course),
        path=tuple(Decimal(value) for value in aim.get("path", ())),
        groups=tuple((group["by"], _groups(version, group["rows"])) for group in row.groups),
    )


def _number(version: IndicatorVersion, text: str | None) -> str:
    return str(told(version, Decimal(text))) if text else ""


def _groups(version: IndicatorVersion, rows: list[dict[str, Any]]) -> tuple[FrozenGroup, ...]:
    found = []
    for row in rows:
        point = thawed(row["point"])
        found.append(FrozenGroup(row["name"], point, told_point(version, point)))
    return tuple(found)


def _later(reader: Actor, version: IndicatorVersion, point: Point, now: Standing | None) -> str:
    """What the same figure says today, where that is another one and may be seen."""
    if point.suppressed or point.value is None or now is None:
        return ""
    known = [p for p in now.points if p is not None and p.period == point.period]
    if now.version.pk != version.pk:
        asked = Question(first=point.period.start, last=point.period.end)
        known = list(series(reader, now.indicator, asked).points)
    same = next((p for p in known if p.period == point.period and p.version == point.version), None)
    if same is None or same.suppressed or same.value is None or same.value == point.value:
        return ""
    return str(told(version, same.value))


def period_of(report: Report) -> Period:
    """Return the period that a report is about."""
    return Period.from_dates(report.period_start, report.period_end)


def revised(figures: list[FrozenFigure]) -> list[FrozenFigure]:
    """Return those figures that were revised since."""
    return [figure for figure in figures if figure.later]
