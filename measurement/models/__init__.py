"""The rows of shared measurement."""

from measurement.models.agreement import (
    ContributionLink,
    HeadKnowledge,
    IndicatorStep,
    SignOff,
    WantedIndicator,
)
from measurement.models.checks import CheckRule, CheckRuleVersion, CheckTerm, Restatement
from measurement.models.collection import Assignment, Cycle, Entry, Evidence, Request, Submission
from measurement.models.definitions import (
    Category,
    Cell,
    CellPart,
    Dimension,
    Indicator,
    IndicatorDimension,
    IndicatorVersion,
)
from measurement.models.deliveries import Delivery
from measurement.models.figures import DirtyKey, Observation, Publication, PublishedFigure, Rollup
from measurement.models.imports import Import, ImportMemory
from measurement.models.reaching import AgreementReminder, HandInLink, Nudge
from measurement.models.sharing import (
    AgreementElement,
    AgreementParty,
    DataSharingAgreement,
    FigureNote,
    FigureNotice,
    ReportLayout,
)
from measurement.models.targets import Forecast, Target, TargetVersion
from measurement.models.terms import CollectionRules, ReportingTerms
from measurement.models.turning import TurningSession

__all__ = [
    "AgreementElement",
    "AgreementParty",
    "AgreementReminder",
    "Assignment",
    "Category",
    "Cell",
    "CellPart",
    "CheckRule",
    "CheckRuleVersion",
    "CheckTerm",
    "CollectionRules",
    "ContributionLink",
    "Cycle",
    "DataSharingAgreement",
    "Delivery",
    "Dimension",
    "DirtyKey",
    "Entry",
    "Evidence",
    "FigureNote",
    "FigureNotice",
    "Forecast",
    "HandInLink",
    "HeadKnowledge",
    "Import",
    "ImportMemory",
    "Indicator",
    "IndicatorDimension",
    "IndicatorStep",
    "IndicatorVersion",
    "Nudge",
    "Observation",
    "Publication",
    "PublishedFigure",
    "ReportLayout",
    "ReportingTerms",
    "Request",
    "Restatement",
    "Rollup",
    "SignOff",
    "Submission",
    "Target",
    "TargetVersion",
    "TurningSession",
    "WantedIndicator",
]
