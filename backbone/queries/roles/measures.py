"""How well the six roles are served, read from what is on record: one hard measure for each role, others beside it.

Every measure says of which period it is, opens what it rests on, and is unknown where nothing was recorded. Nothing
here names a person or an amount, so that everybody in the initiative may read it. The formulas stand with the
functions of each role.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from backbone.queries.roles import inward, outward
from backbone.queries.roles.said import REVIEW
from backbone.queries.roles.shapes import Ask, Evidence, Measure
from backbone.words.roles import BackboneRole
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require

# What each role is measured by; the first is its hard measure.
MEASURES: dict[BackboneRole, tuple[Callable[[Ask], Measure], ...]] = {
    BackboneRole.VISION: (inward.adopted, inward.linked, inward.reviewed),
    BackboneRole.ACTIVITIES: (
        inward.overdue,
        inward.committed,
        inward.attendance,
        inward.between,
        inward.pairs,
    ),
    BackboneRole.MEASUREMENT: (
        inward.on_time,
        inward.minutes,
        inward.volume,
        inward.citing,
        inward.effect,
    ),
    BackboneRole.PUBLIC_WILL: (
        outward.answered,
        outward.closed,
        outward.seats,
        outward.heard,
        outward.mentions,
        outward.reached,
        outward.visits,
    ),
    BackboneRole.POLICY: (outward.won, outward.carried_out, outward.behind),
    BackboneRole.FUNDING: (
        outward.runway,
        outward.paying,
        outward.newly,
        outward.multi_year,
        outward.aligned,
    ),
}


def measures(actor: Actor, role: BackboneRole) -> list[Measure]:
    """Return how well a role is served, its hard measure first. The queries are the same few however much there is."""
    require(actor, Capability.VIEW)
    return all_measures(Ask(actor, clock.today(actor.initiative.timezone)), role)


def all_measures(ask: Ask, role: BackboneRole) -> list[Measure]:
    """Return what the records tell of a role, and after it what partners said."""
    return [*(measure(ask) for measure in MEASURES[role]), rated(ask, role)]


def hard_measures(actor: Actor) -> dict[BackboneRole, Measure]:
    """Return the first measure of each of the six roles."""
    require(actor, Capability.VIEW)
    ask = Ask(actor, clock.today(actor.initiative.timezone))
    return {role: MEASURES[role][0](ask) for role in BackboneRole}


def rated(ask: Ask, role: BackboneRole) -> Measure:
    """Measure how partners rate a role in their latest review: the mean of its statements' means (`RoleSaid.mean`)."""
    said = ask.review.by_role[role]
    words = {"n": said.rated, "of": len(said.statements)}
    asked = ask.review.survey is not None
    return Measure(
        "review",
        _("how partners rate this role in their review"),
        _("latest review"),
        Evidence("communications:surveys", query=f"?kind={REVIEW.value}"),
        value=said.mean,
        unit=_("of 5"),
        more=_("%(n)d of %(of)d statements rated by enough people") % words if asked else _("not yet asked"),
    )
