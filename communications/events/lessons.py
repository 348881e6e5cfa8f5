"""The facts that are announced of lessons."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from initiatives.outbox import Fact, event


@dataclass(frozen=True)
class _LessonFact(Fact):
    """A fact names no lesson in its headline that not everybody may read: `claim` is empty then."""

    claim: str = ""

    def _said(self, line: str, bare: str) -> str:
        return line % {"claim": self.claim} if self.claim else bare


@event("communications.lesson_shared")
@dataclass(frozen=True)
class LessonShared(_LessonFact):
    def headline(self) -> str:
        return self._said(_("A lesson was shared: %(claim)s"), _("A lesson was shared among partners"))


@event("communications.lesson_changed")
@dataclass(frozen=True)
class LessonChanged(_LessonFact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return self._said(
            _("A lesson was written anew: %(claim)s"), _("A lesson among partners was written anew")
        )


@event("communications.lesson_applied")
@dataclass(frozen=True)
class LessonApplied(_LessonFact):
    what: str = ""

    def headline(self) -> str:
        line = self._said(_("A lesson was applied: %(claim)s"), _("A lesson among partners was applied"))
        return f"{line}. {self.what}" if self.what and self.claim else line


@event("communications.lesson_retired")
@dataclass(frozen=True)
class LessonRetired(_LessonFact):
    def headline(self) -> str:
        return self._said(
            _("A lesson no longer holds: %(claim)s"), _("A lesson among partners no longer holds")
        )


@event("communications.after_action_reviewed")
@dataclass(frozen=True)
class AfterActionReviewed(Fact):
    title: str = ""

    def headline(self) -> str:
        return _("A look back was written: %(title)s") % {"title": self.title}
