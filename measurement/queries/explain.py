"""Explain a figure: every observation behind it, with who, when and under which definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.queries import affiliations_at, partners, place_parents, places, sectors
from measurement.cells import key_of
from measurement.kinds import kind
from measurement.models import Assignment, Cell, Indicator, IndicatorVersion, Observation
from measurement.periods import Period
from measurement.queries.catalogue import catalogue
from measurement.queries.figures import Contribution, contributions
from measurement.queries.series import Point, Question, display, may_see_partners, series
from measurement.queries.series.shared import NamedHere
from measurement.queries.sharing import Spot
from measurement.rollup_sql import Key
from measurement.words import ValueStatus


@dataclass(frozen=True)
class Behind:
    """One partner behind a figure: what it gave, and whether that is in the figure.

    The numbers are None for a reader who may not see this partner's figures (`visible` is False). `left_out`
    names why it is not in the figure; `earlier` holds the revisions that were superseded, newest first.
    """

    partner: str
    partner_name: str
    status: str
    visible: bool
    included: bool
    left_out: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    display: str = ""
    entered_value: Decimal | None = None
    entered_n: Decimal | None = None
    revision: int = 0
    accepted_at: datetime | None = None
    accepted_by: str = ""
    submitted_at: datetime | None = None
    submitted_by: str = ""
    on_behalf: bool = False
    source: str = ""
    note: str = ""
    explanation: str = ""
    reason: str = ""
    submission: str = ""
    earlier: tuple[Behind, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """A figure, the definition it stands under, and who is behind it."""

    indicator: Indicator
    version: IndicatorVersion
    period: Period
    by: str
    group: str
    point: Point | None
    behind: tuple[Behind, ...]


def explain(
    actor: Actor,
    indicator: Indicator,
    *,
    period: Period,
    by: str = "total",
    group: str = "total",
    categories: Mapping[str, str] | None = None,
) -> Explanation:
    """Return what stands behind one figure. Raises NotFound for a group that does not exist.

    Whoever may not see a partner's figures sees that it reported, and no more.
    """
    require(actor, Capability.VIEW)
    sheet = catalogue({indicator.code})[indicator.code]
    version = sheet.at(period.start)
    chosen = dict(categories or {})
    question = Question(by=by, categories=chosen, first=period.start, last=period.end)
    points = series(actor, indicator, question).points
    point = next((p for p in points if p.period == period and p.group == group), None)
    if by not in ("total", "sector", "place", "partner"):
        chosen[by] = group
    cell = Cell.objects.filter(key=key_of(sheet.combination(version, chosen))).first()
    asked = _asked(actor, sheet.indicator, version, period, by, group)
    broken_down = frozenset(
        a.dimension.pk for a in sheet.axes.get(version.pk, ()) if a.dimension.code in chosen
    )
    shown = NamedHere(actor, sheet.indicator, Spot(version.pk, period.start, period.end), broken_down)
    return Explanation(
        sheet.indicator,
        version,
        period,
        by,
        group,
        point,
        tuple(_behind(actor, sheet.indicator, version, period, cell.pk if cell else None, asked, shown)),
    )


def _asked(
    actor: Actor, indicator: Indicator, version: IndicatorVersion, period: Period, by: str, group: str
) -> dict[int, tuple[str, str]]:
    """Return {partner id: (code, name)} of those expected in the group, and those with a row."""
    assigned = Assignment.objects.filter(indicator=indicator, starts_on__lte=period.end).exclude(
        ends_on__lt=period.start
    )
    observed = Observation.objects.filter(version=version, period_start=period.start, period_end=period.end)
    wanted = set(assigned.values_list("partner_id", flat=True)) | set(
        observed.values_list("partner_id", flat=True)
    )
    wanted &= _in_group(actor, period, by, group, wanted)
    rows = partners(actor).filter(pk__in=wanted).order_by("name", "id").values_list("id", "code", "name")
    return {pk: (code, name) for pk, code, name in rows}


def _in_group(actor: Actor, period: Period, by: str, group: str, wanted: set[int]) -> set[int]:
    if by == "partner":
        found = partners(actor).filter(code=group).first()
        if found is None:
            raise NotFound
        return {found.pk}
    if by not in ("sector", "place"):
        return wanted
    standing = affiliations_at(period.end)
    if by == "sector":
        codes = {sector.pk: sector.code for sector in sectors()}
        if group not in codes.values():
            raise NotFound
        return {pk for pk, row in standing.items() if codes[row.sector_id] == group}
    below = _places_below(actor, group)
    return {pk for pk, row in standing.items() if row.place_id in below}


def _places_below(actor: Actor, code: str) -> set[int]:
    top = places(actor).filter(code=code).first()
    if top is None:
        raise NotFound
    parents = place_parents()
    below = {top.pk}
    grown = True
    while grown:
        more = {pk for pk, parent in parents.items() if parent in below} - below
        below |= more
        grown = bool(more)
    return below


def _behind(
    actor: Actor,
    indicator: Indicator,
    version: IndicatorVersion,
    period: Period,
    cell_id: int | None,
    asked: Mapping[int, tuple[str, str]],
    shown: NamedHere,
) -> list[Behind]:
    rows = (
        Observation.objects.filter(version=version, period_start=period.start, period_end=period.end)
        .filter(cell_id=cell_id or 0, partner_id__in=list(asked))
        .select_related("submission")
        .order_by("partner_id", "-revision")
    )
    by_partner: dict[int, list[Observation]] = {}
    for row in rows:
        by_partner.setdefault(row.partner_id, []).append(row)
    everyone = may_see_partners(actor, indicator) and (actor.is_staff or not indicator.about_people)
    names = _names(row for found in by_partner.values() for row in found) if actor.is_staff else {}
    derived = _derived(version, period, cell_id)
    result = []
    for partner_id, (code, name) in asked.items():
        visible = partner_id == actor.partner_id or (everyone and shown.may_be_named(partner_id))
        found = by_partner.get(partner_id, [])
        told = _one(code, name, version, found, visible, names)
        if told.status == ValueStatus.NOT_REPORTED and partner_id in derived:
            told = _summed(code, name, version, derived[partner_id], visible)
        note = shown.note(partner_id) if visible else ""
        if note:
            told = replace(told, note=". ".join(filter(None, [told.note, note])))
        result.append(told)
    return result


def _derived(version: IndicatorVersion, period: Period, cell_id: int | None) -> dict[int, Contribution]:
    """What the roll-up takes of each partner, which may be the sum of its categories."""
    if not version.dimensions.filter(dimension__exclusive=True).exists():
        return {}
    rows = contributions([Key(version.pk, period.start, period.end)])
    return {row.partner_id: row for row in rows if row.cell_id == cell_id}


def _summed(code: str, name: str, version: IndicatorVersion, row: Contribution, visible: bool) -> Behind:
    if not visible:
        return Behind(code, name, ValueStatus.REPORTED, False, True)
    value = kind(version.kind).finish(row.numerator, row.denominator, version.multiplier)
    return Behind(
        partner=code,
        partner_name=name,
        status=ValueStatus.REPORTED,
        visible=True,
        included=True,
        numerator=row.numerator,
        denominator=row.denominator,
        value=value,
        display=display(version, value),
        revision=row.revision,
        accepted_at=row.accepted_at,
        note=_("The sum of its categories"),
    )


def _names(rows: object) -> dict[int, str]:
    identifiers = set()
    for row in rows:  # type: ignore[attr-defined]
        identifiers |= {row.accepted_by_id, row.submission.submitted_by_id}
    return {
        user.pk: str(user) for user in get_user_model()._default_manager.filter(pk__in=identifiers - {None})
    }


def _one(
    code: str,
    name: str,
    version: IndicatorVersion,
    rows: list[Observation],
    visible: bool,
    names: Mapping[int, str],
) -> Behind:
    if not rows or rows[0].superseded_at is not None:
        return Behind(code, name, ValueStatus.NOT_REPORTED, visible, False, "not_reported")
    current = _told(code, name, version, rows[0], visible, names)
    if not visible:
        return current
    earlier = tuple(_told(code, name, version, row, visible, names) for row in rows[1:])
    return Behind(**{**current.__dict__, "earlier": earlier})


def _sender(row: Observation, names: Mapping[int, str]) -> str:
    """Who handed it in, for those who may know (names are empty for others): an account, or a link's holder."""
    submission = row.submission
    if submission.submitted_by_id is None and submission.holder:
        return _("%s, by a link") % submission.holder if names else ""
    return names.get(submission.submitted_by_id or 0, "")


def _told(
    code: str, name: str, version: IndicatorVersion, row: Observation, visible: bool, names: Mapping[int, str]
) -> Behind:
    found = kind(version.kind)
    usable = row.status == ValueStatus.REPORTED and found.usable(row.numerator, row.denominator)
    left_out = "" if usable else (row.status if row.status != ValueStatus.REPORTED else "incomplete")
    if not visible:
        return Behind(code, name, row.status, False, usable, left_out)
    value = found.finish(row.numerator, row.denominator, version.multiplier) if usable else None
    return Behind(
        partner=code,
        partner_name=name,
        status=row.status,
        visible=True,
        included=usable,
        left_out=left_out,
        numerator=row.numerator,
        denominator=row.denominator,
        value=value,
        display=display(version, value),
        entered_value=row.entered_value,
        entered_n=row.entered_n,
        revision=row.revision,
        accepted_at=row.accepted_at,
        accepted_by=names.get(row.accepted_by_id, ""),
        submitted_at=row.submission.submitted_at,
        submitted_by=_sender(row, names),
        on_behalf=row.submission.on_behalf,
        source=row.submission.source,
        note=row.note,
        explanation=row.explanation,
        reason=row.submission.reason,
        submission=str(row.submission.public_id),
    )
