"""A common agenda to test with: begun, written, given a goal and a strategy, through the services."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from agenda import queries, services
from agenda.models import CommonAgenda, EquityTarget, Goal, Strategy
from initiatives import queries as core
from initiatives.kernel.access import Actor
from initiatives.models import Initiative, User
from initiatives.services import found_group
from measurement import queries as measured
from measurement import services as measuring
from tests.factories.core import lead_of

PROBLEM = "Four in ten read at level.\n\nNo one body can mend it."


def goal(actor: Actor, statement: str = "Six in ten read", **values: Any) -> Goal:
    """A goal, as `goals` gives it."""
    made = services.set_goal(actor, statement=statement, **values)
    return queries.goal(actor, made.public_id)


def equity_target(actor: Actor, aim: Goal) -> EquityTarget:
    """A gap between two groups that the goal is to close, of an indicator of its own."""
    groups = [{"code": "here", "name": "Born here"}, {"code": "elsewhere", "name": "Born elsewhere"}]
    measuring.define_dimension(actor, code="birthplace", name="Birthplace", exclusive=True, categories=groups)
    first_jobs = measuring.define_indicator(
        actor, code="first-jobs", name="First jobs", kind="ratio", dimensions=["birthplace"]
    )
    return services.set_equity_target(
        actor,
        aim,
        indicator=first_jobs,
        category=measured.categories_of(actor, first_jobs).get(code="elsewhere"),
        target=Decimal(5),
        due_on=date(2030, 12, 31),
    )


def strategy(actor: Actor, name: str = "Tutoring", **values: Any) -> Strategy:
    """A strategy, as `strategies` gives it."""
    made = services.add_strategy(actor, **{"name": name, "engagement": "consult", **values})
    return queries.strategy(actor, made.public_id)


def draft(
    actor: Actor, title: str = "Every child reads", texts: Mapping[str, str] | None = None
) -> CommonAgenda:
    """A first version with its problem described."""
    version = services.begin_agenda(actor, title=title)
    return services.write(actor, version, {"problem": PROBLEM, **(texts or {})})


def proposed(actor: Actor) -> CommonAgenda:
    """A version with one goal, before the partners."""
    version = draft(actor)
    goal(actor)
    return services.propose(actor, version)


def ratify(where: Initiative, who: User, version: CommonAgenda, partner: str, **values: Any) -> Any:
    """A partner's position, taken by `who`; it adopts unless said otherwise."""
    with core.enter(who, where.slug) as actor:
        return services.ratify(
            actor,
            queries.agenda(actor, version.number),
            partner=core.partner(actor, partner),
            **{"position": "adopts", **values},
        )


def adopted(where: Initiative) -> CommonAgenda:
    """A version in force: every partner of the initiative is recorded as adopting it."""
    lead = lead_of(where)
    with core.enter(lead, where.slug) as actor:
        version = proposed(actor)
        codes = list(core.partners(actor).values_list("code", flat=True))
    for code in codes:
        ratify(where, lead, version, code, signer="Its lead", how_given="By letter")
    with core.enter(lead, where.slug) as actor:
        return services.adopt(actor, version)


def examples(where: Initiative) -> dict[str, Any]:
    """A draft with one of everything, and what stands for each part of the addresses of the agenda's pages."""
    with core.enter(lead_of(where), where.slug) as actor:
        version = draft(actor)
        aim = goal(actor, indicators=list(measured.indicators(actor)))
        gap = equity_target(actor, aim)
        bet = strategy(actor, goals=[aim])
        test = services.begin_test(
            actor, bet, aim="Text or call", change="Texts", prediction="More come", starts_on=date(2024, 5, 1)
        )
        cause = services.add_cause(actor, version, text="Buses come late")
        chart = services.place_chart(actor, version, indicator=measured.indicators(actor).first())
        said = services.comment(actor, version, text="Is this so?", quote=PROBLEM.split("\n")[0])
        round_ = services.hold_consultation(
            actor, version, audience="Parents", method="meeting", starts_on=date(2024, 5, 1)
        )
        theme = services.add_theme(actor, round_, text="Buses")
        promise = services.commit(
            actor,
            partner=core.partner(actor, "school-board"),
            kind="data",
            promise="Share attendance every month",
            starts_on=date(2024, 1, 1),
        )
        screen = services.open_assessment(actor, screen="suitability")
        circle = found_group(actor, name="Reading")
    ids: dict[str, Any] = {
        **dict.fromkeys(GROUP_PAGES, circle),
        "commitment": promise,
        "change_commitment": promise,
        "renew_commitment": promise,
        "end_commitment": promise,
        "assessment": screen,
        "answer": screen,
        "close_assessment": screen,
        "change_cause": cause,
        "remove_cause": cause,
        "remove_chart": chart,
        "reply": said,
        "settle": said,
        "reopen": said,
        "change_consultation": round_,
        "add_theme": round_,
        "answer_theme": round_,
        "change_goal": aim,
        "retire_goal": aim,
        "add_equity_target": aim,
        "drop_equity_target": aim,
        "strategy": bet,
        "change_strategy": bet,
        "move_strategy": bet,
        "review_strategy": bet,
        "begin_test": bet,
        "close_test": test,
    }
    found: dict[str, Any] = {f"agenda:{name} public_id": row.public_id for name, row in ids.items()}
    found |= {f"agenda:{name} number": version.number for name in VERSION_PAGES}
    return found | {
        "agenda:comment_at about": "problem",
        "agenda:word_phase position": 2,
        "agenda:enter_phase position": 2,
        "agenda:answer_theme theme": theme.public_id,
        "agenda:drop_equity_target gap": gap.public_id,
        "agenda:end_seat person": aim.public_id,
        "agenda:turn_seat person": aim.public_id,
    }


GROUP_PAGES = ("group", "change_group", "close_group", "give_seat", "end_seat", "turn_seat")
VERSION_PAGES = (
    *("version", "draft", "compare", "consult", "redraft", "propose", "adopt", "review", "confirm"),
    *("place_chart", "remove_chart", "add_cause", "change_cause", "remove_cause"),
    *("comments", "comment_at", "positions", "ask_all", "take_position", "contest", "note_answer"),
    *("consultations", "hold_consultation"),
)


def named(where: Initiative) -> dict[str, str]:
    """A proposed version with one of everything; what the variables of the API's addresses stand for."""
    with core.enter(lead_of(where), where.slug) as actor:
        version = draft(actor)
        aim = goal(actor)
        bet = strategy(actor, goals=[aim])
        test = services.begin_test(
            actor, bet, aim="Text or call", change="Texts", prediction="More come", starts_on=date(2024, 5, 1)
        )
        cause = services.add_cause(actor, version, text="Buses come late")
        chart = services.place_chart(actor, version, indicator=measured.indicators(actor).first())
        said = services.comment(actor, version, text="Is this so?")
        round_ = services.hold_consultation(
            actor, version, audience="Parents", method="meeting", starts_on=date(2024, 5, 1)
        )
        theme = services.add_theme(actor, round_, text="Buses")
        promise = services.commit(
            actor,
            partner=core.partner(actor, "school-board"),
            kind="data",
            promise="Share attendance every month",
            starts_on=date(2024, 1, 1),
        )
        screen = services.open_assessment(actor, screen="suitability")
        services.propose(actor, version)
    taken = ratify(where, lead_of(where), version, "school-board", signer="Al", how_given="By letter")
    rows = {
        "assessments": screen,
        "causes": cause,
        "charts": chart,
        "comments": said,
        "commitments": promise,
        "consultations": round_,
        "equity-targets": aim,
        "goals": aim,
        "ratifications": taken,
        "strategies": bet,
        "test-cycles": test,
        "themes": theme,
    }
    # The phases are the same everywhere: one that is not there stands for what another initiative has.
    found = {name: str(row.public_id) for name, row in rows.items()}
    return {**found, "agendas": str(version.number), "phases": "9"}


# What an operation needs before it looks for what its address names.
BODIES: dict[str, dict[str, Any]] = {
    "AgendaRedraft": {"reason": "x"},
    "Causes": {"text": "x"},
    "Charts": {"indicator": "x"},
    "Comments": {"text": "x"},
    "CommentReply": {"text": "x"},
    "Consultations": {"audience": "x", "method": "meeting", "starts_on": "2024-01-01"},
    "Themes": {"text": "x"},
    "ThemeResponse": {"response": "x"},
    "Ratifications": {"partner": "x", "position": "adopts"},
    "RatificationContest": {"reason": "x"},
    "GoalRetire": {"reason": "x"},
    "EquityTargets": {"indicator": "x", "category": "x", "target": 1, "due_on": "2030-01-01"},
    "StrategyMove": {"state": "active"},
    "StrategyTests": {"aim": "x", "change": "x", "prediction": "x", "starts_on": "2024-01-01"},
    "TestCycleClose": {"result": "x", "verdict": "adopt"},
    "CommitmentRenew": {"signer": "x"},
    "CommitmentEnd": {"reason": "x"},
    "AssessmentAnswers": {"answers": []},
    "AssessmentClose": {"outcome": "suited", "reasons": "x"},
}


def planted(where: Initiative, text: str) -> None:
    """A text in what is listed of the agenda."""
    with core.enter(lead_of(where), where.slug) as actor:
        draft(actor, title=text, texts={"vision": text})
        strategy(actor, name=text, goals=[goal(actor, text)])
        promise = {"kind": "data", "promise": text, "starts_on": date(2024, 1, 1)}
        services.commit(actor, partner=core.partner(actor, "school-board"), **promise)


def many(where: Initiative, rows: int) -> None:
    """So many of everything that is listed, beside as many partners and indicators (p0, p1 ...; i0, i1 ...)."""
    with core.enter(lead_of(where), where.slug) as actor:
        version = draft(actor)
        for number in range(rows):
            measure = measured.indicator(actor, f"i{number}")
            aim = goal(actor, f"Goal {number}", indicators=[measure])
            bet = strategy(actor, f"Strategy {number}", goals=[aim], moving=[services.Moving(measure)])
            for state in ("assessing", "selected"):
                bet = services.move_strategy(actor, bet, state=state)
            services.add_cause(actor, version, text=f"Cause {number}")
            services.comment(actor, version, text=f"Comment {number}")
            partner = core.partner(actor, f"p{number}")
            signed = {"signer": "Al", "signed_on": date(2024, 1, 1), "starts_on": date(2024, 1, 1)}
            services.commit(actor, partner=partner, kind="data", promise=f"Promise {number}", **signed)
            services.begin_test(
                actor, bet, aim=f"Test {number}", change="x", prediction="y", starts_on=date(2024, 5, 1)
            )
            screen = services.open_assessment(actor, screen="suitability")
            services.close_assessment(actor, screen, outcome="suited", reasons="All hold")
        services.propose(actor, version)
