"""Who is acting, and where: the one way to an Actor."""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.mfa.utils import is_mfa_enabled
from django.db.models import QuerySet

from initiatives.kernel.access import PARTNER_ROLES, Actor, Role, Scope
from initiatives.kernel.errors import NotFound
from initiatives.kernel.tenancy import entered, person
from initiatives.models import ApiToken, Initiative, Membership, User


def _actor(user: User, membership: Membership, token: ApiToken | None = None) -> Actor:
    role = Role(membership.role)
    return Actor(
        user=user,
        initiative=membership.initiative,
        role=role,
        membership_id=membership.pk,
        # A funder or a community member may belong to a partner, but speaks for it no more than staff do.
        partner_id=membership.partner_id if role in PARTNER_ROLES else None,
        scopes=frozenset(Scope(scope) for scope in token.scopes) if token else None,
        token_id=token.pk if token else None,
    )


@contextmanager
def enter(user: User | None, slug: str, token: ApiToken | None = None) -> Iterator[Actor]:
    """Open the initiative's scope for the user and yield their Actor there. Two queries.

    Raises NotFound for a stranger, an absent initiative, an ended membership, and a token bound elsewhere.
    """
    if user is None or not user.is_active:
        raise NotFound
    with entered(user.pk, slug) as found:
        if found is None or (token is not None and token.initiative_id not in (None, found[0])):
            raise NotFound
        membership = Membership.objects.select_related("initiative").get(pk=found[1])
        yield _actor(user, membership, token)


def actor_by_id(membership_id: int) -> Actor:
    """Return the Actor of a membership of the active initiative, with the rights of this moment.

    Raises NotFound when it has ended or has no account.
    """
    membership = (
        Membership.objects.select_related("initiative", "user")
        .filter(pk=membership_id, ended_on=None, user__is_active=True)
        .first()
    )
    if membership is None or membership.user is None:
        raise NotFound
    return _actor(membership.user, membership)


def my_memberships(user: User) -> list[Membership]:
    """Return the user's current memberships in all initiatives, by the initiative's name."""
    with person(user):
        rows: QuerySet[Membership] = Membership.mine.filter(ended_on=None).select_related("initiative")
        return list(rows.order_by("initiative__name", "id"))


def my_initiatives(token: ApiToken | None = None) -> QuerySet[Membership]:
    """Return the active person's current memberships, as far as the token reaches (inside `person(user)`)."""
    rows = Membership.mine.filter(ended_on=None)
    return rows.filter(initiative_id=token.initiative_id) if token and token.initiative_id else rows


def initiative_rows(actor: Actor) -> QuerySet[Initiative]:
    """Return the actor's initiative, as the only row."""
    return Initiative.objects.filter(pk=actor.initiative.pk)


def lacks_second_step(user: User, role: str, initiative: Initiative) -> bool:
    """Say whether the initiative asks its leads for two-step sign-in and this one has not set it up."""
    asked = role == Role.BACKBONE_LEAD and initiative.two_step_for_leads
    return asked and not is_mfa_enabled(user)


def initiative_of(actor: Actor) -> Initiative:
    """Return the actor's initiative as it is now."""
    return Initiative.objects.get(pk=actor.initiative.pk)
