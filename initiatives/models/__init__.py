"""The rows of the core."""

from initiatives.models.accounts import ApiToken, IdempotentAnswer, User
from initiatives.models.actions import ActionItem
from initiatives.models.core import Affiliation, Group, GroupMember, Initiative, Partner, Place, Sector
from initiatives.models.handovers import Arrival, Package
from initiatives.models.people import Invitation, Membership
from initiatives.models.stream import Change, Event, Job

__all__ = [
    "ActionItem",
    "Affiliation",
    "ApiToken",
    "Arrival",
    "Change",
    "Event",
    "Group",
    "GroupMember",
    "IdempotentAnswer",
    "Initiative",
    "Invitation",
    "Job",
    "Membership",
    "Package",
    "Partner",
    "Place",
    "Sector",
    "User",
]
