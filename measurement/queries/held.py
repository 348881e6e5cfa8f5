"""Everything that is held or computed about one partner, for itself and for staff: a page, a workbook, JSON."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy

from initiatives.kernel.access import Actor, Capability, require
from initiatives.queries import affiliations, events, people_of, told
from measurement.cells import combination_of
from measurement.models import (
    AgreementReminder,
    Assignment,
    FigureNote,
    HandInLink,
    Nudge,
    Observation,
    Submission,
)
from measurement.periods import Period
from measurement.queries.agreements import agreements_of
from measurement.queries.collection import requests
from measurement.queries.rows import cell_codes
from measurement.words import SubmissionState

Rows = list[dict[str, Any]]
EVENTS = 2000
# In the order in which they are told, with their headings.
SECTIONS = {
    "partner": gettext_lazy("The partner itself"),
    "people": gettext_lazy("People"),
    "assignments": gettext_lazy("What it reports"),
    "hand_ins": gettext_lazy("Hand-ins, with dates and minutes"),
    "figures": gettext_lazy("Figures, with every revision"),
    "notes": gettext_lazy("Notes on figures"),
    "agreements": gettext_lazy("Agreements"),
    "reminders": gettext_lazy("Reminders"),
    "links": gettext_lazy("Hand-in links"),
    "events": gettext_lazy("What happened"),
}


def held_about(actor: Actor, partner: Any) -> dict[str, Rows]:
    """Return {section: rows} of plain values, in a fixed order. Minutes are the partner's, never one person's.

    Raises Forbidden for everybody but staff and the partner's own people.
    """
    require(actor, Capability.VIEW_HAND_INS, partner.pk)
    return {
        "partner": _facts(partner),
        "people": _people(actor, partner),
        "assignments": _assignments(partner),
        "hand_ins": _hand_ins(actor, partner),
        "figures": _figures(partner),
        "notes": _notes(partner),
        "agreements": _agreements(actor, partner),
        "reminders": _reminders(partner),
        "links": _links(partner),
        "events": _events(actor, partner),
    }


def _facts(partner: Any) -> Rows:
    fixed = {
        "code": partner.code,
        "name": partner.name,
        "identifier": partner.identifier,
        "roles": ", ".join(partner.roles),
        "about": partner.about,
        "state": partner.state,
    }
    placed = [
        {
            "what": "affiliation",
            "value": ", ".join(filter(None, [row.sector.code, row.place.code if row.place else ""])),
            "since": row.starts_on,
        }
        for row in affiliations(partner)
    ]
    return [{"what": name, "value": value, "since": None} for name, value in fixed.items()] + placed


def _people(actor: Actor, partner: Any) -> Rows:
    if not actor.may(Capability.VIEW_PEOPLE, partner.pk):
        return []
    return [
        {
            "name": row.name,
            "role": row.role,
            "email": row.email,
            "phone": row.phone,
            "since": row.since,
            "last_seen": row.last_seen_on,
        }
        for row in people_of(actor, partner)
    ]


def _assignments(partner: Any) -> Rows:
    rows = Assignment.objects.filter(partner=partner).select_related("indicator").order_by("starts_on", "id")
    return [
        {
            "indicator": row.indicator.code,
            "name": row.indicator.name,
            "from": row.starts_on,
            "to": row.ends_on,
        }
        for row in rows
    ]


def _hand_ins(actor: Actor, partner: Any) -> Rows:
    sent: dict[int, list[Submission]] = {}
    for submission in Submission.objects.filter(partner=partner, revises=None).order_by("id"):
        sent.setdefault(submission.cycle_id, []).append(submission)
    found, zone = [], ZoneInfo(actor.initiative.timezone)
    for row in requests(actor).filter(partner=partner).order_by("-cycle__period_end", "-id"):
        given = sent.get(row.cycle_id, [])
        handed = next((s.submitted_at for s in given if s.submitted_at), None)
        seconds = [s.active_seconds for s in given if s.active_seconds is not None]
        last_day = row.last_day  # type: ignore[attr-defined]
        found.append(
            {
                "period": Period.from_dates(row.cycle.period_start, row.cycle.period_end).code,
                "state": row.state,  # type: ignore[attr-defined]
                "due": row.cycle.due,
                "extended_until": row.extended_until,
                "handed_in": handed,
                "days_late": max(0, (handed.astimezone(zone).date() - last_day).days) if handed else None,
                "returned": sum(s.state == SubmissionState.RETURNED for s in given),
                "minutes": round(sum(seconds) / 60) if seconds else None,
            }
        )
    return found


def _figures(partner: Any) -> Rows:
    codes = cell_codes()
    rows = Observation.objects.filter(partner=partner).select_related("version__indicator", "cell")
    return [
        {
            "indicator": row.version.indicator.code,
            "version": row.version.number,
            "period": Period.from_dates(row.period_start, row.period_end).code,
            "cell": ", ".join(f"{k}={v}" for k, v in codes(combination_of(row.cell.key)).items()),
            "status": row.status,
            "numerator": row.numerator,
            "denominator": row.denominator,
            "value": row.entered_value,
            "n": row.entered_n,
            "note": row.note,
            "explanation": row.explanation,
            "revision": row.revision,
            "accepted_at": row.accepted_at,
            "superseded_at": row.superseded_at,
        }
        for row in rows.order_by("version__indicator__code", "period_start", "cell_id", "revision")
    ]


def _notes(partner: Any) -> Rows:
    rows = FigureNote.objects.filter(partner=partner).select_related("indicator", "said_by")
    return [
        {
            "indicator": row.indicator.code,
            "period": Period.from_dates(row.period_start, row.period_end).code,
            "note": row.note,
            "agreed": row.agreed,
            "said_at": row.said_at,
            "said_by": row.said_by.name,
        }
        for row in rows
    ]


def _agreements(actor: Actor, partner: Any) -> Rows:
    return [
        {
            "title": row.title,
            "number": row.number,
            "state": row.state,
            "level": row.level,
            "audience": row.audience,
            "after_end": row.after_end,
            "starts_on": row.starts_on,
            "last_day": row.last_day,
        }
        for row in agreements_of(actor, partner.pk)
    ]


def _reminders(partner: Any) -> Rows:
    rows: list[Nudge | AgreementReminder] = [
        *Nudge.objects.filter(request__partner=partner).select_related("to"),
        *AgreementReminder.objects.filter(party__partner=partner).select_related("to"),
    ]
    return [
        {"day": row.day, "to": row.to.name, "message": row.message, "sent_at": row.sent_at}
        for row in sorted(rows, key=lambda row: row.created_at, reverse=True)
    ]


def _links(partner: Any) -> Rows:
    return [
        {
            "made_at": row.created_at,
            "email": row.email,
            "holder": row.holder,
            "expires_at": row.expires_at,
            "opened_at": row.opened_at,
            "revoked_at": row.revoked_at,
        }
        for row in HandInLink.objects.filter(request__partner=partner).order_by("created_at", "id")
    ]


def _events(actor: Actor, partner: Any) -> Rows:
    if not actor.may(Capability.VIEW_EVENTS, partner.pk):
        return []
    return [
        {"when": row.when, "what": row.text, "who": row.who}
        for row in told(events(actor).filter(partner=partner)[:EVENTS])
    ]
