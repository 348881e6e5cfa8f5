"""Facts about one partner's hand-in."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from initiatives.outbox import Fact, event
from measurement.events.telling import period as _period


@dataclass(frozen=True)
class _SubmissionFact(Fact):
    period: str = ""
    partner: str = ""

    def _said(self, sentence: str) -> str:
        return sentence % {"partner": self.partner, "period": _period(self.period)}


@event("measurement.partner_nudged")
@dataclass(frozen=True)
class PartnerNudged(_SubmissionFact):
    """`to` is the public id of whom the reminder goes to."""

    to: str = ""

    def headline(self) -> str:
        return self._said(_("%(partner)s was reminded of %(period)s"))


@event("measurement.hand_in_link_made")
@dataclass(frozen=True)
class HandInLinkMade(_SubmissionFact):
    """`to` is the public id of whom it is mailed to; empty where it is passed on by hand."""

    to: str = ""

    def headline(self) -> str:
        return self._said(_("A link to hand in %(period)s was made for %(partner)s"))


@event("measurement.hand_in_link_revoked")
@dataclass(frozen=True)
class HandInLinkRevoked(_SubmissionFact):
    def headline(self) -> str:
        return self._said(_("A link of %(partner)s to hand in %(period)s was revoked"))


@event("measurement.hand_in_link_opened")
@dataclass(frozen=True)
class HandInLinkOpened(_SubmissionFact):
    """`link` is its public id: whoever holds it gave a name, which the link keeps for as long as it may."""

    link: str = ""

    def headline(self) -> str:
        return self._said(_("The link of %(partner)s to hand in %(period)s was opened"))


@event("measurement.submission_sign_off_asked")
@dataclass(frozen=True)
class SubmissionSignOffAsked(_SubmissionFact):
    by_link: bool = False

    def headline(self) -> str:
        return self._said(_("%(period)s of %(partner)s waits for the sign-off of its lead"))


@event("measurement.submission_sent_back")
@dataclass(frozen=True)
class SubmissionSentBack(_SubmissionFact):
    reason: str = ""

    def headline(self) -> str:
        return self._said(_("The lead of %(partner)s asked to look at %(period)s again")) + f": {self.reason}"


@event("measurement.evidence_added")
@dataclass(frozen=True)
class EvidenceAdded(_SubmissionFact):
    name: str = ""
    indicator: str = ""

    def headline(self) -> str:
        return self._said(_("%(partner)s added a file to %(period)s")) + f": {self.name}"


@event("measurement.evidence_removed")
@dataclass(frozen=True)
class EvidenceRemoved(_SubmissionFact):
    name: str = ""
    indicator: str = ""

    def headline(self) -> str:
        return self._said(_("%(partner)s took a file of %(period)s away")) + f": {self.name}"


@event("measurement.submission_submitted")
@dataclass(frozen=True)
class SubmissionSubmitted(_SubmissionFact):
    on_behalf: bool = False
    by_link: bool = False
    signed_off: bool = False

    def headline(self) -> str:
        if self.on_behalf:
            return self._said(_("%(period)s was handed in on behalf of %(partner)s"))
        line = self._said(_("%(partner)s handed in %(period)s"))
        if self.by_link:
            return line + " " + _("(by a link)")
        return line


@event("measurement.submission_returned")
@dataclass(frozen=True)
class SubmissionReturned(_SubmissionFact):
    reason: str = ""

    def headline(self) -> str:
        return self._said(_("%(period)s of %(partner)s was returned")) + f": {self.reason}"


@event("measurement.submission_accepted")
@dataclass(frozen=True)
class SubmissionAccepted(_SubmissionFact):
    observations: int = 0
    own: bool = False
    source: str = ""

    def headline(self) -> str:
        line = self._said(_("%(period)s of %(partner)s was accepted"))
        return line + " " + _("(by the person who handed it in)") if self.own else line


@event("measurement.submission_revised")
@dataclass(frozen=True)
class SubmissionRevised(_SubmissionFact):
    observations: int = 0
    reason: str = ""

    def headline(self) -> str:
        return self._said(_("%(period)s of %(partner)s was revised")) + f": {self.reason}"
