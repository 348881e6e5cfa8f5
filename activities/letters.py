"""The letters of activities, out of jobs: links whose secret is made here and lies in no queue."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from activities.models import CheckInLink
from initiatives import mail
from initiatives.jobs import handler
from initiatives.kernel import clock
from initiatives.kernel.tenancy import tenant
from initiatives.letters import secret_of

SEND_LINK = "activities.send_link"
PURPOSE = "check-in link"


@handler(SEND_LINK, outside=True)
def send_link(initiative_id: int, key: str) -> None:
    """Mail an open link that was not sent yet.

    Its secret is stored before the letter leaves, and forgotten after: whoever comes after a crash between sends the
    same letter again, under the same Message-ID, and the link works.
    """
    with tenant(initiative_id):
        message = _letter(int(key))
    if message is None:
        return
    message.send()
    with tenant(initiative_id):
        CheckInLink.objects.filter(pk=int(key)).update(sent_at=clock.now(), sealed_secret="")


def _letter(link_id: int) -> EmailMultiAlternatives | None:
    """Return the letter with the link's secret, stored with its fingerprint; None when none is to be sent."""
    link = (
        CheckInLink.objects.select_for_update(of=("self",))
        .select_related("activity", "membership", "made_by", "initiative")
        .filter(pk=link_id)
        .first()
    )
    if link is None or link.membership is None:
        return None
    if link.revoked_at or link.sent_at or link.expires_at <= clock.now() or not link.membership.is_active:
        CheckInLink.objects.filter(pk=link.pk).exclude(sealed_secret="").update(sealed_secret="")
        return None
    address = reverse("check_in_link", args=[secret_of(link, PURPOSE)])
    return mail.letter(
        "check_in_link",
        link.email,
        {
            "initiative": link.initiative,
            "activity": link.activity,
            "membership": link.membership,
            "sender": link.made_by.name,
            "message": link.message,
            "expires_at": link.expires_at,
            "link": mail.absolute(address),
        },
        language=link.membership.language or link.initiative.language,
        headers={"Message-ID": mail.message_id(f"check-in-link.{link.public_id}")},
    )
