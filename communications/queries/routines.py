"""What of continuous communication runs by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy, ngettext

from communications.models import AnnouncementLetter, DigestSending, FollowUp
from communications.queries.digests import readers, rhythm_of
from communications.queries.meetings import to_come
from communications.words.digests import Outcome
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.routines import UNKNOWN, Known, routine

LATELY = timedelta(days=30)


@routine(
    "communications.series",
    gettext_lazy("Meetings of a series are planned"),
    gettext_lazy(
        "A series lays its meetings out in one go, for a year at most, and they stand in everybody's calendar."
    ),
    order=40,
    change="communications:meetings",
)
def meetings_are_laid_out(actor: Actor) -> Known:
    """Tell when the next meeting of a series is, and until when they are planned."""
    rows: Any = to_come(actor).filter(series__isnull=False).order_by()
    ahead = rows.aggregate(first=Min("starts_at"), last=Max("starts_at"), n=Count("pk"))
    if not ahead["n"]:
        return UNKNOWN
    words = {
        "n": ahead["n"],
        "day": date_format(localtime(ahead["last"], ZoneInfo(actor.initiative.timezone))),
    }
    said = ngettext("%(n)d ahead, on %(day)s.", "%(n)d ahead, the last on %(day)s.", ahead["n"])
    return Known(did=said % words, due=ahead["first"])


@routine(
    "communications.follow_up",
    gettext_lazy("What came of a meeting is sent"),
    gettext_lazy(
        "The morning after, everybody who sits in the group or was there gets one letter with the minutes."
    ),
    order=41,
    jobs=("communications.follow_up", "communications.send_follow_up"),
)
def meetings_are_told_of(actor: Actor) -> Known:
    """Tell when the last such letter left, and how many did within a month."""
    return _letters(FollowUp.objects.exclude(sent_at=None), "sent_at")


@routine(
    "communications.digests",
    gettext_lazy("Digests are sent"),
    gettext_lazy(
        "Each reader gets a digest at their own hour, outside their quiet hours, and none when nothing is to be told. "
        "Each says for themself how often."
    ),
    order=42,
    wakes="communications.send_digests",
    jobs=("communications.plan_digests", "communications.send_digest"),
    change="communications:digest",
)
def digests_are_sent(actor: Actor) -> Known:
    """Tell when the last digest left, how many did within a month, and when the next is due for anybody."""
    zone, now = actor.initiative.timezone, clock.now()
    wanted = {rhythm_of(preference, zone) for _reader, preference in readers()}
    due = min(filter(None, (rhythm.next(now) for rhythm in wanted)), default=None)
    sent = _letters(DigestSending.objects.filter(outcome=Outcome.SENT), "finished_at")
    return Known(sent.last, sent.did, due)


@routine(
    "communications.at_once",
    gettext_lazy("Announcements go to those who want them at once"),
    gettext_lazy(
        "Whoever wishes so gets each announcement that speaks to them as a letter, besides the digest."
    ),
    order=43,
    jobs=("communications.tell_announcement", "communications.send_announcement"),
    change="communications:announcements",
)
def announcements_are_sent(actor: Actor) -> Known:
    """Tell when the last such letter left, and how many did within a month."""
    return _letters(AnnouncementLetter.objects.exclude(sent_at=None), "sent_at")


@routine(
    "communications.surveys",
    gettext_lazy("Surveys open, remind and close"),
    gettext_lazy(
        "A survey opens on the morning of its first day, reminds who has not answered three days before its last, "
        "and closes after it."
    ),
    order=44,
    jobs=(
        "communications.open_survey",
        "communications.remind_of_survey",
        "communications.close_survey",
        "communications.send_survey",
    ),
    facts=("communications.survey_opened", "communications.survey_reminded", "communications.survey_closed"),
    change="communications:surveys",
)
def surveys_run(actor: Actor) -> Known:
    """Tell nothing besides: the stream of events does."""
    return UNKNOWN


def _letters(rows: Any, column: str) -> Known:
    """Tell when the last of some letters left, and how many did within LATELY."""
    lately = Count("pk", filter=Q(**{f"{column}__gt": clock.now() - LATELY}))
    sent = rows.order_by().aggregate(last=Max(column), n=lately)
    words = ngettext("%d letter within 30 days.", "%d letters within 30 days.", sent["n"]) % sent["n"]
    return Known(sent["last"], words if sent["last"] else "")
