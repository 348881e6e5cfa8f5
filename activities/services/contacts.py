"""Whom to ask about an activity, and who is asked when they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.events.work import ActivityChanged
from activities.models import Activity
from activities.services.activities import told_of
from activities.words import OVER
from initiatives.handover import Duty, register
from initiatives.kernel.access import Actor
from initiatives.outbox import record
from initiatives.queries import everybody

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.models import Membership


def _asked(membership: Membership) -> QuerySet[Activity]:
    rows = Activity.objects.filter(contact_id=membership.pk)
    return rows.exclude(state__in=[state.value for state in OVER]).order_by("id")


def _held(actor: Actor, membership: Membership) -> list[str]:
    return [_("Is asked about the activity %s") % row.title for row in _asked(membership)]


def _heirs(actor: Actor, membership: Membership) -> QuerySet[Membership]:
    return everybody().filter(partner=membership.partner).exclude(pk=membership.pk)


def _pass_on(actor: Actor, membership: Membership, heir: Membership | None) -> None:
    for row in _asked(membership).select_for_update(of=("self",)):
        row.contact_id = heir.pk if heir else None
        row.save(update_fields=["contact"])
        record(actor, ActivityChanged(fields=("contact",), **told_of(row)))


CONTACTS = register(
    Duty("activities", gettext_lazy("Activities they are asked about"), _held, _heirs, _pass_on)
)
