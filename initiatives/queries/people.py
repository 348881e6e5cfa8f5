"""People of an initiative, as an actor may see them."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, IntegerField, Max, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from initiatives.handover import DUTIES, Duty
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, Role, require
from initiatives.kernel.errors import NotFound
from initiatives.models import Event, Invitation, Membership, User

QUIET = timedelta(days=90)
GROUPS = (
    (Role.BACKBONE_LEAD, Role.BACKBONE_STAFF),
    (Role.PARTNER_LEAD, Role.CONTRIBUTOR),
    (Role.FUNDER,),
    (Role.COMMUNITY,),
)


def account_named(email: str) -> User | None:
    """Return the account that signs in with an address, None when there is none. For whoever runs the installation."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def people(actor: Actor) -> QuerySet[Membership]:
    """Return the people who take part: all of them for staff, one's own partner's for its people.

    Each carries `open_invitations`, a list of at most one.
    """
    require(actor, Capability.VIEW_PEOPLE)
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    rows = (
        Membership.objects.filter(ended_on=None)
        .select_related("partner", "user")
        .prefetch_related(Prefetch("invitations", waiting, to_attr="open_invitations"))
    )
    return rows if actor.is_staff else rows.filter(partner_id=actor.partner_id or 0)


def everybody() -> QuerySet[Membership]:
    """Return all who take part in the active initiative (engines and verbs that act for it)."""
    return Membership.objects.filter(ended_on=None)


def last_seen(actor: Actor, partner_id: int | None = None) -> dict[int, date]:
    """Return by partner the last day on which anybody who has an account was here; before that, since when they may be.

    Of all partners for staff, of their own for a partner's lead, of one with `partner_id`. A partner of whose people
    nobody has an account is left out. One query.
    """
    require(actor, Capability.VIEW_RELATIONS, partner_id)
    rows = everybody().filter(user__isnull=False, partner__isnull=False)
    if partner_id is not None or not actor.is_staff:
        rows = rows.filter(partner_id=partner_id or actor.partner_id or 0)
    days = rows.order_by().values("partner_id").annotate(day=Max(Coalesce("last_seen_on", "since")))
    return dict(days.values_list("partner_id", "day"))


def people_matching(
    actor: Actor, *, search: str = "", role: str = "", partner: str = "", state: str = ""
) -> QuerySet[Membership]:
    """Return the people whose name, address or partner holds `search`, of a role, a partner (code), a state.

    States: `invited` (asked, not yet here), `no_account`, `quiet` (not seen in 90 days).
    """
    rows = people(actor)
    if search:
        rows = rows.filter(
            Q(name__icontains=search) | Q(email__icontains=search) | Q(partner__name__icontains=search)
        )
    if role:
        rows = rows.filter(role=role)
    if partner:
        rows = rows.filter(partner__code=partner)
    if state == "invited":
        waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
        rows = rows.filter(user=None, pk__in=waiting.values("membership_id"))
    elif state == "no_account":
        rows = rows.filter(user=None)
    elif state == "quiet":
        since = clock.today(actor.initiative.timezone) - QUIET
        rows = rows.filter(user__isnull=False).filter(Q(last_seen_on__lt=since) | Q(last_seen_on=None))
    return rows


def people_by_group(actor: Actor, **filters: str) -> QuerySet[Membership]:
    """Return the people (people_matching): backbone, partners, funders, community, each by name."""
    groups = [When(role__in=roles, then=Value(place)) for place, roles in enumerate(GROUPS)]
    return people_matching(actor, **filters).order_by(
        Case(*groups, output_field=IntegerField()), "name", "id"
    )


def waiting_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Return the invitations neither taken up nor withdrawn, the latest first, with person and inviter."""
    require(actor, Capability.MANAGE_PEOPLE)
    rows = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, membership__ended_on=None)
    return rows.select_related("membership__partner", "invited_by")


def to_invite(actor: Actor) -> QuerySet[Membership]:
    """Return who takes part with an e-mail address, without an account and without an open invitation, by name."""
    waiting = waiting_invitations(actor).filter(expires_at__gt=clock.now())
    rows = people(actor).filter(user=None).exclude(email="")
    return rows.exclude(pk__in=waiting.values("membership_id")).order_by("name", "id")


def person(actor: Actor, public_id: UUID) -> Membership:
    """Return one person who takes part. Raises NotFound, also for one the actor may not see."""
    found = people(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def myself(actor: Actor) -> Membership:
    """Return the actor's own membership; everybody may see their own."""
    found = Membership.objects.select_related("partner", "user").get(pk=actor.membership_id)
    found.open_invitations = []  # type: ignore[attr-defined]
    return found


def duties_of(actor: Actor, membership: Membership) -> list[tuple[Duty, list[str], QuerySet[Membership]]]:
    """Return what has the person's name on it: duty, one line for each thing held, and who could take it."""
    found = ((duty, duty.held(actor, membership)) for duty in DUTIES.values())
    return [(duty, held, duty.heirs(actor, membership)) for duty, held in found if held]


def names_of(rows: list[Event]) -> dict[str, str]:
    """Return, per person whom the events are about (`about_whom`), what they are called now."""
    wanted = {whom.removeprefix("person:") for row in rows if (whom := about_whom(row))}
    found = Membership.objects.filter(public_id__in=wanted).values_list("public_id", "name")
    return {f"person:{public_id}": name for public_id, name in found}


def about_whom(row: Event) -> str:
    """Return "person:<public id>" of whom an event is about, by its subject or by whom it went `to`; else nothing."""
    if row.subject.startswith("person:"):
        return row.subject
    try:
        return f"person:{UUID(row.data['to'])}"
    except (KeyError, TypeError, ValueError, AttributeError):
        return ""
