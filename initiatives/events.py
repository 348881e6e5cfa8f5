"""The facts that the core announces."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from initiatives.outbox import Fact, event


@event("initiatives.initiative_started")
@dataclass(frozen=True)
class InitiativeStarted(Fact):
    name: str = ""

    def headline(self) -> str:
        return _("The initiative “%(name)s” was started") % {"name": self.name}


@event("initiatives.settings_changed")
@dataclass(frozen=True)
class SettingsChanged(Fact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("Settings were changed: %(fields)s") % {"fields": ", ".join(self.fields)}


@event("initiatives.partner_added")
@dataclass(frozen=True)
class PartnerAdded(Fact):
    name: str = ""

    def headline(self) -> str:
        return _("%(name)s joined as a partner") % {"name": self.name}


@event("initiatives.partner_changed")
@dataclass(frozen=True)
class PartnerChanged(Fact):
    name: str = ""
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("The record of %(name)s was changed: %(fields)s") % {
            "name": self.name,
            "fields": ", ".join(self.fields),
        }


@event("initiatives.partner_left")
@dataclass(frozen=True)
class PartnerLeft(Fact):
    name: str = ""

    def headline(self) -> str:
        return _("%(name)s left the initiative") % {"name": self.name}


@event("initiatives.place_added")
@dataclass(frozen=True)
class PlaceAdded(Fact):
    name: str = ""

    def headline(self) -> str:
        return _("The place %(name)s was added") % {"name": self.name}


@event("initiatives.place_changed")
@dataclass(frozen=True)
class PlaceChanged(Fact):
    name: str = ""

    def headline(self) -> str:
        return _("The place %(name)s was changed") % {"name": self.name}


@event("initiatives.place_removed")
@dataclass(frozen=True)
class PlaceRemoved(Fact):
    name: str = ""

    def headline(self) -> str:
        return _("The place %(name)s was removed") % {"name": self.name}
