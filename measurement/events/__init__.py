"""The facts that shared measurement announces."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.outbox import Fact, event

# Its facts are found because they are imported here.
from measurement.events import definitions as definitions
from measurement.events import sharing as sharing
from measurement.events import targets as targets
from measurement.events.books import WorkbookTakenIn as WorkbookTakenIn
from measurement.events.confirming import SubmissionConfirmed as SubmissionConfirmed
from measurement.events.confirming import SubmissionTakenBack as SubmissionTakenBack
from measurement.events.telling import day as _day
from measurement.events.telling import period as _period


@event("measurement.dimension_defined")
@dataclass(frozen=True)
class DimensionDefined(Fact):
    name: str = ""

    def headline(self) -> str:
        return _("The dimension “%(name)s” was defined") % {"name": self.name}


@event("measurement.indicator_defined")
@dataclass(frozen=True)
class IndicatorDefined(Fact):
    code: str = ""
    name: str = ""

    def headline(self) -> str:
        return _("The indicator “%(name)s” was defined") % {"name": self.name}


@event("measurement.indicator_changed")
@dataclass(frozen=True)
class IndicatorChanged(Fact):
    code: str = ""
    name: str = ""
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("The indicator “%(name)s” was changed: %(fields)s") % {
            "name": self.name,
            "fields": ", ".join(self.fields),
        }


@event("measurement.definition_changed")
@dataclass(frozen=True)
class DefinitionChanged(Fact):
    code: str = ""
    name: str = ""
    number: int = 1
    valid_from: str = ""
    note: str = ""

    def headline(self) -> str:
        return _("“%(name)s” has a new definition from %(day)s: %(note)s") % {
            "name": self.name,
            "day": _day(self.valid_from),
            "note": self.note,
        }


@event("measurement.assignment_made")
@dataclass(frozen=True)
class AssignmentMade(Fact):
    partner: str = ""
    indicator: str = ""
    starts_on: str = ""

    def headline(self) -> str:
        return _("%(partner)s reports “%(indicator)s” from %(day)s") % {
            "partner": self.partner,
            "indicator": self.indicator,
            "day": _day(self.starts_on),
        }


@event("measurement.assignment_ended")
@dataclass(frozen=True)
class AssignmentEnded(Fact):
    partner: str = ""
    indicator: str = ""
    ends_on: str = ""

    def headline(self) -> str:
        return _("%(partner)s reports “%(indicator)s” until %(day)s") % {
            "partner": self.partner,
            "indicator": self.indicator,
            "day": _day(self.ends_on),
        }


@event("measurement.cycle_opened")
@dataclass(frozen=True)
class CycleOpened(Fact):
    period: str = ""
    due: str = ""
    practice: bool = False

    def headline(self) -> str:
        if self.practice:
            return _("A practice cycle for %(period)s was opened, due %(due)s") % {
                "period": _period(self.period),
                "due": _day(self.due),
            }
        return _("The cycle %(period)s was opened, due %(due)s") % {
            "period": _period(self.period),
            "due": _day(self.due),
        }


@event("measurement.cycles_planned")
@dataclass(frozen=True)
class CyclesPlanned(Fact):
    count: int = 0

    def headline(self) -> str:
        return ngettext("%(n)s cycle was planned ahead", "%(n)s cycles were planned ahead", self.count) % {
            "n": self.count
        }


@event("measurement.practice_discarded")
@dataclass(frozen=True)
class PracticeDiscarded(Fact):
    period: str = ""
    hand_ins: int = 0

    def headline(self) -> str:
        return _("The practice cycle for %(period)s was thrown away") % {"period": _period(self.period)}


@event("measurement.collection_rules_changed")
@dataclass(frozen=True)
class CollectionRulesChanged(Fact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("How figures are collected was changed: %(fields)s") % {"fields": ", ".join(self.fields)}


@event("measurement.reporting_terms_changed")
@dataclass(frozen=True)
class ReportingTermsChanged(Fact):
    partner: str = ""
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("What was agreed with %(partner)s about its reporting was changed: %(fields)s") % {
            "partner": self.partner,
            "fields": ", ".join(self.fields),
        }


@event("measurement.cycle_changed")
@dataclass(frozen=True)
class CycleChanged(Fact):
    period: str = ""
    due: str = ""

    def headline(self) -> str:
        return _("The dates of cycle %(period)s were changed; it is due %(due)s") % {
            "period": _period(self.period),
            "due": _day(self.due),
        }


@event("measurement.cycle_closed")
@dataclass(frozen=True)
class CycleClosed(Fact):
    period: str = ""

    def headline(self) -> str:
        return _("The cycle %(period)s was closed") % {"period": _period(self.period)}


@event("measurement.cycle_locked")
@dataclass(frozen=True)
class CycleLocked(Fact):
    period: str = ""

    def headline(self) -> str:
        return _("The cycle %(period)s was locked; its figures are final") % {"period": _period(self.period)}


@event("measurement.extension_granted")
@dataclass(frozen=True)
class ExtensionGranted(Fact):
    period: str = ""
    partner: str = ""
    until: str = ""
    reason: str = ""

    def headline(self) -> str:
        return _("%(partner)s may hand in %(period)s until %(until)s") % {
            "partner": self.partner,
            "period": _period(self.period),
            "until": _day(self.until),
        }


@dataclass(frozen=True)
class _SubmissionFact(Fact):
    period: str = ""
    partner: str = ""

    def _said(self, sentence: str) -> str:
        return sentence % {"partner": self.partner, "period": _period(self.period)}


@event("measurement.partner_nudged")
@dataclass(frozen=True)
class PartnerNudged(_SubmissionFact):
    to: str = ""

    def headline(self) -> str:
        return self._said(_("%(partner)s was reminded of %(period)s")) + f": {self.to}"


@event("measurement.hand_in_link_made")
@dataclass(frozen=True)
class HandInLinkMade(_SubmissionFact):
    to: str = ""

    def headline(self) -> str:
        line = self._said(_("A link to hand in %(period)s was made for %(partner)s"))
        return f"{line}: {self.to}" if self.to else line


@event("measurement.hand_in_link_revoked")
@dataclass(frozen=True)
class HandInLinkRevoked(_SubmissionFact):
    def headline(self) -> str:
        return self._said(_("A link of %(partner)s to hand in %(period)s was revoked"))


@event("measurement.hand_in_link_opened")
@dataclass(frozen=True)
class HandInLinkOpened(_SubmissionFact):
    by: str = ""

    def headline(self) -> str:
        return self._said(_("The link of %(partner)s to hand in %(period)s was opened")) + f": {self.by}"


@event("measurement.submission_sign_off_asked")
@dataclass(frozen=True)
class SubmissionSignOffAsked(_SubmissionFact):
    by_link: str = ""

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
    by_link: str = ""
    signed_off: bool = False

    def headline(self) -> str:
        if self.on_behalf:
            return self._said(_("%(period)s was handed in on behalf of %(partner)s"))
        line = self._said(_("%(partner)s handed in %(period)s"))
        if self.by_link:
            return line + " " + _("(by a link, %(name)s)") % {"name": self.by_link}
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


@event("measurement.figures_loaded")
@dataclass(frozen=True)
class FiguresLoaded(Fact):
    observations: int = 0
    submissions: int = 0
    accepted: bool = False
    source: str = ""

    def headline(self) -> str:
        line = ngettext("%(n)s figure was loaded", "%(n)s figures were loaded", self.observations) % {
            "n": self.observations
        }
        return f"{line}: {self.source}" if self.source else line


@event("measurement.published")
@dataclass(frozen=True)
class Published(Fact):
    code: str = ""
    name: str = ""
    period: str = ""

    def headline(self) -> str:
        return _("“%(name)s” was published for %(period)s") % {
            "name": self.name,
            "period": _period(self.period),
        }


@event("measurement.contacts_taken_in")
@dataclass(frozen=True)
class ContactsTakenIn(Fact):
    people: int = 0
    partners: int = 0
    source: str = ""

    def headline(self) -> str:
        told = ngettext(
            "%(people)d contact was taken in from “%(source)s”",
            "%(people)d contacts were taken in from “%(source)s”",
            self.people,
        )
        return told % {"people": self.people, "source": self.source}


@event("measurement.import_taken_back")
@dataclass(frozen=True)
class ImportTakenBack(Fact):
    observations: int = 0
    source: str = ""

    def headline(self) -> str:
        line = ngettext(
            "%(n)s imported figure was taken back",
            "%(n)s imported figures were taken back",
            self.observations,
        ) % {"n": self.observations}
        return f"{line}: {self.source}" if self.source else line


@event("measurement.check_rule_made")
@dataclass(frozen=True)
class CheckRuleMade(Fact):
    name: str = ""

    def headline(self) -> str:
        return _("Hand-ins are held to a new rule: %(name)s") % {"name": self.name}


@event("measurement.check_rule_changed")
@dataclass(frozen=True)
class CheckRuleChanged(Fact):
    name: str = ""
    number: int = 1
    severity: str = ""
    reason: str = ""

    def headline(self) -> str:
        return _("The rule “%(name)s” was reworded: %(reason)s") % {"name": self.name, "reason": self.reason}


@event("measurement.check_rule_stopped")
@dataclass(frozen=True)
class CheckRuleStopped(Fact):
    name: str = ""

    def headline(self) -> str:
        return _("Hand-ins are no longer held to the rule “%(name)s”") % {"name": self.name}


@event("measurement.check_rule_taken_up")
@dataclass(frozen=True)
class CheckRuleTakenUp(Fact):
    name: str = ""

    def headline(self) -> str:
        return _("Hand-ins are held to the rule “%(name)s” again") % {"name": self.name}
