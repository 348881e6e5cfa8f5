"""Celery doors of continuous communication. Importing this makes its job handlers known to the worker."""

from celery import shared_task

from communications import digests


@shared_task(name="communications.send_digests", ignore_result=True)
def send_digests() -> None:
    """Every ten minutes: have the digests that fell due claimed and sent."""
    digests.enqueue_digests()
