"""Groups: the steering committee and the working groups, and who sits in them."""

from django.utils.translation import gettext as _

from initiatives.events import GroupFounded, SeatTaken
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.models import Group, GroupMember, Membership
from initiatives.outbox import record
from initiatives.services.places import clean_name


def found_group(actor: Actor, *, name: str, kind: str = Group.Kind.WORKING, purpose: str = "") -> Group:
    """Found a group of a kind (of Group.Kind). Raises DomainError at the field concerned."""
    require(actor, Capability.MANAGE_PARTNERS)
    if kind not in Group.Kind.values:
        raise DomainError("invalid_choice", _("“%s” is not one of the choices.") % kind, "kind")
    group = Group.objects.create(name=clean_name(name), kind=kind, purpose=purpose.strip())
    record(actor, GroupFounded(f"group:{group.public_id}", group=group.name))
    return group


def seat(actor: Actor, group: Group, membership: Membership, *, co_chair: bool = False) -> GroupMember:
    """Give a person a seat in a group, or make a member its co-chair. Raises Conflict when either has ended."""
    require(actor, Capability.MANAGE_PARTNERS)
    if group.closed_on is not None or not membership.is_active:
        raise Conflict("ended", _("The group is closed, or the person does not take part any more."))
    place, created = GroupMember.objects.get_or_create(
        group=group, membership=membership, defaults={"co_chair": co_chair}
    )
    if created or place.co_chair != co_chair:
        place.co_chair = co_chair
        place.save(update_fields=["co_chair"])
        record(
            actor,
            SeatTaken(
                f"group:{group.public_id}",
                partner_id=membership.partner_id,
                group=group.name,
                co_chair=co_chair,
            ),
        )
    return place
