"""Places: adding, moving, removing."""

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from initiatives.events import PlaceAdded, PlaceChanged, PlaceRemoved
from initiatives.jobs import GROUPS_CHANGED, enqueue
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.codes import clean_code
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.models import Affiliation, Place
from initiatives.outbox import record


def clean_name(name: str) -> str:
    """Return the name without outer space. Raises DomainError at `name` when nothing is left."""
    if not name.strip():
        raise DomainError("required", _("Give it a name."), "name")
    return name.strip()


def place_by_code(code: str, field: str = "place") -> Place:
    """Return the place. Raises DomainError at `field` when there is none."""
    try:
        return Place.objects.get(code=code)
    except Place.DoesNotExist as error:
        raise DomainError("unknown_place", _("There is no place “%s”.") % code, field) from error


def add_place(actor: Actor, *, code: str, name: str, parent: str = "") -> Place:
    """Add a place below `parent` (a code, or empty for the top). Raises DomainError at the field concerned."""
    require(actor, Capability.MANAGE_PARTNERS)
    above = place_by_code(parent, "parent") if parent else None
    try:
        with transaction.atomic():
            place = Place.objects.create(code=clean_code(code), name=clean_name(name), parent=above)
    except IntegrityError as error:
        raise DomainError("code_taken", _("Another place has this code."), "code") from error
    record(actor, PlaceAdded(f"place:{code}", name=place.name))
    return place


def change_place(actor: Actor, place: Place, *, name: str | None = None, parent: str | None = None) -> Place:
    """Rename a place or move it below another (empty: to the top). Figures by place follow.

    Raises Conflict when the place would come to lie within itself.
    """
    require(actor, Capability.MANAGE_PARTNERS)
    tree = {row.pk: row for row in Place.objects.select_for_update().order_by("id")}
    if name is not None:
        place.name = clean_name(name)
    if parent is not None:
        above = place_by_code(parent, "parent") if parent else None
        step = above
        while step is not None:
            if step.pk == place.pk:
                raise Conflict("circle", _("A place cannot lie within itself."), "parent")
            step = tree[step.parent_id] if step.parent_id else None
        place.parent = above
    place.save(update_fields=["name", "parent"])
    record(actor, PlaceChanged(f"place:{place.code}", name=place.name))
    if parent is not None:
        enqueue(GROUPS_CHANGED)
    return place


def remove_place(actor: Actor, place: Place) -> None:
    """Remove a place that nothing uses. Raises Conflict when partners or other places lie in it."""
    require(actor, Capability.MANAGE_PARTNERS)
    if place.children.exists() or Affiliation.objects.filter(place=place).exists():
        raise Conflict("in_use", _("Partners or other places lie in this place; move them first."))
    record(actor, PlaceRemoved(f"place:{place.code}", name=place.name))
    try:
        with transaction.atomic():
            place.delete()
    except ProtectedError as error:
        raise Conflict("in_use", _("Something else lies in this place; move that first.")) from error
