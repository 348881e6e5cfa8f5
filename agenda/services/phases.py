"""The phases of the effort: naming them, entering them, going back."""

from django.utils.translation import gettext as _

from agenda.events import PhaseChanged, PhaseEntered
from agenda.models import Phase, PhaseStay
from agenda.queries.phases import SHIPPED
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, NotFound
from initiatives.kernel.writing import needed
from initiatives.outbox import record


def _phases() -> dict[int, Phase]:
    """Return the phases by position, held; the five shipped ones are made where none were yet."""
    known = {row.position: row for row in Phase.objects.select_for_update().order_by("position")}
    if not known:
        Phase.objects.bulk_create(
            [
                Phase(position=position, name=str(name), question=str(question))
                for position, (name, question) in enumerate(SHIPPED, 1)
            ],
            ignore_conflicts=True,
        )
        known = {row.position: row for row in Phase.objects.order_by("position")}
    return known


def _phase(position: int) -> Phase:
    found = _phases().get(position)
    if found is None:
        raise NotFound
    return found


def word_phase(actor: Actor, position: int, *, name: str, question: str) -> Phase:
    """Name a phase and its exit question anew. Raises DomainError at the field, NotFound for no such phase."""
    require(actor, Capability.SHAPE_AGENDA)
    phase = _phase(position)
    phase.name = needed(name, "name", _("Give the phase a name."))[:100]
    phase.question = needed(
        question, "question", _("Ask what would convince a sceptic that you are done here.")
    )
    phase.save(update_fields=["name", "question"])
    record(actor, PhaseChanged(f"phase:{phase.position}", name=phase.name))
    return phase


def enter_phase(actor: Actor, position: int, *, reason: str = "", answer: str = "") -> PhaseStay:
    """Enter a phase, forward or back. Going forward, `answer` is the evidence by which the present one is done.

    Nothing is enforced but that it is said: leaving forward needs an answer, going back a reason. Raises DomainError at
    the field, Conflict when the effort is there already, NotFound.
    """
    require(actor, Capability.SHAPE_AGENDA)
    phase = _phase(position)
    present = PhaseStay.objects.select_related("phase").filter(left_on=None).first()
    back = False
    today = clock.today(actor.initiative.timezone)
    if present is not None:
        if present.phase_id == phase.pk:
            raise Conflict("there_already", _("The effort is in this phase already."), "phase")
        back = phase.position < present.phase.position
        if back:
            needed(reason, "reason", _("Say why you go back: it is nothing to be ashamed of."))
        else:
            needed(answer, "answer", _("Answer the exit question of the present phase."))
        present.left_on, present.answer = today, answer.strip()
        present.save(update_fields=["left_on", "answer"])
    stay = PhaseStay.objects.create(phase=phase, entered_on=today, reason=reason.strip())
    record(actor, PhaseEntered(f"phase:{phase.position}", name=phase.name, back=back))
    return stay
