"""One digest on its way: what it tells is asked when it leaves, with the rights that its reader has then."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPException, SMTPServerDisconnected
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog
from django.core.mail import get_connection
from django.urls import reverse
from django.utils import timezone, translation

from communications.models import DigestPreference, DigestSending
from communications.queries.digests import preference_of, quiet_until, token_of, told_since
from communications.words.digests import Frequency, Outcome
from initiatives import mail
from initiatives.jobs import enqueue, handler
from initiatives.kernel import clock
from initiatives.kernel.digests import parts_for
from initiatives.kernel.errors import NotFound
from initiatives.kernel.tenancy import tenant
from initiatives.queries import actor_by_id, myself

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from initiatives.kernel.access import Actor

log = structlog.get_logger(__name__)

SEND = "communications.send_digest"
# Behind the digest's number in the key of its job, where the reader asked for it: then it waits for no hour.
ASKED = "asked"
# A digest later than this says good morning in the evening: it is dropped, and the next one tells it.
LATEST = timedelta(hours=20)


@handler(SEND, outside=True)
def send_digest(initiative_id: int, key: str) -> None:
    """Send a claimed digest, unless it was handed over, is wanted no more, or has nothing to tell."""
    number, _colon, asked = key.partition(":")
    sending_id = int(number)
    with tenant(initiative_id):
        message = _hand_over(sending_id, at_once=bool(asked))
    if message is None:
        return
    connection = message.connection = get_connection()
    try:
        connection.open()
    except Exception:
        _take_back(initiative_id, sending_id)
        raise
    try:
        message.send()
    except Exception as problem:
        if _is_refused(problem):
            _take_back(initiative_id, sending_id)
            raise
        # Nobody can know whether the server took it: not again.
        log.warning("digest_unsure", fault=type(problem).__name__)
        _finish(initiative_id, sending_id, Outcome.UNSURE)
        return
    finally:
        connection.close()
    _finish(initiative_id, sending_id, Outcome.SENT)


def _is_refused(problem: Exception) -> bool:
    """Whether the mail server answered that it does not take the letter (of a provider: with a status of HTTP)."""
    if isinstance(problem, SMTPException):
        return not isinstance(problem, SMTPServerDisconnected)
    return bool(getattr(problem, "status_code", None))


def _take_back(initiative_id: int, sending_id: int) -> None:
    """It surely did not leave: whoever tries again may hand it over."""
    with tenant(initiative_id):
        DigestSending.objects.filter(pk=sending_id, outcome="").update(handed_over_at=None)


def _finish(initiative_id: int, sending_id: int, outcome: Outcome) -> None:
    with tenant(initiative_id):
        open_rows = DigestSending.objects.filter(pk=sending_id, outcome__in=["", Outcome.UNSURE])
        open_rows.update(outcome=outcome, finished_at=clock.now())


def _hand_over(sending_id: int, *, at_once: bool) -> EmailMultiAlternatives | None:
    """Return the letter, marked as handed over in this transaction; None when none is to leave (now)."""
    row = (
        DigestSending.objects.select_for_update(of=("self",))
        .select_related("initiative")
        .filter(pk=sending_id, outcome="")
        .first()
    )
    if row is None:
        return None
    now = clock.now()
    preference = preference_of(row.membership_id)
    message: EmailMultiAlternatives | None = None
    outcome = _closed(row, preference)
    if not outcome:
        ends = quiet_until(preference, row.initiative.timezone, now)
        if ends is not None and not at_once:
            enqueue(SEND, str(row.pk), delay=ends - now)
            return None
        try:
            message = _letter(row, actor_by_id(row.membership_id), preference)
            outcome = "" if message else Outcome.EMPTY
        except NotFound:
            outcome = Outcome.LEFT
    row.handed_over_at = now if message else row.handed_over_at
    row.outcome, row.finished_at = outcome, now if outcome else None
    row.save(update_fields=["handed_over_at", "outcome", "finished_at"])
    return message


def _closed(row: DigestSending, preference: DigestPreference) -> str:
    """Why a digest is not to leave at all, empty when it is."""
    if row.handed_over_at is not None:
        return Outcome.UNSURE
    if preference.frequency == Frequency.OFF:
        return Outcome.STOPPED
    return Outcome.LATE if clock.now() - row.due_at > LATEST else ""


def _letter(row: DigestSending, actor: Actor, preference: DigestPreference) -> EmailMultiAlternatives | None:
    """Return the letter as its reader may read it now; None when there is nothing to tell."""
    initiative, reader = actor.initiative, myself(actor)
    if not reader.email:
        return None
    language = reader.language or initiative.language
    zone = ZoneInfo(preference.timezone or initiative.timezone)
    with translation.override(language), timezone.override(zone):
        since = told_since(preference, row.due_at)
        parts = parts_for(actor, since, preference.muted)
        if not parts:
            return None
        token = token_of(initiative.pk, reader.pk)
        stop = mail.absolute(reverse("stop_digest", args=[token]))
        return mail.letter(
            "digest",
            reader.email,
            {
                "initiative": initiative,
                "membership": reader,
                "partner": reader.partner if actor.partner_id else None,
                "frequency": preference.frequency,
                "parts": parts,
                "first": parts[0].lines[0],
                "since": since,
                "until": row.due_at,
                "home": mail.absolute("").rstrip("/"),
                "change_url": mail.absolute(reverse("change_digest", args=[token])),
                "unsubscribe_url": stop,
            },
            language=language,
            headers={
                "Message-ID": mail.message_id(f"digest.{row.public_id}"),
                **mail.stopped_by(stop),
            },
        )
