"""A person takes what is kept about them, or has themselves forgotten."""

from dataclasses import dataclass
from functools import partial
from typing import IO

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import mail
from initiatives.carrying import mine
from initiatives.events import OwnDataTaken, PersonForgotten
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Role
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.kernel.tenancy import person, tenant
from initiatives.models import ApiToken, IdempotentAnswer, Membership, User
from initiatives.outbox import record
from initiatives.queries.actors import enter, my_memberships
from initiatives.queries.people import duties_of
from initiatives.services.people import end_membership, keep_a_lead, subject


@dataclass(frozen=True)
class Farewell:
    """What a person leaves in one initiative: open work with their name on it; whether they are its last lead."""

    membership: Membership
    open_work: tuple[str, ...]
    last_lead: bool


def take_own_data(user: User, out: IO[bytes]) -> None:
    """Write everything that is kept about a person into a .zip; their initiatives note that it was taken."""
    for membership in my_memberships(user):
        with enter(user, membership.initiative.slug) as actor:
            record(actor, OwnDataTaken(subject(membership), partner_id=membership.partner_id))
    mine.write_own(user, out)


def farewells(user: User) -> list[Farewell]:
    """Return what will happen in each initiative the person takes part in. Changes nothing."""
    found = []
    for membership in my_memberships(user):
        with enter(user, membership.initiative.slug) as actor:
            own = Membership.objects.select_related("initiative").get(pk=membership.pk)
            held = [line for _duty, lines, _heirs in duties_of(actor, own) for line in lines]
            found.append(Farewell(own, tuple(held), _is_last_lead(own)))
    return found


def _is_last_lead(membership: Membership) -> bool:
    try:
        keep_a_lead(membership)
    except Conflict:
        return True
    return False


def forget_me(user: User, *, confirmation: str) -> None:
    """Forget a person, for good: their places end, their name and address go, the account is shut, a letter says so.

    What they entered, decided and signed stays with the initiatives under a name that leads to nobody. All of it or
    nothing. `confirmation` is the address of the account. Raises DomainError at it, and Conflict for a last lead.
    """
    if confirmation.strip().lower() != user.email:
        raise DomainError("wrong_address", _("Type the address of your account to confirm."), "confirmation")
    address, language, name = user.email, user.language, ""
    with transaction.atomic():
        for membership in my_memberships(user):
            with enter(user, membership.initiative.slug) as actor:
                _leave(actor, membership)
        for membership in mine.memberships_of(user):
            with tenant(membership.initiative_id):  # type: ignore[attr-defined]
                name = _forget_in(user, membership) or name
        with person(user):
            IdempotentAnswer.objects.all().delete()
            ApiToken.objects.all().delete()
        for rows in (EmailAddress, Authenticator, SocialAccount, UserSession):
            rows.objects.filter(user_id=user.pk).delete()
        mine.close_account(user, name or str(_("Former member")))
        # Nobody may keep the address for a second attempt: the letter leaves once, when all is done.
        letter = mail.letter("forgotten", address, {"initiatives": []}, language=language)
        transaction.on_commit(partial(letter.send, fail_silently=True), robust=True)


def _leave(actor: Actor, membership: Membership) -> None:
    try:
        end_membership(actor, membership)
    except Conflict as error:
        message = _("%(initiative)s has no other lead: make somebody else a lead first.")
        raise Conflict(error.code, message % {"initiative": actor.initiative.name}) from error


def _forget_in(user: User, membership: Membership) -> str:
    own = (
        Membership.objects.select_related("initiative").select_for_update(of=("self",)).get(pk=membership.pk)
    )
    mine.forget_in(own)
    own.forgotten_at = clock.now()
    own.save()
    actor = Actor(user, own.initiative, Role(own.role), own.pk, own.partner_id)
    record(actor, PersonForgotten(subject(own), partner_id=own.partner_id))
    return own.name
