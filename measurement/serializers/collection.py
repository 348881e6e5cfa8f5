"""Assignments, periods, cycles, requests and submissions."""

from typing import Any, ClassVar

from rest_framework import serializers

from initiatives.shapes import Body, Choice, Day, Query, Row
from measurement.periods import Period
from measurement.queries import REQUEST_STATES
from measurement.serializers.fields import (
    BulkObservations,
    DayField,
    ObservationOut,
    Observations,
    PeriodField,
)
from measurement.words import Cadence, CheckSeverity, CycleState, SubmissionState

CODE = 64
REQUESTS = [(state.value, name) for state, name in REQUEST_STATES.items()]
REASON = 4000


class AssignmentNew(Body):
    """Who is to report what, from a day to a day."""

    partner = serializers.CharField(max_length=CODE)
    indicator = serializers.CharField(max_length=CODE)
    to = Day(required=False)

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "from": Day()}


class AssignmentChange(Body):
    """What may be changed of an assignment: the last day it covers."""

    to = Day()


class AssignmentQuery(Query):
    """Which assignments."""

    partner = serializers.CharField(required=False, max_length=CODE)
    indicator = serializers.CharField(required=False, max_length=CODE)
    on = Day(required=False, help_text="Those that cover this day.")


class AssignmentRow(Row):
    """A partner reports an indicator from a day to a day (null: until further notice)."""

    id = serializers.CharField()
    partner = serializers.CharField(source="partner.code")
    indicator = serializers.CharField(source="indicator.code")
    to = Day(source="ends_on", allow_null=True)

    computed: ClassVar[frozenset[str]] = frozenset({"id"})

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "from": Day(source="starts_on")}

    @staticmethod
    def finish(row: dict[str, Any]) -> None:
        row["id"] = f"{row['partner']}:{row['indicator']}:{row['from'].isoformat()}"


class PeriodQuery(Query):
    """Which periods: those of a cadence that have a day between `from` and `to`."""

    cadence = Choice(choices=[c for c in Cadence.choices if c[0] != Cadence.CUSTOM])

    def get_fields(self) -> dict[str, Any]:
        days = {"from": DayField(), "to": DayField(last=True, required=False)}
        return {**super().get_fields(), **days}


class PeriodRow(Row):
    """A period."""

    code = serializers.CharField()
    start = Day()
    end = Day()
    label = serializers.CharField()  # type: ignore[assignment]


class CycleNew(Body):
    """What opens a cycle: it opens the day after its period and is due a fortnight later unless said otherwise."""

    period = PeriodField()
    opens = Day(required=False)
    due = Day(required=False)
    grace_days = serializers.IntegerField(min_value=0, max_value=3650, required=False)
    practice = serializers.BooleanField(
        required=False, default=False, help_text="What is handed in for practice never becomes a figure."
    )


class CycleChange(Body):
    """What may be changed of a cycle that is not locked."""

    opens = Day()
    due = Day()
    grace_days = serializers.IntegerField(min_value=0, max_value=3650)


class CycleQuery(Query):
    """Which cycles."""

    period = PeriodField(required=False)
    state = Choice(choices=CycleState.choices, required=False)
    cadence = Choice(choices=Cadence.choices, required=False)


def _period(row: dict[str, Any]) -> None:
    row["period"] = Period.from_dates(row.pop("period_start"), row.pop("period_end")).code


class CycleRow(Row):
    """A cycle, with how many partners were asked, wait for review and are accepted."""

    id = serializers.UUIDField(source="public_id")
    period = serializers.CharField()
    cadence = Choice(choices=Cadence.choices)
    opens = Day()
    due = Day()
    grace_days = serializers.IntegerField()
    state = Choice(choices=CycleState.choices)
    locked_at = serializers.DateTimeField(allow_null=True)
    practice = serializers.BooleanField()
    asked = serializers.IntegerField()
    waiting = serializers.IntegerField()
    accepted = serializers.IntegerField()

    computed: ClassVar[frozenset[str]] = frozenset({"period"})
    extra: ClassVar[dict[str, str]] = {"period_start": "period_start", "period_end": "period_end"}
    finish = staticmethod(_period)


class RequestQuery(Query):
    """Which asks."""

    state = Choice(choices=REQUESTS, required=False)
    partner = serializers.CharField(required=False, max_length=CODE)
    period = PeriodField(required=False)
    cycle = serializers.UUIDField(required=False)


class RequestRow(Row):
    """One partner's ask for one cycle, and the hand-in that answers it."""

    id = serializers.UUIDField(source="public_id")
    partner = serializers.CharField(source="partner.code")
    cycle = serializers.UUIDField(source="cycle.public_id")
    period = serializers.CharField()
    state = Choice(choices=REQUESTS)
    due = Day(source="cycle.due")
    last_day = Day(help_text="With days of grace and an extension.")
    extended_until = Day(allow_null=True)
    extension_reason = serializers.CharField()
    submission = serializers.UUIDField(source="submission_public_id", allow_null=True)

    computed: ClassVar[frozenset[str]] = frozenset({"period"})
    extra: ClassVar[dict[str, str]] = {
        "period_start": "cycle__period_start",
        "period_end": "cycle__period_end",
    }
    finish = staticmethod(_period)


class Extension(Body):
    """What lets a partner hand in later."""

    until = Day()
    reason = serializers.CharField(max_length=300, required=False)


class SubmissionNew(Body):
    """One partner's figures for one period; `submit` hands them in at once."""

    partner = serializers.CharField(max_length=CODE)
    period = PeriodField()
    submit = serializers.BooleanField(required=False, default=False)
    observations = Observations(required=False)
    source = serializers.CharField(max_length=300, required=False)  # type: ignore[assignment]


class SubmissionChange(Body):
    """Figures to put into a draft: those that are not named stay, empty ones are cleared."""

    observations = Observations()


class Reason(Body):
    """Why."""

    reason = serializers.CharField(max_length=REASON)


class Revision(Reason):
    """Why accepted figures change, and to what."""

    observations = Observations()


class SubmissionQuery(Query):
    """Which hand-ins."""

    state = Choice(choices=SubmissionState.choices, required=False)
    partner = serializers.CharField(required=False, max_length=CODE)
    period = PeriodField(required=False)
    cycle = serializers.UUIDField(required=False)


class SubmissionRow(Row):
    """A hand-in without its figures."""

    id = serializers.UUIDField(source="public_id")
    partner = serializers.CharField(source="partner.code")
    period = serializers.CharField()
    cycle = serializers.UUIDField(source="cycle.public_id")
    state = Choice(choices=SubmissionState.choices)
    version = serializers.IntegerField()
    revises = serializers.UUIDField(source="revises.public_id", allow_null=True)
    reason = serializers.CharField()
    return_reason = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    on_behalf = serializers.BooleanField()
    practice = serializers.BooleanField(source="cycle.practice")
    holder = serializers.CharField(
        help_text="Who handed it in, or filled it in, by a link without an account."
    )
    sign_off_asked_at = serializers.DateTimeField(
        allow_null=True, help_text="Since when it waits for its partner's lead."
    )
    signed_off_at = serializers.DateTimeField(allow_null=True)
    confirmed_at = serializers.DateTimeField(
        allow_null=True, help_text="When the partner said that what was filled in on its behalf is right."
    )
    taken_back_at = serializers.DateTimeField(
        allow_null=True, help_text="When the partner last took it back to put it right."
    )
    active_seconds = serializers.IntegerField(
        allow_null=True, help_text="How long it was worked on; never by whom."
    )
    self_accepted = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    saved_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)

    computed: ClassVar[frozenset[str]] = frozenset({"period"})
    extra: ClassVar[dict[str, str]] = {
        "period_start": "cycle__period_start",
        "period_end": "cycle__period_end",
    }
    finish = staticmethod(_period)


class CheckOut(serializers.Serializer):  # type: ignore[type-arg]
    """What a check found about one figure."""

    rule = serializers.CharField()
    severity = Choice(choices=CheckSeverity.choices)
    message = serializers.CharField()
    observation = serializers.IntegerField(help_text="Its place in `observations`, from 0.")
    indicator = serializers.CharField()
    explanation = serializers.CharField()


class SubmissionOut(SubmissionRow):
    """A hand-in with its figures, and what the checks find while it is open."""

    checks = CheckOut(many=True)
    observations = ObservationOut(many=True)

    computed: ClassVar[frozenset[str]] = frozenset({"period", "checks", "observations"})


class PassingBody(Body):
    """Which hand-ins to accept; left out: all that wait and pass, a hundred at most."""

    submissions = serializers.ListField(child=serializers.UUIDField(), max_length=100, required=False)


class WaitingOut(serializers.Serializer):  # type: ignore[type-arg]
    """A hand-in that waits, and why it wants a person's eyes."""

    id = serializers.UUIDField()
    partner = serializers.CharField()
    period = serializers.CharField()
    passes = serializers.BooleanField()
    why = serializers.ListField(child=serializers.CharField())


class PassingOut(serializers.Serializer):  # type: ignore[type-arg]
    """The hand-ins that wait, the longest first."""

    waiting = WaitingOut(many=True)


class PassedOut(serializers.Serializer):  # type: ignore[type-arg]
    """What was accepted, and what was left and why."""

    accepted = serializers.ListField(child=serializers.UUIDField())
    left = WaitingOut(many=True)


class Bulk(Body):
    """Many figures, all or nothing. `reason` is needed where accepted figures change."""

    observations = BulkObservations()
    submit = serializers.BooleanField(required=False, default=False)
    accept = serializers.BooleanField(required=False, default=False)
    reason = serializers.CharField(max_length=REASON, required=False)
    source = serializers.CharField(max_length=300, required=False)  # type: ignore[assignment]


class BulkQuery(Query):
    """What the body of a JSON bulk says besides the figures; for CSV it is said here."""

    submit = serializers.BooleanField(required=False, default=False)
    accept = serializers.BooleanField(required=False, default=False)
    reason = serializers.CharField(max_length=REASON, required=False)
    source = serializers.CharField(max_length=300, required=False)  # type: ignore[assignment]


class BulkSubmission(serializers.Serializer):  # type: ignore[type-arg]
    """A hand-in that a bulk touched."""

    id = serializers.UUIDField()
    partner = serializers.CharField()
    period = serializers.CharField()
    state = Choice(choices=SubmissionState.choices)


class BulkCheck(serializers.Serializer):  # type: ignore[type-arg]
    """What a check found about one row of a bulk and did not refuse."""

    rule = serializers.CharField()
    message = serializers.CharField()
    observation = serializers.IntegerField(help_text="The row, from 0.")


class BulkOut(serializers.Serializer):  # type: ignore[type-arg]
    """What a bulk did. `observations` counts figures that are new or have changed."""

    observations = serializers.IntegerField()
    submissions = BulkSubmission(many=True)
    checks = BulkCheck(many=True)
