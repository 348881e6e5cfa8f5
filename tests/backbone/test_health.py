"""Condition health: every item of a small initiative by hand, people's ratings, quarters, and who reads what."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from activities import services as doing
from activities.models import Activity
from activities.services.milestones import set_milestone
from agenda import services as agenda
from agenda.models import CommonAgenda
from agenda.queries import agenda_in_force
from backbone import quarters
from backbone.models import BackboneProfile, HealthSnapshot, StaffRole
from backbone.queries.health import ITEMS, condition_health, health, health_of, snapshots
from backbone.queries.risks import risks, signs
from backbone.services import roles
from backbone.services.health import keep_health, rate_risk, release_health
from backbone.words.health import Condition, ItemState, Risk
from communications.models import Survey
from communications.services import agendas, asks, minutes, planning, rulings
from communications.services import decisions as deciding
from communications.services import surveys as surveying
from communications.services.positions import take_position
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.kernel.tenancy import tenant
from initiatives.models import Event, Membership, User
from initiatives.services import add_action, add_place
from initiatives.services.groups import found_group, seat
from measurement import queries as measured
from measurement import services as measuring
from tests.factories import activities as acts
from tests.factories import agenda as aims
from tests.factories import communications as talks
from tests.factories import measurement as figures
from tests.factories import roles as money
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db

NOW = moment("2027-02-01 12:00")
IN_PLACE, PARTLY, MISSING, UNKNOWN = ItemState


@pytest.fixture
def scene(db: None) -> Scene:
    made = Scene()
    made.partners("A", sector="education")
    made.partners("B", sector="health")
    made.partners("C", "D")
    return made


@contextmanager
def acting(scene: Scene, who: User | None = None, at: Any = NOW) -> Iterator[Actor]:
    with clock.at(at), scene.acting(who) as actor:
        yield actor


def states(scene: Scene, condition: Condition) -> list[ItemState]:
    with acting(scene) as actor:
        return [one.state for one in condition_health(actor, condition).items]


def words(scene: Scene, condition: Condition, number: int) -> dict[str, int]:
    with acting(scene) as actor:
        return dict(condition_health(actor, condition).items[number - 1].words)


def told(scene: Scene, condition: Condition, number: int) -> str:
    with acting(scene) as actor:
        return condition_health(actor, condition).items[number - 1].told


def in_force(actor: Actor) -> CommonAgenda:
    found = agenda_in_force(actor)
    assert found is not None
    return found


def rounds(scene: Scene, *ratings: str, item: int) -> None:
    """A round in which each of A, B, C, ... rates one item, ended."""
    with acting(scene) as actor:
        round_ = agenda.open_assessment(actor, screen="conditions")
    for partner, rating in zip("ABCD", ratings, strict=False):
        with acting(scene, scene.person("contributor", partner)) as actor:
            agenda.answer(actor, round_, answers=[{"item": item, "rating": rating}])
    with acting(scene) as actor:
        agenda.close_assessment(actor, round_, outcome="go_on", reasons="We looked at it")


def test_an_empty_initiative_has_nothing_in_place_and_guesses_nothing(scene: Scene) -> None:
    assert states(scene, Condition.AGENDA) == [UNKNOWN, *[MISSING] * 7]
    assert states(scene, Condition.MEASUREMENT) == [
        *(MISSING, MISSING, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, MISSING)
    ]
    assert states(scene, Condition.ACTIVITIES) == [
        *(MISSING, MISSING, MISSING, MISSING, UNKNOWN, UNKNOWN, UNKNOWN, MISSING)
    ]
    assert states(scene, Condition.COMMUNICATION) == [MISSING, *[UNKNOWN] * 7]
    assert states(scene, Condition.BACKBONE) == [*[UNKNOWN] * 6, MISSING, PARTLY]
    assert told(scene, Condition.AGENDA, 5) == "There is no goal."
    assert told(scene, Condition.MEASUREMENT, 6) == ""


def test_the_agenda_by_hand(scene: Scene) -> None:
    """Two sectors and a community member sit in steering; two of five boundaries; three of four partners adopt."""
    with acting(scene) as actor:
        steering = found_group(actor, name="Steering", kind="steering_committee")
    for role, partner in (("contributor", "A"), ("contributor", "B"), ("community", "")):
        who = scene.person(role, partner)
        with acting(scene) as actor:
            seat(actor, steering, Membership.objects.get(user=who))
    scene.indicator("reading", "ratio", level="community")
    with acting(scene, at=moment("2026-05-01")) as actor:
        version = aims.draft(actor, texts={"geography": "Here", "ages": "0 to 24"})
        measuring.set_target(
            actor,
            measured.indicator(actor, "reading"),
            value=Decimal(60),
            baseline_value=Decimal(40),
            baseline_date=date(2022, 12, 31),
            date=date(2030, 12, 31),
            reason="Agreed by all",
        )
        aims.goal(actor, indicators=[measured.indicator(actor, "reading")])
        aims.goal(actor, "Nobody can tell")
        full = {"we_do": "tutor", "then": "they read", "because": "time helps"}
        for name, texts in (("Tutoring", full), ("Buses", {"we_do": "drive"}), ("An idea", {})):
            row = aims.strategy(actor, name, **texts)
            if name != "An idea":
                for state in ("assessing", "selected"):
                    row = agenda.move_strategy(actor, row, state=state)
        agenda.propose(actor, version)
        for code in "ABC":
            agenda.ratify(
                actor,
                version,
                partner=core.partner(actor, code),
                position="adopts",
                signer="Somebody",
                how_given="At the meeting",
            )
        version.refresh_from_db()
        agenda.adopt(actor, version)
    assert states(scene, Condition.AGENDA) == [
        *(PARTLY, IN_PLACE, PARTLY, MISSING, PARTLY, PARTLY, PARTLY, IN_PLACE)
    ]
    assert [words(scene, Condition.AGENDA, number) for number in (1, 3, 5, 6, 7, 8)] == [
        {"have": 2, "of": 3, "lived": 1},
        {"have": 2, "of": 5, "version": 1},
        {"have": 1, "of": 2},
        {"have": 1, "of": 2},
        {"have": 3, "of": 4, "version": 1},
        {"days": 276, "version": 1},  # 1 May 2026 to 1 February 2027
    ]
    assert told(scene, Condition.AGENDA, 7) == "3 of 4 partners adopted version 1."
    with acting(scene, at=moment("2027-06-01")) as actor:
        assert condition_health(actor, Condition.AGENDA).items[7].state == PARTLY
        agenda.review(actor, in_force(actor))
        assert condition_health(actor, Condition.AGENDA).items[7].state == IN_PLACE
        agenda.confirm(actor, in_force(actor))
        assert condition_health(actor, Condition.AGENDA).items[7].words["days"] == 0


def test_shared_measurement_by_hand(scene: Scene) -> None:
    """Two headlines, one of them defined and by group; A reports on time, B never; only A signed an agreement."""
    scene.dimension("income", "low", "high")
    scene.indicator(
        "reading", headline=True, definition="Pupils who read", about_people=True, dimensions=["income"]
    )
    scene.indicator("visits", headline=True, about_people=True)
    scene.indicator("books", definition="Books")
    scene.assign("reading", "A", "B")
    cycle = scene.cycle("2026-Q3", opens=date(2026, 10, 1), due=date(2026, 10, 31))
    with clock.at(moment("2026-10-15")):
        scene.hand_in(
            scene.person("contributor", "A"), "A", "2026-Q3", [{"indicator": "reading", "value": 5}]
        )
    figures.agreement(scene.where, "A")
    with acting(scene) as actor:
        assert measured.cycles(actor).get(pk=cycle.pk).asked == 2
        measuring.start_session(actor, measured.indicator(actor, "visits"), result="More visits")
    assert states(scene, Condition.MEASUREMENT) == [
        *(IN_PLACE, PARTLY, PARTLY, UNKNOWN, PARTLY, PARTLY, PARTLY, PARTLY)
    ]
    assert [words(scene, Condition.MEASUREMENT, number) for number in (1, 2, 3, 5, 6, 7, 8)] == [
        {"have": 2, "of": 15},
        {"have": 2, "of": 3},
        {"have": 1, "of": 2},
        {"have": 1, "of": 2, "cycles": 1},
        {"have": 1, "of": 2, "cycles": 1},
        {"have": 1, "of": 2},
        {"have": 1, "of": 2},
    ]


def test_activities_by_hand(scene: Scene) -> None:
    """Five activities under way: four linked, one with a milestone; partners A and B have parts, C promised."""
    with acting(scene, at=moment("2027-01-20")) as actor:
        people = acts.population(actor)
        rows: list[Activity] = [acts.activity(actor, f"Work {number}", lead="A") for number in range(4)]
        rows.append(acts.activity(actor, "Work 4", lead="B", populations=[people]))
        doing.link_activities(actor, rows[0], rows[1], kind="feeds_into")
        doing.link_activities(actor, rows[2], rows[3], kind="overlaps")
        doing.agree_on_overlap(actor, rows[0], rows[2], agreed="A takes the north")
        set_milestone(actor, rows[0], title="First month", due=date(2027, 3, 1))
        steering = found_group(actor, name="Steering", kind="steering_committee")
        first = doing.raise_blocker(actor, rows[0], group=steering, what="No bus", ask="Ask the city")
        doing.raise_blocker(actor, rows[1], group=steering, what="No room", ask="Lend one")
        doing.answer_blocker(actor, first, answer="The city pays")
        promised: dict[str, Any] = {
            "kind": "time",
            "starts_on": date(2026, 1, 1),
            "signer": "C",
            "promise": "Time",
        }
        agenda.commit(
            actor,
            partner=core.partner(actor, "C"),
            **promised,
            signed_on=date(2026, 1, 1),
            stops="Our own reading week",
        )
    assert states(scene, Condition.ACTIVITIES) == [
        *(IN_PLACE, MISSING, PARTLY, IN_PLACE, UNKNOWN, PARTLY, PARTLY, MISSING)
    ]
    assert [words(scene, Condition.ACTIVITIES, number) for number in (1, 2, 3, 4, 6, 7, 8)] == [
        {"have": 5, "of": 5},
        {"have": 1, "of": 5},
        {"have": 3, "of": 4},
        {"have": 4, "of": 5},
        {"have": 1, "of": 2},
        {"have": 1, "of": 2},
        {"have": 1, "of": 4},
    ]


def test_gaps_are_the_meetings_of_people_and_place_without_anybody(scene: Scene) -> None:
    with acting(scene) as actor:
        places = [add_place(actor, code=code, name=code) for code in ("north", "south")]
        young, old = acts.population(actor, "young"), acts.population(actor, "old")
        acts.activity(actor, "Reading", lead="A", populations=[young], places=places)
        acts.activity(actor, "Walking", lead="B", populations=[old], places=places[:1])
    assert words(scene, Condition.ACTIVITIES, 5) == {"have": 3, "of": 4}
    assert states(scene, Condition.ACTIVITIES)[4] == PARTLY


def test_communication_by_hand(scene: Scene) -> None:
    """Of two groups one met; one of two meetings has agenda and minutes out; one of two asks has an answer."""
    with acting(scene, at=moment("2027-01-10")) as actor:
        reading, steering = talks.group(actor), talks.group(actor, "Steering")
        whole = talks.meeting(actor, "Whole", at=moment("2027-01-12"))
        agendas.add_item(actor, whole, title="Buses")
        whole = planning.send_agenda(actor, whole)
        half = talks.meeting(actor, "Half", at=moment("2027-01-13"))
        first = asks.ask_group(actor, from_group=reading, to_group=steering, what="A bus")
        asks.ask_group(actor, from_group=reading, to_group=steering, what="A room")
        asks.answer_ask(actor, first, answer="From March")
        consulted = agenda.hold_consultation(
            actor,
            aims.draft(actor),
            audience="Parents",
            method="meeting",
            starts_on=date(2027, 1, 5),
        )
        theme = agenda.add_theme(actor, consulted, text="Too far")
        agenda.answer_theme(actor, theme, response="A bus")
    with acting(scene, at=moment("2027-01-13 12:00")) as actor:
        minutes.approve_minutes(actor, minutes.end_meeting(actor, minutes.open_meeting(actor, whole)))
        minutes.end_meeting(actor, minutes.open_meeting(actor, half))
        for title in ("With grounds", "Without"):
            row = deciding.raise_decision(
                actor, steering, title=title, question="Should we?", rule="delegated"
            )
            if title == "With grounds":
                deciding.add_evidence(actor, row, kind="heard", title="41 families")
                rulings.link_effect(actor, row, goal=aims.goal(actor))
            seated(actor, steering)
            deciding.move_decision(actor, row, state="proposed")
            take_position(actor, row, position="agree")
            rulings.decide(actor, row, outcome="adopted", reasons="It is time")
    assert states(scene, Condition.COMMUNICATION) == [
        *(PARTLY, PARTLY, PARTLY, PARTLY, UNKNOWN, IN_PLACE, UNKNOWN, UNKNOWN)
    ]
    for number in (1, 2, 3, 4):
        assert words(scene, Condition.COMMUNICATION, number) == {"have": 1, "of": 2}, number
    assert words(scene, Condition.COMMUNICATION, 6) == {"have": 1, "of": 1, "themes": 1, "said": 0}


def seated(actor: Actor, group: Any) -> None:
    me = core.myself(actor)
    if not core.seats(actor).filter(group=group, membership=me).exists():
        seat(actor, group, me, co_chair=True)


def test_the_backbone_by_hand(scene: Scene) -> None:
    with acting(scene):
        BackboneProfile.objects.create(model="nonprofit", changed_at=NOW)
        shares = {"vision": 40, "measurement": 30, "activities": 30, "policy": 0}
        StaffRole.objects.create(name="Ana", post="Lead", fte=1, shares=shares, since=date(2026, 1, 1))
    assert states(scene, Condition.BACKBONE)[:3] == [PARTLY, UNKNOWN, PARTLY]
    assert words(scene, Condition.BACKBONE, 3) == {"have": 3, "of": 6}
    scene.person("backbone_lead")
    assert states(scene, Condition.BACKBONE)[7] == IN_PLACE


def shared(scene: Scene, kind: str, *given: dict[str, str], release: bool = True) -> Survey:
    """A round in which five people of three partners (two of A, two of B, one of C) say this, closed and shared."""
    people = people_of(scene)
    with acting(scene) as actor:
        row = surveying.plan_survey(actor, kind=kind, audience="partners", closes_on=date(2027, 2, 8))
    for who, ratings in zip(people, given, strict=True):
        with acting(scene, who) as actor:
            surveying.answer_survey(actor, row, ratings=ratings)
    with acting(scene) as actor:
        row = surveying.close_survey(actor, row)
        return surveying.release_survey(actor, row, response="We heard you") if release else row


def people_of(scene: Scene) -> list[User]:
    with tenant(scene.where):
        found = [row.user for row in Membership.objects.filter(role="contributor").order_by("pk") if row.user]
    return found or [scene.person("contributor", partner) for partner in "AABBC"]


def test_what_partners_say_of_the_backbone_by_hand(scene: Scene) -> None:
    """One organisation, one voice. Guidance: A 4 and 5, B 4 and 4, C 5 make (4.5 + 4 + 5) / 3 = 4.5.

    Coordinating: A 2 and 3, B 3 and 3, C 2 make (2.5 + 3 + 2) / 3 = 2.5. Recognised: 3, 3, 3 make 3.0.
    """
    rows = [
        {"vision_guidance": one, "activities_coordination": two, "activities_support": "3"}
        for one, two in (("4", "2"), ("5", "3"), ("4", "3"), ("4", "3"), ("5", "2"))
    ]
    row = shared(scene, "backbone_review", *rows, release=False)
    assert states(scene, Condition.BACKBONE)[1:7] == [*[UNKNOWN] * 5, MISSING], "not shared yet"
    with acting(scene) as actor:
        surveying.release_survey(actor, row, response="We heard you")
    assert words(scene, Condition.BACKBONE, 2) == {"mean": 45, "people": 5}
    assert words(scene, Condition.COMMUNICATION, 5) == {"mean": 25, "people": 5}
    assert words(scene, Condition.BACKBONE, 5) == {"have": 0, "of": 2, "mean": 30, "people": 5, "gaps": 0}
    assert words(scene, Condition.BACKBONE, 7) == {"days": 0}
    assert states(scene, Condition.BACKBONE)[1:7] == [
        *(IN_PLACE, UNKNOWN, UNKNOWN, MISSING, UNKNOWN, IN_PLACE)
    ]
    assert states(scene, Condition.COMMUNICATION)[4] == PARTLY
    assert told(scene, Condition.BACKBONE, 2) == (
        "5 people rate whether leaders turn to the backbone for guidance: 4.5 of 5."
    )
    for day, state in (("2028-02-01", IN_PLACE), ("2028-02-02", PARTLY), ("2029-02-01", MISSING)):
        with acting(scene, at=moment(f"{day} 12:00")) as actor:
            assert condition_health(actor, Condition.BACKBONE).items[6].state == state, day


def test_trust_rises_from_one_pulse_to_the_next_and_one_pulse_tells_nothing(scene: Scene) -> None:
    for ratings, state in (
        ("33333", UNKNOWN),
        ("33334", IN_PLACE),  # A 3, B 3, C 4: 3.3 after 3.0
        ("33334", PARTLY),
        ("44444", IN_PLACE),
        ("44444", IN_PLACE),  # it stays, and people agree
        ("44443", MISSING),
    ):
        shared(scene, "pulse", *({"trust": one, "voice": "2"} for one in ratings))
        assert states(scene, Condition.COMMUNICATION)[7] == state, ratings
    assert words(scene, Condition.COMMUNICATION, 8) == {"mean": 37, "before": 40, "people": 5}
    assert words(scene, Condition.COMMUNICATION, 7) == {"mean": 20, "people": 5}
    assert states(scene, Condition.COMMUNICATION)[6] == MISSING
    assert told(scene, Condition.COMMUNICATION, 8) == (
        "5 people rate trust at 3.7 of 5; the time before it was 4.0."
    )


def test_too_few_answers_tell_of_no_item(scene: Scene) -> None:
    with acting(scene) as actor:
        row = surveying.plan_survey(
            actor, kind="backbone_review", audience="partners", closes_on=date(2027, 2, 8)
        )
        surveying.release_survey(actor, surveying.close_survey(actor, row), response="Nobody answered")
    found = states(scene, Condition.BACKBONE)
    assert (found[1], found[4]) == (UNKNOWN, UNKNOWN)


def test_staff_and_money_by_hand(scene: Scene) -> None:
    """60000 free to use at 5000 a month pay for twelve months: enough; at 10000 for six: in part."""
    with acting(scene) as actor:
        roles.set_backbone_profile(actor, monthly_cost=Decimal(5000), currency="USD")
        money.source(actor, "60000")
        StaffRole.objects.create(
            name="Sam", post="Data", fte=1, shares={"measurement": 100}, since=date(2026, 1, 1)
        )
    assert words(scene, Condition.BACKBONE, 4) == {"months": 120}
    assert told(scene, Condition.BACKBONE, 4) == "Backbone work is paid for 12.0 months."
    assert words(scene, Condition.MEASUREMENT, 4) == {"have": 2, "of": 2, "months": 120}
    assert (states(scene, Condition.BACKBONE)[3], states(scene, Condition.MEASUREMENT)[3]) == (
        IN_PLACE,
        IN_PLACE,
    )
    with acting(scene) as actor:
        roles.set_backbone_profile(actor, monthly_cost=Decimal(10000))
    assert (states(scene, Condition.BACKBONE)[3], states(scene, Condition.MEASUREMENT)[3]) == (
        PARTLY,
        PARTLY,
    )
    with acting(scene) as actor:
        roles.set_backbone_profile(actor, monthly_cost=Decimal(12000))
    assert states(scene, Condition.BACKBONE)[3] == MISSING
    # Of the six roles money alone has something by which it is measured.
    assert words(scene, Condition.BACKBONE, 6) == {"have": 1, "of": 6}


def test_the_evidence_of_every_item_opens_for_whoever_is_led_to_it(scene: Scene) -> None:
    ana, dee = signed_in(scene.lead), signed_in(scene.person("partner_lead", "A"))
    with acting(scene) as actor:
        release_health(actor, keep_health(actor))
    with clock.at(NOW):
        for client in (ana, dee):
            for condition in Condition.values:
                page = client.get(address(scene, f"{condition}/"))
                assert page.status_code == 200
                for row in page.context["rows"]:
                    if row["url"]:
                        assert client.get(row["url"]).status_code == 200, row["url"]


def test_people_tell_what_records_cannot_and_are_shown_beside_what_they_can(scene: Scene) -> None:
    """Item 1 of the backbone is statement 33; 4, 3 and 3 make a mean of 3.33, from three organisations on."""
    rounds(scene, "4", "3", item=34)
    assert states(scene, Condition.BACKBONE)[1] == UNKNOWN
    rounds(scene, "4", "3", "3", item=34)
    with acting(scene) as actor:
        found = condition_health(actor, Condition.BACKBONE).items[1]
    assert (found.state, found.told, found.heard) == (IN_PLACE, "", "3 organisations rate it 3.3 of 4.")
    rounds(scene, "4", "4", "3", item=5)  # the agenda's goals, of which there is none
    with acting(scene) as actor:
        goals = condition_health(actor, Condition.AGENDA).items[4]
    assert (goals.state, goals.differs) == (MISSING, True)


def test_every_item_is_a_statement_that_people_rate(scene: Scene) -> None:
    numbers = [one.statement for items in ITEMS.values() for one in items]
    assert numbers == list(range(1, 41))


# --- quarters ------------------------------------------------------------------------------------------------


def test_the_clock_keeps_the_quarter_that_ended_once_and_never_works_it_out_again(scene: Scene) -> None:
    with tenant(scene.where):
        scene.where.created_at = moment("2025-01-01")
        scene.where.save()
    for day in ("2027-01-02", "2027-01-03"):
        with clock.at(moment(day)), tenant(scene.where):
            quarters.keep_last_quarter(scene.where.pk, "")
    with acting(scene) as actor:
        [row] = snapshots(actor)
        assert (row.quarter, row.taken_by_id) == (date(2026, 10, 1), None)
        aims.goal(actor, indicators=[])
        assert health_of(row)[0].items[4].told == "There is no goal."
        assert condition_health(actor, Condition.AGENDA).items[4].words == {"have": 0, "of": 1}
        assert Event.objects.filter(key="backbone.health_kept").count() == 1


def test_a_quarter_before_the_beginning_and_one_long_over_are_not_made_up(scene: Scene) -> None:
    with tenant(scene.where):
        scene.where.created_at = moment("2027-01-02")
        scene.where.save()
        for day in ("2027-01-03", "2027-05-20"):
            with clock.at(moment(day)):
                quarters.keep_last_quarter(scene.where.pk, "")
        assert not HealthSnapshot.objects.exists()


def test_partners_read_a_quarter_once_it_is_released_and_never_the_present(scene: Scene) -> None:
    ben = scene.person("contributor", "A")
    with acting(scene) as actor:
        row = keep_health(actor)
        with pytest.raises(Conflict):
            keep_health(actor)
    with acting(scene, ben) as actor:
        assert list(snapshots(actor)) == []
        for refused in (health, risks, keep_health):
            with pytest.raises(Forbidden):
                refused(actor)
        with pytest.raises(Forbidden):
            release_health(actor, row)
    page = open_page(scene, ben)
    assert "Nothing has been released yet" in page
    with acting(scene) as actor:
        release_health(actor, row)
        with pytest.raises(Conflict):
            release_health(actor, row)
    assert "There is no goal." in open_page(scene, ben, "agenda/")
    assert signed_in(ben).get(address(scene, "risks/")).status_code == 403
    cleo = scene.person("funder")
    assert signed_in(cleo).get(address(scene)).status_code == 403


def address(scene: Scene, rest: str = "") -> str:
    return f"/i/{scene.where.slug}/health/{rest}"


def signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def open_page(scene: Scene, who: User, rest: str = "") -> str:
    with clock.at(NOW):
        answer = signed_in(who).get(address(scene, rest))
    assert answer.status_code == 200
    return answer.content.decode()


# --- risks ---------------------------------------------------------------------------------------------------


def test_signs_by_hand(scene: Scene) -> None:
    """A group that met twice gave no task; both decisions rest on nothing but are too few; staff hold five of eight."""
    ben = scene.person("contributor", "A")
    with acting(scene, at=moment("2027-01-10")) as actor:
        for day in ("2027-01-11", "2027-01-12"):
            row = talks.meeting(actor, day, at=moment(day))
            with clock.at(moment(day)):
                minutes.end_meeting(actor, minutes.open_meeting(actor, row))
        me, him = core.myself(actor), Membership.objects.get(user=ben)

        for number in range(8):
            add_action(actor, what=f"Task {number}", owner=me if number < 5 else him, due=date(2027, 3, 1))
        steering = found_group(actor, name="Steering", kind="steering_committee")
        for number in range(4):
            deciding.raise_decision(actor, steering, title=f"Q{number}", question="Should we?")
        strategy = aims.strategy(actor)
        for state in ("assessing", "selected"):
            strategy = agenda.move_strategy(actor, strategy, state=state)
    with acting(scene) as actor:
        found = {one.key: (one.have, one.of, one.given) for one in signs(actor)}
    assert found == {
        "unreviewed": (1, 1, True),
        "only_talk": (1, 1, True),
        "groundless": (0, 0, False),
        "of_backbone": (5, 8, True),
        "of_one": (4, 4, True),
        "stand_ins": (0, 0, False),
    }


def test_the_latest_word_on_a_risk_holds_and_earlier_ones_stay(scene: Scene) -> None:
    with acting(scene, at=moment("2027-01-10")) as actor:
        rate_risk(actor, "capture", likelihood="likely", note="One funder pays all")
    with acting(scene) as actor:
        rate_risk(actor, "capture", likelihood="possible")
        for field, given in (("risk", ("rain", "likely")), ("likelihood", ("capture", "often"))):
            with pytest.raises(DomainError) as refused:
                rate_risk(actor, given[0], likelihood=given[1])
            assert refused.value.field == field
        row = next(one for one in risks(actor) if one.risk == Risk.CAPTURE)
        assert row.rating is not None
        assert row.rating.likelihood == "possible"
        assert Event.objects.filter(key="backbone.risk_rated").count() == 2


def test_what_names_no_quarter_is_not_found(scene: Scene) -> None:
    for code in ("2026", "nonsense", "2026-Q9", "2026-13"):
        with pytest.raises(NotFound):
            quarters.named_quarter(code)


def test_the_pages_and_the_api_tell_the_lead_the_same(scene: Scene, as_api: Any) -> None:
    rounds(scene, "4", "3", "3", item=34)
    with acting(scene, at=moment("2024-02-01")) as actor:
        rate_risk(actor, "capture", likelihood="likely", note="One funder pays all")
    kept = signed_in(scene.lead).post(address(scene, "keep/"))
    assert kept.status_code == 303
    with scene.acting() as actor:
        [row] = snapshots(actor)
    code = quarters.quarter_of(row.quarter).code
    page = open_page(scene, scene.lead)
    assert "1 of 40 items are in place, 21 are not known." in page
    assert "3 organisations rate it 3.3 of 4." in open_page(scene, scene.lead, "backbone/")
    assert "One funder pays all" in open_page(scene, scene.lead, "risks/")
    assert "One funder pays all" in open_page(scene, scene.lead, "risks/capture/")
    assert "Nobody was asked yet" in open_page(scene, scene.lead, "principles/")
    assert signed_in(scene.lead).post(address(scene, f"quarters/{code}/release/")).status_code == 303
    assert signed_in(scene.lead).post(address(scene, "risks/capture/"), {"note": "So"}).status_code == 422
    api, here = as_api(scene.lead), f"/initiatives/{scene.where.slug}/"
    found = api.get(f"{here}condition-health/").json
    assert [one["in_place"] for one in found["conditions"]] == [0, 0, 0, 0, 1]
    assert found["conditions"][4]["items"][1]["rated"] == "3.33"
    [quarter] = api.get(f"{here}condition-health/quarters/").json["results"]
    assert (quarter["quarter"], quarter["released_at"] is None) == (code, False)
    assert api.get(f"{here}condition-health/?quarter={code}").json["quarter"] == code
    assert api.post(f"{here}condition-health/quarters/", {}).status == 409
    assert len(api.get(f"{here}principles/").json["principles"]) == 8
    rated = api.post(f"{here}risks/", {"risk": "capture", "likelihood": "possible"})
    assert (rated.status, rated.json["risks"][6]["likelihood"]) == (201, "possible")
