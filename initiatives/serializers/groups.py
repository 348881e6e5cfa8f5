"""Groups, their charters and their seats."""

from rest_framework import serializers

from initiatives.models import Group
from initiatives.shapes import Body, Choice, Day, Query, Row

GROUP_KINDS = Group.Kind.choices
DECISION_RULES = Group.DecisionRule.choices
# The fields of a group that hold text: null in a change empties them.
CHARTER_TEXTS = ("purpose", "scope", "authority", "who_sits", "decision_rule", "rhythm", "term", "norms")


def _charter_text(most: int = 4000, *, allow_null: bool = False) -> serializers.CharField:
    return serializers.CharField(required=False, max_length=most, allow_null=allow_null)


class GroupNew(Body):
    """A group and what is known of its charter."""

    name = serializers.CharField(max_length=200)
    kind = Choice(choices=GROUP_KINDS, required=False)
    purpose = _charter_text()
    scope = _charter_text()
    authority = _charter_text()
    who_sits = _charter_text()
    decision_rule = Choice(choices=DECISION_RULES, required=False)
    rhythm = _charter_text(200)
    term = _charter_text(200)
    norms = _charter_text()
    charter_agreed_on = Day(required=False)


class GroupChange(Body):
    """What may be changed of a group."""

    name = serializers.CharField(max_length=200)
    kind = Choice(choices=GROUP_KINDS)
    purpose = _charter_text(allow_null=True)
    scope = _charter_text(allow_null=True)
    authority = _charter_text(allow_null=True)
    who_sits = _charter_text(allow_null=True)
    decision_rule = Choice(choices=DECISION_RULES, allow_null=True)
    rhythm = _charter_text(200, allow_null=True)
    term = _charter_text(200, allow_null=True)
    norms = _charter_text(allow_null=True)
    charter_agreed_on = Day(allow_null=True)


class GroupEnd(Body):
    """Why a group is closed."""

    reason = serializers.CharField(max_length=4000)


class GroupQuery(Query):
    """Which groups."""

    closed = serializers.BooleanField(required=False, help_text="Those that were closed instead.")


class GroupRow(Row):
    """A steering committee or working group with its charter."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    kind = Choice(choices=GROUP_KINDS)
    purpose = serializers.CharField()
    scope = serializers.CharField()
    authority = serializers.CharField()
    who_sits = serializers.CharField()
    decision_rule = serializers.CharField()
    rhythm = serializers.CharField()
    term = serializers.CharField()
    norms = serializers.CharField()
    charter_agreed_on = Day(allow_null=True)
    closed_on = Day(allow_null=True)
    close_reason = serializers.CharField()


class SeatNew(Body):
    """Who is to sit in a group."""

    person = serializers.UUIDField()
    co_chair = serializers.BooleanField(required=False)


class SeatChange(Body):
    """How a seat is held."""

    co_chair = serializers.BooleanField()


class SeatRow(Row):
    """A seat: who holds it, for which partner (null: for none), and since when."""

    person = serializers.UUIDField(source="membership.public_id")
    name = serializers.CharField(source="membership.name")
    partner = serializers.CharField(source="membership.partner.code", allow_null=True)
    co_chair = serializers.BooleanField()
    since = Day(allow_null=True)
