"""The chapters of the yearly report: one for each role, filled from the records, without names or amounts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backbone.models import PolicyMove
from backbone.queries.roles.backbone import roster
from backbone.queries.roles.measures import all_measures
from backbone.queries.roles.records import campaigns, mentions
from backbone.queries.roles.shapes import Ask
from backbone.words.roles import BackboneRole
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from measurement.periods import Period

MOST_LINES = 12


def chapters(actor: Actor, period: Period) -> list[dict[str, Any]]:
    """Return what is told of each role for a year, as a report keeps it: `name`, `fte`, `measures`, `lines`.

    Measures over twelve months end with the period, or today while it runs; what holds "now" holds today.
    """
    require(actor, Capability.VIEW)
    today = clock.today(actor.initiative.timezone)
    last = min(period.end, today)
    ask = Ask(actor, last, told_to=last)
    posts = roster(actor).by_role
    return [
        {
            "role": role.value,
            "name": str(role.label),
            "fte": f"{posts[role.value].normalize():f}",
            "measures": [
                {
                    "says": one.says,
                    "figure": one.figure,
                    "behind": one.behind,
                    "period": one.period,
                    "more": one.more,
                    "known": one.known,
                    "share": one.share,
                }
                for one in all_measures(ask, role)
            ],
            "lines": _lines(actor, role, period.start, last),
        }
        for role in BackboneRole
    ]


def _lines(actor: Actor, role: BackboneRole, first: date, last: date) -> list[str]:
    """What happened in a role from a day to a day, in its order."""
    if role == BackboneRole.POLICY:
        moves = PolicyMove.objects.filter(moved_on__gte=first, moved_on__lte=last).select_related("target")
        return [
            _("%(day)s: %(title)s: %(stage)s")
            % {"day": _day(move.moved_on), "title": move.target.title, "stage": move.get_stage_display()}
            for move in moves.order_by("moved_on", "id")[:MOST_LINES]
        ]
    if role == BackboneRole.PUBLIC_WILL:
        begun = campaigns(actor).filter(starts_on__gte=first, starts_on__lte=last).order_by("starts_on")
        heard = mentions(actor).filter(happened_on__gte=first, happened_on__lte=last).order_by("happened_on")
        told = [
            _("%(day)s: campaign “%(name)s”") % {"day": _day(row.starts_on), "name": row.name}
            for row in begun
        ]
        told += [
            _("%(day)s: %(outlet)s, “%(title)s”")
            % {"day": _day(row.happened_on), "outlet": row.outlet, "title": row.title}
            for row in heard[:MOST_LINES]
        ]
        return told[:MOST_LINES]
    return []


def _day(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
