"""Announcements: who reads them, whose word is asked, what stays when one is changed or withdrawn."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from communications.letters import tell_at_once
from communications.queries import announcements as asked
from communications.queries.digests import own_preference
from communications.queries.notices import notice_rows
from communications.services import announcements as services
from communications.services.digests import set_digest
from initiatives.kernel import clock
from initiatives.kernel.digests import SECTIONS
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.kernel.tenancy import tenant
from initiatives.models import Membership
from initiatives.queries.people import myself
from initiatives.services.groups import found_group, seat
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db

WISH = {"frequency": "weekly", "weekday": 1, "hour": 7, "timezone": "", "quiet_from": 21, "quiet_until": 7}
TWO_CONTRIBUTORS = (("contributor", "a"), ("contributor", "a"))
ROLES = ("community", "funder", "contributor", "backbone_staff")


@pytest.fixture
def scene() -> Scene:
    found = Scene()
    found.partners("a")
    return found


@pytest.mark.parametrize(
    ("addressed", "readers", "asked_roles"),
    [
        ("everybody", ROLES, ROLES),
        ("partners", ("contributor", "backbone_staff"), ("contributor",)),
        ("funders", ("funder", "backbone_staff"), ("funder",)),
        ("backbone", ("backbone_staff",), ("backbone_staff",)),
    ],
)
def test_it_is_read_by_those_it_speaks_to_and_staff_and_asks_only_the_former(
    scene: Scene, addressed: str, readers: tuple[str, ...], asked_roles: tuple[str, ...]
) -> None:
    people = {role: scene.person(role, "a" if role == "contributor" else "") for role in ROLES}
    with scene.acting() as actor:
        row = services.publish_announcement(
            actor, title="Dates", body="Moved", addressed=addressed, asks_word=True
        )
        assert {one.role for one in asked.words_on(actor, row).open} == set(asked_roles)
    found, waits, told = set(), set(), set()
    for role, who in people.items():
        with scene.acting(who) as actor:
            found |= {role for _one in asked.announcements(actor)}
            waits |= {role for _one in asked.open_for(actor)}
            told |= {role for one in notice_rows(actor) if one.key == "communications.announcement_published"}
            if role not in readers:
                with pytest.raises(NotFound):
                    asked.announcement(actor, row.public_id)
    assert (found, waits, told) == (set(readers), set(asked_roles), set(asked_roles))


def test_a_co_chair_announces_to_the_own_group_alone(scene: Scene) -> None:
    chair, member, other = (scene.person("community") for _number in range(3))
    with scene.acting() as actor:
        group = found_group(actor, name="Reading", kind="working_group")
        elsewhere = found_group(actor, name="Data", kind="working_group")
    for who, leads in ((chair, True), (member, False)):
        with scene.acting(who) as actor:
            person = myself(actor)
        with scene.acting() as actor:
            seat(actor, group, person, co_chair=leads)
    with scene.acting(chair) as actor:
        with pytest.raises(Forbidden):
            services.publish_announcement(actor, title="x", body="y", addressed="everybody")
        with pytest.raises(DomainError) as error:
            services.publish_announcement(actor, title="x", body="y", addressed="group", group=elsewhere)
        assert error.value.field == "group"
        row = services.publish_announcement(actor, title="x", body="y", addressed="group", group=group)
    with scene.acting(member) as actor:
        assert [*asked.announcements(actor)] == [row]
    with scene.acting(other) as actor:
        assert [*asked.announcements(actor)] == []
        with pytest.raises(Forbidden):
            services.publish_announcement(actor, title="x", body="y", addressed="group", group=group)


def test_whose_word_is_open_is_seen_by_author_and_staff_and_reminded_once_a_day(scene: Scene) -> None:
    one, two = scene.person("community"), scene.person("community")
    with scene.acting() as actor:
        row = services.publish_announcement(actor, title="x", body="y", asks_word=True)
    with scene.acting(one) as actor:
        services.acknowledge(actor, row)
        services.acknowledge(actor, row)
        with pytest.raises(Forbidden):
            asked.words_on(actor, row)
    with scene.acting() as actor:
        words = asked.words_on(actor, row)
        assert ([w.membership.user for w in words.given], [p.user for p in words.open]) == ([one], [two])
        assert services.remind_of_announcement(actor, row) == 1
        with pytest.raises(Conflict) as error:
            services.remind_of_announcement(actor, row)
        assert error.value.code == "too_soon"
        with pytest.raises(Conflict):
            services.acknowledge(actor, row)  # nobody asks its author
    heard = {}
    for who in (one, two):
        with scene.acting(who) as actor:
            heard[who.pk] = [e.key.split("_")[-1] for e in notice_rows(actor)]
    assert heard == {one.pk: ["published"], two.pk: ["reminded", "published"]}
    with scene.acting(two) as actor:
        services.acknowledge(actor, row)
    with scene.acting() as actor, clock.at(clock.now() + timedelta(days=1)), pytest.raises(Conflict) as error:
        services.remind_of_announcement(actor, row)
    assert error.value.code == "none_open"


def test_a_changed_one_says_so_and_a_withdrawn_one_is_kept_for_author_and_staff(scene: Scene) -> None:
    reader = scene.person("community")
    with scene.acting() as actor:
        row = services.publish_announcement(actor, title="x", body="y")
        row = services.change_announcement(actor, row, topic="Dates")
        assert row.changed_at is None  # a topic is no other word
        row = services.change_announcement(actor, row, body="z")
        assert row.changed_at is not None
    with scene.acting(reader) as actor, pytest.raises(Forbidden):
        services.withdraw_announcement(actor, row, reason="No")
    with scene.acting() as actor:
        services.withdraw_announcement(actor, row, reason="It was wrong")
        kept = asked.announcement(actor, row.public_id)
        assert (kept.withdraw_reason, [*asked.announcements(actor)]) == ("It was wrong", [])
        with pytest.raises(Conflict):
            services.comment_on(actor, kept, text="But")
    with scene.acting(reader) as actor:
        assert not notice_rows(actor).exists()
        with pytest.raises(NotFound):
            asked.announcement(actor, row.public_id)


def test_pinned_ones_stand_on_top_until_their_day(scene: Scene) -> None:
    with scene.acting() as actor:
        today = clock.today(actor.initiative.timezone)
        pinned = services.publish_announcement(actor, title="p", body="y", pinned_until=today)
    with scene.acting() as actor, clock.at(clock.now() + timedelta(minutes=1)):
        later = services.publish_announcement(actor, title="l", body="y")
        with pytest.raises(DomainError) as error:
            services.change_announcement(actor, later, pinned_until=today - timedelta(days=1))
        assert error.value.field == "pinned_until"
        assert [*asked.announcements(actor)] == [pinned, later]
    with scene.acting() as actor, clock.at(clock.now() + timedelta(days=2)):
        assert [*asked.announcements(actor)] == [later, pinned]


def test_a_comment_is_taken_back_by_whoever_wrote_it_and_staff(scene: Scene) -> None:
    writer, other = scene.person("community"), scene.person("community")
    with scene.acting() as actor:
        row = services.publish_announcement(actor, title="x", body="y")
    with scene.acting(writer) as actor:
        first, second = (services.comment_on(actor, row, text=text) for text in ("one", "two"))
    with scene.acting(other) as actor, pytest.raises(Forbidden):
        services.take_back_comment(actor, first)
    with scene.acting(writer) as actor:
        services.take_back_comment(actor, first)
        assert [c.text for c in asked.announcement(actor, row.public_id).said] == ["two"]
    with scene.acting() as actor:
        services.take_back_comment(actor, second)
        assert asked.announcement(actor, row.public_id).said == []


def test_the_digest_tells_news_once_and_what_is_open_until_it_is_given(scene: Scene) -> None:
    reader = scene.person("community")
    with scene.acting() as actor:
        row = services.publish_announcement(actor, title="Read this", body="y", asks_word=True)
        services.publish_announcement(actor, title="Know this", body="y")
    section = SECTIONS["communications.announcements"]
    with scene.acting(reader) as actor:
        before, after = clock.now() - timedelta(days=1), clock.now() + timedelta(seconds=1)
        assert {line.title for line in section.lines(actor, before)} == {"Read this", "Know this"}
        assert {line.title for line in section.lines(actor, after)} == {"Read this"}
        services.acknowledge(actor, row)
        assert [*section.lines(actor, after)] == []


def letters(scene: Scene, at: datetime) -> list[Any]:
    mail.outbox.clear()
    with clock.at(at):
        scene.work()
    return [*mail.outbox]


def test_announcements_come_at_once_to_those_who_wish_it_and_may_read_them(
    scene: Scene, client: Client
) -> None:
    noon = moment("2024-04-02 18:00")
    wishes, reads, funder = (scene.person(role, of) for role, of in (*TWO_CONTRIBUTORS, ("funder", "")))
    for who in (wishes, funder):
        with scene.acting(who) as actor:
            set_digest(actor, **WISH, at_once=True)
    with clock.at(noon), scene.acting() as actor:
        services.publish_announcement(actor, title="New dates", body="In May", addressed="partners")
    [letter] = letters(scene, noon)
    assert (letter.to, letter.subject) == ([wishes.email], f"New dates ({scene.where.name})")
    assert "In May" in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letters(scene, noon) == []
    since = noon - timedelta(days=1)
    for who, told in ((reads, ["New dates"]), (wishes, None)):
        with clock.at(noon), scene.acting(who) as actor:
            part = SECTIONS["communications.announcements"].part(actor, since)
        assert (part and [line.title for line in part.lines]) == told

    stop = urlsplit(letter.extra_headers["List-Unsubscribe"].strip("<>")).path
    assert client.get(stop).status_code == 200
    with scene.acting(wishes) as actor:
        assert own_preference(actor).at_once
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 204
    with scene.acting(wishes) as actor:
        assert (own_preference(actor).at_once, own_preference(actor).frequency) == (False, "weekly")
    with clock.at(noon), scene.acting() as actor:
        services.publish_announcement(actor, title="Again", body="x")
    assert [one.to for one in letters(scene, noon)] == [[funder.email]]


@pytest.mark.parametrize("meanwhile", ["withdrawn", "left", "muted", "another_role"])
def test_what_became_of_it_before_it_left_is_heeded(scene: Scene, meanwhile: str) -> None:
    noon = moment("2024-04-02 18:00")
    who = scene.person("contributor", "a")
    with scene.acting(who) as actor:
        set_digest(actor, **WISH, at_once=True)
    with clock.at(noon):
        with scene.acting() as actor:
            row = services.publish_announcement(actor, title="x", body="y", addressed="partners")
        with tenant(scene.where):
            tell_at_once(scene.where.pk, str(row.pk))
            membership = Membership.objects.filter(user=who)
            if meanwhile == "left":
                membership.update(ended_on=noon.date())
            elif meanwhile == "another_role":
                membership.update(role="funder", partner=None)
        if meanwhile == "withdrawn":
            with scene.acting() as actor:
                services.withdraw_announcement(actor, row, reason="Wrong")
        elif meanwhile == "muted":
            with scene.acting(who) as actor:
                set_digest(actor, **WISH, at_once=True, muted=["communications"])
    assert letters(scene, noon) == []
