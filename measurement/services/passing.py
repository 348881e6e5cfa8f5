"""Accepting all that pass: every hand-in that waits and in which nothing is left to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import DomainError
from measurement.models import Submission
from measurement.queries.collection import submissions
from measurement.queries.passing import AT_ONCE, Waiting, judged
from measurement.services.submissions import accept
from measurement.words import SubmissionState


@dataclass
class Passed:
    """What was accepted, and what was left and why."""

    accepted: list[Submission] = field(default_factory=list)
    left: list[Waiting] = field(default_factory=list)


@transaction.atomic
def accept_passing(actor: Actor, chosen: Mapping[UUID, int | None]) -> Passed:
    """Accept those of the chosen hand-ins that pass, each by itself, with its own event; leave the others.

    `chosen` gives for each the version that was looked at, or None. What waits no more, or came otherwise meanwhile,
    is left. Nobody's own hand-in is accepted unless the initiative allows it; then it is marked. Raises DomainError
    for more than AT_ONCE.
    """
    require(actor, Capability.REVIEW)
    if len(chosen) > AT_ONCE:
        raise DomainError("too_many", _("At most %d hand-ins are accepted at once.") % AT_ONCE, "submissions")
    rows = submissions(actor).filter(public_id__in=list(chosen), state=SubmissionState.SUBMITTED)
    done = Passed()
    # In one order for everybody, so that two reviewers wait for one another instead of stopping each other.
    for waiting in judged(actor, rows.order_by("cycle_id", "partner_id")):
        if not waiting.passes:
            done.left.append(waiting)
            continue
        try:
            with transaction.atomic():
                version = chosen[waiting.submission.public_id]
                done.accepted.append(accept(actor, waiting.submission, version=version))
        except DomainError as fault:
            done.left.append(Waiting(waiting.submission, (fault.message,)))
    return done
