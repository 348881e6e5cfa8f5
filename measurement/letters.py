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
from measurement.models import HandInLink, Nudge, Request
from measurement.queries.collection import last_day_of
from measurement.queries.telling import cycle_name

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.models import Membership

SEND_LINK = "measurement.send_link"
SEND_NUDGE = "measurement.send_nudge"


class HandInLetter(SecretLinkLetter):
    """The ask for one partner's figures, with the link to hand them in."""

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
    """Mail a reminder that was not sent yet to those of its addressees who have an account and still take part."""
    with tenant(initiative_id):
        messages = _nudge_letters(int(key))
    for message in messages:
        message.send()
    with tenant(initiative_id):
        Nudge.objects.filter(pk=int(key), sent_at=None).update(sent_at=clock.now())


def _nudge_letters(nudge_id: int) -> list[EmailMultiAlternatives]:
    row = (
        Nudge.objects.select_related(
            "request__cycle__initiative", "request__partner", "to", "copied_to", "made_by"
        )
        .filter(pk=nudge_id, sent_at=None)
        .first()
    )
    if row is None:
        return []
    wanted = [row.to, *([row.copied_to] if row.copied_to else [])]
    return [
        _nudge_letter(row, who, copied=who.pk != row.to_id)
        for who in wanted
        if who.user_id is not None and who.is_active and who.email
    ]


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
