"""Backbone support, read from its profile, the posts of its staff and who could lead it."""

from __future__ import annotations

from backbone.models import BackboneProfile, StaffRole
from backbone.queries.health.reading import Ground, Reading
from backbone.words.health import ItemState
from backbone.words.roles import BackboneRole
from initiatives.kernel.access import Role
from initiatives.queries import everybody

LEADS_WANTED = 2


def assigned(ground: Ground) -> Reading | None:
    """Read whether it is written who is the backbone, on whose decision; None while nobody has said anything."""
    profile = BackboneProfile.objects.first()
    if profile is None:
        return None
    said = (bool(profile.model), profile.selected_by_id is not None)
    state = ItemState.IN_PLACE if all(said) else ItemState.PARTLY if any(said) else ItemState.NOT_IN_PLACE
    return Reading(state, {"have": sum(said), "of": len(said)})


def staffed(ground: Ground) -> Reading | None:
    """Read how many of the six roles somebody has time for; None while no post is written down."""
    posts = StaffRole.objects.filter(since__lte=ground.today).exclude(until__lt=ground.today)
    given = [row.shares for row in posts]
    if not given:
        return None
    served = {role for shares in given for role, hundredths in shares.items() if hundredths}
    have, of = len(served & set(BackboneRole.values)), len(BackboneRole.values)
    state = (
        ItemState.IN_PLACE if have == of else ItemState.PARTLY if have * 2 >= of else ItemState.NOT_IN_PLACE
    )
    return Reading(state, {"have": have, "of": of})


def leads(ground: Ground) -> Reading:
    """Read whether a second person with an account could lead it tomorrow."""
    have = everybody().filter(role=Role.BACKBONE_LEAD, user__is_active=True).count()
    state = ItemState.IN_PLACE if have >= LEADS_WANTED else ItemState.PARTLY
    return Reading(state, {"have": have, "of": LEADS_WANTED})
