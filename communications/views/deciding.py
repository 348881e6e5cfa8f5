"""What is done with a decision: raising and wording it, grounds, interests, positions, the ruling, the look back."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications.forms.decisions import EvidenceForm, ProposalForm, RaiseForm, ReasonForm
from communications.forms.holding import TaskForm
from communications.forms.positions import AnswerForm, InterestForm, PositionForm
from communications.forms.rulings import EffectForm, ReviewForm, RulingForm
from communications.queries import decisions as queries
from communications.services import decisions as services
from communications.services import positions, rulings
from communications.views.base import FormPage, TitledForm
from communications.views.decisions import OneDecision
from communications.words.decisions import OPEN, DecisionState
from initiatives.kernel.access import Capability
from initiatives.queries import all_groups
from initiatives.web import Needs
from measurement.queries import indicators

SOURCE = re.compile(r"[a-z_]{1,30}:[0-9a-f-]{36}")


class RaiseDecision(FormPage):
    """Put a question before a group; an address may say which group, what gave rise to it, what gives way."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART
    template_name = "communications/decision_form.html"
    submit = gettext_lazy("Raise it")

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        asked = self.request.GET
        self.source = asked.get("source", "") if SOURCE.fullmatch(asked.get("source", "")) else ""
        self.signal = indicators(self.actor).filter(code=asked.get("signal", "")).first()
        self.former: Any = None
        if asked.get("supersedes", "").isdecimal() and len(asked["supersedes"]) < 9:
            rows = queries.decisions(self.actor).filter(number=int(asked["supersedes"]))
            self.former = rows.filter(state=DecisionState.DECIDED).first()

    def form(self, data: Any = None) -> RaiseForm:
        group = str(self.former.group.public_id) if self.former else self.request.GET.get("group", "")
        return RaiseForm(self.actor, data, initial={"group": group})

    def act(self, form: Any) -> Any:
        return services.raise_decision(
            self.actor,
            form.chosen_group,
            source=self.source,
            signal=self.signal,
            supersedes=self.former,
            **form.values(),
        )

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("communications:decision", result.public_id), _("Raised."))

    def told(self) -> Mapping[str, Any]:
        lead = _("A question before a group. Title and question are enough to begin with.")
        if self.former is not None:
            words = {"number": self.former.number, "title": self.former.wording[0].title}
            lead = _("It takes the place of decision %(number)s, “%(title)s”, once it is adopted.") % words
        elif self.signal is not None:
            lead = _("What gives rise to it: %s.") % self.signal.name
        return {
            "title": _("Raise a decision"),
            "lead": lead,
            "no_group": not all_groups(self.actor).filter(closed_on=None).exists(),
            "back": self.url("communications:decisions"),
            "breadcrumbs": self.trail(
                (_("Decisions"), self.url("communications:decisions")), (_("Raise a decision"), "")
            ),
        }


class DecisionForm(OneDecision, TitledForm, FormPage):
    """A form about one decision."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART
    submit = gettext_lazy("Save")

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.find(kwargs["public_id"])

    def allowed(self) -> bool:
        return self.found.state in OPEN and queries.may_run(self.actor, self.found)

    def refusal(self) -> str:
        return _("The backbone and the group's co-chairs can do this, each step at its time.")

    def words(self) -> str:
        return str(self.found.said.title)


class WordDecision(DecisionForm):
    """Word the proposal anew."""

    template_name = "communications/decision_form.html"
    title = gettext_lazy("Word it anew")

    def allowed(self) -> bool:
        return self.found.state in OPEN and queries.may_write(self.actor, self.found)

    def refusal(self) -> str:
        return _(
            "Who raised it words it until it is proposed, the group's co-chairs and the backbone until it is decided."
        )

    def form(self, data: Any = None) -> ProposalForm:
        return ProposalForm(self.actor, self.found.said, data)

    def act(self, form: Any) -> Any:
        form.require_unchanged(f"decision:{self.found.public_id}")
        return services.write_proposal(self.actor, self.found, **form.values())


class WithdrawDecision(DecisionForm):
    """Take a question back."""

    title = gettext_lazy("Take it back")
    submit = gettext_lazy("Take it back")

    def allowed(self) -> bool:
        return self.found.state in OPEN and queries.may_write(self.actor, self.found)

    def form(self, data: Any = None) -> ReasonForm:
        return ReasonForm(data)

    def act(self, form: Any) -> Any:
        return services.withdraw_decision(self.actor, self.found, **form.cleaned_data)


class MoveDecision(OneDecision):
    """Bring it into discussion or before the group."""

    capability = {"POST": Capability.TAKE_PART}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        row = self.find(public_id)
        services.move_decision(self.actor, row, state=request.POST.get("state", ""))
        return self.go(self.here(), _("Saved."))


class AddEvidence(DecisionForm):
    """Lay down what the decision rests on."""

    title = gettext_lazy("What does it rest on?")

    def allowed(self) -> bool:
        return self.found.state in OPEN and queries.may_write(self.actor, self.found)

    def form(self, data: Any = None) -> EvidenceForm:
        return EvidenceForm(self.actor, data)

    def act(self, form: Any) -> Any:
        return services.add_evidence(self.actor, self.found, **form.values())


class TakeThing(OneDecision):
    """Take away something that was laid down, declared or linked."""

    capability = {"POST": Capability.TAKE_PART}
    rows: ClassVar[Any] = None
    act: ClassVar[Any] = None

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        thing = queries.one_of(type(self).rows(self.actor), public_id)
        self.find(thing.decision.public_id)
        type(self).act(self.actor, thing)
        return self.go(self.here(), _("Taken away; that it was there is kept."))


class WithdrawEvidence(TakeThing):
    """Take a piece of evidence back."""

    rows = queries.all_evidence
    act = services.withdraw_evidence


class WithdrawInterest(TakeThing):
    """An interest no longer stands."""

    rows = queries.all_interests
    act = positions.withdraw_interest


class EndEffect(TakeThing):
    """It does not bear on a thing."""

    rows = queries.all_effects
    act = rulings.end_effect


class SeatForm(DecisionForm):
    """A form of somebody who sits in the group; with `?for=others` of who runs it, for somebody else."""

    @property
    def for_others(self) -> bool:
        """Whether it is noted for somebody else."""
        return self.request.GET.get("for") == "others" and queries.may_run(self.actor, self.found)

    def allowed(self) -> bool:
        is_open = self.found.state in OPEN
        return is_open and (self.for_others or queries.may_take_position(self.actor, self.found))

    def refusal(self) -> str:
        return _(
            "Those who sit in the group and have not stepped back from it can do this, while it is open."
        )

    def seats(self) -> Any:
        """Return whose it can be, None where it is one's own."""
        if not self.for_others:
            return None
        seats = queries.seats_of(self.actor, self.found)
        return [seat for seat in seats if seat.membership_id != self.actor.membership_id]


class DeclareInterest(SeatForm):
    """Say what one gains or loses by it."""

    title = gettext_lazy("Declare an interest")
    lead = gettext_lazy(
        "What somebody of the group gains or loses by this decision is told to all who decide."
    )

    def form(self, data: Any = None) -> InterestForm:
        return InterestForm(self.seats(), data)

    def act(self, form: Any) -> Any:
        return positions.declare_interest(self.actor, self.found, **form.values())


class TakePosition(SeatForm):
    """Say where one stands."""

    title = gettext_lazy("Where do you stand?")
    submit = gettext_lazy("Say so")

    def allowed(self) -> bool:
        return self.found.state == DecisionState.PROPOSED and super().allowed()

    def form(self, data: Any = None) -> PositionForm:
        return PositionForm(self.found.said.rule, self.seats(), data)

    def act(self, form: Any) -> Any:
        return positions.take_position(self.actor, self.found, **form.values())

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.here(), _("Thank you. It is kept with the decision."))

    def told(self) -> Mapping[str, Any]:
        told = {**super().told(), "quote": self.found.said.question}
        return {**told, "title": _("Note a position for somebody")} if self.for_others else told


class AnswerPosition(DecisionForm):
    """Answer a reservation or an objection."""

    title = gettext_lazy("Answer it")

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.position = queries.position(self.actor, kwargs["public_id"])
        self.find(self.position.decision.public_id)

    def form(self, data: Any = None) -> AnswerForm:
        return AnswerForm(data)

    def act(self, form: Any) -> Any:
        return positions.answer_position(self.actor, self.position, **form.cleaned_data)

    def told(self) -> Mapping[str, Any]:
        lead = _("Only %s can say that it is resolved, by another position.") % self.position.membership.name
        return {**super().told(), "lead": lead, "quote": self.position.reason}


class Decide(DecisionForm):
    """Record what the group decided."""

    title = gettext_lazy("What did the group decide?")
    lead = gettext_lazy("Once it is recorded nothing of it changes. A later decision can take its place.")
    submit = gettext_lazy("Record it")

    def allowed(self) -> bool:
        return self.found.state == DecisionState.PROPOSED and super().allowed()

    def form(self, data: Any = None) -> RulingForm:
        said = self.found.said
        return RulingForm(data, initial={"in_effect_on": said.in_effect_on, "review_on": said.review_on})

    def act(self, form: Any) -> Any:
        return rulings.decide(self.actor, self.found, **form.cleaned_data)

    def told(self) -> Mapping[str, Any]:
        return {**super().told(), "notes": [queries.how_it_stands(self.found)[1]]}


class ReviewDecision(DecisionForm):
    """Look back at a decision that stands."""

    title = gettext_lazy("Look back at it")

    def allowed(self) -> bool:
        return self.found.state == DecisionState.DECIDED and queries.may_run(self.actor, self.found)

    def form(self, data: Any = None) -> ReviewForm:
        return ReviewForm(data)

    def act(self, form: Any) -> Any:
        return rulings.review_decision(self.actor, self.found, **form.cleaned_data)


class LinkEffect(DecisionForm):
    """Say what it bears on."""

    title = gettext_lazy("What does it bear on?")

    def allowed(self) -> bool:
        return queries.may_run(self.actor, self.found)

    def form(self, data: Any = None) -> EffectForm:
        return EffectForm(self.actor, data)

    def act(self, form: Any) -> Any:
        return rulings.link_effect(self.actor, self.found, **form.values())


class GiveTask(DecisionForm):
    """Give somebody a task that follows from it."""

    title = gettext_lazy("Give a task")

    def allowed(self) -> bool:
        return queries.may_run(self.actor, self.found)

    def form(self, data: Any = None) -> TaskForm:
        return TaskForm(self.actor, cast("Any", self.found), data)

    def act(self, form: Any) -> Any:
        return rulings.assign_action(self.actor, self.found, **form.values())
