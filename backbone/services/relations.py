"""The contact log: what was said with a partner, and the next step with its day and its owner."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.events import ContactChanged, ContactLogged, ContactRemoved, NextStepDone
from backbone.models import ContactLog
from backbone.queries.queue import colleagues
from backbone.queries.relations import steps_of
from backbone.words import ContactWay
from initiatives.handover import Duty, register
from initiatives.kernel import clock
from initiatives.kernel.access import STAFF, Actor, Capability, require
from initiatives.kernel.errors import DomainError, FieldError
from initiatives.outbox import record
from initiatives.queries import everybody

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.models import Membership, Partner


@dataclass(frozen=True)
class Said:
    """What is written down of a contact: with whom, when, how, what for, what was said, and what comes next.

    Whom: a member (`person`) or a name. `about_person` keeps it among the staff. A `next_step` has a day and an owner.
    """

    on: date
    way: ContactWay
    purpose: str
    note: str = ""
    person: Membership | None = None
    person_name: str = ""
    about_person: bool = False
    next_step: str = ""
    next_on: date | None = None
    next_owner: Membership | None = None


def log_contact(actor: Actor, partner: Partner, said: Said) -> ContactLog:
    """Write down a contact with a partner. Its lead reads it, unless it is about a person.

    Raises DomainError at the field.
    """
    require(actor, Capability.MANAGE_PARTNERS)
    clean = _checked(actor, partner, said)
    now = clock.now()
    row = ContactLog.objects.create(
        partner=partner, logged_by_id=actor.membership_id, logged_at=now, changed_at=now, **_values(clean)
    )
    record(actor, ContactLogged(subject_of(row), partner=partner.name, partner_id=_whose(row)))
    return row


def change_contact(actor: Actor, contact: ContactLog, said: Said) -> ContactLog:
    """Put right what was written down of a contact, as a whole. Raises DomainError at the field."""
    require(actor, Capability.MANAGE_PARTNERS)
    row = ContactLog.objects.select_for_update(of=("self",)).select_related("partner").get(pk=contact.pk)
    values = _values(_checked(actor, row.partner, said))
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, values[name])
    if {"next_step", "next_on"} & set(changed):
        row.next_done_at = None
    row.changed_at = clock.now()
    row.save()
    record(actor, ContactChanged(subject_of(row), partner=row.partner.name, partner_id=_whose(row)))
    return row


def remove_contact(actor: Actor, contact: ContactLog, *, reason: str) -> None:
    """Remove what was written down of a contact: it was wrong, or somebody may ask for it. That it was, and why, stays.

    Raises DomainError at `reason` without one.
    """
    require(actor, Capability.MANAGE_PARTNERS)
    if not reason.strip():
        raise DomainError("required", _("Say why it is removed; the reason is kept."), "reason")
    fact = ContactRemoved(
        subject_of(contact), partner=contact.partner.name, reason=reason.strip(), partner_id=_whose(contact)
    )
    record(actor, fact)
    contact.delete()


def finish_step(actor: Actor, contact: ContactLog) -> ContactLog:
    """Say that the next step which was agreed at a contact is taken. Raises DomainError when none is open."""
    require(actor, Capability.MANAGE_PARTNERS)
    row = ContactLog.objects.select_for_update(of=("self",)).select_related("partner").get(pk=contact.pk)
    if not row.next_step or row.next_done_at is not None:
        raise DomainError("no_step", _("Nothing is left to be done there."))
    row.next_done_at = clock.now()
    row.save(update_fields=["next_done_at"])
    record(actor, NextStepDone(subject_of(row), partner=row.partner.name, partner_id=_whose(row)))
    return row


def subject_of(contact: ContactLog) -> str:
    """Return by what a contact is named in the stream of events."""
    return f"contact:{contact.public_id}"


def _whose(row: ContactLog) -> int | None:
    """Whose affair the event is: the partner's, unless what was written down stays among the staff."""
    return None if row.about_person else row.partner_id


def _checked(actor: Actor, partner: Partner, said: Said) -> Said:
    errors = []
    purpose, step, name = said.purpose.strip(), said.next_step.strip(), said.person_name.strip()
    if said.on > clock.today(actor.initiative.timezone):
        errors.append(FieldError("on", "in_future", _("This day is still to come.")))
    if not purpose:
        errors.append(FieldError("purpose", "required", _("Say in a line what it was about.")))
    if said.person is None and not name:
        errors.append(FieldError("person", "required", _("Choose whom you spoke with, or write their name.")))
    if said.person is not None and said.person.partner_id != partner.pk:
        errors.append(FieldError("person", "not_theirs", _("They do not belong to this partner.")))
    if said.about_person and said.person is None:
        message = _("Say about whom it is: they may ask to read it.")
        errors.append(FieldError("person", "required", message))
    if step and said.next_on is None:
        errors.append(FieldError("next_on", "required", _("Say by when.")))
    if step and said.next_owner is None:
        errors.append(FieldError("next_owner", "required", _("Say who does it.")))
    if not step and (said.next_on or said.next_owner):
        errors.append(FieldError("next_step", "required", _("Say what is to be done.")))
    if said.next_on and said.next_on < said.on:
        errors.append(FieldError("next_on", "before", _("That is before the contact itself.")))
    if said.next_owner and said.next_owner.pk not in {one.pk for one in colleagues(actor)}:
        errors.append(FieldError("next_owner", "not_staff", _("Choose one of the backbone's own people.")))
    if errors:
        raise DomainError(errors[0].code, errors[0].message, errors=errors)
    return replace(
        said,
        purpose=purpose,
        note=said.note.strip(),
        person_name="" if said.person else name,
        next_step=step,
    )


def _values(said: Said) -> dict[str, Any]:
    names = ("on", "way", "purpose", "note", "person", "person_name", "about_person")
    return {name: getattr(said, name) for name in (*names, "next_step", "next_on", "next_owner")}


def _held(actor: Actor, membership: Membership) -> list[str]:
    return [row.next_step for row in steps_of(membership.pk)]


def _heirs(actor: Actor, membership: Membership) -> QuerySet[Membership]:
    return everybody().filter(role__in=sorted(STAFF)).exclude(pk=membership.pk)


def _pass_on(actor: Actor, membership: Membership, heir: Membership | None) -> None:
    if heir is None:
        return
    for row in steps_of(membership.pk):
        row.next_owner, row.changed_at = heir, clock.now()
        row.save(update_fields=["next_owner", "changed_at"])
        record(actor, ContactChanged(subject_of(row), partner=row.partner.name, partner_id=_whose(row)))


STEPS = register(Duty("next_steps", gettext_lazy("Next steps with partners"), _held, _heirs, _pass_on))
