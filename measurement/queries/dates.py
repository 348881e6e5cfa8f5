"""The days of shared measurement: cycles and hand-ins, agreements on data, sign-offs that are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.dates import Dated, dates
from measurement.models import Cycle
from measurement.queries.agreements import agreements
from measurement.queries.collection import RequestState, requests
from measurement.queries.telling import cycle_name
from measurement.words import AgreementState, CycleState

# In these states of an ask nothing is left to be handed in.
HANDED_IN = (RequestState.SUBMITTED, RequestState.ACCEPTED)


@dates("measurement.cycles", gettext_lazy("Reporting"), icon="inbox", condition="measurement", order=10)
def reporting(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    """Tell when cycles open, are due and were locked; to a partner's people when their own hand-in is due.

    More time that was given counts.
    """
    if not actor.may(Capability.VIEW_HAND_INS):
        return
    if not actor.is_staff:
        yield from _own(actor, first, last)
        return
    zone = ZoneInfo(actor.initiative.timezone)
    locked = Q(
        locked_at__gte=datetime.combine(first, time(), zone),
        locked_at__lt=clock.end_of(last, actor.initiative.timezone),
    )
    rows = Cycle.objects.filter(Q(opens__range=(first, last)) | Q(due__range=(first, last)) | locked)
    for row in rows.order_by("due", "id"):
        words = {"period": cycle_name(row, actor.initiative.fiscal_year_start)}
        past = row.state in (CycleState.CLOSED, CycleState.LOCKED)
        for what, day, text in (
            ("opens", row.opens, _("%(period)s opens for hand-ins")),
            ("due", row.due, _("%(period)s is due")),
            ("locked", _day(row.locked_at, zone), _("%(period)s was locked: its figures are final")),
        ):
            if day is not None and first <= day <= last:
                key = f"measurement.cycles:{what}:{row.public_id}"
                yield Dated(key, day, text % words, "measurement:cycle", (row.public_id,), past=past)


def _day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return moment.astimezone(zone).date() if moment else None


def _own(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    rows: Any = requests(actor)
    for row in rows.filter(last_day__range=(first, last)).order_by("last_day", "id"):
        period = cycle_name(row.cycle, actor.initiative.fiscal_year_start)
        yield Dated(
            f"measurement.cycles:own:{row.public_id}",
            row.last_day,
            _("Your figures for %s are due") % period,
            "measurement:request",
            (row.public_id,),
            partner_id=row.partner_id,
            partner=row.partner.name,
            partner_code=row.partner.code,
            past=row.state in HANDED_IN,
        )


@dates(
    "measurement.agreements",
    gettext_lazy("Data-sharing agreements"),
    icon="file-text",
    condition="measurement",
    order=15,
)
def agreements_ending(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    """Tell on which days agreements on sharing data end."""
    if not actor.may(Capability.VIEW_HAND_INS):
        return
    rows: Any = agreements(actor).exclude(state=AgreementState.DRAFT)
    for row in rows.filter(Q(ends_on__range=(first, last)) | Q(terminated_on__range=(first, last))):
        day = row.last_day
        if day is None or not first <= day <= last:
            continue
        parties = [party.partner for party in row.parties.all()]
        own = next((one for one in parties if one.pk == actor.partner_id), None)
        shown = own or (parties[0] if len(parties) == 1 else None)
        yield Dated(
            f"measurement.agreements:{row.public_id}",
            day,
            _("Agreement ends: %s") % row.title,
            "measurement:sharing_agreement",
            (row.public_id,),
            note=", ".join(one.name for one in parties if one != shown),
            partner_id=shown.pk if shown else None,
            partner=shown.name if shown else "",
            partner_code=shown.code if shown else "",
            past=any(renewal.state != AgreementState.DRAFT for renewal in row.renewals.all()),
        )
