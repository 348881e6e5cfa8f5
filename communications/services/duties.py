"""What somebody who leaves hands over: the meetings still ahead that they lead or take the minutes of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communications.models import Meeting
from communications.services.planning import PEOPLE, change_meeting
from communications.words.meetings import AHEAD
from initiatives.handover import Duty, register
from initiatives.queries.people import everybody

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.kernel.access import Actor
    from initiatives.models import Membership


def _ahead(membership: Membership) -> QuerySet[Meeting]:
    own = Q(facilitator_id=membership.pk) | Q(note_taker_id=membership.pk)
    return Meeting.objects.filter(own, state__in=AHEAD).order_by("starts_at", "id")


def _held(actor: Actor, membership: Membership) -> list[str]:
    return [row.title for row in _ahead(membership)]


def _heirs(actor: Actor, membership: Membership) -> QuerySet[Membership]:
    return everybody().exclude(pk=membership.pk)


def _pass_on(actor: Actor, membership: Membership, heir: Membership | None) -> None:
    for row in _ahead(membership):
        now: dict[str, Any] = {role: heir for role in PEOPLE if getattr(row, f"{role}_id") == membership.pk}
        change_meeting(actor, row, **now)


MEETINGS = register(Duty("meetings", _("Meetings to lead or to write down"), _held, _heirs, _pass_on))
