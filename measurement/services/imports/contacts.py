"""Taking in a list of the people to ask at each partner: kept through the core's verbs, invited only when asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, Role, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from initiatives.queries import partners, people
from initiatives.services import (
    add_partners,
    add_person,
    change_partner,
    end_membership,
    invite_person,
    remove_partners,
)
from measurement.events import ContactsTakenIn
from measurement.imports.contacts import CONTACT_GOALS, MOST_CONTACTS, Contact, contacts_of
from measurement.imports.grids import Grid
from measurement.imports.mapping import Layout
from measurement.imports.names import Known, Register, code_for, evened
from measurement.models import Import

HERE, ADD, NEW_PARTNER, FAULT = "here", "add", "new_partner", "fault"


@dataclass(frozen=True)
class Seen:
    """One person of the list and what becomes of them: added, with a new partner, here already, or at fault."""

    contact: Contact
    state: str
    partner: str
    message: str = ""


def look_at_contacts(actor: Actor, row: Import) -> list[Seen]:
    """Return what would become of every person of the list. Raises DomainError when it is too long to be one."""
    require(actor, Capability.MANAGE_PEOPLE)
    layout = Layout.from_json(row.mapping)
    contacts = contacts_of(Grid(row.stored_as).rows(layout.sheets[0]), layout)
    if len(contacts) > MOST_CONTACTS:
        raise DomainError("too_many", _("More than %d people: divide the list.") % MOST_CONTACTS, "columns")
    register = Register(Known(*item) for item in partners(actor).values_list("code", "name"))
    here = {email.lower() for email in people(actor).filter(ended_on=None).values_list("email", flat=True)}
    seen: list[Seen] = []
    for contact in contacts:
        code = register.find(contact.partner).code
        email = contact.email.lower()
        if not contact.partner:
            seen.append(Seen(contact, FAULT, "", _("No partner stands in this row or above it.")))
        elif contact.email and "@" not in contact.email:
            seen.append(Seen(contact, FAULT, code, _("“%s” is not an e-mail address.") % contact.email))
        elif email and email in here:
            seen.append(Seen(contact, HERE, code))
        else:
            seen.append(Seen(contact, ADD if code else NEW_PARTNER, code))
            here |= {email} - {""}
    return seen


def lay_out_contacts(actor: Actor, row: Import, layout: Layout) -> None:
    """Keep which column is what. Raises DomainError where partner or person is missing, Conflict once it is settled."""
    require(actor, Capability.MANAGE_PEOPLE)
    if row.state != Import.State.MATCHING:
        raise Conflict("other_state", _("This import has moved on; look at it again."))
    goals = layout.goals()
    if goals - set(CONTACT_GOALS) or "partner" not in goals or not goals & {"name", "email"}:
        raise DomainError(
            "required", _("Say which column names the partner and which the person."), "columns"
        )
    row.mapping = layout.as_json()
    row.save(update_fields=["mapping"])


@transaction.atomic
def take_contacts_in(actor: Actor, row: Import, *, role: str, invite: bool, sector: str) -> Import:
    """Add the people of the list that are not here, and the partners that do not stand; the file is deleted.

    The first person of a partner without a main contact becomes it. They are invited only where `invite` says so.
    Raises DomainError where a row is not right: then nothing goes in.
    """
    require(actor, Capability.MANAGE_PEOPLE)
    held = Import.objects.select_for_update().get(pk=row.pk)
    if held.state != Import.State.MATCHING:
        raise Conflict("other_state", _("This import has moved on; look at it again."))
    if role not in (Role.CONTRIBUTOR, Role.PARTNER_LEAD):
        raise DomainError("unknown_role", _("Choose one of the roles."), "role")
    seen = look_at_contacts(actor, held)
    wrong = next((item for item in seen if item.state == FAULT), None)
    if wrong is not None:
        raise DomainError("faults", _("Row %d: ") % wrong.contact.row + wrong.message, "columns")
    wanted = [item for item in seen if item.state in (ADD, NEW_PARTNER)]
    if not wanted:
        raise DomainError("nothing", _("There is nobody in it who is not here already."), "columns")
    made = _add_partners(
        actor, [item.contact.partner for item in wanted if item.state == NEW_PARTNER], sector
    )
    added = [_add(actor, item, made, role, invite) for item in wanted]
    held.made = {"people": added, "partners": sorted(made.values())}
    held.result = {
        "people": len(added),
        "here": len(seen) - len(wanted),
        "partners": len(made),
        "invited": sum(bool(item.contact.email) for item in wanted) if invite else 0,
    }
    held.state, held.done_at, held.preview = Import.State.DONE, clock.now(), {}
    held.confirmed_by_id = actor.membership_id
    held.save()
    record(
        actor,
        ContactsTakenIn(
            f"import:{held.public_id}",
            people=len(added),
            partners=len(made),
            source=held.source or held.name,
        ),
    )
    transaction.on_commit(Grid(held.stored_as).forget)
    return held


def _add_partners(actor: Actor, names: list[str], sector: str) -> dict[str, str]:
    taken = {code.lower() for code in partners(actor).values_list("code", flat=True)}
    made: dict[str, str] = {}
    rows = []
    for name in names:
        if evened(name) not in made:
            code = code_for(name, taken)
            taken.add(code.lower())
            made[evened(name)] = code
            rows.append({"code": code, "name": name, "sector": sector or "nonprofit"})
    add_partners(actor, rows)
    return made


def _add(actor: Actor, item: Seen, made: Mapping[str, str], role: str, invite: bool) -> int:
    partner = partners(actor).get(code=item.partner or made[evened(item.contact.partner)])
    contact = item.contact
    details: dict[str, Any] = {"email": contact.email, "phone": contact.phone[:40]}
    person = add_person(actor, name=contact.name or contact.email, role=role, partner=partner, **details)
    if partner.main_contact_id is None:
        change_partner(actor, partner, main_contact=person)
    if invite and person.email:
        invite_person(actor, person)
    return person.pk


def take_contacts_out(actor: Actor, row: Import) -> dict[str, Any]:
    """End the part of those who came with the list and have not joined; its partners go where nothing uses them."""
    require(actor, Capability.MANAGE_PEOPLE)
    here = people(actor).filter(pk__in=row.made.get("people", []), ended_on=None)
    waiting = list(here.filter(user=None))
    for person in waiting:
        end_membership(actor, person)
    still = set(people(actor).filter(ended_on=None).values_list("partner_id", flat=True))
    free = [p for p in partners(actor).filter(code__in=row.made.get("partners", [])) if p.pk not in still]
    removed = remove_partners(actor, free, history=(here.model,)) if free else []
    return {
        "people_ended": len(waiting),
        "people_joined": here.exclude(user=None).count(),
        "parted": [partner.code for partner in removed],
    }
