"""The four steps of setting an initiative up, as the bar above their pages shows them."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _


def setup_steps(current: int, slug: str = "") -> list[dict[str, Any]]:
    """Return label, note, url, done and current of each step; a step leads somewhere once `slug` stands."""
    words = [
        (_("Name and place"), _("about 3 minutes"), "initiatives:settings"),
        (_("First partners"), _("3 are enough"), "initiatives:setup"),
        (_("First indicators"), _("starter packs help"), "measurement:starter"),
        (_("First hand-in"), _("when is it due"), "measurement:open_cycle"),
    ]
    return [
        {
            "label": label,
            "note": note,
            "url": _address(name, slug) if number != current else "",
            "done": number < current,
            "current": number == current,
        }
        for number, (label, note, name) in enumerate(words, start=1)
    ]


def _address(name: str, slug: str) -> str:
    try:
        return reverse(name, args=[slug]) if slug else ""
    except NoReverseMatch:
        return ""
