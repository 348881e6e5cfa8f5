"""Announcements: telling people something, changing and withdrawing it, talking about it, acknowledging it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from communications.events.announcements import (
    AnnouncementAcknowledged,
    AnnouncementChanged,
    AnnouncementCommented,
    AnnouncementCommentWithdrawn,
    AnnouncementPublished,
    AnnouncementReminded,
    AnnouncementWithdrawn,
)
from communications.letters import TELL_AT_ONCE
from communications.models import Acknowledgement, Announcement, AnnouncementComment
from communications.queries.announcements import (
    asked_of,
    may_address,
    may_change_announcement,
    open_for,
)
from communications.words.announcements import Addressed
from initiatives.jobs import enqueue
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.kernel.writing import changeable, needed, one_of
from initiatives.outbox import record

CHANGEABLE = frozenset({"title", "body", "topic", "pinned_until"})
LENGTHS = {"title": 200, "topic": 80, "body": 10_000}
LONGEST_COMMENT = 2000
# Those who have not said that they read it are reminded at most once in this time.
REST = timedelta(hours=20)


def publish_announcement(
    actor: Actor,
    *,
    title: str,
    body: str,
    addressed: str = Addressed.EVERYBODY,
    group: Any = None,
    asks_word: bool = False,
    **values: Any,
) -> Announcement:
    """Tell people something at once: staff anybody, co-chairs their group; also `topic` and `pinned_until`.

    With `asks_word` those it speaks to are asked to say that they have read it. Who wishes so gets a letter at once.
    Raises DomainError at the field,
    Forbidden.
    """
    require(actor, Capability.TAKE_PART)
    one_of(addressed, Addressed.values, "addressed")
    audiences, led = may_address(actor)
    if addressed not in audiences:
        raise Forbidden(_("The backbone announces to everybody, co-chairs to their group."))
    if addressed == Addressed.GROUP and group not in led:
        raise DomainError("required", _("Choose a group that you speak to."), "group")
    row = Announcement.objects.create(
        addressed=addressed,
        group=group if addressed == Addressed.GROUP else None,
        asks_word=asks_word,
        published_by_id=actor.membership_id,
        published_at=clock.now(),
        **_clean(actor, {"title": title, "body": body, **values}),
    )
    record(actor, AnnouncementPublished(addressed=addressed, asks_word=asks_word, **_told(row)))
    enqueue(TELL_AT_ONCE, str(row.pk))
    return row


def change_announcement(actor: Actor, announcement: Announcement, /, **values: Any) -> Announcement:
    """Change what it says (CHANGEABLE): its author and staff. Other words are marked as changed, its readers stay.

    Raises DomainError at the field, Conflict once it is withdrawn.
    """
    row = _changeable(actor, announcement)
    given = _clean(actor, values)
    changed = tuple(sorted(name for name, value in given.items() if getattr(row, name) != value))
    for name in changed:
        setattr(row, name, given[name])
    if changed:
        if {"title", "body"} & set(changed):
            row.changed_at = clock.now()
        row.save(update_fields=[*changed, "changed_at"])
        record(actor, AnnouncementChanged(fields=changed, **_told(row)))
    return row


def withdraw_announcement(actor: Actor, announcement: Announcement, *, reason: str) -> Announcement:
    """Take an announcement back, and say why: its author and staff. It stays on file. Raises DomainError, Conflict."""
    row = _changeable(actor, announcement)
    row.withdraw_reason = needed(reason, "reason", _("Say why it is withdrawn."))[:500]
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdraw_reason", "withdrawn_at"])
    record(actor, AnnouncementWithdrawn(reason=row.withdraw_reason, **_told(row)))
    return row


def acknowledge(actor: Actor, announcement: Announcement) -> Acknowledgement:
    """Say that one has read an announcement that asks for it; saying it twice changes nothing.

    Raises Conflict where nothing is asked of the actor.
    """
    require(actor, Capability.TAKE_PART)
    standing = Acknowledgement.objects.filter(
        announcement=announcement, membership_id=actor.membership_id
    ).first()
    if standing is not None:
        return standing
    if not open_for(actor).filter(pk=announcement.pk).exists():
        raise Conflict("not_asked", _("Your word is not asked for here."))
    made, new = Acknowledgement.objects.get_or_create(
        announcement=announcement,
        membership_id=actor.membership_id,
        defaults={"given_at": clock.now()},
    )
    if new:
        record(actor, AnnouncementAcknowledged(**_told(announcement)))
    return made


def remind_of_announcement(actor: Actor, announcement: Announcement) -> int:
    """Remind those whose word is open, at the bell and in their digest; return how many they are.

    Raises Conflict where no word is asked, nobody's is open, or they were reminded within REST.
    """
    row = _changeable(actor, announcement)
    if not row.asks_word:
        raise Conflict("not_asked", _("This announcement asks for nobody's word."))
    now = clock.now()
    if row.reminded_at is not None and now - row.reminded_at < REST:
        raise Conflict("too_soon", _("They were reminded today. Leave them a day."))
    left = asked_of(row).exclude(pk__in=row.words.values("membership_id")).count()
    if not left:
        raise Conflict("none_open", _("Everybody has said that they read it."))
    row.reminded_at = now
    row.save(update_fields=["reminded_at"])
    record(
        actor,
        AnnouncementReminded(f"announcement_open:{row.public_id}", title=row.title, open=left),
    )
    return left


def comment_on(actor: Actor, announcement: Announcement, *, text: str) -> AnnouncementComment:
    """Say something about an announcement, for all who read it. Raises DomainError at `text`, Conflict."""
    require(actor, Capability.TAKE_PART)
    if announcement.withdrawn_at is not None:
        raise Conflict("withdrawn", _("This announcement is withdrawn."))
    text = needed(text, "text", _("Write what you want to say."))
    if len(text) > LONGEST_COMMENT:
        raise DomainError("too_long", _("Say it in at most %d letters.") % LONGEST_COMMENT, "text")
    row = AnnouncementComment.objects.create(
        announcement=announcement, text=text, written_by_id=actor.membership_id, written_at=clock.now()
    )
    record(actor, AnnouncementCommented(**_told(announcement)))
    return row


def take_back_comment(actor: Actor, comment: AnnouncementComment) -> AnnouncementComment:
    """Take a comment back: who wrote it, and staff. Nobody reads it any more. Raises Forbidden, Conflict."""
    require(actor, Capability.TAKE_PART)
    row = AnnouncementComment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.pk)
    if not actor.is_staff and row.written_by_id != actor.membership_id:
        raise Forbidden(_("Only who wrote it and the backbone can do this."))
    if row.withdrawn_at is not None:
        raise Conflict("withdrawn", _("It is taken back already."))
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    record(actor, AnnouncementCommentWithdrawn(**_told(comment.announcement)))
    return row


def _changeable(actor: Actor, announcement: Announcement) -> Announcement:
    require(actor, Capability.TAKE_PART)
    row = Announcement.objects.select_for_update(of=("self",), no_key=True).get(pk=announcement.pk)
    if not may_change_announcement(actor, row):
        raise Forbidden(_("Only who wrote it and the backbone can do this."))
    if row.withdrawn_at is not None:
        raise Conflict("withdrawn", _("This announcement is withdrawn."))
    return row


def _clean(actor: Actor, values: Mapping[str, Any]) -> dict[str, Any]:
    changeable(values, CHANGEABLE)
    clean: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in values.items()
    }
    if "title" in clean:
        needed(clean["title"], "title", _("Say in a line what it is about."))
    if "body" in clean:
        needed(clean["body"], "body", _("Write what they should know."))
    for name, most in LENGTHS.items():
        if len(clean.get(name, "")) > most:
            raise DomainError("too_long", _("Say it in at most %d letters.") % most, name)
    pinned = clean.get("pinned_until")
    if pinned is not None and pinned < clock.today(actor.initiative.timezone):
        raise DomainError("in_the_past", _("This day has passed."), "pinned_until")
    return clean


def _told(row: Announcement) -> dict[str, Any]:
    return {"subject": f"announcement:{row.public_id}", "title": row.title}
