"""The phases of the effort, where it is, and where it has been."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from agenda.models import Phase, PhaseStay
from initiatives.kernel.access import Actor, Capability, require

SHIPPED = (
    (
        _("Assess readiness"),
        _(
            "Would a sceptic agree that this problem needs all of us, and that enough of us are ready to begin?"
        ),
    ),
    (
        _("Initiate action"),
        _("Who has said in public that they will see this through, and what shows the problem in figures?"),
    ),
    (
        _("Organize for impact"),
        _("Have the partners adopted an agenda with goals, and is there a team and money to serve it?"),
    ),
    (
        _("Begin implementation"),
        _("Which strategies are at work, who owns each, and what have the first figures shown?"),
    ),
    (
        _("Sustain action and impact"),
        _("What has moved for the whole population, and what would go on without us?"),
    ),
)


@dataclass(frozen=True)
class PhaseSaid:
    """A phase: its place in the order, name, exit question, and whether the effort is in it now or was before."""

    position: int
    name: str
    question: str
    current: bool = False
    past: bool = False


def phases(actor: Actor) -> list[PhaseSaid]:
    """Return the phases in order; the five shipped ones while the initiative has worded none."""
    present = PhaseStay.objects.filter(left_on=None).values_list("phase__position", flat=True).first()
    return phases_from(actor, present or 0)


def phases_from(actor: Actor, present: int) -> list[PhaseSaid]:
    """Return the phases as they look from the one at a position; 0 stands before the first."""
    require(actor, Capability.VIEW)
    rows = list(Phase.objects.values_list("position", "name", "question"))
    if not rows:
        rows = [(number, str(name), str(asks)) for number, (name, asks) in enumerate(SHIPPED, 1)]
    return [
        PhaseSaid(position, name, asks, position == present, position < present)
        for position, name, asks in rows
    ]


def present_phase(actor: Actor) -> PhaseSaid | None:
    """Return the phase that the effort is in, None when nobody has said."""
    return next((phase for phase in phases(actor) if phase.current), None)


def phase_stays(actor: Actor) -> list[PhaseStay]:
    """Return where the effort has been, the latest first."""
    require(actor, Capability.VIEW)
    return list(PhaseStay.objects.select_related("phase").order_by("-entered_on", "-id"))
