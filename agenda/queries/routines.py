"""What of the common agenda runs by itself."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Min
from django.utils.translation import gettext_lazy, ngettext

from agenda.queries.commitments import RENEWAL, commitments, state_is, to_be_renewed
from agenda.words import CommitmentState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.routines import Known, routine


@routine(
    "agenda.commitments",
    gettext_lazy("Commitments come up for renewal"),
    gettext_lazy(
        "Three months before it ends, a commitment stands in the queue and stays until it is renewed or ended."
    ),
    order=10,
    change="agenda:commitments",
)
def commitments_come_up(actor: Actor) -> Known:
    """Tell how many are to be renewed, those too of which somebody was just reminded, and when the next one is."""
    today = clock.today(actor.initiative.timezone)
    waiting = to_be_renewed(actor).count()
    running = commitments(actor).filter(state_is(CommitmentState.RUNNING, today))
    first = running.order_by().aggregate(day=Min("ends_on"))["day"]
    said = ngettext("%d is to be renewed now.", "%d are to be renewed now.", waiting) % waiting
    # It is due while its end is less than RENEWAL away.
    return Known(did=said, due=first - RENEWAL + timedelta(days=1) if first else None)
