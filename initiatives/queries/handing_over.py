"""What there is to know about handing the initiative over."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.models import Arrival, Membership, Package


def packages(actor: Actor) -> QuerySet[Package]:
    """Return the packages of the initiative, the latest first; for leads."""
    require(actor, Capability.MANAGE_SETTINGS)
    return Package.objects.select_related("asked_by")


def package(actor: Actor, public_id: UUID) -> Package:
    """Return one package. Raises NotFound."""
    found = packages(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def arrival(actor: Actor) -> Arrival | None:
    """Return how the initiative came here, None for one that was started here."""
    require(actor, Capability.MANAGE_SETTINGS)
    return Arrival.objects.select_related("taken_in_by").first()


def who_goes_along(actor: Actor) -> dict[str, int]:
    """Return how many people there are (`all`), and how many go along by name (`name`) and by address (`address`)."""
    require(actor, Capability.MANAGE_SETTINGS)
    goes = Membership.GoesAlong
    found: dict[str, int] = Membership.objects.filter(forgotten_at=None).aggregate(
        all=Count("pk"),
        name=Count("pk", filter=~Q(goes_along=goes.NOTHING)),
        address=Count("pk", filter=Q(goes_along=goes.ADDRESS)),
    )
    return found
