"""Hearing people on a version, and answering what they said."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agenda.events import Consulted, ThemeAnswered
from agenda.models import CommonAgenda, Consultation, Theme
from agenda.words import AgendaState, Method
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.kernel.writing import changeable, in_order, needed, one_of
from initiatives.outbox import record

MOST_GROUPS = 30
MOST_PEOPLE = 1_000_000
CHANGEABLE = frozenset({"audience", "method", "starts_on", "ends_on", "participants", "note"})


def hold_consultation(
    actor: Actor,
    version: CommonAgenda,
    *,
    audience: str,
    method: str,
    starts_on: date,
    ends_on: date | None = None,
    participants: Sequence[Mapping[str, Any]] = (),
    note: str = "",
) -> Consultation:
    """Record a round of consultation; `participants` are {group, n}.

    Raises DomainError at the field, Conflict for a superseded version.
    """
    require(actor, Capability.SHAPE_AGENDA)
    if version.state == AgendaState.SUPERSEDED:
        raise Conflict("superseded", _("This version is superseded."))
    in_order(starts_on, ends_on, "ends_on")
    row = Consultation.objects.create(
        agenda=version,
        audience=needed(audience, "audience", _("Say who was asked.")),
        method=one_of(method, Method.values, "method"),
        starts_on=starts_on,
        ends_on=ends_on,
        participants=clean_participants(participants),
        note=note.strip(),
    )
    record(
        actor,
        Consulted(
            f"consultation:{row.public_id}",
            title=version.title,
            number=version.number,
            audience=row.audience,
        ),
    )
    return row


def change_consultation(actor: Actor, consultation: Consultation, /, **values: Any) -> Consultation:
    """Change what is known of a consultation (CHANGEABLE). Raises DomainError at the field."""
    require(actor, Capability.SHAPE_AGENDA)
    changeable(values, CHANGEABLE)
    if "audience" in values:
        values["audience"] = needed(values["audience"], "audience", _("Say who was asked."))
    if "method" in values:
        one_of(values["method"], Method.values, "method")
    if "participants" in values:
        values["participants"] = clean_participants(values["participants"])
    for key, value in values.items():
        setattr(consultation, key, value)
    in_order(consultation.starts_on, consultation.ends_on, "ends_on")
    consultation.save(update_fields=list(values))
    version = consultation.agenda
    record(
        actor,
        Consulted(
            f"consultation:{consultation.public_id}",
            title=version.title,
            number=version.number,
            audience=consultation.audience,
        ),
    )
    return consultation


def clean_participants(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return participants as [{group, n}] without empty rows. Raises DomainError at `participants`."""
    found: list[dict[str, Any]] = []
    for row in rows:
        group, n = str(row.get("group", "")).strip()[:100], row.get("n")
        if not group and n is None:
            continue
        if not group or not isinstance(n, int) or isinstance(n, bool) or not 0 <= n <= MOST_PEOPLE:
            message = _("Name each group and how many of it took part, such as “Parents: 24”.")
            raise DomainError("invalid", message, "participants")
        found.append({"group": group, "n": n})
    if len(found) > MOST_GROUPS:
        raise DomainError("too_many", _("Name thirty groups at most."), "participants")
    return found


def add_theme(actor: Actor, consultation: Consultation, *, text: str) -> Theme:
    """Add what was said in a consultation. Raises DomainError at `text`."""
    require(actor, Capability.SHAPE_AGENDA)
    position = Theme.objects.filter(consultation=consultation).count()
    said = needed(text, "text", _("Say in a sentence what people said."))
    row = Theme.objects.create(consultation=consultation, text=said[:500], position=position)
    version = consultation.agenda
    record(
        actor,
        Consulted(
            f"consultation:{consultation.public_id}",
            title=version.title,
            number=version.number,
            audience=consultation.audience,
        ),
    )
    return row


def answer_theme(actor: Actor, theme: Theme, *, response: str, changed: bool = True) -> Theme:
    """Say what was changed because of a theme, or with `changed` false why nothing was.

    Raises DomainError at `response`.
    """
    require(actor, Capability.SHAPE_AGENDA)
    theme.response = needed(response, "response", _("Say what you changed, or why you did not."))
    theme.changed = changed
    theme.save(update_fields=["response", "changed"])
    version = theme.consultation.agenda
    record(
        actor,
        ThemeAnswered(
            f"consultation:{theme.consultation.public_id}",
            title=version.title,
            number=version.number,
            theme=theme.text,
            response=theme.response,
        ),
    )
    return theme
