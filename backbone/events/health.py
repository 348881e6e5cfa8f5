"""What is announced of condition health and of risks."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from backbone.words.health import Likelihood, Risk
from initiatives.outbox import Fact, event


@dataclass(frozen=True)
class _HealthFact(Fact):
    quarter: str = ""


@event("backbone.health_kept")
@dataclass(frozen=True)
class HealthKept(_HealthFact):
    def headline(self) -> str:
        return _("How the conditions stand was kept for %(quarter)s") % {"quarter": self.quarter}


@event("backbone.health_released")
@dataclass(frozen=True)
class HealthReleased(_HealthFact):
    def headline(self) -> str:
        return _("How the conditions stood in %(quarter)s was released to partners") % {
            "quarter": self.quarter
        }


@event("backbone.risk_rated")
@dataclass(frozen=True)
class RiskRated(Fact):
    risk: str = Risk.STRATEGY
    likelihood: str = Likelihood.POSSIBLE

    def headline(self) -> str:
        words = {"risk": Risk(self.risk).label, "likelihood": Likelihood(self.likelihood).label}
        return _("A risk was rated: %(risk)s (%(likelihood)s)") % words
