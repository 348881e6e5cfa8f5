"""The facts of meetings and asks."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.outbox import Fact, event


def _day(text: str) -> str:
    """A day, kept as 2026-11-30, as the reader's language writes it."""
    return date_format(date.fromisoformat(text)) if text else "–"


@dataclass(frozen=True)
class _MeetingFact(Fact):
    """`day` is when the group meets."""

    title: str = ""
    group: str = ""
    day: str = ""

    def _said(self, line: str, **more: object) -> str:
        return line % {"title": self.title, "group": self.group, "day": _day(self.day), **more}


@event("communications.meeting_planned")
@dataclass(frozen=True)
class MeetingPlanned(_MeetingFact):
    def headline(self) -> str:
        return self._said(_("%(group)s meets on %(day)s: %(title)s"))


@event("communications.meeting_changed")
@dataclass(frozen=True)
class MeetingChanged(_MeetingFact):
    fields: tuple[str, ...] = ()
    former_day: str = ""

    def headline(self) -> str:
        if self.former_day and self.former_day != self.day:
            line = _("“%(title)s” was moved from %(former)s to %(day)s")
            return self._said(line, former=_day(self.former_day))
        return self._said(_("The meeting “%(title)s” on %(day)s was changed"))


@event("communications.meeting_cancelled")
@dataclass(frozen=True)
class MeetingCancelled(_MeetingFact):
    reason: str = ""

    def headline(self) -> str:
        return self._said(_("“%(title)s” on %(day)s does not take place. %(reason)s"), reason=self.reason)


@event("communications.meeting_restored")
@dataclass(frozen=True)
class MeetingRestored(_MeetingFact):
    def headline(self) -> str:
        return self._said(_("“%(title)s” on %(day)s takes place after all"))


@event("communications.agenda_sent")
@dataclass(frozen=True)
class AgendaSent(_MeetingFact):
    people: int = 0

    def headline(self) -> str:
        line = ngettext(
            "The agenda of “%(title)s” on %(day)s went to %(people)d person",
            "The agenda of “%(title)s” on %(day)s went to %(people)d people",
            self.people,
        )
        return self._said(line, people=self.people)


@event("communications.meeting_opened")
@dataclass(frozen=True)
class MeetingOpened(_MeetingFact):
    def headline(self) -> str:
        return self._said(_("“%(title)s” was opened"))


@event("communications.meeting_ended")
@dataclass(frozen=True)
class MeetingEnded(_MeetingFact):
    present: int = 0

    def headline(self) -> str:
        line = ngettext(
            "“%(title)s” was held on %(day)s, with %(present)d person",
            "“%(title)s” was held on %(day)s, with %(present)d people",
            self.present,
        )
        return self._said(line, present=self.present)


@event("communications.meeting_reopened")
@dataclass(frozen=True)
class MeetingReopened(_MeetingFact):
    def headline(self) -> str:
        return self._said(_("“%(title)s” was opened once more"))


@event("communications.minutes_approved")
@dataclass(frozen=True)
class MinutesApproved(_MeetingFact):
    def headline(self) -> str:
        return self._said(_("The minutes of “%(title)s” on %(day)s were approved"))


@event("communications.agenda_item_changed")
@dataclass(frozen=True)
class AgendaItemChanged(_MeetingFact):
    """`done`: added, changed, moved, removed, or begun."""

    item: str = ""
    done: str = "added"

    def headline(self) -> str:
        lines = {
            "added": _("“%(item)s” was put on the agenda of “%(title)s”"),
            "changed": _("“%(item)s”, on the agenda of “%(title)s”, was changed"),
            "moved": _("“%(item)s”, on the agenda of “%(title)s”, was moved"),
            "removed": _("“%(item)s” was taken from the agenda of “%(title)s”"),
            "begun": _("“%(title)s” came to “%(item)s”"),
        }
        return self._said(lines[self.done], item=self.item)


@event("communications.agenda_filled")
@dataclass(frozen=True)
class AgendaFilled(_MeetingFact):
    items: int = 0

    def headline(self) -> str:
        line = ngettext(
            "%(items)d point was put on the agenda of “%(title)s” from the records",
            "%(items)d points were put on the agenda of “%(title)s” from the records",
            self.items,
        )
        return self._said(line, items=self.items)


@event("communications.minutes_written")
@dataclass(frozen=True)
class MinutesWritten(_MeetingFact):
    def headline(self) -> str:
        return self._said(_("Minutes of “%(title)s” were written"))


@event("communications.attendance_noted")
@dataclass(frozen=True)
class AttendanceNoted(_MeetingFact):
    present: int = 0
    absent: int = 0

    def headline(self) -> str:
        line = _("Attendance of “%(title)s”: %(present)d here, %(absent)d not")
        return self._said(line, present=self.present, absent=self.absent)


@event("communications.replied")
@dataclass(frozen=True)
class Replied(_MeetingFact):
    """What somebody needs to come is not told here: it is theirs, and for those who prepare the meeting."""

    by_link: bool = False

    def headline(self) -> str:
        line = self._said(_("The invitation to “%(title)s” on %(day)s was answered"))
        return f"{line} " + _("(by a link)") if self.by_link else line


@event("communications.meeting_rated")
@dataclass(frozen=True)
class MeetingRated(_MeetingFact):
    def headline(self) -> str:
        return self._said(_("“%(title)s” was rated"))


@event("communications.rsvp_link_made")
@dataclass(frozen=True)
class RsvpLinkMade(_MeetingFact):
    """`to` is the public id of whom it is mailed to; empty where it is passed on by hand."""

    to: str = ""

    def headline(self) -> str:
        return self._said(_("A link to answer the invitation to “%(title)s” was made"))


@event("communications.rsvp_link_revoked")
@dataclass(frozen=True)
class RsvpLinkRevoked(_MeetingFact):
    def headline(self) -> str:
        return self._said(_("A link to answer the invitation to “%(title)s” was revoked"))


@event("communications.rsvp_link_opened")
@dataclass(frozen=True)
class RsvpLinkOpened(_MeetingFact):
    """`link` is its public id: whoever holds it gave a name, which the link keeps for as long as it may."""

    link: str = ""

    def headline(self) -> str:
        return self._said(_("The link to answer the invitation to “%(title)s” was opened"))


@dataclass(frozen=True)
class _SeriesFact(Fact):
    title: str = ""
    group: str = ""


@event("communications.series_planned")
@dataclass(frozen=True)
class SeriesPlanned(_SeriesFact):
    def headline(self) -> str:
        return _("%(group)s meets again and again: %(title)s") % {"group": self.group, "title": self.title}


@event("communications.series_ended")
@dataclass(frozen=True)
class SeriesEnded(_SeriesFact):
    def headline(self) -> str:
        return _("The meetings “%(title)s” of %(group)s have ended") % {
            "group": self.group,
            "title": self.title,
        }


@dataclass(frozen=True)
class _AskFact(Fact):
    what: str = ""
    asking: str = ""
    asked: str = ""

    def _said(self, line: str, **more: object) -> str:
        return line % {"what": self.what, "asking": self.asking, "asked": self.asked, **more}


@event("communications.asked")
@dataclass(frozen=True)
class Asked(_AskFact):
    due: str = ""

    def headline(self) -> str:
        return self._said(_("%(asking)s asks %(asked)s: %(what)s"))


@event("communications.ask_answered")
@dataclass(frozen=True)
class AskAnswered(_AskFact):
    answer: str = ""

    def headline(self) -> str:
        return self._said(_("%(asked)s answers %(asking)s (%(what)s): %(answer)s"), answer=self.answer)


@event("communications.ask_withdrawn")
@dataclass(frozen=True)
class AskWithdrawn(_AskFact):
    def headline(self) -> str:
        return self._said(_("%(asking)s needs no answer of %(asked)s any more: %(what)s"))
