"""The import of activities: choose a file, say what columns and names are, take the list in, take it back."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.forms.imports import (
    FAULT_WORDS,
    GOAL_WORDS,
    KIND_WORDS,
    UploadForm,
    WholeForm,
    chosen_columns,
    chosen_names,
    offers,
)
from activities.imports.rows import Layout, letter_of
from activities.models import ActivityImport
from activities.queries.imports import activity_import, activity_imports, refusal_of
from activities.services import imports as verbs
from activities.services.imports.checking import Checked, check
from activities.views.base import ActivitiesView
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError, Forbidden, NotFound
from initiatives.web import Needs, errors_in, paginate, wants_fragment
from measurement.imports.grids import Grid
from measurement.imports.headings import written
from measurement.services.imports.receiving import UNDO_DAYS, may_undo

State = ActivityImport.State
WORKING = {
    State.READING: gettext_lazy("Reading the file"),
    State.LOADING: gettext_lazy("Taking the activities in"),
}
LOOKS = {State.DONE: ("good", "done"), State.REFUSED: ("bad", "off"), State.UNDONE: ("mute", "nodata")}
SHOWN, SAMPLES = 20, 3


class ImportsView(ActivitiesView):
    """What the pages of imports share."""

    capability: ClassVar[Needs | None] = Capability.IMPORT

    def import_trail(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs below the list of imports."""
        return self.trail((_("Import"), self.url("activities:imports") if items else ""), *items)

    def address(self, row: ActivityImport) -> str:
        """Return the address of an import's page."""
        return self.url("activities:import", row.public_id)

    def steps(self, state: str) -> list[dict[str, Any]]:
        """Return the three steps and where an import in this state stands among them."""
        now = {State.READING: 0, State.REFUSED: 0, State.MATCHING: 1}.get(State(state), 2)
        settled = state in (State.DONE, State.UNDONE)
        labels = (_("Choose a file"), _("Match and preview"), _("Import"))
        notes = ("", "", _("with undo for %d days") % UNDO_DAYS)
        return [
            {
                "label": label,
                "note": note,
                "done": number < now or settled,
                "current": number == now and not settled,
            }
            for number, (label, note) in enumerate(zip(labels, notes, strict=True))
        ]


class Imports(ImportsView):
    """Choose a list, and see what went in before."""

    template_name = "activities/imports/start.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(UploadForm())

    def show(self, form: UploadForm, status: int = 200) -> HttpResponseBase:
        """Draw the form and the earlier imports."""
        page = paginate(self.request, activity_imports(self.actor), 20)
        rows = []
        for row in page.object_list:
            tone, shape = LOOKS.get(State(row.state), ("warn", "behind"))
            refusal = refusal_of(row) if row.state == State.REFUSED else ""
            rows.append({"row": row, "tone": tone, "shape": shape, "refusal": refusal})
        context = {
            "form": form,
            "page": page,
            "rows": rows,
            "steps": self.steps(State.READING),
            "tabs": self.tabs("where"),
            "views": self.views("where"),
            "breadcrumbs": self.import_trail(),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            with errors_in(form):
                row = verbs.receive(self.actor, name=file.name, file=file, size=file.size)
            if form.is_valid():
                return self.go(self.address(row))
        return self.show(form, status=422)


class ImportPage(ImportsView):
    """One import, whatever it waits for."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        row = activity_import(self.actor, public_id)
        if wants_fragment(request):
            if row.state not in WORKING:
                return self.go(self.address(row))
            return self.page(
                self.working(row), template="activities/imports/working.html", fragment="progress"
            )
        return self.show(row)

    def working(self, row: ActivityImport) -> dict[str, Any]:
        """Return what the page of a running step shows."""
        return {"row": row, "words": WORKING[State(row.state)], "here": self.address(row)}

    def show(self, row: ActivityImport, problem: str = "", status: int = 200) -> HttpResponseBase:
        """Draw the page that fits the import's state."""
        context: dict[str, Any] = {
            "row": row,
            "here": self.address(row),
            "steps": self.steps(row.state) if row.state != State.DISCARDED else [],
            "breadcrumbs": self.import_trail((row.name, "")),
            "problem": problem or (row.message if row.state == State.MATCHING else ""),
            "discardable": row.state in (State.READING, State.MATCHING, State.LOADING),
        }
        template = "result.html"
        if row.state in WORKING:
            template, context = "working.html", context | self.working(row)
        elif row.state == State.MATCHING:
            template, context = "match.html", context | self.matching(row)
        else:
            context |= {
                "result": row.result,
                "undoable": may_undo(row),
                "refusal": refusal_of(row) if row.state == State.REFUSED else "",
            }
        return self.page(context, template=f"activities/imports/{template}", status=status)

    def matching(self, row: ActivityImport) -> dict[str, Any]:
        """Return what the page shows on which columns and names are settled."""
        checked = check(self.actor, row)
        layout = checked.layout
        sent = self.request.POST if self.request.method == "POST" else None
        near, plain = [], []
        for kind, title in KIND_WORDS.items():
            asked, new = offers(checked, kind)
            if asked:
                near.append({"kind": kind, "title": title, "offers": asked})
            if new:
                plain.append({"kind": kind, "title": title, "offers": new})
        return {
            "checked": checked,
            "layout": layout,
            "columns": self.columns(row, layout),
            "sheets": [(number, sheet) for number, sheet in enumerate(row.sheets) if sheet["rows"]],
            "near": near,
            "plain": plain,
            "whole": WholeForm(self.actor, row, bool(checked.sheet.faults), sent),
            "first": [self.draft(draft) for draft in checked.new[:SHOWN]],
            "more": max(0, len(checked.new) - SHOWN),
            "faults": [(number, FAULT_WORDS[code]) for number, code in checked.sheet.faults[:SHOWN]],
            "more_faults": max(0, len(checked.sheet.faults) - SHOWN),
            "makes": self.makes(checked),
            "ready": layout.is_complete and checked.new and not checked.too_long,
        }

    def columns(self, row: ActivityImport, layout: Layout) -> list[dict[str, Any]]:
        """Return every column with its first cells and where it goes."""
        try:
            below = Grid(row.stored_as).head(layout.sheet, layout.head + 20)[layout.head :]
        except FileNotFoundError:
            below = []
        columns = []
        for index, (label, goal) in enumerate(layout.columns.items()):
            texts = dict.fromkeys(written(cells[index])[:40] for cells in below if index < len(cells))
            columns.append(
                {
                    "index": index,
                    "letter": letter_of(index),
                    "label": label,
                    "samples": [text for text in texts if text][:SAMPLES],
                    "options": [(value, words, value == goal) for value, words in GOAL_WORDS],
                }
            )
        return columns

    def draft(self, draft: Any) -> dict[str, Any]:
        """Return one of the first activities in words."""
        return {
            "title": draft.title,
            "partner": draft.partner.clean,
            "strategy": draft.strategy.clean if draft.strategy else "",
            "places": [name.clean for name in draft.places.values()],
            "people": [name.clean for name in draft.people.values()],
            "rows": len(draft.rows),
        }

    def makes(self, checked: Checked) -> list[tuple[Any, int]]:
        """Return how many things of each kind would be made besides the activities."""
        counts = [
            (KIND_WORDS[kind], sum(name.state == "make" for name in names.values()))
            for kind, names in checked.names.items()
        ]
        return [(words, count) for words, count in counts if count]


class _Act(ImportPage):
    """A verb on an import: what is wrong is said on its page, with everything that was sent kept."""

    capability: ClassVar[Needs | None] = {"POST": Capability.IMPORT}

    @abstractmethod
    def act(self, row: ActivityImport) -> HttpResponseBase | None:
        """Do it; answer with something else than the import's page, or None."""

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        row = activity_import(self.actor, public_id)
        try:
            with transaction.atomic():
                answer = self.act(row)
        except (NotFound, Forbidden):
            raise
        except DomainError as fault:
            return self.show(self.as_sent(activity_import(self.actor, public_id)), fault.message, 422)
        return answer or self.go(self.address(row))

    def as_sent(self, row: ActivityImport) -> ActivityImport:
        """Return the row with what the request said, to be drawn again; nothing is stored."""
        return row


class MatchImport(_Act):
    """Say what columns and names are and look again, or have the list taken in."""

    def act(self, row: ActivityImport) -> HttpResponseBase | None:
        data = self.request.POST
        if data.get("do") == "headings":
            verbs.match(self.actor, row, sheet=_number(data.get("sheet")), head=_number(data.get("head")))
            return None
        columns, choices = self.sent(row)
        row = verbs.match(self.actor, row, columns=columns, choices=choices)
        if data.get("do") == "import":
            verbs.confirm(self.actor, row)
        return None

    def sent(self, row: ActivityImport) -> tuple[dict[str, str], dict[str, Any]]:
        """Return the columns and choices that the request speaks of."""
        layout = Layout.from_json(row.mapping)
        columns = chosen_columns(layout, self.request.POST)
        checked = check(self.actor, row)
        whole = WholeForm(self.actor, row, bool(checked.sheet.faults), self.request.POST)
        named = {
            kind: {**row.choices.get(kind, {}), **given}
            for kind, given in chosen_names(checked, self.request.POST).items()
        }
        return columns, {**named, **whole.choices()}

    def as_sent(self, row: ActivityImport) -> ActivityImport:
        if row.state == State.MATCHING and self.request.POST.get("do") != "headings":
            columns, choices = self.sent(row)
            layout = Layout.from_json(row.mapping)
            row.mapping = Layout(layout.sheet, layout.head, columns).as_json()
            row.choices = {**row.choices, **choices}
        return row


class DiscardImport(_Act):
    """Give an import up."""

    def act(self, row: ActivityImport) -> HttpResponseBase | None:
        verbs.discard(self.actor, row)
        gone = _("Given up. Nothing was taken in, and the file is gone.")
        return self.go(self.url("activities:imports"), gone)


class UndoImport(_Act):
    """Take an import back."""

    def act(self, row: ActivityImport) -> HttpResponseBase | None:
        verbs.undo(self.actor, row)
        return None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 8 else None
