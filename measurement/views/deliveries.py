"""Workbooks that came by e-mail: drop many at once, see what became of each, say whose one is."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.kernel.access import Capability
from initiatives.web import errors_in, paginate
from measurement.forms.deliveries import DropForm, Offered, WhoseForm
from measurement.models import Delivery
from measurement.queries.deliveries import deliveries, delivery
from measurement.services.deliveries import drop, give_up, say_whose
from measurement.views.base import MeasurementView
from measurement.words import SubmissionState

OPEN = (SubmissionState.DRAFT, SubmissionState.RETURNED)
State = Delivery.State
LOOKS = {
    State.READING: ("warn", "behind"),
    State.ASKING: ("warn", "off"),
    State.REFUSED: ("bad", "off"),
    State.FILLED: ("warn", "behind"),
    State.HANDED_IN: ("good", "done"),
}


class DeliveriesView(MeasurementView):
    """What the pages of dropped workbooks share."""

    template_name = "measurement/deliveries.html"
    fragment = "list"

    def show(
        self, form: DropForm, whose: tuple[UUID, WhoseForm] | None = None, status: int = 200
    ) -> HttpResponseBase:
        """Draw the box for files and what became of those that were dropped; `whose` is a form as it was sent."""
        page = paginate(self.request, deliveries(self.actor), 30)
        rows = [self.told(row) for row in page.object_list]
        if asking := [row for row in rows if row["asks"]]:
            offered = Offered.read(self.actor)
            for row in asking:
                key = row["row"].public_id
                row["whose"] = whose[1] if whose and whose[0] == key else WhoseForm(offered, key)
        context = {
            "form": form,
            "page": page,
            "rows": rows,
            "working": any(row["row"].state == State.READING for row in rows),
            "here": self.url("measurement:deliveries"),
            "breadcrumbs": self.trail(
                (_("Cycles"), self.url("measurement:cycles")), (_("Workbooks by e-mail"), "")
            ),
        }
        return self.page(context, status=status)

    def told(self, row: Delivery) -> dict[str, Any]:
        """Return what the list says of one workbook."""
        tone, shape = LOOKS[State(row.state)]
        words = row.get_state_display()
        left = row.state == State.FILLED
        if left and row.submission and row.submission.state not in OPEN:
            left, words, (tone, shape) = False, _("Handed in since"), LOOKS[State.HANDED_IN]
        elif left:
            words = _("Not handed in yet")
        return {
            "row": row,
            "tone": tone,
            "shape": shape,
            "words": words,
            "left": left,
            "findings": row.findings if left or row.state != State.FILLED else [],
            "asks": row.state == State.ASKING,
            "period": self.period_name(row.request.cycle) if row.request else "",
            "whose": None,
        }


class Deliveries(DeliveriesView):
    """Drop filled workbooks, and see what became of each."""

    capability = Capability.IMPORT

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(DropForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = DropForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        files = form.cleaned_data["workbooks"]
        for file in files:
            sent_by = form.cleaned_data["sent_by"]
            drop(self.actor, name=file.name, file=file, size=file.size, sent_by=sent_by)
        told = ngettext("%d workbook is being read.", "%d workbooks are being read.", len(files)) % len(files)
        return self.go(self.url("measurement:deliveries"), told)


class WhoseDelivery(DeliveriesView):
    """Say whose a workbook without its mark is."""

    capability = {"POST": Capability.IMPORT}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        row = delivery(self.actor, public_id)
        form = WhoseForm(Offered.read(self.actor), public_id, request.POST)
        if form.is_valid():
            with errors_in(form):
                say_whose(self.actor, row, **form.values())
        if not form.is_valid():
            return self.show(DropForm(), (public_id, form), 422)
        return self.go(self.url("measurement:deliveries"), _("It is being read."))


class GiveUpDelivery(DeliveriesView):
    """Give up a workbook that did not go in."""

    capability = {"POST": Capability.IMPORT}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        give_up(self.actor, delivery(self.actor, public_id))
        return self.go(self.url("measurement:deliveries"), _("Taken off the list; its file is deleted."))
