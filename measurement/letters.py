"""The letters of collection, out of jobs: reminders, and links whose secret is made here and lies in no queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from initiatives import mail
from initiatives.jobs import handler
from initiatives.kernel import clock
from initiatives.kernel.tenancy import tenant
from initiatives.letters import SecretLinkLetter
from initiatives.quiet import put_off
from measurement.models import HandInLink, Nudge, Request
from measurement.queries.collection import last_day_of
from measurement.queries.telling import cycle_name

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.models import Membership

SEND_LINK = "measurement.send_link"
SEND_NUDGE = "measurement.send_nudge"
# Behind the reminder's number in the key of the job that sends the lead its copy.
COPY = "copy"


class HandInLetter(SecretLinkLetter):
    """The ask for one partner's figures, with the link to hand them in."""

    job = SEND_LINK
    purpose, template, page = "hand-in link", "hand_in_link", "hand_in_link"

    def links(self) -> QuerySet[HandInLink]:
        return HandInLink.objects.select_related("request__cycle__initiative", "request__partner", "made_by")

    def about(self, link: HandInLink) -> Mapping[str, Any]:
        return {**super().about(link), **_about(link.request), "about": link.about}


@handler(SEND_LINK, outside=True)
def send_link(initiative_id: int, key: str) -> None:
    """Mail an open link that was not sent yet."""
    HandInLetter().send(initiative_id, key)


@handler(SEND_NUDGE, outside=True)
def send_nudge(initiative_id: int, key: str) -> None:
    """Mail a reminder that was not sent yet, or its `copy`, outside the quiet hours of whom it is for.

    Only to those who have an account and still take part.
    """
    nudge_id, _colon, copy = key.partition(":")
    with tenant(initiative_id):
        message = _nudge_for(int(nudge_id), copied=bool(copy))
    if message is None:
        return
    message.send()
    if not copy:
        with tenant(initiative_id):
            Nudge.objects.filter(pk=int(nudge_id), sent_at=None).update(sent_at=clock.now())


def _nudge_for(nudge_id: int, *, copied: bool) -> EmailMultiAlternatives | None:
    row = (
        Nudge.objects.select_related(
            "request__cycle__initiative", "request__partner", "to", "copied_to", "made_by"
        )
        .filter(pk=nudge_id)
        .first()
    )
    who = None if row is None else row.copied_to if copied else row.to
    if row is None or who is None or who.user_id is None or not who.is_active or not who.email:
        return None
    if row.sent_at is not None and not copied:
        return None
    key = f"{nudge_id}:{COPY}" if copied else str(nudge_id)
    return None if put_off(SEND_NUDGE, key, who) else _nudge_letter(row, who, copied=copied)


def unsent_nudge(row: Nudge) -> EmailMultiAlternatives:
    """Return the letter of a reminder (which need not be kept yet) as its addressee would read it."""
    return _nudge_letter(row, row.to, copied=False)


def _nudge_letter(row: Nudge, who: Membership, *, copied: bool) -> EmailMultiAlternatives:
    initiative = row.request.cycle.initiative
    address = reverse("measurement:request", args=[initiative.slug, row.request.public_id])
    return mail.letter(
        "nudge",
        who.email,
        {
            **_about(row.request),
            "membership": who,
            "to": row.to,
            "copied": copied,
            "sender": row.made_by.name,
            "message": row.message,
            "link": mail.absolute(address),
        },
        language=who.language or initiative.language,
        headers={"Message-ID": mail.message_id(f"nudge.{row.pk}.{who.public_id}")},
    )


def _about(request: Request) -> dict[str, Any]:
    cycle = request.cycle
    return {
        "initiative": cycle.initiative,
        "partner": request.partner,
        "period": cycle_name(cycle, cycle.initiative.fiscal_year_start),
        "last_day": last_day_of(request),
        "practice": cycle.practice,
    }
