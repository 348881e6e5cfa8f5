"""Celery doors of backbone support. Importing this makes its job handlers known to the worker."""

from celery import shared_task

from backbone import quarters, settling


@shared_task(name="backbone.keep_health", ignore_result=True)
def keep_health() -> None:
    """Nightly: have the quarter that ended kept, in every initiative where it was not."""
    quarters.enqueue_quarters()


@shared_task(name="backbone.begin_onboardings", ignore_result=True)
def begin_onboardings() -> None:
    """Nightly: begin the checklists of those who came, where the initiative has them begin by themselves."""
    settling.enqueue_newcomers()
