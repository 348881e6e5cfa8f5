"""Partners, places and groups of an initiative, as an actor may see them."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.kernel.tenancy import active
from initiatives.models import Affiliation, Initiative, Partner, Place, Sector


def sectors() -> list[Sector]:
    """Return the fixed list of sectors in its order."""
    return list(Sector.objects.all())


def sector_rows() -> QuerySet[Sector]:
    """Return the fixed list of sectors as rows."""
    return Sector.objects.all()


def places(actor: Actor) -> QuerySet[Place]:
    """Return the initiative's places with their parents."""
    require(actor, Capability.VIEW_PARTNERS)
    return Place.objects.select_related("parent")


def place(actor: Actor, code: str) -> Place:
    """Return a place by its code. Raises NotFound."""
    found = places(actor).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def partners(actor: Actor, on: date | None = None) -> QuerySet[Partner]:
    """Return the partners, each with `sector_code`, `place_code` and `place_name` as of the day (default today).

    One that was added by mistake and removed is not among them.
    """
    require(actor, Capability.VIEW_PARTNERS)
    day = on or clock.today(actor.initiative.timezone)
    now = Affiliation.objects.filter(partner=OuterRef("pk"), starts_on__lte=day).order_by("-starts_on")
    return Partner.objects.exclude(state=Partner.State.REMOVED).annotate(
        sector_code=Subquery(now.values("sector__code")[:1]),
        place_code=Coalesce(Subquery(now.values("place__code")[:1]), Value("")),
        place_name=Coalesce(Subquery(now.values("place__name")[:1]), Value("")),
    )


def partner(actor: Actor, code: str) -> Partner:
    """Return a partner by its code. Raises NotFound."""
    found = partners(actor).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def active_initiative() -> Initiative:
    """Return the initiative whose scope is open (engines)."""
    return Initiative.objects.get(pk=active())


def place_parents() -> dict[int, int | None]:
    """Return every place's parent by id (engines)."""
    return dict(Place.objects.values_list("id", "parent_id"))


def affiliations_at(day: date) -> dict[int, Affiliation]:
    """Return, per partner id, the affiliation that holds on the day (engines)."""
    rows = Affiliation.objects.filter(starts_on__lte=day).order_by("partner_id", "-starts_on")
    return {row.partner_id: row for row in rows.distinct("partner_id")}
