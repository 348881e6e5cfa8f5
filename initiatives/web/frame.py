"""What stands around every page: the rail, the switcher, as whom one looks."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from initiatives.kernel.access import Actor, Role
from initiatives.kernel.sections import sections_for
from initiatives.queries import my_memberships

# In the session: [slug, role], where a member of staff looks as somebody of this role would.
PREVIEWED = "previewed"


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the rail, ready to be drawn."""

    label: Any
    url: str
    icon: str
    condition: str
    current: bool


def navigation(actor: Actor, current: str = "") -> list[NavigationItem]:
    """Return the sections the actor may open; those that lead nowhere yet are left out."""
    items = []
    for section in sections_for(actor):
        try:
            url = reverse(section.url_name, args=[actor.initiative.slug])
        except NoReverseMatch:
            continue
        items.append(
            NavigationItem(section.label, url, section.icon, section.condition, section.key == current)
        )
    return items


def my_initiatives(user: Any) -> list[dict[str, Any]]:
    """Return name, slug, url, purpose and role of the person's initiatives: the switcher, the first page."""
    return [
        {
            "name": row.initiative.name,
            "slug": row.initiative.slug,
            "url": reverse("backbone:home", args=[row.initiative.slug]),
            "role": row.role,
            "purpose": row.initiative.purpose,
            "demonstration": row.initiative.demonstration,
        }
        for row in my_memberships(user)
    ]


def preview_of(request: HttpRequest, slug: str) -> Role | None:
    """Return as whom a member of staff wishes to look at this initiative; None for as oneself."""
    kept = request.session.get(PREVIEWED) or ["", ""]
    return Role(kept[1]) if kept[0] == slug else None
