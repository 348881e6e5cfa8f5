"""Targets, and how far indicators have come."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError
from initiatives.rest import answers
from initiatives.rest.named import cleared, partner_named
from initiatives.rest.views import InitiativeView, operation
from measurement import queries, services
from measurement.api.named import indicator_named
from measurement.serializers.targets import (
    ProgressOut,
    TargetChange,
    TargetNew,
    TargetQuery,
    TargetReason,
    TargetRow,
    whole,
)

OLDEST_FIRST = ("target_id",)
KEPT = (
    "basis",
    "baseline_value",
    "baseline_date",
    "denominator",
    "date",
    "path",
    "method",
    "rationale",
    "agreed_in",
)


class Targets(InitiativeView):
    """What is wanted of indicators."""

    @operation(Capability.VIEW, query=TargetQuery, answer=TargetRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the targets that stand, each as its latest version, or as it was at the end of the day `as_of`."""
        moment = None
        if "as_of" in self.query:
            after = self.query["as_of"] + timedelta(days=1)
            moment = datetime.combine(after, time(), ZoneInfo(actor.initiative.timezone))
        names = {
            "indicator": "target__indicator__code",
            "partner": "target__partner__code",
            "category": "target__category__code",
        }
        chosen = {names[name]: value for name, value in self.query.items() if name in names}
        return self.page(TargetRow, queries.standing_targets(actor, moment).filter(**chosen), OLDEST_FIRST)

    @operation(Capability.DEFINE, body=TargetNew, answer=TargetRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Set a target.

        Where one of the same scope stands already this is its next version, and `reason` says why it changes.
        """
        values = dict(self.body)
        indicator = indicator_named(actor, values.pop("indicator"))
        partner, code, dimension = (values.pop(name, None) for name in ("partner", "category", "dimension"))
        version = services.set_target(
            actor,
            indicator,
            partner=partner_named(actor, partner) if partner else None,
            category=_category_named(actor, indicator, dimension, code) if code else None,
            **values,
        )
        rows = queries.standing_targets(actor).filter(pk=version.pk)
        return self.created(TargetRow, rows, f"{self.plain_request.path}{version.target.public_id}/")


class _Target(InitiativeView):
    """What the operations on one target share."""

    tag = "targets"

    def rows(self, actor: Actor, id: UUID) -> Any:
        """Return the target as its latest version, withdrawn ones too."""
        rows = queries.target_versions(actor).filter(target__public_id=id).order_by("-number")
        return queries.target_versions(actor).filter(pk__in=rows.values("pk")[:1])

    def held(self, actor: Actor, id: UUID) -> Any:
        """Return the target, locked, after comparing If-Match. Raises Problem."""
        target = answers.lock(queries.targets(actor).filter(public_id=id))
        self.matched(lambda: answers.one(TargetRow, self.rows(actor, id)))
        return target


class Target(_Target):
    """One target."""

    @operation(Capability.VIEW, answer=TargetRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a target as its latest version says it."""
        return self.one(TargetRow, self.rows(actor, id))

    @operation(Capability.DEFINE, body=TargetChange, answer=TargetRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a target: a new version, which says why. What is left out stays as it was."""
        target = self.held(actor, id)
        last = self.rows(actor, id).get()
        values = cleared(self.body, "rationale", "agreed_in")
        present = {name: getattr(last, name) for name in KEPT} | {"value": last.asked}
        present["interims"] = _read(last.interims)
        services.set_target(
            actor,
            target.indicator,
            partner=target.partner,
            category=target.category,
            **{**present, "reason": "", **values},
        )
        return self.one(TargetRow, self.rows(actor, id))


class TargetWithdraw(_Target):
    """Withdrawing."""

    @operation(Capability.DEFINE, body=TargetReason, answer=TargetRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say that nothing is wanted any more, and why. What was wanted is kept."""
        services.withdraw_target(actor, self.held(actor, id), reason=self.body["reason"])
        return self.one(TargetRow, self.rows(actor, id))


class TargetVersions(_Target):
    """What a target has been."""

    @operation(Capability.VIEW, answer=TargetRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List every version of a target, earliest first."""
        target = queries.target(actor, id)
        rows = queries.target_versions(actor).filter(target=target)
        return self.page(TargetRow, rows, ("number",))


class Progress(InitiativeView):
    """How far an indicator has come."""

    tag = "indicators"

    @operation(Capability.VIEW, answer=ProgressOut)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Read how far an indicator's total has come on the way to its target, as you may see it.

        `state` is by the initiative's thresholds. Where the whole has no target of its own, those of the partners are
        rolled up as their values are.
        """
        [standing] = queries.standings(actor, among=[queries.indicator(actor, code).pk])
        judged, latest = standing.judged, standing.latest
        aim = judged.aim if judged else None
        found = judged.progress if judged else None
        is_shown = latest is not None and not latest.suppressed
        chance = standing.chance
        return self.json(
            {
                "indicator": code,
                "state": standing.state,
                "sentence": judged.sentence if judged else "",
                "period": latest.period.code if latest else None,
                "value": latest.value if latest and is_shown else None,
                "target_value": whole(aim.goal) if aim else None,
                "date": aim.day.isoformat() if aim else None,
                "partners": aim.of if aim else 0,
                "baseline_value": aim.baseline if aim else None,
                "progress": whole(found.progress) if found else None,
                "share": whole(found.share) if found else None,
                "expected": whole(found.expected) if found else None,
                "ratio": whole(found.ratio) if found else None,
                "wanted": whole(found.wanted) if found else None,
                "pace": whole(standing.pace),
                "run": standing.run.sign * standing.run.periods,
                "run_told": standing.run_told,
                "low": whole(chance.low) if chance else None,
                "high": whole(chance.high) if chance else None,
                "clear": chance.clear if chance else None,
                "chance": chance.sentence if chance else "",
                "broken": bool(judged and judged.broken),
            }
        )


def _read(interims: list[dict[str, str]]) -> list[dict[str, Any]]:
    return [
        {"date": datetime.fromisoformat(step["date"]).date(), "value": Decimal(step["value"])}
        for step in interims
    ]


def _category_named(actor: Actor, indicator: Any, dimension: str | None, code: str) -> Any:
    """Return the category of one of the indicator's dimensions. Raises DomainError at `category`."""
    found = queries.categories_of(actor, indicator).filter(code=code)
    if dimension:
        found = found.filter(dimension__code=dimension)
    rows = list(found[:2])
    if not rows:
        message = _("“%(code)s” is not a category of “%(name)s”.") % {"code": code, "name": indicator.name}
        raise DomainError("unknown_category", message, "category")
    if len(rows) > 1:
        message = _("Several dimensions have a category “%s”: name the dimension, too.") % code
        raise DomainError("ambiguous", message, "dimension")
    return rows[0]
