"""The forms of policy, money and public will, and the pages of one policy target and one source of money."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.forms import tracking as forms
from backbone.queries import roles as queries
from backbone.services import funding, policy, public_will
from backbone.views.base import BackboneView
from backbone.views.roles import telling
from backbone.views.roles.overview import stepped
from backbone.views.roles.records import ChangeRecord, RecordPage
from backbone.words.roles import FUNDING_WAY, POLICY_WAY, BackboneRole
from initiatives.kernel.access import Capability
from initiatives.web import Needs


class ChangeTracked(ChangeRecord):
    """Change a record that has a page of its own (`page_name`), and lead back there."""

    page_name: ClassVar[str]

    def back(self) -> str:
        return self.url(self.page_name, self.row.public_id)


class MoveTracked(ChangeTracked):
    """Say how far a record has come on its way."""

    title = gettext_lazy("How far has it come?")

    def form(self, data: Any = None) -> Any:
        return forms.MoveForm(self.row, data)

    def act(self, form: Any) -> Any:
        return type(self).verb(self.actor, self.row, **form.cleaned_data)


# --- policy ------------------------------------------------------------------------------------------------


class PolicyPage(BackboneView):
    """One thing to change: the ask, how far it has come, who stands behind it."""

    template_name = "backbone/roles/policy_target.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        [row] = stepped([queries.policy_target(self.actor, public_id)], POLICY_WAY)
        for one in row.behind:
            one.may_withdraw = queries.may_sign_on(self.actor, one.partner_id)
        standing = {one.partner_id for one in row.behind if one.withdrawn_on is None}
        own = self.actor.partner_id
        context = {
            "row": row,
            "standing": [one for one in row.behind if one.withdrawn_on is None],
            "left": [one for one in row.behind if one.withdrawn_on is not None],
            "tells": self.actor.may(Capability.DEFINE),
            "signs": queries.may_sign_on(self.actor, own) and (self.actor.is_staff or own not in standing),
            "breadcrumbs": self.trail(
                (BackboneRole.POLICY.label, self.url("backbone:role", BackboneRole.POLICY.value)),
                (row.title, ""),
            ),
        }
        return self.page(context)


class WritePolicy(RecordPage):
    """Write down what is to change."""

    form_class = forms.PolicyForm
    verb = policy.write_policy_target
    role = BackboneRole.POLICY
    title = gettext_lazy("Something to change")
    lead = gettext_lazy("A rule, a budget line or a practice, what you ask for, and who decides it.")

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("backbone:policy_target", result.public_id), _("Saved."))


class TrackedPolicy(ChangeTracked):
    """What the forms about one thing to change share."""

    find = queries.policy_target
    subject = "policy_target"
    role = BackboneRole.POLICY
    page_name = "backbone:policy_target"


class ChangePolicy(TrackedPolicy):
    """Change what is written, and link the change that came of it."""

    form_class = forms.PolicyForm
    verb = policy.change_policy_target
    title = gettext_lazy("Change what is written")


class MovePolicy(MoveTracked, TrackedPolicy):
    """Say how far it has come."""

    verb = policy.move_policy_target


class AddSignOn(TrackedPolicy):
    """Put a partner's name behind the ask."""

    capability: ClassVar[Needs | None] = Capability.SIGN_OFF
    title = gettext_lazy("Stand behind it with your name")

    def form(self, data: Any = None) -> Any:
        standing = {one.partner_id for one in self.row.behind if one.withdrawn_on is None}
        return forms.SignOnForm(self.actor, standing, data)

    def act(self, form: Any) -> Any:
        given = form.values()
        return policy.sign_on(self.actor, self.row, given.pop("partner"), **given)


class WithdrawSignOn(BackboneView):
    """Take a partner's name back."""

    capability = {"POST": Capability.SIGN_OFF}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        row = policy.withdraw_sign_on(self.actor, queries.sign_on_of(self.actor, public_id))
        return self.go(self.url("backbone:policy_target", row.target.public_id), _("Taken back."))


# --- money -------------------------------------------------------------------------------------------------


class FundingPage(BackboneView):
    """One source of money, for those who are told amounts."""

    template_name = "backbone/roles/funding_source.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        [row] = stepped([queries.funding_source(self.actor, public_id)], FUNDING_WAY)
        months = queries.months_of(row, queries.runway(self.actor, self.today), self.today)
        own = row.amount - row.pass_through
        told = {"amount": row.amount, "own": own, "left": own - row.spent}
        told |= {"passed_on": row.pass_through, "spent": row.spent}
        context = {
            "row": row,
            "months": None if months is None else telling.number(months),
            **{name: telling.amount(value, row.currency) for name, value in told.items()},
            "tells": self.actor.may(Capability.DEFINE),
            "breadcrumbs": self.trail(
                (BackboneRole.FUNDING.label, self.url("backbone:role", BackboneRole.FUNDING.value)),
                (row.funder_name, ""),
            ),
        }
        return self.page(context)


class WriteFunding(RecordPage):
    """Write down a source of money."""

    form_class = forms.FundingForm
    verb = funding.write_funding_source
    role = BackboneRole.FUNDING
    title = gettext_lazy("A source of money")
    lead = gettext_lazy("Amounts are read by the backbone and by who sits in the steering committee.")

    def form(self, data: Any = None) -> forms.FundingForm:
        known = queries.profile(self.actor).currency
        return forms.FundingForm(self.actor, None, data, initial={"currency": known})


class TrackedFunding(ChangeTracked):
    """What the forms about one source of money share."""

    find = queries.funding_source
    subject = "funding_source"
    role = BackboneRole.FUNDING
    page_name = "backbone:funding_source"


class ChangeFunding(TrackedFunding):
    """Change what is written of a source, what is used up too."""

    form_class = forms.FundingForm
    verb = funding.change_funding_source
    title = gettext_lazy("Change the source")


class MoveFunding(MoveTracked, TrackedFunding):
    """Say how far the money has come."""

    verb = funding.move_funding_source


# --- public will -------------------------------------------------------------------------------------------


class PlanCampaign(RecordPage):
    """Write down an effort to be heard."""

    form_class = forms.CampaignForm
    verb = public_will.plan_campaign
    role = BackboneRole.PUBLIC_WILL
    title = gettext_lazy("Plan a campaign")


class ChangeCampaign(ChangeRecord):
    """Change a campaign, and say what came of it."""

    form_class = forms.CampaignForm
    find = queries.campaign
    verb = public_will.change_campaign
    subject = "campaign"
    role = BackboneRole.PUBLIC_WILL
    title = gettext_lazy("Change the campaign")


class NoteMention(RecordPage):
    """Note where the public heard of the initiative."""

    form_class = forms.MentionForm
    verb = public_will.note_mention
    role = BackboneRole.PUBLIC_WILL
    title = gettext_lazy("Where the public heard of us")
    lead = gettext_lazy("How many it reached is often unknown: then leave it empty.")


class ChangeMention(ChangeRecord):
    """Change what is noted of a mention."""

    form_class = forms.MentionForm
    find = queries.mention
    verb = public_will.change_mention
    subject = "media_mention"
    role = BackboneRole.PUBLIC_WILL
    title = gettext_lazy("Change the mention")
    removes = (
        "backbone:remove_mention",
        gettext_lazy("Remove it"),
        gettext_lazy("Remove this mention? It cannot be brought back."),
    )


class RemoveMention(BackboneView):
    """Remove a mention that was noted by mistake."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        public_will.remove_mention(self.actor, queries.mention(self.actor, public_id))
        return self.go(self.url("backbone:role", BackboneRole.PUBLIC_WILL.value), _("Removed."))
