"""The community's voice: what may be said, who reads it, what is shown of it and what is forgotten."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from communications.models import FeedbackContact, FeedbackItem
from communications.queries import voice as asked
from communications.services import voice as services
from communications.services import voice_form as forms
from communications.words.voice import VoiceState
from initiatives.kernel import clock
from initiatives.kernel.access import Role, clerk, onlooker
from initiatives.kernel.digests import SECTIONS
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.kernel.queue import SOURCES
from initiatives.models import Event
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db

BUS = "The bus comes after the bell"
SAFE = {"safeguarding_name": "Child helpline", "safeguarding_contact": "555 0100"}


@pytest.fixture
def scene() -> Scene:
    return Scene()


def open_form(scene: Scene, **values: Any) -> None:
    with scene.acting() as actor:
        forms.set_voice_form(actor, is_open=True, **{**SAFE, **values})


def say(scene: Scene, text: str = BUS, **values: Any) -> FeedbackItem:
    """What anybody says on the public page."""
    with scene.acting() as actor:
        return services.give_feedback(onlooker(actor.initiative, Role.COMMUNITY), said=text, **values)


@pytest.mark.parametrize("left_out", ["safeguarding_name", "safeguarding_contact"])
def test_the_form_is_not_opened_without_somebody_to_turn_to(scene: Scene, left_out: str) -> None:
    with scene.acting() as actor:
        with pytest.raises(DomainError) as error:
            forms.set_voice_form(actor, is_open=True, **{**SAFE, left_out: " "})
        assert [fault.field for fault in error.value.errors] == [left_out]
        assert not asked.voice_form(actor).is_open
    with pytest.raises(Conflict):
        say(scene)
    with scene.acting(scene.person("backbone_staff")) as actor, pytest.raises(Forbidden):
        forms.set_voice_form(actor, is_open=False)


def test_what_is_said_is_read_by_staff_alone_and_no_fact_repeats_it(scene: Scene) -> None:
    open_form(scene)
    row = say(scene, contact="555 0199", signed="A grandmother")
    with scene.acting(scene.person("backbone_staff")) as actor:
        assert [*asked.feedback(actor)] == [row]
        assert asked.contact_of(actor, row) == "555 0199"
        fact = Event.objects.get(key="communications.feedback_received")
        assert (fact.membership_id, BUS in str(fact.data), "555" in str(fact.data)) == (None, False, False)
    for role in ("community", "funder"):
        with scene.acting(scene.person(role)) as actor:
            with pytest.raises(Forbidden):
                asked.feedback(actor)
            assert [*asked.you_said(actor)] == []


def test_it_is_shown_once_it_is_read_and_answered_in_the_words_of_the_backbone(scene: Scene) -> None:
    open_form(scene)
    row = say(scene, "Mrs Diaz of Elm Road drives too fast", signed="Rosa Diaz")
    with scene.acting() as actor:
        with pytest.raises(Conflict) as error:
            services.show_feedback(actor, row, shown_as="x")
        assert error.value.code == "unanswered"
        services.answer_feedback(actor, row, answer="We asked the police", outcome="answered")
        assert [*asked.you_said(actor)] == []
        services.show_feedback(actor, row, shown_as="Cars drive too fast", signed="A neighbour")
    with scene.acting(scene.person("community")) as actor:
        (shown,) = asked.you_said(actor)
        assert (shown.shown_as, shown.signed, shown.answer) == (
            "Cars drive too fast",
            "A neighbour",
            "We asked the police",
        )
    with scene.acting() as actor:
        services.hide_feedback(actor, row)
        assert [*asked.you_said(actor)] == []


def test_a_concern_is_the_lead_s_alone_and_taken_from_what_is_shown(scene: Scene) -> None:
    open_form(scene)
    row = say(scene)
    staff = scene.person("backbone_staff")
    with scene.acting(staff) as actor:
        services.answer_feedback(actor, row, answer="Yes", outcome="done")
        services.show_feedback(actor, row, shown_as="x")
        services.raise_concern(actor, row, note="A child waits alone")
        assert [*asked.you_said(actor)] == []
        assert [*asked.feedback(actor)] == []
        with pytest.raises(NotFound):
            asked.feedback_item(actor, row.public_id)
        with pytest.raises(NotFound):
            services.answer_feedback(actor, row, answer="z", outcome="done")
    with scene.acting() as actor:
        assert asked.feedback_item(actor, row.public_id).concern_note == "A child waits alone"
        with pytest.raises(Conflict):
            services.show_feedback(actor, row, shown_as="x")
        services.end_concern(actor, row, note="The school was told")
    with scene.acting(staff) as actor:
        assert [*asked.feedback(actor)] == [row]


def test_closing_forgets_how_to_answer_and_needs_a_reason_without_an_answer(scene: Scene) -> None:
    open_form(scene)
    row = say(scene, contact="555 0199")
    with scene.acting() as actor:
        with pytest.raises(DomainError) as error:
            services.close_feedback(actor, row)
        assert error.value.field == "reason"
        assert FeedbackContact.objects.count() == 1
        services.answer_feedback(actor, row, answer="Yes", outcome="done")
        row = services.close_feedback(actor, row)
        assert (row.state, asked.contact_of(actor, row), FeedbackContact.objects.count()) == (
            VoiceState.CLOSED,
            "",
            0,
        )
        with pytest.raises(Conflict):
            services.answer_feedback(actor, row, answer="No", outcome="done")


def test_the_figures_count_what_was_said_in_the_days_and_leave_out_what_was_set_aside(scene: Scene) -> None:
    open_form(scene)
    rows = [say(scene, f"{number}") for number in range(5)]
    with scene.acting() as actor:
        today = clock.today(actor.initiative.timezone)
        FeedbackItem.objects.filter(pk=rows[4].pk).update(received_at=clock.now() - timedelta(days=10))
        services.answer_feedback(actor, rows[0], answer="Yes", outcome="done")
        services.close_feedback(actor, rows[0])
        services.answer_feedback(actor, rows[1], answer="Yes", outcome="not_now")
        services.close_feedback(actor, rows[2], reason="An advertisement", set_aside=True)
        found = asked.voice_figures(actor, today, today)
        # three of today count: one closed, one answered, one waits
        assert (found.received, found.answered, found.closed, found.waiting) == (3, 2, 1, 1)
        assert found.closed_share == pytest.approx(1 / 3)
        assert (
            asked.voice_figures(actor, today - timedelta(days=99), today - timedelta(days=90)).closed_share
            is None
        )


def test_what_waits_too_long_is_in_the_digest_of_the_backbone_alone(scene: Scene) -> None:
    open_form(scene, answer_within=7)
    old, _new = say(scene, "old"), say(scene, "new")
    with scene.acting() as actor:
        FeedbackItem.objects.filter(pk=old.pk).update(received_at=clock.now() - timedelta(days=8))
        assert [*asked.overdue_feedback(actor)] == [old]
        lines = SECTIONS["communications.unanswered"].lines(actor, clock.now())
        assert [line.title for line in lines] == ["old"]
    with scene.acting(scene.person("community")) as actor:
        assert [*SECTIONS["communications.unanswered"].lines(actor, clock.now())] == []


def test_what_waits_too_long_is_in_the_queue_of_those_who_read_it_and_its_words_are_not_kept(
    scene: Scene,
) -> None:
    """A concern is in the lead's queue alone."""
    open_form(scene, answer_within=7)
    old, _new, concern = say(scene, "old"), say(scene, "new"), say(scene, "hurt")
    tell = SOURCES["communications.feedback"].tell
    with scene.acting() as actor:
        waiting = FeedbackItem.objects.filter(pk__in=[old.pk, concern.pk])
        waiting.update(received_at=clock.now() - timedelta(days=8))
        services.raise_concern(actor, concern)
    with scene.acting(scene.person("backbone_staff")) as actor:
        [row] = tell(actor)
        assert (row.key, row.note) == (f"communications.feedback:{old.public_id}", "old")
        assert "old" not in row.title
        assert tell(clerk(actor.initiative)) == []
    with scene.acting() as actor:
        assert [one.note for one in tell(actor)] == ["old", "hurt"]
        services.answer_feedback(actor, old, answer="The bus was moved", outcome="done")
        assert [one.note for one in tell(actor)] == ["hurt"]


def test_everybody_s_digest_tells_what_was_shown_since(scene: Scene) -> None:
    open_form(scene)
    row = say(scene)
    with scene.acting() as actor:
        services.answer_feedback(actor, row, answer="The bus was moved", outcome="done")
        services.show_feedback(actor, row, shown_as=BUS)
    section = SECTIONS["communications.you_said"]
    with scene.acting(scene.person("community")) as actor:
        (line,) = section.lines(actor, clock.now() - timedelta(hours=1))
        assert (BUS in line.title, "The bus was moved" in line.note) == (True, True)
        assert [*section.lines(actor, clock.now() + timedelta(hours=1))] == []


@pytest.mark.parametrize(
    "text", ["Look at https://spam.example", "see WWW.spam.example", "[url=x]y[/url]", " "]
)
def test_links_and_nothing_at_all_are_refused_at_the_field(scene: Scene, text: str) -> None:
    open_form(scene)
    with pytest.raises(DomainError) as error:
        say(scene, text)
    assert error.value.field == "said"


def test_what_is_sent_twice_is_received_once(scene: Scene) -> None:
    open_form(scene)
    number = uuid4()
    first, second = say(scene, public_id=number), say(scene, public_id=number)
    assert first == second
    with scene.acting() as actor:
        assert asked.feedback(actor).count() == 1
        assert Event.objects.filter(key="communications.feedback_received").count() == 1


def test_a_question_is_answered_in_its_days_and_its_words_then_stay(scene: Scene) -> None:
    open_form(scene)
    with scene.acting() as actor:
        today = clock.today(actor.initiative.timezone)
        row = forms.put_question(actor, asks="Why late?", closes_on=today)
        later = forms.put_question(
            actor, asks="Later?", opens_on=today + timedelta(days=1), closes_on=today + timedelta(days=2)
        )
        assert [*asked.open_questions(actor)] == [row]
        with pytest.raises(DomainError) as error:
            forms.put_question(actor, asks="x", closes_on=today - timedelta(days=1))
        assert error.value.field == "closes_on"
    said = say(scene, question=row)
    with pytest.raises(Conflict) as refused:
        say(scene, question=later)
    assert refused.value.code == "question_closed"
    with scene.acting() as actor:
        assert [one.answers_n for one in asked.questions(actor).filter(pk=row.pk)] == [1]
        with pytest.raises(Conflict):
            forms.change_question(actor, row, asks="Another?")
        forms.change_question(actor, row, background="We decide in June")
        forms.end_question(actor, row)
        forms.tell_heard(actor, row, heard="Buses, mostly")
        assert [one.heard for one in asked.told_questions(actor)] == ["Buses, mostly"]
    with pytest.raises(Conflict):
        say(scene, question=row)
    assert said.question_id == row.pk


def test_staff_write_down_what_was_said_elsewhere_while_the_form_is_closed(scene: Scene) -> None:
    with scene.acting(scene.person("backbone_staff")) as actor:
        row = services.note_feedback(actor, said=BUS, heard="meeting", theme="Getting to school")
        assert (row.heard, asked.themes(actor)) == ("meeting", ["Getting to school"])
    with scene.acting(scene.person("community")) as actor, pytest.raises(Forbidden):
        services.note_feedback(actor, said=BUS, heard="meeting")
