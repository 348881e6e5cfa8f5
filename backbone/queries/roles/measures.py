"""How well the six roles are served, read from what is on record: one hard measure for each role, others beside it.

Every measure says of which period it is, opens what it rests on, and is unknown where nothing was recorded. Nothing
here names a person or an amount, so that everybody in the initiative may read it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from activities.queries.use import activities_linked, links_between_partners
from agenda.queries import agenda_in_force, stand
from agenda.queries.use import partners_committed, people_consulted, strategies_reviewed
from backbone.models import MediaMention, PolicyTarget, SignOn
from backbone.queries.roles import funding
from backbone.queries.roles.shapes import Ask, Evidence, Measure
from backbone.words.roles import CARRIED_OUT, WON, BackboneRole, PolicyStage
from communications.kinds.surveys import survey_type
from communications.queries.surveys import latest_means
from communications.queries.use import attendance_since, decisions_citing_figures, decisions_with_effect
from communications.words.surveys import SurveyKind
from initiatives.kernel import clock
from initiatives.kernel.access import STAFF, Actor, Capability, require
from initiatives.queries import partners
from initiatives.queries.use import Counted, actions_overdue, community_seats
from measurement.queries.use import hand_ins_on_time, seconds_to_file

# The kind of survey in which partners review the backbone, and its themes that have another code than the role.
REVIEW = SurveyKind.BACKBONE_REVIEW
THEMES = {BackboneRole.PUBLIC_WILL: "will"}


def measures(actor: Actor, role: BackboneRole) -> list[Measure]:
    """Return how well a role is served, its hard measure first. The queries are the same few however much there is."""
    require(actor, Capability.VIEW)
    return all_measures(Ask(actor, clock.today(actor.initiative.timezone)), role)


def all_measures(ask: Ask, role: BackboneRole) -> list[Measure]:
    """Return what the records tell of a role, and after it what partners said."""
    return [*MEASURES[role](ask), reviewed(ask, role)]


def hard_measures(actor: Actor) -> dict[BackboneRole, Measure]:
    """Return the first measure of each of the six roles."""
    require(actor, Capability.VIEW)
    ask = Ask(actor, clock.today(actor.initiative.timezone))
    return {role: MEASURES[role](ask)[0] for role in BackboneRole}


def _counted(
    key: str, counted: Counted, says: str, period: str, evidence: Evidence, more: str = ""
) -> Measure:
    if not counted.known:
        return Measure(key, says, period, evidence)
    return Measure(key, says, period, evidence, n=counted.n, of=counted.of, more=more)


def reviewed(ask: Ask, role: BackboneRole) -> Measure:
    """What partners said of a role in their latest review of the backbone that the actor may read.

    review: the mean, to a tenth, of the means (1 to 5) of the role's statements that enough people rated.
    """
    statements = [one for one in survey_type(REVIEW).statements if one.theme.code == THEMES.get(role, role)]
    found = latest_means(ask.actor, REVIEW)
    means = [
        mean for mean, _people in (found.get(one.code, (None, 0)) for one in statements) if mean is not None
    ]
    told = None
    if means:
        told = (sum(means, Decimal(0)) / len(means)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    words = {"n": len(means), "of": len(statements)}
    more = _("%(n)d of %(of)d statements rated by enough people") % words if found else _("not yet asked")
    return Measure(
        "review",
        _("is how partners rate this role in their review"),
        _("latest review"),
        Evidence("communications:surveys"),
        value=told,
        unit=_("of 5"),
        more=more,
    )


def vision(ask: Ask) -> list[Measure]:
    """Guide vision and strategy.

    adopted: partners for the agenda in force (with a reservation or without) / active partners.
    linked: activities not over that serve a strategy / activities not over.
    reviewed: strategies at work that were reviewed in the last 12 months / strategies at work.
    """
    version = agenda_in_force(ask.actor)
    stood = stand(ask.actor, version) if version is not None else None
    adopted = Counted(stood.adopted, stood.asked) if stood else Counted(0, 0)
    where = Evidence("agenda:positions", (str(version.number),)) if version else Evidence("agenda:home")
    return [
        _counted("adopted", adopted, _("partners adopted the agenda in force"), ask.now, where),
        _counted(
            "linked",
            activities_linked(ask.actor),
            _("activities under way or planned serve a strategy"),
            ask.now,
            Evidence("activities:home"),
        ),
        _counted(
            "reviewed",
            strategies_reviewed(ask.actor, ask.since),
            _("strategies at work were reviewed"),
            ask.year,
            Evidence("agenda:strategies"),
        ),
    ]


def activities(ask: Ask) -> list[Measure]:
    """Support aligned activities.

    overdue: open tasks whose day has passed / open tasks; those of the backbone's own people told beside it.
    committed: active partners with a signed commitment that holds / active partners.
    attendance: members who were there / members whose attendance was noted, at meetings of the last 12 months.
    between: links between activities of two partners / links between activities.
    """
    late = actions_overdue(ask.actor, ask.today)
    own = actions_overdue(ask.actor, ask.today, roles=STAFF)
    more = _("%d of them are the backbone's own") % own.n if late.n else ""
    tasks = Evidence("communications:tasks")
    return [
        _counted("overdue", late, _("open tasks are overdue"), ask.now, tasks, more),
        _counted(
            "committed",
            partners_committed(ask.actor, ask.today),
            _("partners have a commitment that holds"),
            ask.now,
            Evidence("agenda:commitments"),
        ),
        _counted(
            "attendance",
            attendance_since(ask.actor, ask.since),
            _("seats at meetings were taken by those who hold them"),
            ask.year,
            Evidence("communications:meetings"),
        ),
        _counted(
            "between",
            links_between_partners(ask.actor),
            _("links between activities join two partners"),
            ask.now,
            Evidence("activities:network"),
        ),
    ]


def measurement(ask: Ask) -> list[Measure]:
    """Establish shared measurement.

    on_time: hand-ins by their last day, grace and more time included / hand-ins asked for, last days of 12 months.
    minutes: the median of the minutes that partners worked on a hand-in sent in the last 12 months, to a tenth.
    citing: decisions of the last 12 months that rest on a figure / decisions of the last 12 months.
    """
    collecting = Evidence("measurement:cycles", needs=Capability.VIEW_HAND_INS)
    seconds, handed = seconds_to_file(ask.actor, ask.since)
    minutes = None
    if seconds is not None:
        minutes = (Decimal(seconds) / 60).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return [
        _counted(
            "on_time",
            hand_ins_on_time(ask.actor, ask.since, ask.today),
            _("hand-ins came in time"),
            ask.year,
            collecting,
        ),
        Measure(
            "minutes",
            _("is what a hand-in takes, by the median"),
            ask.year,
            collecting,
            value=minutes,
            unit=_("minutes"),
            more=_("%d hand-ins measured") % handed if handed else "",
        ),
        _counted(
            "citing",
            decisions_citing_figures(ask.actor, ask.since),
            _("decisions rest on a figure"),
            ask.year,
            Evidence("communications:decisions"),
        ),
        _counted(
            "effect",
            decisions_with_effect(ask.actor, ask.since),
            _("decisions say what they change"),
            ask.year,
            Evidence("communications:decisions"),
        ),
    ]


def public_will(ask: Ask) -> list[Measure]:
    """Build public will.

    seats: seats held by community members / seats held in groups that are not closed.
    heard: people who took part in consultations that began in the last 12 months.
    mentions: mentions of the last 12 months whose reach somebody counted / mentions of the last 12 months.
    reached: the sum of the reaches that were counted; people may be counted more than once, unknown ones are left out.
    """
    consulted = people_consulted(ask.actor, ask.since)
    rows = MediaMention.objects.filter(happened_on__gte=ask.since, happened_on__lte=ask.today)
    reaches = list(rows.values_list("reach", flat=True))
    known = [reach for reach in reaches if reach is not None]
    here = ask.of_role(BackboneRole.PUBLIC_WILL)
    return [
        _counted(
            "seats",
            community_seats(ask.actor),
            _("seats in groups are held by community members"),
            ask.now,
            Evidence("agenda:groups"),
        ),
        Measure(
            "heard",
            _("people took part in consultations"),
            ask.year,
            Evidence("agenda:home"),
            n=sum(consulted.values()) if consulted else None,
        ),
        Measure(
            "mentions",
            _("times the public heard of us"),
            ask.year,
            here,
            n=len(reaches) if reaches else None,
        ),
        Measure(
            "reached",
            _("readers and listeners, as far as anybody counted; some more than once"),
            ask.year,
            here,
            n=sum(known) if known else None,
            more=_("known of %(n)d of %(of)d") % {"n": len(known), "of": len(reaches)} if reaches else "",
        ),
    ]


def policy(ask: Ask) -> list[Measure]:
    """Advance policy.

    won: targets adopted, carried out or watched / all targets, lost ones too.
    carried_out: those carried out or watched / those won.
    behind: active partners with their name behind an ask that is not lost / active partners.
    """
    stages = list(PolicyTarget.objects.values_list("stage", flat=True))
    won = sum(stage in WON for stage in stages)
    done = sum(stage in CARRIED_OUT for stage in stages)
    active = partners(ask.actor).filter(state="active")
    signed = SignOn.objects.filter(withdrawn_on=None).exclude(target__stage=PolicyStage.LOST)
    names = Counted(active.filter(pk__in=signed.values("partner_id")).count(), active.count())
    here = ask.of_role(BackboneRole.POLICY)
    lost = stages.count(PolicyStage.LOST)
    return [
        _counted(
            "won",
            Counted(won, len(stages)),
            _("things we want changed were adopted"),
            ask.now,
            here,
            _("%d lost") % lost if lost else "",
        ),
        _counted("carried_out", Counted(done, won), _("of those adopted are carried out"), ask.now, here),
        _counted(
            "behind",
            names if stages else Counted(0, 0),
            _("partners stand behind an ask with their name"),
            ask.now,
            here,
        ),
    ]


def money(ask: Ask) -> list[Measure]:
    """Mobilise funding. Months and counts only: the amounts stand with the sources, for those who are told them.

    runway: months of backbone work that are paid (`funding.Runway`).
    new: sources for the backbone first secured in the last 12 months.
    paying: secured sources whose term has not run out / sources that stand, prospects too.
    multi_year: secured sources given for more than a year / secured sources.
    aligned: sources of others' own money moved to the shared goals, apart from the rest.
    """
    lasts = funding.runway(ask.actor, ask.today)
    paying = funding.paying_now(ask.actor, ask.today)
    realigned = funding.realigned(ask.actor)
    here = ask.of_role(BackboneRole.FUNDING)
    noted = paying.known or realigned > 0
    return [
        Measure(
            "runway",
            _("of backbone work are paid for"),
            ask.now,
            here,
            value=lasts.months,
            unit=_("months"),
            more="" if lasts.monthly else _("Nobody has said yet what a month costs."),
        ),
        _counted("paying", paying, _("sources of money are secured"), ask.now, here),
        Measure(
            "new",
            _("sources were newly secured"),
            ask.year,
            here,
            n=funding.secured_since(ask.actor, ask.since) if noted else None,
        ),
        _counted(
            "multi_year",
            funding.multi_year(ask.actor, ask.today),
            _("secured sources last more than a year"),
            ask.now,
            here,
        ),
        Measure(
            "aligned",
            _("partners or funders moved money of their own to the shared goals"),
            ask.now,
            here,
            n=realigned if noted else None,
        ),
    ]


MEASURES: dict[BackboneRole, Callable[[Ask], list[Measure]]] = {
    BackboneRole.VISION: vision,
    BackboneRole.ACTIVITIES: activities,
    BackboneRole.MEASUREMENT: measurement,
    BackboneRole.PUBLIC_WILL: public_will,
    BackboneRole.POLICY: policy,
    BackboneRole.FUNDING: money,
}
