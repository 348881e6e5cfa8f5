"""What happens to people and what they do with what is theirs.

A person's name is not part of a fact: facts stay for ever, and a person may ask to be forgotten. The subject
("person:<public id>") leads to the name for as long as there is one.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from initiatives.events.fields import named
from initiatives.kernel.access import ROLE_NAMES, Role
from initiatives.outbox import Fact, event


def _role(role: str) -> str:
    return str(ROLE_NAMES[Role(role)]) if role else ""


@event("initiatives.signed_in")
@dataclass(frozen=True)
class SignedIn(Fact):
    def headline(self) -> str:
        return _("Signed in")


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
        return _("Record changed: %(fields)s") % {"fields": named(self.fields)}


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


@event("initiatives.reminded")
@dataclass(frozen=True)
class Reminded(Fact):
    """The subject is what it was about; `to` is the public id of whom the reminder goes to."""

    what: str = ""
    to: str = ""

    def headline(self) -> str:
        return _("Reminded of “%(what)s”") % {"what": self.what}


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
