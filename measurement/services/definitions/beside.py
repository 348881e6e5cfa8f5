"""What stands beside the figures: partner measures that may contribute, and what is known of overlapping counts."""

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, NotFound
from initiatives.outbox import record
from measurement.events.definitions import ContributionLinked, ContributionUnlinked, HeadsKnown
from measurement.models import ContributionLink, HeadKnowledge, Indicator
from measurement.periods import Period
from measurement.words import HeadBasis, Level, TimeBehaviour


def link_contribution(
    actor: Actor, *, measure: Indicator, indicator: Indicator, because: str = ""
) -> ContributionLink:
    """Show a partners' measure beside a community indicator to which it may contribute; it never alters its figures.

    Raises DomainError at `indicator` or `measure` for the wrong level, Conflict when it stands there already.
    """
    require(actor, Capability.DEFINE)
    if indicator.level != Level.COMMUNITY:
        raise DomainError("not_community", _("Choose an indicator of the whole community."), "indicator")
    if measure.level != Level.PARTNER:
        raise DomainError("not_partner", _("Choose a measure of partners."), "measure")
    try:
        with transaction.atomic():
            link = ContributionLink.objects.create(
                measure=measure, indicator=indicator, because=because.strip()
            )
    except IntegrityError as error:
        raise Conflict("linked", _("This measure is shown there already."), "measure") from error
    record(
        actor,
        ContributionLinked(
            f"indicator:{indicator.code}",
            code=indicator.code,
            name=indicator.name,
            measure=measure.name,
            because=link.because,
        ),
    )
    return link


def unlink_contribution(actor: Actor, *, measure: Indicator, indicator: Indicator) -> None:
    """Show the measure there no longer. Raises NotFound when it is not."""
    require(actor, Capability.DEFINE)
    if not ContributionLink.objects.filter(measure=measure, indicator=indicator).delete()[0]:
        raise NotFound
    record(
        actor,
        ContributionUnlinked(
            f"indicator:{indicator.code}", code=indicator.code, name=indicator.name, measure=measure.name
        ),
    )


def know_heads(
    actor: Actor,
    indicator: Indicator,
    period: Period,
    *,
    basis: str,
    value: Decimal,
    source: str,
    note: str = "",
) -> HeadKnowledge:
    """Keep what a source says of how many different people stand behind overlapping counts of a period.

    A later word on the same basis closes the former. A number outside of what the counts allow is kept and flagged
    where it is shown (queries.heads). Raises DomainError at the field.
    """
    require(actor, Capability.DEFINE)
    newest = indicator.versions.order_by("number").last()
    if newest is None or newest.time_behaviour != TimeBehaviour.UNDUPLICATED:
        raise DomainError(
            "not_unduplicated", _("Only counts of different people overlap; this indicator adds up."), "basis"
        )
    if basis not in HeadBasis.values:
        raise DomainError("invalid_choice", _("“%s” is not one of the choices.") % basis, "basis")
    if value < 0 or (basis == HeadBasis.OVERLAP and value > 100):
        raise DomainError("out_of_range", _("An overlap goes from 0 to 100 %, a number from 0 on."), "value")
    if basis != HeadBasis.OVERLAP and value != value.to_integral_value():
        raise DomainError("not_whole", _("This is a number of people: no fractions."), "value")
    if not source.strip():
        raise DomainError("required", _("Name the source."), "source")
    Indicator.objects.select_for_update(no_key=True).get(pk=indicator.pk)
    now = clock.now()
    same = HeadKnowledge.objects.filter(
        indicator=indicator, period_start=period.start, period_end=period.end, basis=basis
    )
    same.filter(superseded_at=None).update(superseded_at=now)
    row = HeadKnowledge.objects.create(
        indicator=indicator,
        period_start=period.start,
        period_end=period.end,
        basis=basis,
        value=value,
        source=source.strip(),
        note=note.strip(),
        given_by=actor.user,
        given_at=now,
    )
    record(
        actor,
        HeadsKnown(
            f"indicator:{indicator.code}",
            code=indicator.code,
            name=indicator.name,
            period=period.code,
            basis=basis,
            value=format(value, "f"),
            source=row.source,
        ),
    )
    return row
