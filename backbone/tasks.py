"""Celery doors of backbone support. Importing this makes its job handlers known to the worker."""

from celery import shared_task

from backbone import quarters


@shared_task(name="backbone.keep_health", ignore_result=True)
def keep_health() -> None:
    """Nightly: have the quarter that ended kept, in every initiative where it was not."""
    quarters.enqueue_quarters()
