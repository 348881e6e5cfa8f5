"""Agreements on sharing data, what a partner says of its figures, and its own report layouts."""

from typing import Any, ClassVar

from rest_framework import serializers

from initiatives.shapes import Body, Choice, Day, NumberedRow, Row
from measurement.serializers.fields import PeriodField
from measurement.words import AgreementState, Audience, SharedLevel

CODE = 64
TEXT = 10_000


def _days() -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=3650, required=False)


def _codes(help_text: str) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.CharField(max_length=CODE), required=False, max_length=1000, help_text=help_text
    )


class AgreementChange(Body):
    """The terms of a draft. Level and audience govern what others see, after_end from the day after the last."""

    title = serializers.CharField(max_length=200, required=False)
    parties = _codes("Codes of partners.")
    indicators = _codes("Codes of the indicators it covers; none: all that its parties report.")
    dimensions = _codes("Codes of the dimensions to break figures down by; none: any, unless totals only.")
    starts_on = Day(required=False)
    ends_on = Day(required=False)
    level = Choice(choices=SharedLevel.choices, required=False)
    audience = Choice(choices=Audience.choices, required=False)
    after_end = Choice(choices=Audience.choices, required=False)
    renewal_days = _days()
    review_days = _days()
    breach_notice_days = _days()
    purpose = serializers.CharField(max_length=TEXT, required=False)
    permitted_use = serializers.CharField(max_length=TEXT, required=False)
    forbidden_use = serializers.CharField(max_length=TEXT, required=False)
    legal_basis = serializers.CharField(max_length=TEXT, required=False)
    consent = serializers.CharField(max_length=TEXT, required=False)
    security = serializers.CharField(max_length=TEXT, required=False)
    retention = serializers.CharField(max_length=TEXT, required=False)
    destruction = serializers.CharField(max_length=TEXT, required=False)
    publication_rights = serializers.CharField(max_length=TEXT, required=False)
    termination = serializers.CharField(max_length=TEXT, required=False)
    contacts = serializers.CharField(max_length=TEXT, required=False)


class AgreementNew(AgreementChange):
    """What makes a draft: a title, its parties and the first day."""

    title = serializers.CharField(max_length=200)
    starts_on = Day()

    def get_fields(self) -> dict[str, Any]:
        parties = serializers.ListField(child=serializers.CharField(max_length=CODE), max_length=1000)
        return {**super().get_fields(), "parties": parties}


class AgreementRenewal(Body):
    """When the renewal begins (the day after the former's last) and ends."""

    starts_on = Day(required=False)
    ends_on = Day(required=False)


class AgreementEnd(Body):
    """The last day of an agreement, and why it ends."""

    last_day = Day()
    reason = serializers.CharField(max_length=4000)


class AgreementRow(Row):
    """An agreement. `state` is as it was set; whether it ends soon or has ended is told by its days."""

    id = serializers.UUIDField(source="public_id")
    title = serializers.CharField()
    number = serializers.IntegerField()
    renews = serializers.UUIDField(source="renews.public_id", allow_null=True)
    state = Choice(choices=AgreementState.choices)
    parties = serializers.ListField(child=serializers.CharField(), source="party_codes")
    indicators = serializers.ListField(child=serializers.CharField(), source="indicator_codes")
    dimensions = serializers.ListField(child=serializers.CharField(), source="dimension_codes")
    level = Choice(choices=SharedLevel.choices)
    audience = Choice(choices=Audience.choices)
    after_end = Choice(choices=Audience.choices)
    starts_on = Day()
    ends_on = Day(allow_null=True)
    terminated_on = Day(allow_null=True)
    termination_reason = serializers.CharField()
    renewal_days = serializers.IntegerField()
    review_days = serializers.IntegerField(allow_null=True)
    breach_notice_days = serializers.IntegerField(allow_null=True)
    purpose = serializers.CharField()
    permitted_use = serializers.CharField()
    forbidden_use = serializers.CharField()
    legal_basis = serializers.CharField()
    consent = serializers.CharField()
    security = serializers.CharField()
    retention = serializers.CharField()
    destruction = serializers.CharField()
    publication_rights = serializers.CharField()
    termination = serializers.CharField()
    contacts = serializers.CharField()
    file = serializers.CharField(source="file_name")

    computed: ClassVar[frozenset[str]] = frozenset()


class FigureNoteNew(Body):
    """What a partner says of its figure: a note that travels with it, and that it may be shown before its day."""

    indicator = serializers.CharField(max_length=CODE)
    period = PeriodField()
    note = serializers.CharField(max_length=1000, required=False)
    agreed = serializers.BooleanField(required=False)


class ComingOut(NumberedRow):
    """A figure of a partner that will be shown by name, from when to whom, and what the partner says beside it."""

    indicator = serializers.CharField()
    indicator_name = serializers.CharField()
    period = serializers.CharField()
    value = serializers.CharField()
    to = serializers.CharField(help_text="Visibility: partners or public.")
    shown_from = serializers.DateTimeField()
    agreed = serializers.BooleanField()
    note = serializers.CharField()
