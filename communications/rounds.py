"""The rounds of surveys by the clock: opened, reminded of and closed; and their letters, out of jobs."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.urls import reverse

from communications.events.surveys import SurveyClosed, SurveyOpened, SurveyReminded
from communications.kinds.surveys import survey_type
from communications.models import Survey, SurveyInvitation
from communications.queries.surveys import survey_token
from communications.rhythms import LETTERS_AT
from communications.words.surveys import ASKED
from initiatives import mail
from initiatives.jobs import enqueue, handler
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.sealing import seal
from initiatives.kernel.tenancy import tenant
from initiatives.outbox import record
from initiatives.queries import everybody
from initiatives.quiet import put_off

if TYPE_CHECKING:
    from django.db.models import QuerySet

OPEN = "communications.open_survey"
REMIND = "communications.remind_of_survey"
CLOSE = "communications.close_survey"
SEND_SURVEY = "communications.send_survey"
SECRET = "survey voices"  # noqa: S105 - what the secret is for
# So long before its last day those who have not answered are reminded by themselves.
REMINDED_BEFORE = timedelta(days=3)


def morning(day: date, timezone: str) -> datetime:
    """Return LETTERS_AT of a day, by the clock of a time zone."""
    return datetime.combine(day, LETTERS_AT, ZoneInfo(timezone))


def subject_of(row: Survey) -> str:
    """Return by what a round is named in the stream of events."""
    return f"survey:{row.public_id}"


def by_the_clock(row: Survey) -> None:
    """Have a round opened, reminded of and closed when its days come; each finds out itself whether it still is to."""
    now, zone = clock.now(), row.initiative.timezone
    due = [(CLOSE, clock.end_of(row.closes_on, zone))]
    if row.opened_at is None:
        due.append((OPEN, morning(row.opens_on, zone)))
    if row.closes_on - REMINDED_BEFORE > row.opens_on:
        due.append((REMIND, morning(row.closes_on - REMINDED_BEFORE, zone)))
    for kind, moment in due:
        enqueue(kind, str(row.pk), delay=max(moment - now, timedelta()))


def locked(survey_id: int) -> Survey | None:
    """Return a round, locked until the end of the transaction; None when it was called off."""
    rows = Survey.objects.select_for_update(of=("self",), no_key=True).select_related("initiative")
    return rows.filter(pk=survey_id).first()


def open_round(row: Survey, actor: Actor | None = None) -> None:
    """Open a round: whoever is of its audience now and can be reached is asked, and gets a letter with a link."""
    row.opened_at = clock.now()
    row.sealed_secret = seal(secrets.token_urlsafe(32), SECRET)
    row.save(update_fields=["opened_at", "sealed_secret"])
    people = everybody().filter(role__in=ASKED[row.audience]).filter(Q(user__isnull=False) | ~Q(email=""))
    asked = [SurveyInvitation(survey=row, membership_id=pk) for pk in people.values_list("pk", flat=True)]
    SurveyInvitation.objects.bulk_create(asked)
    record(actor, SurveyOpened(subject_of(row), title=row.title, asked=len(asked)))
    write_letters(row, "asked")


def write_letters(row: Survey, mark: str) -> None:
    """Have a letter sent to each who is asked and has not answered; one of a `mark` leaves once."""
    for pk in waiting_for(row).values_list("pk", flat=True):
        enqueue(SEND_SURVEY, f"{pk}:{mark}")


def waiting_for(row: Survey) -> QuerySet[SurveyInvitation]:
    """Return who is asked, has an address and has not answered. For letters alone: nobody is shown it."""
    return SurveyInvitation.objects.filter(survey=row, answered=False).exclude(membership__email="")


def remind(row: Survey, actor: Actor | None = None) -> None:
    """Write once more to those who have not answered."""
    row.reminded_at = clock.now()
    row.save(update_fields=["reminded_at"])
    record(actor, SurveyReminded(subject_of(row), title=row.title))
    write_letters(row, f"reminded {clock.today(row.initiative.timezone)}")


def close_round(row: Survey, actor: Actor | None = None) -> None:
    """Close a round: who was asked and the secret that tied an organisation's sheets to it are forgotten."""
    asked = SurveyInvitation.objects.filter(survey=row)
    row.asked_n, row.answered_n = asked.count(), asked.filter(answered=True).count()
    asked.delete()
    row.closed_at, row.sealed_secret = clock.now(), ""
    row.save(update_fields=["asked_n", "answered_n", "closed_at", "sealed_secret"])
    record(actor, SurveyClosed(subject_of(row), title=row.title, asked=row.asked_n, answered=row.answered_n))


def is_open(row: Survey) -> bool:
    """Whether a round can be answered now."""
    today = clock.today(row.initiative.timezone)
    return row.opened_at is not None and row.closed_at is None and today <= row.closes_on


@handler(OPEN)
def open_on_its_day(initiative_id: int, key: str) -> None:
    """Open a planned round whose day has come."""
    row = locked(int(key))
    if row is not None and row.opened_at is None and row.opens_on <= clock.today(row.initiative.timezone):
        open_round(row)


@handler(REMIND)
def remind_before_the_end(initiative_id: int, key: str) -> None:
    """Remind of an open round that closes soon, unless that was done within these days."""
    row = locked(int(key))
    if row is None or not is_open(row):
        return
    first = row.closes_on - REMINDED_BEFORE
    lately = row.reminded_at is not None and row.reminded_at >= morning(first, row.initiative.timezone)
    if clock.today(row.initiative.timezone) >= first and not lately:
        remind(row)


@handler(CLOSE)
def close_after_its_last_day(initiative_id: int, key: str) -> None:
    """Close an open round whose last day is over."""
    row = locked(int(key))
    if row is None or row.opened_at is None or row.closed_at is not None:
        return
    if clock.today(row.initiative.timezone) > row.closes_on:
        close_round(row)


@handler(SEND_SURVEY, outside=True)
def send_survey(initiative_id: int, key: str) -> None:
    """Mail somebody the link to answer, outside their quiet hours, unless they have answered or had this letter."""
    pk, mark = key.split(":", 1)
    with tenant(initiative_id):
        message = _letter(int(pk), mark)
    if message is None:
        return
    message.send()
    with tenant(initiative_id):
        invitation = SurveyInvitation.objects.select_for_update().filter(pk=int(pk)).first()
        if invitation is not None:
            invitation.letters = [*invitation.letters, mark]
            invitation.save(update_fields=["letters"])


def _letter(invitation_id: int, mark: str) -> EmailMultiAlternatives | None:
    invitation = (
        SurveyInvitation.objects.select_related("survey__initiative", "membership")
        .filter(pk=invitation_id, answered=False)
        .first()
    )
    if invitation is None or mark in invitation.letters or not is_open(invitation.survey):
        return None
    person, row = invitation.membership, invitation.survey
    initiative = row.initiative
    if not person.email or not person.is_active:
        return None
    if put_off(SEND_SURVEY, f"{invitation.pk}:{mark}", person):
        return None
    return mail.letter(
        "survey",
        person.email,
        {
            "initiative": initiative,
            "survey": row,
            "kind": survey_type(row.kind),
            "membership": person,
            "again": mark != "asked",
            "link": mail.absolute(reverse("linked_survey", args=[survey_token(invitation)])),
        },
        language=person.language or initiative.language,
        headers={
            "Message-ID": mail.message_id(
                f"survey.{row.public_id}.{person.public_id}.{mark.replace(' ', '-')}"
            )
        },
    )
