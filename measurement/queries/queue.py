"""What of shared measurement waits for the backbone: hand-ins, agreements, imports."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.queue import MOST, Act, How, Item, source
from initiatives.queries.reaching import days_reminded, resting, rests, told_reminded
from measurement.models import AgreementReminder, Import, Nudge
from measurement.queries.agreements import agreements, renewals_due
from measurement.queries.collection import RequestState, chased, submissions
from measurement.queries.contacts import main_contacts
from measurement.queries.imports import imports
from measurement.queries.telling import cycle_name
from measurement.words import AgreementState, SubmissionState

# In these somebody has to decide something.
UNDECIDED = (Import.State.MATCHING, Import.State.PREVIEW)


@source(
    "measurement.late",
    gettext_lazy("Late"),
    icon="clock-alert",
    order=10,
    settled_by=("measurement.partner_nudged", "measurement.extension_granted"),
    chases=True,
)
def late(actor: Actor) -> list[Item]:
    """Tell which hand-ins are late, the latest due first; one reminded of rests for three days."""
    today = clock.today(actor.initiative.timezone)
    waiting = chased(actor, RequestState.OVERDUE).exclude(pk__in=resting(Nudge, "request", today))
    rows = list(waiting[:MOST])
    nudged = days_reminded(Nudge, "request", [row.pk for row in rows])
    reached = main_contacts(actor, [row.partner for row in rows])
    found = []
    for row in rows:
        before = nudged.get(row.pk, [])
        acts = (
            Act(_("Remind"), "measurement:remind", (row.public_id,), How.FORM),
            Act(_("More time"), "measurement:extend", (row.public_id,), How.FORM),
            Act(_("Open"), "measurement:request", (row.public_id,)),
        )
        found.append(_item("late", row, _late_note(actor, row, before, today), acts, reached))
    return found


def _late_note(actor: Actor, row: Any, before: list[date], today: date) -> str:
    days = (today - row.last_day).days
    words = {"day": date_format(row.last_day, "MONTH_DAY_FORMAT"), "days": days}
    due = ngettext("Due %(day)s, %(days)s day late.", "Due %(day)s, %(days)s days late.", days) % words
    return f"{_period(actor, row.cycle)}. {due} {told_reminded(before)}".strip()


@source(
    "measurement.review",
    gettext_lazy("Hand-ins to accept"),
    icon="inbox",
    order=20,
    settled_by=("measurement.submission_accepted", "measurement.submission_returned"),
)
def to_review(actor: Actor) -> list[Item]:
    """Tell which hand-ins wait for review, the longest waiting first; nobody accepts their own."""
    rows = submissions(actor).filter(state=SubmissionState.SUBMITTED).order_by("submitted_at", "id")[:MOST]
    found = []
    for row in rows:
        assert row.submitted_at is not None  # it was handed in
        day = clock.day(row.submitted_at, actor.initiative.timezone)
        words = {"when": date_format(day, "MONTH_DAY_FORMAT"), "who": row.sender}
        own = row.is_by(actor.user_id)
        told = _("You handed it in on %(when)s.") if own else _("Handed in %(when)s by %(who)s.")
        note = f"{_period(actor, row.cycle)}. {told % words}"
        if row.revises_id:
            note += " " + _("A revision.")
        acts = [Act(_("Review"), "measurement:submission", (row.public_id,), How.FORM)]
        if own and not actor.initiative.self_acceptance:
            note += " " + _("Somebody else accepts it.")
            acts = [Act(_("Open"), "measurement:submission", (row.public_id,), How.FORM)]
        else:
            acts.append(Act(_("Accept"), "measurement:accept", (row.public_id,), How.AT_ONCE))
        found.append(
            Item(
                f"measurement.review:{row.public_id}",
                row.partner.name,
                note,
                tuple(acts),
                due=day,
                partner_id=row.partner_id,
                partner=row.partner.name,
            )
        )
    return found


@source(
    "measurement.returned",
    gettext_lazy("Returned, no answer yet"),
    icon="corner-up-left",
    order=30,
    settled_by=("measurement.extension_granted",),
    chases=True,
)
def returned(actor: Actor) -> list[Item]:
    """Tell which hand-ins were returned and are not put right yet, the first wanted first."""
    rows = list(chased(actor, RequestState.RETURNED)[:MOST])
    reached = main_contacts(actor, [row.partner for row in rows])
    found = []
    for row in rows:
        until = _("Until %s.") % date_format(row.last_day, "MONTH_DAY_FORMAT")
        acts = (
            Act(_("Open"), "measurement:request", (row.public_id,)),
            Act(_("More time"), "measurement:extend", (row.public_id,), How.FORM),
        )
        found.append(_item("returned", row, f"{_period(actor, row.cycle)}. {until}", acts, reached))
    return found


@source(
    "measurement.agreements",
    gettext_lazy("Agreements to renew"),
    icon="file-lock",
    order=60,
    settled_by=("measurement.agreement_renewed", "measurement.agreement_activated", "initiatives.reminded"),
)
def to_renew(actor: Actor) -> list[Item]:
    """Tell which agreements on sharing data end soon or have ended, and whose renewal waits to be put in force.

    One of which its parties were reminded rests for three days.
    """
    today = clock.today(actor.initiative.timezone)
    rows = renewals_due(actor)
    parties_of = {row.pk: [party.pk for party in row.parties.all()] for row, _standing in rows}
    reminded = days_reminded(AgreementReminder, "party", [pk for pks in parties_of.values() for pk in pks])
    found = []
    for row, standing in rows:
        days = sorted({day for pk in parties_of[row.pk] for day in reminded.get(pk, [])}, reverse=True)
        if rests(days, today):
            continue
        day = date_format(row.last_day) if row.last_day else ""
        parties = ", ".join(party.partner.name for party in row.parties.all())
        if standing == AgreementState.ENDED:
            note = _("Ended on %s; its figures are kept back as it says.") % day
        else:
            note = _("Ends on %s.") % day
        drafted = next(iter(row.renewals.all()), None)
        if drafted is None:
            first = Act(_("Renew"), "measurement:renew_agreement", (row.public_id,), How.AT_ONCE)
        else:
            note += " " + _("The renewal is drafted: look it over and put it in force.")
            first = Act(_("Put in force"), "measurement:sharing_agreement", (drafted.public_id,), How.FORM)
        note = f"{note} {told_reminded(days)}".strip()
        acts = (
            first,
            Act(_("Remind"), "initiatives:remind", ("agreements", row.public_id), How.FORM),
            Act(_("Open"), "measurement:sharing_agreement", (row.public_id,)),
        )
        key = f"measurement.agreements:{row.public_id}"
        found.append(Item(key, row.title, f"{parties}. {note}", acts, due=row.last_day))
    return found[:MOST]


@source("measurement.drafted", gettext_lazy("Agreements in draft"), icon="file-lock", order=61)
def drafted(actor: Actor) -> list[Item]:
    """Tell which agreements were drafted and are not in force; renewals stand with what they renew."""
    rows = agreements(actor).filter(state=AgreementState.DRAFT, renews=None).order_by("starts_on", "id")
    return [
        Item(
            f"measurement.drafted:{row.public_id}",
            row.title,
            _("To be looked over with its parties and put in force."),
            (Act(_("Open"), "measurement:sharing_agreement", (row.public_id,), How.FORM),),
            due=row.starts_on,
        )
        for row in rows[:MOST]
    ]


@source("measurement.imports", gettext_lazy("Imports to be finished"), icon="file-up", order=110)
def unfinished_imports(actor: Actor) -> list[Item]:
    """Tell which uploaded files wait for somebody to say how they are meant, or to take them in."""
    if not actor.may(Capability.IMPORT):
        return []
    rows = imports(actor).filter(state__in=UNDECIDED).order_by("created_at", "id")[:MOST]
    return [
        Item(
            f"measurement.imports:{row.public_id}",
            row.name,
            _("%(state)s, since %(day)s.") % {"state": row.get_state_display(), "day": date_format(day)},
            (Act(_("Go on"), "measurement:import", (row.public_id,)),),
            due=day,
            owner_id=row.made_by_id,
        )
        for row in rows
        for day in [clock.day(row.created_at, actor.initiative.timezone)]
    ]


def _item(kind: str, row: Any, note: str, acts: tuple[Act, ...], reached: dict[int, Any]) -> Item:
    return Item(
        f"measurement.{kind}:{row.public_id}",
        row.partner.name,
        note,
        acts,
        due=row.last_day,
        partner_id=row.partner_id,
        partner=row.partner.name,
        reach=reached.get(row.partner_id),
    )


def _period(actor: Actor, cycle: Any) -> str:
    return cycle_name(cycle, actor.initiative.fiscal_year_start)
