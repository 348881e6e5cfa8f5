"""The board of a cycle, and whom to remind or to send a link."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponseBase
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.queries import events, told
from initiatives.web import errors_in, paginate
from measurement.forms.cycles import NudgeForm
from measurement.models import Cycle
from measurement.queries import (
    BOARD_GROUPS,
    NEEDS_ME,
    REQUEST_STATES,
    Board,
    BoardRow,
    assignments,
    board,
    call_list,
    cycle,
    requests,
)
from measurement.queries.telling import told_time
from measurement.services import (
    nudge,
    send_links,
)
from measurement.views.cycles.base import CycleView
from measurement.words import ON_THE_WAY, CycleState

# A row of the board holds a form and a progress bar: it costs what several rows of a list cost.
ROWS_OF_BOARD = 20
# The headings of the board's groups, in the order of urgency.
TITLES: dict[str, Any] = {
    "late": gettext_lazy("Late"),
    "waiting": gettext_lazy("Waiting for review"),
    "returned": gettext_lazy("Returned, no answer yet"),
    "extended": gettext_lazy("More time given"),
    "open": gettext_lazy("Not in yet"),
    "accepted": gettext_lazy("Accepted"),
}
TONES = {
    "accepted": "good",
    "waiting": "hue",
    "returned": "warn",
    "extended": "soft",
    "open": "mute",
    "late": "bad",
}
# What each tab of the board shows.
TABS: dict[str, tuple[Any, frozenset[str]]] = {
    "": (gettext_lazy("All"), frozenset(BOARD_GROUPS)),
    "need": (gettext_lazy("Need me"), NEEDS_ME),
    "late": (gettext_lazy("Late"), frozenset({"late"})),
    "accepted": (gettext_lazy("Accepted"), frozenset({"accepted"})),
}


class CyclePage(CycleView):
    """The board of a cycle: who is late, waiting, returned, in; and whom to remind."""

    template_name = "measurement/cycle.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        return self.show(cycle(self.actor, public_id), NudgeForm())

    def show(self, found: Cycle, form: NudgeForm, status: int = 200) -> HttpResponseBase:
        """Draw the board."""
        drawn = board(self.actor, found)
        chosen = self.request.GET.get("show", "")
        members = self.members(drawn, TABS.get(chosen, TABS[""])[1])
        today = clock.today(self.actor.initiative.timezone)
        waiting = [row for row in drawn.rows if row.group == "waiting"]
        context = {
            "cycle": found,
            "board": drawn,
            "period": self.period_title(found),
            "groups": self.groups(drawn, members),
            "members": members,
            "bar": self.bar(drawn),
            "stats": self.stats(drawn),
            "tabs": self.board_tabs(drawn, chosen),
            "lead": self.lead(found, drawn, (found.due - today).days),
            "form": form,
            "review_url": self.url("measurement:submission", waiting[0].submission.public_id)
            if waiting and waiting[0].submission
            else "",
            "to_review": len(waiting),
            "all_in": drawn.counts["accepted"] == drawn.asked,
            "is_open": found.state == CycleState.OPEN,
            "is_planned": found.state == CycleState.PLANNED,
            "is_locked": found.state == CycleState.LOCKED,
            "on_the_way": not drawn.asked
            and assignments(self.actor).filter(indicator__state__in=ON_THE_WAY).exists(),
            "told": told(events(self.actor).filter(subject=f"cycle:{found.public_id}")[:12]),
            "breadcrumbs": self.crumbs_of(found),
        }
        return self.page(context, status=status)

    def stats(self, drawn: Board) -> list[dict[str, Any]]:
        """Return the figures at the head of the board; those that nothing is known of are left out."""
        asked = ngettext("of %d partner accepted", "of %d partners accepted", drawn.asked) % drawn.asked
        found: list[dict[str, Any]] = [{"value": drawn.counts["accepted"], "unit": "", "label": asked}]
        if drawn.volume_in is not None:
            floor = hundredths(self.actor.initiative.coverage_floor)
            label = _("of the last volume handed in (floor %s %%)") % floor
            found.append({"value": hundredths(drawn.volume_in), "unit": "%", "label": label})
        else:
            found.append({"value": drawn.handed_in, "unit": "", "label": _("handed in")})
        if drawn.on_time is not None:
            found.append({"value": hundredths(drawn.on_time), "unit": "%", "label": _("in on time")})
        if drawn.median_seconds is not None:
            took = told_time(drawn.median_seconds)
            found.append({"value": took.number, "unit": took.unit, "label": _("median time to fill in")})
        found.append({"value": drawn.counts["late"], "unit": "", "label": _("late")})
        return found

    def board_tabs(self, drawn: Board, chosen: str) -> list[dict[str, Any]]:
        """Return the tabs of the board with their counts."""
        here = self.url("measurement:cycle", drawn.cycle.public_id)
        return [
            {
                "label": label,
                "url": f"{here}?show={key}" if key else here,
                "current": key == (chosen if chosen in TABS else ""),
                "count": sum(drawn.counts[name] for name in groups),
            }
            for key, (label, groups) in TABS.items()
        ]

    def lead(self, found: Cycle, drawn: Board, days: int) -> str:
        """Return where the cycle stands in two sentences: its date, and who is in."""
        if found.state == CycleState.LOCKED:
            return _("Locked: the figures are final and published.")
        if found.state == CycleState.PLANNED:
            return _("Planned: it opens by itself on %s and asks everybody who reports then.") % date_format(
                found.opens
            )
        due = f"{date_format(found.due, 'l')} {date_format(found.due, 'MONTH_DAY_FORMAT')}"
        words = {"due": due, "days": days}
        first = _("It was due %(due)s.") % words
        if days > 0:
            first = ngettext("Due %(due)s, in %(days)s day.", "Due %(due)s, in %(days)s days.", days) % words
        elif days == 0:
            first = _("Due today.")
        if not drawn.asked:
            return first
        said = [_("%(count)s of %(asked)s are in") % {"count": drawn.handed_in, "asked": drawn.asked}]
        waiting, late = drawn.counts["waiting"], drawn.counts["late"]
        if waiting:
            said.append(ngettext("%d waits for your review", "%d wait for your review", waiting) % waiting)
        if late:
            said.append(ngettext("%d is late", "%d are late", late) % late)
        return f"{first} {', '.join(said)}."

    def members(self, drawn: Board, shown: frozenset[str]) -> Page[BoardRow]:
        """Return the page of the board that is asked for: the rows of the shown groups, the most urgent first."""
        places = {name: place for place, name in enumerate(BOARD_GROUPS)}
        rows = sorted((row for row in drawn.rows if row.group in shown), key=lambda row: places[row.group])
        return paginate(self.request, rows, ROWS_OF_BOARD)

    def groups(self, drawn: Board, members: Page[BoardRow]) -> list[tuple[Any, int, list[BoardRow]]]:
        """Return title, size and rows on this page of each group that has any here."""
        found: dict[str, list[BoardRow]] = {}
        for row in members:
            row.request.state_words = REQUEST_STATES[row.request.state]
            found.setdefault(row.group, []).append(row)
        return [(TITLES[name], drawn.counts[name], rows) for name, rows in found.items()]

    def bar(self, drawn: Board) -> list[dict[str, Any]]:
        """Return the pieces of the stacked bar, in hundredths, from in to late."""
        pieces, at = [], 0.0
        for name, tone in TONES.items():
            count = drawn.counts[name]
            width = 100 * count / drawn.asked if drawn.asked else 0
            if count:
                pieces.append(
                    {
                        "x": f"{at:.2f}",
                        "width": f"{width:.2f}",
                        "tone": tone,
                        "title": TITLES[name],
                        "count": count,
                    }
                )
            at += width
        return pieces


def hundredths(share: Decimal) -> str:
    """Return a share as whole per cent, rounded half up."""
    return str((share * 100).quantize(Decimal(1), ROUND_HALF_UP))


class NudgeLate(CyclePage):
    """Write to those late, and to nobody else."""

    capability = {"POST": Capability.RUN_CYCLES}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = cycle(self.actor, public_id)
        form = NudgeForm(request.POST)
        if not form.is_valid():
            return self.show(found, form, 422)
        made = []
        with errors_in(form):
            made = nudge(self.actor, found, **form.values(requests(self.actor).filter(cycle=found)))
        if not form.is_valid():
            return self.show(found, form, 422)
        count = len(made)
        message = ngettext("%d partner was reminded.", "%d partners were reminded.", count) % count
        if not made:
            message = _("Nobody was written to: those late were reminded today, or have no address.")
        return self.go(self.url("measurement:cycle", found.public_id), message)


class CallList(CycleView):
    """Whom to call, on a sheet that prints: late, and written to in vain."""

    capability = Capability.RUN_CYCLES
    template_name = "measurement/calls.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = cycle(self.actor, public_id)
        context = {
            "cycle": found,
            "period": self.period_title(found),
            "rows": call_list(self.actor, found),
            "breadcrumbs": self.crumbs_of(found, (_("Whom to call"), "")),
        }
        return self.page(context)


class SendLinks(CycleView):
    """Send a link to all those not in who have no account."""

    capability = {"POST": Capability.RUN_CYCLES}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = cycle(self.actor, public_id)
        count = len(send_links(self.actor, found))
        message = ngettext("%d link is on its way.", "%d links are on their way.", count) % count
        if not count:
            message = _("Nobody was written to: whoever is not in has an account, a link, or no address.")
        return self.go(self.url("measurement:cycle", found.public_id), message)
