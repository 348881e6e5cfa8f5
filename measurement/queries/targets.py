"""What is wanted of indicators: targets and frozen forecasts, as an actor may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Concat

from initiatives.kernel.access import PARTNER_ROLES, Actor, Capability, require
from initiatives.kernel.errors import NotFound
from measurement.models import (
    Category,
    Forecast,
    Indicator,
    IndicatorDimension,
    IndicatorVersion,
    Target,
    TargetVersion,
)
from measurement.periods import Period
from measurement.progress import Combined, Path, Way, combined, period_meant, position
from measurement.queries.baselines import withheld
from measurement.queries.series import Question, series
from measurement.queries.sharing import openness_for, sharing
from measurement.words import Basis, Level, PartnerRollup, ProgressMethod, State, Visibility

if TYPE_CHECKING:
    from django.db.models import QuerySet

# What fewer partners come to together would tell one of them what another wants.
FEW_PARTNERS = 3
MOST_STEPS = 1000
WEIGHED = {PartnerRollup.RATIO, PartnerRollup.WEIGHTED_MEAN}
HOW = {PartnerRollup.SUM: "sum", PartnerRollup.MIN: "min", PartnerRollup.MAX: "max"}


# --- the rows ------------------------------------------------------------------------------------------------


def _rows(actor: Actor) -> QuerySet[TargetVersion]:
    rows = TargetVersion.objects.select_related(
        "target__indicator", "target__partner", "target__category__dimension", "under", "set_by"
    )
    if actor.is_staff:
        return rows.annotate(withheld=Value(False))
    of_category = Concat(
        Cast(F("target__category__dimension_id"), CharField()),
        Value(":"),
        Cast(F("target__category_id"), CharField()),
    )
    cell = Case(When(target__category=None, then=Value("")), default=of_category, output_field=CharField())
    return rows.exclude(target__indicator__state=State.PROPOSED).annotate(
        cell_key=cell, withheld=withheld(actor)
    )


def _latest(rows: QuerySet[TargetVersion], as_of: datetime | None) -> QuerySet[TargetVersion]:
    later = TargetVersion.objects.filter(target=OuterRef("target"), number__gt=OuterRef("number"))
    if as_of is not None:
        rows, later = rows.filter(set_at__lte=as_of), later.filter(set_at__lte=as_of)
    return rows.filter(~Exists(later), withdrawn=False)


def target_versions(actor: Actor) -> QuerySet[TargetVersion]:
    """Return every version of every target that the actor may see.

    Targets of the whole and of categories are for all; those of a partner for whoever may see its figures by name. Each
    carries `withheld`: whether the figure of its baseline is hidden from this actor, so that neither it nor what
    counts from it may be told.
    """
    require(actor, Capability.VIEW)
    rows = _rows(actor)
    if actor.is_staff:
        return rows
    named = Q(target__indicator__visibility=Visibility.PUBLIC)
    if actor.role in PARTNER_ROLES:
        named |= Q(target__indicator__visibility=Visibility.PARTNERS)
    named &= ~Q(target__indicator__in=_kept(actor))
    return rows.filter(named | Q(target__partner=None) | Q(target__partner=actor.partner_id or 0))


def _kept(actor: Actor) -> set[int]:
    """The indicators (ids) that want something of a partner whom an agreement keeps from being named to the actor.

    None of their partners' targets is told by name: what the others leave of the whole would be that one's.
    """
    about = Target.objects.exclude(partner=None).order_by().values_list("indicator", "partner")
    pairs = set(about)
    if actor.is_staff or not pairs:
        return set()
    shared, least = sharing(actor, {indicator for indicator, _partner in pairs}), openness_for(actor)
    return {
        indicator
        for indicator, partner in pairs
        if (terms := shared.of(indicator).get(partner)) is not None and terms.openness < least
    }


def standing_targets(actor: Actor, as_of: datetime | None = None) -> QuerySet[TargetVersion]:
    """Return the targets that stand, each as its latest version: now, or as it was at a moment."""
    return _latest(target_versions(actor), as_of)


def target(actor: Actor, public_id: UUID) -> Target:
    """Return a target by its id. Raises NotFound."""
    found = target_versions(actor).filter(target__public_id=public_id).order_by("-number").first()
    if found is None:
        raise NotFound
    named: Target = found.target
    return named


def targets(actor: Actor) -> QuerySet[Target]:
    """Return the targets that the actor may see, whatever their versions say."""
    seen = target_versions(actor).order_by().values("target")
    return Target.objects.filter(pk__in=seen).select_related("indicator", "partner", "category")


def categories_of(actor: Actor, indicator: Indicator) -> QuerySet[Category]:
    """Return the categories by which the indicator is broken down now."""
    require(actor, Capability.VIEW)
    latest = indicator.versions.order_by("-number").values("pk")[:1]
    axes = IndicatorDimension.objects.filter(version__in=latest).values("dimension")
    return Category.objects.filter(dimension__in=axes).select_related("dimension")


def forecasts(actor: Actor, indicator: Indicator, as_of: datetime | None = None) -> QuerySet[Forecast]:
    """Return the frozen forecasts of an indicator, the latest first.

    Those below staff get one only where every figure that it stands on is what they read: the line would tell others,
    such as a revision that is not published yet.
    """
    require(actor, Capability.VIEW)
    rows = Forecast.objects.filter(indicator=indicator).select_related("under", "made_by")
    if as_of is not None:
        rows = rows.filter(made_at__lte=as_of)
    if not actor.is_staff:
        known = _known(actor, indicator)
        rows = rows.filter(
            pk__in=[
                row.pk
                for row in rows
                if all(
                    known.get((row.under.number, point["period"])) == Decimal(point["value"])
                    for point in row.history
                )
            ]
        )
    return rows.order_by("-made_on", "-id")


def _known(actor: Actor, indicator: Indicator) -> dict[tuple[int, str], Decimal]:
    """Each total that the actor reads, by the definition's number and the period."""
    points = series(actor, indicator).points
    return {
        (point.version, point.period.code): point.value
        for point in points
        if point.value is not None and not point.suppressed
    }


# --- targets that can be judged by -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Aim:
    """A target as it holds for one reader.

    `version` is the one target that says it, None where partners' targets come to it together (`of` says how many).
    `goal` and `way` are None where they are withheld, `way` also where there is no baseline.
    """

    under: IndicatorVersion
    day: date
    goal: Decimal | None
    way: Way | None
    method: str = ProgressMethod.SHARE
    version: TargetVersion | None = None
    of: int = 0

    @property
    def group(self) -> str:
        """The code of the partner or category that it is about, or total."""
        about = self.about
        return about.code if about else "total"

    @property
    def about(self) -> Any:
        """The partner or category that it is about; None for the whole."""
        return (self.version.target.partner or self.version.target.category) if self.version else None

    @property
    def baseline(self) -> Decimal | None:
        """The value that it sets out from."""
        return self.way.steps[0][1] if self.way else None

    @property
    def baseline_date(self) -> date | None:
        """The day that the way sets out from."""
        return self.version.baseline_date if self.version and self.way else None


def aim_of(version: TargetVersion, year_start: int) -> Aim:
    """Return the target as it holds for the reader to whom the row was given."""
    withheld = bool(version.withheld)  # type: ignore[attr-defined]
    goal = None if withheld and version.basis != Basis.ABSOLUTE else version.value
    way = None
    if version.baseline_value is not None and version.baseline_date is not None and not withheld:
        cadence = version.under.cadence
        steps = [
            (version.baseline_date, version.baseline_value),
            *((date.fromisoformat(step["date"]), Decimal(step["value"])) for step in version.interims),
            (version.date, version.value),
        ]
        way = Path(tuple((position(day, cadence, year_start), value) for day, value in steps), version.path)
    return Aim(version.under, version.date, goal, way, version.method, version)


def whole_aims(actor: Actor, among: Collection[int], as_of: datetime | None = None) -> dict[int, Aim]:
    """Return what is wanted of the whole of each indicator (ids): its own target, else what partners' come to.

    Partners' targets roll up as their values do, by the base that each names; for readers who may not see them one by
    one only where they are at least FEW_PARTNERS.
    """
    require(actor, Capability.VIEW)
    start = actor.initiative.fiscal_year_start
    rows = (
        _latest(_rows(actor), as_of)
        .filter(target__indicator__in=list(among), target__category=None)
        .order_by("target_id")
    )
    of_partners: dict[int, list[Aim]] = {}
    indicators: dict[int, Indicator] = {}
    found: dict[int, Aim] = {}
    for row in rows:
        aim = aim_of(row, start)
        if row.target.partner_id is None:
            found[row.target.indicator_id] = aim
        else:
            of_partners.setdefault(row.target.indicator_id, []).append(aim)
            indicators[row.target.indicator_id] = row.target.indicator
    kept = _kept(actor) if of_partners else set()
    for indicator_id, aims in of_partners.items():
        named = indicator_id not in kept and _names_partners(actor, indicators[indicator_id])
        if indicator_id not in found and (named or len(aims) >= FEW_PARTNERS):
            together = _together(aims)
            if together is not None:
                found[indicator_id] = together
    return found


def aims_by(actor: Actor, indicator: Indicator, question: Question) -> list[Aim]:
    """Return the targets of the groups that a question is about: the whole, partners, or categories."""
    start, categories = actor.initiative.fiscal_year_start, dict(question.categories or {})
    rows = standing_targets(actor, question.as_of).filter(target__indicator=indicator).order_by("target_id")
    if question.by == "total" and not categories:
        return [*whole_aims(actor, [indicator.pk], question.as_of).values()]
    if question.by == "partner" and not categories:
        rows = rows.exclude(target__partner=None)
    elif question.by == "total" and len(categories) == 1:
        [(dimension, code)] = categories.items()
        rows = rows.filter(target__category__dimension__code=dimension, target__category__code=code)
    elif question.by not in ("total", "partner", "sector", "place") and not categories:
        rows = rows.filter(target__category__dimension__code=question.by)
    else:
        return []
    return [aim_of(row, start) for row in rows]


def _names_partners(actor: Actor, indicator: Indicator) -> bool:
    if actor.is_staff or indicator.visibility == Visibility.PUBLIC:
        return True
    return indicator.visibility == Visibility.PARTNERS and actor.role in PARTNER_ROLES


def _together(aims: Sequence[Aim]) -> Aim | None:
    first = aims[0].under
    versions = [aim.version for aim in aims if aim.version is not None]
    indicator = versions[0].target.indicator
    if indicator.level == Level.COMMUNITY or any(aim.under.pk != first.pk for aim in aims):
        return None
    how = "mean" if first.partner_rollup in WEIGHED else HOW.get(PartnerRollup(first.partner_rollup), "")
    weights = [version.denominator for version in versions]
    if not how or (how == "mean" and None in weights):
        return None
    values = [
        (aim.goal, weight or Decimal(1))
        for aim, weight in zip(aims, weights, strict=True)
        if aim.goal is not None
    ]
    if len(values) < len(aims):
        return None
    ways = [
        (aim.way, weight)
        for aim, (_goal, weight) in zip(aims, values, strict=True)
        if isinstance(aim.way, Path)
    ]
    return Aim(
        first,
        max(aim.day for aim in aims),
        combined(values, how),
        Combined(tuple(ways), how) if len(ways) == len(aims) else None,
        of=len(aims),
    )


# --- told along time -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One point of the way to a target. `kind` is baseline, path, interim or target."""

    group: str
    period: str
    date: date
    value: Decimal
    kind: str


def steps_of(aims: Iterable[Aim], year_start: int) -> list[Step]:
    """Return the ways as points: one for every period of the indicator's cadence from baseline to target.

    A target without a baseline is its one point. Custom periods have no grid: their steps alone.
    """
    found = []
    for aim in aims:
        if aim.goal is None:
            continue
        if aim.way is None:
            found.append(Step(aim.group, _code(aim.under, aim.day, year_start), aim.day, aim.goal, "target"))
        else:
            last = period_meant(aim.day, aim.under.cadence, year_start)
            found += _at_periods(aim, aim.way, last) if last else _at_steps(aim)
    return found


def _code(under: IndicatorVersion, day: date, year_start: int) -> str:
    period = period_meant(day, under.cadence, year_start)
    return period.code if period else ""


def _at_steps(aim: Aim) -> list[Step]:
    version = aim.version
    if version is None or version.baseline_date is None or version.baseline_value is None:
        return []
    return [
        Step(aim.group, "", version.baseline_date, version.baseline_value, "baseline"),
        *(
            Step(aim.group, "", date.fromisoformat(step["date"]), Decimal(step["value"]), "interim")
            for step in version.interims
        ),
        Step(aim.group, "", version.date, version.value, "target"),
    ]


def _at_periods(aim: Aim, way: Way, period: Period) -> list[Step]:
    where = {place for place, _value in way.steps}
    first, last = way.steps[0][0], way.steps[-1][0]
    found: list[Step] = []
    while len(found) < MOST_STEPS and (place := position(period.end)) >= first:
        kind = "target" if place == last else "baseline" if place == first else "path"
        if kind == "path" and place in where:
            kind = "interim"
        found.append(Step(aim.group, period.code, period.end, way.at(place), kind))
        period = period.previous
    return found[::-1]
