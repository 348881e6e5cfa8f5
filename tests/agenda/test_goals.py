"""Goals and strategies: nothing is lost when they change, and what is lacking is said."""

from datetime import date
from decimal import Decimal

import pytest

from agenda import queries, services
from agenda.queries.contents import aims_of, goal_said
from agenda.queries.theory import connected, edges
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.services.groups import found_group
from measurement import queries as measured
from measurement import services as measuring
from tests.factories import agenda as make
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    scene = Scene("riverside")
    scene.partners("a", "b", "c")
    return scene


def codes(scene: Scene) -> list[str]:
    with scene.acting() as actor:
        return sorted(lack.code for lack in queries.warnings(actor))


def move(scene: Scene, name: str, *states: str, reason: str = "Because") -> None:
    with scene.acting() as actor:
        for state in states:
            row = queries.strategies(actor).get(name=name)
            services.move_strategy(actor, row, state=state, reason=reason)


# --- what is lacking ---------------------------------------------------------------------------------------


def test_a_goal_with_outputs_only_is_warned_about(scene: Scene) -> None:
    scene.indicator("books", level="partner")
    with scene.acting() as actor:
        make.goal(actor, indicators=[measured.indicator(actor, "books")])
    assert "outputs_only" in codes(scene)
    reading = scene.indicator("reading", kind="ratio", level="community")
    with scene.acting() as actor:
        [goal] = queries.standing_goals(actor)
        services.change_goal(actor, goal, indicators=[measured.indicator(actor, "books"), reading])
    assert "outputs_only" not in codes(scene)


def test_a_partner_measure_of_who_is_better_off_tells_enough(scene: Scene) -> None:
    gained = scene.indicator("gained", kind="ratio", level="partner", rba_type="better_off")
    with scene.acting() as actor:
        make.goal(actor, indicators=[gained])
    assert "outputs_only" not in codes(scene)


def test_a_goal_that_hangs_on_one_group_is_warned_about(scene: Scene) -> None:
    with scene.acting() as actor:
        one, other = (found_group(actor, name=name) for name in ("Reading", "Early years"))
        goal = make.goal(actor, group=one)
        make.strategy(actor, "Tutoring", goals=[goal], group=one, evidence="proven")
        make.strategy(actor, "Books", goals=[goal], group=other, evidence="proven")
    move(scene, "Tutoring", "assessing", "selected")
    assert "one_owner" in codes(scene), "the other is only an idea"
    move(scene, "Books", "assessing", "selected")
    assert "one_owner" not in codes(scene)


def test_a_strategy_without_evidence_and_a_cause_without_strategy_are_warned_about(scene: Scene) -> None:
    with scene.acting() as actor:
        version = make.draft(actor)
        absent = services.add_cause(actor, version, text="Children miss school")
        bus = services.add_cause(actor, version, text="Buses come late", parent=absent)
        services.add_cause(actor, version, text="Nobody notices")
        row = make.strategy(actor)
        assert "no_evidence" in {lack.code for lack in queries.strategy_warnings(row)}
        services.change_strategy(actor, row, evidence="promising", causes=[bus])
        row = queries.strategy(actor, row.public_id)
        assert "no_evidence" not in {lack.code for lack in queries.strategy_warnings(row)}
        lacks = queries.cause_warnings(queries.contents(actor, version))
    assert [lack.text for lack in lacks] == ["No strategy goes at the cause “Nobody notices”."], (
        "a cause above one that is gone at is met by it"
    )


# --- strategies from state to state ------------------------------------------------------------------------


def test_a_strategy_goes_its_way_and_tells_how_it_came_there(scene: Scene) -> None:
    with scene.acting() as actor:
        make.strategy(actor)
    move(scene, "Tutoring", "assessing", "selected", "active", "adapting", "active", "completed")
    with scene.acting() as actor:
        row = queries.strategies(actor).get(name="Tutoring")
        states = [step.state for step in queries.moves(row)]
    assert states == ["completed", "active", "adapting", "active", "selected", "assessing", "idea"]


@pytest.mark.parametrize("state", ["active", "completed", "idea"])
def test_a_state_that_may_not_follow_is_refused(scene: Scene, state: str) -> None:
    with scene.acting() as actor:
        row = make.strategy(actor)
        with pytest.raises(Conflict):
            services.move_strategy(actor, row, state=state)


@pytest.mark.parametrize("state", ["dropped", "parked"])
def test_dropping_and_parking_say_why(scene: Scene, state: str) -> None:
    with scene.acting() as actor:
        row = make.strategy(actor)
        with pytest.raises(DomainError) as refused:
            services.move_strategy(actor, row, state=state, reason=" ")
        assert refused.value.field == "reason"
        services.move_strategy(actor, row, state=state, reason="Reached 38 children at four times the cost")
        [last, _first] = queries.moves(row)
    assert last.reason == "Reached 38 children at four times the cost"


def test_the_level_of_engagement_must_be_said(scene: Scene) -> None:
    with scene.acting() as actor, pytest.raises(DomainError) as refused:
        services.add_strategy(actor, name="Tutoring", engagement="")
    assert refused.value.field == "engagement"


@pytest.mark.parametrize("score", [0, 6])
def test_a_score_lies_between_one_and_five(scene: Scene, score: int) -> None:
    with scene.acting() as actor:
        row = make.strategy(actor)
        with pytest.raises(DomainError) as refused:
            services.change_strategy(actor, row, leverage=score)
    assert refused.value.field == "leverage"


def test_a_strategy_under_another_goal_keeps_what_it_served_before(scene: Scene) -> None:
    with clock.at(moment("2026-01-10 12:00")), scene.acting() as actor:
        old, new = make.goal(actor, "Read"), make.goal(actor, "Count")
        row = make.strategy(actor, goals=[old])
    with clock.at(moment("2026-03-10 12:00")), scene.acting() as actor:
        services.place_strategy(actor, row, goals=[new])
        row = queries.strategy(actor, row.public_id)
        [former] = queries.former_goals(row)
    assert [link.goal.statement for link in row.under] == ["Count"]  # type: ignore[attr-defined]
    assert (former.goal.statement, former.since, former.until) == (
        "Read",
        date(2026, 1, 10),
        date(2026, 3, 10),
    )


def test_retiring_a_goal_orphans_nothing(scene: Scene) -> None:
    with scene.acting() as actor:
        goal = make.goal(actor)
        row = make.strategy(actor, goals=[goal])
        with pytest.raises(DomainError):
            services.retire_goal(actor, goal, reason="")
        services.retire_goal(actor, goal, reason="Reached")
        row = queries.strategy(actor, row.public_id)
        assert row.under == []  # type: ignore[attr-defined]
        assert [link.goal.statement for link in queries.former_goals(row)] == ["Six in ten read"]
        assert queries.goal(actor, goal.public_id).reason == "Reached"
        with pytest.raises(DomainError):
            services.place_strategy(actor, row, goals=[goal])


def test_an_indicator_that_is_retired_stays_where_it_was(scene: Scene) -> None:
    reading = scene.indicator("reading", kind="ratio", level="community")
    scene.give("reading", "2024-Q1", {"a": {"numerator": 4, "denominator": 10}})
    with scene.acting() as actor:
        goal = make.goal(actor, indicators=[reading])
        make.strategy(actor, goals=[goal], moving=[services.Moving(reading)])
        measuring.change_indicator(actor, reading, state="retired", reason="Nobody used it")
    with scene.acting() as actor:
        [told] = queries.goals_told(actor, [goal_said(queries.goal(actor, goal.public_id), aims_of(actor))])
    assert [one.said.name for one in told.measures] == ["reading"]


# --- targets -----------------------------------------------------------------------------------------------


def target(scene: Scene, **values: object) -> None:
    with scene.acting() as actor:
        given = {"date": date(2030, 12, 31), "reason": "Agreed", **values}
        measuring.set_target(actor, measured.indicator(actor, "reading"), **given)


@pytest.mark.parametrize(
    ("basis", "value", "reads", "meant"),
    [
        ("absolute", "60", "60.0\u00a0%", "+20 points"),
        ("points", "10", "50.0\u00a0%", "+10 points from the baseline"),
        ("relative", "10", "44.0\u00a0%", "+10 % from the baseline"),
    ],
)
def test_a_goal_tells_the_target_of_its_indicator_and_how_it_was_meant(
    scene: Scene, basis: str, value: str, reads: str, meant: str
) -> None:
    """From 40 %: 60 % itself is 20 points more; 10 points more is 50 %; 10 % more is 44 %."""
    reading = scene.indicator(
        "reading", kind="ratio", level="community", cadence="yearly", decimals=1, visibility="public"
    )
    scene.give("reading", "2022", {"a": {"numerator": 40, "denominator": 100}})
    baseline = {"baseline_value": Decimal(40), "baseline_date": date(2022, 12, 31)}
    target(scene, value=Decimal(value), basis=basis, **baseline)
    with scene.acting() as actor:
        goal = make.goal(actor, indicators=[reading])
        [told] = queries.goals_told(actor, [goal_said(goal, aims_of(actor))])
    [one] = told.measures
    assert (one.baseline, one.target, one.due, one.meant_as) == ("40.0\u00a0%", reads, "2030", meant)


def test_a_proposed_version_keeps_its_targets_when_they_change(scene: Scene) -> None:
    reading = scene.indicator("reading", kind="ratio", level="community", visibility="public")
    target(scene, value=Decimal(60))
    with scene.acting() as actor:
        version = make.draft(actor)
        make.goal(actor, indicators=[reading])
        services.propose(actor, version)
    target(scene, value=Decimal(75), reason="Raised")
    with scene.acting() as actor:
        frozen = queries.contents(actor, queries.agenda(actor, 1)).goals[0].measures[0]
        now = queries.present_contents(actor, version).goals[0].measures[0]
    assert (frozen.target, now.target) == ("60", "75")


def test_a_gap_closes_between_two_groups_of_a_kind(scene: Scene) -> None:
    scene.dimension("income", "low", "other")
    scene.dimension("sex", "f", "m")
    reading = scene.indicator("reading", kind="ratio", level="community", dimensions=["income", "sex"])
    with scene.acting() as actor:
        goal = make.goal(actor, indicators=[reading])
        groups = {row.code: row for row in measured.categories_of(actor, reading)}
        wanted = {
            "indicator": reading,
            "category": groups["low"],
            "target": Decimal(14),
            "due_on": date(2030, 12, 31),
        }
        for other, code in ((groups["m"], "other_dimension"), (groups["low"], "same_group")):
            with pytest.raises(DomainError) as refused:
                services.set_equity_target(actor, goal, compared_with=other, **wanted)
            assert refused.value.code == code
        services.set_equity_target(
            actor,
            goal,
            compared_with=groups["other"],
            baseline=Decimal(28),
            **{**wanted, "target": Decimal(20)},
        )
        services.set_equity_target(actor, goal, compared_with=groups["other"], baseline=Decimal(28), **wanted)
        [gap] = goal_said(queries.goal(actor, goal.public_id), {}).gaps
    assert (gap.group, gap.compared_with, gap.baseline, gap.target) == ("low", "other", "28", "14")


def test_a_gap_tells_how_far_the_groups_stand_apart_now(scene: Scene) -> None:
    """Low 20 of 50 (40 %), others 60 of 80 (75 %): 35 points. Others and the whole, 80 of 130 (61.5 %): 13.5."""
    scene.dimension("income", "low", "other")
    values = {"kind": "ratio", "level": "community", "dimensions": ["income"], "visibility": "public"}
    reading = scene.indicator("reading", decimals=1, **values)
    figures = [("low", 20, 50), ("other", 60, 80)]
    scene.load(
        *(
            {
                "partner": "a",
                "indicator": "reading",
                "period": "2024-Q1",
                "cell": {"income": group},
                "numerator": part,
                "denominator": whole,
            }
            for group, part, whole in figures
        )
    )
    with scene.acting() as actor:
        goal = make.goal(actor, indicators=[reading])
        groups = {row.code: row for row in measured.categories_of(actor, reading)}
        wanted = {"indicator": reading, "target": Decimal(14), "due_on": date(2030, 12, 31)}
        services.set_equity_target(
            actor, goal, category=groups["low"], compared_with=groups["other"], **wanted
        )
        services.set_equity_target(actor, goal, category=groups["other"], **wanted)
        said = goal_said(queries.goal(actor, goal.public_id), {})
        [told] = queries.goals_told(actor, [said])
    assert [gap.now for gap in told.gaps] == ["35 points", "13.5 points"]


# --- the theory of change ----------------------------------------------------------------------------------


def test_routes_lead_from_strategies_to_goals_by_what_they_foretell(scene: Scene) -> None:
    for code in ("absence", "reading", "graduation"):
        scene.indicator(code, kind="ratio", level="community")
    with scene.acting() as actor:
        absence, reading, graduation = (
            measured.indicator(actor, c) for c in ("absence", "reading", "graduation")
        )
        read = make.goal(actor, "Read", indicators=[reading])
        finish = make.goal(actor, "Finish", indicators=[graduation])
        moving = [services.Moving(absence, foretells=reading), services.Moving(wanted="Classes on new books")]
        make.strategy(actor, "Nudges", goals=[read, finish], moving=moving, evidence="promising")
        make.strategy(actor, "Only an idea", goals=[read], moving=[services.Moving(absence)])
    move(scene, "Nudges", "assessing", "selected")
    with scene.acting() as actor:
        found = queries.theory(actor)
        routes = [
            (
                r.strategy.name,
                r.first.name if r.first else None,
                r.core.code if r.core else None,
                r.goal.statement,
            )
            for r in found.routes
        ]
        marked = connected(found, "indicator:absence")
        links = edges(found)
    assert routes == [
        ("Nudges", "absence", "reading", "Read"),
        ("Nudges", "Classes on new books", "reading", "Read"),
        ("Nudges", "Classes on new books", "graduation", "Finish"),
    ]
    assert len(links) == 7  # strategy to two measures, those to cores (1 + 2), two cores to their goals
    assert {key.split(":")[0] for key in marked} == {"strategy", "indicator", "goal"}
    assert not any("graduation" in key for key in marked), "what no route through it reaches is not marked"


def test_an_unknown_box_marks_nothing(scene: Scene) -> None:
    with scene.acting() as actor:
        assert connected(queries.theory(actor), "goal:' OR 1=1") == set()


# --- test cycles -------------------------------------------------------------------------------------------


def test_three_test_cycles_of_which_one_adapted_it(scene: Scene) -> None:
    with scene.acting() as actor:
        row = make.strategy(actor)
        for number, verdict in enumerate(("adopt", "adapt", "abandon"), 1):
            test = services.begin_test(
                actor,
                row,
                aim=f"Test {number}",
                change="Texts",
                prediction="More come",
                starts_on=date(2026, number, 1),
            )
            services.close_test(actor, test, result="Fewer came", verdict=verdict)
            with pytest.raises(Conflict):
                services.close_test(actor, test, result="Otherwise", verdict="adopt")
        row = queries.strategy(actor, row.public_id)
        kept = queries.test_cycles(actor).first()
    assert (row.tests, row.adaptations) == (3, 1)  # type: ignore[attr-defined]
    assert kept is not None and (kept.prediction, kept.result) == ("More come", "Fewer came")


@pytest.mark.parametrize("role", ["partner_lead", "funder", "community"])
def test_only_the_backbone_shapes_goals_and_strategies(scene: Scene, role: str) -> None:
    somebody = scene.person(role, "a" if role == "partner_lead" else "")
    with scene.acting(somebody) as actor:
        with pytest.raises(Forbidden):
            services.set_goal(actor, statement="Mine")
        with pytest.raises(Forbidden):
            services.add_strategy(actor, name="Mine", engagement="inform")
        assert list(queries.goals(actor)) == [] and core.groups(actor).count() == 0
