"""Celery doors of mutually reinforcing activities."""

from celery import shared_task

from activities import asking


@shared_task(name="activities.ask_how_it_goes", ignore_result=True)
def ask_how_it_goes() -> None:
    """Daily: have those asked who lead activities nobody has said a word of for a month."""
    asking.enqueue_asking()
