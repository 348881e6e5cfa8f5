"""Letters of the demo: who wants which digest when, the last ones, and the question how silent activities go.

They lie in the mail folder to be looked at.
"""

from collections.abc import Callable
from functools import partial

from activities.asking import ASK
from backbone.demo.stage import Stage, days, noon
from communications.services.digests import ask_for_digest, set_digest
from initiatives.jobs import enqueue
from initiatives.kernel.access import Actor

NIGHT = {"timezone": "", "quiet_from": 21, "quiet_until": 7}
MONDAY, TUESDAY, FRIDAY = 0, 1, 4
# Who (key), how often, on which day, at which hour.
WISHES = (
    ("ana", "weekly", TUESDAY, 7),
    ("ben", "weekly", FRIDAY, 15),
    ("cleo", "monthly", MONDAY, 9),
)
# Who gets announcements as letters at once: the latest one to partners lies in the mail folder.
AT_ONCE = ("ben",)
# Who had theirs sent yesterday: each costs the demo's start a letter.
READERS = ("ana", "ben")


def riverbend(stage: Stage) -> None:
    """Say who reads theirs when; two had it sent yesterday, when those who lead what is silent were asked as well."""
    today = stage.now.date()
    for who, frequency, weekday, hour in WISHES:
        stage.plan(today - days(9), who, _wish(frequency, weekday, hour, at_once=who in AT_ONCE))
    stage.plan(noon(today - days(1)), "ana", lambda _actor: enqueue(ASK))
    for who in READERS:
        stage.plan(noon(today - days(1)), who, ask_for_digest, settles=True)


def _wish(frequency: str, weekday: int, hour: int, *, at_once: bool) -> Callable[[Actor], object]:
    return partial(
        set_digest,
        frequency=frequency,
        weekday=weekday,
        hour=hour,
        at_once=at_once,
        **NIGHT,  # type: ignore[arg-type]
    )
