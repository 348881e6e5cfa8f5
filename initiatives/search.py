"""What the core lets people find: partners, groups and people."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.finding import Finder, finder
from initiatives.queries import all_groups, everybody, partners, people


@finder
class Partners(Finder):
    """Organisations that take part, or did."""

    key = "partners"
    label = _("Partners")
    icon = "building-2"
    order = 70
    fields = ("name", "about", "identifier")

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return partners(actor) if actor.may(Capability.VIEW_PARTNERS) else partners(actor).none()

    def path(self, actor: Actor, row: Any) -> str:
        return reverse("initiatives:partner", args=[actor.initiative.slug, row.code])


@finder
class Groups(Finder):
    """Groups and their charters."""

    key = "groups"
    label = _("Groups")
    icon = "users"
    order = 80
    fields = ("name", "purpose", "scope", "authority")

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return all_groups(actor)

    def path(self, actor: Actor, row: Any) -> str:
        return reverse("agenda:group", args=[actor.initiative.slug, row.public_id])

    def note(self, row: Any) -> str:
        return str(row.get_kind_display())


@finder
class People(Finder):
    """People who take part, for those who may see them: all for staff, one's own partner's for its people."""

    key = "people"
    label = _("People")
    icon = "user"
    order = 90
    fields = ("name", "email")

    def rows(self, actor: Actor) -> QuerySet[Any]:
        if not actor.may(Capability.VIEW_PEOPLE):
            return everybody().none()
        return people(actor).prefetch_related(None)

    def path(self, actor: Actor, row: Any) -> str:
        return reverse("initiatives:person", args=[actor.initiative.slug, row.public_id])

    def note(self, row: Any) -> str:
        role = str(row.get_role_display())
        return f"{role}, {row.partner.name}" if row.partner else role
