"""Celery doors of shared measurement. Importing this makes its job handlers known to the worker."""

from celery import shared_task

from measurement import calendar, letters, notices, rollups  # noqa: F401 - letters registers its handlers


@shared_task(name="measurement.reconcile", ignore_result=True)
def reconcile() -> None:
    """Nightly: have every initiative's figures compared with their observations."""
    rollups.enqueue_reconciliation()


@shared_task(name="measurement.keep_calendars", ignore_result=True)
def keep_calendars() -> None:
    """Nightly: have every initiative's cycles planned ahead, and opened when their day has come."""
    calendar.enqueue_calendars()


@shared_task(name="measurement.give_notices", ignore_result=True)
def give_notices() -> None:
    """Nightly: have partners told of figures that are about to show them by name."""
    notices.enqueue_notices()
