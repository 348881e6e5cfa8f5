"""What the roles that look outside keep track of: policy, money, public will."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from backbone.api.named import with_things
from backbone.queries import roles as queries
from backbone.serializers import tracking as shapes
from backbone.services import funding, policy, public_will
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.views import InitiativeView, operation

FUNDING_TEXTS = ("funder_name", "purpose")
CAMPAIGN_TEXTS = ("audience", "outcome")
MENTION_TEXTS = ("address", "reach_source")


class TrackingView(InitiativeView):
    """What the operations of this module share."""

    tag = "backbone"


# --- policy ------------------------------------------------------------------------------------------------


class PolicyTargets(TrackingView):
    """The policy tracker."""

    @operation(Capability.VIEW, query=shapes.PolicyQuery, answer=shapes.PolicyRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List what is to change, and how far each has come."""
        return self.page(shapes.PolicyRow, queries.policy_targets(actor).filter(**self.query), ("id",))

    @operation(Capability.DEFINE, body=shapes.PolicyNew, answer=shapes.PolicyRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Write down a rule, a budget line or a practice to change."""
        made = policy.write_policy_target(actor, **with_things(actor, self.body))
        rows = queries.policy_targets(actor).filter(pk=made.pk)
        return self.created(shapes.PolicyRow, rows, f"{self.plain_request.path}{made.public_id}/")


class PolicyView(TrackingView):
    """What the operations on one policy target share."""

    def rows(self, actor: Actor, id: UUID) -> Any:
        """Return the target's row."""
        return queries.policy_targets(actor).filter(public_id=id)


class PolicyTarget(PolicyView):
    """One policy target."""

    @operation(Capability.VIEW, answer=shapes.PolicyRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read what is to change."""
        return self.one(shapes.PolicyRow, self.rows(actor, id))

    @operation(Capability.DEFINE, body=shapes.PolicyChange, answer=shapes.PolicyRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change what is written, and link the change that came of it."""
        found = self.locked(shapes.PolicyRow, self.rows(actor, id))
        policy.change_policy_target(actor, found, **with_things(actor, self.body))
        return self.one(shapes.PolicyRow, self.rows(actor, id))


class PolicyMove(PolicyView):
    """How far it has come."""

    @operation(Capability.DEFINE, body=shapes.PolicyMoveNew, answer=shapes.PolicyRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say how far it has come. Backwards, lost and taken up again take a reason."""
        policy.move_policy_target(actor, self.locked(shapes.PolicyRow, self.rows(actor, id)), **self.body)
        return self.one(shapes.PolicyRow, self.rows(actor, id))


class PolicyHistory(PolicyView):
    """The way it came."""

    @operation(Capability.VIEW, answer=shapes.PolicyMoveRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List the stages it came to, with the reasons."""
        rows = queries.policy_moves(actor, queries.policy_target(actor, id))
        return self.page(shapes.PolicyMoveRow, rows, ("id",))


class SignOns(PolicyView):
    """Who stands behind it."""

    @operation(Capability.VIEW, answer=shapes.SignOnRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List the partners that stand behind it, those that took their name back too."""
        rows = queries.sign_ons(actor, queries.policy_target(actor, id))
        return self.page(shapes.SignOnRow, rows, ("id",))

    @operation(Capability.SIGN_OFF, body=shapes.SignOnNew, answer=shapes.SignOnRow, status=201)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Put a partner's name behind it: its lead may, and the backbone on somebody's word."""
        row = queries.policy_target(actor, id)
        values = with_things(actor, self.body)
        made = policy.sign_on(actor, row, values.pop("partner"), **values)
        return self.one(shapes.SignOnRow, queries.sign_ons(actor, row).filter(pk=made.pk), 201)


class SignOnWithdraw(TrackingView):
    """Taking a name back."""

    @operation(Capability.SIGN_OFF, answer=shapes.SignOnRow)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Take a partner's name back: its lead may, and the backbone."""
        row = policy.withdraw_sign_on(actor, queries.sign_on_of(actor, id))
        return self.one(shapes.SignOnRow, queries.sign_ons(actor, row.target).filter(pk=row.pk))


# --- money -------------------------------------------------------------------------------------------------


class FundingSources(TrackingView):
    """The sources of money."""

    @operation(Capability.VIEW, query=shapes.FundingQuery, answer=shapes.FundingRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the sources of money, for the backbone and who sits in a steering committee; none for others."""
        return self.page(shapes.FundingRow, queries.funding_sources(actor).filter(**self.query), ("id",))

    @operation(Capability.DEFINE, body=shapes.FundingNew, answer=shapes.FundingRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Write down a source of money."""
        made = funding.write_funding_source(actor, **with_things(actor, self.body, *FUNDING_TEXTS))
        rows = queries.funding_sources(actor).filter(pk=made.pk)
        return self.created(shapes.FundingRow, rows, f"{self.plain_request.path}{made.public_id}/")


class FundingView(TrackingView):
    """What the operations on one source share."""

    def rows(self, actor: Actor, id: UUID) -> Any:
        """Return the source's row."""
        return queries.funding_sources(actor).filter(public_id=id)


class FundingSource(FundingView):
    """One source of money."""

    @operation(Capability.VIEW, answer=shapes.FundingRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a source of money."""
        return self.one(shapes.FundingRow, self.rows(actor, id))

    @operation(Capability.DEFINE, body=shapes.FundingChange, answer=shapes.FundingRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a source, what is used up of it too."""
        found = self.locked(shapes.FundingRow, self.rows(actor, id))
        funding.change_funding_source(actor, found, **with_things(actor, self.body, *FUNDING_TEXTS))
        return self.one(shapes.FundingRow, self.rows(actor, id))


class FundingMove(FundingView):
    """How far the money has come."""

    @operation(Capability.DEFINE, body=shapes.FundingMoveNew, answer=shapes.FundingRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say how far the money has come. Backwards, declined and taken up again take a reason."""
        funding.move_funding_source(actor, self.locked(shapes.FundingRow, self.rows(actor, id)), **self.body)
        return self.one(shapes.FundingRow, self.rows(actor, id))


# --- public will -------------------------------------------------------------------------------------------


class Campaigns(TrackingView):
    """The campaigns."""

    @operation(Capability.VIEW, answer=shapes.CampaignRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the campaigns."""
        return self.page(shapes.CampaignRow, queries.campaigns(actor), ("id",))

    @operation(Capability.DEFINE, body=shapes.CampaignNew, answer=shapes.CampaignRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Write down an effort to be heard."""
        made = public_will.plan_campaign(actor, **with_things(actor, self.body, *CAMPAIGN_TEXTS))
        rows = queries.campaigns(actor).filter(pk=made.pk)
        return self.created(shapes.CampaignRow, rows, f"{self.plain_request.path}{made.public_id}/")


class Campaign(TrackingView):
    """One campaign."""

    @operation(Capability.VIEW, answer=shapes.CampaignRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a campaign."""
        return self.one(shapes.CampaignRow, queries.campaigns(actor).filter(public_id=id))

    @operation(Capability.DEFINE, body=shapes.CampaignChange, answer=shapes.CampaignRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a campaign, and say what came of it."""
        rows = queries.campaigns(actor).filter(public_id=id)
        found = self.locked(shapes.CampaignRow, rows)
        public_will.change_campaign(actor, found, **with_things(actor, self.body, *CAMPAIGN_TEXTS))
        return self.one(shapes.CampaignRow, rows)


class MediaMentions(TrackingView):
    """Where the public heard of the initiative."""

    @operation(Capability.VIEW, answer=shapes.MentionRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the mentions; an unknown reach is empty."""
        return self.page(shapes.MentionRow, queries.mentions(actor), ("id",))

    @operation(Capability.DEFINE, body=shapes.MentionNew, answer=shapes.MentionRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Note where the public heard of the initiative. A reach is kept with its source, or not at all."""
        made = public_will.note_mention(actor, **with_things(actor, self.body, *MENTION_TEXTS))
        rows = queries.mentions(actor).filter(pk=made.pk)
        return self.created(shapes.MentionRow, rows, f"{self.plain_request.path}{made.public_id}/")


class MediaMention(TrackingView):
    """One mention."""

    @operation(Capability.VIEW, answer=shapes.MentionRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a mention."""
        return self.one(shapes.MentionRow, queries.mentions(actor).filter(public_id=id))

    @operation(Capability.DEFINE, body=shapes.MentionChange, answer=shapes.MentionRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a mention."""
        rows = queries.mentions(actor).filter(public_id=id)
        found = self.locked(shapes.MentionRow, rows)
        public_will.change_mention(actor, found, **with_things(actor, self.body, *MENTION_TEXTS))
        return self.one(shapes.MentionRow, rows)

    @operation(Capability.DEFINE, match="required", status=204)
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """Remove a mention that was noted by mistake."""
        row = self.locked(shapes.MentionRow, queries.mentions(actor).filter(public_id=id))
        public_will.remove_mention(actor, row)
        return self.gone()
