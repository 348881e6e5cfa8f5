"""How the initiative is used, as counts about the whole that name nobody: for those who ask how it goes."""

from dataclasses import dataclass
from datetime import date

from initiatives.kernel.access import Actor, Capability, Role, require
from initiatives.models import ActionItem, GroupMember
from initiatives.queries.actions import OPEN_STATES


@dataclass(frozen=True)
class Counted:
    """So many of so many. Of none nothing is known."""

    n: int
    of: int

    @property
    def known(self) -> bool:
        """Whether there is anything of which to count."""
        return self.of > 0


def actions_overdue(actor: Actor, today: date, *, roles: frozenset[Role] | None = None) -> Counted:
    """Count the tasks that are open and whose day has passed, of those that are open; of owners in these roles."""
    require(actor, Capability.VIEW)
    rows = ActionItem.objects.filter(state__in=OPEN_STATES)
    if roles is not None:
        rows = rows.filter(owner__role__in=[role.value for role in roles])
    return Counted(rows.filter(due__lt=today).count(), rows.count())


def community_seats(actor: Actor) -> Counted:
    """Count the seats held by community members, of all seats held now in groups that are not closed."""
    require(actor, Capability.VIEW)
    rows = GroupMember.objects.filter(until=None, group__closed_on=None, membership__ended_on=None)
    return Counted(rows.filter(membership__role=Role.COMMUNITY).count(), rows.count())
