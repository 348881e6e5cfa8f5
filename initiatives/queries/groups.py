"""Groups as an actor may see them: what they are for, who sits in them."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.models import Group, GroupMember, Membership, Partner


def groups(actor: Actor) -> QuerySet[Group]:
    """Return the groups that are not closed."""
    return all_groups(actor).filter(closed_on=None)


def all_groups(actor: Actor) -> QuerySet[Group]:
    """Return the groups, closed ones too."""
    require(actor, Capability.VIEW)
    return Group.objects.all()


def group(actor: Actor, public_id: UUID) -> Group:
    """Return a group by its id, with its `sitting` (as `seated` gives it). Raises NotFound."""
    found = seated(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def seats(actor: Actor) -> QuerySet[GroupMember]:
    """Return the seats that people hold now, co-chairs first, with who they are and for whom they speak."""
    require(actor, Capability.VIEW_PARTNERS)
    rows = GroupMember.objects.filter(until=None).select_related("group", "membership__partner")
    return rows.order_by("-co_chair", "membership__name", "id")


def all_seats(actor: Actor, partner_id: int | None = None) -> QuerySet[GroupMember]:
    """Return the seats that people held and hold (of one partner's people with `partner_id`), with who they are."""
    require(actor, Capability.VIEW_PARTNERS)
    rows = GroupMember.objects.select_related("membership")
    return rows if partner_id is None else rows.filter(membership__partner_id=partner_id)


def seated(actor: Actor) -> QuerySet[Group]:
    """Return the groups that are not closed and those that are, each with its `sitting`: the seats held now."""
    return all_groups(actor).prefetch_related(Prefetch("members", seats(actor), to_attr="sitting"))


def former_seats(actor: Actor, group: Group) -> list[GroupMember]:
    """Return the seats of a group that were left, the latest first."""
    require(actor, Capability.VIEW_PARTNERS)
    rows = GroupMember.objects.filter(group=group, until__isnull=False).select_related("membership__partner")
    return list(rows.order_by("-until", "-id"))


def groups_of(partner: Partner) -> list[str]:
    """Return the names of the groups in which the partner's people sit."""
    held = GroupMember.objects.filter(
        membership__partner=partner, membership__ended_on=None, group__closed_on=None, until=None
    )
    return sorted(set(held.values_list("group__name", flat=True)))


def sitting_in(group: Group) -> QuerySet[Membership]:
    """Return the people who sit in a group now, by name."""
    return Membership.objects.filter(seats__group=group, seats__until=None, ended_on=None)


def chaired(actor: Actor) -> frozenset[int]:
    """Return the ids of the groups, not closed, that the actor co-chairs."""
    if not actor.membership_id:
        return frozenset()
    held = GroupMember.objects.filter(
        membership_id=actor.membership_id, co_chair=True, until=None, group__closed_on=None
    )
    return frozenset(held.values_list("group_id", flat=True))


def runs(actor: Actor, group: Group) -> bool:
    """Whether the actor may write a group's charter: the backbone may, and its co-chairs."""
    if actor.may(Capability.MANAGE_PARTNERS):
        return True
    return actor.may(Capability.TAKE_PART) and group.pk in chaired(actor)


def steers(actor: Actor) -> bool:
    """Whether the actor sits in a steering committee that is not closed."""
    if not actor.membership_id:
        return False
    seat = GroupMember.objects.filter(membership_id=actor.membership_id, until=None)
    return seat.filter(group__kind=Group.Kind.STEERING, group__closed_on=None).exists()
