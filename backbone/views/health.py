"""How the five conditions stand, the principles of practice, and the risks of working together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.words import Screen
from backbone.forms.health import RiskForm
from backbone.models import HealthSnapshot
from backbone.quarters import named_quarter, quarter_of
from backbone.queries.health import (
    IN_PLACE_FROM,
    PARTLY_FROM,
    ConditionHealth,
    condition_health,
    health,
    health_of,
    released,
    snapshot,
    snapshots,
)
from backbone.queries.health.people import said_of
from backbone.queries.health.principles import principles
from backbone.queries.risks import risks
from backbone.services.health import keep_health, rate_risk, release_health
from backbone.views.base import BackboneView
from backbone.words.health import Condition, ItemState, Risk
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import NotFound
from initiatives.web import FormView, Needs
from measurement.queries import period_name

QUARTERS = 6


class HealthView(BackboneView):
    """What the pages of condition health share. Staff read how things stand now, partners the last released quarter."""

    capability: ClassVar[Needs | None] = Capability.VIEW_EVENTS

    def quarter_named(self, row: HealthSnapshot) -> str:
        """Return a snapshot's quarter in the reader's words."""
        return period_name(quarter_of(row.quarter), self.actor.initiative.fiscal_year_start)

    def asked(self, kept: list[HealthSnapshot]) -> HealthSnapshot | None:
        """Return the snapshot that is looked at: the one asked for, to partners' people the last one; None for now."""
        code = self.request.GET.get("quarter", "")
        if code:
            return snapshot(self.actor, named_quarter(code).start)
        return None if self.actor.is_staff else released(kept)

    def shared(self, row: HealthSnapshot | None, kept: list[HealthSnapshot]) -> dict[str, Any]:
        """Return what both pages show of time: the quarter looked at, and those that are kept, the earliest first."""
        for one in kept:
            one.named, one.code = self.quarter_named(one), quarter_of(one.quarter).code  # type: ignore[attr-defined]
        return {
            "row": row,
            "quarter": self.quarter_named(row) if row else "",
            "quarters": [
                (one, {found.condition: found for found in health_of(one)}) for one in reversed(kept)
            ],
            "nothing": row is None and not self.actor.is_staff,
            "thresholds": (IN_PLACE_FROM, PARTLY_FROM),
            "staff": self.actor.is_staff,
        }


class Health(HealthView):
    """The five conditions: how many of their eight items are in place, by quarter and now."""

    template_name = "backbone/health.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        kept = list(snapshots(self.actor)[:QUARTERS])
        row = self.asked(kept)
        shared = self.shared(row, kept)
        found: tuple[ConditionHealth, ...] = ()
        if not shared["nothing"]:
            found = health_of(row) if row else health(self.actor)
        present = quarter_of(self.today)
        context = {
            **shared,
            "found": [self.line(one, row) for one in found],
            "trend": [self.trend(one.condition, shared["quarters"], one) for one in found],
            "said": self.said(found),
            "keeps": self.actor.may(Capability.DEFINE)
            and not any(one.quarter == present.start for one in kept),
            "present": period_name(present, self.actor.initiative.fiscal_year_start),
            "to_release": [one for one in kept if one.released_at is None]
            if self.actor.may(Capability.DEFINE)
            else [],
            "tabs": self.tabs("health"),
            "breadcrumbs": self.trail((_("Conditions"), "")),
        }
        return self.page(context)

    def line(self, one: ConditionHealth, row: HealthSnapshot | None) -> dict[str, Any]:
        """Return one condition as a row that leads to its items."""
        query = f"?quarter={quarter_of(row.quarter).code}" if row else ""
        unknown = one.count(ItemState.UNKNOWN)
        parts = one.count(ItemState.PARTLY)
        note = _("%(partly)s partly, %(missing)s not in place, %(unknown)s not known") % {
            "partly": parts,
            "missing": one.count(ItemState.NOT_IN_PLACE),
            "unknown": unknown,
        }
        return {
            "key": one.condition.value,
            "label": one.condition.label,
            "met": one.in_place,
            "note": note,
            "url": self.url("backbone:condition_health", one.condition.value) + query,
        }

    def trend(self, condition: Condition, quarters: list[Any], now: ConditionHealth) -> dict[str, Any]:
        """Return how many items of one condition were in place quarter by quarter."""
        return {
            "label": condition.label,
            "key": condition.value,
            "counts": [by[condition].in_place for _row, by in quarters],
            "now": now.in_place,
        }

    def said(self, found: tuple[ConditionHealth, ...]) -> str:
        """Return where things stand in a sentence: counts of items, never one score."""
        if not found:
            return ""
        words = {
            "in_place": sum(one.in_place for one in found),
            "of": sum(len(one.items) for one in found),
            "unknown": sum(one.count(ItemState.UNKNOWN) for one in found),
        }
        return _("%(in_place)s of %(of)s items are in place, %(unknown)s are not known.") % words


class ConditionPage(HealthView):
    """The eight items of one condition: how each stands, from what, and where the evidence is."""

    template_name = "backbone/condition_health.html"

    def get(self, request: HttpRequest, condition: str) -> HttpResponseBase:
        if condition not in Condition.values:
            raise NotFound
        wanted = Condition(condition)
        kept = list(snapshots(self.actor)[:QUARTERS])
        row = self.asked(kept)
        shared = self.shared(row, kept)
        found = None
        if row is not None:
            found = next(one for one in health_of(row) if one.condition == wanted)
        elif self.actor.is_staff:
            found = condition_health(self.actor, wanted)
        states = [
            (one.named, {part.item.number: part for part in by[wanted].items})
            for one, by in shared["quarters"]
        ]  # type: ignore[attr-defined]
        context = {
            **shared,
            "condition": wanted,
            "found": found,
            "rows": [
                {
                    "item": one,
                    "url": self.evidence(one.item.evidence),
                    "course": [(name, by[one.item.number].state) for name, by in states],
                }
                for one in (found.items if found else ())
            ],
            "round": said_of(self.actor, Screen.CONDITIONS).round_id if self.actor.is_staff else None,
            "conditions": [
                {
                    "label": one.label,
                    "url": self.url("backbone:condition_health", one.value),
                    "current": one == wanted,
                }
                for one in Condition
            ],
            "breadcrumbs": self.trail((_("Conditions"), self.url("backbone:health")), (wanted.label, "")),
        }
        return self.page(context)


class KeepHealth(HealthView):
    """Keep the present quarter ahead of the clock."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest) -> HttpResponseBase:
        keep_health(self.actor)
        return self.go(self.url("backbone:health"), _("Kept. Partners read it once you release it."))


class ReleaseHealth(HealthView):
    """Let partners read a quarter."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, quarter: str) -> HttpResponseBase:
        release_health(self.actor, snapshot(self.actor, named_quarter(quarter).start))
        return self.go(self.url("backbone:health"), _("Released: partners read it."))


class Principles(HealthView):
    """The eight principles of practice, as people rated them."""

    template_name = "backbone/principles.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        round_id, found = principles(self.actor)
        context = {
            "round": round_id,
            "found": found,
            "opens": self.actor.may(Capability.SHAPE_AGENDA),
            "tabs": self.tabs("principles"),
            "breadcrumbs": self.trail((_("Principles"), "")),
        }
        return self.page(context)


class Risks(HealthView):
    """The ten risks of working together, with the word of the staff and what records tell."""

    template_name = "backbone/risks.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = risks(self.actor)
        rows = [{"told": one, "signs": [(sign, self.url(sign.page)) for sign in one.signs]} for one in found]
        context = {
            "rows": rows,
            "given": sum(sign.given for one in found for sign in one.signs),
            "rates": self.actor.may(Capability.DEFINE),
            "tabs": self.tabs("risks"),
            "breadcrumbs": self.trail((_("Risks"), "")),
        }
        return self.page(context)


class RateRisk(FormView, HealthView):
    """Say how likely one risk is."""

    capability = Capability.DEFINE
    template_name = "initiatives/form.html"
    submit = gettext_lazy("Save")

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        if kwargs["risk"] not in Risk.values:
            raise NotFound
        self.risk = Risk(kwargs["risk"])
        self.standing = next(one.rating for one in risks(self.actor) if one.risk == self.risk)

    def form(self, data: Any = None) -> RiskForm:
        stands = self.standing
        return RiskForm(
            data, initial={"likelihood": stands.likelihood, "note": stands.note} if stands else None
        )

    def act(self, form: Any) -> Any:
        return rate_risk(self.actor, self.risk.value, **form.cleaned_data)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("backbone:risks"), _("Saved."))

    def told(self) -> Mapping[str, Any]:
        return {
            "title": self.risk.label,
            "lead": _(
                "Your word as one of the staff. The latest one on each risk holds; earlier ones stay on file."
            ),
            "back": self.url("backbone:risks"),
            "breadcrumbs": self.trail((_("Risks"), self.url("backbone:risks")), (self.risk.label, "")),
        }
