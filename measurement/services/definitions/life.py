"""The life of an indicator: proposed, consulted, agreed, active, retired; each step kept with who took it and why."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from measurement.events.definitions import IndicatorMoved
from measurement.models import Assignment, Indicator, IndicatorStep, SignOff
from measurement.services.collection import ask_in_open_cycles, end_assignment
from measurement.services.definitions.sign_off import ask_partners
from measurement.words import LIFE, Position, State

if TYPE_CHECKING:
    from initiatives.models import Partner


def move(actor: Actor, indicator: Indicator, state: str, *, reason: str = "") -> Indicator:
    """Take one step in the life of an indicator, whichever verb it is; see those below for what each asks."""
    steps = {
        State.PROPOSED: propose_again,
        State.CONSULTED: consult,
        State.AGREED: agree,
        State.ACTIVE: activate,
        State.RETIRED: retire,
    }
    return steps[State(state)](actor, indicator, reason=reason)


def propose_again(actor: Actor, indicator: Indicator, *, reason: str = "") -> Indicator:
    """Take an indicator back to being a proposal, or take up a retired one again. Raises Conflict from elsewhere."""
    return _step(actor, indicator, State.PROPOSED, reason)


def consult(
    actor: Actor,
    indicator: Indicator,
    *,
    partners: "Sequence[Partner] | None" = None,
    answer_by: date | None = None,
    reason: str = "",
) -> Indicator:
    """Put an indicator before the partners for their sign-off: those named, else as `ask_partners` says."""
    indicator = _step(actor, indicator, State.CONSULTED, reason)
    ask_partners(actor, indicator, partners=partners, answer_by=answer_by)
    return indicator


def agree(actor: Actor, indicator: Indicator, *, reason: str = "") -> Indicator:
    """Declare an indicator agreed. Silence is no objection.

    Open objections must be answered first, or are overridden for a reason, which is kept with their number; Conflict
    at `reason` says so.
    """
    require(actor, Capability.DEFINE)
    Indicator.objects.select_for_update(no_key=True).get(pk=indicator.pk)
    overridden = open_objections(indicator)
    if overridden and not reason.strip():
        raise Conflict(
            "open_objections",
            _("%d objections are open: answer them with what was done, or say why they are overridden.")
            % overridden,
            "reason",
        )
    return _step(actor, indicator, State.AGREED, reason, overridden)


def open_objections(indicator: Indicator) -> int:
    """Return how many objections to the present definition nobody has answered."""
    newest = indicator.versions.order_by("number").last()
    return SignOff.objects.filter(version=newest, position=Position.OBJECTS, answer="").count()


def activate(actor: Actor, indicator: Indicator, *, reason: str = "") -> Indicator:
    """Begin to collect an agreed indicator: open cycles ask the partners who report it at once."""
    indicator = _step(actor, indicator, State.ACTIVE, reason)
    ask_in_open_cycles(Assignment.objects.filter(indicator=indicator).select_related("indicator"))
    return indicator


def retire(
    actor: Actor, indicator: Indicator, *, reason: str = "", last_day: date | None = None
) -> Indicator:
    """Retire an indicator for a reason: nothing more is asked after `last_day` (today), what was reported stays.

    Assignments end on that day, those that had not begun by then are taken back, and it is no headline any more.
    Raises DomainError at `reason` when none is given.
    """
    require(actor, Capability.DEFINE)
    if not reason.strip():
        raise DomainError("required", _("Say why it is retired; the reason is kept."), "reason")
    indicator = _step(actor, indicator, State.RETIRED, reason)
    if indicator.headline:
        indicator.headline = False
        indicator.save(update_fields=["headline"])
    day = last_day or clock.today(actor.initiative.timezone)
    running = Assignment.objects.filter(indicator=indicator).exclude(ends_on__lte=day)
    for row in running.select_related("partner", "indicator").order_by("partner_id", "starts_on"):
        if row.starts_on > day:
            row.delete()
        else:
            end_assignment(actor, row, ends_on=day)
    return indicator


def _step(actor: Actor, indicator: Indicator, state: State, reason: str, overridden: int = 0) -> Indicator:
    require(actor, Capability.DEFINE)
    indicator = Indicator.objects.select_for_update(no_key=True).get(pk=indicator.pk)
    former = State(indicator.state)
    if state not in LIFE[former]:
        raise Conflict(
            "not_allowed",
            _("What is “%(from)s” cannot become “%(to)s” in one step.")
            % {"from": former.label, "to": state.label},
            "state",
        )
    indicator.state = state
    indicator.save(update_fields=["state"])
    IndicatorStep.objects.create(
        indicator=indicator,
        former=former,
        state=state,
        reason=reason.strip(),
        overridden=overridden,
        taken_by=actor.user,
    )
    record(
        actor,
        IndicatorMoved(
            f"indicator:{indicator.code}",
            code=indicator.code,
            name=indicator.name,
            former=former,
            state=state,
            reason=reason.strip(),
            overridden=overridden,
        ),
    )
    return indicator
