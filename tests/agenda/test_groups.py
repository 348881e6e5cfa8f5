"""The pages of groups: who sits in them, what they lead, who writes the charter."""

from typing import Any

import pytest
from django.test import Client

from agenda import queries, services
from initiatives.models import Initiative, Membership, User
from initiatives.queries import enter, seats
from initiatives.services import found_group, seat
from tests.factories import agenda as make

HOME = "/i/riverbend/agenda/groups/"


@pytest.fixture
def circle(ana: User, ben: User, riverbend: Initiative) -> Any:
    """The reading group with ben as its co-chair; it owns a goal and leads a strategy."""
    with enter(ana, "riverbend") as actor:
        group = found_group(actor, name="Reading", purpose="All read")
        seat(actor, group, Membership.objects.get(user=ben), co_chair=True)
        aim = make.goal(actor, "Six in ten read", group=group)
        make.strategy(actor, "Tutoring", group=group, goals=[aim])
        dropped = make.strategy(actor, "Camps", group=group)
        services.move_strategy(actor, dropped, state="dropped", reason="Too dear")
    return group


def test_a_groups_page_tells_who_sits_in_it_and_what_it_leads(
    circle: Any, dora: User, client: Client
) -> None:
    client.force_login(dora)
    page = client.get(f"{HOME}{circle.public_id}/").content.decode()
    assert all(words in page for words in ("Co-chair", "School board", "Six in ten read", "Tutoring"))
    assert "Camps" not in page, "it was dropped"
    assert "Give a seat" not in page
    listed = client.get(HOME).content.decode()
    assert "Reading" in listed and "All read" in listed


def test_the_co_chair_writes_the_charter_but_does_not_rename_the_group(
    circle: Any, ana: User, ben: User, pia: User, client: Client
) -> None:
    client.force_login(ben)
    here = f"{HOME}{circle.public_id}/change/"
    assert b'name="name"' not in client.get(here).content
    bad = client.post(here, {"norms": "We listen", "charter_agreed_on": "2999-01-01"})
    assert (bad.status_code, b"We listen" in bad.content) == (422, True)
    assert client.post(here, {"norms": "We listen", "name": "Ours"}).status_code == 303
    with enter(ana, "riverbend"):
        circle.refresh_from_db()
    assert (circle.norms, circle.name) == ("We listen", "Reading")
    client.force_login(pia)
    assert client.post(here, {"norms": "Mine"}).status_code == 403


def test_the_backbone_gives_turns_and_ends_seats_and_closes_the_group(
    circle: Any, ana: User, pia: User, client: Client
) -> None:
    client.force_login(ana)
    here = f"{HOME}{circle.public_id}/"
    with enter(ana, "riverbend"):
        pias = Membership.objects.get(user=pia).public_id
    assert client.post(f"{here}seats/new/", {"person": str(pias)}).status_code == 303
    assert str(pias).encode() not in client.get(f"{here}seats/new/").content, "she has one already"
    client.post(f"{here}seats/{pias}/turn/")
    with enter(ana, "riverbend") as actor:
        assert seats(actor).get(membership__public_id=pias).co_chair
    client.post(f"{here}seats/{pias}/end/")
    assert client.post(f"{here}seats/{pias}/end/").status_code == 404
    assert b"Six in ten read; Tutoring" in client.get(f"{here}close/").content
    assert client.post(f"{here}close/", {"reason": "Merged"}).status_code == 303
    assert b"Merged" in client.get(HOME).content
    with enter(ana, "riverbend") as actor:
        [row] = [one for one in queries.strategies(actor) if one.name == "Tutoring"]
        assert row.group == circle, "what it led stays"
        assert queries.led_by(actor)[circle.pk][1] == [row]
