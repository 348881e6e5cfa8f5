"""The rows of the common agenda."""

from agenda.models.assessments import Answer, Assessment
from agenda.models.commitments import Commitment, CommitmentReminder, Phase, PhaseStay
from agenda.models.consent import Ask, Consultation, Ratification, RatificationRule, Theme
from agenda.models.goals import EquityTarget, Goal, GoalMeasure
from agenda.models.strategies import (
    Strategy,
    StrategyCause,
    StrategyGoal,
    StrategyMeasure,
    StrategyMove,
    TestCycle,
)
from agenda.models.versions import AgendaSection, Cause, Comment, CommonAgenda, PlacedChart

__all__ = [
    "AgendaSection",
    "Answer",
    "Ask",
    "Assessment",
    "Cause",
    "Comment",
    "Commitment",
    "CommitmentReminder",
    "CommonAgenda",
    "Consultation",
    "EquityTarget",
    "Goal",
    "GoalMeasure",
    "Phase",
    "PhaseStay",
    "PlacedChart",
    "Ratification",
    "RatificationRule",
    "Strategy",
    "StrategyCause",
    "StrategyGoal",
    "StrategyMeasure",
    "StrategyMove",
    "TestCycle",
    "Theme",
]
