"""What of the agenda waits for somebody: the reader's own queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.models import Answer, Assessment, CommonAgenda
from agenda.queries.commitments import commitments, state_is
from agenda.queries.consent import stand
from agenda.queries.versions import agendas
from agenda.words import IN_FORCE, RATIFIABLE, AgendaState, CommitmentState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, Role

# So long before its day a review is called to mind.
REMIND = timedelta(days=30)
MOST = 6


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what, in which words, and the page (name and what its address needs) that deals with it.

    `action` is what its button says.
    """

    icon: str
    title: str
    note: str
    page: str
    action: str
    named: tuple[Any, ...] = ()


def waiting(actor: Actor) -> list[Waiting]:
    """Return what of the agenda waits for this actor: of the backbone, of a partner's lead, of everybody."""
    if actor.may(Capability.SHAPE_AGENDA):
        return [*versions_waiting(actor), *_commitments(actor)]
    found = _positions(actor) if actor.role == Role.PARTNER_LEAD else []
    return [*found, *_assessments(actor)]


def versions_waiting(actor: Actor) -> list[Waiting]:
    """Return the versions that are before the partners, and one due to be looked at again (for the backbone)."""
    found = []
    for version in agendas(actor).filter(state__in=RATIFIABLE):
        words = {"number": version.number}
        if version.state in IN_FORCE:
            found += _review(actor, version)
            continue
        how = stand(actor, version)
        words |= {"adopted": how.adopted, "asked": how.asked}
        title = _("Version %(number)s of the agenda is before the partners") % words
        note = _("%(adopted)s of %(asked)s are for it.") % words
        if not how.missing_for_quorum and how.rule_is_met:
            note += " " + _("It can be adopted.")
        named = (version.number,)
        found.append(Waiting("compass", title, note, "agenda:positions", _("See who is for it"), named))
    return found


def _review(actor: Actor, version: CommonAgenda) -> list[Waiting]:
    due, today = version.review_due, clock.today(actor.initiative.timezone)
    if version.state == AgendaState.UNDER_REVIEW or due is None or due > today + REMIND:
        return []
    words = _("Its review was due %s.") if due < today else _("Its review is due %s.")
    title = _("Look at version %d of the agenda again") % version.number
    named = (version.number,)
    return [Waiting("compass", title, words % date_format(due), "agenda:version", _("Review"), named)]


def _commitments(actor: Actor) -> list[Waiting]:
    today = clock.today(actor.initiative.timezone)
    due = state_is(CommitmentState.EXPIRED, today) | state_is(CommitmentState.RENEWAL_DUE, today)
    found = []
    for row in commitments(actor).filter(due).order_by("ends_on", "id")[:MOST]:
        assert row.ends_on is not None  # by either state
        words = _("Its commitment ran out %s.") if row.ends_on < today else _("Its commitment ends %s.")
        note = words % date_format(row.ends_on)
        named = (row.public_id,)
        found.append(Waiting("handshake", row.partner.name, note, "agenda:commitment", _("Renew"), named))
    return found


def _positions(actor: Actor) -> list[Waiting]:
    found = []
    for version in agendas(actor).filter(state__in=RATIFIABLE):
        how = stand(actor, version)
        own = next((seat for seat in how.seats if seat.partner.pk == actor.partner_id), None)
        if own is None or own.counts:
            continue
        title = _("Does your organisation adopt version %d of the agenda?") % version.number
        note = ngettext(
            "%(adopted)s of %(asked)s partner is for it.",
            "%(adopted)s of %(asked)s partners are for it.",
            how.asked,
        )
        note %= {"adopted": how.adopted, "asked": how.asked}
        named = (version.number, own.partner.code)
        found.append(Waiting("compass", title, note, "agenda:take_position", _("Answer"), named))
    return found


def _assessments(actor: Actor) -> list[Waiting]:
    answered = Answer.objects.filter(answered_by_id=actor.membership_id).values("assessment_id")
    rows = Assessment.objects.filter(Q(closed_on=None) & ~Q(pk__in=answered))
    return [
        Waiting(
            "clipboard-list",
            str(row.get_screen_display()),
            _("An assessment that several people answer."),
            "agenda:answer",
            _("Answer"),
            (row.public_id,),
        )
        for row in rows
    ]
