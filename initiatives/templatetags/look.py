"""Icons, status words, conditions and people for templates: what a page needs to look like Concert."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.forms.utils import flatatt
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from lucide.templatetags.lucide import lucide

register = template.Library()

ADDRESS = re.compile(r"(https?://[^\s<>\"]+)")

Words = str | Promise


class Condition(NamedTuple):
    """One of the five conditions: its name, its name on a phone, its icon."""

    label: Words
    short: Words
    icon: str


class Status(NamedTuple):
    """How a state is shown: words, a shape (see ``SHAPES``), a tone (the CSS class ``is-<tone>``)."""

    label: Words
    shape: str
    tone: str


CONDITIONS: dict[str, Condition] = {
    "agenda": Condition(_("Common agenda"), _("Agenda"), "compass"),
    "measurement": Condition(_("Shared measurement"), _("Measures"), "chart-line"),
    "activities": Condition(_("Activities"), _("Activities"), "workflow"),
    "communication": Condition(_("Communication"), _("Talk"), "messages-square"),
    "backbone": Condition(_("Backbone"), _("Backbone"), "life-buoy"),
}

ROLES: dict[str, Words] = {
    "backbone_lead": _("Backbone lead"),
    "backbone_staff": _("Backbone staff"),
    "partner_lead": _("Partner lead"),
    "contributor": _("Contributor"),
    "funder": _("Funder"),
    "community": _("Community member"),
}

STATES: dict[str, Status] = {
    "achieved": Status(_("Achieved"), "done", "good"),
    "on_track": Status(_("On track"), "on", "good"),
    "slightly_behind": Status(_("Slightly behind"), "behind", "warn"),
    "off_track": Status(_("Off track"), "off", "bad"),
    "worse": Status(_("Worse than baseline"), "worse", "bad"),
    "too_early": Status(_("Too early"), "early", "mute"),
    "not_enough_data": Status(_("Not enough data"), "nodata", "mute"),
    "out_of_date": Status(_("Out of date"), "stale", "mute"),
    "curve_worse": Status(_("Worse than forecast"), "worse", "bad"),
    "curve_on_baseline": Status(_("On the forecast"), "early", "mute"),
    "curve_bending": Status(_("Bending"), "behind", "good"),
    "curve_turned": Status(_("Turned"), "done", "good"),
    "not_started": Status(_("Not started"), "early", "mute"),
    "draft": Status(_("Draft"), "behind", "mute"),
    "submitted": Status(_("Handed in"), "sent", "hue"),
    "returned": Status(_("Returned"), "back", "warn"),
    "accepted": Status(_("Accepted"), "done", "good"),
    "overdue": Status(_("Late"), "stale", "bad"),
    "in_place": Status(_("In place"), "done", "good"),
    "partly": Status(_("Partly"), "behind", "warn"),
    "not": Status(_("Not in place"), "off", "bad"),
    "unknown": Status(_("Not known"), "nodata", "mute"),
}

TAGS: dict[str, Words] = {
    "provisional": _("Provisional"),
    "final": _("Final"),
    "revised": _("Revised"),
}

_RING = '<circle cx="8" cy="8" r="6"/>'
_DISC = '<circle cx="8" cy="8" r="7" fill="currentColor" stroke="none"/>'

SHAPES: dict[str, str] = {
    "done": _DISC + '<path class="knockout" d="m5 8.2 2.1 2.1L11 6.2"/>',
    "on": '<circle cx="8" cy="8" r="6" fill="currentColor" stroke="none"/>',
    "behind": _RING + '<path d="M8 2a6 6 0 0 0 0 12z" fill="currentColor" stroke="none"/>',
    "off": _RING + '<path d="M4.75 8h6.5" stroke-width="2.25"/>',
    "worse": _RING + '<path d="M8 4.75v6m-2.4-2.2L8 10.9l2.4-2.35"/>',
    "early": '<circle cx="8" cy="8" r="6" stroke-dasharray="1.2 2.57"/>',
    "nodata": '<path d="M3 8h10" stroke-width="2"/>',
    "stale": _RING + '<path d="M8 4.75V8l2.25 1.5"/>',
    "sent": _RING + '<path d="M5.2 8h5.4m-2.2-2.4L10.8 8l-2.4 2.4"/>',
    "back": '<path d="M6 3 2.8 6.2 6 9.4"/><path d="M3 6.2h6.2a4 4 0 0 1 4 4v2.6"/>',
}


@lru_cache(maxsize=256)
def _icon_body(name: str) -> str:
    """The drawing inside one Lucide icon; an unknown name raises ``lucide.IconDoesNotExist``."""
    svg = str(lucide(name, size=None))
    return re.sub(r">\s+<", "><", svg[svg.index(">") + 1 : svg.rindex("</svg>")].strip()).replace(" />", "/>")


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """A Lucide icon as decoration: ``{% icon "house" %}``, small: ``{% icon "house" "s" %}``."""
    classes = "icon icon-s" if size == "s" else "icon"
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        classes,
        mark_safe(_icon_body(str(name))),
    )


@register.simple_tag
def shape(name: str) -> SafeString:
    """The shape of a status, always beside its words: ``{% shape "on" %}``; an unknown name is the dash."""
    body = SHAPES.get(name, SHAPES["nodata"])
    return mark_safe(f'<svg viewBox="0 0 16 16" aria-hidden="true">{body}</svg>')


@register.filter
def status(state: object) -> Status:
    """How a state is shown; a state this table does not know keeps its own words, in a quiet tone."""
    return STATES.get(str(state)) or Status(str(state).replace("_", " ").capitalize(), "nodata", "mute")


@register.filter
def tag_words(name: object) -> Words:
    """The words of provisional, final or revised; anything else stays as it is."""
    return TAGS.get(str(name), str(name))


@register.filter
def condition(name: object) -> Condition | None:
    """The condition of that name, or None; the app's name ``communications`` is met too."""
    key = "communication" if name == "communications" else str(name)
    return CONDITIONS.get(key)


@register.filter
def role_words(role: object) -> Words:
    """The name of a role in a membership, such as ``backbone_lead``; an unknown one stays as it is."""
    return ROLES.get(str(getattr(role, "value", role)), str(role))


@register.filter
def person(user: Any) -> str:
    """What a person is called: their name, else the e-mail address."""
    full_name = getattr(user, "get_full_name", None)
    name = getattr(user, "name", "") or (full_name() if callable(full_name) else "")
    return str(name or getattr(user, "email", "") or user)


@register.filter
def initials(name: object) -> str:
    """Two letters for an avatar: first and last word of a name."""
    words = [word for word in str(name).split("@")[0].replace(".", " ").split() if word[0].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [words[0][:2]] if words else ["?"]
    return "".join(letters).upper()


@register.filter
def with_links(text: object) -> SafeString:
    """Return plain text with each address in it as a link, character by character as it stands."""
    parts = ADDRESS.split(str(text))
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<a href="{}">{}</a>', part, part) if n % 2 else part,)
            for n, part in enumerate(parts)
        ),
    )


@register.filter
def breakable(address: object) -> SafeString:
    """An e-mail address that may be broken before its @ and its dots, and nowhere else."""
    parts = re.split(r"(?=[@.])", str(address))
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in parts))


@register.filter
def options(groups: Iterable[tuple[str | None, list[dict[str, Any]], int]]) -> SafeString:
    """The options of a select in their groups, in one go: Django's template for each takes 17 ms for 500 of them."""
    return mark_safe("".join(_group(name, rows) for name, rows, _place in groups))


def _group(name: str | None, rows: list[dict[str, Any]]) -> str:
    told = "".join(
        f'<option value="{conditional_escape(row["value"])}"{flatatt(row["attrs"]) if row["attrs"] else ""}>'
        f"{conditional_escape(row['label'])}</option>"
        for row in rows
    )
    return f'<optgroup label="{conditional_escape(name)}">{told}</optgroup>' if name else told
