"""One import, whatever it waits for."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.web import wants_fragment
from measurement.forms.import_choices import ChoicesForm
from measurement.forms.import_head import SOUGHT, options
from measurement.forms.imports import ContactsForm, LayoutForm
from measurement.imports.mapping import Layout
from measurement.models import Import
from measurement.periods import parse
from measurement.queries import catalogue
from measurement.queries.imports import figures_looked_at, import_of, past_cycles, refusal_of
from measurement.services.imports.contacts import look_at_contacts
from measurement.services.imports.receiving import may_undo
from measurement.views.imports.base import WORKING, ImportsView, State
from measurement.words import ValueStatus

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
            "undoable": may_undo(row),
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
