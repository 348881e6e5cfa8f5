"""What the common agenda tells in a digest: what waits for the reader, a version in force, a phase begun."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.queries import agenda_in_force
from agenda.queries.phases import phase_stays
from agenda.queries.waiting import waiting
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.digests import DigestSection, Line, digest_section


@digest_section
class Agenda(DigestSection):
    """The agenda: an adopted version is news to everybody; the rest is the reader's own queue."""

    key = "agenda"
    title = gettext_lazy("Common agenda")
    order = 30

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        slug = actor.initiative.slug
        own = (
            Line(one.title, one.note, reverse(one.page, args=[slug, *one.named])) for one in waiting(actor)
        )
        return [*self._adopted(actor, since), *self._entered(actor, since), *own]

    def _entered(self, actor: Actor, since: datetime) -> list[Line]:
        first_day = clock.day(since, actor.initiative.timezone)
        path = reverse("agenda:phases", args=[actor.initiative.slug])
        return [
            Line(
                _("The effort is in a new phase: %s") % stay.phase.name,
                stay.reason or _("Since %s.") % date_format(stay.entered_on),
                path,
            )
            for stay in phase_stays(actor)[:1]
            if stay.entered_on >= first_day
        ]

    def _adopted(self, actor: Actor, since: datetime) -> list[Line]:
        version = agenda_in_force(actor)
        first_day = clock.day(since, actor.initiative.timezone)
        if version is None or version.adopted_on is None or version.adopted_on < first_day:
            return []
        note = _("Adopted %s.") % date_format(version.adopted_on)
        path = reverse("agenda:version", args=[actor.initiative.slug, version.number])
        return [Line(_("Version %d of the agenda is in force") % version.number, note, path)]
