"""What happens to groups, and the tasks that people take on."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from initiatives.outbox import Fact, event


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


@event("initiatives.action_added")
@dataclass(frozen=True)
class ActionAdded(Fact):
    """`to` is the public id of the task's owner."""

    what: str = ""
    to: str = ""
    due: str = ""

    def headline(self) -> str:
        return _("A task was taken on: %(what)s") % {"what": self.what}


@event("initiatives.action_changed")
@dataclass(frozen=True)
class ActionChanged(Fact):
    """`to` is the public id of the task's owner, as of then."""

    what: str = ""
    state: str = "open"
    to: str = ""
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        said = {
            "open": _("A task is open: %(what)s"),
            "doing": _("A task is being done: %(what)s"),
            "done": _("A task was finished: %(what)s"),
            "dropped": _("A task was dropped: %(what)s"),
        }
        return said.get(self.state, "%(what)s") % {"what": self.what}
