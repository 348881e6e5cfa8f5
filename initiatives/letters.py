"""The letters that the core sends by itself, out of jobs: a secret is made here and lies in no queue."""

import secrets
from hashlib import sha256
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from initiatives import mail
from initiatives.jobs import handler
from initiatives.kernel import clock
from initiatives.kernel.sealing import InvalidToken, seal, unseal
from initiatives.kernel.tenancy import tenant
from initiatives.models import Invitation

SEND_INVITATION = "initiatives.send_invitation"
PURPOSE = "invitation"


def fingerprint(secret: str) -> bytes:
    """Return what is kept of a secret."""
    return sha256(secret.encode()).digest()


def unknown_secret() -> bytes:
    """Return the fingerprint of a secret that nobody has: of an invitation not yet sent."""
    return fingerprint(secrets.token_urlsafe(32))


@handler(SEND_INVITATION, outside=True)
def send_invitation(initiative_id: int, key: str) -> None:
    """Mail the link of an open invitation that was not sent yet.

    Its secret is stored before the letter leaves, and forgotten after: whoever comes after a crash between sends
    the same letter again, under the same Message-ID, and the link works.
    """
    with tenant(initiative_id):
        message = _letter(int(key))
    if message is None:
        return
    message.send()
    with tenant(initiative_id):
        Invitation.objects.filter(pk=int(key)).update(sent_at=clock.now(), sealed_secret="")


def _letter(invitation_id: int) -> EmailMultiAlternatives | None:
    """Return the letter with the invitation's secret, stored with its fingerprint; None when none is to be sent."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("membership__partner", "invited_by", "initiative")
        .filter(pk=invitation_id)
        .first()
    )
    if invitation is None:
        return None
    if not _to_be_sent(invitation):
        Invitation.objects.filter(pk=invitation.pk).exclude(sealed_secret="").update(sealed_secret="")
        return None
    initiative, membership = invitation.initiative, invitation.membership
    link = reverse("initiatives:invitation", args=[secret_of(invitation, PURPOSE)])
    return mail.letter(
        "invitation",
        invitation.email,
        {
            "initiative": initiative,
            "membership": membership,
            "role": invitation.get_role_display,
            "inviter": invitation.invited_by.name,
            "expires_at": invitation.expires_at,
            "link": mail.absolute(link),
        },
        language=membership.language or initiative.language,
        headers={"Message-ID": mail.message_id(f"invitation.{invitation.public_id}")},
    )


def _to_be_sent(invitation: Invitation) -> bool:
    ended = (invitation.accepted_at, invitation.withdrawn_at, invitation.sent_at)
    return not any(ended) and invitation.expires_at > clock.now()


def secret_of(row: Any, purpose: str) -> str:
    """Return the secret of an invitation or link that an earlier attempt stored, or store a new one."""
    if row.sealed_secret:
        try:
            return unseal(row.sealed_secret, purpose)
        except InvalidToken:  # the secret key was changed meanwhile
            pass
    secret = secrets.token_urlsafe(32)
    row.secret_hash, row.sealed_secret = fingerprint(secret), seal(secret, purpose)
    row.save(update_fields=["secret_hash", "sealed_secret"])
    return secret
