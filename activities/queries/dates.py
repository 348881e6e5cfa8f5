"""The days of mutually reinforcing activities: when they begin and end, and their milestones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Activity
from activities.queries.activities import lead_of, standing_parts
from activities.queries.together import milestones
from activities.words import ActivityState
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.dates import Dated, dates

if TYPE_CHECKING:
    from django.db.models import QuerySet

PLANNED = (ActivityState.PROPOSED, ActivityState.AGREED)


@dates("activities.activities", gettext_lazy("Activities"), icon="workflow", condition="activities", order=30)
def begun_and_ended(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    """Tell when activities begin and end, by their dates as they are now."""
    between = Q(starts_on__range=(first, last)) | Q(ends_on__range=(first, last))
    for row in _led(actor).filter(between).order_by("starts_on", "id"):
        for what, day, text, past in (
            ("begins", row.starts_on, _("%s begins"), row.state not in PLANNED),
            ("ends", row.ends_on, _("%s ends"), row.state == ActivityState.DONE),
        ):
            if day is not None and first <= day <= last:
                key = f"activities.activities:{what}:{row.public_id}"
                yield Dated(
                    key,
                    day,
                    text % row.title,
                    "activities:activity",
                    (row.public_id,),
                    past=past,
                    **_whose(row),
                )


@dates("activities.milestones", gettext_lazy("Milestones"), icon="flag", condition="activities", order=32)
def milestones_due(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    """Tell the days of milestones, but of activities that were stopped."""
    rows: Any = milestones(actor).filter(due__range=(first, last))
    rows = rows.exclude(activity__state=ActivityState.STOPPED).order_by("due", "id")
    for row in rows.select_related(None).prefetch_related(Prefetch("activity", _led(actor))):
        yield Dated(
            f"activities.milestones:{row.public_id}",
            row.due,
            row.title,
            "activities:activity",
            (row.activity.public_id,),
            note=row.activity.title,
            past=row.reached_on is not None,
            **_whose(row.activity),
        )


def _led(actor: Actor) -> QuerySet[Activity]:
    require(actor, Capability.VIEW)
    parts = Prefetch("partner_links", standing_parts(), to_attr="parts")
    return (
        Activity.objects.exclude(state=ActivityState.STOPPED)
        .select_related("strategy__group")
        .prefetch_related(parts)
    )


def _whose(row: Activity) -> dict[str, Any]:
    lead = lead_of(row)
    group = row.strategy.group if row.strategy else None
    return {
        "partner_id": lead.pk if lead else None,
        "partner": lead.name if lead else "",
        "partner_code": lead.code if lead else "",
        "group_id": group.pk if group else None,
        "group": group.name if group else "",
        "owner_id": row.contact_id,
    }
