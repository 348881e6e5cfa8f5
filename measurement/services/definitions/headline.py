"""The headline list is kept short: one more than the limit takes the place of another."""

from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from measurement.events.definitions import HeadlineGivenUp
from measurement.models import Indicator
from measurement.words import MOST_HEADLINES, State


def make_room(actor: Actor, *, for_name: str, demote: Indicator | None) -> None:
    """See that one more indicator can be a headline, demoting the one named where the list is full.

    Raises Conflict at `headline` when it is full and none is named, DomainError at `demote` for what is no headline.
    """
    held = Indicator.objects.filter(headline=True).exclude(state=State.RETIRED)
    # Held first and counted in a new statement, so that two at once cannot both be the last.
    list(held.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    if demote is None:
        if held.count() >= MOST_HEADLINES:
            message = _("There are %d headline indicators already: say which one gives up its place.")
            raise Conflict("headline_full", message % MOST_HEADLINES, "headline")
        return
    if not held.filter(pk=demote.pk).update(headline=False):
        raise DomainError("no_headline", _("“%s” is no headline indicator.") % demote.name, "demote")
    record(
        actor,
        HeadlineGivenUp(f"indicator:{demote.code}", code=demote.code, name=demote.name, instead=for_name),
    )
