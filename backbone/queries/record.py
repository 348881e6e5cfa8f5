"""Everything the backbone keeps of its relation with a partner, for its lead and the staff: to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from activities.queries import activities_matching
from agenda.queries import commitments, with_states
from backbone.queries.onboarding import onboardings, settling_in
from backbone.queries.quiet import relation
from backbone.queries.relations import contacts_with
from communications.queries.asks import asks_listed
from communications.queries.presence import asked_to_meetings
from communications.queries.touching import decisions_touching
from communications.words.decisions import DecisionState
from initiatives.kernel.access import Actor, Capability, require
from measurement.queries import held

if TYPE_CHECKING:
    from initiatives.models import Partner

Rows = list[dict[str, Any]]
# In the order in which they are told.
SECTIONS = (
    *held.SECTIONS,
    "signs_of_quiet",
    "meetings",
    "commitments",
    "activities",
    "asks",
    "decisions",
    "contacts",
    "settling_in",
)
CONTACT_COLUMNS = (
    "on",
    "way",
    "person",
    "purpose",
    "note",
    "about_person",
    "next_step",
    "next_on",
    "next_owner",
    "next_done_at",
    "logged_by",
    "logged_at",
)


def record_of(actor: Actor, partner: Partner) -> dict[str, Rows]:
    """Return {section: rows} of plain values: what is held about a partner, and all that the relation's page tells.

    Both readers are given the same: what is about a person stands in the log alone, and is the person's to ask for.
    Raises Forbidden for everybody but the staff and the partner's lead.
    """
    require(actor, Capability.VIEW_RELATIONS, partner.pk)
    return {
        **held.held_about(actor, partner),
        "signs_of_quiet": [
            {"sign": str(sign.kind.label), "words": sign.words} for sign in relation(actor, partner).signs
        ],
        "meetings": [
            {"on": one.on, "meeting": one.title, "was_there": one.was_there}
            for one in asked_to_meetings(actor, partner.pk).get(partner.pk, [])
        ],
        "commitments": _commitments(actor, partner),
        "activities": _activities(actor, partner),
        "asks": _asks(actor, partner),
        "decisions": _decisions(actor, partner),
        "contacts": [row for row in contact_rows(actor, partner) if not row["about_person"]],
        "settling_in": _settling_in(actor, partner),
    }


def contact_rows(actor: Actor, partner: Partner) -> Rows:
    """Return the log of contacts with a partner in CONTACT_COLUMNS, the latest first, as far as the actor reads it."""
    return [
        {
            "on": row.on,
            "way": row.get_way_display(),
            "person": row.person.name if row.person else row.person_name,
            "purpose": row.purpose,
            "note": row.note,
            "about_person": row.about_person,
            "next_step": row.next_step,
            "next_on": row.next_on,
            "next_owner": row.next_owner.name if row.next_owner else "",
            "next_done_at": row.next_done_at,
            "logged_by": row.logged_by.name,
            "logged_at": row.logged_at,
        }
        for row in contacts_with(actor, partner)
    ]


def _settling_in(actor: Actor, partner: Partner) -> Rows:
    return [
        {
            "begun_on": one.onboarding.begun_on,
            "ended_on": one.onboarding.ended_on,
            "line": line.text,
            "done": line.done,
            "seen_from_use": line.seen,
            "done_on": line.done_on,
            "done_by": line.done_by.name if line.done_by else "",
            "left_out": line.left_out,
        }
        for one in settling_in(actor, onboardings(actor).filter(partner=partner))
        for line in one.lines
    ]


def _commitments(actor: Actor, partner: Partner) -> Rows:
    rows = commitments(actor).filter(partner=partner).order_by("-signed_on", "-id")
    return [
        {
            "kind": row.get_kind_display(),
            "promise": row.promise,
            "signer": row.signer,
            "signed_on": row.signed_on,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "state": str(row.state.label),  # type: ignore[attr-defined]
        }
        for row in with_states(actor, rows)
    ]


def _activities(actor: Actor, partner: Partner) -> Rows:
    return [
        {
            "title": row.title,
            "state": row.get_state_display(),
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
        }
        for row in activities_matching(actor, partner=partner.code)
    ]


def _asks(actor: Actor, partner: Partner) -> Rows:
    return [
        {
            "asked_at": row.asked_at,
            "from": row.from_group.name,
            "to": row.to_group.name,
            "what": row.what,
            "due": row.due,
            "state": row.get_state_display(),
            "answer": row.answer,
            "closed_at": row.closed_at,
        }
        for row in asks_listed(actor, partner=partner.code)
    ]


def _decisions(actor: Actor, partner: Partner) -> Rows:
    return [
        {
            "number": row.number,
            "title": row.wording[0].title,  # type: ignore[attr-defined]
            "group": row.group.name,
            "state": str(DecisionState(row.stands_as).label),  # type: ignore[attr-defined]
            "decided_on": row.ruled[0].decided_on if row.ruled else None,  # type: ignore[attr-defined]
        }
        for row in decisions_touching(actor, partner)
    ]
