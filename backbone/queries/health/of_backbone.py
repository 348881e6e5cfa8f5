"""Backbone support, read from its profile, its posts and its money, and from what partners said of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from agenda.queries import standing_goals
from backbone.models import BackboneProfile
from backbone.queries.health.reading import (
    MONEY,
    MONTHS_WANTED,
    REVIEWS,
    ROLES,
    YEAR,
    Ground,
    Reading,
    agreement,
    all_of,
    graded,
    missing,
    tenths,
)
from backbone.queries.roles import Evidence, hard_measures
from backbone.queries.roles.said import AGREED
from backbone.words.health import ItemState
from backbone.words.roles import BackboneRole
from initiatives.kernel import clock
from initiatives.kernel.access import Capability, Role
from initiatives.queries import everybody

LEADS_WANTED = 2
# Of the months wanted, so many are paid partly.
MONTHS_PARTLY = 6


def assigned(ground: Ground) -> Reading | None:
    """Read whether it is written who is the backbone, on whose decision; None while nobody has said anything."""
    profile = BackboneProfile.objects.first()
    if profile is None:
        return None
    return all_of((bool(profile.model), profile.selected_by_id is not None))


def accepted(ground: Ground) -> Reading | None:
    """Read whether partners say that leaders turn to it when they need guidance."""
    return agreement(ground.said_to("vision_guidance"))


def staffed(ground: Ground) -> Reading | None:
    """Read how many of the six roles somebody has time for; None while no post is written down."""
    served = ground.roles_served
    return None if served is None else of_six(len(served))


def of_six(have: int) -> Reading:
    """Return the reading of so many of the six roles: all of them, half of them, fewer."""
    of = len(BackboneRole.values)
    return Reading(graded(have, of, of / 2), {"have": have, "of": of})


def funded(ground: Ground) -> Reading | None:
    """Read for how many months it is paid; None while nobody has said what a month costs."""
    months = ground.runway.months
    if months is None:
        return None
    return Reading(graded(months, MONTHS_WANTED, MONTHS_PARTLY), {"months": tenths(months)})


def fair(ground: Ground) -> Reading | None:
    """Read both halves: partners say that what they do is recognised, and a goal says which gap is to close."""
    rating = ground.said_to("activities_support")
    if rating is None or rating.mean is None:
        return None
    gaps = sum(bool(goal.gaps) for goal in standing_goals(ground.actor))  # type: ignore[attr-defined]
    held = (rating.mean >= AGREED, gaps > 0)
    return all_of(held, mean=tenths(rating.mean), people=rating.people, gaps=gaps)


def served(ground: Ground) -> Reading | None:
    """Read in how many of the six roles something is on record by which it is measured; None before there is any."""
    known = sum(one.known for one in hard_measures(ground.actor).values())
    return of_six(known) if known else None


def reviewed(ground: Ground) -> Reading:
    """Read when partners last reviewed it: within a year, within two, longer ago or never."""
    if not ground.reviews:
        return missing()
    closed = ground.reviews[-1][0].closed_at
    assert closed is not None  # only what is closed is shared
    age = ground.today - clock.day(closed, ground.actor.initiative.timezone)
    return Reading(graded(-age, -YEAR, -2 * YEAR), {"days": age.days})


def leads(ground: Ground) -> Reading:
    """Read whether a second person with an account could lead it tomorrow."""
    have = everybody().filter(role=Role.BACKBONE_LEAD, user__is_active=True).count()
    state = ItemState.IN_PLACE if have >= LEADS_WANTED else ItemState.PARTLY
    return Reading(state, {"have": have, "of": LEADS_WANTED})


# Each item: its evidence, its reader, its sentence, and the one where the thing itself is missing.
ITEMS = (
    (
        ROLES,
        assigned,
        ngettext_lazy(
            "%(have)s of %(of)s thing is on file: what kind of backbone it is, and the decision that chose it.",
            "%(have)s of %(of)s things are on file: what kind of backbone it is, and the decision that chose it.",
            "of",
        ),
        "",
    ),
    (
        REVIEWS,
        accepted,
        ngettext_lazy(
            "%(people)s person rates whether leaders turn to the backbone for guidance: %(mean)s of 5.",
            "%(people)s people rate whether leaders turn to the backbone for guidance: %(mean)s of 5.",
            "people",
        ),
        "",
    ),
    (
        ROLES,
        staffed,
        ngettext_lazy(
            "Somebody has time for %(have)s of the %(of)s roles.",
            "Somebody has time for %(have)s of the %(of)s roles.",
            "of",
        ),
        "",
    ),
    (MONEY, funded, _("Backbone work is paid for %(months)s months."), ""),
    (
        REVIEWS,
        fair,
        ngettext_lazy(
            "Partners rate at %(mean)s of 5 whether what they do is recognised; "
            "%(gaps)s goal says which gap is to close.",
            "Partners rate at %(mean)s of 5 whether what they do is recognised; "
            "%(gaps)s goals say which gap is to close.",
            "gaps",
        ),
        "",
    ),
    (
        ROLES,
        served,
        ngettext_lazy(
            "Something is on record in %(have)s of the %(of)s roles by which it is measured.",
            "Something is on record in %(have)s of the %(of)s roles by which it is measured.",
            "of",
        ),
        "",
    ),
    (
        REVIEWS,
        reviewed,
        ngettext_lazy(
            "The last review by partners that was shared ended %(days)s day ago.",
            "The last review by partners that was shared ended %(days)s days ago.",
            "days",
        ),
        _("Partners have not reviewed the backbone yet, or the review was not shared."),
    ),
    (
        Evidence("initiatives:people", needs=Capability.VIEW_PEOPLE),
        leads,
        ngettext_lazy(
            "%(have)s person with an account leads the backbone; with %(of)s one of them can go.",
            "%(have)s people with an account lead the backbone; with %(of)s one of them can go.",
            "have",
        ),
        "",
    ),
)
