"""The verbs on an import, and the rows that are not right."""

from abc import abstractmethod
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError, Forbidden, NotFound
from initiatives.rest.answers import csv_answer
from measurement.forms.import_choices import ChoicesForm
from measurement.forms.imports import ContactsForm, LayoutForm
from measurement.imports.mapping import Layout
from measurement.models import Import
from measurement.queries.imports import import_of
from measurement.services import imports as verbs
from measurement.services.imports.contacts import lay_out_contacts, take_contacts_in
from measurement.services.imports.locking import lock_past
from measurement.views.imports.base import ImportsView, State
from measurement.views.imports.page import CONTACT_CHOICES, ImportPage


class _Act(ImportPage):
    """A verb on an import: what is wrong is said on its page, with everything that was sent kept."""

    capability = {"POST": Capability.IMPORT}

    @abstractmethod
    def act(self, row: Import) -> HttpResponseBase | None:
        """Do it; answer with something else than the import's page, or None."""

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        row = import_of(self.actor, public_id)
        try:
            with transaction.atomic():
                answer = self.act(row)
        except (NotFound, Forbidden):
            raise
        except DomainError as fault:
            row = import_of(self.actor, public_id)
            return self.show(
                self.as_sent(row), fault.message, fault.errors[0].field if fault.errors else "", 422
            )
        return answer or self.go(self.address(row))

    def as_sent(self, row: Import) -> Import:
        """Return the row with what the request said, to be drawn again; nothing is stored."""
        return row


class MatchImport(_Act):
    """Say where every column goes; or point at other headings, or add an indicator, and look again."""

    def act(self, row: Import) -> HttpResponseBase | None:
        form = LayoutForm(self.actor, row)
        data = self.request.POST
        sought = data.get("sought", "")
        if data.get("cell"):
            verbs.keep_layout(self.actor, row, form.changed(data))
            verbs.point_at(self.actor, row, sought=sought, cell=data["cell"])
            return self.go(f"{self.address(row)}?sought={sought}#h-head")
        if data.get("do") == "headings":
            verbs.point_at_headings(self.actor, row, **form.headings(data))
        elif data.get("do") == "keep":
            verbs.keep_layout(self.actor, row, form.changed(data))
        else:
            verbs.match(self.actor, row, form.changed(data))
        return None

    def as_sent(self, row: Import) -> Import:
        if row.state == State.MATCHING:
            row.mapping = LayoutForm(self.actor, row).changed(self.request.POST).as_json()
        return row


class DecideImport(_Act):
    """Keep the choices and check again, or confirm and have the figures taken in."""

    def act(self, row: Import) -> HttpResponseBase | None:
        form = ChoicesForm(self.actor, row)
        choices = form.chosen(self.request.POST)
        if self.request.POST.get("do") == "import":
            for missing in form.reason_missing({**row.choices, **choices}):
                raise DomainError("required", missing["message"], "reason")
            verbs.confirm(self.actor, row, choices)
        else:
            verbs.choose(self.actor, row, choices)
        return None

    def as_sent(self, row: Import) -> Import:
        if row.state == State.PREVIEW:
            row.choices = {**row.choices, **ChoicesForm(self.actor, row).chosen(self.request.POST)}
            row.reason = row.choices.get("reason", "")
            row.source = row.choices.get("source") or row.source
        return row


class TakeContactsIn(_Act):
    """Say which column of a list of contacts is what, or take its people in."""

    capability = {"POST": Capability.MANAGE_PEOPLE}

    def act(self, row: Import) -> HttpResponseBase | None:
        data = self.request.POST
        layout = Layout.from_json(row.mapping)
        columns = {}
        for index, label in enumerate(layout.labels):
            goal = data.get(f"goes.{index}", "")
            columns[label] = (goal,) if goal in dict(CONTACT_CHOICES) and goal else ()
        lay_out_contacts(self.actor, row, replace(layout, columns=columns))
        if data.get("do") == "import":
            form = ContactsForm(data)
            if not form.is_valid():
                raise DomainError("invalid", _("Choose one of the roles."), "role")
            take_contacts_in(self.actor, row, **form.cleaned_data)
        return None


class MatchAgain(_Act):
    """Go back from the preview to the columns."""

    def act(self, row: Import) -> HttpResponseBase | None:
        verbs.match_again(self.actor, row)
        return None


class DiscardImport(_Act):
    """Give an import up."""

    def act(self, row: Import) -> HttpResponseBase | None:
        verbs.discard(self.actor, row)
        return self.go(
            self.url("measurement:imports"), _("Given up. Nothing was taken in, and the file is gone.")
        )


class UndoImport(_Act):
    """Take an import back."""

    def act(self, row: Import) -> HttpResponseBase | None:
        verbs.undo(self.actor, row)
        return None


class LockPast(_Act):
    """Lock the past cycles that an import has filled."""

    capability = {"POST": Capability.RUN_CYCLES}

    def act(self, row: Import) -> HttpResponseBase | None:
        count = len(lock_past(self.actor, row))
        message = ngettext(
            "%d cycle is locked; its figures are final.",
            "%d cycles are locked; their figures are final.",
            count,
        )
        return self.go(self.address(row), message % count)


class FaultyRows(ImportsView):
    """The rows that are not right, as a file to mend."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        row = import_of(self.actor, public_id)
        faults = [
            {
                "sheet": fault["sheet"],
                "row": fault["row"],
                "cells": "; ".join(f"{where}: {text}" if where else text for where, text in fault["cells"]),
                "wrong": fault["message"],
            }
            for fault in row.preview.get("faults", [])
        ]
        return csv_answer(faults, ["sheet", "row", "cells", "wrong"], "rows-to-mend")
