"""What the backbone of Riverbend keeps about its six roles: posts, policy, money, public will, the plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from activities.queries import activities, system_changes
from activities.services import change_activity
from agenda.queries import strategies
from backbone.demo.stage import Stage, days
from backbone.queries.roles import funding_sources, policy_targets
from backbone.services import funding, policy, public_will, roles
from backbone.services.stand_ins import set_stand_in
from initiatives.kernel.access import Actor

# Who is away, who stands in, from when and to when, in days from today.
AWAY = (("ruth", "ana", -1, 6), ("sam", "ruth", 19, 26))
# Who works there: key of the person or none, name, post, part of a full post, parts by role, skills.
POSTS: tuple[tuple[str, str, str, str, dict[str, int], str], ...] = (
    ("ana", "", "Director", "1.0", {"vision": 40, "funding": 35, "policy": 25}, "Convening, funders"),
    ("sam", "", "Data manager", "1.0", {"measurement": 90, "activities": 10}, "Definitions, quality, R"),
    ("ruth", "", "Facilitator", "1.0", {"activities": 70, "vision": 30}, "Groups, conflict, minutes"),
    (
        "",
        "Marisol Vega",
        "Family engagement",
        "0.8",
        {"public_will": 60, "activities": 40},
        "Organising, home visits",
    ),
    ("", "Peter Lund", "Communications", "0.7", {"public_will": 80, "funding": 20}, "Writing, web, press"),
    ("", "Aisha Grant", "Policy and law", "0.5", {"policy": 100}, "State and county budgets"),
    ("", "Jo Reyes", "Office and books", "0.5", {}, "Bookkeeping, grants"),
)
# Which languages they speak, by post.
SPOKEN = {
    "Director": "English, Spanish",
    "Data manager": "English",
    "Facilitator": "English, sign language",
    "Family engagement": "Spanish, English",
    "Communications": "English",
    "Policy and law": "English, Arabic",
}
# What is to change: title, level, who decides, the ask, its way as (days back, stage, reason), who signed on, strategy.
POLICIES: tuple[
    tuple[str, str, str, str, tuple[tuple[int, str, str], ...], tuple[tuple[str, str], ...], str], ...
] = (
    (
        "A county measure that pays for pre-K",
        "county",
        "County commissioners, then the voters",
        "A quarter of a cent of sales tax for ten years, for 900 places in full-day pre-K.",
        ((500, "spotted", ""), (420, "position", ""), (300, "advocacy", ""), (40, "introduced", "")),
        (
            ("riverbend-unified", "Ines Calder, superintendent"),
            ("chamber", "Gus Petersen, president"),
            ("parents-united", "Rosa Delgado, at the members' meeting"),
            ("pediatric-clinic", "Its medical director"),
            ("bright-start", "Dee Walker, director"),
        ),
        "pre-K",
    ),
    (
        "Bus 14 runs before school on Mondays too",
        "city",
        "City transport board",
        "The same timetable on Mondays as on other school days.",
        ((260, "spotted", ""), (220, "advocacy", ""), (130, "adopted", ""), (90, "implemented", "")),
        (("parents-united", "Rosa Delgado"), ("eastside-schools", "Hal Whitcomb")),
        "",
    ),
    (
        "Both districts write to families about absence alike",
        "school",
        "The two school boards",
        "One letter in four languages, sent after the third day.",
        ((340, "position", ""), (300, "introduced", ""), (160, "adopted", "")),
        (
            ("riverbend-unified", "Its board"),
            ("eastside-schools", "Its board"),
            ("state-university", "Mei Tanaka"),
        ),
        "",
    ),
    (
        "No fees for dual-credit courses",
        "state",
        "State board of education",
        "Waive the fee for families who get free lunch.",
        ((200, "spotted", ""), (120, "position", ""), (60, "advocacy", "")),
        (("community-college", "Carl Jimenez, dean"),),
        "",
    ),
    (
        "A reading check at the end of kindergarten",
        "state",
        "House education committee",
        "One check, in the child's own language, with money for what follows.",
        ((70, "spotted", ""),),
        (),
        "",
    ),
    (
        "After-school places count in the city's building rules",
        "city",
        "City council",
        "A room for children in each new block of more than 60 flats.",
        (
            (450, "position", ""),
            (400, "introduced", ""),
            (210, "lost", "Voted down 4 to 5; the owners spoke against it."),
        ),
        (("harbor-youth", "Kofi Mensah"),),
        "",
    ),
)
# Money: funder (a partner's code or a name), for what, amount, goes on, used up, tied, from and until in days, its way.
MONEY: tuple[tuple[str, str, str, str, str, bool, int, int | None, tuple[tuple[int, str], ...]], ...] = (
    (
        *("", "Reserve from earlier grants", "300000", "0", "0", False, -700, None),
        ((700, "received"), (320, "reported")),
    ),
    (
        *("community-foundation", "Core work, three years", "540000", "0", "180000", False, -420, 675),
        ((520, "asked"), (450, "committed"), (420, "received")),
    ),
    (
        *("northline", "Data on tutoring", "120000", "0", "0", True, -60, 240),
        ((200, "prospect"), (150, "asked"), (75, "committed")),
    ),
    (
        *("City of Riverbend", "The city's yearly share", "130000", "0", "0", False, 10, 375),
        ((120, "asked"), (70, "committed")),
    ),
    (
        *("early-learning", "Two years of Early Years", "350000", "200000", "0", False, 60, 790),
        ((90, "asked"), (35, "pledged")),
    ),
    (*("State literacy fund", "Tutors' training", "240000", "0", "0", True, 90, 455), ((25, "asked"),)),
    (*("Valley Bank", "First talk next month", "100000", "0", "0", False, 60, 425), ((12, "prospect"),)),
)
ALIGNED = (
    ("riverbend-unified", "Reading coaches moved to the four schools with most absence", "260000", 180),
    ("early-learning", "Visits now planned by the shared list", "150000", 95),
)
# Days back, kind, what, where, reach and who counted it.
MENTIONS = (
    (
        310,
        "press",
        "Five years on: does the county read better?",
        "The Riverbend Herald",
        18400,
        "The paper's own figures",
    ),
    (240, "broadcast", "Parents on the Monday bus", "Radio Millside", None, ""),
    (150, "event", "Supper and figures: a family evening", "City Library", 140, "Counted at the door"),
    (92, "press", "Bus 14 now runs on Mondays", "The Riverbend Herald", 17900, "The paper's own figures"),
    (
        48,
        "online",
        "A grandmother explains the pre-K measure",
        "Parents United, its page",
        6200,
        "Views, as the page says",
    ),
    (20, "broadcast", "The penny that could open 900 places", "County TV", None, ""),
)
TASKS = (
    ("vision", "Steering pack: three moves, blocked items, decisions needed", "ruth", 6, "monthly"),
    ("vision", "Look at the strategies again with each group", "ana", 40, "yearly"),
    ("activities", "Find who leads the pre-K measure", "ruth", -3, ""),
    ("activities", "Call two partners without a commitment", "ana", 9, ""),
    ("measurement", "Read the quarter with those who handed it in", "sam", 18, "quarterly"),
    ("public_will", "Family evening at the library: food, childcare, interpreter", "ruth", 12, "quarterly"),
    ("policy", "Bring the one-page brief to the commissioners", "ana", 5, ""),
    ("policy", "Ask three more partners to stand behind the measure", "ana", 21, ""),
    ("funding", "Report to Northline Utilities; two figures are open", "sam", 14, ""),
    ("funding", "First talk with Valley Bank", "ana", 28, ""),
)
DONE = (
    ("funding", "Letter of thanks to the Community Foundation", "ana"),
    ("policy", "Count the votes again", "ana"),
)
LEADERS = (
    ("resident", "Theo Banks", "theo", "", "Facilitating a meeting", 60),
    ("resident", "Mina Soto", "mina", "Speaks for the Family Voice Council in Grade 3 Reading", "", 45),
    ("resident", "Dora Whitfield", "dora", "Co-chair of the Steering committee", "", 200),
    ("resident", "Lupe Ortiz", "", "", "Facilitating a meeting", 60),
    ("resident", "Sam Whitaker", "", "", "Facilitating a meeting", 60),
    ("youth", "Jada Cole", "", "Youth seat in Pathways", "", 30),
    ("partner", "Omar Haddad", "omar", "", "Reading figures with families", 75),
)
CAMPAIGN = "A penny for pre-K"
SPOKEN_FOR = "Speak for the pre-K measure"


def tell(stage: Stage) -> None:
    """Plan what the backbone wrote down about its own work."""
    today = stage.now.date()
    stage.plan(today - days(600), "ana", partial(_begin, today=today))
    for row in POLICIES:
        _policy(stage, today, row)
    for money in MONEY:
        _money(stage, today, money)
    for code, purpose, amount, back in ALIGNED:
        stage.plan(
            today - days(back),
            "ana",
            partial(_aligned, stage=stage, code=code, purpose=purpose, amount=amount),
        )
    stage.plan(today - days(7), "ruth", partial(_heard, today=today))
    stage.plan(today - days(6), "ruth", partial(_leaders, stage=stage, today=today))
    stage.plan(today - days(5), "ana", partial(_plan, stage=stage, today=today))
    stage.plan(today - days(4), "ana", _link)


def _begin(actor: Actor, today: date) -> None:
    roles.set_backbone_profile(
        actor,
        name="Riverbend Learning Alliance",
        model="nonprofit",
        mandate_until=today + days(860),
        next_review=today + days(64),
        monthly_cost=Decimal(65000),
        currency="USD",
        wanted_months=18,
    )


def _policy(stage: Stage, today: date, row: Any) -> None:
    title, level, who, ask, way, signed, strategy = row

    def write(actor: Actor, stage_: str) -> None:
        found = strategies(actor).filter(name__icontains=strategy).first() if strategy else None
        policy.write_policy_target(
            actor, title=title, level=level, decision_maker=who, ask=ask, stage=stage_, strategy=found
        )

    def move(actor: Actor, to: str, reason: str) -> None:
        policy.move_policy_target(actor, _target(actor, title), stage=to, reason=reason)

    def sign(actor: Actor) -> None:
        for code, word in signed:
            policy.sign_on(actor, _target(actor, title), stage.partners[code], given_by=word)

    back, first, _reason = way[0]
    stage.plan(today - days(back), "ana", partial(write, stage_=first))
    for back, to, reason in way[1:]:
        stage.plan(today - days(back), "ana", partial(move, to=to, reason=reason))
    stage.plan(today - days(max(way[-1][0] - 5, 1)), "ana", sign)


def _target(actor: Actor, title: str) -> Any:
    return policy_targets(actor).get(title=title)


def _money(stage: Stage, today: date, row: Any) -> None:
    whose, purpose, amount, passed_on, spent, tied, first, last, way = row

    def write(actor: Actor, to: str) -> None:
        known = stage.partners.get(whose)
        named = {"funder": known} if known else {"funder_name": whose or "In the bank"}
        funding.write_funding_source(
            actor,
            kind="backbone",
            purpose=purpose,
            amount=Decimal(amount),
            currency="USD",
            pass_through=Decimal(passed_on),
            restricted=tied,
            starts_on=today + days(first),
            ends_on=today + days(last) if last is not None else None,
            stage=to,
            **named,
        )

    def move(actor: Actor, to: str) -> None:
        funding.move_funding_source(actor, _source(actor, purpose), stage=to)

    def use(actor: Actor) -> None:
        funding.change_funding_source(actor, _source(actor, purpose), spent=Decimal(spent))

    stage.plan(today - days(way[0][0]), "ana", partial(write, to=way[0][1]))
    for back, to in way[1:]:
        stage.plan(today - days(back), "ana", partial(move, to=to))
    if spent != "0":
        stage.plan(today - days(10), "ana", use)


def _source(actor: Actor, purpose: str) -> Any:
    return funding_sources(actor).get(purpose=purpose)


def _aligned(actor: Actor, stage: Stage, code: str, purpose: str, amount: str) -> None:
    funding.write_funding_source(
        actor,
        kind="aligned",
        funder=stage.partners[code],
        purpose=purpose,
        amount=Decimal(amount),
        currency="USD",
        stage="received",
    )


def _heard(actor: Actor, today: date) -> None:
    penny = public_will.plan_campaign(
        actor,
        name=CAMPAIGN,
        aim="That four of five who vote know what the measure pays for, and that it ends after ten years.",
        audience="Families with young children, first the two eastern wards",
        starts_on=today - days(60),
        ends_on=today + days(120),
    )
    for back, kind, title, outlet, reach, source in MENTIONS:
        public_will.note_mention(
            actor,
            kind=kind,
            title=title,
            outlet=outlet,
            happened_on=today - days(back),
            reach=reach,
            reach_source=source,
            campaign=penny if back < 60 else None,
        )


def _leaders(actor: Actor, stage: Stage, today: date) -> None:
    for group, name, key, role, trained, back in LEADERS:
        roles.note_leadership_step(
            actor,
            group=group,
            name=name,
            person=stage.people.get(key),
            role_taken=role,
            trained_in=trained,
            happened_on=today - days(back),
        )


def _plan(actor: Actor, stage: Stage, today: date) -> None:
    for key, name, post, fte, shares, skills in POSTS:
        roles.fill_post(
            actor,
            person=stage.people.get(key),
            name=name,
            post=post,
            fte=Decimal(fte),
            shares=shares,
            skills=skills,
            languages=SPOKEN.get(post, ""),
            since=today - days(500),
        )
    for role, title, key, ahead, repeats in TASKS:
        roles.plan_task(
            actor, role=role, title=title, owner=stage.people[key], due=today + days(ahead), repeats=repeats
        )
    for person, colleague, first, last in AWAY:
        set_stand_in(
            actor,
            person=stage.people[person],
            colleague=stage.people[colleague],
            starts_on=today + days(first),
            ends_on=today + days(last),
        )
    speaking = activities(actor).get(title=SPOKEN_FOR)
    change_activity(actor, speaking, by_backbone=True)
    for role, title, key in DONE:
        task = roles.plan_task(actor, role=role, title=title, owner=stage.people[key])
        roles.close_task(actor, task)


def _link(actor: Actor) -> None:
    """What was won has a change in the system to show for it."""
    letters = system_changes(actor).get(what__contains="attendance letter")
    policy.change_policy_target(actor, _target(actor, POLICIES[2][0]), system_change=letters)
