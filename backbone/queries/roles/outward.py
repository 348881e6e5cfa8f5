"""What the roles that look outward are measured by: public will, policy, money. Months and counts, never amounts."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.queries.use import people_consulted
from backbone.models import SignOn
from backbone.queries.roles import funding
from backbone.queries.roles.shapes import Ask, Evidence, Measure, counted
from backbone.words.roles import CARRIED_OUT, WON, BackboneRole, PolicyStage
from communications.queries.voice import voice_figures
from initiatives.queries import partners
from initiatives.queries.use import Counted, community_seats

# --- build public will -------------------------------------------------------------------------------------


def answered(ask: Ask) -> Measure:
    """Feedback of the last 12 months with an answer / feedback of the last 12 months, what was set aside left out."""
    said = voice_figures(ask.actor, ask.since, ask.today)
    return counted(
        "answered",
        Counted(said.answered, said.received),
        _("things the community told us have an answer"),
        ask.year,
        Evidence("communications:you_said"),
        ngettext("%d waits for an answer", "%d wait for an answer", said.waiting) % said.waiting
        if said.waiting
        else "",
    )


def seats(ask: Ask) -> Measure:
    """Seats held by community members / seats held in groups that are not closed."""
    says = _("seats in groups held by community members")
    return counted("seats", community_seats(ask.actor), says, ask.now, Evidence("agenda:groups"))


def heard(ask: Ask) -> Measure:
    """People who took part in consultations that began in the last 12 months."""
    consulted = people_consulted(ask.actor, ask.since)
    return Measure(
        "heard",
        _("people who took part in consultations"),
        ask.year,
        Evidence("agenda:home"),
        n=sum(consulted.values()) if consulted else None,
    )


def closed(ask: Ask) -> Measure:
    """Feedback of the last 12 months that is closed / feedback of the last 12 months, what was set aside left out."""
    said = voice_figures(ask.actor, ask.since, ask.today)
    return counted(
        "closed",
        Counted(said.closed, said.received),
        _("things the community told us that are answered and closed"),
        ask.year,
        Evidence("communications:you_said"),
    )


def mentions(ask: Ask) -> Measure:
    """Mentions of the last 12 months."""
    reaches = ask.reaches
    return Measure(
        "mentions",
        _("times the public heard of us"),
        ask.year,
        ask.of_role(BackboneRole.PUBLIC_WILL),
        n=len(reaches) if reaches else None,
    )


def reached(ask: Ask) -> Measure:
    """The sum of the reaches that were counted; people may be counted more than once, unknown ones are left out."""
    reaches = ask.reaches
    known = [reach for reach in reaches if reach is not None]
    return Measure(
        "reached",
        _("readers and listeners, as far as anybody counted; some more than once"),
        ask.year,
        ask.of_role(BackboneRole.PUBLIC_WILL),
        n=sum(known) if known else None,
        more=_("known of %(n)d of %(of)d") % {"n": len(known), "of": len(reaches)} if reaches else "",
    )


def visits(ask: Ask) -> Measure:
    """Visits to the public pages: never known, because nobody who reads them is followed."""
    return Measure(
        "visits",
        _("visits to the public pages"),
        ask.year,
        ask.of_role(BackboneRole.PUBLIC_WILL),
        more=_("Not measured: whoever reads the public pages is not followed."),
    )


# --- advance policy ----------------------------------------------------------------------------------------


def won(ask: Ask) -> Measure:
    """Targets adopted, carried out or watched / all targets, lost ones too."""
    lost = ask.stages.count(PolicyStage.LOST)
    return counted(
        "won",
        Counted(sum(stage in WON for stage in ask.stages), len(ask.stages)),
        _("things we want changed that were adopted"),
        ask.now,
        ask.of_role(BackboneRole.POLICY),
        _("%d lost") % lost if lost else "",
    )


def carried_out(ask: Ask) -> Measure:
    """Targets carried out or watched / those won."""
    done = sum(stage in CARRIED_OUT for stage in ask.stages)
    found = Counted(done, sum(stage in WON for stage in ask.stages))
    says = _("adopted things that are carried out")
    return counted("carried_out", found, says, ask.now, ask.of_role(BackboneRole.POLICY))


def behind(ask: Ask) -> Measure:
    """Active partners with their name behind an ask that is not lost / active partners."""
    active = partners(ask.actor).filter(state="active")
    signed = SignOn.objects.filter(withdrawn_on=None).exclude(target__stage=PolicyStage.LOST)
    found = Counted(0, 0)
    if ask.stages:
        found = Counted(active.filter(pk__in=signed.values("partner_id")).count(), active.count())
    says = _("partners that stand behind an ask with their name")
    return counted("behind", found, says, ask.now, ask.of_role(BackboneRole.POLICY))


# --- mobilise funding --------------------------------------------------------------------------------------


def runway(ask: Ask) -> Measure:
    """Months of backbone work that are paid (`funding.Runway`)."""
    lasts = funding.runway(ask.actor, ask.today)
    return Measure(
        "runway",
        _("backbone work that is paid for"),
        ask.now,
        ask.of_role(BackboneRole.FUNDING),
        value=lasts.months,
        unit=_("months"),
        more="" if lasts.monthly else _("Nobody has said yet what a month costs."),
    )


def paying(ask: Ask) -> Measure:
    """Secured sources whose term has not run out / sources that stand, prospects too."""
    here = ask.of_role(BackboneRole.FUNDING)
    return counted("paying", ask.paying, _("sources of money that are secured"), ask.now, here)


def newly(ask: Ask) -> Measure:
    """Sources for the backbone first secured in the last 12 months."""
    return Measure(
        "new",
        _("sources newly secured"),
        ask.year,
        ask.of_role(BackboneRole.FUNDING),
        n=funding.secured_since(ask.actor, ask.since) if ask.notes_money else None,
    )


def multi_year(ask: Ask) -> Measure:
    """Secured sources given for more than a year / secured sources."""
    found = funding.multi_year(ask.actor, ask.today)
    says = _("secured sources that last more than a year")
    return counted("multi_year", found, says, ask.now, ask.of_role(BackboneRole.FUNDING))


def aligned(ask: Ask) -> Measure:
    """Sources of others' own money moved to the shared goals, apart from the rest."""
    return Measure(
        "aligned",
        _("sources of others' own money moved to the shared goals"),
        ask.now,
        ask.of_role(BackboneRole.FUNDING),
        n=ask.realigned if ask.notes_money else None,
    )
