"""What the roles that look outside keep track of: policy, money, public will."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse

from backbone.api.named import with_things
from backbone.queries import roles as queries
from backbone.serializers import tracking as shapes
from backbone.services import funding, policy, public_will
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.views import InitiativeView, operation
from initiatives.shapes import Row


class TrackingView(InitiativeView):
    """What the operations of this module share: of one kind of record (`shape`) the actor's `rows`.

    Null is read as empty at `texts`.
    """

    tag = "backbone"
    shape: ClassVar[type[Row]]
    rows: ClassVar[Callable[[Actor], Any]]
    texts: ClassVar[tuple[str, ...]] = ()

    def row(self, actor: Actor, id: UUID) -> Any:
        """Return the rows with the one of this id."""
        return type(self).rows(actor).filter(public_id=id)

    def every(self, actor: Actor) -> HttpResponse:
        """Answer with a page of the records, narrowed as asked."""
        return self.page(self.shape, type(self).rows(actor).filter(**self.query), ("id",))

    def written(self, actor: Actor, verb: Callable[..., Any]) -> HttpResponse:
        """Write a record down by a verb, and answer with it."""
        made = verb(actor, **with_things(actor, self.body, *self.texts))
        address = f"{self.plain_request.path}{made.public_id}/"
        return self.created(self.shape, type(self).rows(actor).filter(pk=made.pk), address)

    def changed(self, actor: Actor, id: UUID, verb: Callable[..., Any]) -> HttpResponse:
        """Change a record by a verb, unless somebody else did, and answer with it."""
        found = self.locked(self.shape, self.row(actor, id))
        verb(actor, found, **with_things(actor, self.body, *self.texts))
        return self.one(self.shape, self.row(actor, id))


class PolicyView(TrackingView):
    """What the operations on policy targets share."""

    shape, rows = shapes.PolicyRow, queries.policy_targets


class FundingView(TrackingView):
    """What the operations on sources of money share."""

    shape, rows, texts = shapes.FundingRow, queries.funding_sources, ("funder_name", "purpose")


class CampaignView(TrackingView):
    """What the operations on campaigns share."""

    shape, rows, texts = shapes.CampaignRow, queries.campaigns, ("audience", "outcome")


class MentionView(TrackingView):
    """What the operations on mentions share."""

    shape, rows, texts = shapes.MentionRow, queries.mentions, ("address", "reach_source")


# --- policy ------------------------------------------------------------------------------------------------


class PolicyTargets(PolicyView):
    """The policy tracker."""

    @operation(Capability.VIEW, query=shapes.PolicyQuery, answer=shapes.PolicyRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List what is to change, and how far each has come."""
        return self.every(actor)

    @operation(Capability.DEFINE, body=shapes.PolicyNew, answer=shapes.PolicyRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Write down a rule, a budget line or a practice to change."""
        return self.written(actor, policy.write_policy_target)


class PolicyTarget(PolicyView):
    """One policy target."""

    @operation(Capability.VIEW, answer=shapes.PolicyRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read what is to change."""
        return self.one(self.shape, self.row(actor, id))

    @operation(Capability.DEFINE, body=shapes.PolicyChange, answer=shapes.PolicyRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change what is written, and link the change that came of it."""
        return self.changed(actor, id, policy.change_policy_target)


class PolicyMove(PolicyView):
    """How far it has come."""

    @operation(Capability.DEFINE, body=shapes.PolicyMoveNew, answer=shapes.PolicyRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say how far it has come. Backwards, lost and taken up again take a reason."""
        return self.changed(actor, id, policy.move_policy_target)


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


class FundingSources(FundingView):
    """The sources of money."""

    @operation(Capability.VIEW, query=shapes.FundingQuery, answer=shapes.FundingRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the sources of money, for the backbone and who sits in a steering committee; none for others."""
        return self.every(actor)

    @operation(Capability.DEFINE, body=shapes.FundingNew, answer=shapes.FundingRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Write down a source of money."""
        return self.written(actor, funding.write_funding_source)


class FundingSource(FundingView):
    """One source of money."""

    @operation(Capability.VIEW, answer=shapes.FundingRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a source of money."""
        return self.one(self.shape, self.row(actor, id))

    @operation(Capability.DEFINE, body=shapes.FundingChange, answer=shapes.FundingRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a source, what is used up of it too."""
        return self.changed(actor, id, funding.change_funding_source)


class FundingMove(FundingView):
    """How far the money has come."""

    @operation(Capability.DEFINE, body=shapes.FundingMoveNew, answer=shapes.FundingRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say how far the money has come. Backwards, declined and taken up again take a reason."""
        return self.changed(actor, id, funding.move_funding_source)


# --- public will -------------------------------------------------------------------------------------------


class Campaigns(CampaignView):
    """The campaigns."""

    @operation(Capability.VIEW, answer=shapes.CampaignRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the campaigns."""
        return self.every(actor)

    @operation(Capability.DEFINE, body=shapes.CampaignNew, answer=shapes.CampaignRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Write down an effort to be heard."""
        return self.written(actor, public_will.plan_campaign)


class Campaign(CampaignView):
    """One campaign."""

    @operation(Capability.VIEW, answer=shapes.CampaignRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a campaign."""
        return self.one(self.shape, self.row(actor, id))

    @operation(Capability.DEFINE, body=shapes.CampaignChange, answer=shapes.CampaignRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a campaign, and say what came of it."""
        return self.changed(actor, id, public_will.change_campaign)


class MediaMentions(MentionView):
    """Where the public heard of the initiative."""

    @operation(Capability.VIEW, answer=shapes.MentionRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the mentions; an unknown reach is empty."""
        return self.every(actor)

    @operation(Capability.DEFINE, body=shapes.MentionNew, answer=shapes.MentionRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Note where the public heard of the initiative. A reach is kept with its source, or not at all."""
        return self.written(actor, public_will.note_mention)


class MediaMention(MentionView):
    """One mention."""

    @operation(Capability.VIEW, answer=shapes.MentionRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a mention."""
        return self.one(self.shape, self.row(actor, id))

    @operation(Capability.DEFINE, body=shapes.MentionChange, answer=shapes.MentionRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a mention."""
        return self.changed(actor, id, public_will.change_mention)

    @operation(Capability.DEFINE, match="required", status=204)
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """Remove a mention that was noted by mistake."""
        row = self.locked(self.shape, self.row(actor, id))
        public_will.remove_mention(actor, row)
        return self.gone()
