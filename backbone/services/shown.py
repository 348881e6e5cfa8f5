"""Choosing what each audience is shown, and writing the stories and texts that stand beside figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from backbone.events import PassageChanged, PassageRemoved, PassageWritten, ShownChosen
from backbone.models import Passage, ShownItem
from backbone.words import Audience, PassageKind
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import DomainError
from initiatives.outbox import record
from initiatives.queries import initiative_rows

if TYPE_CHECKING:
    from measurement.models import Indicator

MOST_INDICATORS = 15
MOST_PASSAGES = 12
CHANGEABLE = frozenset({"title", "body", "told_by", "agreed_on", "about"})


def choose_shown(
    actor: Actor,
    audience: Audience,
    *,
    indicators: Sequence[Indicator] = (),
    passages: Sequence[Passage] = (),
) -> None:
    """Choose what an audience is shown, each kind in the order given; it replaces what was chosen before.

    With nothing the page fills itself again. Raises DomainError at `indicators` or `passages` when they are too many.
    """
    require(actor, Capability.DEFINE)
    chosen, beside = _once(indicators), _once(passages)
    if len(chosen) > MOST_INDICATORS:
        message = _("Nobody takes in more than %d indicators: choose those that matter most.")
        raise DomainError("too_many", message % MOST_INDICATORS, "indicators")
    if len(beside) > MOST_PASSAGES:
        raise DomainError("too_many", _("At most %d stories and texts.") % MOST_PASSAGES, "passages")
    list(
        initiative_rows(actor).select_for_update(no_key=True)
    )  # two choices at once: the later one holds, whole
    rows = ShownItem.objects.filter(audience=audience)
    former = list(rows.order_by("position").values_list("indicator_id", "passage_id"))
    wanted = [(row.pk, None) for row in chosen] + [(None, row.pk) for row in beside]
    if wanted == former:
        return
    rows.delete()
    ShownItem.objects.bulk_create(
        ShownItem(audience=audience, indicator_id=indicator, passage_id=passage, position=position)
        for position, (indicator, passage) in enumerate(wanted)
    )
    fact = ShownChosen(
        f"shown:{audience}",
        audience=audience,
        indicators=tuple(row.code for row in chosen),
        passages=len(beside),
    )
    record(actor, fact)


def write_passage(
    actor: Actor,
    kind: PassageKind,
    *,
    body: str,
    title: str = "",
    told_by: str = "",
    agreed_on: date | None = None,
    about: Indicator | None = None,
) -> Passage:
    """Write a story that somebody told, or a text of the backbone's own. It stands nowhere until it is chosen.

    Raises DomainError at the field: a story says who told it, and when they agreed that it is passed on.
    """
    require(actor, Capability.DEFINE)
    values = _checked(actor, kind, title=title, body=body, told_by=told_by, agreed_on=agreed_on)
    now = clock.now()
    row = Passage.objects.create(
        kind=PassageKind(kind),
        about=about,
        written_by_id=actor.membership_id,
        written_at=now,
        changed_at=now,
        **values,
    )
    record(actor, PassageWritten(subject_of(row), kind=row.kind, name=str(row)))
    return row


def change_passage(actor: Actor, passage: Passage, **values: Any) -> Passage:
    """Change a story or text (CHANGEABLE) wherever it stands; its kind stays. Raises DomainError at the field."""
    require(actor, Capability.DEFINE)
    if set(values) - CHANGEABLE:
        raise DomainError("unknown_field", _("This cannot be changed."), sorted(set(values) - CHANGEABLE)[0])
    row = Passage.objects.select_for_update().get(pk=passage.pk)
    given = {name: values.get(name, getattr(row, name)) for name in ("title", "body", "told_by", "agreed_on")}
    clean = {**_checked(actor, PassageKind(row.kind), **given), "about": values.get("about", row.about)}
    changed = [name for name, value in clean.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, clean[name])
    row.changed_at = clock.now()
    row.save(update_fields=[*changed, "changed_at"])
    record(actor, PassageChanged(subject_of(row), kind=row.kind, name=str(row)))
    return row


def remove_passage(actor: Actor, passage: Passage) -> None:
    """Remove a story or text from wherever it stands: somebody took back their word, or it no longer holds."""
    require(actor, Capability.DEFINE)
    record(actor, PassageRemoved(subject_of(passage), kind=passage.kind, name=str(passage)))
    passage.delete()


def subject_of(passage: Passage) -> str:
    """Return by what a story or text is named in the stream of events."""
    return f"passage:{passage.public_id}"


def _checked(
    actor: Actor, kind: PassageKind, *, title: str, body: str, told_by: str, agreed_on: date | None
) -> dict[str, Any]:
    if not body.strip():
        raise DomainError("required", _("Write what is to be read."), "body")
    values = {"title": title.strip(), "body": body.strip(), "told_by": "", "agreed_on": None}
    if kind != PassageKind.STORY:
        return values
    if not told_by.strip():
        raise DomainError("required", _("Say who tells it, as they wish to be named."), "told_by")
    if agreed_on is None:
        message = _("Say when they agreed that it may be passed on. Without their word it is not told.")
        raise DomainError("required", message, "agreed_on")
    if agreed_on > clock.today(actor.initiative.timezone):
        raise DomainError("in_future", _("This day is still to come."), "agreed_on")
    return {**values, "told_by": told_by.strip(), "agreed_on": agreed_on}


def _once(rows: Sequence[Any]) -> list[Any]:
    """The rows in their order, each once."""
    return list({row.pk: row for row in rows}.values())
