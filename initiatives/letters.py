"""Letters with a secret link, out of jobs: the secret is made here and lies in no queue. Invitations are the core's."""

import secrets
from abc import ABC, abstractmethod
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, ClassVar

from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.urls import reverse

from initiatives import mail
from initiatives.jobs import handler
from initiatives.kernel import clock
from initiatives.kernel.sealing import InvalidToken, seal, unseal
from initiatives.kernel.tenancy import tenant
from initiatives.models import Invitation
from initiatives.quiet import put_off

SEND_INVITATION = "initiatives.send_invitation"


def fingerprint(secret: str) -> bytes:
    """Return what is kept of a secret."""
    return sha256(secret.encode()).digest()


def unknown_secret() -> bytes:
    """Return the fingerprint of a secret that nobody has: of an invitation not yet sent."""
    return fingerprint(secrets.token_urlsafe(32))


class LinkLetter(ABC):
    """How one kind of link with a secret is mailed, once, by whoever comes first and as often as a crash asks for it.

    `job` is the kind of job that sends it, `purpose` names the kind in the seal of its secrets and in the Message-ID,
    `template` is the letter's folder and `page` the URL name that takes the secret. Where it `waits`, it reaches nobody
    in their quiet hours.
    """

    job: ClassVar[str]
    waits: ClassVar[bool] = True
    purpose: ClassVar[str]
    template: ClassVar[str]
    page: ClassVar[str]

    @abstractmethod
    def links(self) -> QuerySet[Any]:
        """Return the links of the kind with what their letter tells."""

    @abstractmethod
    def about(self, link: Any) -> Mapping[str, Any]:
        """Return what the letter says besides initiative, person, address and last day."""

    @abstractmethod
    def stands(self, link: Any) -> bool:
        """Whether the link is still worth a letter, if it was neither sent yet nor ran out."""

    def files(self, link: Any) -> list[tuple[str, str | bytes, str]]:
        """Return what comes with the letter: name, content and kind of each file."""
        return []

    def send(self, initiative_id: int, key: str) -> None:
        """Mail an open link that was not sent yet.

        Its secret is stored before the letter leaves, and forgotten after: whoever comes after a crash between sends
        the same letter again, under the same Message-ID, and the link works.
        """
        with tenant(initiative_id):
            message = self._letter(int(key))
        if message is None:
            return
        message.send()
        with tenant(initiative_id):
            self.links().filter(pk=int(key)).update(sent_at=clock.now(), sealed_secret="")

    def _letter(self, link_id: int) -> EmailMultiAlternatives | None:
        """Return the letter with the link's secret, stored with its fingerprint; None when none is to be sent."""
        links = self.links().select_related("initiative", "membership__user", "membership__partner")
        link = links.select_for_update(of=("self",)).filter(pk=link_id).first()
        if link is None or link.membership is None:
            return None
        if link.sent_at or link.expires_at <= clock.now() or not self.stands(link):
            self.links().filter(pk=link.pk).exclude(sealed_secret="").update(sealed_secret="")
            return None
        initiative, membership = link.initiative, link.membership
        if self.waits and put_off(self.job, str(link_id), membership):
            return None
        message = mail.letter(
            self.template,
            link.email,
            {
                "initiative": initiative,
                "membership": membership,
                "expires_at": link.expires_at,
                "link": mail.absolute(reverse(self.page, args=[secret_of(link, self.purpose)])),
                **self.about(link),
            },
            language=membership.language or initiative.language,
            headers={"Message-ID": mail.message_id(f"{self.purpose.replace(' ', '-')}.{link.public_id}")},
        )
        for name, content, kind in self.files(link):
            message.attach(name, content, kind)
        return message


class InvitationLetter(LinkLetter):
    """The offer of an account."""

    job, waits = SEND_INVITATION, False
    purpose, template, page = "invitation", "invitation", "initiatives:invitation"

    def links(self) -> QuerySet[Invitation]:
        return Invitation.objects.select_related("invited_by")

    def about(self, link: Invitation) -> Mapping[str, Any]:
        return {"role": link.get_role_display, "inviter": link.invited_by.name}

    def stands(self, link: Invitation) -> bool:
        return not (link.accepted_at or link.withdrawn_at)


class SecretLinkLetter(LinkLetter):
    """A link with which somebody does one thing without an account: who made it, and what they say."""

    def about(self, link: Any) -> Mapping[str, Any]:
        return {"sender": link.made_by.name, "message": link.message}

    def stands(self, link: Any) -> bool:
        return not link.revoked_at and link.membership.is_active


@handler(SEND_INVITATION, outside=True)
def send_invitation(initiative_id: int, key: str) -> None:
    """Mail the link of an open invitation that was not sent yet."""
    InvitationLetter().send(initiative_id, key)


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
