"""What backbone support keeps."""

from backbone.models.funding import FundingMove, FundingSource
from backbone.models.health import HealthSnapshot, RiskRating
from backbone.models.onboarding import Checklist, Onboarding, OnboardingItem
from backbone.models.policy import PolicyMove, PolicyTarget, SignOn
from backbone.models.public import PublicName, PublicPage, PublicText
from backbone.models.public_will import Campaign, MediaMention
from backbone.models.queue import QueueMark
from backbone.models.relations import ContactLog
from backbone.models.reports import Report, ReportFigure, ShareLink
from backbone.models.roles import BackboneProfile, BackboneTask, LeadershipStep, StaffRole
from backbone.models.shown import Passage, ShownItem
from backbone.models.stand_ins import StandIn

__all__ = [
    "BackboneProfile",
    "BackboneTask",
    "Campaign",
    "Checklist",
    "ContactLog",
    "FundingMove",
    "FundingSource",
    "HealthSnapshot",
    "LeadershipStep",
    "MediaMention",
    "Onboarding",
    "OnboardingItem",
    "Passage",
    "PolicyMove",
    "PolicyTarget",
    "PublicName",
    "PublicPage",
    "PublicText",
    "QueueMark",
    "Report",
    "ReportFigure",
    "RiskRating",
    "ShareLink",
    "ShownItem",
    "SignOn",
    "StaffRole",
    "StandIn",
]
