"""Standing in: whose things are the colleague's too, from which day to which, and what is refused."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from backbone.models import StandIn
from backbone.queries import queue
from backbone.queries.stand_ins import stand_ins, standing_in_for
from backbone.services.relations import Said, log_contact
from backbone.services.stand_ins import STANDING_IN, end_stand_in, set_stand_in
from backbone.words import ContactWay
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.models import Event, Membership, User
from initiatives.outbox import headline
from initiatives.queries import enter, myself
from initiatives.services import change_role
from tests import factories
from tests.api import Api
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db
TODAY = "2026-03-02 12:00"
FIRST, LAST = date(2026, 3, 3), date(2026, 3, 6)


@pytest.fixture
def scene() -> Scene:
    with clock.at(moment("2026-01-10")):
        scene = Scene("riverside")
        scene.partners("library")
    return scene


@pytest.fixture
def sam(scene: Scene) -> User:
    return scene.person("backbone_staff")


def membership(scene: Scene, who: User) -> Membership:
    with enter(who, scene.where.slug) as actor:
        return myself(actor)


def away(actor: Actor, person: Membership, **values: date) -> StandIn:
    days = {"starts_on": FIRST, "ends_on": LAST, **values}
    return set_stand_in(actor, person=person, colleague=myself(actor), **days)


def mine(actor: Actor) -> list[str]:
    return [one.item.title for _source, rows in queue(actor, mine=True).sections for one in rows]


def test_what_waits_for_who_is_away_is_the_colleagues_too_from_the_first_day_to_the_last(
    scene: Scene, sam: User
) -> None:
    person = membership(scene, sam)
    with clock.at(moment(TODAY)):
        with scene.acting(sam) as actor:
            library = core.partner(actor, "library")
            said = Said(
                on=date(2026, 3, 1),
                way=ContactWay.CALL,
                purpose="Figures",
                person_name="Ida",
                next_step="Call again",
                next_on=date(2026, 3, 2),
                next_owner=person,
            )
            log_contact(actor, library, said)
        with scene.acting() as actor:
            away(actor, person)
            assert mine(actor) == [], "the first day is tomorrow"
    for day, found in (("03", ["Call again"]), ("06", ["Call again"]), ("07", [])):
        with clock.at(moment(f"2026-03-{day} 12:00")), scene.acting() as actor:
            assert mine(actor) == found, day
            assert [row.person_id for row in standing_in_for(actor)] == ([person.pk] if found else [])
    with clock.at(moment("2026-03-04 12:00")), scene.acting(sam) as actor:
        assert mine(actor) == ["Call again"], "it stays theirs"


def test_who_is_back_sooner_ends_it_once(scene: Scene, sam: User) -> None:
    person = membership(scene, sam)
    with clock.at(moment("2026-03-04 12:00")), scene.acting() as actor:
        row = away(actor, person, starts_on=date(2026, 3, 4))
        assert [one.pk for one in stand_ins(actor)] == [row.pk]
        end_stand_in(actor, row)
        assert not stand_ins(actor) and not standing_in_for(actor)
        with pytest.raises(Conflict):
            end_stand_in(actor, row)
        away(actor, person)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_on": date(2026, 3, 2)}, "ends_on"),
        ({"starts_on": date(2026, 2, 1), "ends_on": date(2026, 3, 1)}, "ends_on"),
    ],
)
def test_days_in_the_wrong_order_or_over_are_refused(
    scene: Scene, sam: User, values: dict[str, date], field: str
) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor, pytest.raises(DomainError) as refused:
        away(actor, core.everybody().get(user=sam), **values)
    assert refused.value.field == field


def test_nobody_stands_in_who_is_away_not_of_the_staff_or_the_same(scene: Scene, sam: User) -> None:
    funder = membership(scene, scene.person("funder"))
    person = membership(scene, sam)
    days = {"starts_on": date(2026, 3, 6), "ends_on": date(2026, 3, 9)}
    with clock.at(moment(TODAY)), scene.acting() as actor:
        lead = myself(actor)
        away(actor, person)
        for who, colleague, field in (
            (lead, person, "colleague"),  # away on 6 March
            (person, lead, "person"),  # away already
            (lead, funder, "colleague"),
            (funder, lead, "person"),
            (lead, lead, "colleague"),
            (lead, None, "colleague"),
        ):
            with pytest.raises(DomainError) as refused:
                set_stand_in(actor, person=who, colleague=colleague, **days)
            assert refused.value.field == field
        later = {"starts_on": date(2026, 3, 7), "ends_on": date(2026, 3, 9)}
        assert set_stand_in(actor, person=lead, colleague=person, **later).person_id == lead.pk


def test_whoever_stands_in_for_somebody_is_away_only_after_that(scene: Scene, sam: User) -> None:
    person, third = membership(scene, sam), membership(scene, scene.person("backbone_staff"))
    with clock.at(moment(TODAY)), scene.acting() as actor:
        lead = myself(actor)
        row = away(actor, person)
        with pytest.raises(DomainError) as refused:
            set_stand_in(actor, person=lead, colleague=third, starts_on=LAST, ends_on=date(2026, 3, 9))
        assert (refused.value.code, refused.value.field) == ("stands_in", "person")
        end_stand_in(actor, row)
        set_stand_in(actor, person=lead, colleague=third, starts_on=LAST, ends_on=date(2026, 3, 9))


def test_who_is_no_longer_of_the_staff_is_stood_in_for_no_more(scene: Scene, sam: User) -> None:
    person, heir = membership(scene, sam), membership(scene, scene.person("backbone_staff"))
    with clock.at(moment("2026-03-04 12:00")), scene.acting() as actor:
        row = away(actor, person)
        change_role(actor, person, role="community")
        assert not stand_ins(actor)
        STANDING_IN.pass_on(actor, row.colleague, heir)
        assert not StandIn.objects.exclude(pk=row.pk)


def test_the_stream_tells_it_without_a_name(scene: Scene, sam: User) -> None:
    person = membership(scene, sam)
    with clock.at(moment(TODAY)), scene.acting() as actor:
        row = away(actor, person)
        event = Event.objects.get(key="backbone.stand_in_set")
        assert event.subject == f"person:{row.colleague.public_id}"
        assert event.data == {"starts_on": "2026-03-03", "ends_on": "2026-03-06"}
        assert person.name not in headline(event)


def test_what_a_colleague_who_leaves_stood_in_for_goes_to_their_heir(scene: Scene, sam: User) -> None:
    person, heir = membership(scene, sam), membership(scene, scene.person("backbone_staff"))
    with clock.at(moment("2026-03-04 12:00")), scene.acting() as actor:
        row = away(actor, person, starts_on=date(2026, 3, 3))
        assert len(STANDING_IN.held(actor, row.colleague)) == 1
        STANDING_IN.pass_on(actor, row.colleague, heir)
        [now] = stand_ins(actor)
        assert (now.colleague_id, now.starts_on, now.ends_on) == (heir.pk, date(2026, 3, 4), LAST)


def test_the_pages_set_it_tell_it_and_end_it_and_keep_what_was_typed(
    scene: Scene, sam: User, client: Client
) -> None:
    slug, person = scene.where.slug, membership(scene, sam)
    lead = membership(scene, scene.lead)
    client.force_login(scene.lead)
    with clock.at(moment("2026-03-04 12:00")):
        typed = {
            "person": str(person.public_id),
            "colleague": str(lead.public_id),
            "starts_on": "2026-03-04",
            "ends_on": "2026-03-01",
        }
        refused = client.post(reverse("backbone:set_stand_in", args=[slug]), typed)
        assert refused.status_code == 422 and 'value="2026-03-04"' in refused.content.decode()
        client.post(reverse("backbone:set_stand_in", args=[slug]), {**typed, "ends_on": "2026-03-06"})
        assert "You stand in for" in client.get(reverse("backbone:queue", args=[slug])).content.decode()
        page = client.get(reverse("backbone:roster", args=[slug])).content.decode()
        assert "Is back" in page and "Everybody is here" not in page
        with scene.acting() as actor:
            [row] = stand_ins(actor)
        client.post(reverse("backbone:end_stand_in", args=[slug, row.public_id]))
        assert "Everybody is here" in client.get(reverse("backbone:roster", args=[slug])).content.decode()
    client.force_login(scene.person("community"))
    assert "Somebody is away" not in client.get(reverse("backbone:roster", args=[slug])).content.decode()


def test_the_api_does_the_same(scene: Scene, sam: User) -> None:
    person, lead = membership(scene, sam), membership(scene, scene.lead)
    api, home = Api(factories.token(scene.lead)), f"/initiatives/{scene.where.slug}"
    with clock.at(moment("2026-03-04 12:00")):
        body = {
            "person": str(person.public_id),
            "colleague": str(lead.public_id),
            "starts_on": "2026-03-04",
            "ends_on": "2026-03-06",
        }
        made = api.post(f"{home}/stand-ins/", body)
        assert made.status == 201 and made.json["colleague_name"] == lead.name
        assert api.post(f"{home}/stand-ins/", body).faults == {"person": "away"}
        told = api.get(f"{home}/queue/").json["stands_in_for"]
        assert told == [{"person": str(person.public_id), "name": person.name, "until": "2026-03-06"}]
        assert api.post(f"{home}/stand-ins/{made.json['id']}/end/", {}).json["ended_at"]
        assert api.get(f"{home}/stand-ins/").json["results"] == []
        assert len(api.get(f"{home}/stand-ins/?over=true").json["results"]) == 1
    with scene.acting(scene.person("partner_lead", "library")) as actor, pytest.raises(Forbidden):
        set_stand_in(actor, person=person, colleague=lead, starts_on=FIRST, ends_on=LAST)
