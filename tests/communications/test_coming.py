"""Meetings in the digest are answered out of the letter: yes, no, or with what one needs; nothing else is opened."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communications.models import Meeting, Reply
from communications.queries.coming import coming_token
from communications.queries.digests import digest_now
from communications.queries.waiting import waiting
from communications.services import reply
from initiatives.kernel import clock
from initiatives.kernel.digests import Line
from initiatives.kernel.errors import Conflict
from initiatives.kernel.tenancy import tenant
from initiatives.models import Membership, User
from initiatives.services import seat
from tests.factories import communications as make
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Iterator[Scene]:
    """It is noon of 10 April 2024."""
    with clock.at(moment("2024-04-10 12:00")):
        made = Scene("gather", timezone="UTC")
        made.partners("A")
        yield made


@pytest.fixture
def ben(scene: Scene) -> User:
    return scene.person("contributor", "A")


@pytest.fixture
def meeting(scene: Scene, ben: User) -> Meeting:
    """Of a group in which Ben sits, on 12 April."""
    with scene.acting() as actor:
        made = make.meeting(actor, at=moment("2024-04-12 15:00"))
        seat(actor, made.group, Membership.objects.get(user=ben))
    return made


def line(scene: Scene, who: User) -> Line:
    with scene.acting(who) as actor:
        told = {part.key: part for part in digest_now(actor)}
    [found] = told["communications.meetings"].lines
    return found


def test_the_digest_asks_once_and_then_tells_what_was_said(scene: Scene, ben: User, meeting: Meeting) -> None:
    asked = line(scene, ben)
    assert [step.label for step in asked.steps] == [
        "I am coming",
        "I cannot come",
        "I come, and need something",
    ]
    assert [step.path.partition("?")[2] for step in asked.steps] == [
        "coming=yes",
        "coming=no",
        "coming=yes#needs",
    ]
    with scene.acting(ben) as actor:
        reply(actor, meeting, coming="perhaps")
    said = line(scene, ben)
    assert said.note.endswith("You said: Perhaps.")
    assert [step.label for step in said.steps] == ["Change your answer"]


def test_reading_changes_nothing_and_a_button_answers_without_signing_in(
    scene: Scene, ben: User, meeting: Meeting
) -> None:
    yes, no, _needs = (step.path for step in line(scene, ben).steps)
    visitor = Client()
    page = visitor.get(no).content.decode()
    assert 'value="no"' in page and "checked" in page.partition('value="no"')[2][:80]
    with tenant(scene.where):
        assert not Reply.objects.exists(), "looking answered it"
    given = {"coming": "yes", "interpreter": "Spanish", "childcare": "2"}
    answer = visitor.post(yes.partition("?")[0], given)
    assert answer.status_code == 303
    assert "Your answer is kept" in visitor.get(answer.headers["Location"]).content.decode()
    with tenant(scene.where):
        kept = Reply.objects.get()
        assert kept.membership == Membership.objects.get(user=ben)
        assert (kept.coming, kept.interpreter, kept.childcare) == ("yes", "Spanish", 2)
    wrong = visitor.post(yes.partition("?")[0], {"coming": "yes", "childcare": "99", "note": "Typed in vain"})
    assert wrong.status_code == 422 and "Typed in vain" in wrong.content.decode()


@pytest.mark.parametrize("fault", ["forged", "left the group", "left", "over", "begun"])
def test_the_link_opens_its_one_meeting_for_whoever_sits_there_now(
    scene: Scene, ben: User, meeting: Meeting, fault: str
) -> None:
    with scene.acting(ben) as actor:
        token = coming_token(actor, meeting)
    if fault == "forged":
        token = token.replace(f"-{meeting.pk}-", f"-{meeting.pk + 1}-")
    with tenant(scene.where):
        person = Membership.objects.get(user=ben)
        if fault == "left the group":
            meeting.group.members.filter(membership=person).update(until=clock.today("UTC"))
        elif fault == "left":
            Membership.objects.filter(pk=person.pk).update(ended_on=clock.today("UTC"))
        elif fault == "over":
            Meeting.objects.filter(pk=meeting.pk).update(state="held")
    with clock.at(moment("2024-04-12 15:00" if fault == "begun" else "2024-04-12 14:59")):
        assert Client().get(reverse("linked_meeting", args=[token])).status_code == 404
        assert Client().post(reverse("linked_meeting", args=[token]), {"coming": "yes"}).status_code == 404


def test_an_invitation_is_answered_until_the_meeting_begins_wherever_it_is_asked(
    scene: Scene, ben: User, meeting: Meeting, client: Client
) -> None:
    client.force_login(ben)
    page = reverse("communications:meeting", args=[scene.where.slug, meeting.public_id])
    asking = reverse("communications:reply", args=[scene.where.slug, meeting.public_id])
    with clock.at(moment("2024-04-12 14:59")):
        assert line(scene, ben).steps and asking in client.get(page).content.decode()
        with scene.acting(ben) as actor:
            assert [one.title for one in waiting(actor)] == [meeting.title]
    with clock.at(moment("2024-04-12 15:00")):
        assert line(scene, ben).steps == () and asking not in client.get(page).content.decode()
        with scene.acting(ben) as actor:
            assert waiting(actor) == []
            with pytest.raises(Conflict):
                reply(actor, meeting, coming="yes")


def test_a_meeting_is_told_by_the_clock_of_the_initiative_whatever_that_of_its_reader(
    scene: Scene, ben: User, meeting: Meeting
) -> None:
    with timezone.override("Asia/Tokyo"):
        assert "15:00" in line(scene, ben).note
