"""The facts that are announced of the six roles. Amounts, funders and who grew into leading stay out of the stream."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from backbone.words.roles import BackboneRole, FundingStage, PolicyStage, TaskState
from initiatives.outbox import Fact, event

# --- policy ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _PolicyFact(Fact):
    title: str = ""

    def _said(self, line: str, **more: object) -> str:
        return line % {"title": self.title, **more}


@event("backbone.policy_target_written")
@dataclass(frozen=True)
class PolicyTargetWritten(_PolicyFact):
    def headline(self) -> str:
        return self._said(_("“%(title)s” is something to change now"))


@event("backbone.policy_target_changed")
@dataclass(frozen=True)
class PolicyTargetChanged(_PolicyFact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return self._said(_("What is written about the policy “%(title)s” was changed"))


@event("backbone.policy_target_moved")
@dataclass(frozen=True)
class PolicyTargetMoved(_PolicyFact):
    stage: str = PolicyStage.SPOTTED
    former: str = ""

    def headline(self) -> str:
        return self._said(_("The policy “%(title)s”: %(stage)s"), stage=PolicyStage(self.stage).label)


@dataclass(frozen=True)
class _SignOnFact(_PolicyFact):
    partner: str = ""


@event("backbone.signed_on")
@dataclass(frozen=True)
class SignedOn(_SignOnFact):
    def headline(self) -> str:
        return self._said(_("%(partner)s stands behind the policy “%(title)s”"), partner=self.partner)


@event("backbone.sign_on_withdrawn")
@dataclass(frozen=True)
class SignOnWithdrawn(_SignOnFact):
    def headline(self) -> str:
        return self._said(
            _("%(partner)s no longer stands behind the policy “%(title)s”"), partner=self.partner
        )


# --- money -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _FundingFact(Fact):
    stage: str = FundingStage.PROSPECT


@event("backbone.funding_source_written")
@dataclass(frozen=True)
class FundingSourceWritten(_FundingFact):
    def headline(self) -> str:
        return _("A source of money was noted")


@event("backbone.funding_source_changed")
@dataclass(frozen=True)
class FundingSourceChanged(_FundingFact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("What is noted of a source of money was changed")


@event("backbone.funding_source_moved")
@dataclass(frozen=True)
class FundingSourceMoved(_FundingFact):
    former: str = ""

    def headline(self) -> str:
        return _("A source of money: %(stage)s") % {"stage": FundingStage(self.stage).label}


# --- the backbone itself -----------------------------------------------------------------------------------


@event("backbone.backbone_profile_changed")
@dataclass(frozen=True)
class BackboneProfileChanged(Fact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("What is said about the backbone was changed")


@dataclass(frozen=True)
class _PostFact(Fact):
    post: str = ""


@event("backbone.staff_role_filled")
@dataclass(frozen=True)
class StaffRoleFilled(_PostFact):
    def headline(self) -> str:
        return _("A post of the backbone was filled: %(post)s") % {"post": self.post}


@event("backbone.staff_role_changed")
@dataclass(frozen=True)
class StaffRoleChanged(_PostFact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("A post of the backbone was changed: %(post)s") % {"post": self.post}


@dataclass(frozen=True)
class _TaskFact(Fact):
    role: str = BackboneRole.VISION

    def _said(self, line: str) -> str:
        return line % {"role": BackboneRole(self.role).label}


@event("backbone.backbone_task_planned")
@dataclass(frozen=True)
class BackboneTaskPlanned(_TaskFact):
    def headline(self) -> str:
        return self._said(_("A task was put into the backbone's work plan: %(role)s"))


@event("backbone.backbone_task_changed")
@dataclass(frozen=True)
class BackboneTaskChanged(_TaskFact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return self._said(_("A task of the backbone's work plan was changed: %(role)s"))


@event("backbone.backbone_task_closed")
@dataclass(frozen=True)
class BackboneTaskClosed(_TaskFact):
    state: str = TaskState.DONE

    def headline(self) -> str:
        if self.state == TaskState.DONE:
            return self._said(_("A task of the backbone's work plan is done: %(role)s"))
        return self._said(_("A task of the backbone's work plan was dropped: %(role)s"))


@event("backbone.leadership_step_noted")
@dataclass(frozen=True)
class LeadershipStepNoted(Fact):
    def headline(self) -> str:
        return _("It was noted that somebody grew into leading")


@event("backbone.leadership_step_changed")
@dataclass(frozen=True)
class LeadershipStepChanged(Fact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("What is noted of somebody who grew into leading was changed")


@event("backbone.leadership_step_removed")
@dataclass(frozen=True)
class LeadershipStepRemoved(Fact):
    def headline(self) -> str:
        return _("What was noted of somebody who grew into leading was removed")


# --- public will -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _CampaignFact(Fact):
    name: str = ""


@event("backbone.campaign_planned")
@dataclass(frozen=True)
class CampaignPlanned(_CampaignFact):
    def headline(self) -> str:
        return _("A campaign was planned: %(name)s") % {"name": self.name}


@event("backbone.campaign_changed")
@dataclass(frozen=True)
class CampaignChanged(_CampaignFact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("The campaign “%(name)s” was changed") % {"name": self.name}


@dataclass(frozen=True)
class _MentionFact(Fact):
    outlet: str = ""


@event("backbone.media_mention_noted")
@dataclass(frozen=True)
class MediaMentionNoted(_MentionFact):
    def headline(self) -> str:
        return _("The public heard of the initiative: %(outlet)s") % {"outlet": self.outlet}


@event("backbone.media_mention_changed")
@dataclass(frozen=True)
class MediaMentionChanged(_MentionFact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("What is noted of “%(outlet)s” was changed") % {"outlet": self.outlet}


@event("backbone.media_mention_removed")
@dataclass(frozen=True)
class MediaMentionRemoved(_MentionFact):
    def headline(self) -> str:
        return _("What was noted of “%(outlet)s” was removed") % {"outlet": self.outlet}
