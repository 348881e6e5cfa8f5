"""Reminders, before they are sent and after, and whom to call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from initiatives.quiet import quiet_until
from initiatives.shapes import Body, Day

if TYPE_CHECKING:
    from initiatives.kernel.reminding import SentReminder
    from initiatives.models import Membership
    from initiatives.services.reminding import Call, Reminder


class ReminderNew(Body):
    """What stands in the letter besides, and whether the partner's lead reads it as well."""

    message = serializers.CharField(max_length=1000, required=False, default="", allow_blank=True)
    copy_lead = serializers.BooleanField(required=False, default=False)


class ReachedOut(serializers.Serializer):  # type: ignore[type-arg]
    """Somebody, and how to reach them."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()


class ReminderOut(serializers.Serializer):  # type: ignore[type-arg]
    """One reminder as it would go out now. Its `text` is empty for who has no account and gets a link instead."""

    partner = serializers.CharField(help_text="The partner's code; empty for nobody's affair.")
    to = ReachedOut(allow_null=True, help_text="Whose turn it is; null when nobody can be written to.")
    subject = serializers.CharField()
    text = serializers.CharField()
    reminded = serializers.ListField(child=serializers.DateField(), help_text="The latest first.")
    told_today = serializers.BooleanField(help_text="One went out today: no second one does.")
    waits_until = serializers.DateTimeField(
        allow_null=True,
        help_text="When the quiet hours end for which the letter waits; null where it leaves at once.",
    )
    call = ReachedOut(allow_null=True, help_text="Whom to call, where letters do no more.")


class RemindersOut(serializers.Serializer):  # type: ignore[type-arg]
    """The reminders of one thing: one for each whose affair it is."""

    reminders = ReminderOut(many=True)


class RemindedOut(serializers.Serializer):  # type: ignore[type-arg]
    """To whom one letter goes, and when their quiet hours end, if it waits for that."""

    partner = serializers.CharField()
    to = serializers.UUIDField()
    waits_until = serializers.DateTimeField(allow_null=True)


class AllRemindedOut(serializers.Serializer):  # type: ignore[type-arg]
    """The letters that go out."""

    reminded = RemindedOut(many=True)


class CallableOut(serializers.Serializer):  # type: ignore[type-arg]
    """One thing that letters do no more for. `kind`: hand_ins, tasks, commitments or agreements."""

    kind = serializers.CharField()
    title = serializers.CharField()
    partner = serializers.CharField()
    due = Day(allow_null=True)
    reminded = serializers.ListField(child=serializers.DateField(), help_text="The latest first.")
    call = ReachedOut(allow_null=True)


class AllCallsOut(serializers.Serializer):  # type: ignore[type-arg]
    """Whom to call about everything that letters do no more for."""

    calls = CallableOut(many=True)


def reminder_json(one: Reminder) -> dict[str, Any]:
    """Return a reminder as it would go out now."""
    return {
        "partner": one.about.code,
        "to": _person(one.to),
        "subject": one.subject,
        "text": one.text,
        "reminded": list(one.days),
        "told_today": one.told_today,
        "waits_until": one.waits_until,
        "call": _person(one.call),
    }


def reached_json(partner: str, row: SentReminder) -> dict[str, Any]:
    """Return to whom a reminder of a partner's affair goes, and until when it waits."""
    return {"partner": partner, "to": row.to.public_id, "waits_until": quiet_until(row.to)}


def call_json(one: Call) -> dict[str, Any]:
    """Return whom to call about something."""
    return {
        "kind": one.kind,
        "title": one.about.title,
        "partner": one.about.code,
        "due": one.about.due,
        "reminded": list(one.days),
        "call": _person(one.contact),
    }


def _person(who: Membership | None) -> dict[str, Any] | None:
    if who is None:
        return None
    return {"id": who.public_id, "name": who.name, "email": who.email, "phone": who.phone}
