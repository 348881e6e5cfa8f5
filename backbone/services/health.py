"""Condition health: keeping a quarter by hand, releasing it to partners. Risks: saying how likely they are."""

from django.utils.translation import gettext as _

from backbone.events.health import HealthKept, HealthReleased, RiskRated
from backbone.models import HealthSnapshot, RiskRating
from backbone.quarters import keep, quarter_of, subject_of
from backbone.words.health import Likelihood, Risk
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record

MOST = 500


def keep_health(actor: Actor) -> HealthSnapshot:
    """Keep now how the conditions stand in the present quarter, ahead of the clock. Raises Conflict when it is kept."""
    require(actor, Capability.DEFINE)
    quarter = quarter_of(clock.today(actor.initiative.timezone))
    row = keep(actor, quarter, actor.membership_id)
    if row is None:
        raise Conflict("kept_already", _("%s is kept already: a quarter is kept once.") % quarter.code)
    record(actor, HealthKept(subject_of(row), quarter=quarter.code))
    return row


def release_health(actor: Actor, row: HealthSnapshot) -> HealthSnapshot:
    """Let partners read how the conditions stood in a quarter. Raises Conflict when they do already."""
    require(actor, Capability.DEFINE)
    row = HealthSnapshot.objects.select_for_update(no_key=True).get(pk=row.pk)
    if row.released_at is not None:
        raise Conflict("released_already", _("Partners read it already."))
    row.released_at, row.released_by_id = clock.now(), actor.membership_id
    row.save(update_fields=["released_at", "released_by"])
    record(actor, HealthReleased(subject_of(row), quarter=quarter_of(row.quarter).code))
    return row


def rate_risk(actor: Actor, risk: str, *, likelihood: str, note: str = "") -> RiskRating:
    """Say how likely the staff think a risk is; the latest word on each holds. Raises DomainError at a field."""
    require(actor, Capability.DEFINE)
    if risk not in Risk.values:
        raise DomainError("invalid_choice", _("“%s” is not one of the choices.") % risk, "risk")
    if likelihood not in Likelihood.values:
        raise DomainError("invalid_choice", _("“%s” is not one of the choices.") % likelihood, "likelihood")
    if len(note.strip()) > MOST:
        raise DomainError("too_long", _("Keep it below %d characters.") % MOST, "note")
    row = RiskRating.objects.create(
        risk=risk,
        likelihood=likelihood,
        note=note.strip(),
        rated_at=clock.now(),
        rated_by_id=actor.membership_id,
    )
    record(actor, RiskRated(f"risk:{risk}", risk=risk, likelihood=likelihood))
    return row
