"""Cycles: the list, opening one, its board, its end, and more time for one partner."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError
from initiatives.queries import events, told
from initiatives.web import errors_in, paginate
from measurement.forms.cycles import CycleDatesForm, ExtendForm, OpenCycleForm
from measurement.models import Cycle, Request
from measurement.queries import (
    REQUEST_STATES,
    RequestState,
    assignments,
    cycle,
    cycles,
    main_contacts,
    requests,
)
from measurement.queries import request as request_of
from measurement.services import change_cycle, close_cycle, extend, lock_cycle, open_cycle
from measurement.views.base import MeasurementView
from measurement.words import CycleState

# The board in the order of urgency: state of the asks, their heading.
GROUPS: list[tuple[str, Any]] = [
    ("late", gettext_lazy("Late")),
    ("waiting", gettext_lazy("Waiting for review")),
    ("returned", gettext_lazy("Returned, no answer yet")),
    ("extended", gettext_lazy("More time given")),
    ("open", gettext_lazy("Not in yet")),
    ("accepted", gettext_lazy("Accepted")),
]


def group_of(row: Request) -> str:
    """Return the group of the board that an ask stands in."""
    state = row.state  # type: ignore[attr-defined]
    if state == RequestState.OVERDUE:
        return "late"
    if state == RequestState.SUBMITTED:
        return "waiting"
    if state in (RequestState.RETURNED, RequestState.ACCEPTED):
        return str(state)
    return "extended" if row.extended_until else "open"


class Cycles(MeasurementView):
    """All cycles, newest first."""

    capability = Capability.RUN_CYCLES
    template_name = "measurement/cycles.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        page = paginate(request, cycles(self.actor))
        for row in page.object_list:
            row.period = self.period_name(row)
        context = {"page": page, "tabs": self.tabs("cycles"), "breadcrumbs": self.trail((_("Cycles"), ""))}
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
        nobody = not assignments(self.actor).exists()
        return self.page({"form": form, "nobody": nobody, "breadcrumbs": crumbs}, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = OpenCycleForm(self.actor, request.POST)
        if form.is_valid():
            with errors_in(form):
                made = open_cycle(self.actor, **form.values())
            if form.is_valid():
                message = _("%s is open. Every partner that has something to report is asked.")
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
    """The board of a cycle: who is late, waiting, returned, in."""

    template_name = "measurement/cycle.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = cycle(self.actor, public_id)
        rows = list(requests(self.actor).filter(cycle=found).order_by("partner__name", "partner_id"))
        reached = main_contacts(self.actor, [row.partner for row in rows])
        for row in rows:
            row.contact = reached.get(row.partner_id)  # type: ignore[attr-defined]
        groups = self.grouped(rows)
        waiting = next(members for name, _title, members in groups if name == "waiting")
        today = clock.today(self.actor.initiative.timezone)
        counts = {name: len(members) for name, _title, members in groups}
        context = {
            "cycle": found,
            "period": self.period_title(found),
            "groups": [(title, name, members) for name, title, members in groups if members],
            "asked": len(rows),
            "accepted": counts["accepted"],
            "handed_in": counts["accepted"] + counts["waiting"],
            "bar": self.bar(groups, len(rows)),
            "late": counts["late"],
            "lead": self.lead(found, counts, len(rows), (found.due - today).days),
            "to_review": len(waiting),
            "review_url": self.url("measurement:submission", waiting[0].submission_public_id)  # type: ignore[attr-defined]
            if waiting
            else "",
            "all_in": counts["accepted"] == len(rows),
            "is_open": found.state == CycleState.OPEN,
            "is_locked": found.state == CycleState.LOCKED,
            "told": told(events(self.actor).filter(subject=f"cycle:{found.public_id}")[:12]),
            "breadcrumbs": self.crumbs_of(found),
        }
        return self.page(context)

    def lead(self, found: Cycle, counts: Mapping[str, int], asked: int, days: int) -> str:
        """Return where the cycle stands in two sentences: its date, and who is in."""
        if found.state == CycleState.LOCKED:
            return _("Locked: the figures are final and published.")
        due = f"{date_format(found.due, 'l')} {date_format(found.due, 'MONTH_DAY_FORMAT')}"
        words = {"due": due, "days": days}
        first = _("It was due %(due)s.") % words
        if days > 0:
            first = ngettext("Due %(due)s, in %(days)s day.", "Due %(due)s, in %(days)s days.", days) % words
        elif days == 0:
            first = _("Due today.")
        if not asked:
            return first
        said = [
            _("%(count)s of %(asked)s are in")
            % {"count": counts["accepted"] + counts["waiting"], "asked": asked}
        ]
        if counts["waiting"]:
            one = ngettext("%d waits for your review", "%d wait for your review", counts["waiting"])
            said.append(one % counts["waiting"])
        if counts["late"]:
            said.append(ngettext("%d is late", "%d are late", counts["late"]) % counts["late"])
        return f"{first} {', '.join(said)}."

    def grouped(self, rows: Iterable[Request]) -> list[tuple[str, Any, list[Request]]]:
        """Return the asks by group, in the order of urgency."""
        members: dict[str, list[Request]] = {name: [] for name, _title in GROUPS}
        for row in rows:
            row.state_words = REQUEST_STATES[row.state]  # type: ignore[attr-defined]
            members[group_of(row)].append(row)
        return [(name, title, members[name]) for name, title in GROUPS]

    def bar(self, groups: list[tuple[str, Any, list[Request]]], total: int) -> list[dict[str, Any]]:
        """Return the pieces of the stacked bar, in hundredths, from in to late."""
        tones = {
            "accepted": "good",
            "waiting": "hue",
            "returned": "warn",
            "extended": "soft",
            "open": "mute",
            "late": "bad",
        }
        sizes = {name: (title, len(members)) for name, title, members in groups}
        pieces, at = [], 0.0
        for name, tone in tones.items():
            title, count = sizes[name]
            width = 100 * count / total if total else 0
            if count:
                pieces.append(
                    {"x": f"{at:.2f}", "width": f"{width:.2f}", "tone": tone, "title": title, "count": count}
                )
            at += width
        return pieces


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
        rows = list(requests(self.actor).filter(cycle=found).order_by("partner__name", "partner_id"))
        context = {
            "cycle": found,
            "period": self.period_name(found),
            "waiting": [row for row in rows if group_of(row) == "waiting"],
            "missing": [row for row in rows if group_of(row) not in ("accepted", "waiting")],
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
