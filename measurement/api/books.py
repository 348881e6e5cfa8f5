"""Workbooks: of a hand-in, out and back; and those that came by e-mail."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from initiatives.kernel.access import Actor, Capability
from initiatives.rest.named import partner_named
from initiatives.rest.views import InitiativeView, operation
from initiatives.shapes import Content
from measurement import queries
from measurement.books.reading import Change, Filled
from measurement.queries.books import read_workbook, workbook
from measurement.queries.deliveries import deliveries, delivery
from measurement.queries.hand_ins import hand_in_of
from measurement.serializers.books import (
    BroughtBack,
    DeliveryNew,
    DeliveryRow,
    Whose,
    WorkbookIn,
    WorkbookOut,
)
from measurement.services.books import bring_back
from measurement.services.deliveries import drop, give_up, say_whose


class RequestWorkbook(InitiativeView):
    """The workbook of a hand-in."""

    @operation(Capability.VIEW_HAND_INS, answer=WorkbookOut)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Take the workbook of a request out, with what its draft holds."""
        name, content = workbook(actor, queries.request(actor, id))
        return self.json({"name": name, "content": Content().to_representation(content)})

    @operation(Capability.HAND_IN, body=WorkbookIn, answer=BroughtBack)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Bring it back filled: say what it changes and what is wrong, and with `save` put it into the draft."""
        ask = queries.request(actor, id)
        file = self.body["content"]
        given = {"file": file, "file_name": self.body["name"], "size": file.getbuffer().nbytes}
        if self.body["save"]:
            filled, submission = bring_back(actor, ask, **given)
        else:
            sheet = hand_in_of(actor, ask)
            filled, submission = read_workbook(actor, sheet, **given), sheet.submission
        return self.json(_brought_back(filled, submission, saved=self.body["save"]))


def _brought_back(filled: Filled, submission: Any, *, saved: bool) -> dict[str, Any]:
    return {
        "saved": saved,
        "submission": submission.public_id if submission is not None else None,
        "changes": [_change(change) for change in filled.changes],
        "problems": [problem.as_json() for problem in filled.problems],
    }


def _change(change: Change) -> dict[str, Any]:
    line = change.line
    return {
        "indicator": line.sheet.indicator.code,
        "cell": line.codes,
        "part": change.part,
        "before": change.before,
        "after": change.after,
        "at": change.cell,
    }


class Deliveries(InitiativeView):
    """Workbooks that came by e-mail."""

    @operation(Capability.IMPORT, answer=DeliveryRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List them with what became of each, the latest first."""
        return self.page(DeliveryRow, deliveries(actor), ("-created_at", "-id"))

    @operation(Capability.IMPORT, body=DeliveryNew, answer=DeliveryRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Drop one: a worker fills its partner's draft, marked as on their behalf, and hands it in where it passes."""
        file = self.body["content"]
        row = drop(
            actor,
            name=self.body["name"],
            file=file,
            size=file.getbuffer().nbytes,
            sent_by=self.body.get("sent_by", ""),
        )
        address = f"{self.plain_request.path}{row.public_id}/"
        return self.created(DeliveryRow, deliveries(actor).filter(pk=row.pk), address)


class DeliveryOne(InitiativeView):
    """One workbook that came by e-mail."""

    @operation(Capability.IMPORT, answer=DeliveryRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read what became of it."""
        return self.one(DeliveryRow, deliveries(actor).filter(public_id=id))

    @operation(Capability.IMPORT, match="required")
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """Give one up that did not go in."""
        give_up(actor, self.locked(DeliveryRow, deliveries(actor).filter(public_id=id)))
        return self.gone()


class DeliveryWhose(InitiativeView):
    """Whose it is."""

    @operation(Capability.IMPORT, body=Whose, answer=DeliveryRow)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say whose a workbook without its mark is, and have it read again."""
        row = delivery(actor, id)
        partner = partner_named(actor, self.body["partner"])
        say_whose(actor, row, partner=partner, cycle=queries.cycle(actor, self.body["cycle"]))
        return self.one(DeliveryRow, deliveries(actor).filter(public_id=id))
