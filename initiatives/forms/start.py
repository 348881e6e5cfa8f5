"""Starting an initiative: name and place, then the first partners."""

import re
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from initiatives.kernel.errors import DomainError
from initiatives.models.core import Sector

MONTHS = [
    (1, _("January")),
    (2, _("February")),
    (3, _("March")),
    (4, _("April")),
    (5, _("May")),
    (6, _("June")),
    (7, _("July")),
    (8, _("August")),
    (9, _("September")),
    (10, _("October")),
    (11, _("November")),
    (12, _("December")),
]
REGIONS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}


class ZoneField(forms.ChoiceField):
    """A time zone: those of places, grouped by region; a former name, or one without a place, is taken all the same."""

    def valid_value(self, value: Any) -> bool:
        return value in available_timezones()


class ZoneSelect(forms.Select):
    """Offers the zone that is chosen even where it stands in no group."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        offered = {zone for _region, zones in timezone_choices() for zone, _label in zones}
        groups = super().optgroups(name, value, attrs)
        for zone in value:
            if zone in available_timezones() and zone not in offered:
                option = self.create_option(name, zone, zone.replace("_", " "), True, len(groups))
                groups.append((None, [option], len(groups)))
        return groups


def timezone_choices() -> list[tuple[Any, list[tuple[str, str]]]]:
    """Return the time zones of places by region, and UTC; without former names such as US/Eastern."""
    zones = sorted(name for name in available_timezones() if name.partition("/")[0] in REGIONS)
    groups: list[tuple[Any, list[tuple[str, str]]]] = [(_("Everywhere"), [("UTC", "UTC")])]
    for region, title in REGIONS.items():
        of = [name for name in zones if name.startswith(f"{region}/")]
        groups.append((title, [(name, name.partition("/")[2].replace("_", " ")) for name in of]))
    return groups


def address_hint() -> str:
    """Return how the address will read; the page fills in the example while the name is typed."""
    return format_html(
        "{} <code>/i/<span data-address-shown>{}</span>/</code>. {}",
        _("Your pages will be at"),
        _("your-initiative"),
        _("It stays; leave it empty and we make it from the name."),
    )


class StartForm(forms.Form):
    """Step one: the initiative's name, place and rhythm. Everything has a sensible beginning."""

    name = forms.CharField(
        label=_("Name of the initiative"),
        help_text=_("As you would say it on the phone."),
        max_length=200,
        error_messages={"required": _("Give the initiative a name.")},
    )
    slug = forms.SlugField(
        label=_("Address"),
        help_text=lazy(address_hint, SafeString)(),
        max_length=64,
        required=False,
        error_messages={"invalid": _("Use small letters, digits and dashes only.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-address": "name"}),
    )
    place = forms.CharField(
        label=_("Place"),
        help_text=_("One place to begin with. Districts and schools can come later."),
        max_length=200,
        required=False,
    )
    purpose = forms.CharField(
        label=_("For whom, and to what end"),
        help_text=_("One sentence, such as “Every child in Riverbend reads by the end of third grade”."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    timezone = ZoneField(
        label=_("Time zone"),
        help_text=_("What “today” and “due” mean. We take it from your browser; look whether it is right."),
        choices=timezone_choices,
        initial="UTC",
        widget=ZoneSelect(attrs={"data-timezone": ""}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    fiscal_year_start = forms.TypedChoiceField(
        label=_("Our year begins in"), choices=MONTHS, coerce=int, initial=1
    )

    def settings(self) -> dict[str, Any]:
        """Return the values that start the initiative (all but the place)."""
        values = {key: value for key, value in self.cleaned_data.items() if key != "place"}
        values["slug"] = values["slug"].lower() or slugify(values["name"])[:64].strip("-") or "initiative"
        return values


# Each line looks for a free code among those before it.
MOST = 500


class FirstPartnersForm(forms.Form):
    """Step two: a pasted list of partners, one a line; any line saves with a name."""

    partners = forms.CharField(
        label=_("Partners"),
        help_text=_(
            "One a line. You can paste a column from a spreadsheet; a second column may name the sector."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
    )
    sector = forms.ChoiceField(
        label=_("Sector, where a line names none"),
        choices=lambda: [(code, name) for code, name in Sector.NAMES.items()],
        initial="nonprofit",
    )

    def rows(self, taken: set[str]) -> list[dict[str, str]]:
        """Return one partner per line, with a code of its own that is not among `taken` (lower case).

        Raises DomainError at `partners` for a line whose name is too long, and for more than MOST lines.
        """
        lines = self.cleaned_data["partners"].splitlines()
        if len(lines) > MOST:
            raise DomainError("too_many", _("Paste at most %d lines at once.") % MOST, "partners")
        sectors = {str(name).casefold(): code for code, name in Sector.NAMES.items()}
        sectors |= {code: code for code in Sector.NAMES}
        rows, used = [], set(taken)
        for line in lines:
            name, sector = split_line(line, sectors)
            if not name:
                continue
            if len(name) > 200:
                raise DomainError("too_long", _("This name is too long: %s") % name[:40], "partners")
            code = free_code(name, used)
            used.add(code)
            rows.append({"code": code, "name": name, "sector": sector or self.cleaned_data["sector"]})
        return rows


def split_line(line: str, sectors: dict[str, str]) -> tuple[str, str]:
    """Return name and sector code of a pasted line; the sector is empty when the line names none."""
    parts = [part.strip() for part in re.split(r"[\t;]", line) if part.strip()]
    if len(parts) == 1 and "," in parts[0]:
        name, _comma, tail = parts[0].rpartition(",")
        if tail.strip().casefold() in sectors:
            parts = [name.strip(), tail.strip()]
    if not parts:
        return "", ""
    return parts[0], sectors.get(parts[1].casefold(), "") if len(parts) > 1 else ""


def free_code(name: str, used: set[str]) -> str:
    """Return a short code made of the name that is not in `used`."""
    stem = slugify(name)[:40].strip("-") or "partner-1"
    if stem in ("total", "sector", "place", "partner"):
        stem = f"{stem}-1"
    code, number = stem, 2
    while code in used:
        code, number = f"{stem}-{number}", number + 1
    return code
