"""The shapes of the core: what comes in and what goes out."""

from typing import Any, ClassVar

from django.conf import settings
from rest_framework import serializers

from initiatives.kernel.access import Role, Scope
from initiatives.models import ActionItem, Initiative, Partner, Sector
from initiatives.outbox import headline_of
from initiatives.shapes import Body, Choice, Day, DecimalText, ExactDecimal, Query, Row

SLUG = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
SECTORS = list(Sector.NAMES.items())
# One that was removed is out of sight: nobody asks for it, and nobody makes it so by a change.
STATES = [choice for choice in Partner.State.choices if choice[0] != Partner.State.REMOVED]
ACTION_STATES = ActionItem.State.choices
GAPS = Initiative.GapTo.choices


class InitiativeSettings(Body):
    """An initiative's settings."""

    name = serializers.CharField(required=True, max_length=200)
    purpose = serializers.CharField(required=False, allow_null=True, max_length=4000)
    timezone = serializers.CharField(required=False, max_length=64)
    language = Choice(choices=settings.LANGUAGES, required=False)
    fiscal_year_start = serializers.IntegerField(required=False, min_value=1, max_value=12)
    suppression_threshold = serializers.IntegerField(required=False, min_value=2, max_value=1000)
    population_floor = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=100_000,
        help_text="Shares and rates of fewer people are hidden from those below staff; 0 for none.",
    )
    rounded_to = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=10,
        help_text="Those below staff read counts of people to the nearest 5 or 10; 0 as they are.",
    )
    coverage_floor = ExactDecimal(required=False)
    on_track_from = ExactDecimal(required=False)
    slightly_behind_from = ExactDecimal(required=False)
    gap_to = Choice(choices=GAPS, required=False)
    self_acceptance = serializers.BooleanField(required=False)


class InitiativeStart(InitiativeSettings):
    """What starts an initiative."""

    slug = serializers.RegexField(SLUG)


class InitiativeRow(Row):
    """An initiative."""

    slug = serializers.CharField()
    name = serializers.CharField()
    purpose = serializers.CharField()
    timezone = serializers.CharField()
    language = serializers.CharField()
    fiscal_year_start = serializers.IntegerField()
    suppression_threshold = serializers.IntegerField()
    population_floor = serializers.IntegerField()
    rounded_to = serializers.IntegerField()
    coverage_floor = DecimalText()
    on_track_from = DecimalText()
    slightly_behind_from = DecimalText()
    gap_to = Choice(choices=GAPS)
    self_acceptance = serializers.BooleanField()
    demonstration = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class MyInitiativeRow(Row):
    """An initiative of the caller, with the caller's place in it."""

    slug = serializers.CharField(source="initiative.slug")
    name = serializers.CharField(source="initiative.name")
    timezone = serializers.CharField(source="initiative.timezone")
    role = Choice(choices=[role.value for role in Role])


class PartnerNew(Body):
    """What adds a partner."""

    code = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=200)
    sector = Choice(choices=SECTORS)
    place = serializers.CharField(required=False, max_length=64)
    roles = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, max_length=20, allow_empty=True
    )
    identifier = serializers.CharField(required=False, max_length=100)
    about = serializers.CharField(required=False, max_length=4000)
    state = Choice(choices=STATES, required=False)


class PartnerChange(Body):
    """What may be changed of a partner. `since` is the day from which a new sector or place holds."""

    name = serializers.CharField(max_length=200)
    sector = Choice(choices=SECTORS)
    place = serializers.CharField(max_length=64, allow_null=True)
    since = Day()
    roles = serializers.ListField(child=serializers.CharField(max_length=40), max_length=20)
    identifier = serializers.CharField(max_length=100, allow_null=True)
    about = serializers.CharField(max_length=4000, allow_null=True)
    state = Choice(choices=STATES)


class PartnerQuery(Query):
    """Which partners, and as of which day their sector and place are told."""

    sector = Choice(choices=SECTORS, required=False)
    place = serializers.CharField(required=False, max_length=64)
    state = Choice(choices=STATES, required=False)
    on = Day(required=False)


class PartnerRow(Row):
    """A partner, with its sector and place as of a day."""

    code = serializers.CharField()
    name = serializers.CharField()
    sector = Choice(choices=SECTORS, source="sector_code")
    place = serializers.CharField(source="place_code", allow_null=True)
    roles = serializers.ListField(child=serializers.CharField())
    identifier = serializers.CharField()
    about = serializers.CharField()
    state = Choice(choices=STATES)

    @staticmethod
    def finish(row: dict[str, Any]) -> None:
        row["place"] = row["place"] or None


class SectorRow(Row):
    """A sector."""

    code = serializers.CharField()
    name = serializers.CharField()

    computed: ClassVar[frozenset[str]] = frozenset({"name"})

    @staticmethod
    def finish(row: dict[str, Any]) -> None:
        row["name"] = str(Sector.NAMES[row["code"]])


class PlaceNew(Body):
    """What adds a place; without `parent` it lies at the top."""

    code = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=200)
    parent = serializers.CharField(required=False, max_length=64)  # type: ignore[assignment]


class PlaceChange(Body):
    """What may be changed of a place; `parent: null` moves it to the top."""

    name = serializers.CharField(max_length=200)
    parent = serializers.CharField(max_length=64, allow_null=True)  # type: ignore[assignment]


class PlaceQuery(Query):
    """Which places."""

    parent = serializers.CharField(required=False, max_length=64)  # type: ignore[assignment]


class PlaceRow(Row):
    """A place in the initiative's tree of places."""

    code = serializers.CharField()
    name = serializers.CharField()
    parent = serializers.CharField(source="parent.code", allow_null=True)  # type: ignore[assignment]


class EventQuery(Query):
    """Which part of the stream."""

    after = serializers.UUIDField(required=False, help_text="Only what follows the event of this id.")
    key = serializers.CharField(required=False, max_length=80)
    partner = serializers.CharField(required=False, max_length=64)
    subject = serializers.CharField(required=False, max_length=120)


class EventRow(Row):
    """A fact of the audit and activity stream."""

    id = serializers.UUIDField(source="public_id")
    key = serializers.CharField()
    happened_at = serializers.DateTimeField()
    subject = serializers.CharField()
    partner = serializers.CharField(source="partner.code", allow_null=True)
    who = serializers.CharField(source="membership.name", allow_null=True)
    by_token = serializers.BooleanField()
    headline = serializers.CharField()
    data = serializers.DictField()  # type: ignore[assignment]

    extra: ClassVar[dict[str, str]] = {"token_id": "token_id"}
    computed: ClassVar[frozenset[str]] = frozenset({"by_token", "headline"})

    @staticmethod
    def finish(row: dict[str, Any]) -> None:
        row["by_token"] = row.pop("token_id") is not None
        row["headline"] = headline_of(row["key"], row["subject"], row["data"])


class EventKindQuery(Query):
    """From which key on."""

    def get_fields(self) -> dict[str, Any]:
        return {"from": serializers.CharField(required=False, max_length=80)}


class EventKindOut(Row):
    """A kind of fact: its key, the app that tells it, and what its data holds, each name with its type."""

    key = serializers.CharField()
    app = serializers.CharField()
    data = serializers.DictField(child=serializers.CharField())  # type: ignore[assignment]


class TokenNew(Body):
    """What makes a token. `initiative` binds it to one; without it, it is personal."""

    name = serializers.CharField(max_length=100)
    scopes = serializers.ListField(
        child=Choice(choices=[scope.value for scope in Scope]), allow_empty=False, max_length=len(Scope)
    )
    expires_at = serializers.DateTimeField(required=False)
    initiative = serializers.CharField(required=False, max_length=64)


class TokenRow(Row):
    """A token, without its secret."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    prefix = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    initiative = serializers.CharField(source="bound_to", allow_null=True)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)

    @staticmethod
    def finish(row: dict[str, Any]) -> None:
        row["initiative"] = row["initiative"] or None


class TokenSecret(TokenRow):
    """A new token with its secret, which is shown this once."""

    token = serializers.CharField()

    computed: ClassVar[frozenset[str]] = frozenset({"token"})


class ActionQuery(Query):
    """Which tasks."""

    state = Choice(choices=ACTION_STATES, required=False)
    owner = serializers.UUIDField(required=False, help_text="The id of a person.")
    source = serializers.CharField(required=False, max_length=100)  # type: ignore[assignment]


class ActionChange(Body):
    """How a task stands. Its owner says `state` and `outcome`; staff may also move the day and hand it over."""

    state = Choice(choices=ACTION_STATES)
    outcome = serializers.CharField(max_length=1000, allow_null=True)
    due = Day()
    owner = serializers.UUIDField(help_text="The id of a person.")


class ActionRow(Row):
    """A small task with one owner and a day."""

    id = serializers.UUIDField(source="public_id")
    what = serializers.CharField()
    owner = serializers.UUIDField(source="owner.public_id")
    owner_name = serializers.CharField(source="owner.name")
    due = Day()
    state = Choice(choices=ACTION_STATES)
    source = serializers.CharField()  # type: ignore[assignment]
    outcome = serializers.CharField()
    made_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
