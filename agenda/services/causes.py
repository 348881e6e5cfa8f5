"""The root causes of a version: a tree under the problem."""

from django.utils.translation import gettext as _

from agenda.models import Cause, CommonAgenda
from agenda.services.versions import held_while_written, told_of_work
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.kernel.writing import needed


def add_cause(
    actor: Actor, version: CommonAgenda, *, text: str, parent: Cause | None = None, evidence: str = ""
) -> Cause:
    """Add a cause below another (None: right under the problem). Raises DomainError at `text` or `parent`."""
    version = held_while_written(actor, version)
    if parent is not None and parent.agenda_id != version.pk:
        raise DomainError("elsewhere", _("That cause belongs to another version."), "parent")
    said = needed(text, "text", _("Say what the cause is."))
    position = version.causes.count()
    cause = Cause.objects.create(
        agenda=version, parent=parent, text=said, evidence=evidence.strip(), position=position
    )
    told_of_work(actor, version)
    return cause


def change_cause(
    actor: Actor,
    cause: Cause,
    *,
    text: str | None = None,
    evidence: str | None = None,
    parent: Cause | None = None,
    move: bool = False,
) -> Cause:
    """Reword a cause, and with `move` put it below `parent` (None: under the problem).

    Raises Conflict when it would come to explain itself.
    """
    version = held_while_written(actor, cause.agenda)
    if text is not None:
        cause.text = needed(text, "text", _("Say what the cause is."))
    if evidence is not None:
        cause.evidence = evidence.strip()
    if move:
        if parent is not None and parent.agenda_id != version.pk:
            raise DomainError("elsewhere", _("That cause belongs to another version."), "parent")
        known = {row.pk: row for row in version.causes.all()}
        step = parent
        while step is not None:
            if step.pk == cause.pk:
                raise Conflict("circle", _("A cause cannot explain itself."), "parent")
            step = known[step.parent_id] if step.parent_id else None
        cause.parent = parent
    cause.save(update_fields=["text", "evidence", "parent"])
    told_of_work(actor, version)
    return cause


def remove_cause(actor: Actor, cause: Cause) -> None:
    """Take a cause out of a draft; what explained it comes under what it explained."""
    version = held_while_written(actor, cause.agenda)
    cause.children.update(parent=cause.parent_id)
    cause.delete()
    told_of_work(actor, version)
