"""Decisions: raising a question, wording the proposal, bringing it before the group, what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agenda.queries.goals import seen_indicators
from agenda.words import Engagement
from communications.events.decisions import (
    DecisionMoved,
    DecisionRaised,
    EvidenceAdded,
    EvidenceWithdrawn,
    ProposalWritten,
)
from communications.models import Decision, DecisionEvidence, Proposal
from communications.queries.decisions import may_run, may_write, proposal_of, source_of
from communications.words.decisions import OPEN, DecisionState, EvidenceKind, Reversibility, Rule
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.kernel.writing import changeable, in_order, needed, one_of
from initiatives.outbox import record

if TYPE_CHECKING:
    from initiatives.models import Group
    from measurement.models import Indicator

MOST_OPTIONS = 12
MOST_CRITERIA = 12
LONGEST_TITLE = 200
WORDS = frozenset(
    {
        *("title", "question", "options", "criteria", "proposed", "rule", "quorum", "bar", "engagement"),
        *("reversibility", "equity_note", "decide_on", "in_effect_on", "review_on"),
    }
)
# Where an open decision may go before it is decided.
FORWARD = {
    DecisionState.RAISED: frozenset({DecisionState.DISCUSSED, DecisionState.PROPOSED}),
    DecisionState.DISCUSSED: frozenset({DecisionState.PROPOSED}),
    DecisionState.PROPOSED: frozenset({DecisionState.DISCUSSED}),
}


def raise_decision(
    actor: Actor,
    group: Group,
    *,
    title: str,
    question: str,
    raised_by_group: Group | None = None,
    source: str = "",
    signal: Indicator | None = None,
    supersedes: Decision | None = None,
    **wording: Any,
) -> Decision:
    """Put a question before a group; whoever takes part may. `wording` is more of its WORDS.

    The rule is the group's own unless another is said. `supersedes` is a decision that was taken and is to give way
    to this one. Raises DomainError at the field, Conflict for a closed group or a decision that does not stand.
    """
    require(actor, Capability.TAKE_PART)
    if group.closed_on is not None:
        raise Conflict("closed", _("This group is closed."), "group")
    if supersedes is not None and held(supersedes).state != DecisionState.DECIDED:
        raise Conflict(
            "not_decided", _("Only a decision that was taken and stands can give way."), "supersedes"
        )
    given = {"title": title, "question": question, "rule": group.decision_rule or Rule.CONSENT, **wording}
    clean = _clean(given)
    last = Decision.objects.aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            row = Decision.objects.create(
                number=last + 1,
                group=group,
                raised_by_group=raised_by_group,
                source=source[:100],
                signal=signal,
                supersedes=supersedes,
                raised_by_id=actor.membership_id,
                raised_at=clock.now(),
            )
    except IntegrityError as error:
        raise Conflict("at_once", _("Somebody raised another decision just now. Send it again.")) from error
    _word(actor, row, 1, clean)
    record(actor, DecisionRaised(group=group.name, **told_of(row)))
    return row


def write_proposal(actor: Actor, decision: Decision, /, **values: Any) -> Proposal:
    """Word the proposal anew (WORDS); the former wording and the positions on it stay on file.

    Positions that were taken stand until their owners take others, marked as taken on a former wording. Nothing is
    written where nothing changes. Raises DomainError at the field, Conflict once it is decided, Forbidden.
    """
    decision = _writable(actor, decision)
    former = proposal_of(decision)
    clean = _clean({**{name: getattr(former, name) for name in WORDS}, **values})
    if all(getattr(former, name) == value for name, value in clean.items()):
        return former
    Proposal.objects.filter(pk=former.pk).update(superseded_at=clock.now())
    proposal = _word(actor, decision, former.number + 1, clean)
    record(actor, ProposalWritten(wording=proposal.number, **told_of(decision)))
    return proposal


def move_decision(actor: Actor, decision: Decision, *, state: str) -> Decision:
    """Bring a decision into discussion, before the group as proposed, or back into discussion.

    To be proposed it needs an option that is put forward, where it has options. Raises Conflict, DomainError.
    """
    decision = _runnable(actor, decision)
    one_of(state, DecisionState.values, "state")
    if state not in FORWARD[DecisionState(decision.state)]:
        words = {"now": DecisionState(decision.state).label, "then": DecisionState(state).label}
        raise Conflict("wrong_state", _("From “%(now)s” it cannot become “%(then)s”.") % words, "state")
    proposal = proposal_of(decision)
    if state == DecisionState.PROPOSED and proposal.options and not proposal.proposed:
        raise DomainError("required", _("Say which option is put forward."), "proposed")
    return _moved(actor, decision, state)


def withdraw_decision(actor: Actor, decision: Decision, *, reason: str) -> Decision:
    """Take a question back before it is decided, saying why. Raises DomainError at `reason`, Conflict, Forbidden."""
    decision = _writable(actor, decision)
    why = needed(reason, "reason", _("Say why it is taken back."))
    return _moved(actor, decision, DecisionState.WITHDRAWN, why)


def add_evidence(
    actor: Actor,
    decision: Decision,
    *,
    kind: str,
    title: str,
    says: str = "",
    link: str = "",
    indicator: Indicator | None = None,
    by: str = "total",
    first: date | None = None,
    last: date | None = None,
) -> DecisionEvidence:
    """Lay down what the decision rests on: a figure, frozen as it stands now, a document, or what people told.

    Each reader is shown the figure as it stood, as far as they may see it. Raises DomainError at the field, Conflict.
    """
    decision = _writable(actor, decision)
    one_of(kind, EvidenceKind.values, "kind")
    if (kind == EvidenceKind.FIGURE) != (indicator is not None):
        raise DomainError(
            "required", _("A figure is one of an indicator, and only a figure is."), "indicator"
        )
    if indicator is not None and not seen_indicators(actor).filter(pk=indicator.pk).exists():
        raise NotFound
    one_of(by, ("total", "place", "sector"), "by")
    if first is not None:
        in_order(first, last, "last")
    if link and not link.startswith(("https://", "http://")):
        raise DomainError("invalid", _("Give a web address."), "link")
    asked = {"by": by, "first": first.isoformat() if first else "", "last": last.isoformat() if last else ""}
    row = DecisionEvidence.objects.create(
        decision=decision,
        kind=kind,
        title=needed(title, "title", _("Say what it shows."))[:300],
        says=says.strip(),
        link=link.strip()[:500],
        indicator=indicator,
        asked=asked if indicator is not None else {},
        frozen_at=clock.now(),
        added_by_id=actor.membership_id,
    )
    record(actor, EvidenceAdded(evidence=row.title, **told_of(decision)))
    return row


def withdraw_evidence(actor: Actor, evidence: DecisionEvidence) -> DecisionEvidence:
    """Take a piece of evidence back before the decision; that it was there stays on file. Raises Conflict."""
    decision = _writable(actor, evidence.decision)
    if evidence.withdrawn_at is None:
        evidence.withdrawn_at = clock.now()
        evidence.save(update_fields=["withdrawn_at"])
        record(actor, EvidenceWithdrawn(evidence=evidence.title, **told_of(decision)))
    return evidence


def held(decision: Decision) -> Decision:
    """Return the decision, locked until the end of the transaction."""
    rows = Decision.objects.select_for_update(of=("self",), no_key=True).select_related("group")
    return rows.get(pk=decision.pk)


def open_one(decision: Decision) -> Decision:
    """Return the decision, locked. Raises Conflict once it is decided or withdrawn."""
    decision = held(decision)
    if decision.state not in OPEN:
        raise Conflict("decided", _("It is decided. To change it, raise a decision that takes its place."))
    return decision


def told_of(decision: Decision) -> dict[str, Any]:
    """Return what every fact about a decision says."""
    return {
        "subject": source_of(decision),
        "number": decision.number,
        "title": proposal_of(decision).title,
    }


def set_state(decision: Decision, state: str) -> None:
    """Keep the state; nothing else of a decision's row ever changes."""
    Decision.objects.filter(pk=decision.pk).update(state=state)
    decision.state = state


def _moved(actor: Actor, decision: Decision, state: str, reason: str = "") -> Decision:
    set_state(decision, state)
    record(actor, DecisionMoved(state=state, reason=reason, **told_of(decision)))
    return decision


def _writable(actor: Actor, decision: Decision) -> Decision:
    require(actor, Capability.TAKE_PART)
    decision = open_one(decision)
    if not may_write(actor, decision):
        raise Forbidden(_("Only who raised it, the group's co-chairs and the backbone can do this."))
    return decision


def _runnable(actor: Actor, decision: Decision) -> Decision:
    require(actor, Capability.TAKE_PART)
    decision = open_one(decision)
    if not may_run(actor, decision):
        raise Forbidden(_("Only the group's co-chairs and the backbone can do this."))
    return decision


def _word(actor: Actor, decision: Decision, number: int, clean: Mapping[str, Any]) -> Proposal:
    return Proposal.objects.create(
        decision=decision,
        number=number,
        written_by_id=actor.membership_id,
        written_at=clock.now(),
        **clean,
    )


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    changeable(values, WORDS)
    clean: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in values.items()
    }
    needed(clean["title"], "title", _("Give the decision a title."))
    if len(clean["title"]) > LONGEST_TITLE:
        raise DomainError("too_long", _("A title has at most %d letters.") % LONGEST_TITLE, "title")
    needed(clean["question"], "question", _("Say what is to be decided, as a question."))
    one_of(clean["rule"], Rule.values, "rule")
    one_of(clean.get("engagement", ""), Engagement.values, "engagement", empty=True)
    one_of(clean.get("reversibility", ""), Reversibility.values, "reversibility", empty=True)
    if not 0 <= clean.get("quorum", 0) <= 1000:
        raise DomainError("out_of_range", _("Give a number of people."), "quorum")
    if not 1 <= clean.get("bar", Decimal("3.5")) <= 5:
        raise DomainError("out_of_range", _("The mean lies between 1 and 5."), "bar")
    if clean.get("in_effect_on"):
        in_order(clean["in_effect_on"], clean.get("review_on"), "review_on")
    clean["criteria"] = _criteria(clean.get("criteria") or ())
    clean["options"] = _options(clean.get("options") or (), clean["criteria"])
    keys = [option["key"] for option in clean["options"]]
    one_of(clean.get("proposed", ""), keys, "proposed", empty=True)
    return clean


def _criteria(given: Sequence[str]) -> list[str]:
    lines = [line.strip()[:100] for line in given if line.strip()]
    if len(lines) > MOST_CRITERIA or len(set(lines)) < len(lines):
        raise DomainError("invalid", _("Name up to %d criteria, each once.") % MOST_CRITERIA, "criteria")
    return lines


def _options(given: Sequence[Mapping[str, Any]], criteria: Sequence[str]) -> list[dict[str, Any]]:
    """The options, keyed A, B, C in their order, with what is said of each by the criteria."""
    if len(given) > MOST_OPTIONS:
        raise DomainError("too_many", _("Put forward at most %d options.") % MOST_OPTIONS, "options")
    options = []
    for place, row in enumerate(given):
        marks = row.get("marks") or {}
        options.append(
            {
                "key": chr(ord("A") + place),
                "title": needed(str(row.get("title", "")), "options", _("Give each option a name."))[:200],
                "about": str(row.get("about", "")).strip()[:2000],
                "marks": {name: str(marks[name]).strip()[:200] for name in criteria if marks.get(name)},
            }
        )
    return options
