"""Versions: who may write what, nobody overwrites anybody, and the way from draft to agreement."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from agenda import queries, services
from agenda.models import CommonAgenda
from agenda.queries.versions import paragraphs_of
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, Stale
from initiatives.services import change_settings
from tests import factories
from tests.factories import agenda as make
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    scene = Scene("riverside")
    scene.partners("a", "b", "c")
    return scene


def text_of(scene: Scene, key: str, number: int = 1) -> str:
    with scene.acting() as actor:
        return queries.sections(queries.agenda(actor, number))[key].text  # type: ignore[index]


def test_what_was_written_is_read_again_in_paragraphs(scene: Scene) -> None:
    with scene.acting() as actor:
        version = make.draft(actor, texts={"vision": "One.\r\n\r\nTwo,\r\nstill two.\r\n"})
        vision = queries.sections(version)["vision"]  # type: ignore[index]

    assert vision.text == "One.\n\nTwo,\nstill two."
    assert vision.paragraphs == ["One.", "Two,\nstill two."]


def test_blank_lines_with_spaces_part_paragraphs_too() -> None:
    assert paragraphs_of(" a \n \t\nb\n\n\nc") == ["a", "b", "c"]


def test_two_who_write_at_once_do_not_overwrite_each_other(scene: Scene) -> None:
    sam = scene.person("backbone_staff")
    with scene.acting() as actor:
        version = make.draft(actor)
        read = queries.sections(version)["problem"].token  # type: ignore[index]
    with scene.acting(sam) as actor:
        services.write(actor, version, {"problem": "Sam's words"}, {"problem": read})

    with scene.acting() as actor, pytest.raises(Stale) as refused:
        services.write(
            actor, version, {"problem": "Ana's words", "vision": "New"}, {"problem": read, "vision": read}
        )

    assert [fault.field for fault in refused.value.errors] == ["problem", "vision"]
    assert text_of(scene, "problem") == "Sam's words"
    assert text_of(scene, "vision") == "", "all or nothing"


def test_a_part_that_was_not_touched_never_stands_in_the_way(scene: Scene) -> None:
    """A form sends every part along; those that still read as they were opened with are nobody's change."""
    sam = scene.person("backbone_staff")
    with scene.acting() as actor:
        version = make.draft(actor)
        opened = {key.value: part.token for key, part in queries.sections(version).items()}
        texts = {key.value: part.text for key, part in queries.sections(version).items()}
    with scene.acting(sam) as actor:
        services.write(actor, version, {"problem": "Sam's words"})

    with scene.acting() as actor:
        services.write(actor, version, {**texts, "vision": "Ana's vision"}, opened)

    assert text_of(scene, "problem") == "Sam's words"
    assert text_of(scene, "vision") == "Ana's vision"


@pytest.mark.parametrize("role", ["partner_lead", "contributor", "funder", "community"])
def test_only_the_backbone_writes(scene: Scene, role: str) -> None:
    somebody = scene.person(role, "a" if role in ("partner_lead", "contributor") else "")
    with scene.acting() as actor:
        version = make.draft(actor)
    with scene.acting(somebody) as actor, pytest.raises(Forbidden):
        services.write(actor, queries.agenda(actor, version.number), {"problem": "Mine"})


def test_a_part_that_does_not_exist_or_is_too_long_is_refused_at_its_name(scene: Scene) -> None:
    with scene.acting() as actor:
        version = make.draft(actor)
        for texts, field in (
            ({"poem": "x"}, "poem"),
            ({"vision": "x" * 20_001}, "vision"),
            ({"title": " "}, "title"),
        ):
            with pytest.raises(DomainError) as refused:
                services.write(actor, version, texts)
            assert refused.value.field == field


def test_working_on_a_draft_is_told_once_an_hour(scene: Scene) -> None:
    def told() -> int:
        with scene.acting() as actor:
            return core.events(actor).filter(key="agenda.changed").count()

    with clock.at(moment("2026-03-01 09:00")), scene.acting() as actor:
        version = make.draft(actor)
        services.write(actor, version, {"vision": "a"})
    assert told() == 1
    with clock.at(moment("2026-03-01 10:30")), scene.acting() as actor:
        services.write(actor, version, {"vision": "b"})
        services.write(actor, version, {"vision": "c"})
    assert told() == 2


# --- from state to state -----------------------------------------------------------------------------------


def test_nothing_is_proposed_without_a_problem_and_a_goal(scene: Scene) -> None:
    with scene.acting() as actor:
        version = services.begin_agenda(actor, title="Reading")
        with pytest.raises(Conflict) as refused:
            services.propose(actor, version)
        assert refused.value.code == "no_problem"
        services.write(actor, version, {"problem": "Few read."})
        with pytest.raises(Conflict) as refused:
            services.propose(actor, version)
        assert refused.value.code == "no_goal"


def test_a_proposed_version_does_not_change_with_what_it_holds(scene: Scene) -> None:
    with scene.acting() as actor:
        version = make.proposed(actor)
        with pytest.raises(Conflict):
            services.write(actor, version, {"problem": "Otherwise"})
        [goal] = queries.standing_goals(actor)
        services.change_goal(actor, goal, statement="Nine in ten read")

        assert [g.statement for g in queries.contents(actor, version).goals] == ["Six in ten read"]
        assert [g.statement for g in queries.present_contents(actor, version).goals] == ["Nine in ten read"]


def test_two_versions_are_never_written_at_once(scene: Scene) -> None:
    with scene.acting() as actor:
        make.draft(actor)
        with pytest.raises(Conflict):
            services.begin_agenda(actor, title="Another")


def test_going_back_to_the_draft_needs_a_reason_and_voids_the_positions(scene: Scene) -> None:
    with scene.acting() as actor:
        version = make.proposed(actor)
    make.ratify(scene.where, scene.lead, version, "a", signer="Al", how_given="By letter")
    with scene.acting() as actor:
        with pytest.raises(DomainError) as refused:
            services.redraft(actor, version, reason=" ")
        assert refused.value.field == "reason"
        version = services.redraft(actor, version, reason="The goal was misread")

        assert queries.is_writable(version)
        assert queries.stand(actor, version).answered == 0
        assert queries.ratifications(actor).count() == 1, "it is kept"


def test_the_next_version_begins_as_a_copy_and_supersedes_the_former(scene: Scene) -> None:
    first = make.adopted(scene.where)
    with scene.acting() as actor:
        second = services.begin_agenda(actor)
        assert (second.number, second.title, second.supersedes) == (2, first.title, first)
        assert queries.sections(second)["problem"].text == make.PROBLEM  # type: ignore[index]
        services.write(actor, second, {"problem": "Five in ten read at level."})
        services.propose(actor, second)
    for code in ("a", "b"):
        make.ratify(scene.where, scene.lead, second, code, signer="Its lead", how_given="By telephone")
    with scene.acting() as actor:
        services.adopt(actor, second)
        first = queries.agenda(actor, 1)

        assert queries.agenda_in_force(actor) == second
        assert first.state == "superseded"
        assert first.result == {"asked": 3, "adopted": 3, "reservations": 0, "declined": 0}
        assert queries.sections(first)["problem"].text == make.PROBLEM, "what was agreed stays as it was"  # type: ignore[index]


def test_causes_are_copied_with_their_tree_and_their_strategies(scene: Scene) -> None:
    with scene.acting() as actor:
        version = make.draft(actor)
        absent = services.add_cause(actor, version, text="Children miss school")
        bus = services.add_cause(actor, version, text="Buses come late", parent=absent)
        make.goal(actor)
        make.strategy(actor, causes=[bus])
        services.propose(actor, version)
    for code in ("a", "b", "c"):
        make.ratify(scene.where, scene.lead, version, code, signer="Its lead", how_given="By letter")
    with scene.acting() as actor:
        services.adopt(actor, version)
        second = services.begin_agenda(actor)
        tree = [(cause.text, depth) for cause, depth in queries.cause_tree(second)]
        said = queries.contents(actor, second).causes

    assert tree == [("Children miss school", 0), ("Buses come late", 1)]
    assert [cause.strategies for cause in said] == [(), ("Tutoring",)]


def test_a_cause_never_comes_to_explain_itself(scene: Scene) -> None:
    with scene.acting() as actor:
        version = make.draft(actor)
        one = services.add_cause(actor, version, text="One")
        two = services.add_cause(actor, version, text="Two", parent=one)
        with pytest.raises(Conflict):
            services.change_cause(actor, one, parent=two, move=True)
        services.remove_cause(actor, one)
        assert [(c.text, d) for c, d in queries.cause_tree(version)] == [("Two", 0)], "none is lost with it"


def test_an_agenda_is_reviewed_in_a_year_unless_said_otherwise(scene: Scene) -> None:
    with clock.at(moment("2026-03-12 12:00")):
        version = make.adopted(scene.where)
    assert (version.adopted_on, version.review_due) == (date(2026, 3, 12), date(2027, 3, 12))
    with clock.at(moment("2027-03-20 12:00")), scene.acting() as actor:
        services.review(actor, version)
        with pytest.raises(DomainError) as refused:
            services.confirm(actor, version, review_due=date(2027, 3, 20))
        assert refused.value.field == "review_due"
        confirmed = services.confirm(actor, version, review_due=date(2028, 3, 1))
        assert (confirmed.state, confirmed.review_due) == ("adopted", date(2028, 3, 1))


def test_the_database_keeps_one_version_in_force(scene: Scene) -> None:
    make.adopted(scene.where)
    with scene.acting() as actor:
        second = services.begin_agenda(actor)
        with pytest.raises(IntegrityError), transaction.atomic():
            CommonAgenda.objects.filter(pk=second.pk).update(state="adopted", adopted_on=date(2026, 1, 1))


# --- charts ------------------------------------------------------------------------------------------------


def test_a_chart_is_live_in_the_draft_and_stands_still_once_adopted(scene: Scene) -> None:
    indicator = scene.indicator("reading", visibility="public")
    scene.give("reading", "2024-Q1", {"a": {"value": 40}})
    with scene.acting() as actor:
        version = make.draft(actor)
        make.goal(actor)
        services.place_chart(actor, version, indicator=indicator)
        [chart] = queries.charts(actor, version)
        assert [(p.period, p.display) for p in chart.points] == [("2024-Q1", "40")]
        services.propose(actor, version)
    for code in ("a", "b", "c"):
        make.ratify(scene.where, scene.lead, version, code, signer="Its lead", how_given="By letter")
    with scene.acting() as actor:
        services.adopt(actor, version)

    scene.give("reading", "2024-Q1", {"b": {"value": 2}})
    scene.give("reading", "2024-Q2", {"a": {"value": 55}})

    with scene.acting() as actor:
        [chart] = queries.charts(actor, queries.agenda(actor, 1))
        assert [(p.period, p.display) for p in chart.points] == [("2024-Q1", "40")]
        assert chart.frozen_on == clock.today(actor.initiative.timezone)
    assert scene.point("reading", "2024-Q1").value == 42, "the indicator itself goes on"


def test_a_frozen_chart_tells_nobody_what_is_not_published(scene: Scene) -> None:
    """Staff see unpublished figures about people in the draft; what is kept is what everybody may see."""
    indicator = scene.indicator("absence", about_people=True)
    scene.give("absence", "2024-Q1", {"a": {"value": 40}})
    with scene.acting() as actor:
        version = make.draft(actor)
        make.goal(actor)
        services.place_chart(actor, version, indicator=indicator)
        [draft] = queries.charts(actor, version)
        assert [p.display for p in draft.points] == ["40"]
        services.propose(actor, version)
    for code in ("a", "b", "c"):
        make.ratify(scene.where, scene.lead, version, code, signer="Its lead", how_given="By letter")
    with scene.acting() as actor:
        services.adopt(actor, version)
        [kept] = queries.charts(actor, version)

    assert [p.display for p in kept.points if p.value is not None] == []


def test_what_is_hidden_later_is_hidden_in_frozen_charts_too(scene: Scene) -> None:
    indicator = scene.indicator("visits", about_people=True, visibility="public")
    scene.give("visits", "2024-Q1", {"a": {"value": 12}, "b": {"value": 14}, "c": {"value": 15}})
    scene.lock("2024-Q1")
    with scene.acting() as actor:
        version = make.draft(actor)
        make.goal(actor)
        services.place_chart(actor, version, indicator=indicator)
        services.propose(actor, version)
    for code in ("a", "b", "c"):
        make.ratify(scene.where, scene.lead, version, code, signer="Its lead", how_given="By letter")
    with scene.acting() as actor:
        services.adopt(actor, version)
        [kept] = queries.charts(actor, version)
        assert [p.display for p in kept.points] == ["41"]
    with scene.acting() as actor:
        change_settings(actor, suppression_threshold=50)
    scene.work()
    with scene.acting() as actor:
        [kept] = queries.charts(actor, queries.agenda(actor, 1))
    assert [(p.value, p.suppressed) for p in kept.points] == [(None, True)]


def test_a_stranger_is_told_nothing(scene: Scene) -> None:
    with scene.acting() as actor:
        make.draft(actor)
    other = factories.initiative("elsewhere")
    with core.enter(factories.core.lead_of(other), "elsewhere") as actor:
        assert queries.agenda_to_come(actor) is None


def test_the_reader_with_the_least_rights_sees_drafts_too(scene: Scene) -> None:
    """A draft is for comment: everybody who belongs here reads it."""
    dora = scene.person("community")
    with scene.acting() as actor:
        version = make.draft(actor)
    with scene.acting(dora) as actor:
        assert queries.agenda(actor, version.number) == version


def test_days_are_those_of_the_initiative(scene: Scene) -> None:
    with clock.at(moment("2026-01-01 23:00")):
        version = make.adopted(scene.where)
    assert version.review_due == date(2026, 1, 1) + timedelta(days=365)
