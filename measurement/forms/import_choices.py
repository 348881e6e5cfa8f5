"""What is open in a file that was checked: signs, names, rows that are not right; and what a request decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.kernel.access import Actor
from initiatives.queries import partners, places, sectors
from measurement.forms.import_head import Option, options
from measurement.kinds import KINDS
from measurement.models import Import
from measurement.queries import dimensions
from measurement.words import Basis, Kind, ValueStatus

MANY_PARTNERS = 60
GROUPS: dict[str, Any] = {
    "partner": gettext_lazy("Partner"),
    "indicator": gettext_lazy("Indicator"),
    "place": gettext_lazy("Place"),
}

STATUS_CHOICES: list[tuple[str, Any]] = [
    *((status.value, status.label) for status in ValueStatus if status != ValueStatus.REPORTED),
    ("leave", gettext_lazy("Leave the figure out")),
]
GROUP_CHOICES: list[tuple[str, Any]] = [
    ("total", gettext_lazy("The total, not broken down")),
    ("not_known", gettext_lazy("A group that is not known")),
    ("leave", gettext_lazy("Leave these figures out")),
]
SO: dict[str, Any] = {
    "not_reported": gettext_lazy("Lowers the coverage, never counts as 0"),
    "not_applicable": gettext_lazy("Nothing is expected here"),
    "suppressed_at_source": gettext_lazy("Kept as hidden, never as 0 or missing"),
    "not_yet_due": gettext_lazy("Still to come"),
    "leave": gettext_lazy("As if the cell were not there"),
    "fault": gettext_lazy("Say what it means"),
}


@dataclass(frozen=True)
class Sign:
    """A mark of the file and what it means."""

    number: int
    mark: str
    count: int
    options: list[Option]
    so: Any
    open: bool


@dataclass(frozen=True)
class BlankGroup:
    """A breakdown in which cells are empty, and what these mean."""

    code: str
    name: str
    count: int
    options: list[Option]
    open: bool


@dataclass(frozen=True)
class Unknown:
    """A name of the file that is not known, and what it may be."""

    field: str
    text: str
    name: str
    rows: int
    options: list[Option]
    so: str
    ask: bool
    plain: bool
    group: str = ""


class ChoicesForm:
    """What is open in a file: signs, names, rows that are not right; and what a request decides."""

    def __init__(self, actor: Actor, row: Import) -> None:
        self.actor, self.row = actor, row
        self.choices: Mapping[str, Any] = row.choices
        self.preview: Mapping[str, Any] = row.preview
        self.known = list(partners(actor).values_list("code", "name"))

    @property
    def signs(self) -> list[Sign]:
        """The marks that stand in the place of numbers."""
        found = []
        for number, item in enumerate(self.preview.get("marks", [])):
            meaning = item["meant"]
            choices = [("fault", _("Choose")), *STATUS_CHOICES] if meaning == "fault" else STATUS_CHOICES
            found.append(
                Sign(
                    number,
                    item["mark"],
                    item["count"],
                    options(choices, meaning),
                    SO.get(meaning, ""),
                    meaning == "fault",
                )
            )
        return found

    @property
    def groups(self) -> list[BlankGroup]:
        """The breakdowns in which some figures have no category, and what that means."""
        named = dict(dimensions(self.actor).values_list("code", "name"))
        found = []
        for code, count in self.preview.get("blank_groups", {}).items():
            chosen = str(self.choices.get("groups", {}).get(code) or "")
            choices = GROUP_CHOICES if chosen else [("", _("Choose")), *GROUP_CHOICES]
            found.append(BlankGroup(code, named.get(code, code), count, options(choices, chosen), not chosen))
        return found

    @property
    def readings(self) -> list[dict[str, Any]]:
        """The two ways to read a number such as 1.109, where nothing in the file says which is meant."""
        examples = self.preview.get("two_ways", [])
        if not examples:
            return []
        text = str(examples[0][0])
        sign = "." if "." in text else ","
        other = "," if sign == "." else "."
        whole, point = (
            number_format(Decimal(text.replace(sign, mark)), use_l10n=True, force_grouping=True)
            for mark in ("", ".")
        )
        return [{"value": other, "text": text, "means": whole}, {"value": sign, "text": text, "means": point}]

    def names(self, group: str) -> list[Unknown]:
        """The unknown names of a group (partner, place, indicator), those to be decided first."""
        return [
            self._unknown(group, number, item)
            for number, item in enumerate(self.preview.get("names", {}).get(group, []))
        ]

    def _unknown(self, group: str, number: int, item: Mapping[str, Any]) -> Unknown:
        state = item["state"]
        chosen = f"is:{item['code']}" if state == "known" else state
        if state == "ask":
            chosen = self.choices.get(group, {}).get(item["key"]) or f"is:{item['alike'][0][0]}"
        found: list[tuple[str, Any]] = []
        if group == "indicator":
            found += [(f"make:{name}", _("Define it: %s") % Kind(name).label) for name in KINDS]
            chosen = f"make:{item['kind']}" if state == "make" else chosen
        else:
            found.append(("make", _("Add: %s") % (item["name"] or item["text"])[:60]))
        if state == "same":
            found.insert(0, ("same", _("The same without its footnote mark")))
        found += [(f"is:{code}", name) for code, name in item["alike"]]
        if group == "partner" and len(self.known) <= MANY_PARTNERS:
            found += [(f"is:{code}", name) for code, name in self.known]
        if item["looks"] == "total" and group == "partner":
            found.insert(0, ("sum", _("Hold it to what the rows add up to")))
            chosen = "sum" if state == "leave" and item["code"] != "leave" else chosen
        leave = _("No place") if group == "place" else _("Leave these rows out")
        found.append(("leave", leave))
        return Unknown(
            field=f"name.{group}.{number}",
            text=item["text"],
            name=item["name"],
            rows=item["rows"],
            options=options(list(dict(found).items()), chosen),
            so=_so_of(group, item),
            ask=state == "ask",
            plain=state == "make" and group != "indicator" and not item["alike"] and not item["looks"],
            group=str(GROUPS[group]),
        )

    @property
    def asked(self) -> list[Unknown]:
        """The names that somebody must decide, of whatever they are; the likeliest answer is chosen already."""
        return [name for group in GROUPS for name in self.names(group) if name.ask]

    def missing(self, choices: Mapping[str, Any]) -> list[dict[str, str]]:
        """Return what still stands in the way under these choices: words, and the id of the field it is about."""
        found = [
            {"id": name.field, "message": _("Say what “%s” is") % name.text[:60]}
            for name, key in zip(self.asked, self._keys_asked(), strict=True)
            if key[1] not in choices.get(key[0], {})
        ]
        for example, _count in self.preview.get("two_ways", [])[:1]:
            found.append({"id": "id_decimal", "message": _("Say how “%s” is to be read") % example})
        for group in self.groups:
            if group.open:
                words = _("Say what an empty cell of “%s” means") % group.name
                found.append({"id": f"group.{group.code}", "message": words})
        found += self._aims_missing(choices)
        faults = self.preview.get("fault_count", 0)
        if faults and choices.get("bad") != "leave":
            words = ngettext(
                "%d figure is not right: mend it, or skip it",
                "%d figures are not right: mend or skip them",
                faults,
            )
            found.append({"id": "faults", "message": words % faults})
        return found + self.reason_missing(choices)

    def _aims_missing(self, choices: Mapping[str, Any]) -> list[dict[str, str]]:
        if choices.get("targets") == "leave":
            return []
        found = []
        if self.preview.get("aims_undated") and not choices.get("target_date"):
            found.append({"id": "id_target_date", "message": _("Say by when the targets are to be reached")})
        if self.preview.get("aims_doubtful") and not choices.get("target_basis"):
            message = _("Say whether the targets are values or changes")
            found.append({"id": "id_target_basis", "message": message})
        return found

    @property
    def bases(self) -> list[Option]:
        """What the numbers of targets may mean; the values themselves unless the file makes that doubtful."""
        chosen = str(self.choices.get("target_basis") or "")
        if not chosen and not self.preview.get("aims_doubtful"):
            chosen = str(Basis.ABSOLUTE)
        empty = [] if chosen else [("", _("Choose"))]
        return options([*empty, *Basis.choices], chosen)

    def reason_missing(self, choices: Mapping[str, Any]) -> list[dict[str, str]]:
        """Return the reason as missing where figures change and none is given."""
        changed = self.preview.get("changed", 0)
        if not changed or choices.get("changes") == "keep" or choices.get("reason"):
            return []
        words = ngettext(
            "Give a reason for the %d figure that changes",
            "Give a reason for the %d figures that change",
            changed,
        )
        return [{"id": "id_reason", "message": words % changed}]

    def _keys_asked(self) -> list[tuple[str, str]]:
        names = self.preview.get("names", {})
        return [
            (group, item["key"])
            for group in GROUPS
            for item in names.get(group, [])
            if item["state"] == "ask"
        ]

    def selects(self) -> dict[str, list[Option]]:
        """The choices that hold for all new partners."""
        place_from = self.choices.get("place_from") or "column"
        sources = [
            ("column", _("As the file's place column says")),
            ("prefix", _("The part of their code before the first dash")),
            ("one", _("All in the place chosen here")),
            ("none", _("No place yet")),
        ]
        return {
            "sector": options(
                [(s.code, s.name) for s in sectors()], str(self.choices.get("sector") or "nonprofit")
            ),
            "place_from": options(sources, place_from),
            "place_one": options(
                [("", _("Choose")), *places(self.actor).values_list("code", "name")],
                str(self.choices.get("place_one") or ""),
            ),
            "other_partners": options(
                [("make", _("Add them")), ("leave", _("Leave their rows out"))],
                str(self.choices.get("other_partners") or "make"),
            ),
        }

    def chosen(self, data: QueryDict) -> dict[str, Any]:
        """Return the choices that the request makes, as `services.imports` keeps them."""
        found: dict[str, Any] = {
            key: data.get(key, "").strip()[:2000]
            for key in (
                "sector",
                "place_from",
                "place_one",
                "other_partners",
                "bad",
                "decimal",
                "changes",
                "targets",
                "target_date",
                "target_basis",
                "reason",
                "source",
            )
            if key in data
        }
        signs = dict(self.choices.get("marks", {}))
        for number, item in enumerate(self.preview.get("marks", [])):
            value = data.get(f"mark.{number}", "")
            if value and item["mark"]:
                signs[item["mark"]] = value
            elif value:
                found["blank"] = value
        found["marks"] = signs
        if found.get("decimal") not in (None, ".", ","):
            del found["decimal"]
        groups = {
            code: value
            for code in self.preview.get("blank_groups", {})
            if (value := data.get(f"group.{code}", "")) in dict(GROUP_CHOICES)
        }
        if groups:
            found["groups"] = {**self.choices.get("groups", {}), **groups}
        for group in ("partner", "place", "indicator"):
            found[group] = {**self.choices.get(group, {}), **self._names_chosen(group, data)}
        return found

    def _names_chosen(self, group: str, data: QueryDict) -> dict[str, str]:
        """What was decided on single names; what merely follows from the choice for all is not kept."""
        decided = {}
        before = {unknown.field: unknown for unknown in self.names(group)}
        for number, item in enumerate(self.preview.get("names", {}).get(group, [])):
            field = f"name.{group}.{number}"
            value = data.get(field, "")
            shown = next((o.value for o in before[field].options if o.selected), "")
            if value and (before[field].ask or value not in (shown, "same")):
                decided[item["key"]] = value
        return decided


NEW: dict[str, Any] = {
    "partner": gettext_lazy("New; not invited yet"),
    "place": gettext_lazy("New"),
    "indicator": gettext_lazy("Defined when you confirm"),
}


def _so_of(group: str, item: Mapping[str, Any]) -> str:
    if item["state"] == "same":
        return _("The mark of a footnote is dropped")
    if item["looks"] == "total":
        return _("A sum of the rows above it")
    if item["looks"] == "note":
        return _("A remark, not a partner")
    if item["alike"]:
        return _("Looks alike; your answer is remembered")
    if item["state"] == "known":
        return _("As you chose")
    return str(NEW[group]) if item["state"] == "make" else ""
