"""Groups: the steering committee and the working groups, their charters, and who sits in them."""

from typing import Any

from django.utils.translation import gettext as _

from initiatives.events import GroupChanged, GroupClosed, GroupFounded, SeatLeft, SeatTaken
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.kernel.writing import changeable
from initiatives.models import Group, GroupMember, Membership
from initiatives.outbox import record
from initiatives.queries.groups import runs
from initiatives.services.places import clean_name

CHARTER = frozenset(
    {
        *("purpose", "scope", "authority", "who_sits", "decision_rule", "rhythm", "term", "norms"),
        "charter_agreed_on",
    }
)
CHANGEABLE = CHARTER | {"name", "kind"}


def subject(group: Group) -> str:
    """Return how events name the group."""
    return f"group:{group.public_id}"


def found_group(actor: Actor, *, name: str, kind: str = Group.Kind.WORKING, **charter: Any) -> Group:
    """Found a group of a kind (of Group.Kind), with what is known of its CHARTER.

    Raises DomainError at the field concerned.
    """
    require(actor, Capability.MANAGE_PARTNERS)
    group = Group.objects.create(**_clean(actor, {"name": name, "kind": kind, **charter}))
    record(actor, GroupFounded(subject(group), group=group.name))
    return group


def change_group(actor: Actor, group: Group, /, **values: Any) -> Group:
    """Change name, kind or charter of a group (CHANGEABLE). The backbone may; a co-chair may change the charter.

    Raises DomainError at the field, Conflict for a closed group.
    """
    if not runs(actor, group):
        raise Forbidden(_("The backbone changes a group, and its co-chairs its charter."))
    if set(values) - CHARTER:
        require(actor, Capability.MANAGE_PARTNERS)
    _refuse_closed(group)
    clean = _clean(actor, values)
    changed = [name for name, value in clean.items() if getattr(group, name) != value]
    for name in changed:
        setattr(group, name, clean[name])
    if changed:
        group.save(update_fields=changed)
        record(actor, GroupChanged(subject(group), group=group.name, fields=tuple(sorted(changed))))
    return group


def close_group(actor: Actor, group: Group, *, reason: str) -> Group:
    """Close a group, saying why. It is kept with those who sat in it, and what it leads stays as it is.

    Raises DomainError at `reason`, Conflict when it is closed already.
    """
    require(actor, Capability.MANAGE_PARTNERS)
    _refuse_closed(group)
    if not reason.strip():
        raise DomainError("required", _("Say why the group is closed."), "reason")
    today = clock.today(actor.initiative.timezone)
    group.closed_on, group.close_reason = today, reason.strip()
    group.save(update_fields=["closed_on", "close_reason"])
    group.members.filter(until=None).update(until=today)
    record(actor, GroupClosed(subject(group), group=group.name, reason=group.close_reason))
    return group


def seat(actor: Actor, group: Group, membership: Membership, *, co_chair: bool = False) -> GroupMember:
    """Give a person a seat in a group, or make a member its co-chair. Raises Conflict when either has ended."""
    require(actor, Capability.MANAGE_PARTNERS)
    if group.closed_on is not None or not membership.is_active:
        raise Conflict("ended", _("The group is closed, or the person does not take part any more."))
    place, created = GroupMember.objects.get_or_create(
        group=group,
        membership=membership,
        until=None,
        defaults={"co_chair": co_chair, "since": clock.today(actor.initiative.timezone)},
    )
    if created or place.co_chair != co_chair:
        place.co_chair = co_chair
        place.save(update_fields=["co_chair"])
        record(
            actor,
            SeatTaken(subject(group), partner_id=membership.partner_id, group=group.name, co_chair=co_chair),
        )
    return place


def unseat(actor: Actor, place: GroupMember) -> GroupMember:
    """End a seat; that it was held stays on file. Twice is the same as once."""
    require(actor, Capability.MANAGE_PARTNERS)
    if place.until is None:
        place.until = clock.today(actor.initiative.timezone)
        place.save(update_fields=["until"])
        left = SeatLeft(subject(place.group), partner_id=place.membership.partner_id, group=place.group.name)
        record(actor, left)
    return place


def _refuse_closed(group: Group) -> None:
    if group.closed_on is not None:
        raise Conflict("closed", _("This group is closed."))


def _clean(actor: Actor, values: dict[str, Any]) -> dict[str, Any]:
    changeable(values, CHANGEABLE)
    clean: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in values.items()
    }
    if "name" in clean:
        clean["name"] = clean_name(clean["name"])
    for name, known in (("kind", Group.Kind.values), ("decision_rule", ["", *Group.DecisionRule.values])):
        if name in clean and clean[name] not in known:
            raise DomainError("invalid_choice", _("“%s” is not one of the choices.") % clean[name], name)
    agreed = clean.get("charter_agreed_on")
    if agreed is not None and agreed > clock.today(actor.initiative.timezone):
        raise DomainError("future", _("This day lies in the future."), "charter_agreed_on")
    return clean
