"""The scorecard: what it is asked, and how it looks outside."""

from typing import Any

from rest_framework import serializers

from backbone.queries import Asked, Line, Scorecard
from initiatives.shapes import Choice, Day, DecimalText, Query
from measurement.queries import Point, display
from measurement.words import FigureStatus, Level

STATES = [
    "",
    "achieved",
    "on_track",
    "slightly_behind",
    "off_track",
    "worse",
    "too_early",
    "not_enough_data",
    "out_of_date",
]
VERDICTS = ["", "better", "worse", "same"]
LACKS = ["steward", "story", "action"]


class ScorecardQuery(Query):
    """Which goals, which part of the figures, which periods, as of which day."""

    goal = serializers.UUIDField(required=False, help_text="The id of a goal.")
    group = serializers.UUIDField(required=False, help_text="The id of the group that works on the goals.")
    sector = serializers.CharField(required=False, max_length=64)
    place = serializers.CharField(required=False, max_length=64)
    category = serializers.CharField(
        required=False, max_length=129, help_text="A category with its dimension: income:low."
    )
    as_of = Day(required=False, help_text="What stood at the end of this day.")
    period = serializers.CharField(
        required=False, max_length=21, help_text="The figures within this period, in place of the latest."
    )
    against = serializers.CharField(
        required=False, max_length=21, help_text="The period that they are compared with."
    )

    @staticmethod
    def asked(query: dict[str, Any]) -> Asked:
        """Return what the address asks of the scorecard."""
        return Asked(**query)


class FigureOut(serializers.Serializer):  # type: ignore[type-arg]
    """One figure. `value` is unrounded; `display` rounded half up; a hidden one has no numbers."""

    period = serializers.CharField()
    value = DecimalText(allow_null=True)
    display = serializers.CharField()
    low = DecimalText(allow_null=True)
    high = DecimalText(allow_null=True)
    suppressed = serializers.BooleanField()
    bound = serializers.CharField()
    status = Choice(choices=FigureStatus.choices)
    reported = serializers.IntegerField()
    expected = serializers.IntegerField()
    coverage = DecimalText(allow_null=True)


class ChangeOut(serializers.Serializer):  # type: ignore[type-arg]
    """What changed, in words, and whether that is better."""

    text = serializers.CharField()
    verdict = Choice(choices=VERDICTS)


class AimOut(serializers.Serializer):  # type: ignore[type-arg]
    """The target, and what the path to it asks for by now; texts, empty where there are none."""

    target = serializers.CharField()
    by = serializers.CharField()
    wanted = serializers.CharField()
    share = serializers.CharField()
    expected = serializers.CharField()


class CauseOut(serializers.Serializer):  # type: ignore[type-arg]
    """What pushes a figure up, or holds it down."""

    push = Choice(choices=["up", "down"])
    text = serializers.CharField()


class NextOut(serializers.Serializer):  # type: ignore[type-arg]
    """What is done next, by whom, by when."""

    what = serializers.CharField()
    owner = serializers.CharField()
    due = serializers.DateField()


class LineOut(serializers.Serializer):  # type: ignore[type-arg]
    """One indicator. `figure` is what is asked for, `before` what it is compared with; null where there is none.

    `state` is empty where nobody judges; `lacks` names what a red one has not.
    """

    indicator = serializers.CharField()
    name = serializers.CharField()
    level = Choice(choices=Level.choices)
    unit = serializers.CharField()
    state = Choice(choices=STATES)
    figure = FigureOut(allow_null=True)
    before = FigureOut(allow_null=True)
    change = ChangeOut(allow_null=True)
    aim = AimOut()
    steward = serializers.CharField(allow_null=True)
    story = CauseOut(many=True)
    action = NextOut(allow_null=True)
    lacks = serializers.ListField(child=Choice(choices=LACKS))
    updated_at = serializers.DateTimeField(allow_null=True)


class SectionOut(serializers.Serializer):  # type: ignore[type-arg]
    """A goal with its indicators, or (goal null) an outcome where there are no goals; "" for what is under none."""

    goal = serializers.UUIDField(allow_null=True)
    title = serializers.CharField()
    lines = LineOut(many=True)


class ScorecardOut(serializers.Serializer):  # type: ignore[type-arg]
    """Every goal with its indicators. `too_early` says why nothing, or nothing of all, is judged yet."""

    phase = serializers.CharField(allow_null=True)
    year = serializers.IntegerField(allow_null=True)
    too_early = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="How many are in each state.")
    sections = SectionOut(many=True)


def scorecard_out(card: Scorecard) -> dict[str, Any]:
    """Return a scorecard as it looks outside."""
    return {
        "phase": card.effort.phase.name if card.effort.phase else None,
        "year": card.effort.year,
        "too_early": card.effort.told,
        "counts": dict(card.counts),
        "sections": [
            {
                "goal": section.goal.public_id if section.goal else None,
                "title": section.title,
                "lines": [line_out(line) for line in section.lines],
            }
            for section in card.sections
        ],
    }


def line_out(line: Line) -> dict[str, Any]:
    """Return a line as it looks outside."""
    judged, action, standing = line.standing.judged, line.action, line.standing
    names = ("target", "by", "wanted", "share", "expected")
    return {
        "indicator": line.indicator.code,
        "name": line.indicator.name,
        "level": line.indicator.level,
        "unit": standing.version.unit,
        "state": line.state,
        "figure": figure_out(line, line.point),
        "before": figure_out(line, line.before),
        "change": vars(line.change) if line.change else None,
        "aim": {name: getattr(judged, name) if judged else "" for name in names},
        "steward": line.indicator.steward.name if line.indicator.steward else None,
        "story": [{"push": row["push"], "text": row["text"]} for row in line.story],
        "action": {"what": action.what, "owner": action.owner.name, "due": action.due} if action else None,
        "lacks": list(line.lacks),
        "updated_at": standing.updated,
    }


def figure_out(line: Line, point: Point | None) -> dict[str, Any] | None:
    """Return a figure of a line as it looks outside."""
    if point is None:
        return None
    hidden = point.suppressed
    names = ("low", "high", "suppressed", "bound", "status", "reported", "expected")
    return {
        **{name: getattr(point, name) for name in names},
        "period": point.period.code,
        "value": None if hidden else point.value,
        "display": point.bound if hidden else display(line.standing.version, point.value),
        "coverage": None if point.coverage is None else point.coverage.normalize(),
    }
