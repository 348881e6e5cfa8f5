"""Settling in: a checklist is begun, its lines are ticked, given to somebody or left out, and it is closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.events.onboarding import (
    ChecklistChanged,
    OnboardingEnded,
    OnboardingItemAdded,
    OnboardingItemChanged,
    OnboardingItemTicked,
    OnboardingItemUnticked,
)
from backbone.models import Checklist, Onboarding, OnboardingItem
from backbone.queries.onboarding import checklist, given_lines, line, settling_in
from backbone.settling import begin_for, name_of, subject_of, told_of
from backbone.words.onboarding import SEEN, Newcomer
from initiatives.handover import Duty, register
from initiatives.kernel import clock
from initiatives.kernel.access import STAFF, Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from initiatives.queries import everybody, initiative_rows

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.models import Membership, Partner

MOST_LINES = 40
LONGEST = 300


def begin_onboarding(
    actor: Actor, *, partner: Partner | None = None, person: Membership | None = None
) -> Onboarding:
    """Begin the checklist of a partner, or of a member of the staff, with the lines that the initiative keeps.

    Raises DomainError at `partner` or `person`; Conflict while one is open for them.
    """
    require(actor, Capability.MANAGE_PARTNERS)
    if (partner is None) == (person is None):
        raise DomainError("one_of", _("Choose a partner or a person, one of them."), "partner")
    if person is not None and (person.role not in STAFF or not person.is_active):
        raise DomainError("not_staff", _("Only the backbone's own people have such a checklist."), "person")
    newcomer = Newcomer.PARTNER if partner else Newcomer.STAFF
    return begin_for(actor, checklist(actor, newcomer), actor.membership_id, partner=partner, person=person)


def add_item(
    actor: Actor, onboarding: Onboarding, *, text: str, owner: Membership | None = None
) -> OnboardingItem:
    """Add a line of one's own to a checklist. Raises DomainError at the field, Conflict on a closed one."""
    row = _open(actor, onboarding)
    said = _text(text, "text")
    if OnboardingItem.objects.filter(onboarding=row, key="").count() >= MOST_LINES:
        raise DomainError("too_many", _("A checklist has at most %d lines.") % MOST_LINES, "text")
    made = OnboardingItem.objects.create(onboarding=row, text=said, added_at=clock.now(), owner=_owner(owner))
    record(actor, OnboardingItemAdded(subject_of(row), **told_of(row), text=said))
    return made


def tick(actor: Actor, onboarding: Onboarding, ref: str) -> OnboardingItem:
    """Say that a line is done. A partner's lead does it too for its own. Raises Conflict, NotFound.

    What records tell is not ticked: it is done when they say so.
    """
    row, item = _by_hand(actor, onboarding, ref)
    if item.left_out:
        raise Conflict("left_out", _("This line was left out. Take it up again first."))
    if item.done_on is None:
        item.done_on = clock.today(actor.initiative.timezone)
        item.done_by_id = actor.membership_id
        item.save(update_fields=["done_on", "done_by"])
        record(actor, OnboardingItemTicked(subject_of(row), **told_of(row), text=item.text))
    return item


def untick(actor: Actor, onboarding: Onboarding, ref: str) -> OnboardingItem:
    """Say that a line is not done after all. Raises Conflict, NotFound."""
    row, item = _by_hand(actor, onboarding, ref)
    if item.done_on is not None:
        item.done_on = item.done_by = None
        item.save(update_fields=["done_on", "done_by"])
        record(actor, OnboardingItemUnticked(subject_of(row), **told_of(row), text=item.text))
    return item


def change_item(
    actor: Actor, onboarding: Onboarding, ref: str, *, owner: Membership | None = None, left_out: str = ""
) -> None:
    """Say whose a line is, and why it is left out (empty: it counts). Raises DomainError, Conflict, NotFound."""
    row = _open(actor, onboarding)
    found = line(actor, row, ref)
    reason = left_out.strip()
    if len(reason) > LONGEST:
        raise DomainError("too_long", _("At most %d characters.") % LONGEST, "left_out")
    if reason and found.done:
        raise DomainError("done", _("It is done: there is nothing to leave out."), "left_out")
    if found.seen:
        item, _made = OnboardingItem.objects.get_or_create(
            onboarding=row, key=ref, defaults={"added_at": clock.now()}
        )
    else:
        item = OnboardingItem.objects.select_for_update().get(onboarding=row, public_id=UUID(ref))
    item.owner, item.left_out = _owner(owner), reason
    item.save(update_fields=["owner", "left_out"])
    fact = OnboardingItemChanged(subject_of(row), **told_of(row), text=found.text, left_out=reason)
    record(actor, fact)


def end_onboarding(actor: Actor, onboarding: Onboarding) -> Onboarding:
    """Close a checklist: who settled in has. What was left to do stays told on it. Raises Conflict."""
    row = _open(actor, onboarding)
    [found] = settling_in(actor, [row])
    row.ended_on = clock.today(actor.initiative.timezone)
    row.save(update_fields=["ended_on"])
    record(actor, OnboardingEnded(subject_of(row), **told_of(row), left=len(found.left)))
    return row


def keep_checklist(
    actor: Actor, newcomer: Newcomer, *, texts: Sequence[str], begins_itself: bool = False
) -> Checklist:
    """Say what checklists begin with besides what records tell, and whether they begin by themselves from today on.

    Those that are open stay as they are. Raises DomainError at `texts`.
    """
    require(actor, Capability.DEFINE)
    lines = [_text(text, "texts") for text in texts if text.strip()]
    if len(lines) > MOST_LINES:
        raise DomainError("too_many", _("A checklist has at most %d lines.") % MOST_LINES, "texts")
    list(initiative_rows(actor).select_for_update(no_key=True))  # two at once: one waits for the other
    row = Checklist.objects.filter(newcomer=newcomer).first() or Checklist(newcomer=newcomer)
    if begins_itself and not row.begins_itself:
        row.since = clock.today(actor.initiative.timezone)
    row.texts, row.begins_itself = lines, begins_itself
    row.changed_by_id, row.changed_at = actor.membership_id, clock.now()
    row.save()
    fact = ChecklistChanged(f"checklist:{newcomer}", newcomer=newcomer, begins_itself=begins_itself)
    record(actor, fact)
    return row


def _open(actor: Actor, onboarding: Onboarding) -> Onboarding:
    require(actor, Capability.MANAGE_PARTNERS)
    return _locked(onboarding)


def _locked(onboarding: Onboarding) -> Onboarding:
    rows: Any = Onboarding.objects.select_for_update(of=("self",)).select_related("partner", "membership")
    row: Onboarding = rows.get(pk=onboarding.pk)
    if row.ended_on is not None:
        raise Conflict("ended", _("This checklist is closed."))
    return row


def _by_hand(actor: Actor, onboarding: Onboarding, ref: str) -> tuple[Onboarding, OnboardingItem]:
    if onboarding.partner_id is None:
        require(actor, Capability.MANAGE_PARTNERS)
    else:
        require(actor, Capability.SIGN_OFF, onboarding.partner_id)
    row = _locked(onboarding)
    if any(ref in keys for keys in SEEN.values()):
        raise Conflict("seen", _("This is read from the records: it is done when they say so."))
    found = line(actor, row, ref)
    return row, OnboardingItem.objects.select_for_update().get(onboarding=row, public_id=UUID(found.ref))


def _owner(owner: Membership | None) -> Membership | None:
    if owner is not None and (owner.role not in STAFF or not owner.is_active):
        raise DomainError("not_staff", _("Only the backbone's own people are given lines."), "owner")
    return owner


def _text(text: str, field: str) -> str:
    said = text.strip()
    if not said:
        raise DomainError("required", _("Say what is to be done."), field)
    if len(said) > LONGEST:
        raise DomainError("too_long", _("At most %d characters.") % LONGEST, field)
    return said


def _words_of(item: OnboardingItem) -> str:
    return item.text or str(SEEN[item.onboarding.newcomer].get(item.key, item.key))


def _held(actor: Actor, membership: Membership) -> list[str]:
    return [f"{name_of(item.onboarding)}: {_words_of(item)}" for item in given_lines(membership.pk)]


def _heirs(actor: Actor, membership: Membership) -> QuerySet[Membership]:
    return everybody().filter(role__in=sorted(STAFF)).exclude(pk=membership.pk)


def _pass_on(actor: Actor, membership: Membership, heir: Membership | None) -> None:
    for item in given_lines(membership.pk):
        item.owner = heir
        item.save(update_fields=["owner"])
        row = item.onboarding
        record(actor, OnboardingItemChanged(subject_of(row), **told_of(row), text=_words_of(item)))


LINES = register(Duty("onboarding_lines", gettext_lazy("Lines of checklists"), _held, _heirs, _pass_on))
