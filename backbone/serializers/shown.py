"""What an audience is shown, stories and texts, and a dashboard as it looks outside."""

from typing import Any

from rest_framework import serializers

from agenda.words import Promise
from backbone.queries import Dashboard
from backbone.serializers.portfolio import IndicatorHeldOut, held_out
from backbone.serializers.scorecard import ScorecardOut, scorecard_out
from backbone.words import Audience, Consent, PassageKind, StoryUse
from initiatives.shapes import Body, Choice, Day, Row


class PassageChange(Body):
    """What may be changed of a story or text. A story says who told it, and when they agreed to its being told."""

    title = serializers.CharField(max_length=200, required=False, allow_null=True)
    body = serializers.CharField(max_length=4000)
    told_by = serializers.CharField(max_length=200, required=False, allow_null=True)
    agreed_on = Day(required=False, allow_null=True)
    agreed_how = Choice(choices=Consent.choices, required=False)
    agreed_by = serializers.CharField(max_length=200, required=False, allow_null=True)
    agreed_until = Day(required=False, allow_null=True)
    uses = serializers.ListField(
        child=Choice(choices=StoryUse.choices),
        required=False,
        max_length=3,
        help_text="Where a story may be told.",
    )
    about = serializers.CharField(
        max_length=64, required=False, allow_null=True, help_text="The code of an indicator."
    )


class PassageNew(PassageChange):
    """What writes a story or text."""

    kind = Choice(choices=PassageKind.choices)


class PassageRow(Row):
    """A story or text."""

    id = serializers.UUIDField(source="public_id")
    kind = Choice(choices=PassageKind.choices)
    title = serializers.CharField()
    body = serializers.CharField()
    told_by = serializers.CharField()
    agreed_on = serializers.DateField(allow_null=True)
    agreed_how = serializers.CharField()
    agreed_by = serializers.CharField()
    agreed_until = serializers.DateField(allow_null=True)
    uses = serializers.ListField(child=serializers.CharField())
    taken_back_at = serializers.DateTimeField(allow_null=True)
    about = serializers.CharField(source="about__code", allow_null=True)
    changed_at = serializers.DateTimeField()


class ShownChange(Body):
    """What an audience is to be shown, each kind in its order; nothing: the page fills itself again."""

    indicators = serializers.ListField(
        child=serializers.CharField(max_length=64), max_length=100, required=False, help_text="Codes."
    )
    passages = serializers.ListField(child=serializers.UUIDField(), max_length=100, required=False)


class DashboardPassage(serializers.Serializer):  # type: ignore[type-arg]
    """A story or text on a dashboard."""

    id = serializers.UUIDField()
    kind = Choice(choices=PassageKind.choices)
    title = serializers.CharField()
    body = serializers.CharField()
    told_by = serializers.CharField()


class DashboardGap(serializers.Serializer):  # type: ignore[type-arg]
    """A gap that is to close, in words."""

    indicator = serializers.CharField()
    group = serializers.CharField()
    beside = serializers.CharField()
    finding = serializers.CharField()


class PromisedOut(serializers.Serializer):  # type: ignore[type-arg]
    """The commitments of one kind: how many hold, of how many partners, wait to be signed, have run out."""

    kind = Choice(choices=Promise.choices)
    holds = serializers.IntegerField()
    partners = serializers.IntegerField()
    to_sign = serializers.IntegerField()
    run_out = serializers.IntegerField()


class PaidOut(serializers.Serializer):  # type: ignore[type-arg]
    """The activities that a partner pays for, by their ids; those that are over are not among them."""

    partner = serializers.CharField()
    activities = serializers.ListField(child=serializers.UUIDField())


class ContributionsOut(serializers.Serializer):  # type: ignore[type-arg]
    """What partners put in besides their figures; for funders only, empty for others."""

    promised = PromisedOut(many=True)
    paid = PaidOut(many=True)


class DashboardOut(serializers.Serializer):  # type: ignore[type-arg]
    """What an audience is shown. `is_chosen`: by the staff; `indicators` in their order.

    `moved` tells funders each indicator beside what it was on the day `since`; empty for others and without a day.
    """

    audience = Choice(choices=Audience.choices)
    is_chosen = serializers.BooleanField()
    indicators = serializers.ListField(child=serializers.CharField())
    passages = DashboardPassage(many=True)
    gaps = DashboardGap(many=True)
    contributions = ContributionsOut()
    moved = IndicatorHeldOut(many=True)
    scorecard = ScorecardOut()


def dashboard_out(found: Dashboard) -> dict[str, Any]:
    """Return a dashboard as it looks outside."""
    names = ("kind", "title", "body", "told_by")
    return {
        "audience": found.audience.value,
        "is_chosen": found.shown.is_chosen,
        "indicators": [row.code for row in found.shown.indicators],
        "passages": [
            {"id": row.public_id, **{name: getattr(row, name) for name in names}}
            for row in found.shown.passages
        ],
        "gaps": [
            {
                "indicator": gap.indicator.code,
                "group": gap.group,
                "beside": gap.beside,
                "finding": gap.finding,
            }
            for gap in found.gaps
        ],
        "contributions": {
            "promised": [
                {
                    "kind": row.kind.value,
                    **{name: getattr(row, name) for name in ("holds", "partners", "to_sign", "run_out")},
                }
                for row in found.contributions.promised
            ],
            "paid": [
                {"partner": row.partner.code, "activities": [one.public_id for one in row.activities]}
                for row in found.contributions.paid
            ],
        },
        "moved": [held_out(row) for row in found.moved],
        "scorecard": scorecard_out(found.card),
    }
