"""Invitations as their links show them, before anybody has entered an initiative."""

from dataclasses import dataclass
from hashlib import sha256

from django.db import connection

from initiatives.kernel.tenancy import tenant
from initiatives.models import Invitation


@dataclass(frozen=True)
class Pointer:
    """Where an invitation lies."""

    initiative_id: int
    invitation_id: int


def pointer_of(secret: str) -> Pointer | None:
    """Return where the invitation with this secret lies, None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT initiative_id, invitation_id FROM app.invitation_by_hash(%s)",
            [sha256(secret.encode()).digest()],
        )
        row = cursor.fetchone()
    return Pointer(*row) if row else None


def invitation_behind(secret: str) -> Invitation | None:
    """Return the invitation that a link leads to with membership, partner, inviter, initiative; or None."""
    pointer = pointer_of(secret)
    if pointer is None:
        return None
    with tenant(pointer.initiative_id):
        return (
            Invitation.objects.select_related("membership__partner", "invited_by", "initiative")
            .filter(pk=pointer.invitation_id)
            .first()
        )
