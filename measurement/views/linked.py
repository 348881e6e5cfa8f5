"""Handing in by a link, without an account. Looking uses nothing up; a button begins, in the name that was given.

The secret stands in the address of the first page alone. Its button puts the right into the session; the form lies
under the link's public id, opens this one request, and asks at every step whether the link still works.
"""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from initiatives import limits
from initiatives.kernel.access import require
from initiatives.kernel.errors import Conflict, DomainError, NotFound
from initiatives.kernel.tenancy import tenant
from initiatives.queries import active_initiative
from initiatives.web import SeeOther, drawn, error_page, private
from measurement.forms.links import HolderForm
from measurement.models import HandInLink
from measurement.queries import (
    LinkPointer,
    cycle_name,
    entered_by_link,
    last_day_of,
    link_pointer,
    standing_link,
)
from measurement.services import open_link
from measurement.views.confirming import Confirm, TakeBack
from measurement.views.evidence import AddEvidence, EvidenceFile, RemoveEvidence
from measurement.views.hand_in import CheckHandIn, RequestPage

SESSION_KEY = "hand_in_links"


class StartByLink(View):
    """What the link is for, and a button to begin. Reading it changes nothing, whoever reads."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            limits.check(request, caller="", initiative=None)
            return private(drawn(super().dispatch(request, *args, **kwargs)))
        except DomainError as error:
            return private(error_page(request, error.status, "" if error.status == 404 else error.message))

    def get(self, request: HttpRequest, secret: str) -> HttpResponseBase:
        pointer = pointer_of(secret)
        with tenant(pointer.initiative_id):
            link, closed = standing_link(pointer)
            name = link.membership.name if link.membership else ""
            return self.show(request, link, closed, HolderForm(initial={"name": name}))

    def show(
        self, request: HttpRequest, link: HandInLink, closed: str, form: HolderForm, status: int = 200
    ) -> HttpResponseBase:
        """Draw what the link is for, or why it works no longer."""
        initiative, asked = active_initiative(), link.request
        context = {
            "initiative": initiative,
            "partner": asked.partner,
            "period": cycle_name(asked.cycle, initiative.fiscal_year_start),
            "practice": asked.cycle.practice,
            "last_day": last_day_of(asked),
            "link": link,
            "closed": closed,
            "form": form,
        }
        status = 410 if closed else status
        return drawn(TemplateResponse(request, "measurement/link_start.html", context, status=status))

    def post(self, request: HttpRequest, secret: str) -> HttpResponseBase:
        pointer = pointer_of(secret)
        form = HolderForm(request.POST)
        if not form.is_valid():
            with tenant(pointer.initiative_id):
                return self.show(request, *standing_link(pointer), form, 422)
        holder = form.cleaned_data["name"]
        try:
            with entered_by_link(pointer, holder, request.user.pk) as actor:
                link = open_link(actor)
        except Conflict:
            with tenant(pointer.initiative_id):
                return self.show(request, *standing_link(pointer), form)
        opened = dict(request.session.get(SESSION_KEY, {}))
        opened[str(link.public_id)] = [pointer.initiative_id, pointer.link_id, holder]
        if not request.user.is_authenticated:
            request.session.cycle_key()
        request.session[SESSION_KEY] = opened
        return SeeOther(reverse("linked_request", args=[link.public_id]))


def pointer_of(secret: str) -> LinkPointer:
    """Return where the link with this secret lies. Raises NotFound."""
    found = link_pointer(secret) if "\x00" not in secret else None
    if found is None:
        raise NotFound
    return found


class ByLink:
    """Mixed into a page of a hand-in: its actor is the link's holder, its addresses are those behind the link."""

    PAGES = {
        "measurement:request": "linked_request",
        "measurement:requests": "linked_request",
        "measurement:check": "linked_check",
        "measurement:confirm": "linked_confirm",
        "measurement:take_back": "linked_take_back",
        "measurement:add_evidence": "linked_add_evidence",
        "measurement:evidence": "linked_evidence",
        "measurement:remove_evidence": "linked_remove_evidence",
    }
    request: Any
    actor: Any
    link_id: UUID

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer = self.enter(request, **kwargs)
        except DomainError as error:
            status = 410 if error.code == "link_closed" else error.status
            answer = error_page(request, status, "" if status == 404 else error.message)
        return private(answer)

    def enter(self, request: HttpRequest, *, link_id: UUID, **kwargs: Any) -> HttpResponseBase:
        """Enter by what the session holds of the link, check the right, handle and draw."""
        self.link_id = link_id
        given = request.session.get(SESSION_KEY, {}).get(str(link_id))
        if given is None:
            raise Conflict(
                "link_closed", _("Open the link in your letter once more, and press the button there.")
            )
        initiative_id, pk, holder = given
        limits.check(request, caller=f"link-{pk}", initiative=initiative_id)
        with entered_by_link(LinkPointer(initiative_id, pk), holder, request.user.pk) as actor:
            self.actor = actor
            self.slug = actor.initiative.slug
            needed = self.capability_for(str(request.method))  # type: ignore[attr-defined]
            if needed is None:
                refused: HttpResponseBase = self.http_method_not_allowed(request)  # type: ignore[attr-defined]
                return refused
            require(actor, needed)
            if request.method in ("GET", "HEAD", "OPTIONS"):
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION READ ONLY")
            asked = HandInLink.objects.values_list("request__public_id", flat=True).get(pk=pk)
            with timezone.override(ZoneInfo(actor.initiative.timezone)):
                return drawn(self.handle(public_id=asked, **kwargs))  # type: ignore[attr-defined]

    def frame(self) -> dict[str, Any]:
        """Return what base.html needs: no rail, no account."""
        return {"condition": "measurement", "by_link": self.actor.link if hasattr(self, "actor") else None}

    def url(self, name: str, *args: Any) -> str:
        """Return the address of a page behind the link; other pages do not exist for its holder."""
        if name not in self.PAGES:
            return ""
        return reverse(self.PAGES[name], args=[self.link_id, *args[1:]])

    def trail(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """There is nowhere to go up to."""
        return []


class LinkedForm(ByLink, RequestPage):
    """The one request of the link: its form, or what was handed in."""


class LinkedCheck(ByLink, CheckHandIn):
    """The last look before sending."""


class LinkedConfirm(ByLink, Confirm):
    """Say that what was handed in on the partner's behalf is right."""


class LinkedTakeBack(ByLink, TakeBack):
    """Take what was handed in back, to put it right."""


class LinkedAddEvidence(ByLink, AddEvidence):
    """A file behind one of the figures."""


class LinkedRemoveEvidence(ByLink, RemoveEvidence):
    """Take a file away."""


class LinkedEvidenceFile(ByLink, EvidenceFile):
    """A file behind one of the figures, to keep."""
