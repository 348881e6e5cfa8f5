"""What an initiative's pages are made of: the sections of the navigation, in their order."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from initiatives.kernel.access import Actor, Capability


@dataclass(frozen=True)
class Section:
    """One entry of the navigation. It is shown once `url_name` leads somewhere for this actor."""

    key: str
    label: Any
    icon: str
    url_name: str
    capability: Capability
    condition: str = ""
    when: tuple[str, ...] = ()


SECTIONS: list[Section] = [
    Section("home", _("Home"), "house", "backbone:home", Capability.VIEW),
    Section("agenda", _("Common agenda"), "compass", "agenda:home", Capability.VIEW, condition="agenda"),
    Section(
        "measurement",
        _("Shared measurement"),
        "chart-line",
        "measurement:home",
        Capability.VIEW,
        condition="measurement",
    ),
    Section(
        "activities",
        _("Activities"),
        "workflow",
        "activities:home",
        Capability.VIEW,
        condition="activities",
    ),
    Section(
        "communication",
        _("Communication"),
        "messages-square",
        "communications:home",
        Capability.VIEW,
        condition="communication",
    ),
    Section(
        "backbone",
        _("Backbone"),
        "life-buoy",
        "backbone:roles",
        Capability.VIEW,
        condition="backbone",
    ),
    Section("scorecard", _("Scorecard"), "gauge", "backbone:scorecard", Capability.VIEW),
    Section("reports", _("Reports"), "file-text", "backbone:reports", Capability.VIEW),
    Section("partners", _("Partners"), "building-2", "initiatives:partners", Capability.VIEW_PARTNERS),
    Section("people", _("People"), "users", "initiatives:people", Capability.VIEW_PEOPLE),
    Section("activity", _("Activity"), "history", "initiatives:activity", Capability.VIEW_EVENTS),
    Section("settings", _("Settings"), "settings", "initiatives:settings", Capability.MANAGE_SETTINGS),
]


def sections_for(actor: Actor) -> list[Section]:
    """Return the sections this actor may open, in the order of the navigation."""
    return [section for section in SECTIONS if actor.may(section.capability)]
