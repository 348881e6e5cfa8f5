"""Asking how an activity goes without an account: staff make the links, their holders answer; calendars read."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views import View

from activities.calendars import calendar_of
from activities.forms.steps import CheckInForm
from activities.models import CheckInLink
from activities.queries import (
    CHECK_IN_LINK,
    check_in_link,
    check_in_links,
    entered_by_feed,
    lead_partner_id,
    linked_activity,
)
from activities.services import check_in, make_check_in_link, open_check_in_link, revoke_check_in_link
from activities.views.base import ActivitiesView, OneActivity
from initiatives import limits, linked
from initiatives.forms.links import LinkForm
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.web import SeeOther, error_page, errors_in, private

SESSION_KEY = "check_in_links"


class CheckInLinks(OneActivity):
    """The links of an activity, for people without an account."""

    capability = Capability.RUN_CYCLES
    template_name = "activities/links.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        self.find(public_id)
        return self.show(self.form())

    def form(self, data: Any = None) -> LinkForm:
        """Return the form that makes a link."""
        return LinkForm(self.actor, lead_partner_id(self.found), data)

    def show(self, form: LinkForm, made: str = "", status: int = 200) -> HttpResponseBase:
        """Draw the links; `made` is the address of a new one, shown this once."""
        rows = list(check_in_links(self.actor).filter(activity=self.found))
        for row in rows:
            row.closed = CHECK_IN_LINK.why_closed(row)  # type: ignore[attr-defined]
        context = {
            "row": self.found,
            "rows": rows,
            "form": form,
            "made": made,
            "breadcrumbs": self.crumbs_of((_("Links"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        self.find(public_id)
        form, secret = self.form(request.POST), ""
        if form.is_valid():
            with errors_in(form):
                made, secret = make_check_in_link(self.actor, self.found, **form.values())
            if form.is_valid() and not secret:
                here = self.url("activities:check_in_links", public_id)
                return self.go(here, _("The link is on its way to %s.") % made.email)
        if not secret:
            return self.show(form, status=422)
        return self.show(self.form(), request.build_absolute_uri(reverse("check_in_link", args=[secret])))


class RevokeCheckInLink(ActivitiesView):
    """Revoke a link: it is dead at once."""

    capability = {"POST": Capability.RUN_CYCLES}

    def post(self, request: HttpRequest, public_id: UUID, link_id: UUID) -> HttpResponseBase:
        found = check_in_link(self.actor, link_id)
        if found.activity.public_id != public_id:
            raise NotFound
        revoke_check_in_link(self.actor, found)
        return self.go(self.url("activities:check_in_links", public_id), _("The link works no longer."))


class StartByLink(linked.StartByLink):
    """What the link asks about, and a button to begin."""

    kind = CHECK_IN_LINK
    session_key = SESSION_KEY
    template_name = "activities/link_start.html"
    page_name = "linked_check_in"
    name_hint = gettext_lazy("It is kept with your answer.")

    def begin(self, actor: Actor) -> CheckInLink:
        return open_check_in_link(actor)

    def told(self, link: CheckInLink) -> dict[str, Any]:
        return {"activity": link.activity}


class LinkedCheckIn(linked.ByLink, ActivitiesView):
    """The one question that a link opens, and thanks for the answer."""

    capability = Capability.CHECK_IN
    template_name = "activities/linked_check_in.html"
    kind = CHECK_IN_LINK
    session_key = SESSION_KEY
    PAGES: ClassVar[dict[str, str]] = {"activities:check_in": "linked_check_in"}

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        return self.show(CheckInForm())

    def show(self, form: CheckInForm, status: int = 200) -> HttpResponseBase:
        """Draw the question."""
        thanks = "thanks" in self.request.GET
        return self.page({"row": linked_activity(self.actor), "form": form, "thanks": thanks}, status=status)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        form = CheckInForm(request.POST)
        if form.is_valid():
            with errors_in(form):
                check_in(self.actor, linked_activity(self.actor), **form.cleaned_data)
            if form.is_valid():
                return SeeOther(reverse("linked_check_in", args=[self.link_id]) + "?thanks=1")
        return self.show(form, 422)


class CalendarFeed(View):
    """The milestones as a calendar, for whoever holds a person's address; no sign-in."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, secret: str) -> HttpResponseBase:
        try:
            limits.check(request, caller="", initiative=None, file=True)
            with entered_by_feed(secret) as actor, override(actor.initiative.language):
                written = self.written(actor)
        except DomainError as error:
            return private(error_page(request, error.status, "" if error.status == 404 else error.message))
        answer = HttpResponse(written, content_type="text/calendar; charset=utf-8")
        return private(answer)

    def written(self, actor: Actor) -> bytes:
        """Return the calendar as its reader gets it."""
        return calendar_of(actor)
