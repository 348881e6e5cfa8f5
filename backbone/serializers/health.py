"""Condition health, principles and risks as they look outside."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from backbone.quarters import quarter_of
from backbone.queries.health import ConditionHealth
from backbone.queries.health.principles import Principle
from backbone.queries.risks import RiskTold
from backbone.words.health import Condition, ItemState, Likelihood, Risk
from initiatives.shapes import Body, Choice, DecimalText, Query, Row

NUMBERS = "The numbers its sentence is made of, by name; empty where the records cannot tell."


class HealthQuery(Query):
    """Which quarter; the present one for the staff, the last one that was released for partners."""

    quarter = serializers.CharField(required=False, max_length=12, help_text="Such as 2026-Q3.")


class HealthItemOut(serializers.Serializer):  # type: ignore[type-arg]
    """One item. `rated` is the mean of people's ratings from 0 to 4, by so many organisations (`voices`)."""

    number = serializers.IntegerField()
    text = serializers.CharField()
    state = Choice(choices=ItemState.choices)
    told = serializers.CharField()
    words = serializers.DictField(child=serializers.IntegerField(), help_text=NUMBERS)
    rated = DecimalText(allow_null=True)
    voices = serializers.IntegerField()


class ConditionHealthOut(serializers.Serializer):  # type: ignore[type-arg]
    """One condition with its eight items, and how many of them are in each state."""

    condition = Choice(choices=Condition.choices)
    in_place = serializers.IntegerField()
    partly = serializers.IntegerField()
    missing = serializers.IntegerField()
    unknown = serializers.IntegerField()
    items = HealthItemOut(many=True)


class HealthOut(serializers.Serializer):  # type: ignore[type-arg]
    """How the conditions stand. `quarter` is empty for now; without conditions nothing was released yet."""

    quarter = serializers.CharField()
    conditions = ConditionHealthOut(many=True)


class HealthQuarterRow(Row):
    """A quarter that was kept."""

    quarter = serializers.CharField(help_text="Such as 2026-Q3.")
    taken_at = serializers.DateTimeField()
    released_at = serializers.DateTimeField(allow_null=True)

    @staticmethod
    def finish(row: dict[str, Any]) -> None:
        row["quarter"] = quarter_of(row["quarter"]).code


class PrincipleStatementOut(serializers.Serializer):  # type: ignore[type-arg]
    """One statement of a principle, as people rated it."""

    text = serializers.CharField()
    state = Choice(choices=ItemState.choices)
    rated = DecimalText(allow_null=True)
    voices = serializers.IntegerField()


class PrincipleOut(serializers.Serializer):  # type: ignore[type-arg]
    """A principle with its three statements."""

    name = serializers.CharField()
    in_place = serializers.IntegerField()
    statements = PrincipleStatementOut(many=True)


class PrinciplesOut(serializers.Serializer):  # type: ignore[type-arg]
    """The principles by the last round that ended; `assessment` is null before the first one."""

    assessment = serializers.UUIDField(allow_null=True)
    principles = PrincipleOut(many=True)


class RiskSignOut(serializers.Serializer):  # type: ignore[type-arg]
    """What records tell of a risk. `given`: it is a sign by its rule."""

    key = serializers.CharField()
    have = serializers.IntegerField()
    of = serializers.IntegerField()
    given = serializers.BooleanField()
    told = serializers.CharField()
    rule = serializers.CharField()


class RiskOut(serializers.Serializer):  # type: ignore[type-arg]
    """One risk, the latest word of the staff on it, and its signs."""

    risk = Choice(choices=Risk.choices)
    likelihood = Choice(choices=Likelihood.choices, allow_null=True)
    note = serializers.CharField()
    rated_at = serializers.DateTimeField(allow_null=True)
    rated_by = serializers.CharField()
    signs = RiskSignOut(many=True)


class RisksOut(serializers.Serializer):  # type: ignore[type-arg]
    """The ten risks in their order."""

    risks = RiskOut(many=True)


class RiskRate(Body):
    """What rates a risk."""

    risk = Choice(choices=Risk.choices)
    likelihood = Choice(choices=Likelihood.choices)
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)


def conditions_out(found: Iterable[ConditionHealth]) -> list[dict[str, Any]]:
    """Return the conditions as they look outside."""
    return [
        {
            "condition": one.condition.value,
            "in_place": one.in_place,
            "partly": one.count(ItemState.PARTLY),
            "missing": one.count(ItemState.NOT_IN_PLACE),
            "unknown": one.count(ItemState.UNKNOWN),
            "items": [
                {
                    "number": item.item.number,
                    "text": item.item.text,
                    "state": item.state.value,
                    "told": item.told,
                    "words": dict(item.words),
                    **_rated(item.rated),
                }
                for item in one.items
            ],
        }
        for one in found
    ]


def _rated(rated: Any) -> dict[str, Any]:
    return {"rated": f"{rated.mean:.2f}" if rated else None, "voices": rated.voices if rated else 0}


def principles_out(round_id: Any, found: Iterable[Principle]) -> dict[str, Any]:
    """Return the principles as they look outside."""
    return {
        "assessment": round_id,
        "principles": [
            {
                "name": one.name,
                "in_place": one.in_place,
                "statements": [
                    {"text": str(row.item.text), "state": row.state.value, **_rated(row.rated)}
                    for row in one.statements
                ],
            }
            for one in found
        ],
    }


def risks_out(found: Iterable[RiskTold]) -> dict[str, Any]:
    """Return the risks as they look outside."""
    return {
        "risks": [
            {
                "risk": one.risk.value,
                "likelihood": one.rating.likelihood if one.rating else None,
                "note": one.rating.note if one.rating else "",
                "rated_at": one.rating.rated_at if one.rating else None,
                "rated_by": one.rating.rated_by.name if one.rating else "",
                "signs": [
                    {
                        "key": sign.key,
                        "have": sign.have,
                        "of": sign.of,
                        "given": sign.given,
                        "told": sign.told,
                        "rule": str(sign.rule),
                    }
                    for sign in one.signs
                ],
            }
            for one in found
        ]
    }
