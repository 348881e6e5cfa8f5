"""One's own tasks: told in the digest, ticked done in place and out of the letter, and nobody else's."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from communications.queries.digests import digest_now
from communications.queries.tasks import task_token
from initiatives.kernel import clock
from initiatives.kernel.tenancy import tenant
from initiatives.models import ActionItem, Event, Membership, User
from initiatives.services import add_action, change_action
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Iterator[Scene]:
    """It is noon of 10 April 2024."""
    with clock.at(moment("2024-04-10 12:00")):
        made = Scene("chores", timezone="UTC")
        made.partners("A")
        yield made


@pytest.fixture
def ben(scene: Scene) -> User:
    """Who has the tasks."""
    return scene.person("contributor", "A")


def give(scene: Scene, who: User, what: str, due: str) -> ActionItem:
    with scene.acting() as actor:
        owner = Membership.objects.get(user=who)
        return add_action(actor, what=what, owner=owner, due=date.fromisoformat(due))


def token(scene: Scene, who: User, task: ActionItem) -> str:
    with scene.acting(who) as actor:
        return task_token(actor, task)


def state(scene: Scene, task: ActionItem) -> str:
    with tenant(scene.where):
        return str(ActionItem.objects.get(pk=task.pk).state)


def test_the_digest_tells_what_is_left_of_ones_own_the_most_pressing_first(scene: Scene, ben: User) -> None:
    give(scene, ben, "Book the room", "2024-04-20")
    late = give(scene, ben, "Call the school", "2024-04-08")
    give(scene, scene.lead, "Somebody else's", "2024-04-08")
    done = give(scene, ben, "Done before", "2024-04-08")
    with scene.acting(ben) as actor:
        change_action(actor, done, state="done")
        told = {part.key: part for part in digest_now(actor)}["tasks"]
    lines = [(line.title, line.note) for line in told.lines]
    assert lines == [
        ("Call the school", "It was due 8 April 2024."),
        ("Book the room", "Until 20 April 2024."),
    ]
    [step] = told.lines[0].steps
    assert step is not None and step.path == reverse("linked_task", args=[token(scene, ben, late)])


def test_ticked_done_by_link_without_signing_in(scene: Scene, ben: User) -> None:
    task = give(scene, ben, "Call the school", "2024-04-08")
    page = reverse("linked_task", args=[token(scene, ben, task)])
    visitor = Client()

    assert "Call the school" in visitor.get(page).content.decode()
    assert state(scene, task) == "open", "looking ticked it"
    assert visitor.post(page, {"outcome": "They come on Monday."}).status_code == 303
    assert "They come on Monday." in visitor.get(page).content.decode()
    assert visitor.post(page, {}).status_code == 303, "twice is the same as once"
    with tenant(scene.where):
        kept = ActionItem.objects.get(pk=task.pk)
        told = Event.objects.get(key="initiatives.action_changed")
    assert (kept.state, kept.outcome) == ("done", "They come on Monday.")
    assert told.membership_id == kept.owner_id


def test_a_link_opens_its_one_task_for_its_owner_of_now(scene: Scene, ben: User) -> None:
    task, other = (give(scene, ben, what, "2024-04-08") for what in ("Call", "Write"))
    mine = token(scene, ben, task)
    visitor = Client()
    forged = [
        mine.replace(f"-{task.pk}-", f"-{other.pk}-"),
        mine[:-1] + ("a" if mine[-1] != "a" else "b"),
        "1-2-3-",
        "task",
        "9" * 30 + "-1-1-x",
    ]
    for wrong in forged:
        assert visitor.post(reverse("linked_task", args=[wrong])).status_code == 404, wrong

    with scene.acting() as actor:
        change_action(actor, task, owner=Membership.objects.get(user=scene.lead))
    assert visitor.post(reverse("linked_task", args=[mine])).status_code == 404
    assert state(scene, task) == "open"


def test_a_long_word_on_what_came_of_it_is_kept_and_told(scene: Scene, ben: User) -> None:
    task = give(scene, ben, "Call the school", "2024-04-08")
    answer = Client().post(reverse("linked_task", args=[token(scene, ben, task)]), {"outcome": "x" * 1001})
    assert answer.status_code == 422 and "x" * 1001 in answer.content.decode()
    assert state(scene, task) == "open"


def test_the_pages_list_tick_and_reopen_ones_own(scene: Scene, ben: User, client: Client) -> None:
    task = give(scene, ben, "Call the school", "2024-04-08")
    theirs = give(scene, scene.lead, "Somebody else's", "2024-04-08")
    client.force_login(ben)
    listed, tick, page = (
        reverse("communications:tasks", args=["chores"]),
        reverse("communications:tick_task", args=["chores", task.public_id]),
        reverse("communications:task", args=["chores", task.public_id]),
    )
    drawn = client.get(listed).content.decode()
    assert "Call the school" in drawn and "Late" in drawn and "Somebody else" not in drawn
    assert client.post(tick).status_code == 303
    assert state(scene, task) == "done"
    assert "No task has your name on it" in client.get(listed).content.decode()
    assert "Call the school" in client.get(listed + "?closed").content.decode()

    assert client.post(page, {"state": "dropped", "outcome": ""}).status_code == 422
    assert client.post(page, {"state": "doing", "outcome": ""}).status_code == 303
    assert state(scene, task) == "doing"
    for name in ("task", "tick_task"):
        address = reverse(f"communications:{name}", args=["chores", theirs.public_id])
        assert client.post(address, {"state": "done"}).status_code == 404


def test_a_late_task_of_somebody_else_leads_staff_to_the_task_and_whom_to_ask(
    scene: Scene, ben: User, client: Client
) -> None:
    task = give(scene, ben, "Call the school", "2024-04-08")
    page = reverse("communications:task", args=["chores", task.public_id])
    queue = reverse("backbone:queue", args=["chores"])
    client.force_login(scene.lead)
    assert f'href="{page}"' in client.get(queue).content.decode()
    drawn = client.get(page).content.decode()
    assert "Whom to ask" in drawn and f"mailto:{ben.email}" in drawn
    saved = client.post(page, {"state": "done", "outcome": "They called me back."})
    assert (saved.status_code, saved.url) == (303, queue)  # type: ignore[attr-defined]
    assert state(scene, task) == "done"
