"""Search over what is told to some only: nobody finds what their role, seat or audience does not let them read."""

from datetime import timedelta

import pytest

from backbone.services import choose_shown, take_back_consent, write_passage
from backbone.services.health import rate_risk
from backbone.services.relations import Said, log_contact
from communications.services import voice, voice_form
from communications.services.announcements import publish_announcement, withdraw_announcement
from initiatives.kernel import clock
from initiatives.kernel.finding import find
from initiatives.models import Membership, User
from initiatives.queries import partner
from initiatives.services.groups import seat
from tests.factories import communications as make
from tests.factories import communications_decisions as make_decisions
from tests.factories import roles as make_roles
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db
BELOW_STAFF = ("partner_lead", "contributor", "funder", "community")


@pytest.fixture
def scene() -> Scene:
    found = Scene()
    found.partners("a", "b")
    return found


def found(scene: Scene, who: User | None = None, text: str = "walrus") -> dict[str, list[str]]:
    """What this person finds, by kind."""
    with scene.acting(who) as actor:
        return {group.key: [hit.name for hit in group.hits] for group in find(actor, text)}


def each(scene: Scene) -> dict[str, User]:
    """Somebody of every role; those of partners are of `a`."""
    return {role: scene.person(role, "a" if role in BELOW_STAFF[:2] else "") for role in BELOW_STAFF}


def test_an_announcement_is_found_by_those_it_speaks_to_while_it_stands(scene: Scene) -> None:
    people = each(scene)
    with scene.acting() as actor:
        row = publish_announcement(actor, title="Walrus day", body="x", addressed="partners")
        group = make.group(actor)
        publish_announcement(actor, title="A walrus for us", body="x", addressed="group", group=group)
        seat(actor, group, Membership.objects.get(user=people["funder"]))
    assert found(scene) == {"announcements": ["A walrus for us", "Walrus day"]}
    assert found(scene, people["contributor"]) == {"announcements": ["Walrus day"]}
    assert found(scene, people["funder"]) == {"announcements": ["A walrus for us"]}
    assert found(scene, people["community"]) == {}
    with scene.acting() as actor:
        withdraw_announcement(actor, row, reason="It rains")
    assert found(scene, people["contributor"]) == {}


def test_what_people_said_is_found_in_the_words_that_are_shown_and_raw_by_the_staff_alone(
    scene: Scene,
) -> None:
    community, staff = scene.person("community"), scene.person("backbone_staff")
    with scene.acting() as actor:
        said = voice.note_feedback(actor, said="My walrus Tim", heard="meeting", theme="Animals")
    assert found(scene, staff) == {"said": ["My walrus Tim"]}
    assert found(scene, community) == {}
    with scene.acting() as actor:
        voice.answer_feedback(actor, said, answer="We look", outcome="done")
        voice.show_feedback(actor, said, shown_as="A walrus")
    for who in (staff, community):
        assert found(scene, who) == {"you_said": ["A walrus"]}
        assert found(scene, who, "tim") == {}
        assert found(scene, who, "animals") == {"you_said": ["A walrus"]}
    with scene.acting() as actor:
        other = voice.note_feedback(actor, said="Danger for a narwhal", heard="meeting")
        voice.raise_concern(actor, other)
    assert found(scene, staff, "narwhal") == {}
    assert found(scene, None, "narwhal") == {"said": ["Danger for a narwhal"]}


def test_a_question_to_everybody_is_found_with_what_was_heard(scene: Scene) -> None:
    with scene.acting() as actor:
        today = clock.today(actor.initiative.timezone)
        voice_form.put_question(actor, asks="Where is the walrus?", closes_on=today + timedelta(days=9))
    assert found(scene, scene.person("community")) == {"questions": ["Where is the walrus?"]}


def test_a_story_is_found_where_its_audience_reads_it_and_as_long_as_consent_holds(scene: Scene) -> None:
    people = each(scene)
    with scene.acting() as actor:
        today = clock.today(actor.initiative.timezone)
        story = write_passage(
            actor,
            kind="story",
            body="The walrus and I",
            told_by="A mother",
            agreed_on=today,
            agreed_how="written",
            uses=["inside", "funders"],
            agreed_until=today + timedelta(days=10),
        )
    assert found(scene) == {"stories": ["The walrus and I"]}
    assert all(found(scene, who) == {} for who in people.values())
    with scene.acting() as actor:
        for audience in ("partners", "funders", "public"):
            choose_shown(actor, audience, passages=[story])
    reads = {role for role, who in people.items() if found(scene, who)}
    assert reads == {"partner_lead", "contributor", "funder"}
    with clock.at(clock.now() + timedelta(days=12)):
        assert found(scene, people["funder"]) == {}
    with scene.acting() as actor:
        take_back_consent(actor, story)
    assert found(scene, people["funder"]) == {}


def test_policy_is_everybodys_and_money_for_those_who_are_told_amounts(scene: Scene) -> None:
    people = each(scene)
    with scene.acting() as actor:
        make_roles.aim(actor, title="A law for the walrus")
        make_roles.source(actor, "1000", funder_name="Walrus Fund")
        steering = make_decisions.group(actor, kind="steering_committee")
        seat(actor, steering, Membership.objects.get(user=people["community"]))
    both = {"policy": ["A law for the walrus"], "funding": ["Walrus Fund"]}
    assert found(scene) == found(scene, people["community"]) == both
    for role in BELOW_STAFF[:3]:
        assert found(scene, people[role]) == {"policy": both["policy"]}, role


def test_risks_are_the_staffs_and_found_by_name_and_by_the_latest_word_alone(scene: Scene) -> None:
    with scene.acting() as actor:
        rate_risk(actor, "capture", likelihood="likely", note="The walrus lobby")
        rate_risk(actor, "capture", likelihood="unlikely", note="The lobby left")
    assert found(scene) == {}
    assert list(found(scene, None, "lobby")) == list(found(scene, None, "politics")) == ["risks"]
    for who in each(scene).values():
        assert found(scene, who, "lobby") == {}


def test_a_contact_is_found_by_staff_and_its_partners_lead_but_not_what_is_about_a_person(
    scene: Scene,
) -> None:
    people, other = each(scene), scene.person("partner_lead", "b")
    with scene.acting() as actor:
        day = clock.today(actor.initiative.timezone)
        for purpose, about in (("About the walrus", False), ("His walrus", True)):
            person = Membership.objects.get(user=people["contributor"]) if about else None
            whom = {"person": person, "about_person": True} if about else {"person_name": "Ida Moe"}
            log_contact(actor, partner(actor, "a"), Said(on=day, way="phone", purpose=purpose, **whom))
    assert sorted(found(scene)["contacts"]) == ["About the walrus", "His walrus"]
    assert found(scene, people["partner_lead"]) == {"contacts": ["About the walrus"]}
    assert found(scene, people["partner_lead"], "moe walrus") == {"contacts": ["About the walrus"]}
    for who in (people["contributor"], people["funder"], people["community"], other):
        assert found(scene, who) == {}


def test_people_are_found_by_those_who_may_see_them(scene: Scene) -> None:
    people = each(scene)
    there = scene.person("contributor", "b")
    with scene.acting():
        Membership.objects.filter(user=people["contributor"]).update(name="Wal Rus")
        Membership.objects.filter(user=there).update(name="Walt Ross")
    assert sorted(found(scene, None, "wal")["people"]) == ["Wal Rus", "Walt Ross"]
    assert found(scene, people["partner_lead"], "wal") == {"people": ["Wal Rus"]}
    assert found(scene, people["funder"], "wal") == found(scene, people["community"], "wal") == {}


def test_nobody_outside_finds_anything(scene: Scene) -> None:
    with scene.acting() as actor:
        publish_announcement(actor, title="Walrus day", body="x")
        make_roles.aim(actor, title="A law for the walrus")
        rate_risk(actor, "capture", likelihood="likely", note="walrus")
    assert found(Scene("elsewhere")) == {}
