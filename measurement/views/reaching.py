"""Links that need no account, and the sign-off of a partner's lead."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.forms.links import LinkForm
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.web import errors_in
from measurement.models import Request
from measurement.queries import link, links, why_closed
from measurement.queries import request as request_of
from measurement.services import make_link, revoke_link, send_back, sign_off_hand_in
from measurement.views.base import MeasurementView
from measurement.views.hand_in import HandInView
from measurement.views.review import version_read


class Links(MeasurementView):
    """The links of one request: who has one, what came of it, a new one."""

    capability = Capability.RUN_CYCLES
    template_name = "measurement/links.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        asked = request_of(self.actor, public_id)
        return self.show(asked, LinkForm(self.actor, asked.partner_id))

    def show(self, asked: Request, form: LinkForm, made: str = "", status: int = 200) -> HttpResponseBase:
        """Draw the links; `made` is the address of a new one, shown this once."""
        rows = list(links(self.actor).filter(request=asked))
        for row in rows:
            row.closed = why_closed(row)  # type: ignore[attr-defined]
        period = self.period_name(asked.cycle)
        context = {
            "asked": asked,
            "partner": asked.partner,
            "period": period,
            "rows": rows,
            "form": form,
            "made": made,
            "breadcrumbs": self.trail(
                (_("Cycles"), self.url("measurement:cycles")),
                (period, self.url("measurement:cycle", asked.cycle.public_id)),
                (asked.partner.name, ""),
            ),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        asked = request_of(self.actor, public_id)
        form = LinkForm(self.actor, asked.partner_id, request.POST)
        secret = ""
        if form.is_valid():
            with errors_in(form):
                made, secret = make_link(self.actor, asked, **form.values())
            if form.is_valid() and not secret:
                message = _("The link is on its way to %s.") % made.email
                return self.go(self.url("measurement:links", public_id), message)
        if not secret:
            return self.show(asked, form, status=422)
        address = request.build_absolute_uri(reverse("hand_in_link", args=[secret]))
        return self.show(asked, LinkForm(self.actor, asked.partner_id), address)


class RevokeLink(MeasurementView):
    """Revoke a link: it is dead at once."""

    capability = {"POST": Capability.RUN_CYCLES}

    def post(self, request: HttpRequest, public_id: UUID, link_id: UUID) -> HttpResponseBase:
        found = link(self.actor, link_id)
        if found.request.public_id != public_id:
            raise NotFound
        revoke_link(self.actor, found)
        return self.go(self.url("measurement:links", public_id), _("The link works no longer."))


class SignOff(HandInView):
    """The partner's lead signs a hand-in off: it goes to the backbone."""

    capability = {"POST": Capability.HAND_IN}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        sheet = self.sheet_of(public_id)
        if sheet.submission is None:
            raise NotFound
        sign_off_hand_in(self.actor, sheet.submission, version=version_read(request))
        return self.go(self.url("measurement:request", public_id), _("Signed off and handed in."))


class SendBack(HandInView):
    """The partner's lead gives a hand-in back to who filled it in, saying why."""

    capability = {"POST": Capability.HAND_IN}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        sheet = self.sheet_of(public_id)
        if sheet.submission is None:
            raise NotFound
        here: Any = self.url("measurement:request", public_id)
        try:
            send_back(self.actor, sheet.submission, reason=request.POST.get("reason", ""))
        except DomainError as error:
            if error.code != "required":
                raise
            return self.go(f"{here}?back=1#back")
        return self.go(here, _("Given back. Whoever filled it in reads your reason."))
