"""The facts that are told of announcements."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from initiatives.outbox import Fact, event


@dataclass(frozen=True)
class _AnnouncementFact(Fact):
    title: str = ""

    def _said(self, line: str) -> str:
        return line % {"title": self.title}


@event("communications.announcement_published")
@dataclass(frozen=True)
class AnnouncementPublished(_AnnouncementFact):
    addressed: str = ""
    asks_word: bool = False

    def headline(self) -> str:
        if self.asks_word:
            return self._said(_("Please read and say so: %(title)s"))
        return self._said(_("Announced: %(title)s"))


@event("communications.announcement_changed")
@dataclass(frozen=True)
class AnnouncementChanged(_AnnouncementFact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return self._said(_("An announcement was changed: %(title)s"))


@event("communications.announcement_withdrawn")
@dataclass(frozen=True)
class AnnouncementWithdrawn(_AnnouncementFact):
    reason: str = ""

    def headline(self) -> str:
        return self._said(_("An announcement was withdrawn: %(title)s"))


@event("communications.announcement_commented")
@dataclass(frozen=True)
class AnnouncementCommented(_AnnouncementFact):
    def headline(self) -> str:
        return self._said(_("A comment on: %(title)s"))


@event("communications.announcement_comment_withdrawn")
@dataclass(frozen=True)
class AnnouncementCommentWithdrawn(_AnnouncementFact):
    def headline(self) -> str:
        return self._said(_("A comment was taken back on: %(title)s"))


@event("communications.announcement_acknowledged")
@dataclass(frozen=True)
class AnnouncementAcknowledged(_AnnouncementFact):
    def headline(self) -> str:
        return self._said(_("Read and acknowledged: %(title)s"))


@event("communications.announcement_reminded")
@dataclass(frozen=True)
class AnnouncementReminded(_AnnouncementFact):
    """Those who have not acknowledged it are reminded."""

    open: int = 0

    def headline(self) -> str:
        return self._said(_("Your word is still open: %(title)s"))
