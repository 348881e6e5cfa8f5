"""When it is asked how activities go: every day in every initiative. Who is asked is `services/monthly.py`."""

from initiatives.jobs import HOUR, enqueue_for_all

ASK = "activities.ask_how_it_goes"


def enqueue_asking() -> None:
    """Ask for the links of every initiative to be sent, spread over the hour after."""
    enqueue_for_all(ASK, spread=HOUR)
