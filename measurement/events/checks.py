"""Facts about rules between indicators."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from initiatives.outbox import Fact, event


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
