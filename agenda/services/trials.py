"""Test cycles (plan, do, study, act): a small try of a strategy, its prediction and what came of it."""

from datetime import date

from django.utils.translation import gettext as _

from agenda.events import TestBegun, TestClosed
from agenda.models import Strategy, TestCycle
from agenda.services.strategies import subject_of
from agenda.words import Verdict
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict
from initiatives.kernel.writing import in_order, needed, one_of
from initiatives.outbox import record


def begin_test(
    actor: Actor,
    strategy: Strategy,
    *,
    aim: str,
    change: str,
    prediction: str,
    starts_on: date,
    ends_on: date | None = None,
    measure: str = "",
) -> TestCycle:
    """Begin a test cycle: the aim, what is done otherwise, what is expected. Raises DomainError at the field."""
    require(actor, Capability.SHAPE_AGENDA)
    in_order(starts_on, ends_on, "ends_on")
    row = TestCycle.objects.create(
        strategy=strategy,
        aim=needed(aim, "aim", _("Say what you want to learn."))[:300],
        change=needed(change, "change", _("Say what you do differently.")),
        prediction=needed(
            prediction, "prediction", _("Say what you expect: only then can you be surprised.")
        ),
        measure=measure.strip()[:300],
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record(actor, TestBegun(subject_of(strategy), name=strategy.name, aim=row.aim))
    return row


def close_test(actor: Actor, test: TestCycle, *, result: str, verdict: str) -> TestCycle:
    """Close a test cycle with its result and what follows: adopt, adapt or abandon.

    The prediction stays as it was. Raises DomainError at the field, Conflict when it is closed already.
    """
    require(actor, Capability.SHAPE_AGENDA)
    test = TestCycle.objects.select_for_update(of=("self",)).select_related("strategy").get(pk=test.pk)
    if test.verdict:
        raise Conflict("closed", _("This test cycle is closed."))
    test.result = needed(result, "result", _("Say what happened."))
    test.verdict = one_of(verdict, Verdict.values, "verdict")
    test.closed_on = clock.today(actor.initiative.timezone)
    test.save(update_fields=["result", "verdict", "closed_on"])
    record(
        actor,
        TestClosed(
            subject_of(test.strategy),
            name=test.strategy.name,
            aim=test.aim,
            verdict=test.verdict,
            result=test.result,
        ),
    )
    return test
