"""Imports of activities: send a list, see what would become of it, say what it is, take it in, take it back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from activities.api.named import populations_named
from activities.imports.drafts import Draft
from activities.imports.names import KINDS
from activities.models import ActivityImport
from activities.queries.imports import activity_import, activity_imports, refusal_of
from activities.serializers.imports import ImportMatch, ImportNew, ImportOut, ImportRow
from activities.services import imports as verbs
from activities.services.imports.checking import Checked, check
from activities.services.imports.loading import refuse_undecided
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError
from initiatives.queries import sectors
from initiatives.rest import answers
from initiatives.rest.views import InitiativeView, operation

SHOWN = 100
State = ActivityImport.State


def told(actor: Actor, public_id: UUID) -> dict[str, Any]:
    """Return an import as it looks outside, with its preview while it is matched."""
    row = activity_import(actor, public_id)
    matching = row.state == State.MATCHING
    return {
        **answers.one(ImportRow, ActivityImport.objects.filter(pk=row.pk)),
        "message": refusal_of(row) if row.state == State.REFUSED else row.message,
        "preview": preview(check(actor, row), row) if matching else None,
        "result": row.result,
    }


def preview(checked: Checked, row: ActivityImport) -> dict[str, Any]:
    """Return what would become of a list."""
    layout = checked.layout
    names = [(kind, name) for kind, found in checked.names.items() for name in found.values()]
    return {
        "sheet": layout.sheet,
        "head": layout.head,
        "columns": [{"label": label, "goal": goal} for label, goal in layout.columns.items()],
        "names": [
            {
                "kind": kind,
                "text": name.text,
                "rows": name.rows,
                "state": name.state,
                "code": name.code,
                "alike": name.alike,
                "like": name.like,
                "proposed": name.proposed,
            }
            for kind, name in names
        ],
        "activities": [drafted(draft) for draft in checked.new[:SHOWN]],
        "new": len(checked.new),
        "here": len(checked.here),
        "repeated": len(checked.sheet.repeated),
        "left_out": checked.left_out,
        "faults": [{"row": number, "code": code} for number, code in checked.sheet.faults],
        "too_long": checked.too_long,
        "ready": is_ready(checked, row),
    }


def drafted(draft: Draft) -> dict[str, Any]:
    """Return an activity that a list would add."""
    return {
        "title": draft.title,
        "partner": draft.partner.clean,
        "supporting": [name.clean for name in draft.supporting.values()],
        "strategy": draft.strategy.clean if draft.strategy else "",
        "people": [name.clean for name in draft.people.values()],
        "places": [name.clean for name in draft.places.values()],
        "rows": draft.rows,
    }


def is_ready(checked: Checked, row: ActivityImport) -> bool:
    """Whether nothing more must be said before a list can go in."""
    try:
        refuse_undecided(checked, row.choices)
    except DomainError:
        return False
    return True


class ActivityImports(InitiativeView):
    """Lists of activities."""

    tag = "activities"

    @operation(Capability.IMPORT, answer=ImportRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the imports, the latest first; those that were given up are left out."""
        return self.page(ImportRow, activity_imports(actor), ("-created_at", "-id"))

    @operation(Capability.IMPORT, body=ImportNew, answer=ImportOut, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Send a list of activities. A worker reads it; at `matching` it says what would become of it."""
        file = self.body["content"]
        made = verbs.receive(actor, name=self.body["name"], file=file, size=file.getbuffer().nbytes)
        answer = self.json(told(actor, made.public_id), 201)
        address = f"{self.plain_request.path}{made.public_id}/"
        answer["Location"] = self.plain_request.build_absolute_uri(address)
        return answer


class ImportView(InitiativeView):
    """What the operations on one import share."""

    tag = "activities"

    def found(self, actor: Actor, id: UUID) -> ActivityImport:
        """Return the import, after comparing If-Match. The verb locks it."""
        row = activity_import(actor, id)
        self.matched(lambda: told(actor, id))
        return row


class ActivityImportOne(ImportView):
    """One import."""

    @operation(Capability.IMPORT, answer=ImportOut)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read an import: while it is matched with what would become of it, afterwards with what it brought."""
        return self.json(told(actor, id))

    @operation(Capability.IMPORT, body=ImportMatch, answer=ImportOut, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say what columns and names are. Another sheet or row of headings is guessed anew; nothing is added yet."""
        row = self.found(actor, id)
        given = {name: value for name, value in self.body.items() if value is not None}
        layout = {name: given[name] for name in ("sheet", "head", "columns") if name in given}
        verbs.match(actor, row, choices=chosen(actor, row, given), **layout)
        return self.json(told(actor, id))


class ActivityImportConfirm(ImportView):
    """Taking in."""

    @operation(Capability.IMPORT, answer=ImportOut, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Have the list taken in, whole, by a worker: its state goes from `loading` to `done`."""
        verbs.confirm(actor, self.found(actor, id))
        return self.json(told(actor, id))


class ActivityImportDiscard(ImportView):
    """Giving up."""

    @operation(Capability.IMPORT, answer=ImportOut, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Give an import up before anything has gone in; its file is deleted."""
        verbs.discard(actor, self.found(actor, id))
        return self.json(told(actor, id))


class ActivityImportUndo(ImportView):
    """Taking back."""

    @operation(Capability.IMPORT, answer=ImportOut, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Take back what a list brought in, as far as nobody has worked with it since, within thirty days."""
        verbs.undo(actor, self.found(actor, id))
        return self.json(told(actor, id))


def chosen(actor: Actor, row: ActivityImport, given: dict[str, Any]) -> dict[str, Any]:
    """Return what the verb keeps of what a request says of names and of the whole. Raises DomainError at the field."""
    choices: dict[str, Any] = {
        kind: {**row.choices.get(kind, {}), **given[kind]} for kind in KINDS if kind in given
    }
    if "state" in given:
        choices["state"] = given["state"]
    if "sector" in given:
        if given["sector"] not in {sector.code for sector in sectors()}:
            raise DomainError("unknown_sector", _("There is no sector “%s”.") % given["sector"], "sector")
        choices["sector"] = given["sector"]
    if "everybody" in given:
        choices["for"] = [row.code for row in populations_named(actor, given["everybody"], "everybody")]
    if "skip_faults" in given:
        choices["faults"] = "skip" if given["skip_faults"] else ""
    return choices
