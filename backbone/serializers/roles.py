"""The shapes of the six roles outside: how well they are served, the backbone itself, its work plan."""

from typing import Any

from rest_framework import serializers

from backbone.serializers.fields import code, day, line, text, thing
from backbone.words.roles import BackboneModel, BackboneRole, LeaderGroup, Repeats, TaskState
from initiatives.shapes import Body, Choice, Day, DecimalText, ExactDecimal, Query, Row

COMES_AGAIN = [one for one in Repeats.choices if one[0]]


# --- how well the roles are served -------------------------------------------------------------------------


class RoleMeasureOut(serializers.Serializer[Any]):
    """A measure: `n` of `of`, or a `value` with its `unit`; all empty where nothing is recorded."""

    key = serializers.CharField()
    says = serializers.CharField()
    period = serializers.CharField()
    known = serializers.BooleanField()
    n = serializers.IntegerField(allow_null=True)
    of = serializers.IntegerField(allow_null=True)
    value = DecimalText(allow_null=True)
    unit = serializers.CharField()
    more = serializers.CharField()


class RoleOut(serializers.Serializer[Any]):
    """One of the six roles, its hard measure first, and how much of a post is given to it."""

    role = Choice(choices=BackboneRole.choices)
    name = serializers.CharField()
    fte = DecimalText()
    measures = RoleMeasureOut(many=True)


class AlsoRun(serializers.Serializer[Any]):
    """An activity that the backbone runs too, by its own word or because its host leads it (`led_by_host`)."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    led_by_host = serializers.BooleanField()


class RolesOut(serializers.Serializer[Any]):
    """The six roles, and where the backbone is one of those it serves."""

    roles = RoleOut(many=True)
    also_runs = AlsoRun(many=True)


class MoneyOut(serializers.Serializer[Any]):
    """What the money of one currency comes to; shares are of `own`."""

    currency = serializers.CharField()
    own = DecimalText()
    passed_on = DecimalText()
    pledged = DecimalText()
    aligned = DecimalText()
    largest = DecimalText(allow_null=True)
    for_years = DecimalText(allow_null=True)
    unrestricted = DecimalText(allow_null=True)


class RunwayOut(serializers.Serializer[Any]):
    """For how many months backbone work is paid. Amounts are empty for those who are not told them."""

    months = DecimalText(allow_null=True)
    with_pledges = DecimalText(allow_null=True)
    currency = serializers.CharField()
    monthly = DecimalText(allow_null=True)
    free = DecimalText(allow_null=True)
    pledged = DecimalText(allow_null=True)
    elsewhere = serializers.IntegerField()
    money = MoneyOut(many=True)


# --- the backbone itself -----------------------------------------------------------------------------------


class ProfileChange(Body):
    """Who is the backbone, on whose decision, until when, what a month costs; what is left out stays."""

    model = Choice(choices=BackboneModel.choices, required=False, allow_null=True)
    name = text(200)
    host = code()
    selected_by = thing(help_text="The id of a decision.")
    mandate_until = day()
    next_review = day()
    monthly_cost = ExactDecimal(required=False, allow_null=True)
    currency = text(3)
    wanted_months = serializers.IntegerField(min_value=1, max_value=240, required=False, allow_null=True)


class ProfileOut(serializers.Serializer[Any]):
    """What is said about the backbone; `monthly_cost` is empty for those who are not told amounts."""

    model = serializers.CharField()
    name = serializers.CharField()
    host = serializers.CharField(allow_null=True)
    selected_by = serializers.UUIDField(allow_null=True)
    mandate_until = Day(allow_null=True)
    next_review = Day(allow_null=True)
    monthly_cost = DecimalText(allow_null=True)
    currency = serializers.CharField()
    wanted_months = serializers.IntegerField(allow_null=True)


class StaffRoleChange(Body):
    """What may be changed of a post; `shares` are hundredths of the time by role, together 100."""

    person = thing()
    name = text(200)
    post = line()
    fte = ExactDecimal(required=False)
    shares = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=100), required=False, allow_null=True
    )
    skills = text(500)
    languages = text(200, help_text="The languages they speak, in words.")
    since = Day(required=False)
    until = day()


class StaffRoleNew(StaffRoleChange):
    """Who works for the backbone at which post."""

    post = serializers.CharField(max_length=200)
    fte = ExactDecimal()
    since = Day()


class StaffRoleRow(Row):
    """A post of the backbone."""

    id = serializers.UUIDField(source="public_id")
    person = serializers.UUIDField(source="person.public_id", allow_null=True)
    name = serializers.CharField()
    post = serializers.CharField()
    fte = DecimalText()
    shares = serializers.DictField(child=serializers.IntegerField())
    skills = serializers.CharField()
    languages = serializers.CharField()
    since = Day()
    until = Day(allow_null=True)


class PlanTaskChange(Body):
    """What may be changed of a task that is open."""

    role = Choice(choices=BackboneRole.choices, required=False)
    title = line()
    detail = text()
    owner = thing()
    due = day()
    repeats = Choice(choices=COMES_AGAIN, required=False, allow_null=True)


class PlanTaskNew(PlanTaskChange):
    """Something to do in a role."""

    role = Choice(choices=BackboneRole.choices)
    title = serializers.CharField(max_length=200)


class TaskQuery(Query):
    """Which tasks."""

    role = Choice(choices=BackboneRole.choices, required=False)
    state = Choice(choices=TaskState.choices, required=False)


class TaskRow(Row):
    """A task of the work plan."""

    id = serializers.UUIDField(source="public_id")
    role = Choice(choices=BackboneRole.choices)
    title = serializers.CharField()
    detail = serializers.CharField()
    owner = serializers.UUIDField(source="owner.public_id", allow_null=True)
    due = Day(allow_null=True)
    repeats = serializers.CharField()
    state = Choice(choices=TaskState.choices)
    planned_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)


class LeaderChange(Body):
    """What may be changed of a step into leading."""

    person = thing()
    name = text(200)
    partner = code()
    group = Choice(choices=LeaderGroup.choices, required=False)
    role_taken = text(200)
    trained_in = text(200)
    happened_on = Day(required=False)


class LeaderNew(LeaderChange):
    """Somebody was trained, or moved into a role where they lead."""

    group = Choice(choices=LeaderGroup.choices)
    happened_on = Day()


class LeaderRow(Row):
    """A step into leading; only the backbone reads these."""

    id = serializers.UUIDField(source="public_id")
    person = serializers.UUIDField(source="person.public_id", allow_null=True)
    name = serializers.CharField()
    partner = serializers.CharField(source="partner.code", allow_null=True)
    group = Choice(choices=LeaderGroup.choices)
    role_taken = serializers.CharField()
    trained_in = serializers.CharField()
    happened_on = Day()
