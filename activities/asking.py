"""When it is asked how activities go: every day in every initiative. Who is asked is `services/monthly.py`."""

from datetime import timedelta

from django.db import connection

from initiatives.jobs import enqueue
from initiatives.kernel.tenancy import tenant

ASK = "activities.ask_how_it_goes"


def enqueue_asking() -> None:
    """Ask for the links of every initiative to be sent, spread over the hour after."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.initiative_ids()")
        identifiers = [row[0] for row in cursor.fetchall()]
    for number, identifier in enumerate(identifiers):
        with tenant(identifier):
            enqueue(ASK, delay=timedelta(seconds=3600 * number // len(identifiers)))
