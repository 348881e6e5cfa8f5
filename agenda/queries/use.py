"""How the common agenda is used, as counts about the whole that name nobody."""

from datetime import date

from agenda.models import Consultation, Strategy
from agenda.queries.commitments import commitments, state_is
from agenda.words import CommitmentState, StrategyState
from initiatives.kernel.access import Actor, Capability, require
from initiatives.queries import partners
from initiatives.queries.use import Counted

# Strategies that somebody works by: they are looked at again.
AT_WORK = (StrategyState.SELECTED, StrategyState.ACTIVE, StrategyState.ADAPTING)


def strategies_reviewed(actor: Actor, since: date) -> Counted:
    """Count the strategies at work (selected, active, being adapted) that were reviewed since a day, of all at work."""
    require(actor, Capability.VIEW)
    rows = Strategy.objects.filter(state__in=AT_WORK)
    return Counted(rows.filter(reviewed_on__gte=since).count(), rows.count())


def partners_committed(actor: Actor, today: date) -> Counted:
    """Count the active partners with a signed commitment that holds on a day, of all active partners."""
    holding = commitments(actor).filter(
        state_is(CommitmentState.RUNNING, today) | state_is(CommitmentState.RENEWAL_DUE, today)
    )
    active = partners(actor).filter(state="active")
    return Counted(active.filter(pk__in=holding.values("partner_id")).count(), active.count())


def people_consulted(actor: Actor, since: date) -> dict[str, int]:
    """Return how many people took part in consultations that began since a day, by group as it was written down."""
    require(actor, Capability.VIEW)
    found: dict[str, int] = {}
    for participants in Consultation.objects.filter(starts_on__gte=since).values_list(
        "participants", flat=True
    ):
        for row in participants:
            if row.get("n"):
                found[str(row["group"])] = found.get(str(row["group"]), 0) + int(row["n"])
    return found
