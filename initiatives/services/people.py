"""People: who takes part, in which role, and who comes after them."""

from django.db.models import Q

from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.models import Membership


def notice_presence(actor: Actor) -> None:
    """Remember that the person was here today (in the initiative's time zone). One write a day."""
    today = clock.today(actor.initiative.timezone)
    Membership.objects.filter(
        Q(last_seen_on__lt=today) | Q(last_seen_on=None), pk=actor.membership_id
    ).update(last_seen_on=today)
