"""Handing a whole initiative over: asking for a package, taking it away, taking one in on another installation."""

from dataclasses import dataclass
from typing import IO, Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from initiatives.carrying import arriving, packing
from initiatives.carrying.reading import Package as Brought
from initiatives.carrying.reading import PackageRefused
from initiatives.carrying.writing import SETTINGS as CARRIED_SETTINGS
from initiatives.events import (
    Arrived,
    PackageAsked,
    PackageDownloaded,
    PackageGone,
    PersonAdded,
    RoleChanged,
    SaidWhatGoesAlong,
)
from initiatives.jobs import GROUPS_CHANGED, enqueue
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, Role, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.kernel.tenancy import person, tenant
from initiatives.models import Arrival, Initiative, Membership, Package, User
from initiatives.outbox import record
from initiatives.services.initiatives import SETTINGS, SLUG, clean_settings
from initiatives.services.people import subject

# One is being made at a time, and so many are kept: each is a copy of everything.
MOST_PACKAGES = 3


def say_what_goes_along(actor: Actor, membership: Membership, *, goes_along: str) -> Membership:
    """Say what of a person may be handed over with the initiative (Membership.GoesAlong).

    The person says so; for somebody without an account a lead notes what they said. Raises Forbidden, DomainError.
    """
    own = membership.pk == actor.membership_id
    if not own:
        require(actor, Capability.MANAGE_PEOPLE)
        if membership.user_id is not None:
            raise Forbidden(_("Whoever has an account says this themselves."))
    if goes_along not in Membership.GoesAlong.values:
        raise DomainError("invalid_choice", _("Choose what may go along."), "goes_along")
    if membership.goes_along != goes_along:
        membership.goes_along = goes_along
        membership.save(update_fields=["goes_along"])
        fact = SaidWhatGoesAlong(
            subject(membership), partner_id=membership.partner_id, goes_along=goes_along, for_somebody=not own
        )
        record(actor, fact)
    return membership


def ask_package(actor: Actor) -> Package:
    """Have a package of the whole initiative made. Raises Forbidden, and Conflict while others stand in the way."""
    require(actor, Capability.MANAGE_SETTINGS)
    Initiative.objects.select_for_update().get(pk=actor.initiative.pk)
    if Package.objects.filter(state=Package.State.ASKED).exists():
        raise Conflict("being_made", _("A package is being made. Wait until it is there."))
    if Package.objects.filter(state=Package.State.READY).count() >= MOST_PACKAGES:
        raise Conflict("too_many", _("There are %d packages already. Remove one first.") % MOST_PACKAGES)
    package = Package.objects.create(asked_by_id=actor.membership_id, asked_at=clock.now())
    record(actor, PackageAsked(packing.subject(package)))
    enqueue(packing.MAKE, str(package.pk))
    return package


def take_away(actor: Actor, package: Package) -> IO[bytes]:
    """Return the file of a package, open, and note who took it. Raises Conflict when there is none (any more)."""
    require(actor, Capability.MANAGE_SETTINGS)
    gone = Conflict("not_there", _("There is no file: the package is not ready, or was removed."))
    if package.state != Package.State.READY:
        raise gone
    try:
        file = packing.opened(package)
    except FileNotFoundError as error:
        raise gone from error
    record(actor, PackageDownloaded(packing.subject(package)))
    return file


def remove_package(actor: Actor, package: Package) -> None:
    """Remove the file of a package before its time; nothing is left to be done for one that has none."""
    require(actor, Capability.MANAGE_SETTINGS)
    now = Package.objects.select_for_update().get(pk=package.pk)
    if now.state == Package.State.ASKED:
        raise Conflict("being_made", _("A package is being made. Wait until it is there."))
    if now.state == Package.State.READY:
        packing.forget(now)
        record(actor, PackageGone(packing.subject(now)))


@dataclass(frozen=True)
class TakenIn:
    """An initiative that came in, and whether it did so just now."""

    initiative: Initiative
    new: bool


def take_in(user: User, file: IO[bytes], *, slug: str = "") -> TakenIn:
    """Take a package in as a new initiative, at the address `slug` or its former one; the user becomes its lead.

    All of it or nothing, in one transaction. The same package again changes nothing; another one of an initiative that
    lives here already is refused, since what was done here would be lost. Raises PackageRefused, Conflict, DomainError.
    """
    brought = Brought(file)
    with person(user):
        known = _living_here(user, brought)
        if known is not None:
            return TakenIn(known, new=False)
        address = slug or brought.contents.slug
        if not SLUG.fullmatch(address):
            message = _("Use letters, digits and dashes; begin with a letter or a digit.")
            raise DomainError("bad_slug", message, "slug")
        return TakenIn(_new(user, brought, address), new=True)


def _living_here(user: User, brought: Brought) -> Initiative | None:
    """Return the initiative when this very package was taken in before, for whoever belongs to it. Raises Conflict."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.initiative_by_public_id(%s)", [brought.contents.public_id])
        found = cursor.fetchone()[0]
    if found is None:
        return None
    with tenant(found):
        same = Arrival.objects.filter(fingerprint=brought.contents.fingerprint).exists()
        if same and Membership.objects.filter(user=user, ended_on=None).exists():
            return Initiative.objects.get(pk=found)
    raise Conflict(
        "already_here",
        _("This initiative lives here already. Nothing was changed: what was done here since would be lost."),
    )


def _new(user: User, brought: Brought, slug: str) -> Initiative:
    values = _settings(brought)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('initiatives_initiative_id_seq')")
        identifier = cursor.fetchone()[0]
    with tenant(identifier):
        try:
            with transaction.atomic():
                initiative = Initiative.objects.create(
                    id=identifier, public_id=brought.contents.public_id, slug=slug, **values
                )
        except IntegrityError as error:
            raise DomainError(
                "slug_taken", _("Another initiative has this address; choose another one."), "slug"
            ) from error
        rows = arriving.take_in(brought)
        lead = _lead(user, initiative)
        actor = _as_lead(user, initiative, lead)
        Arrival.objects.create(
            fingerprint=brought.contents.fingerprint,
            made_at=brought.contents.made_at,
            arrived_at=clock.now(),
            taken_in_by=lead,
            rows=rows,
        )
        fact = Arrived(f"initiative:{slug}", rows=rows, fingerprint=brought.contents.fingerprint)
        record(actor, fact)
        # Totals do not travel: they are computed here from the figures.
        enqueue(GROUPS_CHANGED)
    return initiative


def _settings(brought: Brought) -> dict[str, Any]:
    told = {name: value for name, value in arriving.settings_of(brought).items() if name in CARRIED_SETTINGS}
    try:
        clean = arriving.clean_columns(Initiative, told)
        clean_settings({name: value for name, value in clean.items() if name in SETTINGS})
    except DomainError as error:
        raise PackageRefused("bad_settings", error.message) from error
    return clean


def _lead(user: User, initiative: Initiative) -> Membership:
    """Return the place of whoever takes the initiative in: their own, if they come with it, as its lead."""
    known = Membership.objects.filter(email=user.email, ended_on=None).exclude(email="").first()
    if known is None:
        made = Membership.objects.create(
            user=user,
            name=user.name or user.email,
            email=user.email,
            role=Role.BACKBONE_LEAD,
            since=clock.today(initiative.timezone),
        )
        record(_as_lead(user, initiative, made), PersonAdded(subject(made), role=made.role))
        return made
    before = known.role
    known.user, known.role = user, Role.BACKBONE_LEAD
    known.save(update_fields=["user", "role"])
    if before != Role.BACKBONE_LEAD:
        fact = RoleChanged(subject(known), partner_id=known.partner_id, before=before, after=known.role)
        record(_as_lead(user, initiative, known), fact)
    return known


def _as_lead(user: User, initiative: Initiative, membership: Membership) -> Actor:
    return Actor(user, initiative, Role.BACKBONE_LEAD, membership.pk)
