"""Invitations: an account for one person, bound to initiative, e-mail and role; a link that works once."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from initiatives import limits
from initiatives.events import InvitationAccepted, InvitationWithdrawn, PersonInvited
from initiatives.jobs import enqueue
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, Role, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.kernel.tenancy import person, tenant
from initiatives.letters import SEND_INVITATION, unknown_secret
from initiatives.models import Invitation, Membership, Partner, User
from initiatives.outbox import record
from initiatives.queries.actors import actor_by_id
from initiatives.queries.invitations import invitation_behind, pointer_of
from initiatives.queries.people import to_invite
from initiatives.services.people import add_person, require_grant, subject

LASTS = timedelta(days=14)


def invite(
    actor: Actor,
    *,
    email: str,
    role: str,
    partner: Partner | None = None,
    name: str = "",
    language: str = "",
) -> Invitation:
    """Add a person and send them a link with which they join. The mail goes out after the commit.

    Raises Forbidden for a role the actor may not give, DomainError at the field concerned.
    """
    if not email.strip():
        raise DomainError("required", _("An invitation needs an e-mail address."), "email")
    membership = add_person(
        actor, name=name or email.split("@")[0], email=email, role=role, partner=partner, language=language
    )
    return invite_person(actor, membership)


def invite_person(actor: Actor, membership: Membership) -> Invitation:
    """Send somebody who takes part without an account a link; an open invitation is replaced (sent again).

    Raises Conflict when they have an account or have left, DomainError at `email` when there is no address,
    TooMany when too many letters went out today: by this account, from this initiative or to this mailbox.
    """
    require_grant(actor, Role(membership.role))
    now = Membership.objects.select_for_update().get(pk=membership.pk)
    if now.user_id is not None:
        raise Conflict("has_account", _("This person has an account already."))
    if not now.is_active:
        raise Conflict("left", _("This person does not take part any more."))
    if not now.email:
        raise DomainError("required", _("An invitation needs an e-mail address."), "email")
    if not actor.initiative.demonstration:
        limits.spend(
            "invite",
            account=actor.user.pk,
            initiative=actor.initiative.pk,
            addressee=mailbox(now.email),
        )
    moment = clock.now()
    Invitation.objects.filter(membership=now, accepted_at=None, withdrawn_at=None).update(withdrawn_at=moment)
    invitation = Invitation.objects.create(
        membership=now,
        email=now.email,
        role=now.role,
        secret_hash=unknown_secret(),
        invited_by_id=actor.membership_id,
        created_at=moment,
        expires_at=moment + LASTS,
    )
    record(actor, PersonInvited(subject(now), partner_id=now.partner_id, role=now.role))
    enqueue(SEND_INVITATION, str(invitation.pk))
    return invitation


def invite_all(actor: Actor) -> list[Invitation]:
    """Invite everybody who takes part with an e-mail address, without an account and without an open invitation.

    Those to whom no more letters go today are left for another day. Raises TooMany when nobody could be written to.
    """
    require(actor, Capability.MANAGE_PEOPLE)
    made: list[Invitation] = []
    for membership in to_invite(actor):
        try:
            made.append(invite_person(actor, membership))
        except limits.TooMany:
            if not made:
                raise
            break
    return made


def mailbox(email: str) -> str:
    """Return the mailbox that an address leads to: what stands behind a plus is the reader's own label."""
    local, _at, host = email.lower().rpartition("@")
    return f"{local.split('+')[0]}@{host}"


def withdraw_invitation(actor: Actor, membership: Membership) -> None:
    """Withdraw a person's open invitation; its link is dead at once. The person stays on the list."""
    require(actor, Capability.MANAGE_PEOPLE)
    withdrawn = Invitation.objects.filter(membership=membership, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=clock.now()
    )
    if withdrawn:
        record(actor, InvitationWithdrawn(subject(membership), partner_id=membership.partner_id))


def accept_invitation(user: User, secret: str) -> Membership:
    """Take up an invitation: the user's account becomes the person's. It works once, whoever comes together.

    Raises NotFound for a link that leads nowhere, Conflict for one that is used up, withdrawn, out of date or
    whose inviter may not give the role any more, Forbidden for an account without that verified address.
    """
    pointer = pointer_of(secret)
    if pointer is None:
        raise NotFound
    with transaction.atomic(), tenant(pointer.initiative_id), person(user):
        invitation = (
            Invitation.objects.select_for_update(of=("self",))
            .select_related("membership", "initiative")
            .get(pk=pointer.invitation_id)
        )
        refuse_unless_open(invitation)
        if not has_verified(user, invitation.email):
            raise Forbidden(
                _("This invitation is for another e-mail address than that of your account."), "other_address"
            )
        membership: Membership = invitation.membership
        membership.user = user
        try:
            with transaction.atomic():
                membership.save(update_fields=["user"])
        except IntegrityError as error:
            raise Conflict("already_member", _("You take part in this initiative already.")) from error
        invitation.accepted_at = clock.now()
        invitation.save(update_fields=["accepted_at"])
        actor = Actor(
            user, invitation.initiative, Role(membership.role), membership.pk, membership.partner_id
        )
        record(
            actor,
            InvitationAccepted(subject(membership), partner_id=membership.partner_id, role=membership.role),
        )
    return membership


def refuse_unless_open(invitation: Invitation) -> None:
    """Raise Conflict unless the invitation may still be taken up; the tenant is active."""
    if invitation.accepted_at is not None:
        raise Conflict("used", _("This invitation has been used already."))
    membership = invitation.membership
    if invitation.withdrawn_at is not None or not membership.is_active or membership.user_id is not None:
        raise Conflict("withdrawn", _("This invitation has been withdrawn."))
    if invitation.expires_at <= clock.now():
        raise Conflict("expired", _("This invitation is out of date. Ask for a new one."))
    try:
        require_grant(actor_by_id(invitation.invited_by_id), Role(invitation.role))
    except (NotFound, Forbidden) as error:
        raise Conflict("inviter", _("This invitation holds no longer. Ask for a new one.")) from error


def standing_of(secret: str) -> tuple[Invitation, str]:
    """Return the invitation of a link and why it works no longer, empty while it does. Uses nothing up.

    Raises NotFound for a link that leads nowhere.
    """
    invitation = invitation_behind(secret)
    if invitation is None:
        raise NotFound
    with tenant(invitation.initiative_id):
        try:
            refuse_unless_open(invitation)
        except Conflict as error:
            return invitation, error.message
    return invitation, ""


def has_verified(user: User, email: str) -> bool:
    """Whether the address is one of the user's that has been proved to be theirs."""
    return bool(EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists())
