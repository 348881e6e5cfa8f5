"""Versions of the agenda and what they hold: text, goals, strategies, causes, charts."""

from typing import Any, ClassVar

from rest_framework import serializers

from agenda.words import AdoptionRule, AgendaState, SectionKey
from initiatives.shapes import Body, Choice, Day, Query, Row

TEXT = 20_000
PIECES = [("same", "same"), ("out", "out"), ("in", "in")]
SHORT = 4000


class SectionTexts(Body):
    """Text by part; a part that is left out stays as it is."""

    def get_fields(self) -> dict[str, Any]:
        return {
            key.value: serializers.CharField(required=False, allow_blank=True, max_length=TEXT)
            for key in SectionKey
        }

    def to_internal_value(self, data: Any) -> Any:
        # An empty text empties its part: here it is not the same as absent.
        empty = [name for name, value in data.items() if value == ""] if isinstance(data, dict) else []
        return {**super().to_internal_value(data), **{name: "" for name in empty if name in self.fields}}


class AgendaNew(Body):
    """What begins a version: the first one needs a title, a later one begins as a copy of the one in force."""

    title = serializers.CharField(max_length=200, required=False)


class AgendaChange(Body):
    """What may be written of a draft."""

    title = serializers.CharField(max_length=200, required=False)
    change_note = serializers.CharField(max_length=TEXT, required=False, allow_null=True)
    sections = SectionTexts(required=False)


class AgendaQuery(Query):
    """Which versions."""

    state = Choice(choices=AgendaState.choices, required=False)


class AgendaRow(Row):
    """One version of the common agenda. `sections` holds the text by part; parts without text are left out."""

    number = serializers.IntegerField()
    title = serializers.CharField()
    state = Choice(choices=AgendaState.choices)
    sections = serializers.DictField(child=serializers.CharField())
    change_note = serializers.CharField()
    supersedes = serializers.IntegerField(source="supersedes.number", allow_null=True)
    started_at = serializers.DateTimeField()
    proposed_on = Day(allow_null=True)
    adopted_on = Day(allow_null=True)
    superseded_on = Day(allow_null=True)
    review_due = Day(allow_null=True)
    rule = Choice(choices=AdoptionRule.choices)
    quorum = serializers.IntegerField(help_text="Per cent of the partners that must have answered.")

    extra: ClassVar[dict[str, str]] = {"_parts": "section_rows"}
    computed: ClassVar[frozenset[str]] = frozenset({"sections"})

    @staticmethod
    def finish(row: dict[str, Any]) -> None:
        row["sections"] = {part["key"]: part["text"] for part in row.pop("_parts")}


class Why(Body):
    """Why."""

    reason = serializers.CharField(max_length=SHORT)


class Adoption(Body):
    """When an adopted version is looked at again; in a year unless said otherwise."""

    review_due = Day(required=False)


class Confirmation(Adoption):
    """When a version that is confirmed is looked at next, and what the review found."""

    reason = serializers.CharField(max_length=SHORT, required=False)


class RuleChange(Body):
    """By which rule versions are adopted from now on."""

    rule = Choice(choices=AdoptionRule.choices, required=False)
    quorum = serializers.IntegerField(min_value=0, max_value=100, required=False)


class RuleOut(serializers.Serializer):  # type: ignore[type-arg]
    """By which rule versions are adopted: the rule, and the share of partners that must answer, in per cent."""

    rule = Choice(choices=AdoptionRule.choices)
    quorum = serializers.IntegerField()


# --- what a version holds ----------------------------------------------------------------------------------


class MeasureOut(serializers.Serializer):  # type: ignore[type-arg]
    """An indicator of a goal and its target. Empty where there is none, or it is not for everybody."""

    code = serializers.CharField()
    name = serializers.CharField()
    baseline = serializers.CharField()
    baseline_on = serializers.CharField()
    target = serializers.CharField()
    due = serializers.CharField()
    basis = serializers.CharField()
    asked = serializers.CharField()


class GapSaidOut(serializers.Serializer):  # type: ignore[type-arg]
    """A gap that is to close."""

    group = serializers.CharField()
    compared_with = serializers.CharField()
    code = serializers.CharField()
    indicator = serializers.CharField()
    baseline = serializers.CharField()
    target = serializers.CharField()
    due = serializers.CharField()
    dimension = serializers.CharField()
    category = serializers.CharField()
    beside = serializers.CharField()


class GoalSaidOut(serializers.Serializer):  # type: ignore[type-arg]
    """A goal as the version tells it."""

    id = serializers.UUIDField()
    statement = serializers.CharField()
    outcome = serializers.CharField()
    population = serializers.CharField()
    group = serializers.CharField()
    measures = MeasureOut(many=True)
    gaps = GapSaidOut(many=True)


class StrategySaidOut(serializers.Serializer):  # type: ignore[type-arg]
    """A strategy as the version tells it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    we_do = serializers.CharField()
    then = serializers.CharField()
    because = serializers.CharField()
    kind = serializers.CharField()
    evidence = serializers.CharField()
    evidence_source = serializers.CharField()
    horizon = serializers.CharField()
    engagement = serializers.CharField()
    state = serializers.CharField()
    group = serializers.CharField()
    goals = serializers.ListField(child=serializers.UUIDField())


class CauseSaidOut(serializers.Serializer):  # type: ignore[type-arg]
    """A cause, and how deep it lies below the problem."""

    id = serializers.UUIDField()
    text = serializers.CharField()
    depth = serializers.IntegerField()
    evidence = serializers.CharField()
    strategies = serializers.ListField(child=serializers.CharField())


class ContentsOut(serializers.Serializer):  # type: ignore[type-arg]
    """What a version holds: as it stood when it was proposed, or while it is written, as it stands."""

    goals = GoalSaidOut(many=True)
    strategies = StrategySaidOut(many=True)
    causes = CauseSaidOut(many=True)
    aside = StrategySaidOut(many=True)


class PieceOut(serializers.Serializer):  # type: ignore[type-arg]
    """Words that stayed (same), were taken out (out) or came in (in)."""

    kind = Choice(choices=PIECES)
    text = serializers.CharField(allow_blank=True, trim_whitespace=False)


class DifferenceOut(serializers.Serializer):  # type: ignore[type-arg]
    """One part in both versions."""

    title = serializers.CharField()
    name = serializers.CharField()
    before = PieceOut(many=True)
    after = PieceOut(many=True)
    changes = serializers.IntegerField()


class DifferencesOut(serializers.Serializer):  # type: ignore[type-arg]
    """Two versions part by part, the earlier one first."""

    before = serializers.IntegerField()
    after = serializers.IntegerField()
    parts = DifferenceOut(many=True)


class CompareQuery(Query):
    """With which version."""

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "with": serializers.IntegerField(min_value=1, max_value=32767)}


class CauseNew(Body):
    """A cause; `parent` is the cause that it explains, without one it lies right under the problem."""

    text = serializers.CharField(max_length=300)
    parent = serializers.UUIDField(required=False)  # type: ignore[assignment]
    evidence = serializers.CharField(max_length=300, required=False)


class CauseChange(Body):
    """What may be changed of a cause. A parent of null puts it right under the problem."""

    text = serializers.CharField(max_length=300)
    parent = serializers.UUIDField(allow_null=True)  # type: ignore[assignment]
    evidence = serializers.CharField(max_length=300, allow_null=True)


class CauseRow(Row):
    """A cause of the problem."""

    id = serializers.UUIDField(source="public_id")
    text = serializers.CharField()
    parent = serializers.UUIDField(source="parent.public_id", allow_null=True)  # type: ignore[assignment]
    evidence = serializers.CharField()
    strategies = serializers.ListField(child=serializers.UUIDField(), source="strategy_ids")


class ChartNew(Body):
    """An indicator whose course is shown in the problem statement."""

    indicator = serializers.CharField(max_length=64)
    caption = serializers.CharField(max_length=300, required=False)


class ChartPointOut(serializers.Serializer):  # type: ignore[type-arg]
    """One figure of a placed chart."""

    period = serializers.CharField()
    value = serializers.CharField(allow_null=True)
    display = serializers.CharField()
    suppressed = serializers.BooleanField()


class ChartOut(Row):
    """A placed chart as this reader may see it: live in a draft, as it stood on `frozen_on` in an adopted version."""

    id = serializers.UUIDField()
    indicator = serializers.CharField()
    name = serializers.CharField()
    caption = serializers.CharField()
    frozen_on = Day(allow_null=True)
    points = ChartPointOut(many=True)
