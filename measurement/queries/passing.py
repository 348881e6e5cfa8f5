"""Which hand-ins that wait pass: those in which nothing is left for a person to read or to judge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor, Capability, require
from measurement.models import Entry, Evidence, Submission
from measurement.queries.collection import submissions
from measurement.queries.findings import Finding, findings_of_all
from measurement.words import CheckSeverity, CycleState, SubmissionState

AT_ONCE = 100


@dataclass(frozen=True)
class Waiting:
    """A hand-in that waits for review, and why it wants a person's eyes; nothing where it passes."""

    submission: Submission
    why: tuple[str, ...] = ()

    @property
    def passes(self) -> bool:
        """Whether it may be accepted with all others that pass."""
        return not self.why


def waiting_hand_ins(actor: Actor, limit: int = AT_ONCE) -> list[Waiting]:
    """Return the hand-ins that have waited longest, each with what stands against accepting it unread.

    As many queries for many as for one. A notice of the checks stands against nothing.
    """
    require(actor, Capability.REVIEW)
    rows = submissions(actor).filter(state=SubmissionState.SUBMITTED).order_by("submitted_at", "id")
    return judged(actor, rows[:limit])


def judged(actor: Actor, rows: Iterable[Submission]) -> list[Waiting]:
    """Return hand-ins that wait, in their order, with what stands against accepting each unread."""
    found = list(rows)
    findings = findings_of_all(found)
    said = Entry.objects.filter(submission__in=found)
    explained = set(said.exclude(explanation="").values_list("submission_id", flat=True))
    noted = set(said.exclude(note="").values_list("submission_id", flat=True))
    evident = set(Evidence.objects.filter(submission__in=found).values_list("submission_id", flat=True))
    result = []
    for row in found:
        why = [*_standing(actor, row), *_checked(findings[row.pk])]
        if row.pk in explained:
            why.append(_("It gives an explanation to read."))
        if row.pk in noted:
            why.append(_("It carries a note to read."))
        if row.pk in evident:
            why.append(_("It brings files to look at."))
        result.append(Waiting(row, tuple(why)))
    return result


def _standing(actor: Actor, row: Submission) -> list[str]:
    why = []
    if row.is_by(actor.user_id) and not actor.initiative.self_acceptance:
        why.append(_("You handed it in yourself; somebody else accepts it."))
    if row.revises_id is not None:
        why.append(_("It revises figures that are accepted."))
    elif row.cycle.state == CycleState.LOCKED:
        why.append(_("Its cycle is locked."))
    return why


def _checked(findings: Iterable[Finding]) -> list[str]:
    """What the checks have open, each with the name of its indicator."""
    open_ones = [finding for finding in findings if finding.severity != CheckSeverity.NOTICE]
    return list(dict.fromkeys(f"{finding.name}: {finding.message}" for finding in open_ones))
