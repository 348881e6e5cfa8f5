"""Lessons: who reads them, whose name is told, what came of applying them."""

from datetime import timedelta

import pytest

from communications.queries import lessons as asked
from communications.services import lessons
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.models import Event
from initiatives.outbox import headline
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db

BUS = {"claim": "The bus timetable, not motivation, is behind Monday absence", "so_what": "Ask the city"}


@pytest.fixture
def scene() -> Scene:
    found = Scene()
    found.partners("a", "b")
    return found


def test_the_name_of_a_nameless_one_is_told_to_the_partner_and_staff_alone(scene: Scene) -> None:
    own, other = scene.person("contributor", "a"), scene.person("contributor", "b")
    with scene.acting(own) as actor:
        row = lessons.share_lesson(actor, partner=core.partner(actor, "a"), nameless=True, **BUS)
        fact = Event.objects.get(key="communications.lesson_shared")
        assert fact.partner_id is None
    told = []
    for who in (own, other, scene.lead):
        with scene.acting(who) as actor:
            whose = asked.told_partner(actor, asked.lesson(actor, row.public_id))
            told.append(whose.code if whose else "")
    assert told == ["a", "", "a"]


def test_what_is_for_partners_is_kept_from_others_in_the_stream_too(scene: Scene) -> None:
    with scene.acting() as actor:
        row = lessons.share_lesson(actor, visibility="partners", **BUS)
        fact = Event.objects.get(key="communications.lesson_shared")
        assert headline(fact) == "A lesson was shared among partners"
    with scene.acting(scene.person("contributor", "b")) as actor:
        assert [*asked.lessons(actor)] == [row]
    for role in ("community", "funder"):
        with scene.acting(scene.person(role)) as actor:
            assert [*asked.lessons(actor)] == []
            with pytest.raises(NotFound):
                asked.lesson(actor, row.public_id)


def test_nobody_speaks_for_another_partner(scene: Scene) -> None:
    with scene.acting(scene.person("contributor", "b")) as actor, pytest.raises(Forbidden):
        lessons.share_lesson(actor, partner=core.partner(actor, "a"), **BUS)


def test_what_came_of_applying_it_is_kept_and_counted(scene: Scene) -> None:
    with scene.acting() as actor:
        row, bare = lessons.share_lesson(actor, **BUS), lessons.share_lesson(actor, claim="x", so_what="y")
    with scene.acting(scene.person("contributor", "b")) as actor:
        lessons.apply_lesson(actor, row, what="Moved the first lesson", result="held")
        lessons.apply_lesson(actor, row, what="Asked for a bus")
        tomorrow = clock.today(actor.initiative.timezone) + timedelta(days=1)
        with pytest.raises(DomainError) as error:
            lessons.apply_lesson(actor, row, what="Later", used_on=tomorrow)
        assert error.value.field == "used_on"
        assert {one.pk: one.uses_n for one in asked.lessons(actor)} == {row.pk: 2, bare.pk: 0}
        assert [one.pk for one in asked.lessons_matching(actor, applied=True)] == [row.pk]
        applied = asked.lesson(actor, row.public_id).applied
        assert {(one.what, one.result, one.partner.code) for one in applied} == {
            ("Moved the first lesson", "held", "b"),
            ("Asked for a bus", "too_early", "b"),
        }


def test_one_that_no_longer_holds_is_kept_but_not_applied(scene: Scene) -> None:
    with scene.acting() as actor:
        row = lessons.share_lesson(actor, **BUS)
        with pytest.raises(DomainError) as error:
            lessons.retire_lesson(actor, row, reason=" ")
        assert error.value.field == "reason"
        row = lessons.retire_lesson(actor, row, reason="The timetable was mended")
        assert [*asked.lessons(actor)] == []
        assert [one.pk for one in asked.all_lessons(actor)] == [row.pk]
        with pytest.raises(Conflict):
            lessons.apply_lesson(actor, row, what="Once more")


def test_who_wrote_it_and_staff_change_it(scene: Scene) -> None:
    writer, other = scene.person("community"), scene.person("community")
    with scene.acting(writer) as actor:
        row = lessons.share_lesson(actor, **BUS)
        lessons.change_lesson(actor, row, confidence="medium")
    with scene.acting(other) as actor, pytest.raises(Forbidden):
        lessons.change_lesson(actor, row, confidence="high")
    with scene.acting() as actor:
        lessons.change_lesson(actor, row, confidence="medium")
        assert Event.objects.filter(key="communications.lesson_changed").count() == 1


def test_a_look_back_shows_the_lessons_drawn_from_it_that_one_may_read(scene: Scene) -> None:
    with scene.acting() as actor:
        review = lessons.look_back(actor, title="Summer camp", expected="60 children", happened="41 came")
        lessons.share_lesson(actor, review=review, **BUS)
        lessons.share_lesson(actor, review=review, claim="x", so_what="y", visibility="partners")
        assert len(asked.after_action_review(actor, review.public_id).drawn) == 2
    with scene.acting(scene.person("community")) as actor:
        (found,) = asked.after_action_reviews(actor)
        assert [one.claim for one in found.drawn] == [BUS["claim"]]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("BUS timetab", True),  # any case, the beginning of a word
        ("autobús", True),  # accents folded in what is asked
        ("motivacion", True),  # and in what is written
        ("bus rain", False),  # every word
        ("! ' \\ & :* ½", False),  # nothing to look for, and no fault
    ],
)
def test_lessons_are_found_by_their_words(scene: Scene, words: str, found: bool) -> None:
    with scene.acting() as actor:
        row = lessons.share_lesson(
            actor, claim="The bus timetable, not motivación", so_what="Ask about the autobus first"
        )
        assert [*asked.lessons_matching(actor, search=words)] == ([row] if found else [])
