"""The pages of meetings and asks: planned, filled, held with two writers, ended, answered; all over HTTP."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from activities.services import make_feed
from agenda.queries.versions import token_of
from communications import queries, services
from communications.models import AgendaItem, Meeting
from initiatives.kernel import clock
from initiatives.kernel.tenancy import tenant
from initiatives.models import Membership, User
from initiatives.services.groups import seat
from tests.factories import communications as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    found = Scene(timezone="America/Chicago")
    found.partners("a", "b")
    return found


def at(scene: Scene, name: str, *args: Any) -> str:
    return reverse(f"communications:{name}", args=[scene.where.slug, *args])


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def seated(scene: Scene, who: User, *, co_chair: bool = False) -> Membership:
    with scene.acting() as actor:
        person = Membership.objects.get(user=who)
        seat(actor, make.group(actor), person, co_chair=co_chair)
        return person


def opened(scene: Scene) -> tuple[Meeting, AgendaItem]:
    """A meeting that is being held, and its only point."""
    with scene.acting() as actor:
        make.group(actor, "Steering")
        row = make.being_held(actor)
        return row, services.add_item(actor, row, title="New books")


def test_a_co_chair_plans_fills_and_sends(scene: Scene, client: Client) -> None:
    ben = scene.person("contributor", "a")
    person = seated(scene, ben, co_chair=True)
    with scene.acting() as actor:
        steering = make.group(actor, "Steering")
        before = make.being_held(actor, "The one before")
        services.note_action(actor, before, what="Order books", owner=person, due=clock.today("UTC"))
        services.end_meeting(actor, before)
    client.force_login(ben)
    form = words(client.get(at(scene, "plan_meeting")))
    assert "Reading" in form and "Steering" not in form, "only the groups one runs"
    group = str(before.group.public_id)
    typed = {"group": group, "title": "Getting ready", "day": "2000-01-01", "starts_at": "14:00"}
    refused = client.post(at(scene, "plan_meeting"), {**typed, "ends_at": "13:00"})
    assert refused.status_code == 422 and "Getting ready" in words(refused)
    foreign = client.post(at(scene, "plan_meeting"), {**typed, "group": str(steering.public_id)})
    assert foreign.status_code == 422
    day = (clock.today("America/Chicago") + timedelta(days=9)).isoformat()
    answer = client.post(at(scene, "plan_meeting"), {**typed, "day": day, "ends_at": "15:30"})
    assert answer.status_code == 303
    page = answer.headers["Location"]
    assert "From the records" in words(client.get(page)) and "Last time’s actions" in words(client.get(page))

    key = page.rstrip("/").rpartition("/")[2]
    assert client.post(at(scene, "fill_agenda", key)).status_code == 303
    shown = words(client.get(page))
    assert "Order books" in shown and "Send the agenda" in shown
    assert client.post(at(scene, "send_agenda", key)).status_code == 303
    assert "Agenda sent" in words(client.get(page))
    assert "Getting ready" in words(client.get(at(scene, "meetings") + "?when=ahead"))
    assert "Getting ready" in words(client.get(at(scene, "month") + f"?month={day[:7]}"))
    assert client.get(at(scene, "month") + "?month=99999-1").status_code == 200
    with tenant(scene.where):
        row = Meeting.objects.get(title="Getting ready")
    # 14:00 in Chicago, whichever side of the change of clocks the day is on.
    assert (row.ends_at - row.starts_at) == timedelta(minutes=90)
    assert f"{day[8:].lstrip('0')} " in shown and "2 p.m." in shown or "14:00" in shown


def test_a_point_gets_something_to_read_where_the_agenda_is_prepared(scene: Scene, client: Client) -> None:
    with scene.acting() as actor:
        row = make.meeting(actor)
        item = services.add_item(actor, row, title="New books", purpose="decide")
        services.add_item(actor, row, title="Wins", purpose="inform")
    here, reading = at(scene, "meeting", row.public_id), at(scene, "give_reading", item.public_id)
    client.force_login(scene.lead)
    # Of the two points only the one that is decided wants something to read.
    assert words(client.get(here)).count(f'action="{reading}"') == 1
    assert words(client.get(here)).count("Give it something to read before") == 1

    empty = client.post(reading, {"pre_read": "", "pre_read_link": ""})
    assert empty.status_code == 422 and "give the address where it lies" in words(empty)
    wrong = client.post(reading, {"pre_read": "Two pages.", "pre_read_link": "javascript:alert(1)"})
    assert wrong.status_code == 422 and "Two pages." in words(wrong)  # nothing that was typed is lost
    given = client.post(reading, {"pre_read": "Two pages.", "pre_read_link": ""})
    assert given.headers["Location"] == f"{here}#p-{item.public_id}"
    shown = words(client.get(here))
    assert "Two pages." in shown and "Give it something to read before" not in shown
    # A page that was drawn before leaves in place what somebody gave meanwhile.
    client.post(reading, {"pre_read": "", "pre_read_link": "https://example.org/books"})
    shown = words(client.get(here))
    assert "Two pages." in shown and "https://example.org/books" in shown

    client.force_login(scene.person("contributor", "b"))
    assert client.post(reading, {"pre_read": "Mine."}).status_code == 403


def test_who_prepares_a_meeting_sees_who_has_answered_and_nobody_else_does(
    scene: Scene, client: Client
) -> None:
    ben, other = scene.person("contributor", "a"), scene.person("contributor", "b")
    with scene.acting() as actor:
        row = make.meeting(actor)
    seated(scene, ben)
    seated(scene, other)
    with scene.acting(ben) as actor:
        services.reply(actor, row, coming="online")
    here = at(scene, "meeting", row.public_id)
    client.force_login(scene.lead)
    shown = words(client.get(here))
    assert shown.count("Joins online") == 1 and shown.count("No answer yet") == 1
    client.force_login(other)
    assert "Joins online" not in words(client.get(here))


def test_those_who_do_not_run_it_are_led_back(scene: Scene, client: Client) -> None:
    row, item = opened(scene)
    ben = scene.person("contributor", "b")
    client.force_login(ben)
    here = at(scene, "meeting", row.public_id)
    for name, key in (
        ("change_meeting", row),
        ("attendance", row),
        ("rate", row),
        ("answers", row),
        ("change_item", item),
    ):
        answer = client.get(at(scene, name, key.public_id))
        assert (answer.status_code, answer.headers["Location"]) == (303, here), name
    for name, key in (
        ("end_meeting", row),
        ("approve_minutes", row),
        ("begin_item", item),
        ("write_notes", item),
    ):
        assert client.post(at(scene, name, key.public_id)).status_code == 403, name
    shown = words(client.get(here))
    assert "The minutes are read by the group" in shown and "End the meeting" not in shown


def test_two_who_write_at_once_see_both_texts(scene: Scene, client: Client) -> None:
    row, item = opened(scene)
    client.force_login(scene.lead)
    notes = at(scene, "write_notes", item.public_id)
    own = {"notes": "They come in May.", "notes.token": token_of("")}
    saved = client.post(notes, own, headers={"X-Autosave": "1"})
    assert saved.json()["tokens"] == {"notes.token": token_of("They come in May.")}

    late = {"notes": "They come in June.", "notes.token": token_of("")}
    assert client.post(notes, late, headers={"X-Autosave": "1"}).status_code == 412
    both = client.post(notes, late)
    assert both.status_code == 412
    assert "They come in May." in words(both) and "They come in June." in words(both)
    assert f'value="{token_of("They come in May.")}"' in words(both), "what is saved next has seen both"
    merged = {"notes": "In May or June.", "notes.token": token_of("They come in May.")}
    assert client.post(notes, merged).status_code == 303
    with tenant(scene.where):
        assert AgendaItem.objects.get(pk=item.pk).notes == "In May or June."


def test_a_meeting_is_held_ended_and_approved(scene: Scene, client: Client) -> None:
    ben = scene.person("contributor", "a")
    person = seated(scene, ben)
    row, item = opened(scene)
    client.force_login(scene.lead)
    here = at(scene, "meeting", row.public_id)
    client.post(at(scene, "begin_item", item.public_id))
    assert 'aria-current="step"' in words(client.get(here))
    key = str(person.public_id)
    seen = {f"presence-{key}": "online", f"lived-{key}": "on", "guest-0": "Mr Lee", "partner-0": "b"}
    assert client.post(at(scene, "attendance", row.public_id), seen).status_code == 303
    task = at(scene, "take_task", item.public_id)
    refused = client.post(task, {"what": "Order them", "owner": key, "due": ""})
    assert refused.status_code == 422 and "Order them" in words(refused)
    assert client.post(task, {"what": "Order them", "owner": key, "due": "2090-01-01"}).status_code == 303
    with scene.acting() as actor:
        steering = make.group(actor, "Steering")
    wanted = {"what": "Pay for them?", "to_group": str(steering.public_id)}
    assert client.post(at(scene, "take_ask", item.public_id), wanted).status_code == 303
    shown = words(client.get(here))
    for text in (
        "Order them",
        "Pay for them?",
        "Mr Lee",
        "Lived experience",
        "people here",
    ):
        assert text in shown, text

    assert "Pay for them?" not in words(client.get(at(scene, "asks")))
    client.post(at(scene, "end_meeting", row.public_id))
    assert "Pay for them?" in words(client.get(at(scene, "asks")))
    with scene.acting() as actor:
        asked = queries.asks(actor).get()
    answer = at(scene, "answer_ask", asked.public_id)
    assert client.post(answer, {"answer": " "}).status_code == 422
    assert client.post(answer, {"answer": "Yes, from May"}).status_code == 303
    assert client.get(answer).status_code == 303, "it is answered once"
    assert "Yes, from May" in words(client.get(at(scene, "asks")))

    client.post(at(scene, "rate", row.public_id), {"score": "4"})
    client.post(at(scene, "approve_minutes", row.public_id))
    client.force_login(scene.person("community"))
    assert "Order them" in words(client.get(here)), "approved minutes are everybody's"
    assert "Order them" in words(client.get(at(scene, "pack", row.public_id)))


def test_a_member_answers_and_only_those_who_prepare_read_it(scene: Scene, client: Client) -> None:
    ben = scene.person("contributor", "a")
    seated(scene, ben)
    with scene.acting() as actor:
        row = make.meeting(actor)
    client.force_login(ben)
    reply = at(scene, "reply", row.public_id)
    refused = client.post(reply, {"coming": "yes", "childcare": "99", "note": "Late"})
    assert refused.status_code == 422 and "Late" in words(refused)
    sent = client.post(reply, {"coming": "yes", "childcare": "2", "interpreter": "Spanish"})
    assert sent.status_code == 303
    assert client.get(at(scene, "answers", row.public_id)).status_code == 303
    client.force_login(scene.lead)
    shown = words(client.get(at(scene, "answers", row.public_id)))
    assert "Childcare for 2 children" in shown and "Interpreter: Spanish" in shown
    made = words(client.post(at(scene, "answers", row.public_id)))
    assert "/rsvp/" in made


def test_a_series_is_planned_further_and_ended(scene: Scene, client: Client) -> None:
    with scene.acting() as actor:
        made = make.series(actor)
    client.force_login(scene.lead)
    page = at(scene, "series", made.public_id)
    assert client.post(page, {"until": "2000-01-01"}).status_code == 422
    assert client.post(page, {"until": "x"}).status_code == 422
    assert client.post(at(scene, "end_series", made.public_id), {"reason": "Done"}).status_code == 303
    assert "Ended on" in words(client.get(page))
    assert "Done" in words(client.get(at(scene, "meetings") + "?when=cancelled"))


def test_a_persons_feed_holds_the_meetings_of_their_groups(scene: Scene, client: Client) -> None:
    ben = scene.person("contributor", "a")
    seated(scene, ben)
    with scene.acting() as actor:
        make.meeting(actor, "Ours")
        theirs = make.meeting(actor, "Theirs", of="Steering")
    with scene.acting(ben) as actor:
        secret = make_feed(actor)
    address = reverse("calendar_feed", args=[secret])

    def titles(query: str = "") -> list[str]:
        found: Any = Calendar.from_ical(client.get(address + query).content)
        return [str(entry["summary"]) for entry in found.walk("VEVENT")]

    assert titles() == ["Reading: Ours"]
    assert titles(f"?group={theirs.group.public_id}") == ["Steering: Theirs"]
    assert client.get(f"{address}?group=x").status_code == 404
    client.force_login(ben)
    one = client.get(at(scene, "meeting_file", theirs.public_id))
    assert one.headers["Content-Type"].startswith("text/calendar")
