"""The theory of change: drawn, as a table, as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.charts import theory_map
from agenda.models import Strategy
from agenda.queries import Theory, connected, goal_key, standings_of, strategy_key, theory, warnings
from agenda.views.base import AgendaView
from agenda.words import Evidence
from initiatives.kernel.access import Capability
from initiatives.rest.answers import csv_answer
from initiatives.templatetags.look import status

CSV_COLUMNS = (
    *("goal", "strategy", "because", "evidence", "evidence_source", "moves_first", "leads_to"),
    "looked_at",
)


class TheoryView(AgendaView):
    """What the theory's page and its table as a file share."""

    capability = Capability.VIEW

    def rows(self, found: Theory) -> list[dict[str, Any]]:
        """Return the routes as rows: one for each strategy and what it moves first, under its goal."""
        rows: dict[tuple[int, int, str], dict[str, Any]] = {}
        for route in found.routes:
            first = route.first.name if route.first else ""
            key = (route.goal.pk, route.strategy.pk, first)
            row = rows.setdefault(
                key,
                {
                    "goal": route.goal,
                    "strategy": route.strategy,
                    "first": route.first,
                    "cores": [],
                    "evidence": Evidence(route.strategy.evidence).label if route.strategy.evidence else "",
                },
            )
            if route.core:
                row["cores"].append(route.core)
        return list(rows.values())


class TheoryPage(TheoryView):
    """Why this should work: drawn from strategy to goal, and as a table."""

    template_name = "agenda/theory.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = theory(self.actor)
        marked = connected(found, request.GET.get("on", ""))
        rows = self.rows(found)
        lacks = [one for one in warnings(self.actor) if one.code in ("outputs_only", "no_strategy")]
        context = {
            "found": found,
            "map": theory_map(found, self.under(found), marked) if found.routes else None,
            "marked": bool(marked),
            "said": self.said(found),
            "groups": [(goal, [row for row in rows if row["goal"].pk == goal.pk]) for goal in found.goals],
            "strategies": len({route.strategy.pk for route in found.routes}),
            "granted": self.granted(found),
            "lacks": lacks,
            "shapes": self.shapes,
            "tabs": self.tabs("theory"),
            "breadcrumbs": self.trail((_("Theory of change"), "")),
        }
        return self.page(context)

    def granted(self, found: Theory) -> list[Strategy]:
        """Return the strategies that say why they should work: what each takes for granted, once."""
        return list(
            {route.strategy.pk: route.strategy for route in found.routes if route.strategy.because}.values()
        )

    def under(self, found: Theory) -> dict[str, tuple[str, str]]:
        """Return what stands below each name: the evidence of a strategy, the figure and state of an indicator."""
        said: dict[str, tuple[str, str]] = {}
        spots = [route.first for route in found.routes if route.first]
        spots += [spot for own in found.cores.values() for spot in own]
        standing = standings_of(self.actor, {spot.code for spot in spots if spot.code})
        for spot in spots:
            if spot.is_wanted:
                said[spot.key] = (_("no measure yet"), "bad")
            elif (one := standing.get(spot.code)) and one.latest:
                look = status(one.state) if one.state else None
                figure = _("hidden") if one.latest.suppressed else str(one.value)
                words = f"{figure}, {str(look.label).lower()}" if look else figure
                said[spot.key] = (words, look.tone if look else "")
            else:
                said[spot.key] = (_("no figure yet"), "")
        for route in found.routes:
            words = route.strategy.evidence
            said[strategy_key(route.strategy)] = (
                (str(Evidence(words).label), "") if words else (_("evidence not said"), "bad")
            )
        said.update({goal_key(goal): ("", "") for goal in found.goals})
        return said

    def said(self, found: Theory) -> str:
        """Return in a sentence whether it could be told if this works."""
        unmeasured = {
            strategy_key(route.strategy)
            for route in found.routes
            if route.first is None or route.first.is_wanted
        }
        if not unmeasured:
            return _("Every strategy has a measure that should move first.")
        words = ngettext(
            "%d strategy has no measure yet, so we could not tell if it fails.",
            "%d strategies have no measure yet, so we could not tell if they fail.",
            len(unmeasured),
        )
        return words % len(unmeasured)


class TheoryCsv(TheoryView):
    """Every route as a file."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rows = [
            {
                "goal": row["goal"].statement,
                "strategy": row["strategy"].name,
                "because": row["strategy"].because,
                "evidence": row["strategy"].evidence,
                "evidence_source": row["strategy"].evidence_source,
                "moves_first": row["first"].name if row["first"] else "",
                "leads_to": "; ".join(core.name for core in row["cores"]),
                "looked_at": row["strategy"].reviewed_on.isoformat() if row["strategy"].reviewed_on else "",
            }
            for row in self.rows(theory(self.actor))
        ]
        return csv_answer(rows, CSV_COLUMNS, f"{self.slug}-theory-of-change")
