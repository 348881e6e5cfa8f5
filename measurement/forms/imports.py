"""The forms of an import: the file, and how it is laid out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.kernel.access import Actor, Role
from initiatives.queries import partners, sectors
from measurement.forms.import_head import PART_WORDS, HeadOfFile, Option, options, part_words
from measurement.imports.grids import Row
from measurement.imports.headings import is_number, labels, letter, levels, written
from measurement.imports.mapping import TARGET, THINGS, Layout, NewIndicator, period_meant
from measurement.imports.names import Known, Register, code_for
from measurement.imports.sources import period_in_heading
from measurement.kinds import KINDS, status_meant
from measurement.models import Import
from measurement.periods import name as period_name
from measurement.queries import catalogue, dimensions, kind_of
from measurement.queries.imports import first_rows
from measurement.words import Cadence, Kind

SAMPLED = 20
MANY_COLUMNS = 30

KEY_GOALS: list[tuple[str, Any]] = [
    ("partner", gettext_lazy("Partner: its code or its name")),
    ("partner_name", gettext_lazy("The partner's name, beside its code")),
    ("place", gettext_lazy("Place of the partner")),
    ("sector", gettext_lazy("Sector of the partner")),
    ("indicator", gettext_lazy("Indicator")),
    ("period", gettext_lazy("Period")),
    ("group", gettext_lazy("Group: look whether they add up, take totals in")),
    ("status", gettext_lazy("Status")),
    ("note", gettext_lazy("Note")),
]
DECIMALS: list[tuple[str, Any]] = [
    ("", gettext_lazy("As they look")),
    (".", gettext_lazy("With a point: 1,234.5")),
    (",", gettext_lazy("With a comma: 1.234,5")),
]


class UploadForm(forms.Form):
    """The file and where its figures come from."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV, Excel (.xlsx, .xls) or OpenDocument (.ods), up to 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm,.ods,.xls"}),
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("What is in it"),
        choices=[
            (Import.Purpose.FIGURES, gettext_lazy("Figures")),
            (Import.Purpose.CONTACTS, gettext_lazy("Contacts: whom to ask at each partner")),
        ],
        initial=Import.Purpose.FIGURES,
        required=False,
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Who published these figures. Empty: the name of the file."),
        required=False,
        max_length=300,
    )


class ContactsForm(forms.Form):
    """What holds for everybody on a list of contacts."""

    role = forms.ChoiceField(
        label=gettext_lazy("They are"),
        choices=[
            (Role.CONTRIBUTOR.value, gettext_lazy("Contributors of their partner")),
            (Role.PARTNER_LEAD.value, gettext_lazy("Leads of their partner")),
        ],
    )
    sector = forms.ChoiceField(label=gettext_lazy("Sector of partners that are new"), required=False)
    invite = forms.BooleanField(
        label=gettext_lazy("Invite those with an e-mail address now"),
        help_text=gettext_lazy("Otherwise nobody hears of it; you can invite them one by one later."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sector: Any = self.fields["sector"]
        sector.choices = [(row.code, row.name) for row in sectors()]
        sector.initial = "nonprofit"


@dataclass(frozen=True)
class Column:
    """One column of the file as the page shows it."""

    index: int
    letter: str
    label: str
    samples: list[str]
    groups: list[tuple[str, list[Option]]]
    also: list[tuple[str, list[Option]]]
    understood: str
    tone: str

    @property
    def shape(self) -> str:
        """The shape that goes with the tone."""
        return "done" if self.tone == "good" else "behind"


class LayoutForm(HeadOfFile):
    """How a file is laid out: what was guessed or chosen, and how a request changes it."""

    def __init__(self, actor: Actor, row: Import) -> None:
        self.actor, self.row = actor, row
        self.layout = Layout.from_json(row.mapping)
        self.rows = first_rows(row, self.layout.sheets[0], self.layout.last + SAMPLED)
        self.labels = labels(self.rows, self.layout.first, self.layout.last)
        self.sheets_known = catalogue()
        self.register = Register(Known(*item) for item in partners(actor).values_list("code", "name"))
        self.above = levels(self.rows, self.layout.first, self.layout.last)
        self.names = {code: name for code, name, _kind in self._indicators()}
        self.measures = Register(Known(code, name) for code, name, _kind in self._indicators())

    # what the page shows

    @property
    def sheets(self) -> list[dict[str, Any]]:
        """The sheets that hold something, with the chosen ones marked."""
        return [
            {**sheet, "index": index, "chosen": index in self.layout.sheets}
            for index, sheet in enumerate(self.row.sheets)
            if sheet["rows"]
        ]

    @property
    def heading_rows(self) -> list[Option]:
        """How many rows of headings there are."""
        count = self.layout.last - self.layout.first + 1
        return [Option(str(n), str(n), n == count) for n in range(1, 6)]

    @property
    def columns(self) -> list[Column]:
        """Every column with a heading or figures, and where it goes."""
        below = self.rows[self.layout.last :]
        choices = self._choices()
        return [
            self._column(index, label, [row[index] for row in below if index < len(row)], choices)
            for index, label in enumerate(self.labels)
            if not label.startswith("(") or any(index < len(row) and row[index] is not None for row in below)
        ]

    def _column(
        self, index: int, label: str, cells: Row, choices: list[tuple[str, list[tuple[str, Any]]]]
    ) -> Column:
        goals = list(self.layout.columns.get(label, ()))[:2]
        goal, also = (*goals, "", "")[:2]
        texts = list(dict.fromkeys(written(cell)[:30] for cell in cells if cell is not None))
        understood, tone = self._understood(goal, label, cells)
        numeric = any(is_number(cell) for cell in cells)
        offers = numeric and (bool(goal) or len(self.labels) <= MANY_COLUMNS)
        figures = [
            (title, found) for title, found in choices if offers and found and found[0][0].startswith("of:")
        ]
        return Column(
            index=index,
            letter=letter(index),
            label=label,
            samples=texts[:3],
            groups=[(title, options(found, goal)) for title, found in choices if found],
            also=[(title, options(found, also)) for title, found in figures],
            understood=understood,
            tone=tone,
        )

    def _choices(self) -> list[tuple[str, list[tuple[str, Any]]]]:
        figures = []
        for code, name, kind in self._indicators():
            for box in KINDS[kind].inputs:
                figures.append((f"of:{code}:{box.name}", f"{name}: {part_words(box.name)}"))
        return [
            (_("What the row is about"), [(goal, str(label)) for goal, label in KEY_GOALS]),
            (
                _("Split by"),
                [(f"dim:{dimension.code}", dimension.name) for dimension in dimensions(self.actor)],
            ),
            (
                _("Figure of the row's indicator"),
                [(f"part:{part}", str(words).capitalize()) for part, words in PART_WORDS.items()],
            ),
            (
                _("Figure for the period in the heading"),
                [(f"at:{part}", str(words).capitalize()) for part, words in PART_WORDS.items()],
            ),
            (_("Figure of an indicator"), figures),
            (
                _("Target"),
                [
                    (TARGET, _("What is wanted of the row's indicator")),
                    *(
                        (f"{TARGET}:{code}", _("%s: target") % name)
                        for code, name, _kind in self._indicators()
                    ),
                ],
            ),
        ]

    def _indicators(self) -> list[tuple[str, str, str]]:
        known = [
            (code, sheet.indicator.name, kind_of(sheet.versions[-1]).name)
            for code, sheet in self.sheets_known.items()
        ]
        return [*known, *((item.code, item.name, item.kind) for item in self.layout.new)]

    @property
    def unread(self) -> bool:
        """Whether a column names the period, and its first cell is not read as one."""
        for index, label in enumerate(self.labels):
            if "period" in self.layout.columns.get(label, ()):
                cells = [row[index] for row in self.rows[self.layout.last :] if index < len(row)]
                filled = [cell for cell in cells if cell is not None]
                return period_meant(filled[0] if filled else None, self.layout) is None
        return False

    def _understood(self, goal: str, label: str, cells: Row) -> tuple[str, str]:
        filled = [cell for cell in cells if cell is not None]
        if not goal:
            return "", ""
        if goal == "period" or goal.startswith("at:"):
            period = (
                period_meant(period_in_heading(label.split(" / "), self.layout), self.layout)
                if goal.startswith("at:")
                else period_meant(filled[0] if filled else None, self.layout)
            )
            if period is None:
                return _("not read as a period yet"), "warn"
            return _("read as %s") % period_name(period, self.layout.year_start), "good"
        if goal in ("partner", "indicator"):
            names = {written(cell) for cell in filled}
            register = self.register if goal == "partner" else self.measures
            known = sum(bool(register.find(name).code) for name in names)
            words = _("%(known)d of the first %(all)d known") % {"known": known, "all": len(names)}
            return words, "good" if known == len(names) else "warn"
        if goal.startswith(("of:", "part:", TARGET)):
            signs = {written(cell) for cell in filled if not is_number(cell)}
            if signs and all(status_meant(sign) for sign in signs):
                return _("Numbers, and signs to be explained"), "good"
            return (_("Numbers"), "good") if not signs else (_("not all are numbers"), "warn")
        return "", ""

    def selects(self) -> dict[str, list[Option]]:
        """The choices that hold for the whole file."""
        layout = self.layout
        codes = [(code, name) for code, name, _kind in self._indicators()]
        known = [("", _("As the file says")), *partners(self.actor).values_list("code", "name")]
        return {
            "year_start": [Option(str(n), name, n == layout.year_start) for n, name in MONTHS.items()],
            "cadence": options([("", _("As it is written")), *Cadence.choices], layout.cadence),
            "indicator": options([("", _("As the file says")), *codes], layout.indicator),
            "partner": options(known, layout.partner),
            "decimal": options(DECIMALS, layout.decimal),
            "kinds": options(Kind.choices, Kind.COUNT),
        }

    # what a request says

    def headings(self, data: QueryDict) -> dict[str, Any]:
        """Return sheets, first and last row of headings as the request points at them."""
        last = _number(data.get("last"), self.layout.last)
        count = _number(data.get("rows"), self.layout.last - self.layout.first + 1)
        sheets = tuple(_number(text, -1) for text in data.getlist("sheets"))
        return {"sheets": sheets or self.layout.sheets, "last": last, "first": max(1, last - count + 1)}

    def changed(self, data: QueryDict) -> Layout:
        """Return the layout as the request describes it."""
        columns = {}
        for index, label in enumerate(self.labels):
            goals = [data.get(f"goes.{index}", ""), data.get(f"also.{index}", "")]
            columns[label] = tuple(dict.fromkeys(goal for goal in goals if goal))
        sources = {
            f"{thing}_from": data.get(f"{thing}_from") or self.layout.source(thing) for thing in THINGS
        }
        cells = {thing: str(data.get(f"{thing}_cell", "")).strip()[:8] for thing in THINGS}
        layout = replace(
            self.layout,
            columns=columns,
            skip=data.get("skip", "")[:500],
            period_from=sources["period_from"],
            partner_from=sources["partner_from"],
            indicator_from=sources["indicator_from"],
            cells={thing: cell for thing, cell in cells.items() if cell},
            fill=data.get("fill") == "yes",
            period=data.get("period", "").strip()[:64],
            year_start=min(12, max(1, _number(data.get("year_start"), 1))),
            cadence=data.get("cadence", "") if data.get("cadence", "") in Cadence.values else "",
            indicator=data.get("indicator", ""),
            partner=data.get("partner", ""),
            decimal=data.get("decimal", "") if data.get("decimal", "") in (".", ",") else "",
            **self.headings(data),
        )
        return self._with_new(layout, data)

    def _with_new(self, layout: Layout, data: QueryDict) -> Layout:
        name, kind = data.get("new_name", "").strip()[:200], data.get("new_kind", "")
        if not name or kind not in KINDS:
            return layout
        taken = {code.lower() for code, _name, _kind in self._indicators()}
        return replace(layout, new=(*layout.new, NewIndicator(code_for(name, taken), name, kind)))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else otherwise
