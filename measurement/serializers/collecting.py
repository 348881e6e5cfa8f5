"""The board, reminders, links, files, and how figures are collected."""

from typing import Any

from rest_framework import serializers

from initiatives.serializers.links import NewSecretLink, SecretLinkRow
from initiatives.serializers.reminding import RemindedOut
from initiatives.shapes import Body, Choice, Day, Row
from measurement.queries import BOARD_GROUPS
from measurement.serializers.collection import CODE, REASON
from measurement.words import LinkAbout

MOST_REQUESTS = 1000
GROUPS = [(name, name) for name in BOARD_GROUPS]


class PlannedOut(serializers.Serializer):  # type: ignore[type-arg]
    """How many cycles are newly planned."""

    planned = serializers.IntegerField()


class BoardRowOut(serializers.Serializer):  # type: ignore[type-arg]
    """One partner's place on the board. `weight`: its share of the last period's volume."""

    partner = serializers.CharField()
    request = serializers.UUIDField()
    submission = serializers.UUIDField(allow_null=True)
    group = Choice(choices=GROUPS)
    last_day = Day()
    asked = serializers.IntegerField()
    given = serializers.IntegerField()
    weight = serializers.CharField(allow_null=True)
    nudged = serializers.ListField(child=serializers.DateField())
    links = serializers.IntegerField(help_text="Links without an account that work at present.")
    return_reason = serializers.CharField()


class CallOut(serializers.Serializer):  # type: ignore[type-arg]
    """One partner to call. `nudged` are the days on which it was written to, the latest first."""

    partner = serializers.CharField()
    request = serializers.UUIDField()
    last_day = serializers.DateField()
    nudged = serializers.ListField(child=serializers.DateField())
    name = serializers.CharField()
    phone = serializers.CharField()
    email = serializers.CharField()


class CallsOut(serializers.Serializer):  # type: ignore[type-arg]
    """Whom to call about a cycle."""

    calls = CallOut(many=True)


class BoardOut(serializers.Serializer):  # type: ignore[type-arg]
    """Where a cycle stands. Shares are from 0 to 1, null where there is nothing to take a share of."""

    cycle = serializers.UUIDField()
    counts = serializers.DictField(child=serializers.IntegerField())
    volume_in = serializers.CharField(allow_null=True)
    volume_accepted = serializers.CharField(allow_null=True)
    on_time = serializers.CharField(allow_null=True)
    median_seconds = serializers.IntegerField(allow_null=True)
    partners = BoardRowOut(many=True)


class NudgeNew(Body):
    """What those late read; `requests` picks among them."""

    message = serializers.CharField(max_length=1000, required=False, default="", allow_blank=True)
    until = Day(required=False, help_text="They may hand in until this day, where their time is over.")
    copy_lead = serializers.BooleanField(required=False, default=False)
    requests = serializers.ListField(child=serializers.UUIDField(), max_length=MOST_REQUESTS, required=False)


class NudgedOut(serializers.Serializer):  # type: ignore[type-arg]
    """The partners that were written to, and of each to whom the letter goes and until when it waits."""

    nudged = serializers.ListField(child=serializers.CharField())
    reminded = RemindedOut(many=True)


class LinkNew(Body):
    """To whom a link goes (a person's id; else its address is the answer, this once), and how long it lasts."""

    to = serializers.UUIDField(required=False)
    days = serializers.IntegerField(min_value=1, max_value=60, required=False)
    message = serializers.CharField(max_length=1000, required=False, default="", allow_blank=True)


class LinkRow(SecretLinkRow):
    """A link with which one request is handed in without an account; never its secret."""

    request = serializers.UUIDField(source="request.public_id")
    partner = serializers.CharField(source="request.partner.code")
    email = serializers.CharField()
    about = Choice(choices=LinkAbout.choices, help_text="What its letter is for.")


class LinkOut(LinkRow, NewSecretLink):
    """A new link; `address` is given this once, and empty where it goes by letter."""


class LinksSent(serializers.Serializer):  # type: ignore[type-arg]
    """The partners to which a link is on its way."""

    linked = serializers.ListField(child=serializers.CharField())


class EvidenceNew(Body):
    """A file behind one indicator of a draft, in base64, up to 10 MB."""

    indicator = serializers.CharField(max_length=CODE)
    name = serializers.CharField(max_length=200)
    content = serializers.CharField(max_length=14_000_000, trim_whitespace=False)


class EvidenceRow(Row):
    """A file behind a figure."""

    id = serializers.UUIDField(source="public_id")
    submission = serializers.UUIDField(source="submission.public_id")
    indicator = serializers.CharField(source="indicator.code")
    name = serializers.CharField()
    size = serializers.IntegerField()
    uploaded_at = serializers.DateTimeField()


class SentBack(Body):
    """What the lead asks to look at again."""

    reason = serializers.CharField(max_length=REASON)


class RulesChange(Body):
    """How the initiative collects."""

    periods_ahead = serializers.IntegerField(min_value=0, max_value=12)
    days_to_hand_in = serializers.IntegerField(min_value=1, max_value=365)
    grace_days = serializers.IntegerField(min_value=0, max_value=365)
    lead_signs_off = serializers.BooleanField()
    minutes_a_year = serializers.IntegerField(min_value=1, max_value=100_000, allow_null=True)


class TermsChange(Body):
    """What is agreed with a partner; null: as the initiative does."""

    fiscal_year_start = serializers.IntegerField(min_value=1, max_value=12, allow_null=True)
    minutes_a_year = serializers.IntegerField(min_value=1, max_value=100_000, allow_null=True)


class ReportingOut(serializers.Serializer):  # type: ignore[type-arg]
    """What reporting costs a partner in a year, and what was agreed. Never per person."""

    partner = serializers.CharField()
    fiscal_year_start = serializers.IntegerField(allow_null=True)
    minutes_a_year = serializers.IntegerField(allow_null=True)
    figures = serializers.IntegerField()
    forecast_minutes = serializers.IntegerField()
    budget_minutes = serializers.IntegerField(allow_null=True)
    over_minutes = serializers.IntegerField()
    basis = Choice(choices=[(name, name) for name in ("own", "all", "assumed")])
    median_seconds = serializers.IntegerField(allow_null=True)


def share(value: Any) -> Any:
    """Return a share with at most six places, None as it is."""
    return None if value is None else round(value, 6).normalize()
