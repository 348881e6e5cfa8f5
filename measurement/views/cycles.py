"""Cycles: the list, opening one, its board, its end, and more time for one partner."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponseBase
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError
from initiatives.queries import events, told
from initiatives.web import errors_in, paginate
from measurement.forms.cycles import CycleDatesForm, ExtendForm, NudgeForm, OpenCycleForm
from measurement.models import Cycle, Request
from measurement.periods import Period
from measurement.queries import (
    BOARD_GROUPS,
    NEEDS_ME,
    REQUEST_STATES,
    Board,
    BoardRow,
    assignments,
    board,
    cycle,
    cycles,
    group_of,
    requests,
)
from measurement.queries import request as request_of
from measurement.queries.telling import told_time
from measurement.services import (
    change_cycle,
    close_cycle,
    discard_practice,
    extend,
    lock_cycle,
    nudge,
    open_cycle,
    plan_ahead,
    send_links,
)
from measurement.views.base import MeasurementView
from measurement.words import ON_THE_WAY, CycleState, State

# A row of the board holds a form and a progress bar: it costs what several rows of a list cost.
ROWS_OF_BOARD = 25
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


class Cycles(MeasurementView):
    """All cycles, newest first."""

    capability = Capability.RUN_CYCLES
    template_name = "measurement/cycles.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rows = cycles(self.actor)
        ahead = list(rows.filter(state=CycleState.PLANNED).order_by("opens", "period_start", "id")[:24])
        for row in ahead:
            row.period = self.period_name(row)  # type: ignore[attr-defined]
        page = paginate(request, rows.exclude(state=CycleState.PLANNED))
        for row in page.object_list:
            row.period = self.period_name(row)
        context = {
            "page": page,
            "ahead": ahead,
            "may_set": self.actor.may(Capability.MANAGE_SETTINGS),
            "tabs": self.tabs("cycles"),
            "breadcrumbs": self.trail((_("Cycles"), "")),
        }
        return self.page(context)


class OpenCycle(MeasurementView):
    """Open the cycle of a period: every partner that has something to report is asked."""

    capability = Capability.RUN_CYCLES
    template_name = "measurement/cycle_form.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(OpenCycleForm(self.actor))

    def show(self, form: OpenCycleForm, status: int = 200) -> HttpResponseBase:
        """Draw the form."""
        crumbs = self.trail((_("Cycles"), self.url("measurement:cycles")), (_("Open a cycle"), ""))
        reported = assignments(self.actor)
        context = {
            "form": form,
            "nobody": not reported.filter(indicator__state=State.ACTIVE).exists(),
            "on_the_way": reported.filter(indicator__state__in=ON_THE_WAY).exists(),
            "breadcrumbs": crumbs,
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = OpenCycleForm(self.actor, request.POST)
        if form.is_valid():
            with errors_in(form):
                made = open_cycle(self.actor, **form.values())
            if form.is_valid():
                message = _("%s is open. Every partner that has something to report is asked.")
                if made.practice:
                    message = _("The practice for %s is open. Partners see plainly that it is practice.")
                return self.go(
                    self.url("measurement:cycle", made.public_id), message % self.period_name(made)
                )
        return self.show(form, status=422)


class CycleView(MeasurementView):
    """What the pages of one cycle share."""

    capability: ClassVar[Capability | Mapping[str, Capability] | None] = Capability.RUN_CYCLES

    def crumbs_of(self, found: Cycle, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs of a cycle."""
        board = self.url("measurement:cycle", found.public_id) if items else ""
        return self.trail(
            (_("Cycles"), self.url("measurement:cycles")), (self.period_name(found), board), *items
        )

    def board(self, found: Cycle) -> HttpResponseBase:
        """Go to the cycle's board."""
        return self.go(self.url("measurement:cycle", found.public_id))


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


class OpenPlanned(CycleView):
    """Open a planned cycle now."""

    capability = {"POST": Capability.RUN_CYCLES}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = cycle(self.actor, public_id)
        open_cycle(self.actor, Period.from_dates(found.period_start, found.period_end))
        message = _("%s is open. Every partner that has something to report is asked.")
        return self.go(self.url("measurement:cycle", found.public_id), message % self.period_name(found))


class PlanAhead(CycleView):
    """Plan the coming cycles of every rhythm in use."""

    capability = {"POST": Capability.RUN_CYCLES}

    def post(self, request: HttpRequest) -> HttpResponseBase:
        count = len(plan_ahead(self.actor))
        message = ngettext("%d cycle was planned.", "%d cycles were planned.", count) % count
        if not count:
            message = _("Everything that lies ahead is planned already.")
        return self.go(self.url("measurement:cycles"), message)


class DiscardPractice(CycleView):
    """Throw a practice cycle away whole."""

    capability = {"POST": Capability.RUN_CYCLES}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        discard_practice(self.actor, cycle(self.actor, public_id))
        message = _("The practice is thrown away; nothing of it remains but the record that it was.")
        return self.go(self.url("measurement:cycles"), message)


class ChangeCycle(CycleView):
    """Change the dates of a cycle."""

    template_name = "measurement/cycle_form.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = cycle(self.actor, public_id)
        initial = {"opens": found.opens, "due": found.due, "grace_days": found.grace_days}
        return self.show(found, CycleDatesForm(initial=initial))

    def show(self, found: Cycle, form: CycleDatesForm, status: int = 200) -> HttpResponseBase:
        """Draw the form."""
        context = {
            "form": form,
            "cycle": found,
            "period": self.period_name(found),
            "breadcrumbs": self.crumbs_of(found, (_("Change the dates"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = cycle(self.actor, public_id)
        form = CycleDatesForm(request.POST)
        if form.is_valid():
            with errors_in(form):
                change_cycle(self.actor, found, **form.cleaned_data)
            if form.is_valid():
                return self.board(found)
        return self.show(found, form, 422)


class CloseCycle(CycleView):
    """Close a cycle: from now on only partners with more time hand in."""

    capability = {"POST": Capability.RUN_CYCLES}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = cycle(self.actor, public_id)
        close_cycle(self.actor, found)
        message = _("%s is closed. Only partners with more time can still hand in.") % self.period_name(found)
        return self.go(self.url("measurement:cycle", found.public_id), message)


class LockCycle(CycleView):
    """Lock a cycle, after a look at what that means: its figures become final and are published."""

    template_name = "measurement/cycle_lock.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        return self.show(cycle(self.actor, public_id))

    def show(self, found: Cycle, problem: str = "", status: int = 200) -> HttpResponseBase:
        """Draw what locking does, and who is not in."""
        rows: list[Any] = list(
            requests(self.actor).filter(cycle=found).order_by("partner__name", "partner_id")
        )
        today = clock.today(self.actor.initiative.timezone)
        context = {
            "cycle": found,
            "period": self.period_name(found),
            "waiting": [row for row in rows if group_of(row, today) == "waiting"],
            "missing": [row for row in rows if group_of(row, today) not in ("accepted", "waiting")],
            "is_locked": found.state == CycleState.LOCKED,
            "problem": problem,
            "back": self.url("measurement:cycle", found.public_id),
            "breadcrumbs": self.crumbs_of(found, (_("Lock"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = cycle(self.actor, public_id)
        try:
            lock_cycle(self.actor, found)
        except DomainError as error:
            return self.show(found, error.message, error.status)
        message = _("%s is locked. Its figures are final and published.") % self.period_name(found)
        return self.go(self.url("measurement:cycle", found.public_id), message)


class Extend(CycleView):
    """Give one partner more time."""

    template_name = "measurement/extend.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        asked = request_of(self.actor, public_id)
        initial = {"until": asked.extended_until, "reason": asked.extension_reason}
        return self.show(asked, ExtendForm(initial=initial))

    def show(self, asked: Request, form: ExtendForm, status: int = 200) -> HttpResponseBase:
        """Draw the form."""
        context = {
            "form": form,
            "asked": asked,
            "period": self.period_name(asked.cycle),
            "back": self.url("measurement:cycle", asked.cycle.public_id),
            "breadcrumbs": self.crumbs_of(asked.cycle, (_("More time"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        asked = request_of(self.actor, public_id)
        form = ExtendForm(request.POST)
        if form.is_valid():
            with errors_in(form):
                extend(self.actor, asked, **form.cleaned_data)
            if form.is_valid():
                message = _("%s has more time.") % asked.partner.name
                return self.go(self.url("measurement:cycle", asked.cycle.public_id), message)
        return self.show(asked, form, 422)
