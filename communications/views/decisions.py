"""Decisions: the log, and one of them with all that was said of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communications.forms.decisions import DecisionFilter
from communications.models import Decision, DecisionPosition
from communications.queries import decisions as queries
from communications.queries.decision_rows import wording_rows
from communications.queries.lessons import lessons_from
from communications.queries.touching import decisions_found
from communications.views.base import CommunicationView
from communications.words.decisions import OPEN, DecisionState, Position
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.queries import places, sectors
from initiatives.web import paginate
from measurement.queries import indicator, period_name

SHOWN = 12
STATE_LOOKS = {
    DecisionState.RAISED: ("early", "mute"),
    DecisionState.DISCUSSED: ("behind", "hue"),
    DecisionState.PROPOSED: ("sent", "hue"),
    DecisionState.DECIDED: ("done", "good"),
    DecisionState.IN_EFFECT: ("on", "good"),
    DecisionState.REVIEWED: ("done", "mute"),
    DecisionState.SUPERSEDED: ("back", "mute"),
    DecisionState.WITHDRAWN: ("nodata", "mute"),
}
POSITION_LOOKS = {
    Position.AGREE: ("on", "good", "hue"),
    Position.ACCEPT: ("behind", "mute", "soft"),
    Position.RESERVATION: ("off", "warn", "warn"),
    Position.OBJECT: ("worse", "bad", "bad"),
    Position.STAND_ASIDE: ("nodata", "mute", "mute"),
}


def with_looks(rows: Sequence[Decision]) -> list[Any]:
    """Return the decisions, each with `said` (its standing wording), `ruling` or None, and how its state is shown."""
    for row in rows:
        found: Any = row
        found.said, found.ruling = found.wording[0], next(iter(found.ruled), None)
        state = DecisionState(found.stands_as)
        found.state_label = state.label
        found.state_shape, found.state_tone = STATE_LOOKS[state]
    return list(rows)


def spoken(positions: Sequence[DecisionPosition]) -> list[Any]:
    """Return the positions, each with how it is shown."""
    for one in positions:
        found: Any = one
        found.shape, found.tone, _bar = POSITION_LOOKS[Position(one.position)]
    return list(positions)


def evidence_told(actor: Actor, one: queries.Shown) -> dict[str, Any]:
    """Return a piece of evidence with its figures in words: period, group, as it stood, as it is told today."""
    names = {"total": _("All"), **dict(places(actor).values_list("code", "name"))} if one.points else {}
    names |= {row.code: str(row.name) for row in sectors()} if one.points else {}
    lines = [
        {
            "period": period_name(point.period, actor.initiative.fiscal_year_start),
            "group": names.get(point.group, point.group),
            "display": point.display,
            "hidden": point.suppressed,
            "later": point.later_display,
        }
        for point in one.points[-SHOWN:]
    ]
    return {
        "row": one.evidence,
        "lines": lines,
        "grouped": one.evidence.asked.get("by", "total") != "total",
        "revised": any(line["later"] for line in lines),
        "hidden": one.hidden,
    }


class OneDecision(CommunicationView):
    """A page about one decision."""

    found: Any

    def find(self, public_id: UUID) -> Any:
        """Look the decision up. Raises NotFound."""
        [self.found] = with_looks([queries.decision(self.actor, public_id)])
        return self.found

    def here(self) -> str:
        """Return the decision's own address."""
        return self.url("communications:decision", self.found.public_id)

    def crumbs_of(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs down to the decision, and below it."""
        log = (_("Decisions"), self.url("communications:decisions"))
        return self.trail(log, (str(self.found.number), self.here() if items else ""), *items)


class Decisions(CommunicationView):
    """The log of decisions."""

    capability = Capability.VIEW
    template_name = "communications/decisions.html"
    fragment = "list"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = DecisionFilter(self.actor, request.GET)
        page = paginate(request, decisions_found(self.actor, **form.wanted()))
        context = {
            "page": page,
            "rows": with_looks(list(page.object_list)),
            "mine": with_looks(list(queries.awaiting(self.actor)[:SHOWN])),
            "due": list(
                queries.due_for_review(self.actor, clock.today(self.actor.initiative.timezone))[:SHOWN]
            ),
            "form": form,
            "filtered": bool(form.asked()),
            "tabs": self.tabs("decisions"),
            "breadcrumbs": self.trail((_("Decisions"), "")),
        }
        return self.page(context)


class DecisionPage(OneDecision):
    """One decision: question, options, grounds, who stands where, what was decided and what came of it."""

    capability = Capability.VIEW
    template_name = "communications/decision.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        row = self.find(public_id)
        voices = queries.voices(self.actor, row)
        verdict, why = queries.how_it_stands(row)
        is_open = row.state in OPEN
        runs = queries.may_run(self.actor, row)
        seated = is_open and queries.may_take_position(self.actor, row)
        context = {
            "row": row,
            "voices": voices,
            "apart": spoken(voices.apart),
            "others": spoken(voices.others),
            "dissent": spoken(voices.dissent),
            "parts": self.parts(voices),
            "verdict": verdict,
            "why": why,
            "evidence": [evidence_told(self.actor, one) for one in queries.evidence(self.actor, row)],
            "interests": list(queries.interests(self.actor, row)),
            "effects": list(queries.effects(self.actor, row)),
            "tasks": list(queries.actions_of(self.actor, row)),
            "wordings": list(wording_rows(self.actor, row).select_related("written_by").order_by("number")),
            "later": with_looks(list(queries.decisions(self.actor).filter(supersedes=row))),
            "former": queries.decision(self.actor, row.supersedes.public_id) if row.supersedes else None,
            "signal": queries.signal_of(self.actor, row),
            "lessons": list(lessons_from(self.actor, row)[:SHOWN]),
            "is_open": is_open,
            "proposed": row.state == DecisionState.PROPOSED,
            "stands": row.state == DecisionState.DECIDED,
            "runs": runs,
            "writes": is_open and queries.may_write(self.actor, row),
            "speaks": seated and row.state == DecisionState.PROPOSED,
            "seated": seated,
            "spoke": any(
                one.membership_id == self.actor.membership_id for one in (*voices.apart, *voices.others)
            ),
            "own_id": self.actor.membership_id,
            "breadcrumbs": self.crumbs_of(),
        }
        return self.page(context)

    def parts(self, voices: queries.Voices) -> dict[str, Any]:
        """Return the bar of positions: its tones, and what each part is in words."""
        counts: dict[str, int] = {}
        for one in (*voices.apart, *voices.others):
            counts[one.position] = counts.get(one.position, 0) + 1
        said = [(position, counts[position]) for position in Position.values if position in counts]
        keys = [
            {
                "label": Position(position).label,
                "count": count,
                "shape": POSITION_LOOKS[Position(position)][0],
                "tone": POSITION_LOOKS[Position(position)][1],
            }
            for position, count in said
        ]
        missing = max(0, voices.may_speak - sum(counts.values()))
        if missing:
            keys.append({"label": _("Not yet"), "count": missing, "shape": "early", "tone": "mute"})
        tones = [(POSITION_LOOKS[Position(position)][2], count) for position, count in said]
        spoke = sum(counts.values())
        line = ngettext(
            "%(spoke)d of %(all)d who may speak has spoken.",
            "%(spoke)d of %(all)d who may speak have spoken.",
            spoke,
        )
        return {
            "tones": [*tones, ("track", missing)],
            "keys": keys,
            "line": line % {"spoke": spoke, "all": voices.may_speak},
            "label": ", ".join(f"{key['label']} {key['count']}" for key in keys),
        }


class OfIndicator(CommunicationView):
    """The decisions that bear on an indicator, on its own page."""

    capability = Capability.VIEW
    template_name = "communications/decisions_panel.html"
    fragment = "panel"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        rows = queries.decisions_on_indicator(self.actor, found)
        count = rows.count()
        context = {
            "name": found.name,
            "rows": with_looks(list(rows[:SHOWN])),
            "count": count,
            "breadcrumbs": self.trail((found.name, "")),
        }
        return self.page(context)
