"""Setting targets: a new version with a reason each time, nothing overwritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from measurement.events.targets import TargetSet, TargetWithdrawn
from measurement.kinds import kind
from measurement.models import Category, Indicator, IndicatorVersion, Target, TargetVersion
from measurement.progress import position, resolved
from measurement.words import Basis, PathKind, ProgressMethod

if TYPE_CHECKING:
    from initiatives.models import Partner

CHOICES = {"basis": Basis, "path": PathKind, "method": ProgressMethod}
MOST_INTERIMS = 50


def set_target(
    actor: Actor,
    indicator: Indicator,
    *,
    value: Decimal,
    date: date,
    reason: str,
    partner: Partner | None = None,
    category: Category | None = None,
    basis: str = Basis.ABSOLUTE,
    baseline_value: Decimal | None = None,
    baseline_date: date | None = None,
    denominator: Decimal | None = None,
    path: str = PathKind.LINEAR,
    method: str = ProgressMethod.SHARE,
    interims: Sequence[Mapping[str, Any]] = (),
    rationale: str = "",
    agreed_in: str = "",
) -> TargetVersion:
    """Set what is wanted of an indicator until a day: of the whole, of one partner or of one category.

    `value` means what `basis` says: the value itself, or so many points or per cent from the baseline. `denominator`
    is what the value is of, where partners' targets are to add up. `interims` are [{"date", "value"}]. Where a target
    stands already this is its next version, and `reason` says why. Raises DomainError at the field concerned.
    """
    require(actor, Capability.DEFINE)
    if partner is not None and category is not None:
        raise DomainError("one_scope", _("A target is of one partner or of one category."), "category")
    for name, given in (("basis", basis), ("path", path), ("method", method)):
        if given not in CHOICES[name].values:
            raise DomainError("invalid_choice", _("“%s” is not one of the choices.") % given, name)
    if not reason.strip():
        raise DomainError("required", _("Say why: somebody will ask in three years."), "reason")
    under = indicator.versions.order_by("number").last()
    assert under is not None
    if category is not None and not under.dimensions.filter(dimension_id=category.dimension_id).exists():
        raise DomainError(
            "unknown_category", _("The indicator is not broken down by this category."), "category"
        )
    goal = _goal(under, basis, baseline_value, value)
    _check_baseline(actor, under, baseline_value, baseline_date, date)
    steps = _interims(actor, under, interims, baseline_date, date)
    _check_rate(path, method, [baseline_value, goal, *(Decimal(step["value"]) for step in steps)])
    if denominator is not None and denominator <= 0:
        raise DomainError("out_of_range", _("The base is more than zero."), "denominator")
    target, _made = Target.objects.get_or_create(indicator=indicator, partner=partner, category=category)
    return _next_version(
        actor,
        target,
        under=under,
        basis=basis,
        baseline_value=baseline_value,
        baseline_date=baseline_date,
        asked=value,
        value=goal,
        denominator=denominator,
        date=date,
        path=path,
        method=method,
        interims=steps,
        rationale=rationale.strip(),
        agreed_in=agreed_in.strip(),
        reason=reason.strip(),
    )


def withdraw_target(actor: Actor, target: Target, *, reason: str) -> TargetVersion:
    """Say that nothing is wanted any more; what was wanted until now is kept. Raises Conflict when that is so."""
    require(actor, Capability.DEFINE)
    if not reason.strip():
        raise DomainError("required", _("Say why: somebody will ask in three years."), "reason")
    last = Target.objects.select_for_update().get(pk=target.pk).versions.order_by("number").last()
    if last is None or last.withdrawn:
        raise Conflict("withdrawn", _("This target has been withdrawn already."))
    return _next_version(actor, target, **_again(last), reason=reason.strip(), withdrawn=True)


def put_back_target(
    actor: Actor, target: Target, former: TargetVersion | None, *, reason: str
) -> TargetVersion:
    """Let a former version of a target hold again, as its next version; without one nothing is wanted any more."""
    if former is None or former.withdrawn:
        return withdraw_target(actor, target, reason=reason)
    require(actor, Capability.DEFINE)
    return _next_version(actor, target, **_again(former), reason=reason.strip())


def _again(version: TargetVersion) -> dict[str, Any]:
    """What a version says, for the next one to say."""
    own = ("id", "initiative", "target", "number", "set_at", "set_by", "reason", "withdrawn")
    fields = (field.name for field in TargetVersion._meta.concrete_fields)
    return {name: getattr(version, name) for name in fields if name not in own}


def _next_version(actor: Actor, target: Target, /, **values: Any) -> TargetVersion:
    Target.objects.select_for_update().get(pk=target.pk)
    last = target.versions.order_by("number").last()
    version = TargetVersion.objects.create(
        target=target,
        number=last.number + 1 if last else 1,
        set_at=clock.now(),
        set_by_id=actor.user_id,
        **values,
    )
    fact = TargetWithdrawn if version.withdrawn else TargetSet
    about = target.partner or target.category
    record(
        actor,
        fact(
            f"indicator:{target.indicator.code}",
            partner_id=target.partner_id,
            code=target.indicator.code,
            name=target.indicator.name,
            about=about.name if about else "",
            value=kind(version.under.kind).display(
                version.value,
                max(version.under.decimals, 0),
                version.under.unit,
                multiplier=version.under.multiplier,
                currency=version.under.currency,
            ),
            date=version.date.isoformat(),
            number=version.number,
            reason=version.reason,
        ),
    )
    return version


def _goal(under: IndicatorVersion, basis: str, baseline: Decimal | None, asked: Decimal) -> Decimal:
    goal = resolved(basis, baseline, asked)
    if goal is None:
        raise DomainError(
            "required",
            _("A target that counts from the baseline needs the baseline's value."),
            "baseline_value",
        )
    _check_bounds(under, goal, "value")
    return goal


def _check_bounds(under: IndicatorVersion, value: Decimal, field: str) -> None:
    low, high = kind(under.kind).bounds(under.scale_min, under.scale_max)
    if (low is not None and value < low) or (high is not None and value > high):
        ends = {"low": low if low is not None else "…", "high": high if high is not None else "…"}
        raise DomainError(
            "out_of_range", _("A figure of this indicator lies between %(low)s and %(high)s.") % ends, field
        )


def _check_baseline(
    actor: Actor, under: IndicatorVersion, value: Decimal | None, day: date | None, goal_day: date
) -> None:
    if value is None and day is None:
        return
    if value is None:
        raise DomainError("required", _("Say what the baseline's value was."), "baseline_value")
    if day is None:
        raise DomainError("required", _("Say from when the baseline is."), "baseline_date")
    _check_bounds(under, value, "baseline_value")
    start = actor.initiative.fiscal_year_start
    if position(goal_day, under.cadence, start) <= position(day, under.cadence, start):
        raise DomainError("not_later", _("The target must lie in a later period than its baseline."), "date")


def _interims(
    actor: Actor, under: IndicatorVersion, given: Sequence[Mapping[str, Any]], first: date | None, last: date
) -> list[dict[str, str]]:
    if given and first is None:
        raise DomainError("required", _("Interim targets need a baseline to set out from."), "baseline_value")
    if len(given) > MOST_INTERIMS:
        raise DomainError("too_many", _("That is too many interim targets."), "interims")
    rows = sorted(given, key=lambda step: step["date"])
    start = actor.initiative.fiscal_year_start
    places = [
        position(day, under.cadence, start) for day in (first, *(row["date"] for row in rows), last) if day
    ]
    if any(later <= former for former, later in pairwise(places)) and rows:
        raise DomainError(
            "not_between",
            _("Interim targets lie between baseline and target, each in a period of its own."),
            "interims",
        )
    for row in rows:
        _check_bounds(under, row["value"], "interims")
    return [{"date": row["date"].isoformat(), "value": format(row["value"], "f")} for row in rows]


def _check_rate(path: str, method: str, values: Sequence[Decimal | None]) -> None:
    if path != PathKind.RATE and method != ProgressMethod.CAGR:
        return
    field = "path" if path == PathKind.RATE else "method"
    if any(value is None or value <= 0 for value in values):
        raise DomainError("not_positive", _("A yearly rate needs a baseline and a target above zero."), field)
