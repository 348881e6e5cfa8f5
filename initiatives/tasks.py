"""Celery doors of the core: wake-ups only, every durable intention is a Job row."""

from datetime import timedelta

from celery import shared_task

from initiatives import forgetting, jobs, letters  # noqa: F401 - letters registers its handlers
from initiatives.carrying import packing  # noqa: F401 - registers its handlers
from initiatives.kernel import clock

# Far below the worker's time limit, which would else strike whatever job happens to run.
RUN_FOR = timedelta(minutes=2)


@shared_task(name="initiatives.run_jobs", ignore_result=True)
def run_jobs() -> None:
    """Run due jobs; what is left after a while goes to another task. Sent on commit and by beat as the sweep."""
    stop = clock.now() + RUN_FOR
    jobs.run_due(until=stop)
    if clock.now() >= stop:
        jobs.wake()


@shared_task(name="initiatives.forget_answers", ignore_result=True)
def forget_answers() -> None:
    """Nightly: forget the answers that are no longer repeated, and of old changes that they were made."""
    forgetting.forget_answers()
    forgetting.forget_changes()
