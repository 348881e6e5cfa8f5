"""What people fill in about policy, money and public will."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.queries import system_changes
from agenda.queries import strategies
from backbone.forms.roles import LONG, RecordForm, amount_field, currency_field
from backbone.queries.roles import campaigns
from backbone.words.roles import FUNDING_WAY, POLICY_WAY, FundingKind, MentionKind, PolicyLevel
from initiatives.forms.fields import choose, day_field, text_field
from initiatives.forms.linked import LinkedForm
from initiatives.kernel.access import Actor
from initiatives.queries import partners


class PolicyForm(RecordForm):
    """What is to change: the ask, who decides it."""

    PLAIN = ("title", "level", "ask", "decision_maker", "expected_on")
    THINGS: ClassVar[dict[str, str]] = {"strategy": "public_id", "system_change": "public_id"}
    FIRST = ("stage", "moved_on")

    title = text_field(gettext_lazy("What is to change"), required=True, most=200)
    level = forms.ChoiceField(label=gettext_lazy("Where it is decided"), choices=PolicyLevel.choices)
    decision_maker = text_field(gettext_lazy("Who decides it"), required=True, most=200)
    ask = text_field(
        gettext_lazy("What exactly you ask for"),
        gettext_lazy("So that a partner can put its name behind it."),
        rows=3,
        required=True,
        most=LONG,
    )
    expected_on = day_field(gettext_lazy("When it may be decided"))
    stage = forms.ChoiceField(
        label=gettext_lazy("How far it has come"), choices=[(one.value, one.label) for one in POLICY_WAY]
    )
    moved_on = day_field(gettext_lazy("Since"), gettext_lazy("Today, unless you say another day."))

    def fill(self, actor: Actor) -> None:
        self.offer("strategy", _("Strategy it serves"), strategies(actor).order_by("name", "id"))
        self.offer("system_change", _("The change that came of it"), system_changes(actor))
        self.fields["system_change"].help_text = _(
            "Once it is adopted: the change as it is written down among the changes in the system."
        )


class MoveForm(forms.Form):
    """To which stage something came, when, and why."""

    stage = forms.ChoiceField(label=gettext_lazy("It is now"), widget=forms.RadioSelect)
    moved_on = day_field(gettext_lazy("Since"), gettext_lazy("Today, unless you say another day."))
    reason = text_field(
        gettext_lazy("Why"),
        gettext_lazy("Needed for a step back or an end. It stays in the history."),
        rows=3,
        most=2000,
    )

    def __init__(self, row: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = type(row)._meta.get_field("stage").choices
        choose(self.fields["stage"], [one for one in every if one[0] != row.stage])


class SignOnForm(LinkedForm):
    """Which partner stands behind an ask, and who gave its word."""

    given_by = text_field(
        gettext_lazy("Who gave the partner's word"), gettext_lazy("Name and office."), required=True, most=200
    )
    given_on = day_field(gettext_lazy("When"), gettext_lazy("Today, unless you say another day."))

    def __init__(self, actor: Actor, behind: set[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered: dict[str, Any] = {}
        own = partners(actor).filter(state="active").exclude(pk__in=behind)
        if not actor.is_staff:
            own = own.filter(pk=actor.partner_id or 0)
        self.offer("partner", _("Partner"), own.order_by("name", "id"), "code")
        choose(self.fields["partner"], self.fields["partner"].choices[1:])  # type: ignore[attr-defined]
        self.fields["partner"].required = True
        self.order_fields(["partner", "given_by", "given_on"])

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return self.linked()


class FundingForm(RecordForm):
    """Whose money, how much, for what, until when."""

    PLAIN = (
        *("kind", "funder_name", "purpose", "amount", "currency", "pass_through", "spent", "spent_on"),
        *("restricted", "starts_on", "ends_on"),
    )
    THINGS: ClassVar[dict[str, str]] = {"funder": "code"}
    FIRST = ("stage", "moved_on")

    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of money"), choices=FundingKind.choices, widget=forms.RadioSelect
    )
    funder_name = text_field(
        gettext_lazy("Whose money"), gettext_lazy("Where it is none of the partners above."), most=200
    )
    purpose = text_field(gettext_lazy("For what"), most=300)
    amount = amount_field(
        gettext_lazy("Amount"), gettext_lazy("All of it, for the whole term."), required=True
    )
    currency = currency_field(required=True)
    pass_through = amount_field(
        gettext_lazy("Of it, what goes on to partners"),
        gettext_lazy("It is no money of the backbone's own and left out of the runway."),
    )
    spent = amount_field(gettext_lazy("Of the rest, what is used up"))
    spent_on = day_field(gettext_lazy("Used up as of"))
    restricted = forms.BooleanField(
        label=gettext_lazy("Tied to a purpose"),
        help_text=gettext_lazy("Tied money does not count toward the runway."),
        required=False,
    )
    starts_on = day_field(gettext_lazy("From"))
    ends_on = day_field(gettext_lazy("Until"))
    stage = forms.ChoiceField(
        label=gettext_lazy("How far it has come"), choices=[(one.value, one.label) for one in FUNDING_WAY]
    )
    moved_on = day_field(gettext_lazy("Since"), gettext_lazy("Today, unless you say another day."))

    def __init__(self, actor: Actor, row: Any, *args: Any, **kwargs: Any) -> None:
        initial = kwargs.setdefault("initial", {})
        initial.setdefault("kind", FundingKind.BACKBONE)
        super().__init__(actor, row, *args, **kwargs)

    def fill(self, actor: Actor) -> None:
        self.offer("funder", _("Partner who gives it"), partners(actor).order_by("name", "id"), "code")
        self.order_fields(["kind", "funder", "funder_name", "purpose"])


class CampaignForm(RecordForm):
    """An effort to be heard."""

    PLAIN = ("name", "aim", "audience", "starts_on", "ends_on", "outcome")

    name = text_field(gettext_lazy("Name"), required=True, most=200)
    aim = text_field(gettext_lazy("What people should know, want or do"), rows=3, required=True, most=LONG)
    audience = text_field(gettext_lazy("Who should hear it"), most=300)
    starts_on = day_field(gettext_lazy("From"), required=True)
    ends_on = day_field(gettext_lazy("Until"))
    outcome = text_field(gettext_lazy("What came of it"), rows=3, most=LONG)


class MentionForm(RecordForm):
    """Where the public heard of the initiative, and how many people that reached, if anybody counted."""

    PLAIN = ("kind", "title", "outlet", "happened_on", "address", "reach", "reach_source")
    THINGS: ClassVar[dict[str, str]] = {"campaign": "public_id"}

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=MentionKind.choices)
    title = text_field(gettext_lazy("What was told"), required=True, most=300)
    outlet = text_field(
        gettext_lazy("Where"), gettext_lazy("The paper, the station, the event."), required=True, most=200
    )
    happened_on = day_field(gettext_lazy("When"), required=True)
    address = text_field(gettext_lazy("Address"), gettext_lazy("Begins with https://."), most=500)
    reach = forms.IntegerField(
        label=gettext_lazy("How many people it reached"),
        help_text=gettext_lazy("Leave it empty where nobody counted: unknown is not nought."),
        required=False,
        min_value=1,
        max_value=10_000_000_000,
    )
    reach_source = text_field(
        gettext_lazy("Who says so"), gettext_lazy("Such as the paper's own figures."), most=200
    )

    def fill(self, actor: Actor) -> None:
        self.offer("campaign", _("Campaign"), campaigns(actor).order_by("name", "id"))
