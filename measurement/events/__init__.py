"""The facts that shared measurement announces."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.outbox import Fact, event

# Its facts are found because they are imported here.
from measurement.events import definitions as definitions
from measurement.events import sharing as sharing
from measurement.events import targets as targets
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

    def headline(self) -> str:
        return _("The cycle %(period)s was opened, due %(due)s") % {
            "period": _period(self.period),
            "due": _day(self.due),
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


@event("measurement.submission_submitted")
@dataclass(frozen=True)
class SubmissionSubmitted(_SubmissionFact):
    on_behalf: bool = False

    def headline(self) -> str:
        if self.on_behalf:
            return self._said(_("%(period)s was handed in on behalf of %(partner)s"))
        return self._said(_("%(partner)s handed in %(period)s"))


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
