"""Imports: upload a file, say how it is laid out, decide what is open, confirm, take back."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError, Forbidden, NotFound
from initiatives.rest.answers import csv_answer
from initiatives.web import errors_in, paginate, wants_fragment
from measurement.forms.import_choices import ChoicesForm
from measurement.forms.import_head import SOUGHT, options
from measurement.forms.imports import ContactsForm, LayoutForm, UploadForm
from measurement.imports.mapping import Layout
from measurement.models import Import
from measurement.periods import parse
from measurement.queries import catalogue
from measurement.queries.imports import figures_looked_at, import_of, imports, past_cycles, refusal_of
from measurement.services import imports as verbs
from measurement.services.imports.contacts import lay_out_contacts, look_at_contacts, take_contacts_in
from measurement.services.imports.locking import lock_past
from measurement.views.base import MeasurementView
from measurement.words import ValueStatus

State = Import.State
WORKING = {
    State.READING: gettext_lazy("Reading the file"),
    State.CHECKING: gettext_lazy("Checking every figure"),
    State.LOADING: gettext_lazy("Taking the figures in"),
}
STEPS: list[tuple[Any, tuple[str, ...]]] = [
    (gettext_lazy("Choose a file"), (State.READING, State.REFUSED)),
    (gettext_lazy("Match"), (State.MATCHING,)),
    (gettext_lazy("Preview"), (State.CHECKING, State.PREVIEW)),
    (gettext_lazy("Import"), (State.LOADING, State.DONE, State.UNDONE)),
]
LOOKS = {State.DONE: ("good", "done"), State.REFUSED: ("bad", "off"), State.UNDONE: ("mute", "nodata")}
# The few statuses whose own name is longer than a cell of the first figures takes.
SHORT: dict[str, Any] = {ValueStatus.SUPPRESSED_AT_SOURCE.value: gettext_lazy("Hidden (few people)")}
LEFT_OUT: dict[str, Any] = {
    "total": gettext_lazy("sums of other rows"),
    "note": gettext_lazy("remarks"),
    "partner": gettext_lazy("of names that you leave out"),
    "indicator": gettext_lazy("of indicators that you leave out"),
    "blank": gettext_lazy("empty cells"),
    "blank_group": gettext_lazy("without a group"),
    "group": gettext_lazy("of groups beside the total"),
    "target_of_group": gettext_lazy("targets of groups"),
    "earlier_target": gettext_lazy("targets for earlier days than the last"),
    "mark": gettext_lazy("signs that you leave out"),
    "repeated": gettext_lazy("the same figure a second time"),
    "empty": gettext_lazy("rows without partner and figures"),
}


# What a column that looks like people seems to hold.
PEOPLE: dict[str, Any] = {
    "name": gettext_lazy("names of people"),
    "birth": gettext_lazy("days of birth"),
    "number": gettext_lazy("numbers of pupils, clients or cases"),
    "national": gettext_lazy("numbers that a state gives to people"),
    "email": gettext_lazy("e-mail addresses"),
    "phone": gettext_lazy("telephone numbers"),
    "home": gettext_lazy("home addresses"),
}
# A small table of counts, as an example of what may be given instead of a list of people.
COUNTED = [
    ("2024-Q1", gettext_lazy("Age 5 to 9"), 42),
    ("2024-Q1", gettext_lazy("Age 10 to 14"), 57),
    ("2024-Q2", gettext_lazy("Age 5 to 9"), 45),
]


CONTACT_CHOICES: list[tuple[str, Any]] = [
    ("", gettext_lazy("Leave out")),
    ("partner", gettext_lazy("Partner")),
    ("name", gettext_lazy("Name of the person")),
    ("email", gettext_lazy("E-mail address")),
    ("phone", gettext_lazy("Telephone")),
]
SHOWN_CONTACTS = 50


class ImportsView(MeasurementView):
    """What the pages of imports share."""

    capability: ClassVar[Capability | Mapping[str, Capability]] = Capability.IMPORT

    def import_trail(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs below the list of imports."""
        return self.trail((_("Import"), self.url("measurement:imports") if items else ""), *items)

    def address(self, row: Import) -> str:
        """Return the address of an import's page."""
        return self.url("measurement:import", row.public_id)

    def steps(self, row: Import | None = None) -> list[dict[str, Any]]:
        """Return the four steps and where the import stands among them."""
        state = row.state if row is not None else State.READING
        now = next(number for number, (_label, states) in enumerate(STEPS) if state in states)
        notes = {0: row.name if row is not None else "", 3: _("with undo for %d days") % verbs.UNDO_DAYS}
        settled = state in (State.DONE, State.UNDONE)
        return [
            {
                "label": label,
                "note": notes.get(number, ""),
                "done": number < now or settled,
                "current": number == now and not settled,
            }
            for number, (label, _states) in enumerate(STEPS)
        ]


class Imports(ImportsView):
    """Choose a file, and see what went in before."""

    template_name = "measurement/imports/start.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(UploadForm())

    def show(self, form: UploadForm, status: int = 200) -> HttpResponseBase:
        """Draw the form and the earlier imports."""
        page = paginate(self.request, imports(self.actor), 20)
        rows = [summary(row) for row in page.object_list]
        context = {
            "form": form,
            "page": page,
            "rows": rows,
            "steps": self.steps(),
            "tabs": self.tabs("imports"),
            "breadcrumbs": self.import_trail(),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            with errors_in(form):
                row = verbs.receive(
                    self.actor,
                    name=file.name,
                    file=file,
                    size=file.size,
                    source=form.cleaned_data["source"],
                    purpose=form.cleaned_data["purpose"] or Import.Purpose.FIGURES,
                )
            if form.is_valid():
                return self.go(self.address(row))
        return self.show(form, status=422)


def summary(row: Import) -> dict[str, Any]:
    """Return what a list says of an import."""
    tone, shape = LOOKS.get(State(row.state), ("warn", "behind"))
    return {
        "row": row,
        "tone": tone,
        "shape": shape,
        "working": row.state in WORKING,
        "undoable": verbs.may_undo(row),
        "refusal": refusal_of(row) if row.state == State.REFUSED else "",
    }


class ImportPage(ImportsView):
    """One import, whatever it waits for."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        row = import_of(self.actor, public_id)
        if wants_fragment(request):
            return self.progress(row)
        return self.show(row)

    def progress(self, row: Import) -> HttpResponseBase:
        """Tell how far the worker has come; once it is done, have the page drawn anew."""
        if row.state not in WORKING:
            return self.go(self.address(row))
        return self.page(self.working(row), template="measurement/imports/working.html", fragment="progress")

    def working(self, row: Import) -> dict[str, Any]:
        """Return what the page of a running step shows."""
        done = figures_looked_at(row)
        return {"row": row, "words": WORKING[State(row.state)], "done": done, "here": self.address(row)}

    def show(self, row: Import, problem: str = "", field: str = "", status: int = 200) -> HttpResponseBase:
        """Draw the page that fits the import's state."""
        context: dict[str, Any] = {
            "row": row,
            "discardable": row.state == State.MATCHING or row.state in WORKING,
            "here": self.address(row),
            "steps": self.steps(row) if row.state != State.DISCARDED else [],
            "breadcrumbs": self.import_trail((row.name, "")),
            "problem": problem or (row.message if row.state in (State.MATCHING, State.PREVIEW) else ""),
            "problem_field": field,
            "sheets": len(row.sheets),
        }
        template = "result.html"
        if row.state in WORKING:
            template = "working.html"
            context |= self.working(row)
        elif row.state == State.MATCHING and row.purpose == Import.Purpose.CONTACTS:
            template = "contacts.html"
            context |= self.contacts(row)
        elif row.state == State.MATCHING:
            template = "match.html"
            form = LayoutForm(self.actor, row)
            sought = self.request.POST.get("sought") or self.request.GET.get("sought", "")
            context["sought"] = [
                (value, label, hint, value == (sought or "headings")) for value, label, hint in SOUGHT
            ]
            context |= {"become": form.become, "form": form, "selects": form.selects(), "layout": form.layout}
            # What is wrong, or not settled by a column, may stand in the part that is folded otherwise.
            context["unfolded"] = bool(context["problem"]) or form.unread or not form.layout.settled
        elif row.state == State.PREVIEW:
            template = "preview.html"
            context |= self.preview(row)
        else:
            context |= self.result(row)
        return self.page(context, template=f"measurement/imports/{template}", status=status)

    def contacts(self, row: Import) -> dict[str, Any]:
        """Return what the page of a list of contacts shows; those who may not manage people are told so."""
        layout = Layout.from_json(row.mapping)
        seen = look_at_contacts(self.actor, row)
        counts = Counter(item.state for item in seen)
        columns = [
            (index, label, options(CONTACT_CHOICES, (layout.columns.get(label) or ("",))[0]))
            for index, label in enumerate(layout.labels)
        ]
        return {
            "contacts_form": ContactsForm(self.request.POST if self.request.method == "POST" else None),
            "columns": columns,
            "seen": seen[:SHOWN_CONTACTS],
            "counts": counts,
            "adding": counts["add"] + counts["new_partner"],
            "more": max(0, len(seen) - SHOWN_CONTACTS),
        }

    def preview(self, row: Import) -> dict[str, Any]:
        """Return what the preview shows."""
        form = ChoicesForm(self.actor, row)
        found = row.preview
        groups = [
            ("partner", _("Partners we do not know"), form.names("partner")),
            ("indicator", _("Indicators we do not know"), form.names("indicator")),
            ("place", _("Places we do not know"), form.names("place")),
        ]
        split_up = [split(group, title, names) for group, title, names in groups]
        periods = [self.period_words(code) for code in found.get("periods", [])]
        return {
            "form": form,
            "selects": form.selects(),
            "found": found,
            "asked": form.asked,
            "missing": form.missing(row.choices),
            "groups": [group for group in split_up if group["count"]],
            "first": [self.understood(figure) for figure in found.get("first", [])],
            "left_out": self.left_out(found.get("left_out", {})),
            "aims": [
                {**aim, "day": aim["day"] and date.fromisoformat(aim["day"])} for aim in found.get("aims", [])
            ],
            "going_in": found.get("new", 0) + found.get("changed", 0),
            "adds": adds(found),
            "periods": periods,
            "many_periods": len(periods) > 1,
        }

    def period_words(self, code: str) -> str:
        """Return the name of a period that is kept by its code."""
        return self.period_name(parse(code))

    def measured(self, codes: list[str]) -> list[tuple[str, str]]:
        """Return the indicators of these codes that stand: code and name."""
        found = catalogue(set(codes)) if codes else {}
        return [(code, sheet.indicator.name) for code, sheet in found.items()]

    def understood(self, figure: dict[str, Any]) -> dict[str, Any]:
        """Return one of the first figures in the words of the page."""
        words = SHORT.get(figure["status"], ValueStatus(figure["status"]).label)
        return {**figure, "words": words, "period": self.period_words(figure["period"])}

    def left_out(self, counts: dict[str, int]) -> list[dict[str, Any]]:
        """Return what is left out and why, in words."""
        return [{"count": count, "words": LEFT_OUT.get(why, why)} for why, count in sorted(counts.items())]

    def result(self, row: Import) -> dict[str, Any]:
        """Return what the page of a finished import shows."""
        people = row.preview.get("people", []) if row.state == State.REFUSED else []
        return {
            "people": [{**found, "words": PEOPLE.get(found["kind"], "")} for found in people],
            "counted": COUNTED if people else [],
            "contacts_only": {found["kind"] for found in people} <= {"name", "email", "phone"},
            "result": row.result,
            "periods": [self.period_words(code) for code in row.result.get("periods", [])],
            "measured": self.measured(row.result.get("codes", [])[:20]),
            "undoable": verbs.may_undo(row),
            "to_lock": [self.period_name(cycle) for cycle in past_cycles(self.actor, row)],
            "refusal": refusal_of(row) if row.state == State.REFUSED else "",
        }


def adds(found: Mapping[str, Any]) -> str:
    """Return what confirming does, in one line that leaves out what it does not do."""
    makes = found.get("makes", {})
    new, changed = found.get("new", 0), found.get("changed", 0)
    partners, places = makes.get("partner", 0), makes.get("place", 0)
    indicators, waiting = makes.get("indicator", 0), found.get("waiting", 0)
    parts = [
        (new, ngettext("adds %d figure", "adds %d figures", new)),
        (changed, ngettext("changes %d figure", "changes %d figures", changed)),
        (partners, ngettext("adds %d partner", "adds %d partners", partners)),
        (places, ngettext("adds %d place", "adds %d places", places)),
        (indicators, ngettext("defines %d indicator", "defines %d indicators", indicators)),
        (waiting, ngettext("%d waits for somebody else", "%d wait for somebody else", waiting)),
    ]
    return capfirst(", ".join(words % count for count, words in parts if count))


def split(group: str, title: Any, names: Iterable[Any]) -> dict[str, Any]:
    """Return the names to be looked at one by one, and those that follow the choice for all; the asked stand above."""
    found = list(names)
    special = [name for name in found if not name.plain and not name.ask]
    plain = [name for name in found if name.plain]
    count = len(special) + len(plain)
    return {"key": group, "title": title, "special": special, "plain": plain, "count": count}


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
