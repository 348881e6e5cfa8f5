"""The facts that shared measurement announces: found because they are imported here."""

from measurement.events import definitions, sharing, targets
from measurement.events.books import WorkbookTakenIn
from measurement.events.checks import CheckRuleChanged, CheckRuleMade, CheckRuleStopped, CheckRuleTakenUp
from measurement.events.collecting import (
    CollectionRulesChanged,
    CycleChanged,
    CycleClosed,
    CycleLocked,
    CycleOpened,
    CyclesPlanned,
    ExtensionGranted,
    PracticeDiscarded,
    ReportingTermsChanged,
)
from measurement.events.confirming import SubmissionConfirmed, SubmissionTakenBack
from measurement.events.figures import ContactsTakenIn, FiguresLoaded, ImportTakenBack
from measurement.events.hand_ins import (
    EvidenceAdded,
    EvidenceRemoved,
    HandInLinkMade,
    HandInLinkOpened,
    HandInLinkRevoked,
    PartnerNudged,
    SubmissionAccepted,
    SubmissionReturned,
    SubmissionRevised,
    SubmissionSentBack,
    SubmissionSignOffAsked,
    SubmissionSubmitted,
)
from measurement.events.indicators import (
    AssignmentEnded,
    AssignmentMade,
    DefinitionChanged,
    DimensionDefined,
    IndicatorChanged,
    IndicatorDefined,
)

__all__ = [
    "AssignmentEnded",
    "AssignmentMade",
    "CheckRuleChanged",
    "CheckRuleMade",
    "CheckRuleStopped",
    "CheckRuleTakenUp",
    "CollectionRulesChanged",
    "ContactsTakenIn",
    "CycleChanged",
    "CycleClosed",
    "CycleLocked",
    "CycleOpened",
    "CyclesPlanned",
    "DefinitionChanged",
    "DimensionDefined",
    "EvidenceAdded",
    "EvidenceRemoved",
    "ExtensionGranted",
    "FiguresLoaded",
    "HandInLinkMade",
    "HandInLinkOpened",
    "HandInLinkRevoked",
    "ImportTakenBack",
    "IndicatorChanged",
    "IndicatorDefined",
    "PartnerNudged",
    "PracticeDiscarded",
    "ReportingTermsChanged",
    "SubmissionAccepted",
    "SubmissionConfirmed",
    "SubmissionReturned",
    "SubmissionRevised",
    "SubmissionSentBack",
    "SubmissionSignOffAsked",
    "SubmissionSubmitted",
    "SubmissionTakenBack",
    "WorkbookTakenIn",
    "definitions",
    "sharing",
    "targets",
]
