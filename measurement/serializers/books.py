"""Workbooks of hand-ins, and those that came by e-mail."""

from rest_framework import serializers

from initiatives.shapes import Body, Choice, Content, Row
from measurement.models import Delivery


class WorkbookOut(serializers.Serializer):  # type: ignore[type-arg]
    """A workbook to fill."""

    name = serializers.CharField()
    content = Content()


class WorkbookIn(Body):
    """A filled workbook. Without `save` it is only looked at."""

    name = serializers.CharField(max_length=200)
    content = Content()
    save = serializers.BooleanField(required=False, default=False)  # type: ignore[assignment]


class BookChange(serializers.Serializer):  # type: ignore[type-arg]
    """One thing that the workbook says otherwise than the draft. `at` is its cell in the workbook."""

    indicator = serializers.CharField()
    cell = serializers.DictField(child=serializers.CharField())
    part = serializers.CharField(help_text="numerator, denominator, value, n, status, note or explanation")
    before = serializers.CharField()
    after = serializers.CharField()
    at = serializers.CharField()


class BookProblem(serializers.Serializer):  # type: ignore[type-arg]
    """What is wrong with a workbook, and in which cell where it is about one."""

    cell = serializers.CharField()
    message = serializers.CharField()
    stops = serializers.BooleanField(help_text="Whether it keeps the hand-in from being sent.")


class BroughtBack(serializers.Serializer):  # type: ignore[type-arg]
    """What a workbook changes, or changed; `submission` is the draft it went into."""

    saved = serializers.BooleanField()
    submission = serializers.UUIDField(allow_null=True)
    changes = BookChange(many=True)
    problems = BookProblem(many=True)


class DeliveryNew(Body):
    """A filled workbook that came by e-mail."""

    name = serializers.CharField(max_length=200)
    content = Content()
    sent_by = serializers.CharField(max_length=200, required=False)


class Whose(Body):
    """Whose a workbook without its mark is."""

    partner = serializers.CharField(max_length=64)
    cycle = serializers.UUIDField()


class DeliveryRow(Row):
    """A workbook that came by e-mail and what became of it."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    state = Choice(choices=Delivery.State.choices)
    sent_by = serializers.CharField()
    partner = serializers.CharField(source="request.partner.code", allow_null=True)
    request = serializers.UUIDField(source="request.public_id", allow_null=True)
    submission = serializers.UUIDField(source="submission.public_id", allow_null=True)
    message = serializers.CharField()
    findings = BookProblem(many=True)
    created_at = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True)
    written_at = serializers.DateTimeField(allow_null=True)
