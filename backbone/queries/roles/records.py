"""The records of the roles that look outside: policy, money, public will."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.db.models import Count, Model, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce

from backbone.models import (
    Campaign,
    FundingMove,
    FundingSource,
    MediaMention,
    PolicyMove,
    PolicyTarget,
    SignOn,
)
from backbone.queries.roles.backbone import sees_money
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound

if TYPE_CHECKING:
    from django.db.models import QuerySet

Row = TypeVar("Row", bound=Model)


def policy_targets(actor: Actor) -> QuerySet[PolicyTarget]:
    """Return what is to change, the latest first, each with `signed`: how many partners stand behind it now."""
    require(actor, Capability.VIEW)
    standing = SignOn.objects.filter(target=OuterRef("pk"), withdrawn_on=None).order_by().values("target")
    signed = Coalesce(Subquery(standing.annotate(n=Count("id")).values("n")), 0)
    return PolicyTarget.objects.select_related("strategy", "system_change").annotate(signed=signed)


def policy_target(actor: Actor, public_id: UUID) -> PolicyTarget:
    """Return what is to change, with `way` (its moves, the latest first) and `behind` (all sign-ons).

    Raises NotFound.
    """
    behind = SignOn.objects.select_related("partner", "noted_by").order_by("partner__name", "id")
    way = PolicyMove.objects.select_related("moved_by")
    rows = policy_targets(actor).prefetch_related(
        Prefetch("moves", way, to_attr="way"), Prefetch("sign_ons", behind, to_attr="behind")
    )
    return _one(rows, public_id)


def policy_moves(actor: Actor, target: PolicyTarget) -> QuerySet[PolicyMove]:
    """Return how a target came to its stage."""
    require(actor, Capability.VIEW)
    return PolicyMove.objects.filter(target=target)


def sign_ons(actor: Actor, target: PolicyTarget) -> QuerySet[SignOn]:
    """Return who stands behind an ask, and who did."""
    require(actor, Capability.VIEW)
    return SignOn.objects.filter(target=target).select_related("partner")


def sign_on_of(actor: Actor, public_id: UUID) -> SignOn:
    """Return a sign-on by its id, with its target and partner. Raises NotFound."""
    require(actor, Capability.VIEW)
    return _one(SignOn.objects.select_related("target", "partner"), public_id)


def may_sign_on(actor: Actor, partner_id: int | None) -> bool:
    """Whether the actor may put this partner's name behind an ask, and take it back."""
    return actor.may(Capability.SIGN_OFF) and (actor.is_staff or partner_id == actor.partner_id is not None)


def funding_sources(actor: Actor) -> QuerySet[FundingSource]:
    """Return the sources of money, the latest first, for those who are told amounts; none for others."""
    require(actor, Capability.VIEW)
    rows = FundingSource.objects.select_related("funder")
    return rows if sees_money(actor) else rows.none()


def funding_source(actor: Actor, public_id: UUID) -> FundingSource:
    """Return a source by its id, with `way`: its moves, the latest first. Raises NotFound."""
    way = FundingMove.objects.select_related("moved_by")
    return _one(funding_sources(actor).prefetch_related(Prefetch("moves", way, to_attr="way")), public_id)


def campaigns(actor: Actor) -> QuerySet[Campaign]:
    """Return the campaigns, the latest first, each with `mentioned`: how many mentions belong to it."""
    require(actor, Capability.VIEW)
    there = MediaMention.objects.filter(campaign=OuterRef("pk")).order_by().values("campaign")
    return Campaign.objects.annotate(
        mentioned=Coalesce(Subquery(there.annotate(n=Count("id")).values("n")), 0)
    )


def campaign(actor: Actor, public_id: UUID) -> Campaign:
    """Return a campaign by its id. Raises NotFound."""
    return _one(campaigns(actor), public_id)


def mentions(actor: Actor) -> QuerySet[MediaMention]:
    """Return where the public heard of the initiative, the latest first."""
    require(actor, Capability.VIEW)
    return MediaMention.objects.select_related("campaign")


def mention(actor: Actor, public_id: UUID) -> MediaMention:
    """Return a mention by its id. Raises NotFound."""
    return _one(mentions(actor), public_id)


def _one(rows: QuerySet[Row], public_id: UUID) -> Row:
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
