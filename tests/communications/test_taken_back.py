"""What is taken back, called off or begun again: by whom, until when, and what stays on file."""

from datetime import timedelta
from typing import Any

import pytest

from communications import services
from communications.models import Interest, RsvpLink, Survey
from communications.services import asks, decisions, inviting, minutes, planning, positions, surveys
from initiatives.kernel import clock
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.models import Event, User
from tests.factories import communications as make
from tests.factories import communications_decisions as deciding
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def refused(scene: Scene, who: User, verb: Any, *args: Any, **values: Any) -> None:
    with scene.acting(who) as actor, pytest.raises(Forbidden):
        verb(actor, *args, **values)


def test_only_the_asking_group_withdraws_its_ask_and_only_while_it_is_open(scene: Scene) -> None:
    with scene.acting() as actor:
        asking, asked = make.group(actor, "Asking"), make.group(actor, "Asked")
        row = services.ask_group(actor, from_group=asking, to_group=asked, what="Money")
    (theirs,) = deciding.seated(scene, asked, "community", co_chair=True)
    (ours,) = deciding.seated(scene, asking, "community", co_chair=True)
    (member,) = deciding.seated(scene, asking, "community")
    for who in (theirs, member, scene.person("funder")):
        refused(scene, who, asks.withdraw_ask, row)
    with scene.acting(ours) as actor:
        found = asks.withdraw_ask(actor, row)
        assert (found.state, found.answer, found.closed_by_id) == ("withdrawn", "", actor.membership_id)
        assert Event.objects.order_by("-id")[0].key == "communications.ask_withdrawn"
        with pytest.raises(Conflict):
            asks.withdraw_ask(actor, row)


def test_a_question_is_taken_back_with_a_reason_and_is_then_closed(scene: Scene) -> None:
    with scene.acting() as actor:
        group = deciding.group(actor)
        row = deciding.proposed(actor, group)
    (member,) = deciding.seated(scene, group, "community")
    refused(scene, scene.person("funder"), decisions.withdraw_decision, row, reason="No")
    with scene.acting() as actor:
        with pytest.raises(DomainError) as silent:
            decisions.withdraw_decision(actor, row, reason=" ")
        assert decisions.withdraw_decision(actor, row, reason="Overtaken").state == "withdrawn"
    assert silent.value.field == "reason"
    with scene.acting(member) as actor, pytest.raises(Conflict):
        positions.take_position(actor, row, position="agree")
    with scene.acting() as actor, pytest.raises(Conflict):
        decisions.withdraw_decision(actor, row, reason="Again")


def test_an_interest_is_withdrawn_by_whoever_has_it_and_stays_on_file(scene: Scene) -> None:
    with scene.acting() as actor:
        group = deciding.group(actor)
        row = deciding.proposed(actor, group)
    mine, other = deciding.seated(scene, group, "community", "community")
    with scene.acting(mine) as actor:
        said = positions.declare_interest(actor, row, what="I tutor there", recused=True)
        with pytest.raises(Forbidden):
            positions.take_position(actor, row, position="agree")
    refused(scene, other, positions.withdraw_interest, said)
    refused(scene, other, positions.declare_interest, row, what="He tutors", member=said.membership)
    with scene.acting(mine) as actor:
        positions.withdraw_interest(actor, said)
        positions.withdraw_interest(actor, said)
        kept = Interest.objects.get(pk=said.pk)
        told = Event.objects.filter(key="communications.interest_withdrawn")
        assert (kept.what, kept.withdrawn_at is not None, told.count()) == ("I tutor there", True, 1)
        assert positions.take_position(actor, row, position="agree").position == "agree"
    outside = scene.person("community")
    with scene.acting(outside) as actor, pytest.raises((DomainError, Forbidden)):
        positions.declare_interest(actor, row, what="Mine")


def test_a_link_to_a_meeting_is_revoked_by_who_runs_it_and_is_dead_at_once(scene: Scene) -> None:
    with scene.acting() as actor:
        row = make.meeting(actor)
        link, _secret = inviting.make_rsvp_link(actor, row)
    (member,) = deciding.seated(scene, row.group, "community")
    refused(scene, member, inviting.revoke_rsvp_link, link)
    refused(scene, member, inviting.make_rsvp_link, row)
    with scene.acting() as actor:
        inviting.revoke_rsvp_link(actor, link)
        inviting.revoke_rsvp_link(actor, link)
        assert RsvpLink.objects.get(pk=link.pk).revoked_at is not None
        assert Event.objects.filter(key="communications.rsvp_link_revoked").count() == 1


def test_a_meeting_ended_by_mistake_goes_on_until_its_letters_went_out(scene: Scene) -> None:
    with scene.acting() as actor:
        row = services.end_meeting(actor, make.being_held(actor))
    (member,) = deciding.seated(scene, row.group, "community")
    refused(scene, member, minutes.reopen_meeting, row)
    with scene.acting() as actor:
        again = minutes.reopen_meeting(actor, row)
        assert (again.state, again.ended_at) == ("open", None)
        with pytest.raises(Conflict):
            minutes.reopen_meeting(actor, row)
        ended = services.end_meeting(actor, again)
        ended.follow_up_sent_at = clock.now()
        ended.save(update_fields=["follow_up_sent_at"])
        with pytest.raises(Conflict):
            minutes.reopen_meeting(actor, ended)


def test_a_cancelled_meeting_takes_place_after_all_in_a_later_edition(scene: Scene) -> None:
    with scene.acting() as actor:
        row = make.meeting(actor)
        with pytest.raises(Conflict):
            planning.restore_meeting(actor, row)
        gone = planning.cancel_meeting(actor, row, reason="Snow")
    (member,) = deciding.seated(scene, row.group, "community")
    refused(scene, member, planning.restore_meeting, gone)
    with scene.acting() as actor:
        back = planning.restore_meeting(actor, gone)
        assert (back.state, back.cancel_reason) == ("scheduled", "")
        assert row.edition < gone.edition < back.edition


def planned(scene: Scene, *, ahead: int) -> Survey:
    with scene.acting() as actor:
        today = clock.today(actor.initiative.timezone)
        return surveys.plan_survey(
            actor,
            kind="pulse",
            audience="partners",
            opens_on=today + timedelta(days=ahead),
            closes_on=today + timedelta(days=ahead + 7),
        )


def test_a_survey_is_called_off_until_it_opens(scene: Scene) -> None:
    row = planned(scene, ahead=3)
    for role in ("funder", "community"):
        refused(scene, scene.person(role), surveys.call_off_survey, row)
    with scene.acting() as actor:
        surveys.call_off_survey(actor, row)
        assert not Survey.objects.exists()
        with pytest.raises(NotFound):
            surveys.change_survey(actor, row, title="Gone")
    opened = planned(scene, ahead=0)
    with scene.acting() as actor:
        with pytest.raises(Conflict):
            surveys.call_off_survey(actor, opened)
        assert Survey.objects.get().pk == opened.pk


def test_a_survey_gets_another_day_while_it_is_not_closed(scene: Scene) -> None:
    row = planned(scene, ahead=0)
    refused(scene, scene.person("community"), surveys.change_survey, row, title="Mine")
    with scene.acting() as actor:
        today = clock.today(actor.initiative.timezone)
        for day in (today - timedelta(days=1), today + timedelta(days=121)):
            with pytest.raises(DomainError) as wrong:
                surveys.change_survey(actor, row, closes_on=day)
            assert wrong.value.field == "closes_on"
        with pytest.raises(DomainError):
            surveys.change_survey(actor, row, title=" ")
        changed = surveys.change_survey(actor, row, title="Spring", closes_on=today + timedelta(days=9))
        assert (changed.title, changed.closes_on) == ("Spring", today + timedelta(days=9))
        with pytest.raises(Conflict):
            surveys.release_survey(actor, row, response="Heard")
        surveys.close_survey(actor, row)
        for verb in (surveys.close_survey, surveys.remind_of_survey, surveys.call_off_survey):
            with pytest.raises(Conflict):
                verb(actor, row)
        with pytest.raises(Conflict):
            surveys.change_survey(actor, row, closes_on=today + timedelta(days=20))
