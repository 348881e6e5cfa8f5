"""The clock's own part in settling in: the checklists of those who came begin by themselves, where that is wanted.

Idempotent: whoever ever had a checklist gets no second one by itself.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from backbone.events.onboarding import OnboardingBegun
from backbone.models import Checklist, Onboarding, OnboardingItem
from backbone.words.onboarding import Newcomer
from initiatives.jobs import enqueue_for_all, handler
from initiatives.kernel import clock
from initiatives.kernel.access import STAFF, Actor, clerk
from initiatives.kernel.errors import Conflict
from initiatives.outbox import record
from initiatives.queries import active_initiative, events, everybody, partners

if TYPE_CHECKING:
    from initiatives.models import Membership, Partner

BEGIN = "backbone.begin_onboardings"
HOUR = timedelta(hours=1)
JOINED = "initiatives.partner_added"


def enqueue_newcomers() -> None:
    """Ask for every initiative to be looked at, spread over the hour after."""
    enqueue_for_all(BEGIN, spread=HOUR)


@handler(BEGIN)
def begin_for_newcomers(initiative_id: int, key: str) -> None:
    """Begin a checklist for each partner and colleague who came since the initiative wants that."""
    reader = clerk(active_initiative())
    for kept in Checklist.objects.filter(begins_itself=True).order_by("newcomer"):
        if kept.newcomer == Newcomer.PARTNER:
            _partners(reader, kept)
        else:
            _staff(kept)


def _partners(reader: Actor, kept: Checklist) -> None:
    had = Onboarding.objects.exclude(partner=None).values("partner_id")
    assert kept.since is not None  # it begins by itself
    since = datetime.combine(kept.since, time(), ZoneInfo(reader.initiative.timezone))
    joined = events(reader).filter(key=JOINED, happened_at__gte=since).order_by().values("partner_id")
    came = partners(reader).filter(state="active", pk__in=joined).exclude(pk__in=had)
    for partner in came.order_by("pk"):
        begin_for(None, kept, kept.changed_by_id, partner=partner)


def _staff(kept: Checklist) -> None:
    had = Onboarding.objects.exclude(membership=None).values("membership_id")
    came = everybody().filter(role__in=sorted(STAFF), since__gte=kept.since).exclude(pk__in=had)
    for person in came.order_by("pk"):
        begin_for(None, kept, kept.changed_by_id, person=person)


def begin_for(
    actor: Actor | None,
    kept: Checklist,
    begun_by: int,
    *,
    partner: Partner | None = None,
    person: Membership | None = None,
) -> Onboarding:
    """Begin a checklist with the lines of `kept`, in the name of `begun_by` (of Membership). Raises Conflict."""
    standing = Onboarding.objects.filter(ended_on=None, partner=partner, membership=person)
    if standing.exists():
        raise Conflict("begun", _("A checklist is open for them already."))
    now = clock.now()
    row = Onboarding.objects.create(
        partner=partner,
        membership=person,
        begun_on=clock.today(active_initiative().timezone),
        begun_by_id=begun_by,
    )
    OnboardingItem.objects.bulk_create(
        [OnboardingItem(onboarding=row, text=text, added_at=now) for text in kept.texts]
    )
    record(actor, OnboardingBegun(subject_of(row), **told_of(row)))
    return row


def subject_of(row: Onboarding) -> str:
    """Return by what a checklist is named in the stream of events."""
    return f"onboarding:{row.public_id}"


def told_of(row: Onboarding) -> dict[str, Any]:
    """Return what events tell of a checklist: who settles in, and whose affair it is."""
    if row.partner is not None:
        return {"name": row.partner.name, "partner_id": row.partner_id}
    assert row.membership is not None  # of one of the two
    return {"to": str(row.membership.public_id), "partner_id": None}


def name_of(row: Onboarding) -> str:
    """Return who settles in."""
    if row.partner is not None:
        return str(row.partner.name)
    assert row.membership is not None  # of one of the two
    return str(row.membership.name)
