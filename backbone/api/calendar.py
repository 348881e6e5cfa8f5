"""The calendar of the year."""

from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from backbone.queries.calendar import calendar
from backbone.serializers.calendar import CalendarQuery, CalendarRow, day_out
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError
from initiatives.queries import all_groups
from initiatives.rest.views import InitiativeView, operation

YEAR = timedelta(days=365)
# Nobody plans for longer than so long at once.
LONGEST = timedelta(days=366 * 3)


class YearCalendar(InitiativeView):
    """Everything with a date."""

    tag = "calendar"

    @operation(
        Capability.VIEW, query=CalendarQuery, answer=CalendarRow, many=True, gives_csv=True, problems=(422,)
    )
    def get(self, actor: Actor) -> HttpResponse:
        """List everything with a date that the reader may see, by day: a year from today unless said otherwise."""
        asked = dict(self.query)
        asked.pop("from", None)
        first = asked.pop("since", clock.today(actor.initiative.timezone))
        last = asked.pop("until", first + YEAR)
        if last < first:
            raise DomainError("order", _("The last day lies before the first one."), "until")
        if last - first > LONGEST:
            raise DomainError("too_long", _("Ask for at most three years at once."), "until")
        groups = dict(all_groups(actor).order_by().values_list("pk", "public_id"))
        slug = actor.initiative.slug
        rows = (
            day_out(day, groups, reverse(day.dated.page, args=[slug, *day.dated.named]))
            for day in calendar(actor, first, last, **asked)
        )
        return self.numbered(CalendarRow, rows)
