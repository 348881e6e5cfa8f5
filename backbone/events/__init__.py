"""The facts that backbone support announces."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backbone.events import onboarding, roles, stand_ins  # noqa: F401 - they register their facts
from backbone.events.health import HealthKept, HealthReleased, RiskRated  # noqa: F401 - registered by this
from backbone.words import Audience, PassageKind, PublicText
from initiatives.outbox import Fact, event


@event("backbone.shown_chosen")
@dataclass(frozen=True)
class ShownChosen(Fact):
    """What an audience is shown was chosen; nothing chosen means that its page fills itself again."""

    audience: str = Audience.FUNDERS
    indicators: tuple[str, ...] = ()
    passages: int = 0

    def headline(self) -> str:
        words = {"audience": Audience(self.audience).label}
        if not self.indicators and not self.passages:
            return _("What is shown to “%(audience)s” fills itself again") % words
        return _("What is shown to “%(audience)s” was chosen") % words


@dataclass(frozen=True)
class _PassageFact(Fact):
    """`name` is its title: what somebody told is not repeated here, where it would stay when they take it back."""

    kind: str = ""
    name: str = ""

    def _said(self, line: str) -> str:
        kinds = dict(PassageKind.choices)
        return line % {"name": self.name or kinds.get(self.kind, "")}


@event("backbone.passage_written")
@dataclass(frozen=True)
class PassageWritten(_PassageFact):
    def headline(self) -> str:
        return self._said(_("“%(name)s” was written, to stand beside figures"))


@event("backbone.passage_changed")
@dataclass(frozen=True)
class PassageChanged(_PassageFact):
    def headline(self) -> str:
        return self._said(_("“%(name)s”, which stands beside figures, was changed"))


@event("backbone.passage_removed")
@dataclass(frozen=True)
class PassageRemoved(_PassageFact):
    def headline(self) -> str:
        return self._said(_("“%(name)s”, which stood beside figures, was removed"))


@event("backbone.consent_taken_back")
@dataclass(frozen=True)
class ConsentTakenBack(_PassageFact):
    def headline(self) -> str:
        return self._said(_("Whoever told “%(name)s” took their word back: it is told nowhere any more"))


# --- reports -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _ReportFact(Fact):
    title: str = ""
    kind: str = ""

    def _said(self, line: str, **more: object) -> str:
        return line % {"title": self.title, **more}


@event("backbone.report_made")
@dataclass(frozen=True)
class ReportMade(_ReportFact):
    def headline(self) -> str:
        return self._said(_("The report “%(title)s” was begun"))


@event("backbone.report_changed")
@dataclass(frozen=True)
class ReportChanged(_ReportFact):
    def headline(self) -> str:
        return self._said(_("The words of the report “%(title)s” were changed"))


@event("backbone.report_read_again")
@dataclass(frozen=True)
class ReportReadAgain(_ReportFact):
    def headline(self) -> str:
        return self._said(_("The figures of the report “%(title)s” were read again"))


@event("backbone.report_published")
@dataclass(frozen=True)
class ReportPublished(_ReportFact):
    def headline(self) -> str:
        return self._said(_("The report “%(title)s” was published"))


@event("backbone.report_withdrawn")
@dataclass(frozen=True)
class ReportWithdrawn(_ReportFact):
    reason: str = ""

    def headline(self) -> str:
        return self._said(_("The report “%(title)s” was withdrawn: %(reason)s"), reason=self.reason)


@event("backbone.share_link_made")
@dataclass(frozen=True)
class ShareLinkMade(_ReportFact):
    label: str = ""
    until: str = ""

    def headline(self) -> str:
        if self.label:
            return self._said(_("A link to the report “%(title)s” was made for %(label)s"), label=self.label)
        return self._said(_("A link to the report “%(title)s” was made"))


@event("backbone.share_link_revoked")
@dataclass(frozen=True)
class ShareLinkRevoked(_ReportFact):
    label: str = ""

    def headline(self) -> str:
        if self.label:
            return self._said(
                _("The link to the report “%(title)s” for %(label)s was revoked"), label=self.label
            )
        return self._said(_("A link to the report “%(title)s” was revoked"))


# --- the public page ---------------------------------------------------------------------------------------


@event("backbone.public_page_changed")
@dataclass(frozen=True)
class PublicPageChanged(Fact):
    is_open: bool = False
    hosts: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("The public page is open") if self.is_open else _("The public page is closed")


@event("backbone.public_text_changed")
@dataclass(frozen=True)
class PublicTextChanged(Fact):
    text: str = PublicText.HEADLINE
    language: str = "en"

    def headline(self) -> str:
        words = {"text": PublicText(self.text).label, "language": self.language}
        return _("“%(text)s” of the public page was written (%(language)s)") % words


@event("backbone.public_name_said")
@dataclass(frozen=True)
class PublicNameSaid(Fact):
    partner: str = ""
    agreed: bool = True

    def headline(self) -> str:
        words = {"partner": self.partner}
        if self.agreed:
            return _("%(partner)s may be named on the public page") % words
        return _("%(partner)s is not named on the public page") % words


# --- the queue ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _QueueFact(Fact):
    thing: str = ""


@event("backbone.queue_put_off")
@dataclass(frozen=True)
class QueuePutOff(_QueueFact):
    until: str = ""
    reason: str = ""

    def headline(self) -> str:
        words = {
            "thing": self.thing,
            "until": date_format(date.fromisoformat(self.until)) if self.until else "–",
            "reason": self.reason,
        }
        return _("Put off until %(until)s: %(thing)s (%(reason)s)") % words


@event("backbone.queue_taken_up")
@dataclass(frozen=True)
class QueueTakenUp(_QueueFact):
    def headline(self) -> str:
        return _("Taken up again: %(thing)s") % {"thing": self.thing}


@event("backbone.queue_given")
@dataclass(frozen=True)
class QueueGiven(_QueueFact):
    """A thing of the queue became somebody's, who is the subject; nobody's in particular when the subject is none."""

    def headline(self) -> str:
        words = {"thing": self.thing}
        if not self.subject.startswith("person:"):
            return _("Nobody's in particular: %(thing)s") % words
        return _("Asked to see to: %(thing)s") % words


@event("backbone.failure_retried")
@dataclass(frozen=True)
class FailureRetried(_QueueFact):
    def headline(self) -> str:
        return _("Tried again: %(thing)s") % {"thing": self.thing}


# --- relations with partners -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _ContactFact(Fact):
    partner: str = ""


@event("backbone.contact_logged")
@dataclass(frozen=True)
class ContactLogged(_ContactFact):
    def headline(self) -> str:
        return _("A contact with %(partner)s was written down") % {"partner": self.partner}


@event("backbone.contact_changed")
@dataclass(frozen=True)
class ContactChanged(_ContactFact):
    def headline(self) -> str:
        return _("What was written down of a contact with %(partner)s was changed") % {
            "partner": self.partner
        }


@event("backbone.contact_removed")
@dataclass(frozen=True)
class ContactRemoved(_ContactFact):
    reason: str = ""

    def headline(self) -> str:
        words = {"partner": self.partner, "reason": self.reason}
        return _("What was written down of a contact with %(partner)s was removed: %(reason)s") % words


@event("backbone.next_step_done")
@dataclass(frozen=True)
class NextStepDone(_ContactFact):
    def headline(self) -> str:
        return _("The next step with %(partner)s was taken") % {"partner": self.partner}
