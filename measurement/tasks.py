"""Celery doors of shared measurement. Importing this makes its job handlers known to the worker."""

from celery import shared_task

from measurement import rollups


@shared_task(name="measurement.reconcile", ignore_result=True)
def reconcile() -> None:
    """Nightly: have every initiative's figures compared with their observations."""
    rollups.enqueue_reconciliation()
