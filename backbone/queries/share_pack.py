"""The brief for a partner's own people: what the initiative wants, what the partner promised and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from activities.queries import activities_matching
from agenda.queries import commitments_matching
from backbone.queries.promised import promised
from communications.queries import to_come
from communications.queries.touching import decisions_touching
from communications.words.decisions import DecisionState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.queries import seats
from initiatives.queries.people import everybody
from measurement.queries import RequestState, own_figures, requests

if TYPE_CHECKING:
    from activities.models import Activity
    from agenda.models import Commitment
    from communications.models import Decision, Meeting
    from initiatives.models import Membership, Partner
    from measurement.models import Request
    from measurement.queries.own import OwnFigure

# A page or two: so many of each.
MOST = 5
DUE = (RequestState.NOT_STARTED, RequestState.DRAFT, RequestState.RETURNED, RequestState.OVERDUE)


@dataclass(frozen=True)
class SharePack:
    """What stands in the brief of one partner; every list is short, the nearest or latest first."""

    partner: Partner
    purpose: str
    goals: list[str]
    commitments: list[Commitment]
    activities: list[Activity]
    figures: list[OwnFigure]
    decisions: list[Decision]
    due: list[Request]
    groups: list[str]
    meetings: list[Meeting]
    contacts: list[Membership]


def share_pack(actor: Actor, partner: Partner) -> SharePack:
    """Return the brief of a partner, for its own people and staff. Raises Forbidden for everybody else.

    Figures are the partner's own, as it handed them in; of others it tells nothing.
    """
    require(actor, Capability.VIEW_HAND_INS, partner.pk)
    done = list(activities_matching(actor, partner=partner.code, state="open")[:MOST])
    sitting = list(seats(actor).filter(membership__partner=partner))
    today = clock.today(actor.initiative.timezone)
    every: Any = requests(actor)
    asked = every.filter(partner=partner, state__in=DUE).order_by("last_day", "id")
    staff = everybody().filter(role__in=("backbone_lead", "backbone_staff")).exclude(user=None)
    return SharePack(
        partner=partner,
        purpose=actor.initiative.purpose,
        goals=[goal.statement for goal in promised(actor)[:MOST]],
        commitments=[
            row
            for row in commitments_matching(actor, partner=partner.code)
            if not row.ends_on or row.ends_on >= today
        ][:MOST],
        activities=done,
        figures=own_figures(actor, partner.pk)[:MOST],
        decisions=list(decisions_touching(actor, partner).filter(state=DecisionState.DECIDED)[:MOST]),
        due=list(asked[:MOST]),
        groups=sorted({seat.group.name for seat in sitting}),
        meetings=list(to_come(actor).filter(group_id__in=[seat.group_id for seat in sitting])[:MOST]),
        contacts=list(staff.order_by("role", "name", "id")[:2]),
    )
