"""What a partner may say of its figures that wait for review."""

from __future__ import annotations

from dataclasses import dataclass

from initiatives.kernel.access import Actor, Capability
from measurement.models import Submission
from measurement.words import CycleState, SubmissionState


@dataclass(frozen=True)
class OwnWord:
    """Whether the actor may say that they are right, and whether they may take them back."""

    confirms: bool = False
    takes_back: bool = False


def own_word(actor: Actor, submission: Submission | None) -> OwnWord:
    """Return what the actor may say: something only for somebody of the partner, while the figures wait."""
    if submission is None or submission.state != SubmissionState.SUBMITTED:
        return OwnWord()
    partner = submission.partner_id
    if actor.partner_id != partner or not actor.may(Capability.HAND_IN, partner):
        return OwnWord()
    return OwnWord(
        confirms=submission.on_behalf and submission.confirmed_at is None,
        takes_back=submission.revises_id is None and submission.cycle.state != CycleState.LOCKED,
    )
