"""The facts that the core announces."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.kernel.access import ROLE_NAMES, Role
from initiatives.outbox import Fact, event

# What the fields of records and settings are called when they are told of.
FIELDS = {
    "about": gettext_lazy("about"),
    "backup_contact": gettext_lazy("backup contact"),
    "coverage_floor": gettext_lazy("coverage that a judgement needs"),
    "email": gettext_lazy("e-mail address"),
    "fiscal_year_start": gettext_lazy("beginning of the year"),
    "gap_to": gettext_lazy("what gaps are measured to"),
    "identifier": gettext_lazy("outside identifier"),
    "language": gettext_lazy("language"),
    "main_contact": gettext_lazy("main contact"),
    "name": gettext_lazy("name"),
    "on_track_from": gettext_lazy("from when an indicator is on track"),
    "phone": gettext_lazy("telephone"),
    "place": gettext_lazy("place"),
    "preferred_contact": gettext_lazy("way of contact"),
    "population_floor": gettext_lazy("out of how few people shares are hidden"),
    "purpose": gettext_lazy("purpose"),
    "roles": gettext_lazy("roles"),
    "rounded_to": gettext_lazy("to what counts are rounded"),
    "sector": gettext_lazy("sector"),
    "self_acceptance": gettext_lazy("who accepts figures"),
    "slightly_behind_from": gettext_lazy("from when an indicator is slightly behind"),
    "suppression_threshold": gettext_lazy("how few people are hidden"),
    "timezone": gettext_lazy("time zone"),
    "two_step_for_leads": gettext_lazy("two-step sign-in for leads"),
}


def _words(fields: Iterable[str]) -> str:
    return ", ".join(str(FIELDS.get(field, field)) for field in fields)


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
        return _("Settings were changed: %(fields)s") % {"fields": _words(self.fields)}


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
            "fields": _words(self.fields),
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


# A person's name is not part of a fact: facts stay for ever, and a person may ask to be forgotten. The
# subject ("person:<public id>") leads to the name for as long as there is one.


def _role(role: str) -> str:
    return str(ROLE_NAMES[Role(role)]) if role else ""


@event("initiatives.person_added")
@dataclass(frozen=True)
class PersonAdded(Fact):
    role: str = ""

    def headline(self) -> str:
        return _("Added as %(role)s") % {"role": _role(self.role)}


@event("initiatives.person_changed")
@dataclass(frozen=True)
class PersonChanged(Fact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("Record changed: %(fields)s") % {"fields": _words(self.fields)}


@event("initiatives.role_changed")
@dataclass(frozen=True)
class RoleChanged(Fact):
    before: str = ""
    after: str = ""

    def headline(self) -> str:
        return _("Role changed from %(before)s to %(after)s") % {
            "before": _role(self.before),
            "after": _role(self.after),
        }


@event("initiatives.person_left")
@dataclass(frozen=True)
class PersonLeft(Fact):
    role: str = ""

    def headline(self) -> str:
        return _("Left, until then %(role)s") % {"role": _role(self.role)}


@event("initiatives.duties_handed_over")
@dataclass(frozen=True)
class DutiesHandedOver(Fact):
    duties: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("Open work handed over")


@event("initiatives.person_invited")
@dataclass(frozen=True)
class PersonInvited(Fact):
    role: str = ""

    def headline(self) -> str:
        return _("Invited as %(role)s") % {"role": _role(self.role)}


@event("initiatives.invitation_withdrawn")
@dataclass(frozen=True)
class InvitationWithdrawn(Fact):
    def headline(self) -> str:
        return _("Invitation withdrawn")


@event("initiatives.invitation_accepted")
@dataclass(frozen=True)
class InvitationAccepted(Fact):
    role: str = ""

    def headline(self) -> str:
        return _("Joined as %(role)s") % {"role": _role(self.role)}


@event("initiatives.group_founded")
@dataclass(frozen=True)
class GroupFounded(Fact):
    group: str = ""

    def headline(self) -> str:
        return _("The group “%(group)s” was founded") % {"group": self.group}


@event("initiatives.group_changed")
@dataclass(frozen=True)
class GroupChanged(Fact):
    group: str = ""
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("The charter of %(group)s was changed") % {"group": self.group}


@event("initiatives.group_closed")
@dataclass(frozen=True)
class GroupClosed(Fact):
    group: str = ""
    reason: str = ""

    def headline(self) -> str:
        return _("The group “%(group)s” was closed: %(reason)s") % {
            "group": self.group,
            "reason": self.reason,
        }


@event("initiatives.group_seat_taken")
@dataclass(frozen=True)
class SeatTaken(Fact):
    group: str = ""
    co_chair: bool = False

    def headline(self) -> str:
        words = (
            _("A co-chair of %(group)s was chosen") if self.co_chair else _("A seat in %(group)s was taken")
        )
        return words % {"group": self.group}


@event("initiatives.group_seat_left")
@dataclass(frozen=True)
class SeatLeft(Fact):
    group: str = ""

    def headline(self) -> str:
        return _("A seat in %(group)s was left") % {"group": self.group}


@event("initiatives.group_seat_passed_on")
@dataclass(frozen=True)
class SeatPassedOn(Fact):
    group: str = ""

    def headline(self) -> str:
        return _("A seat in %(group)s was passed on") % {"group": self.group}


@event("initiatives.signed_in")
@dataclass(frozen=True)
class SignedIn(Fact):
    def headline(self) -> str:
        return _("Signed in")


@event("initiatives.action_added")
@dataclass(frozen=True)
class ActionAdded(Fact):
    what: str = ""
    owner: str = ""
    due: str = ""

    def headline(self) -> str:
        return _("%(owner)s took on a task: %(what)s") % {"owner": self.owner, "what": self.what}


@event("initiatives.action_changed")
@dataclass(frozen=True)
class ActionChanged(Fact):
    what: str = ""
    state: str = "open"
    owner: str = ""
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        words = {"owner": self.owner, "what": self.what}
        said = {
            "open": _("A task of %(owner)s is open: %(what)s"),
            "doing": _("%(owner)s is at work on a task: %(what)s"),
            "done": _("%(owner)s finished a task: %(what)s"),
            "dropped": _("A task of %(owner)s was dropped: %(what)s"),
        }
        return said.get(self.state, "%(what)s") % words


@event("initiatives.package_asked")
@dataclass(frozen=True)
class PackageAsked(Fact):
    def headline(self) -> str:
        return _("A package of the whole initiative was asked for")


@event("initiatives.package_made")
@dataclass(frozen=True)
class PackageMade(Fact):
    rows: int = 0
    fingerprint: str = ""

    def headline(self) -> str:
        return _("A package of the whole initiative was made")


@event("initiatives.package_failed")
@dataclass(frozen=True)
class PackageFailed(Fact):
    def headline(self) -> str:
        return _("A package of the whole initiative could not be made")


@event("initiatives.package_downloaded")
@dataclass(frozen=True)
class PackageDownloaded(Fact):
    def headline(self) -> str:
        return _("A package of the whole initiative was downloaded")


@event("initiatives.package_gone")
@dataclass(frozen=True)
class PackageGone(Fact):
    def headline(self) -> str:
        return _("A package of the whole initiative was removed")


@event("initiatives.arrived")
@dataclass(frozen=True)
class Arrived(Fact):
    rows: int = 0
    fingerprint: str = ""

    def headline(self) -> str:
        return _("The initiative was taken in from a package")


@event("initiatives.said_what_goes_along")
@dataclass(frozen=True)
class SaidWhatGoesAlong(Fact):
    goes_along: str = ""
    for_somebody: bool = False

    def headline(self) -> str:
        if self.for_somebody:
            return _("Noted what of a person may go along when the initiative is handed over")
        return _("Said what of them may go along when the initiative is handed over")


@event("initiatives.own_data_taken")
@dataclass(frozen=True)
class OwnDataTaken(Fact):
    def headline(self) -> str:
        return _("Downloaded what is kept about them")


@event("initiatives.person_forgotten")
@dataclass(frozen=True)
class PersonForgotten(Fact):
    def headline(self) -> str:
        return _("Had themselves forgotten")
