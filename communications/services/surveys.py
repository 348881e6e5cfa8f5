"""Surveys: planning a round, answering it, reminding, closing, sharing what it showed and what follows from it."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communications.events.surveys import (
    SurveyAnswered,
    SurveyCalledOff,
    SurveyChanged,
    SurveyPlanned,
    SurveyReleased,
    SurveyRemarkWithheld,
)
from communications.kinds.surveys import survey_type
from communications.models import Survey, SurveyInvitation, SurveyRemark, SurveySheet
from communications.rounds import (
    SECRET,
    by_the_clock,
    close_round,
    is_open,
    locked,
    open_round,
    remind,
    subject_of,
)
from communications.words.surveys import SIDES, SurveyKind, SurveyRating
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.kernel.sealing import unseal
from initiatives.kernel.writing import needed, one_of
from initiatives.outbox import record
from initiatives.queries import myself

if TYPE_CHECKING:
    from initiatives.models import Membership

LONGEST = timedelta(days=120)
LONGEST_REMARK = 2000
# Nobody is written to by hand more often than this.
REMINDERS_APART = timedelta(days=2)


def plan_survey(
    actor: Actor,
    *,
    kind: str,
    closes_on: date,
    opens_on: date | None = None,
    audience: str = "",
    title: str = "",
) -> Survey:
    """Plan a round of a kind, for its usual audience unless said otherwise; from today on it opens at once.

    Raises DomainError at the field, Conflict while a round of the kind is planned or open.
    """
    require(actor, Capability.RUN_CYCLES)
    found = survey_type(one_of(kind, SurveyKind.values, "kind"))
    audience = one_of(audience or found.audiences[0], found.audiences, "audience")
    today = clock.today(actor.initiative.timezone)
    opens_on = opens_on or today
    if opens_on < today:
        raise DomainError("in_past", _("This day is over."), "opens_on")
    _check_end(closes_on, opens_on)
    named = {"kind": found.title, "month": date_format(closes_on, "YEAR_MONTH_FORMAT")}
    try:
        with transaction.atomic():
            row = Survey.objects.create(
                kind=kind,
                title=title.strip()[:200] or _("%(kind)s, %(month)s") % named,
                audience=audience,
                opens_on=opens_on,
                closes_on=closes_on,
                planned_by_id=actor.membership_id,
                planned_at=clock.now(),
            )
    except IntegrityError as error:
        raise Conflict(
            "open_already", _("A survey of this kind is planned or open already."), "kind"
        ) from error
    record(
        actor,
        SurveyPlanned(
            subject_of(row),
            title=row.title,
            opens_on=str(opens_on),
            closes_on=str(closes_on),
            audience=audience,
        ),
    )
    if opens_on == today:
        open_round(row, actor)
    by_the_clock(row)
    return row


def change_survey(
    actor: Actor, survey: Survey, *, title: str | None = None, closes_on: date | None = None
) -> Survey:
    """Give a round that is not closed another title or another last day. Raises DomainError at the field, Conflict."""
    row = _standing(actor, survey)
    given: dict[str, object] = {}
    if title is not None:
        given["title"] = needed(title, "title", _("Say what the survey is called."))[:200]
    if closes_on is not None:
        _check_end(closes_on, max(row.opens_on, clock.today(actor.initiative.timezone)))
        given["closes_on"] = closes_on
    changed = tuple(sorted(name for name, value in given.items() if getattr(row, name) != value))
    for name in changed:
        setattr(row, name, given[name])
    if changed:
        row.save(update_fields=changed)
        record(actor, SurveyChanged(subject_of(row), title=row.title, fields=changed))
    if "closes_on" in changed:
        by_the_clock(row)
    return row


def call_off_survey(actor: Actor, survey: Survey) -> None:
    """Take back a round that has not opened. Raises Conflict once it has: somebody may have answered."""
    row = _standing(actor, survey)
    if row.opened_at is not None:
        raise Conflict("opened", _("It is open: close it instead. What was answered is kept."))
    record(actor, SurveyCalledOff(subject_of(row), title=row.title))
    row.delete()


def answer_survey(actor: Actor, survey: Survey, *, ratings: Mapping[str, str], remark: str = "") -> None:
    """Answer an open round, once: statements by code with a rating, and a remark; what is left out is not answered.

    Stored without the person, the day and any order, so that it can be neither changed nor taken back. Raises
    DomainError at `ratings.<code>`, Forbidden for who is not asked, Conflict for who has answered or once it is closed.
    """
    require(actor, Capability.CHECK_IN)
    row = locked(survey.pk)
    if row is None or not is_open(row):
        raise Conflict("closed", _("This survey is closed."))
    given = _clean(row, ratings)
    remark = remark.strip()
    if len(remark) > LONGEST_REMARK:
        raise DomainError("too_long", _("Say it in at most %d letters.") % LONGEST_REMARK, "remark")
    if not given and not remark:
        raise DomainError("required", _("Answer at least one statement."), "ratings")
    mine = SurveyInvitation.objects.select_for_update().filter(survey=row, membership_id=actor.membership_id)
    invitation = mine.first()
    if invitation is None:
        raise Forbidden(_("You are not among those whom this survey asks."))
    if invitation.answered:
        raise Conflict("answered", _("You have answered this survey. An anonymous answer cannot be changed."))
    invitation.answered = True
    invitation.save(update_fields=["answered"])
    if given:
        SurveySheet.objects.create(
            survey=row, voice=_voice(row, myself(actor)), side=SIDES[actor.role], ratings=given
        )
    if remark:
        SurveyRemark.objects.create(survey=row, text=remark)
    record(None, SurveyAnswered(subject_of(row), title=row.title))


def remind_of_survey(actor: Actor, survey: Survey) -> Survey:
    """Write once more to those who have not answered; who they are is told to nobody. Raises Conflict when too soon."""
    row = _standing(actor, survey)
    if not is_open(row):
        raise Conflict("not_open", _("This survey is not open."))
    if row.reminded_at is not None and clock.now() - row.reminded_at < REMINDERS_APART:
        raise Conflict("too_soon", _("They were reminded within the last two days."))
    remind(row, actor)
    return row


def close_survey(actor: Actor, survey: Survey) -> Survey:
    """Close an open round before its day. Raises Conflict for one that has not opened, or is closed."""
    row = _standing(actor, survey)
    if row.opened_at is None:
        raise Conflict("not_open", _("This survey has not opened yet."))
    close_round(row, actor)
    return row


def withhold_remark(actor: Actor, survey: Survey, remark_id: UUID, *, withheld: bool = True) -> SurveyRemark:
    """Keep a remark of a closed round from those below the backbone, or show it again. Raises NotFound, Conflict."""
    require(actor, Capability.RUN_CYCLES)
    if survey.closed_at is None:
        raise Conflict("not_closed", _("Remarks are read once the survey is closed."))
    remark = SurveyRemark.objects.select_for_update().filter(survey=survey, pk=remark_id).first()
    if remark is None:
        raise NotFound
    if remark.withheld != withheld:
        remark.withheld = withheld
        remark.save(update_fields=["withheld"])
        record(actor, SurveyRemarkWithheld(subject_of(survey), title=survey.title, withheld=withheld))
    return remark


def release_survey(actor: Actor, survey: Survey, *, response: str) -> Survey:
    """Share what a closed round showed with everybody, and say what follows from it; said anew it replaces the former.

    Raises DomainError at `response`, Conflict before it is closed.
    """
    require(actor, Capability.RUN_CYCLES)
    row = locked(survey.pk)
    if row is None:
        raise NotFound
    if row.closed_at is None:
        raise Conflict("not_closed", _("Close the survey first: until then nobody reads it."))
    row.response = needed(response, "response", _("Say what you heard, and what follows from it."))
    row.released_at = row.released_at or clock.now()
    row.save(update_fields=["response", "released_at"])
    record(actor, SurveyReleased(subject_of(row), title=row.title))
    return row


def _standing(actor: Actor, survey: Survey) -> Survey:
    require(actor, Capability.RUN_CYCLES)
    row = locked(survey.pk)
    if row is None:
        raise NotFound
    if row.closed_at is not None:
        raise Conflict("closed", _("This survey is closed."))
    return row


def _check_end(closes_on: date, earliest: date) -> None:
    if closes_on < earliest:
        raise DomainError("wrong_order", _("The end lies before the beginning."), "closes_on")
    if closes_on - earliest > LONGEST:
        raise DomainError("too_long", _("A survey is open for at most 120 days."), "closes_on")


def _clean(row: Survey, ratings: Mapping[str, str]) -> dict[str, str]:
    known = {one.code for one in survey_type(row.kind).statements}
    for code, rating in ratings.items():
        if code not in known:
            raise DomainError("unknown_item", _("There is no such statement."), f"ratings.{code}")
        one_of(rating, SurveyRating.values, f"ratings.{code}", empty=True)
    return {code: str(rating) for code, rating in ratings.items() if rating}


def _voice(row: Survey, person: Membership) -> str:
    """Return what makes the sheets of one organisation one voice; whoever speaks for none is one of their own."""
    whose = f"partner:{person.partner_id}" if person.partner_id else f"person:{person.pk}"
    return hmac.new(unseal(row.sealed_secret, SECRET).encode(), whose.encode(), sha256).hexdigest()
