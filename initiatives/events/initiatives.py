"""What happens to an initiative as a whole: its start, its settings, its partners, places and tokens."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from initiatives.events.fields import named
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
        return _("Settings were changed: %(fields)s") % {"fields": named(self.fields)}


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
            "fields": named(self.fields),
        }


@event("initiatives.partner_left")
@dataclass(frozen=True)
class PartnerLeft(Fact):
    name: str = ""

    def headline(self) -> str:
        return _("%(name)s left the initiative") % {"name": self.name}


@event("initiatives.partner_removed")
@dataclass(frozen=True)
class PartnerRemoved(Fact):
    name: str = ""

    def headline(self) -> str:
        return _("%(name)s was removed: it had been added by mistake") % {"name": self.name}


@event("initiatives.partner_returned")
@dataclass(frozen=True)
class PartnerReturned(Fact):
    name: str = ""

    def headline(self) -> str:
        return _("%(name)s takes part again") % {"name": self.name}


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


@event("initiatives.token_minted")
@dataclass(frozen=True)
class TokenMinted(Fact):
    name: str = ""
    scopes: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("The token “%(name)s” was made") % {"name": self.name}


@event("initiatives.token_revoked")
@dataclass(frozen=True)
class TokenRevoked(Fact):
    name: str = ""

    def headline(self) -> str:
        return _("The token “%(name)s” was revoked") % {"name": self.name}
