"""The initiative's home, one for each role."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.queries import latest_rounds
from backbone.queries import done_on, queue, shown, standings_in
from backbone.queries.public import hears_all
from backbone.queries.roles import also_run
from backbone.views.dashboard import DashboardView
from backbone.views.queue import SHOWN, QueueView
from backbone.words import Audience
from initiatives.kernel.access import PARTNER_ROLES, Capability, Role
from initiatives.queries import everybody, news, partners, told
from measurement.queries import (
    REQUEST_STATES,
    RequestState,
    assignments,
    cycles,
    indicators,
    own_figures,
    requests,
    submissions,
    waiting_sign_offs,
)
from measurement.words import CycleState

DONE_SHOWN, ALSO_SHOWN = 5, 3
DUE_STATES = (RequestState.NOT_STARTED, RequestState.DRAFT, RequestState.RETURNED, RequestState.OVERDUE)


class Home(DashboardView, QueueView):
    """Where everybody arrives: what is to be done, then what it came to. One page for each role."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if self.actor.is_staff:
            return self.backbone()
        if self.actor.role in PARTNER_ROLES:
            return self.partner()
        return self.reader()

    def starting(self) -> HttpResponseBase:
        """Return the first steps of a new initiative, until a cycle is opened."""
        steps = self.first_steps()
        now = next(step for step in steps if not step["done"])
        marked = [
            {key: step[key] for key in ("label", "done", "note")} | {"current": step is now} for step in steps
        ]
        context = {
            "steps": marked,
            "now": now,
            "number": steps.index(now) + 1,
            "of": len(steps),
            "invites": self.actor.may(Capability.MANAGE_PEOPLE),
            "told": told(news(self.actor)[:6]),
            "fit": latest_rounds(self.actor).get("suitability"),
        }
        return self.page(context, template="backbone/home_new.html")

    def first_steps(self) -> list[dict[str, Any]]:
        """Return the steps to a first hand-in, each with whether it is done and where it is; the last one never is."""
        collected = indicators(self.actor).filter(state="active")
        members = partners(self.actor).filter(state="active").count()
        proposed = indicators(self.actor).count()
        first = collected.first()
        return [
            {
                "label": _("First partners"),
                "done": members > 0,
                "note": ngettext("%d so far", "%d so far", members) % members,
                "url": self.url("initiatives:setup"),
                "title": _("Add the partners you already work with"),
                "lead": _("Three are enough to begin. They see only what you have agreed together."),
                "action": _("Add partners"),
            },
            {
                "label": _("First indicators"),
                "done": first is not None,
                "note": ngettext("%d so far", "%d so far", proposed) % proposed,
                **self.indicators_wanted(proposed),
            },
            {
                "label": _("Who reports"),
                "done": assignments(self.actor).filter(indicator__in=collected).exists(),
                "note": "",
                "url": self.url("measurement:assign", first.code) if first else "",
                "title": _("Say which partners report it"),
                "lead": _("First “%s”. They are asked for it in every cycle from then on.")
                % (first.name if first else ""),
                "action": _("Choose partners"),
            },
            {
                "label": _("First hand-in"),
                "done": False,
                "note": "",
                "url": self.url("measurement:open_cycle"),
                "title": _("Open the first cycle"),
                "lead": _("Every partner that reports something is asked, with one date for all."),
                "action": _("Open a cycle"),
            },
        ]

    def indicators_wanted(self, proposed: int) -> dict[str, str]:
        """Return the step to a first indicator that is collected: choose some, or agree on those that are proposed."""
        if proposed:
            return {
                "url": self.url("measurement:sign_offs"),
                "title": _("Agree on the indicators with your partners"),
                "lead": _("They are proposals so far. Ask the partners; what is agreed can be collected."),
                "action": _("See what is proposed"),
            }
        return {
            "url": self.url("measurement:starter"),
            "title": _("Choose the first figures you all agree to watch"),
            "lead": _("Two or three are enough. Pick from the starter packs, or name your own."),
            "action": _("Choose indicators"),
        }

    def backbone(self) -> HttpResponseBase:
        """Return today's queue, the headline indicators and what changed; before the first cycle, the first steps."""
        open_cycles = list(cycles(self.actor).filter(state="open", practice=False).order_by("-due"))
        if not open_cycles and not cycles(self.actor).exists():
            return self.starting()
        also = list(also_run(self.actor)[: ALSO_SHOWN + 1])
        found = queue(self.actor, mine=self.is_own)
        asked: Any = requests(self.actor).filter(cycle__in=open_cycles[:1])
        late = asked.filter(state=RequestState.OVERDUE).count()
        context = {
            "today": self.today,
            "queue": self.drawn_queue(found, SHOWN),
            "own": self.is_own,
            "also": also[:ALSO_SHOWN],
            "also_more": len(also) > ALSO_SHOWN,
            "done": done_on(self.actor, self.today)[:DONE_SHOWN],
            "cycle": open_cycles[0] if open_cycles else None,
            "lead": self.lead(found.count, open_cycles, late),
            "standings": self.chosen(Audience.BACKBONE)[:5],
            "told": told(news(self.actor)[:8]),
        }
        return self.page(context, template="backbone/home_backbone.html")

    def chosen(self, audience: Audience) -> list[Any]:
        """Return where the indicators stand that an audience is shown, in their order."""
        return standings_in(self.actor, shown(self.actor, audience))

    def lead(self, total: int, running: list[Any], late: int) -> str:
        """Return the day in two sentences: what is to be done, and how the newest of the open cycles stands."""
        first = (
            ngettext("%d thing needs you.", "%d things need you.", total) % total
            if total
            else _("Nothing needs you.")
        )
        if not running:
            return first
        newest = running[0]
        words = {
            "period": self.period_of(newest),
            "due": date_format(newest.due, "MONTH_DAY_FORMAT"),
            "late": late,
        }
        if newest.due >= self.today:
            second = _("%(period)s is open, due %(due)s.") % words
        elif late:
            second = ngettext(
                "%(period)s was due %(due)s; %(late)s hand-in is late.",
                "%(period)s was due %(due)s; %(late)s hand-ins are late.",
                late,
            )
            second %= words
        else:
            second = _("%(period)s was due %(due)s; nobody is late.") % words
        if len(running) == 1:
            return f"{first} {second}"
        others = len(running) - 1
        more = ngettext("%d earlier cycle is still open.", "%d earlier cycles are still open.", others)
        return f"{first} {second} {more % others}"

    def named(self, rows: Any) -> list[Any]:
        """Return the rows with their period's name and, for asks, how many days they are late."""
        found = list(rows)
        for row in found:
            row.period = self.period_of(row.cycle)
            if hasattr(row, "last_day"):
                row.days_late = (self.today - row.last_day).days
        return found

    def partner(self) -> HttpResponseBase:
        """Return the one thing due, then what our data showed."""
        asked: Any = requests(self.actor).filter(cycle__opens__lte=self.today)
        open_ones = asked.filter(state__in=list(DUE_STATES)).exclude(cycle__state=CycleState.LOCKED)
        due = self.named(open_ones.order_by("last_day", "id")[:4])
        lately = self.named(
            asked.exclude(state__in=list(DUE_STATES)).order_by("-cycle__period_end", "-id")[:3]
        )
        for row in (*due, *lately):
            row.state_words = REQUEST_STATES[row.state]
        for row in due[:1]:
            row.reason = self.reason_of(row) if row.state == RequestState.RETURNED else ""
        context = {
            "today": self.today,
            "due": due[:1],
            "others": due[1:],
            "lately": lately,
            "figures": own_figures(self.actor)[:4],
            "sign_offs": list(waiting_sign_offs(self.actor)[:4]),
            "agenda": self.agenda(),
            "standings": self.chosen(Audience.PARTNERS)[:3],
            "told": told(news(self.actor)[:6]),
            "name": (self.actor.user.name or "").split(" ")[0],
            "own": partners(self.actor)
            .filter(pk=self.actor.partner_id or 0)
            .values_list("code", flat=True)
            .first(),
        }
        return self.page(context, template="backbone/home_partner.html")

    def reason_of(self, row: Any) -> str:
        """Return why a hand-in was returned."""
        found = submissions(self.actor).filter(public_id=row.submission_public_id).first()
        return found.return_reason if found else ""

    def reader(self) -> HttpResponseBase:
        """Return the dashboard that is made for the reader's audience."""
        more: dict[str, Any] = {"agenda": self.agenda()}
        if self.actor.role == Role.COMMUNITY:
            leads = everybody().filter(role=Role.BACKBONE_LEAD, user__isnull=False).order_by("name", "id")
            more["leads"] = [lead.name for lead in leads[:3]]
            more["say"] = hears_all(self.actor)
        return self.show(title=self.actor.initiative.name, is_home=True, **more)
