"""The facts that are told of the community's voice. None repeats what somebody said before it is shown to all."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from communications.words.voice import VoiceOutcome
from initiatives.outbox import Fact, event


@event("communications.feedback_received")
@dataclass(frozen=True)
class FeedbackReceived(Fact):
    heard: str = ""
    theme: str = ""

    def headline(self) -> str:
        if self.theme:
            return _("Somebody told us something about “%(theme)s”") % {"theme": self.theme}
        return _("Somebody told us something")


@event("communications.feedback_moved")
@dataclass(frozen=True)
class FeedbackMoved(Fact):
    state: str = ""

    def headline(self) -> str:
        if self.state == "acknowledged":
            return _("What somebody told us was read and acknowledged")
        return _("What somebody told us is being considered")


@event("communications.feedback_sorted")
@dataclass(frozen=True)
class FeedbackSorted(Fact):
    theme: str = ""

    def headline(self) -> str:
        return _("What somebody told us was sorted under “%(theme)s”") % {"theme": self.theme or "–"}


@event("communications.feedback_answered")
@dataclass(frozen=True)
class FeedbackAnswered(Fact):
    outcome: str = ""

    def headline(self) -> str:
        label = VoiceOutcome(self.outcome).label if self.outcome in VoiceOutcome.values else self.outcome
        return _("What somebody told us has an answer: %(outcome)s") % {"outcome": label}


@event("communications.feedback_shown")
@dataclass(frozen=True)
class FeedbackShown(Fact):
    def headline(self) -> str:
        return _("Something was added to “You said, we did”")


@event("communications.feedback_hidden")
@dataclass(frozen=True)
class FeedbackHidden(Fact):
    def headline(self) -> str:
        return _("Something was taken from “You said, we did”")


@event("communications.feedback_closed")
@dataclass(frozen=True)
class FeedbackClosed(Fact):
    set_aside: bool = False
    reason: str = ""

    def headline(self) -> str:
        if self.set_aside:
            return _("What somebody told us was set aside: %(reason)s") % {"reason": self.reason}
        return _("What somebody told us was closed")


@event("communications.concern_raised")
@dataclass(frozen=True)
class ConcernRaised(Fact):
    def headline(self) -> str:
        return _("Somebody may be in danger: a concern is with the lead")


@event("communications.concern_ended")
@dataclass(frozen=True)
class ConcernEnded(Fact):
    def headline(self) -> str:
        return _("A concern for somebody's safety was looked into")


@event("communications.voice_form_changed")
@dataclass(frozen=True)
class VoiceFormChanged(Fact):
    is_open: bool = False

    def headline(self) -> str:
        return (
            _("Everybody may tell us something on the public page")
            if self.is_open
            else _("Nobody can tell us something on the public page")
        )


@dataclass(frozen=True)
class _QuestionFact(Fact):
    asks: str = ""

    def _said(self, line: str) -> str:
        return line % {"asks": self.asks}


@event("communications.question_put")
@dataclass(frozen=True)
class QuestionPut(_QuestionFact):
    def headline(self) -> str:
        return self._said(_("A question to everybody: %(asks)s"))


@event("communications.question_changed")
@dataclass(frozen=True)
class QuestionChanged(_QuestionFact):
    def headline(self) -> str:
        return self._said(_("A question to everybody was changed: %(asks)s"))


@event("communications.question_ended")
@dataclass(frozen=True)
class QuestionEnded(_QuestionFact):
    def headline(self) -> str:
        return self._said(_("A question to everybody was closed: %(asks)s"))


@event("communications.question_answered")
@dataclass(frozen=True)
class QuestionAnswered(_QuestionFact):
    def headline(self) -> str:
        return self._said(_("What we heard, and what follows: %(asks)s"))
