"""Who may do what: roles, capabilities and the one table between them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from initiatives.kernel.errors import Forbidden


class Role(StrEnum):
    """A person's place in an initiative."""

    BACKBONE_LEAD = "backbone_lead"
    BACKBONE_STAFF = "backbone_staff"
    PARTNER_LEAD = "partner_lead"
    CONTRIBUTOR = "contributor"
    FUNDER = "funder"
    COMMUNITY = "community"


ROLE_NAMES = {
    Role.BACKBONE_LEAD: _("Backbone lead"),
    Role.BACKBONE_STAFF: _("Backbone staff"),
    Role.PARTNER_LEAD: _("Partner lead"),
    Role.CONTRIBUTOR: _("Contributor"),
    Role.FUNDER: _("Funder"),
    Role.COMMUNITY: _("Community member"),
}

STAFF = frozenset({Role.BACKBONE_LEAD, Role.BACKBONE_STAFF})
PARTNER_ROLES = frozenset({Role.PARTNER_LEAD, Role.CONTRIBUTOR})

# Nobody grants a role at or above their own, save that a lead may make another lead (the last one stays).
RANK = {
    Role.BACKBONE_LEAD: 4,
    Role.BACKBONE_STAFF: 3,
    Role.PARTNER_LEAD: 2,
    Role.CONTRIBUTOR: 1,
    Role.FUNDER: 1,
    Role.COMMUNITY: 0,
}


class Scope(StrEnum):
    """What a token may be used for; a session has them all."""

    READ = "read"
    WRITE = "write"
    SUBMIT = "submit"
    ADMIN = "admin"


class Capability(StrEnum):
    """One thing that a role may or may not do. Every URL and API operation declares one.

    Partner roles hold those of hand-ins, people, events and relations for their own partner's affairs only.
    """

    VIEW = "view"
    VIEW_PARTNERS = "view_partners"
    VIEW_HAND_INS = "view_hand_ins"
    HAND_IN = "hand_in"
    SIGN_OFF = "sign_off"
    REVIEW = "review"
    DEFINE = "define"
    ASSIGN = "assign"
    RUN_CYCLES = "run_cycles"
    MANAGE_PARTNERS = "manage_partners"
    IMPORT = "import"
    VIEW_PEOPLE = "view_people"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_SETTINGS = "manage_settings"
    VIEW_EVENTS = "view_events"
    SHAPE_AGENDA = "shape_agenda"
    TAKE_PART = "take_part"
    CHECK_IN = "check_in"
    VIEW_QUEUE = "view_queue"
    VIEW_RELATIONS = "view_relations"


# TAKE_PART: say something about the agenda, answer an assessment, propose an activity. CHECK_IN: say how an activity
# or one's own task stands, or whether one comes to a meeting. Of both the services ask more: whose thing it is, and
# which group's.
_EVERYONE = frozenset({Capability.VIEW, Capability.VIEW_PARTNERS, Capability.TAKE_PART, Capability.CHECK_IN})
_PARTNER = _EVERYONE | {
    Capability.VIEW_HAND_INS,
    Capability.HAND_IN,
    Capability.VIEW_PEOPLE,
    Capability.VIEW_EVENTS,
}
_STAFF = _PARTNER | {
    Capability.SIGN_OFF,
    Capability.REVIEW,
    Capability.DEFINE,
    Capability.ASSIGN,
    Capability.RUN_CYCLES,
    Capability.MANAGE_PARTNERS,
    Capability.IMPORT,
    Capability.SHAPE_AGENDA,
    Capability.VIEW_QUEUE,
    Capability.VIEW_RELATIONS,
}

TABLE: dict[Role, frozenset[Capability]] = {
    Role.BACKBONE_LEAD: _STAFF | {Capability.MANAGE_PEOPLE, Capability.MANAGE_SETTINGS},
    Role.BACKBONE_STAFF: frozenset(_STAFF),
    Role.PARTNER_LEAD: _PARTNER | {Capability.SIGN_OFF, Capability.VIEW_RELATIONS},
    Role.CONTRIBUTOR: frozenset(_PARTNER),
    Role.FUNDER: _EVERYONE,
    Role.COMMUNITY: _EVERYONE,
}

SCOPE_OF: dict[Capability, Scope] = {
    Capability.VIEW: Scope.READ,
    Capability.VIEW_PARTNERS: Scope.READ,
    Capability.VIEW_HAND_INS: Scope.READ,
    Capability.VIEW_EVENTS: Scope.READ,
    Capability.VIEW_QUEUE: Scope.READ,
    Capability.VIEW_RELATIONS: Scope.READ,
    Capability.HAND_IN: Scope.SUBMIT,
    Capability.SIGN_OFF: Scope.SUBMIT,
    Capability.REVIEW: Scope.SUBMIT,
    Capability.IMPORT: Scope.WRITE,
    Capability.DEFINE: Scope.WRITE,
    Capability.ASSIGN: Scope.WRITE,
    Capability.RUN_CYCLES: Scope.WRITE,
    Capability.MANAGE_PARTNERS: Scope.WRITE,
    Capability.SHAPE_AGENDA: Scope.WRITE,
    Capability.TAKE_PART: Scope.WRITE,
    Capability.CHECK_IN: Scope.SUBMIT,
    Capability.VIEW_PEOPLE: Scope.ADMIN,
    Capability.MANAGE_PEOPLE: Scope.ADMIN,
    Capability.MANAGE_SETTINGS: Scope.ADMIN,
}


# What the holder of a link may do, by what the link is for, and with its one thing alone.
BY_LINK: dict[str, frozenset[Capability]] = {
    "hand_in": frozenset({Capability.VIEW_HAND_INS, Capability.HAND_IN}),
    "check_in": frozenset({Capability.CHECK_IN}),
    "rsvp": frozenset({Capability.CHECK_IN}),
}


@dataclass(frozen=True)
class LinkRight:
    """What a link opens to whoever holds it: one thing for one purpose (of BY_LINK), in the name that they gave.

    `account_id` is the account that was signed in where the link was used, if one was: what it enters is its own.
    """

    link_id: int
    purpose: str
    thing_id: int
    holder: str
    account_id: int | None = None

    def opens(self, purpose: str, thing_id: int) -> bool:
        """Whether the link is for this purpose and for this thing."""
        return (self.purpose, self.thing_id) == (purpose, thing_id)


@dataclass(frozen=True)
class Actor:
    """Somebody acting in one initiative: the first argument of every service and query.

    `scopes` is None for a session and the granted set for a token. Whoever acts by a `link` has no account (`user` is
    None) and no membership (0), and may do nothing but what the link is for.
    """

    user: Any
    initiative: Any
    role: Role
    membership_id: int
    partner_id: int | None = None
    scopes: frozenset[Scope] | None = None
    token_id: int | None = None
    link: LinkRight | None = None

    @property
    def is_staff(self) -> bool:
        """Whether the actor belongs to the backbone."""
        return self.role in STAFF

    @property
    def user_id(self) -> int:
        """The id of the person's account, 0 (nobody's) for the holder of a link."""
        return int(self.user.pk) if self.user is not None else 0

    def may(self, capability: Capability, partner_id: int | None = None) -> bool:
        """Say whether the actor has the capability, for `partner_id`'s affairs when one is given."""
        if capability not in TABLE[self.role]:
            return False
        if self.scopes is not None and SCOPE_OF[capability] not in self.scopes:
            return False
        if self.link is not None and capability not in BY_LINK[self.link.purpose]:
            return False
        return partner_id is None or self.is_staff or partner_id == self.partner_id


def holder_of(initiative: Any, partner_id: int | None, right: LinkRight) -> Actor:
    """Return the Actor of a link's holder: somebody of the partner, for the link's one thing alone."""
    return Actor(None, initiative, Role.CONTRIBUTOR, 0, partner_id, link=right)


def onlooker(initiative: Any, role: Role) -> Actor:
    """Return an Actor with nobody behind it, who reads what somebody of this role may read and does nothing.

    For what leaves the initiative: its public page, reports, a preview. Only for roles below staff that speak for no
    partner; raises ValueError for others.
    """
    if role in STAFF | PARTNER_ROLES:
        raise ValueError(f"nobody looks on as {role}")
    return Actor(None, initiative, role, 0, scopes=frozenset({Scope.READ}))


def clerk(initiative: Any) -> Actor:
    """Return an Actor with nobody behind it, who reads what the staff may read and does nothing: for engines."""
    return Actor(None, initiative, Role.BACKBONE_STAFF, 0, scopes=frozenset({Scope.READ}))


def require(actor: Actor, capability: Capability, partner_id: int | None = None) -> None:
    """Raise Forbidden unless the actor has the capability (for that partner's affairs)."""
    if actor.may(capability, partner_id):
        return
    if actor.scopes is not None and SCOPE_OF[capability] not in actor.scopes:
        raise Forbidden(_("This token does not carry the scope “%s”.") % SCOPE_OF[capability], "scope")
    raise Forbidden(_("Your role in this initiative does not allow this."))
