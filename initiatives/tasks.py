"""Celery doors of the core: wake-ups only, every durable intention is a Job row."""

from celery import shared_task

from initiatives import jobs, letters  # noqa: F401 - letters registers its handlers


@shared_task(name="initiatives.run_jobs", ignore_result=True)
def run_jobs() -> None:
    """Run every due job. Sent on commit by `jobs.wake` and by beat as the sweep."""
    jobs.run_due()
