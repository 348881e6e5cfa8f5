"""Reports, their frozen figures, and the links that open one of them."""

from typing import Any, ClassVar

from rest_framework import serializers

from backbone.services.links import LABEL, LONGEST_DAYS
from backbone.services.reports import FINDING, NOTE, TITLE
from backbone.words import ReportKind, ReportState
from initiatives.shapes import Body, Choice, DecimalText, Row
from measurement.periods import Period
from measurement.serializers.fields import PeriodField


class ReportNew(Body):
    """What begins a report."""

    kind = Choice(choices=ReportKind.choices)
    period = PeriodField()
    title = serializers.CharField(max_length=TITLE)


class ReportChange(Body):
    """The words of a draft."""

    title = serializers.CharField(max_length=TITLE, required=False)
    finding = serializers.CharField(max_length=FINDING, required=False, allow_null=True)
    note = serializers.CharField(max_length=NOTE, required=False, allow_null=True)


class ReportWithdraw(Body):
    """Why a report is withdrawn."""

    reason = serializers.CharField(max_length=FINDING)


class ReportRow(Row):
    """A report. `built_at` is empty until its figures have been read."""

    id = serializers.UUIDField(source="public_id")
    kind = Choice(choices=ReportKind.choices)
    period = serializers.CharField()
    title = serializers.CharField()
    finding = serializers.CharField()
    note = serializers.CharField()
    state = Choice(choices=ReportState.choices)
    edition = serializers.IntegerField()
    made_by = serializers.CharField(source="made_by.name")
    made_at = serializers.DateTimeField()
    built_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()

    extra: ClassVar[dict[str, str]] = {"start": "period_start", "end": "period_end"}
    computed: ClassVar[frozenset[str]] = frozenset({"period"})

    @staticmethod
    def finish(row: dict[str, Any]) -> None:
        row["period"] = Period.from_dates(row.pop("start"), row.pop("end")).code


class ReportGroupOut(serializers.Serializer[Any]):
    """The figure of one group, as it was frozen."""

    dimension = serializers.CharField()
    group = serializers.CharField()
    value = DecimalText(allow_null=True)
    display = serializers.CharField()
    suppressed = serializers.BooleanField()


class ReportFigureOut(serializers.Serializer[Any]):
    """One figure of a report, as its audience could read it when it was made."""

    indicator = serializers.CharField()
    name = serializers.CharField()
    goal = serializers.CharField()
    period = serializers.CharField(allow_null=True)
    value = DecimalText(allow_null=True)
    display = serializers.CharField()
    suppressed = serializers.BooleanField()
    status = serializers.CharField()
    state = serializers.CharField()
    reported = serializers.IntegerField(allow_null=True)
    expected = serializers.IntegerField(allow_null=True)
    coverage = DecimalText(allow_null=True)
    target = serializers.CharField()
    by = serializers.CharField()
    later = serializers.CharField(help_text="What it was revised to since; empty where it was not.")
    groups = ReportGroupOut(many=True)


class ChapterMeasureOut(serializers.Serializer[Any]):
    """A measure of one of the six roles, as it was frozen."""

    says = serializers.CharField()
    figure = serializers.CharField()
    behind = serializers.CharField()
    period = serializers.CharField()
    more = serializers.CharField()
    known = serializers.BooleanField()
    share = serializers.IntegerField(
        allow_null=True, required=False, help_text="In whole hundredths, where it is a share."
    )


class ChapterOut(serializers.Serializer[Any]):
    """What a yearly report tells of one of the six roles."""

    role = serializers.CharField()
    name = serializers.CharField()
    fte = serializers.CharField()
    measures = ChapterMeasureOut(many=True)
    lines = serializers.ListField(child=serializers.CharField())


class ReportFiguresOut(serializers.Serializer[Any]):
    """The figures of a report, and the chapters of a yearly one."""

    figures = ReportFigureOut(many=True)
    chapters = ChapterOut(many=True)


class ShareNew(Body):
    """For whom a link is, and how many days it lasts."""

    label = serializers.CharField(max_length=LABEL, required=False)  # type: ignore[assignment]
    days = serializers.IntegerField(min_value=1, max_value=LONGEST_DAYS, required=False)


class ShareRow(Row):
    """A link to a report. Its secret is told once, when it is made."""

    id = serializers.UUIDField(source="public_id")
    label = serializers.CharField()  # type: ignore[assignment]
    made_by = serializers.CharField(source="made_by.name")
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)


class ShareMade(ShareRow):
    """A link that has just been made, with its address."""

    url = serializers.CharField()
