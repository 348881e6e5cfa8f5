"""How activities hang together, as counts about the whole that name nobody, and which the backbone does too."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from activities.models import Activity, ActivityLink, ActivityPartner
from activities.queries.landscape import landscape
from activities.queries.network import network
from activities.words import OVER, Part
from initiatives.kernel.access import Actor, Capability, require
from initiatives.queries.use import Counted


def activities_linked(actor: Actor) -> Counted:
    """Count the activities that are not over and serve a strategy, of those that are not over."""
    require(actor, Capability.VIEW)
    rows = Activity.objects.exclude(state__in=[state.value for state in OVER])
    return Counted(rows.exclude(strategy=None).count(), rows.count())


def links_between_partners(actor: Actor) -> Counted:
    """Count the links that hold between activities which two different partners lead, of all links that hold."""
    require(actor, Capability.VIEW)
    leads = dict(
        ActivityPartner.objects.filter(until=None, part=Part.LEAD).values_list("activity_id", "partner_id")
    )
    pairs = list(ActivityLink.objects.filter(until=None).values_list("source_id", "target_id"))
    between = sum(
        leads.get(source) is not None and leads.get(target) is not None and leads[source] != leads[target]
        for source, target in pairs
    )
    return Counted(between, len(pairs))


@dataclass(frozen=True)
class PairsAtWork:
    """How many pairs of partners share something in a year, how many of them did not the year before, and ended.

    `known` unless no activity is on record.
    """

    known: bool
    now: int
    new: int
    ended: int


def pairs_at_work(actor: Actor, year: int) -> PairsAtWork:
    """Count the pairs of partners that an activity, or a link between their activities, joins in a year."""
    land = landscape(actor)
    found = network(land, year)
    return PairsAtWork(bool(land.works), len(found.pairs), len(found.new), len(found.ended))


def by_backbone(actor: Actor, host_id: int | Subquery | None = None) -> QuerySet[Activity]:
    """Return the activities, not over, that the backbone does too, by title.

    With `host_id`, the partner in whose house the backbone is (its key, or what asks for it), those that it leads as
    well; each is then `led_by_host` or not.
    """
    require(actor, Capability.VIEW)
    rows = Activity.objects.exclude(state__in=[state.value for state in OVER])
    lead = ActivityPartner.objects.filter(
        activity=OuterRef("pk"), until=None, part=Part.LEAD, partner_id=host_id or 0
    )
    rows = rows.annotate(led_by_host=Exists(lead)).filter(Q(by_backbone=True) | Q(led_by_host=True))
    return rows.order_by("title", "id")
