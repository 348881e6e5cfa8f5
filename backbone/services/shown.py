"""Choosing what each audience is shown, and writing the stories and texts that stand beside figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from backbone.events import ConsentTakenBack, PassageChanged, PassageRemoved, PassageWritten, ShownChosen
from backbone.models import Passage, ShownItem
from backbone.words import Audience, Consent, PassageKind, StoryUse
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.kernel.writing import changeable
from initiatives.outbox import record
from initiatives.queries import initiative_rows

if TYPE_CHECKING:
    from measurement.models import Indicator

MOST_INDICATORS = 15
MOST_PASSAGES = 12
CONSENT = ("agreed_on", "agreed_how", "agreed_by", "agreed_until", "uses")
CHANGEABLE = frozenset({"title", "body", "told_by", "about", *CONSENT})


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
    about: Indicator | None = None,
    **consent: Any,
) -> Passage:
    """Write a story that somebody told, or a text of the backbone's own. It stands nowhere until it is chosen.

    A story says who told it and how far their consent goes (CONSENT): when and how they agreed, who spoke for them if
    somebody else did, for which uses (all, where nothing is said) and until when. Raises DomainError at the field.
    """
    require(actor, Capability.DEFINE)
    _require_known(consent, frozenset(CONSENT))
    values = _checked(actor, kind, {"title": title, "body": body, "told_by": told_by, **consent})
    now = clock.now()
    row = Passage.objects.create(
        kind=PassageKind(kind),
        about=about,
        written_by_id=actor.membership_id,
        written_at=now,
        changed_at=now,
        **values,
    )
    record(actor, PassageWritten(subject_of(row), kind=row.kind, name=row.title))
    return row


def change_passage(actor: Actor, passage: Passage, /, **values: Any) -> Passage:
    """Change a story or text (CHANGEABLE) wherever it stands; its kind stays. Raises DomainError at the field."""
    require(actor, Capability.DEFINE)
    _require_known(values, CHANGEABLE)
    row = Passage.objects.select_for_update().get(pk=passage.pk)
    stands = {name: getattr(row, name) for name in CHANGEABLE - {"about"}}
    given = {**stands, **{name: value for name, value in values.items() if name != "about"}}
    clean = {**_checked(actor, PassageKind(row.kind), given), "about": values.get("about", row.about)}
    changed = [name for name, value in clean.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, clean[name])
    row.changed_at = clock.now()
    row.save(update_fields=[*changed, "changed_at"])
    record(actor, PassageChanged(subject_of(row), kind=row.kind, name=row.title))
    return row


def remove_passage(actor: Actor, passage: Passage) -> None:
    """Remove a story or text from wherever it stands: somebody took back their word, or it no longer holds."""
    require(actor, Capability.DEFINE)
    record(actor, PassageRemoved(subject_of(passage), kind=passage.kind, name=passage.title))
    passage.delete()


def subject_of(passage: Passage) -> str:
    """Return by what a story or text is named in the stream of events."""
    return f"passage:{passage.public_id}"


def take_back_consent(actor: Actor, passage: Passage) -> Passage:
    """Keep that whoever told a story took their word back: it is on no page and in no report from now on.

    The story itself stays on file for the staff alone; remove_passage removes it. Raises Conflict for what is no story,
    or was taken back.
    """
    require(actor, Capability.DEFINE)
    row = Passage.objects.select_for_update(of=("self",), no_key=True).get(pk=passage.pk)
    if not row.is_story or row.taken_back_at is not None:
        raise Conflict("no_consent", _("There is no consent that could be taken back."))
    row.taken_back_at = row.changed_at = clock.now()
    row.save(update_fields=["taken_back_at", "changed_at"])
    record(actor, ConsentTakenBack(subject_of(row), kind=row.kind, name=row.title))
    return row


def _require_known(values: Mapping[str, Any], known: frozenset[str]) -> None:
    changeable(values, known)


def _checked(actor: Actor, kind: PassageKind, given: Mapping[str, Any]) -> dict[str, Any]:
    if not given["body"].strip():
        raise DomainError("required", _("Write what is to be read."), "body")
    values = {"title": given["title"].strip(), "body": given["body"].strip()}
    if kind != PassageKind.STORY:
        return {**values, "told_by": "", "agreed_on": None}
    if not given["told_by"].strip():
        raise DomainError("required", _("Say who tells it, as they wish to be named."), "told_by")
    return {**values, "told_by": given["told_by"].strip(), **_consent(actor, given)}


def _consent(actor: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    """How far the consent to a story goes. Raises DomainError at the field."""
    agreed_on, until = given.get("agreed_on"), given.get("agreed_until")
    if agreed_on is None:
        message = _("Say when they agreed that it may be passed on. Without their word it is not told.")
        raise DomainError("required", message, "agreed_on")
    if agreed_on > clock.today(actor.initiative.timezone):
        raise DomainError("in_future", _("This day is still to come."), "agreed_on")
    if until is not None and until < agreed_on:
        raise DomainError("wrong_order", _("The end lies before the beginning."), "agreed_until")
    uses = list(StoryUse.values) if given.get("uses") is None else sorted(set(given["uses"]))
    if not uses or set(uses) - set(StoryUse.values):
        raise DomainError("invalid_choice", _("Say where it may be told."), "uses")
    how = given.get("agreed_how") or ""
    if how and how not in Consent.values:
        raise DomainError("invalid_choice", _("Choose how they agreed."), "agreed_how")
    return {
        "agreed_on": agreed_on,
        "agreed_how": how,
        "agreed_by": (given.get("agreed_by") or "").strip()[:200],
        "agreed_until": until,
        "uses": uses,
    }


def _once(rows: Sequence[Any]) -> list[Any]:
    """The rows in their order, each once."""
    return list({row.pk: row for row in rows}.values())
