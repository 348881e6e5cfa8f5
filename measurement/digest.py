"""What shared measurement tells in a digest: what is due, what one's own figures showed, what moved."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.kernel import clock
from initiatives.kernel.access import PARTNER_ROLES, Actor, Capability
from initiatives.kernel.digests import DigestSection, Line, Look, digest_section
from measurement.queries.collection import RequestState, requests
from measurement.queries.dashboard import standings
from measurement.queries.own import own_figures
from measurement.queries.telling import cycle_name, told_point
from measurement.words import CycleState

OPEN = (RequestState.OVERDUE, RequestState.RETURNED, RequestState.DRAFT, RequestState.NOT_STARTED)


@digest_section
class Due(DigestSection):
    """A partner's own hand-ins that are open; for the backbone, how many wait for it and how many are late."""

    key = "measurement.due"
    title = gettext_lazy("To hand in")
    look = Look.DUE
    order = 10

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        if actor.role in PARTNER_ROLES:
            return self._own(actor)
        return self._all(actor) if actor.may(Capability.REVIEW) else []

    def _own(self, actor: Actor) -> list[Line]:
        today = clock.today(actor.initiative.timezone)
        rows: Any = requests(actor)
        rows = rows.filter(state__in=OPEN, cycle__state=CycleState.OPEN, cycle__opens__lte=today)
        return [self._told(actor, row) for row in rows.order_by("last_day", "id")]

    def _told(self, actor: Actor, row: Any) -> Line:
        notes = {
            RequestState.OVERDUE: _("It was due %s."),
            RequestState.RETURNED: _("It was returned and needs another look, until %s."),
            RequestState.DRAFT: _("It is begun. Until %s."),
            RequestState.NOT_STARTED: _("Until %s."),
        }
        return Line(
            _("Figures for %s") % cycle_name(row.cycle, actor.initiative.fiscal_year_start),
            notes[RequestState(row.state)] % date_format(row.last_day),
            reverse("measurement:request", args=[actor.initiative.slug, row.public_id]),
        )

    def _all(self, actor: Actor) -> list[Line]:
        rows: Any = requests(actor).filter(cycle__state=CycleState.OPEN)
        path = reverse("measurement:cycles", args=[actor.initiative.slug])
        found = []
        if handed_in := rows.filter(state=RequestState.SUBMITTED).count():
            title = ngettext("%d hand-in waits for you", "%d hand-ins wait for you", handed_in)
            found.append(Line(title % handed_in, _("Accept or return what is in."), path))
        if late := rows.filter(state=RequestState.OVERDUE).count():
            title = ngettext("%d partner is late", "%d partners are late", late)
            found.append(Line(title % late, _("Remind them, or give them more time."), path))
        return found


@digest_section
class OwnFigures(DigestSection):
    """What became of what a partner handed in: its figures accepted since."""

    key = "measurement.own_figures"
    title = gettext_lazy("What your figures showed")
    look = Look.FIGURES
    order = 20

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        if actor.role not in PARTNER_ROLES or not actor.may(Capability.VIEW_HAND_INS):
            return []
        return [
            Line(
                one.indicator.name,
                ", ".join(
                    part for part in (one.period, one.parts, one.change.text if one.change else "") if part
                ),
                reverse("measurement:indicator", args=[actor.initiative.slug, one.indicator.code]),
                str(one.value),
            )
            for one in own_figures(actor)
            if one.accepted_at >= since
        ]


@digest_section
class Headlines(DigestSection):
    """Headline indicators whose latest figure is new since, as this reader may see it."""

    key = "measurement.headlines"
    title = gettext_lazy("What the figures say")
    look = Look.FIGURES
    order = 25

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        return [
            Line(
                one.indicator.name,
                ", ".join(part for part in (one.period, one.change.text if one.change else "") if part),
                reverse("measurement:indicator", args=[actor.initiative.slug, one.indicator.code]),
                told_point(one.version, one.latest),
            )
            for one in standings(actor, headline=True)
            if one.latest is not None and one.updated is not None and one.updated >= since
        ]


@digest_section
class Coverage(DigestSection):
    """For the backbone: headline indicators of whose newest period too few have reported to compare it."""

    key = "measurement.coverage"
    title = gettext_lazy("Not enough reported yet")
    order = 26

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        if not actor.is_staff:
            return []
        return [
            Line(
                one.indicator.name,
                f"{one.partial_told}.",
                reverse("measurement:indicator", args=[actor.initiative.slug, one.indicator.code]),
            )
            for one in standings(actor, headline=True)
            if one.partial is not None
        ]
