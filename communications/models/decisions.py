"""Decisions: what was asked, on what grounds, who stood where, what was decided and what came of it.

Everything said of a decision is a row of its own that is never changed: a later one supersedes it, or a moment closes
it. What was decided is therefore what stood at the moment of its ruling, and the database refuses anything else.
"""

import uuid
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q

from agenda.words import Engagement
from communications.words.decisions import (
    NEEDS_REASON,
    DecisionState,
    EvidenceKind,
    Outcome,
    Position,
    Reversibility,
    ReviewVerdict,
    Rule,
)
from initiatives.kernel.carrying import Carried
from initiatives.kernel.rls import append_only
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class Decision(TenantModel):
    """A question before a group, by its number in the initiative. `source` names what gave rise to it."""

    rights = append_only("state")

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField()
    group = TenantForeignKey("initiatives.Group", related_name="+")
    raised_by_group = TenantForeignKey("initiatives.Group", null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=DecisionState.choices, default=DecisionState.RAISED)
    source = models.CharField(max_length=100, blank=True)
    signal = TenantForeignKey("measurement.Indicator", null=True, blank=True, related_name="+")
    supersedes = TenantForeignKey("self", null=True, blank=True, related_name="superseded_by")
    raised_by = TenantForeignKey("initiatives.Membership", related_name="+")
    raised_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="decision_public_id"),
            models.UniqueConstraint(fields=["initiative", "number"], name="decision_number"),
        ]
        indexes = [models.Index(fields=["initiative", "source"], name="decision_source")]

    def __str__(self) -> str:
        return f"{self.number}"


class Proposal(TenantModel):
    """The wording of a decision; a later one supersedes it.

    `options` are [{key, title, about, marks: {criterion: text}}], `proposed` is the key of the one put forward.
    `quorum` is how many of those who may speak must have; `bar` the mean that a gradient must reach.
    """

    carried = Carried(
        plain=(
            "options",
            "criteria",
        )
    )

    rights = append_only("superseded_at")

    decision = TenantForeignKey(Decision, related_name="proposals")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    question = models.TextField()
    options = models.JSONField(default=list, blank=True)
    criteria = models.JSONField(default=list, blank=True)
    proposed = models.CharField(max_length=8, blank=True)
    rule = models.CharField(max_length=10, choices=Rule.choices, default=Rule.CONSENT)
    quorum = models.PositiveSmallIntegerField(default=0)
    bar = models.DecimalField(max_digits=2, decimal_places=1, default=Decimal("3.5"))
    engagement = models.CharField(max_length=12, choices=Engagement.choices, blank=True)
    reversibility = models.CharField(max_length=10, choices=Reversibility.choices, blank=True)
    equity_note = models.TextField(blank=True)
    decide_on = models.DateField(null=True, blank=True)
    in_effect_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    written_by = TenantForeignKey("initiatives.Membership", related_name="+")
    written_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "decision", "number"], name="proposal_number"),
            models.UniqueConstraint(
                fields=["initiative", "decision"],
                condition=Q(superseded_at=None),
                name="proposal_one_current",
            ),
            models.CheckConstraint(name="proposal_bar", condition=Q(bar__range=(1, 5))),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def weighed(self) -> list[dict[str, Any]]:
        """The options, what is said of each in the order of the criteria: stored objects forget theirs."""
        return [
            {
                **option,
                "marks": {name: option["marks"][name] for name in self.criteria if name in option["marks"]},
            }
            for option in self.options
        ]


class DecisionEvidence(TenantModel):
    """What a decision rests on. A figure is asked again as it stood at `frozen_at`: `asked` is {by, first, last}."""

    carried = Carried(plain=("asked",))

    rights = append_only("withdrawn_at")

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    decision = TenantForeignKey(Decision, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    title = models.CharField(max_length=300)
    says = models.TextField(blank=True)
    link = models.URLField(max_length=500, blank=True)
    indicator = TenantForeignKey("measurement.Indicator", null=True, blank=True, related_name="+")
    asked = models.JSONField(default=dict, blank=True)
    frozen_at = models.DateTimeField()
    added_by = TenantForeignKey("initiatives.Membership", related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["frozen_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="decision_evidence_public_id"),
            models.CheckConstraint(
                name="decision_evidence_figure_of_indicator",
                condition=Q(kind=EvidenceKind.FIGURE.value, indicator__isnull=False)
                | ~Q(kind=EvidenceKind.FIGURE.value) & Q(indicator=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Interest(TenantModel):
    """What somebody gains or loses by a decision; whoever is `recused` takes no position on it."""

    rights = append_only("withdrawn_at")

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    decision = TenantForeignKey(Decision, related_name="interests")
    membership = TenantForeignKey("initiatives.Membership", related_name="+")
    what = models.CharField(max_length=300)
    recused = models.BooleanField(default=False)
    declared_by = TenantForeignKey("initiatives.Membership", related_name="+")
    declared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["declared_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="interest_public_id"),
            models.UniqueConstraint(
                fields=["initiative", "decision", "membership"],
                condition=Q(withdrawn_at=None),
                name="interest_one_current",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class DecisionPosition(TenantModel):
    """Where somebody who sits in the group stands on a wording; a later one of theirs supersedes it.

    `shown_apart` is their word that they may be named as somebody with lived experience.
    """

    rights = append_only("superseded_at")

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    decision = TenantForeignKey(Decision, related_name="positions")
    proposal = TenantForeignKey(Proposal, related_name="positions")
    membership = TenantForeignKey("initiatives.Membership", related_name="+")
    partner = TenantForeignKey("initiatives.Partner", null=True, blank=True, related_name="+")
    co_chair = models.BooleanField(default=False)
    position = models.CharField(max_length=12, choices=Position.choices)
    degree = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)
    lived_experience = models.BooleanField(default=False)
    shown_apart = models.BooleanField(default=False)
    on_behalf = models.BooleanField(default=False)
    how_given = models.CharField(max_length=300, blank=True)
    recorded_by = TenantForeignKey("initiatives.Membership", related_name="+")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="decision_position_public_id"),
            models.UniqueConstraint(
                fields=["initiative", "decision", "membership"],
                condition=Q(superseded_at=None),
                name="decision_position_one_current",
            ),
            models.CheckConstraint(
                name="decision_position_reason",
                condition=~Q(position__in=[word.value for word in sorted(NEEDS_REASON)]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="decision_position_degree", condition=Q(degree=None) | Q(degree__range=(1, 5))
            ),
            models.CheckConstraint(
                name="decision_position_how_given", condition=Q(on_behalf=False) | ~Q(how_given="")
            ),
            models.CheckConstraint(
                name="decision_position_apart", condition=Q(shown_apart=False) | Q(lived_experience=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.membership_id} {self.position}"


class PositionAnswer(TenantModel):
    """What was answered to a reservation or an objection."""

    rights = append_only()

    position = TenantForeignKey(DecisionPosition, related_name="answers")
    text = models.TextField()
    answered_by = TenantForeignKey("initiatives.Membership", related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "id"]

    def __str__(self) -> str:
        return self.text[:80]


class Ruling(TenantModel):
    """What the group decided, once. `spoke` of `seats` had spoken; `counts` is how many took each position."""

    carried = Carried(plain=("counts",))

    rights = append_only()

    decision = TenantForeignKey(Decision, related_name="rulings")
    proposal = TenantForeignKey(Proposal, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    chosen = models.CharField(max_length=8, blank=True)
    reasons = models.TextField()
    standing = models.CharField(max_length=300)
    seats = models.PositiveSmallIntegerField()
    spoke = models.PositiveSmallIntegerField()
    counts = models.JSONField(default=dict)
    decided_on = models.DateField()
    in_effect_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    recorded_by = TenantForeignKey("initiatives.Membership", related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative", "decision"], name="ruling_once")]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.outcome}"


class DecisionEffect(TenantModel):
    """A decision changes one thing: an indicator should move, a goal, a strategy or an activity is affected."""

    rights = append_only("ended_at")

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    decision = TenantForeignKey(Decision, related_name="effects")
    indicator = TenantForeignKey("measurement.Indicator", null=True, blank=True, related_name="+")
    goal = TenantForeignKey("agenda.Goal", null=True, blank=True, related_name="+")
    strategy = TenantForeignKey("agenda.Strategy", null=True, blank=True, related_name="+")
    activity = TenantForeignKey("activities.Activity", null=True, blank=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    linked_by = TenantForeignKey("initiatives.Membership", related_name="+")
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["linked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="decision_effect_public_id"),
            models.CheckConstraint(
                name="decision_effect_one_thing",
                condition=Q(indicator__isnull=False, goal=None, strategy=None, activity=None)
                | Q(indicator=None, goal__isnull=False, strategy=None, activity=None)
                | Q(indicator=None, goal=None, strategy__isnull=False, activity=None)
                | Q(indicator=None, goal=None, strategy=None, activity__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.note or f"{self.decision_id}"


class DecisionReview(TenantModel):
    """A look back at a decision that was taken: what was found, and whether it should stay."""

    rights = append_only()

    decision = TenantForeignKey(Decision, related_name="reviews")
    verdict = models.CharField(max_length=8, choices=ReviewVerdict.choices)
    found = models.TextField()
    reviewed_on = models.DateField()
    next_review_on = models.DateField(null=True, blank=True)
    reviewed_by = TenantForeignKey("initiatives.Membership", related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["reviewed_on", "id"]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.verdict}"
