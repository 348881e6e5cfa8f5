"""People: who takes part, in which role, and who comes after them."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.events import (
    DutiesHandedOver,
    PartnerChanged,
    PersonAdded,
    PersonChanged,
    PersonLeft,
    RoleChanged,
    SeatPassedOn,
)
from initiatives.handover import DUTIES, Duty, register
from initiatives.kernel import clock
from initiatives.kernel.access import PARTNER_ROLES, RANK, Actor, Capability, Role, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.kernel.writing import changeable
from initiatives.models import GroupMember, Initiative, Invitation, Membership, Partner, User
from initiatives.outbox import record
from initiatives.queries.actors import enter, my_memberships
from initiatives.services.places import clean_name

DETAILS = frozenset({"name", "email", "phone", "language", "preferred_contact"})


def notice_presence(actor: Actor) -> None:
    """Remember that the person was here today (in the initiative's time zone). One write a day."""
    today = clock.today(actor.initiative.timezone)
    Membership.objects.filter(
        Q(last_seen_on__lt=today) | Q(last_seen_on=None), pk=actor.membership_id
    ).update(last_seen_on=today)


def subject(membership: Membership) -> str:
    """Return how events name the person."""
    return f"person:{membership.public_id}"


def clean_email(email: str, field: str = "email") -> str:
    """Return the address in lower case. Raises DomainError at `field` when it is none."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise DomainError("bad_email", _("“%s” is not an e-mail address.") % email, field) from error
    return address


def require_grant(actor: Actor, role: Role) -> None:
    """Raise Forbidden unless the actor may give this role: one below their own, or a lead any."""
    require(actor, Capability.MANAGE_PEOPLE)
    if actor.role != Role.BACKBONE_LEAD and RANK[role] >= RANK[actor.role]:
        raise Forbidden(_("You cannot give a role at or above your own."), "role_above")


def clean_role(role: str, partner: Partner | None) -> Role:
    """Return the role. Raises DomainError at `role` or, where the role speaks for a partner, at `partner`."""
    try:
        cleaned = Role(role)
    except ValueError as error:
        raise DomainError("unknown_role", _("Choose one of the roles."), "role") from error
    if cleaned in PARTNER_ROLES and partner is None:
        raise DomainError("required", _("Say for which partner."), "partner")
    if partner is not None and partner.state == Partner.State.LEFT:
        raise DomainError("partner_left", _("This partner has left the initiative."), "partner")
    return cleaned


def _clean_details(values: dict[str, Any]) -> dict[str, Any]:
    changeable(values, DETAILS)
    if "name" in values:
        values["name"] = clean_name(values["name"])
    if values.get("email"):
        values["email"] = clean_email(values["email"])
    if values.get("language") and values["language"] not in dict(settings.LANGUAGES):
        raise DomainError("unknown_language", _("Choose one of the offered languages."), "language")
    if values.get("preferred_contact", "email") not in Membership.Contact.values:
        raise DomainError("unknown_contact", _("Choose one of the ways."), "preferred_contact")
    return values


def _refuse_second(email: str, besides: int = 0) -> None:
    if email and Membership.objects.filter(email=email, ended_on=None).exclude(pk=besides).exists():
        raise DomainError("already_here", _("Somebody with this address takes part already."), "email")


def add_person(
    actor: Actor, *, name: str, role: str, partner: Partner | None = None, **details: Any
) -> Membership:
    """Add a person without an account (`details`: email, phone, language, preferred_contact).

    Raises Forbidden for a role the actor may not give, DomainError at the field concerned.
    """
    cleaned = _clean_details({"name": name, **details})
    given = clean_role(role, partner)
    require_grant(actor, given)
    _refuse_second(cleaned.get("email", ""))
    membership = Membership.objects.create(
        role=given, partner=partner, since=clock.today(actor.initiative.timezone), **cleaned
    )
    record(actor, PersonAdded(subject(membership), partner_id=membership.partner_id, role=given))
    return membership


def change_person(actor: Actor, membership: Membership, /, **details: Any) -> Membership:
    """Change how a person is called and reached (DETAILS): by a lead, or by the person.

    The address of somebody with an account is changed in the account. Raises DomainError at a field.
    """
    if membership.pk != actor.membership_id:
        require(actor, Capability.MANAGE_PEOPLE)
    cleaned = _clean_details(dict(details))
    if membership.user_id is not None and cleaned.get("email", membership.email) != membership.email:
        raise DomainError("own_address", _("The address belongs to the person's account."), "email")
    _refuse_second(cleaned.get("email", ""), membership.pk)
    changed = tuple(sorted(key for key, value in cleaned.items() if getattr(membership, key) != value))
    if changed:
        for key in changed:
            setattr(membership, key, cleaned[key])
        membership.save(update_fields=changed)
        if "email" in changed:
            _close_invitations(membership)
        record(actor, PersonChanged(subject(membership), partner_id=membership.partner_id, fields=changed))
    return membership


def follow_address(user: User) -> None:
    """Take a new, proved address of an account over into the person's place in each initiative."""
    for mine in my_memberships(user):
        with enter(user, mine.initiative.slug) as actor:
            if Membership.objects.filter(pk=mine.pk).exclude(email=user.email).update(email=user.email):
                record(actor, PersonChanged(subject(mine), partner_id=mine.partner_id, fields=("email",)))


def _locked(membership: Membership) -> Membership:
    """Return the membership as it is now; one lock per initiative, so that two leads cannot part at once."""
    Initiative.objects.select_for_update().get(pk=membership.initiative_id or 0)
    now = Membership.objects.select_related("partner").get(pk=membership.pk)
    if not now.is_active:
        raise Conflict("left", _("This person does not take part any more."))
    return now


def keep_a_lead(membership: Membership) -> None:
    """Raise Conflict when the initiative would be left without a lead who can sign in."""
    others = Membership.objects.filter(role=Role.BACKBONE_LEAD, ended_on=None, user__is_active=True).exclude(
        pk=membership.pk
    )
    if membership.role == Role.BACKBONE_LEAD and membership.user_id is not None and not others.exists():
        raise Conflict("last_lead", _("The last lead stays: make somebody else a lead first."))


def _outrank(actor: Actor, membership: Membership) -> None:
    if actor.role != Role.BACKBONE_LEAD and RANK[Role(membership.role)] >= RANK[actor.role]:
        raise Forbidden(_("This person's role is at or above your own."), "role_above")


def change_role(
    actor: Actor, membership: Membership, *, role: str, partner: Partner | None = None
) -> Membership:
    """Give a person another role or another partner to speak for; it holds from their next request on.

    Raises Forbidden for a role the actor may not give or take, Conflict for the last lead.
    """
    given = clean_role(role, partner)
    require_grant(actor, given)
    now = _locked(membership)
    _outrank(actor, now)
    before = now.role
    if (before, now.partner_id) == (given, partner.pk if partner else None):
        return now
    if given != Role.BACKBONE_LEAD:
        keep_a_lead(now)
    if partner is None or partner.pk != now.partner_id:
        _leave_contact_posts(actor, now, None)
    now.role, now.partner = given, partner
    now.save(update_fields=["role", "partner"])
    _close_invitations(now)
    record(actor, RoleChanged(subject(now), partner_id=now.partner_id, before=before, after=given))
    return now


def _close_invitations(membership: Membership) -> None:
    """Withdraw what is open: an invitation holds for the address and the role it was written for."""
    Invitation.objects.filter(membership=membership, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=clock.now()
    )


def end_membership(
    actor: Actor, membership: Membership, *, heirs: Mapping[str, Membership | None] | None = None
) -> Membership:
    """End a person's part and hand over their work: per duty's key an heir, None leaves it open.

    Access ends with the next request; what they handed in and decided keeps their name. A person may leave
    by themselves. Raises Conflict for the last lead.
    """
    if membership.pk != actor.membership_id:
        require(actor, Capability.MANAGE_PEOPLE)
    now = _locked(membership)
    if now.pk != actor.membership_id:
        _outrank(actor, now)
    keep_a_lead(now)
    hand_over(actor, now, dict.fromkeys(DUTIES) | dict(heirs or {}))
    _close_invitations(now)
    now.ended_on = clock.today(actor.initiative.timezone)
    now.save(update_fields=["ended_on"])
    record(actor, PersonLeft(subject(now), partner_id=now.partner_id, role=now.role))
    return now


def hand_over(actor: Actor, membership: Membership, heirs: Mapping[str, Membership | None]) -> None:
    """Give each named duty to its heir (None leaves it open). DomainError at the key of a wrong heir."""
    if membership.pk != actor.membership_id:
        require(actor, Capability.MANAGE_PEOPLE)
    passed = []
    for key, heir in heirs.items():
        duty = DUTIES[key]
        if not duty.held(actor, membership):
            continue
        if heir is not None and not duty.heirs(actor, membership).filter(pk=heir.pk).exists():
            raise DomainError("not_an_heir", _("This person cannot take it."), key)
        duty.pass_on(actor, membership, heir)
        passed.append(key)
    if passed:
        record(
            actor,
            DutiesHandedOver(subject(membership), partner_id=membership.partner_id, duties=tuple(passed)),
        )


# The duties the core itself knows: being a partner's contact, sitting in a group.


def _colleagues(actor: Actor, membership: Membership) -> QuerySet[Membership]:
    rows = Membership.objects.filter(ended_on=None).exclude(pk=membership.pk)
    return rows.filter(partner_id=membership.partner_id or 0)


def _everybody(actor: Actor, membership: Membership) -> QuerySet[Membership]:
    return Membership.objects.filter(ended_on=None).exclude(pk=membership.pk)


def _contact_posts(actor: Actor, membership: Membership) -> list[str]:
    posts = []
    for partner in Partner.objects.filter(Q(main_contact=membership) | Q(backup_contact=membership)):
        main = partner.main_contact_id == membership.pk
        words = _("Main contact of %s") if main else _("Backup contact of %s")
        posts.append(words % partner.name)
    return posts


def _leave_contact_posts(actor: Actor, membership: Membership, heir: Membership | None) -> None:
    held = Q(main_contact=membership) | Q(backup_contact=membership)
    for partner in Partner.objects.select_for_update().filter(held).order_by("id"):
        post, other = "main_contact", "backup_contact"
        if partner.main_contact_id != membership.pk:
            post, other = other, post
        setattr(partner, post, heir)
        if heir is not None and getattr(partner, f"{other}_id") == heir.pk:
            setattr(partner, other, None)
        partner.save(update_fields=["main_contact", "backup_contact"])
        changed = PartnerChanged(
            f"partner:{partner.code}", partner_id=partner.pk, name=partner.name, fields=(post,)
        )
        record(actor, changed)


def _seats(actor: Actor, membership: Membership) -> list[str]:
    seats = GroupMember.objects.filter(membership=membership, until=None).select_related("group")
    return [(_("Co-chair of %s") if seat.co_chair else _("Seat in %s")) % seat.group.name for seat in seats]


def _pass_seats_on(actor: Actor, membership: Membership, heir: Membership | None) -> None:
    today = clock.today(actor.initiative.timezone)
    seats = GroupMember.objects.select_for_update(of=("self",)).filter(membership=membership, until=None)
    for seat in seats.select_related("group").order_by("id"):
        seat.until = today
        seat.save(update_fields=["until"])
        if heir is not None:
            GroupMember.objects.get_or_create(
                group=seat.group,
                membership=heir,
                until=None,
                defaults={"co_chair": seat.co_chair, "since": today},
            )
        record(actor, SeatPassedOn(f"group:{seat.group.public_id}", group=seat.group.name))


register(
    Duty("contact", gettext_lazy("Contact of a partner"), _contact_posts, _colleagues, _leave_contact_posts)
)
register(Duty("seats", gettext_lazy("Seats in groups"), _seats, _everybody, _pass_seats_on))
