"""The shapes of decisions outside."""

from typing import Any

from rest_framework import serializers

from agenda.words import Engagement
from communications.words.decisions import (
    DecisionState,
    EvidenceKind,
    Outcome,
    Position,
    Reversibility,
    ReviewVerdict,
    Rule,
)
from initiatives.shapes import Body, Choice, Day, DecimalText, ExactDecimal, Query, Row

LONG = 4000
FORWARD = [(one.value, one.label) for one in (DecisionState.DISCUSSED, DecisionState.PROPOSED)]
STATES = [("open", "open"), *DecisionState.choices]


def text(most: int = LONG, **kwargs: Any) -> serializers.CharField:
    """Return the field of a text that may be left out or cleared."""
    return serializers.CharField(max_length=most, required=False, allow_null=True, **kwargs)


def day(**kwargs: Any) -> Day:
    """Return the field of a day that may be left out or cleared."""
    return Day(required=False, allow_null=True, **kwargs)


class OptionIn(Body):
    """An option, and what is said of it by the criteria."""

    title = serializers.CharField(max_length=200)
    about = serializers.CharField(max_length=2000, required=False)
    marks = serializers.DictField(
        child=serializers.CharField(max_length=200), required=False, help_text="Criterion: what is said."
    )


class OptionOut(serializers.Serializer):  # type: ignore[type-arg]
    """An option by its key (A, B, C in their order)."""

    key = serializers.CharField()
    title = serializers.CharField()
    about = serializers.CharField()
    marks = serializers.DictField(child=serializers.CharField())


class ProposalChange(Body):
    """What may be worded anew; lists are whole, what is left out stays."""

    title = serializers.CharField(max_length=200, required=False)
    question = serializers.CharField(max_length=LONG, required=False)
    options = OptionIn(many=True, required=False)
    criteria = serializers.ListField(
        child=serializers.CharField(max_length=100), max_length=12, required=False
    )
    proposed = text(8, help_text="The key of the option that is put forward.")
    rule = Choice(choices=Rule.choices, required=False)
    quorum = serializers.IntegerField(min_value=0, max_value=1000, required=False)
    bar = ExactDecimal(required=False, help_text="The mean that a gradient must reach.")
    engagement = Choice(choices=Engagement.choices, required=False, allow_null=True)
    reversibility = Choice(choices=Reversibility.choices, required=False, allow_null=True)
    equity_note = text()
    decide_on = day()
    in_effect_on = day()
    review_on = day()


class DecisionNew(ProposalChange):
    """A question before a group; the rule is the group's own unless another is said."""

    group = serializers.UUIDField(help_text="The id of the group that decides.")
    title = serializers.CharField(max_length=200)
    question = serializers.CharField(max_length=LONG)
    raised_by_group = serializers.UUIDField(required=False, help_text="The id of a group.")
    signal = serializers.CharField(
        max_length=64, required=False, help_text="The indicator that gave rise to it."
    )
    supersedes = serializers.UUIDField(required=False, help_text="The decision that gives way to this one.")


class DecisionQuery(Query):
    """Which decisions. `open` are those still to be decided."""

    search = serializers.CharField(max_length=200, required=False)
    state = Choice(choices=STATES, required=False)
    group = serializers.UUIDField(required=False)
    dissent = serializers.BooleanField(required=False)
    indicator = serializers.CharField(
        max_length=64, required=False, help_text="That it gave rise to, that they rest on or should move."
    )
    activity = serializers.UUIDField(required=False, help_text="That they bear on.")
    partner = serializers.CharField(
        max_length=64,
        required=False,
        help_text="Whose people took a position or have an interest, or on whose work they bear.",
    )
    review_by = Day(required=False, help_text="To be reviewed by this day.")


class DecisionRow(Row):
    """A decision with its standing wording, and once it is taken its outcome."""

    id = serializers.UUIDField(source="public_id")
    number = serializers.IntegerField()
    state = Choice(choices=DecisionState.choices, source="stands_as")
    group = serializers.UUIDField(source="group.public_id")
    group_name = serializers.CharField(source="group.name")
    raised_by_group = serializers.UUIDField(source="raised_by_group.public_id", allow_null=True)
    raised_by = serializers.CharField(source="raised_by.name")
    raised_at = serializers.DateTimeField()
    signal = serializers.CharField(source="signal_code", allow_null=True)
    supersedes = serializers.UUIDField(source="supersedes.public_id", allow_null=True)
    superseded_by = serializers.ListField(child=serializers.UUIDField(), source="superseded_ids")
    wording = serializers.IntegerField(source="now.number")
    title = serializers.CharField(source="now.title")
    question = serializers.CharField(source="now.question")
    options = OptionOut(many=True, source="now.options")
    criteria = serializers.ListField(child=serializers.CharField(), source="now.criteria")
    proposed = serializers.CharField(source="now.proposed")
    rule = Choice(choices=Rule.choices, source="now.rule")
    quorum = serializers.IntegerField(source="now.quorum")
    bar = DecimalText(source="now.bar")
    engagement = serializers.CharField(source="now.engagement")
    reversibility = serializers.CharField(source="now.reversibility")
    equity_note = serializers.CharField(source="now.equity_note")
    decide_on = Day(source="now.decide_on", allow_null=True)
    outcome = serializers.CharField(source="rulings.outcome", allow_null=True)
    chosen = serializers.CharField(source="rulings.chosen", allow_null=True)
    reasons = serializers.CharField(source="rulings.reasons", allow_null=True)
    standing = serializers.CharField(source="rulings.standing", allow_null=True)
    seats = serializers.IntegerField(source="rulings.seats", allow_null=True)
    spoke = serializers.IntegerField(source="rulings.spoke", allow_null=True)
    decided_on = Day(source="rulings.decided_on", allow_null=True)
    in_effect_on = Day(allow_null=True, help_text="As decided; before that as proposed.")
    review_on = Day(allow_null=True, help_text="As decided; before that as proposed.")

    computed = frozenset({"in_effect_on", "review_on"})
    extra = {
        "proposed_effect": "now__in_effect_on",
        "proposed_review": "now__review_on",
        "ruled_effect": "rulings__in_effect_on",
        "ruled_review": "rulings__review_on",
    }

    @staticmethod
    def finish(row: dict[str, Any]) -> None:
        ruled = row["outcome"] is not None
        for name, key in (("in_effect_on", "effect"), ("review_on", "review")):
            decided, planned = row.pop(f"ruled_{key}"), row.pop(f"proposed_{key}")
            row[name] = decided if ruled else planned


class WordingRow(Row):
    """One wording of a decision; the last has no `superseded_at`."""

    number = serializers.IntegerField()
    title = serializers.CharField()
    question = serializers.CharField()
    options = OptionOut(many=True)
    criteria = serializers.ListField(child=serializers.CharField())
    proposed = serializers.CharField()
    rule = Choice(choices=Rule.choices)
    quorum = serializers.IntegerField()
    written_by = serializers.CharField(source="written_by.name")
    written_at = serializers.DateTimeField()
    superseded_at = serializers.DateTimeField(allow_null=True)


class DecisionMoveNew(Body):
    """Into discussion, or before the group as proposed."""

    state = Choice(choices=FORWARD)


class WithdrawNew(Body):
    """Why the question is taken back."""

    reason = serializers.CharField(max_length=2000)


class RulingNew(Body):
    """What the group decided; what is left out is taken from the proposal."""

    outcome = Choice(choices=Outcome.choices)
    reasons = serializers.CharField(max_length=LONG)
    decided_on = Day(required=False)
    in_effect_on = Day(required=False)
    review_on = Day(required=False)


class DecisionReviewNew(Body):
    """A look back: what was found, and whether the decision should stay."""

    verdict = Choice(choices=ReviewVerdict.choices)
    found = serializers.CharField(max_length=LONG)
    reviewed_on = Day(required=False)
    next_review_on = Day(required=False)


class DecisionReviewRow(Row):
    """A look back at a decision."""

    verdict = Choice(choices=ReviewVerdict.choices)
    found = serializers.CharField()
    reviewed_on = Day()
    next_review_on = Day(allow_null=True)
    reviewed_by = serializers.CharField(source="reviewed_by.name")


class DecisionEvidenceNew(Body):
    """What a decision rests on. A figure is frozen as it stands now, by place or sector where that is said."""

    kind = Choice(choices=EvidenceKind.choices)
    title = serializers.CharField(max_length=300, help_text="What it shows.")
    says = serializers.CharField(max_length=LONG, required=False)
    link = serializers.URLField(max_length=500, required=False)
    indicator = serializers.CharField(max_length=64, required=False)
    by = Choice(choices=[(name, name) for name in ("total", "place", "sector")], required=False)
    first = Day(required=False)
    last = Day(required=False)


class DecisionEvidenceRow(Row):
    """What a decision rests on; the figure as it stood is asked for with `as_of` in the indicator's series."""

    id = serializers.UUIDField(source="public_id")
    kind = Choice(choices=EvidenceKind.choices)
    title = serializers.CharField()
    says = serializers.CharField()
    link = serializers.CharField()
    indicator = serializers.CharField(source="indicator.code", allow_null=True)
    asked = serializers.DictField(
        child=serializers.CharField(), help_text="by, first, last; empty unless a figure."
    )
    frozen_at = serializers.DateTimeField()
    added_by = serializers.CharField(source="added_by.name")


class InterestNew(Body):
    """What somebody gains or loses by a decision; `member` is somebody else for whom it is noted."""

    what = serializers.CharField(max_length=300)
    recused = serializers.BooleanField(required=False)
    member = serializers.UUIDField(required=False, help_text="The id of a person.")


class InterestRow(Row):
    """An interest that was declared and stands."""

    id = serializers.UUIDField(source="public_id")
    person = serializers.UUIDField(source="membership.public_id")
    name = serializers.CharField(source="membership.name")
    what = serializers.CharField()
    recused = serializers.BooleanField()
    declared_at = serializers.DateTimeField()


class DecisionPositionNew(Body):
    """Where one stands; `degree` (1 to 5) where the rule asks for it. `member` is somebody for whom it is noted."""

    position = Choice(choices=Position.choices, required=False)
    degree = serializers.IntegerField(min_value=1, max_value=5, required=False)
    reason = serializers.CharField(max_length=2000, required=False)
    lived_experience = serializers.BooleanField(required=False)
    shown_apart = serializers.BooleanField(
        required=False, help_text="One's own word that one may be named so where few are."
    )
    member = serializers.UUIDField(required=False, help_text="The id of a person.")
    how_given = serializers.CharField(max_length=300, required=False)


class AnswerNew(Body):
    """What is answered to a reservation or an objection."""

    text = serializers.CharField(max_length=2000)


class AnswerOut(serializers.Serializer):  # type: ignore[type-arg]
    """What was answered."""

    text = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()


class PositionOut(serializers.Serializer):  # type: ignore[type-arg]
    """Where somebody stands. `wording` is the number of the wording it was taken on."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    partner = serializers.CharField(allow_null=True)
    position = serializers.CharField()
    degree = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()
    wording = serializers.IntegerField()
    on_behalf = serializers.BooleanField()
    how_given = serializers.CharField()
    answers = AnswerOut(many=True)


class PositionsOut(serializers.Serializer):  # type: ignore[type-arg]
    """Who stands where, and how the proposal stands under its rule (`verdict`: no_quorum, held, passes, decided).

    Positions of people with lived experience are apart from three voices up; below that only with their consent.
    """

    verdict = serializers.CharField()
    why = serializers.CharField()
    may_speak = serializers.IntegerField()
    lived_experience = PositionOut(many=True)
    others = PositionOut(many=True)
    to_come = serializers.ListField(child=serializers.CharField())


class EffectNew(Body):
    """One thing that a decision bears on."""

    indicator = serializers.CharField(max_length=64, required=False)
    goal = serializers.UUIDField(required=False)
    strategy = serializers.UUIDField(required=False)
    activity = serializers.UUIDField(required=False)
    note = serializers.CharField(max_length=500, required=False)


class EffectRow(Row):
    """What a decision bears on: one of the four things."""

    id = serializers.UUIDField(source="public_id")
    indicator = serializers.CharField(source="indicator.code", allow_null=True)
    goal = serializers.UUIDField(source="goal.public_id", allow_null=True)
    strategy = serializers.UUIDField(source="strategy.public_id", allow_null=True)
    activity = serializers.UUIDField(source="activity.public_id", allow_null=True)
    note = serializers.CharField()
    linked_at = serializers.DateTimeField()
