"""The letters that the core sends by itself, out of jobs: a secret is made here and lies in no queue."""

import secrets
from hashlib import sha256

from django.urls import reverse

from initiatives import mail
from initiatives.jobs import handler
from initiatives.kernel import clock
from initiatives.models import Invitation

SEND_INVITATION = "initiatives.send_invitation"


def fingerprint(secret: str) -> bytes:
    """Return what is kept of a secret."""
    return sha256(secret.encode()).digest()


def unknown_secret() -> bytes:
    """Return the fingerprint of a secret that nobody has: of an invitation not yet sent."""
    return fingerprint(secrets.token_urlsafe(32))


@handler(SEND_INVITATION)
def send_invitation(initiative_id: int, key: str) -> None:
    """Make a new secret for an open invitation, keep its fingerprint, mail the link. A former link dies."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("membership__partner", "invited_by", "initiative")
        .filter(pk=int(key), accepted_at=None, withdrawn_at=None)
        .first()
    )
    if invitation is None:
        return
    secret = secrets.token_urlsafe(32)
    invitation.secret_hash = fingerprint(secret)
    invitation.sent_at = clock.now()
    invitation.save(update_fields=["secret_hash", "sent_at"])
    initiative, membership = invitation.initiative, invitation.membership
    mail.letter(
        "invitation",
        invitation.email,
        {
            "initiative": initiative,
            "membership": membership,
            "role": invitation.get_role_display,
            "inviter": invitation.invited_by.name,
            "expires_at": invitation.expires_at,
            "link": mail.absolute(reverse("initiatives:invitation", args=[secret])),
        },
        language=membership.language or initiative.language,
    ).send()
