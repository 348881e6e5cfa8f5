"""How groups meet and decide, as counts about the whole that name nobody."""

from datetime import date

from django.db.models import Exists, OuterRef

from communications.models import Attendance, DecisionEffect, DecisionEvidence, Ruling
from communications.words.decisions import EvidenceKind
from communications.words.meetings import PRESENT, MeetingState
from initiatives.kernel.access import Actor, Capability, require
from initiatives.queries.use import Counted


def attendance_since(actor: Actor, since: date) -> Counted:
    """Count who was there, of the members whose attendance was noted at meetings held since a day. Guests aside."""
    require(actor, Capability.VIEW)
    rows = Attendance.objects.filter(
        membership__isnull=False,
        meeting__state__in=[MeetingState.HELD, MeetingState.APPROVED],
        meeting__starts_at__date__gte=since,
    )
    return Counted(rows.filter(presence__in=[one.value for one in PRESENT]).count(), rows.count())


def decisions_citing_figures(actor: Actor, since: date) -> Counted:
    """Count the decisions taken since a day that rest on at least one figure, of all taken since then."""
    require(actor, Capability.VIEW)
    cited = DecisionEvidence.objects.filter(
        decision=OuterRef("decision"), kind=EvidenceKind.FIGURE, withdrawn_at=None
    )
    rows = Ruling.objects.filter(decided_on__gte=since)
    return Counted(rows.filter(Exists(cited)).count(), rows.count())


def decisions_with_effect(actor: Actor, since: date) -> Counted:
    """Count the decisions taken since a day that are linked to what they change, of all taken since then."""
    require(actor, Capability.VIEW)
    effect = DecisionEffect.objects.filter(decision=OuterRef("decision"), ended_at=None)
    rows = Ruling.objects.filter(decided_on__gte=since)
    return Counted(rows.filter(Exists(effect)).count(), rows.count())
