"""Reminders of shared measurement: hand-ins that are late, agreements on sharing data whose renewal is due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.ladders import LADDERS, About, Ladder, Words, ladder
from initiatives.outbox import Fact
from measurement.events import PartnerNudged
from measurement.models import AgreementParty, AgreementReminder, Nudge
from measurement.periods import Period
from measurement.queries.agreements import agreement, agreements, awaits_renewal, renewals_due
from measurement.queries.collection import RequestState, chased, last_day_of, request, requests
from measurement.queries.telling import cycle_name
from measurement.words import CycleState

if TYPE_CHECKING:
    from initiatives.models import Membership

SETTLED = (RequestState.SUBMITTED, RequestState.ACCEPTED)


@ladder
class HandIns(Ladder):
    """Figures that are late. Who has no account gets a link with which to hand in."""

    name, job = "hand_ins", "measurement.send_nudge"
    label = gettext_lazy("Hand-ins")
    model, field, needs = Nudge, "request", ("cycle__initiative", "partner")
    capability = Capability.RUN_CYCLES
    by_link = True

    def due(self, actor: Actor) -> Sequence[Any]:
        return list(chased(actor, RequestState.OVERDUE).select_related("cycle__initiative", "partner"))

    def named(self, actor: Actor, public_id: UUID) -> Sequence[Any]:
        return [request(actor, public_id)]

    def waits(self, actor: Actor, thing: Any) -> bool:
        rows: Any = requests(actor).filter(pk=thing.pk).exclude(cycle__state=CycleState.LOCKED)
        return bool(rows.exclude(state__in=SETTLED).exists())

    def about(self, thing: Any) -> About:
        return About(
            cycle_name(thing.cycle, thing.cycle.initiative.fiscal_year_start),
            last_day_of(thing),
            "measurement:request",
            (thing.public_id,),
            partner=thing.partner.name,
            code=thing.partner.code,
        )

    def words(self, row: Any, who: Membership) -> Words:
        asked, initiative = row.request, row.request.cycle.initiative
        words = {
            "name": asked.partner.name,
            "period": cycle_name(asked.cycle, initiative.fiscal_year_start),
            "day": date_format(last_day_of(asked)),
        }
        text = _("The figures of %(name)s for %(period)s are still open. The last day was %(day)s.") % words
        if asked.cycle.practice:
            text += " " + _("This is practice: nothing of it becomes a figure.")
        return Words(
            _("%(period)s: the figures of %(name)s are still open") % words,
            _("The figures for %(period)s") % words,
            text,
            _("Hand in"),
            reverse("measurement:request", args=[initiative.slug, asked.public_id]),
        )

    def fact(self, thing: Any, to: Membership) -> Fact:
        cycle = thing.cycle
        return PartnerNudged(
            f"cycle:{cycle.public_id}",
            partner_id=thing.partner_id,
            period=Period.from_dates(cycle.period_start, cycle.period_end).code,
            partner=thing.partner.name,
            to=str(to.public_id),
        )


HAND_INS = LADDERS[HandIns.name]


@ladder
class Agreements(Ladder):
    """Agreements on sharing data that end soon or have ended, each of their parties apart."""

    name, job = "agreements", "measurement.send_agreement_reminder"
    label = gettext_lazy("Agreements to renew")
    model, field, needs = AgreementReminder, "party", ("agreement__initiative", "partner")
    told_as = "agreement"

    def due(self, actor: Actor) -> Sequence[Any]:
        rows = AgreementParty.objects.filter(agreement__in=[row.pk for row, _state in renewals_due(actor)])
        return list(self._active(rows))

    def named(self, actor: Actor, public_id: UUID) -> Sequence[Any]:
        return list(self._active(AgreementParty.objects.filter(agreement=agreement(actor, public_id))))

    def waits(self, actor: Actor, thing: Any) -> bool:
        row = agreements(actor).filter(pk=thing.agreement_id).first()
        return row is not None and awaits_renewal(row, clock.today(actor.initiative.timezone))

    def about(self, thing: Any) -> About:
        found = thing.agreement
        return About(
            found.title,
            found.last_day,
            "measurement:sharing_agreement",
            (found.public_id,),
            partner=thing.partner.name,
            code=thing.partner.code,
        )

    def words(self, row: Any, who: Membership) -> Words:
        found = row.party.agreement
        last = found.last_day
        words = {
            "title": found.title,
            "name": row.party.partner.name,
            "day": date_format(last) if last else "",
        }
        over = last is not None and last < clock.today(found.initiative.timezone)
        text = (
            _("The agreement “%(title)s”, to which %(name)s is party, ended on %(day)s and is not renewed.")
            if over
            else _("The agreement “%(title)s”, to which %(name)s is party, ends on %(day)s.")
        )
        more = _("Read it again, and tell the backbone what should change or that it may go on as it is.")
        return Words(
            _("The agreement “%(title)s” is to be renewed") % words,
            _("Before it is renewed"),
            f"{text % words} {more}",
            _("Read the agreement"),
            reverse("measurement:sharing_agreement", args=[found.initiative.slug, found.public_id]),
        )

    @staticmethod
    def _active(rows: Any) -> Any:
        rows = rows.filter(partner__state="active").select_related("agreement__initiative", "partner")
        return rows.order_by("agreement__ends_on", "partner__name", "pk")
