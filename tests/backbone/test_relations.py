"""The contact log, and the signs of quiet: numbers worked out by hand, and who may read what."""

from datetime import date

import pytest
from django.test import Client

from backbone import queries
from backbone.models import ContactLog
from backbone.queries.quiet import quiet_partners, relation
from backbone.queries.relations import contact, contacts, contacts_with
from backbone.services.relations import Said, change_contact, finish_step, log_contact, remove_contact
from backbone.words import ContactWay, SignKind
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError, Forbidden, NotFound
from initiatives.models import Event, Membership, User
from initiatives.services.people import notice_presence
from measurement.queries import requests
from measurement.services import extend
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db
TODAY = "2026-03-02 12:00"


@pytest.fixture
def scene() -> Scene:
    with clock.at(moment("2025-01-10")):
        scene = Scene("riverside")
        scene.partners("library", "school")
    return scene


def said(**values: object) -> Said:
    given = {"on": date(2026, 3, 1), "way": ContactWay.CALL, "purpose": "How it goes", "person_name": "Ida"}
    return Said(**{**given, **values})  # type: ignore[arg-type]


def log(actor: Actor, code: str = "library", **values: object) -> ContactLog:
    return log_contact(actor, core.partner(actor, code), said(**values))


def test_a_contact_is_written_down_and_said_to_all_who_may_know(scene: Scene) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor:
        row = log(actor, note="They lack a van.")
        event = Event.objects.get(key="backbone.contact_logged")
        assert (event.subject, event.partner_id) == (f"contact:{row.public_id}", row.partner_id)
        assert [one.note for one in contacts(actor)] == ["They lack a van."]
        assert not list(contacts_with(actor, core.partner(actor, "school")))


def test_the_partners_lead_reads_it_unless_it_is_about_a_person(scene: Scene) -> None:
    lead, other = scene.person("partner_lead", "library"), scene.person("partner_lead", "school")
    ben = scene.person("contributor", "library")
    with clock.at(moment(TODAY)):
        with scene.acting() as actor:
            whom = Membership.objects.get(user=ben)
            log(actor)
            private = log(actor, person=whom, about_person=True, purpose="Her illness")
            assert Event.objects.filter(key="backbone.contact_logged", partner=None).count() == 1
        with scene.acting(lead) as actor:
            assert [row.purpose for row in contacts(actor)] == ["How it goes"]
            with pytest.raises(NotFound):
                contact(actor, private.public_id)
            with pytest.raises(Forbidden):
                log(actor)
        with scene.acting(other) as actor:
            assert not list(contacts(actor))
            with pytest.raises(Forbidden):
                contacts_with(actor, core.partner(actor, "library"))
        with scene.acting(ben) as actor, pytest.raises(Forbidden):
            contacts(actor)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"on": date(2026, 3, 3)}, "on"),
        ({"purpose": " "}, "purpose"),
        ({"person_name": ""}, "person"),
        ({"about_person": True}, "person"),
        ({"next_step": "Call again"}, "next_on"),
        ({"next_on": date(2026, 3, 9)}, "next_step"),
        ({"next_step": "Call again", "next_on": date(2026, 2, 1)}, "next_on"),
    ],
)
def test_what_does_not_hold_is_said_at_its_field(scene: Scene, values: dict[str, object], field: str) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor:
        with pytest.raises(DomainError) as caught:
            log(actor, **values)
        assert field in {error.field for error in caught.value.errors}
        assert not ContactLog.objects.exists()


def test_somebody_of_another_partner_was_not_spoken_to_for_this_one(scene: Scene) -> None:
    stranger = scene.person("contributor", "school")
    with clock.at(moment(TODAY)), scene.acting() as actor:
        whom = Membership.objects.get(user=stranger)
        with pytest.raises(DomainError, match="do not belong"):
            log(actor, person=whom)
        with pytest.raises(DomainError, match="own people"):
            log(actor, next_step="Call", next_on=date(2026, 3, 9), next_owner=whom)


def test_a_next_step_is_taken_once_and_a_new_one_is_open_again(scene: Scene) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor:
        step = {
            "next_step": "Send the form",
            "next_on": date(2026, 3, 9),
            "next_owner": core.people(actor).get(),
        }
        row = log(actor, **step)
        assert [one.pk for one in queries.open_steps(actor)] == [row.pk]
        finish_step(actor, row)
        assert not queries.open_steps(actor)
        with pytest.raises(DomainError, match="Nothing is left"):
            finish_step(actor, row)
        change_contact(actor, row, said(**{**step, "next_step": "Send it again"}))
        assert [one.next_step for one in queries.open_steps(actor)] == ["Send it again"]
        keys = list(
            Event.objects.filter(key__startswith="backbone.").order_by("id").values_list("key", flat=True)
        )
    assert keys == ["backbone.contact_logged", "backbone.next_step_done", "backbone.contact_changed"]


def test_what_is_removed_leaves_its_reason(scene: Scene) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor:
        row = log(actor, note="Said in confidence")
        with pytest.raises(DomainError, match="why"):
            remove_contact(actor, row, reason=" ")
        remove_contact(actor, row, reason="Written to the wrong partner")
        assert not ContactLog.objects.exists()
        event = Event.objects.get(key="backbone.contact_removed")
        assert event.data["reason"] == "Written to the wrong partner"
        assert "confidence" not in str(event.data)


# --- quiet -------------------------------------------------------------------------------------------------


def kinds(actor: Actor, code: str = "library") -> list[str]:
    return [one.kind for one in relation(actor, core.partner(actor, code)).signs]


def test_late_twice_is_a_sign_and_once_in_time_is_none(scene: Scene) -> None:
    """Due 20 October and 20 January: the library handed in nothing, the school on 18 October and never again.

    The nursery handed in nothing in October, and on the last day of the five that it was given in January.
    """
    scene.indicator("books")
    scene.partners("nursery")
    scene.assign("books", "library", "school", "nursery")
    pens = {code: scene.person("contributor", code) for code in ("nursery", "school")}
    with clock.at(moment("2025-10-01")):
        scene.cycle("2025-Q3", opens=date(2025, 10, 1), due=date(2025, 10, 20))
        scene.cycle("2025-Q4", opens=date(2025, 10, 1), due=date(2026, 1, 20))
    row = [{"indicator": "books", "value": 3}]
    with clock.at(moment("2025-10-18")):
        scene.hand_in(pens["school"], "school", "2025-Q3", row)
    with clock.at(moment("2026-01-22")), scene.acting() as actor:
        late = requests(actor).get(partner__code="nursery", cycle__due=date(2026, 1, 20))
        extend(actor, late, until=date(2026, 1, 25))
        assert relation(actor, late.partner).in_time == 0
        assert len(relation(actor, late.partner).hand_ins) == 1, "what may still come is not counted"
    with clock.at(moment("2026-01-25")):
        scene.hand_in(pens["nursery"], "nursery", "2025-Q4", row)
    with clock.at(moment(TODAY)), scene.acting() as actor:
        found = relation(actor, core.partner(actor, "library"))
        assert (found.in_time, len(found.hand_ins)) == (0, 2)
        assert SignKind.HAND_INS in kinds(actor)
        found = relation(actor, core.partner(actor, "school"))
        assert (found.in_time, len(found.hand_ins)) == (1, 2)
        assert SignKind.HAND_INS not in kinds(actor, "school")
        found = relation(actor, core.partner(actor, "nursery"))
        assert (found.in_time, len(found.hand_ins)) == (1, 2), "in the time that it was given"


def test_its_page_names_periods_as_the_initiative_does_and_counts_nothing_where_nothing_was_due(
    scene: Scene, client: Client
) -> None:
    scene.indicator("books")
    scene.assign("books", "library")
    with clock.at(moment("2025-10-01")):
        scene.cycle("2025-Q3", opens=date(2025, 10, 1), due=date(2025, 10, 20))
    client.force_login(scene.lead)
    with clock.at(moment(TODAY)):
        pages = [
            client.get(f"/i/{scene.where.slug}/partners/{code}/relation/").content.decode()
            for code in ("library", "school")
        ]
    assert "Figures for 2025 Q3" in pages[0] and "0 of 1" in pages[0]
    assert "none due" in pages[1] and "0 of 0" not in pages[1]


def test_no_contact_counts_from_the_ninetieth_day(scene: Scene) -> None:
    """1 December to 1 March are 90 days: on that day it is a sign, on the day before it is none."""
    with clock.at(moment("2025-12-01 12:00")), scene.acting() as actor:
        log(actor, on=date(2025, 12, 1))
        assert SignKind.CONTACTS not in kinds(actor)
        assert SignKind.CONTACTS in kinds(actor, "school")
    with clock.at(moment("2026-02-28 12:00")), scene.acting() as actor:
        assert SignKind.CONTACTS not in kinds(actor)
    with clock.at(moment("2026-03-01 12:00")), scene.acting() as actor:
        assert SignKind.CONTACTS in kinds(actor)
        signs = relation(actor, core.partner(actor, "library")).signs
        assert signs[-1].words.startswith("No contact for 90 days")


def test_two_signs_make_a_partner_quiet_and_one_does_not(scene: Scene) -> None:
    """Nobody of the library was here for 59 days, then for 60; of the school nobody has an account."""
    with clock.at(moment("2026-01-01 12:00")):
        lead = scene.person("partner_lead", "library")
        here(lead, scene)
    with clock.at(moment("2026-03-01 12:00")), scene.acting() as actor:
        assert kinds(actor) == [SignKind.CONTACTS]
        assert quiet_partners(actor) == []
    with clock.at(moment(TODAY)), scene.acting() as actor:
        assert [one.partner.code for one in quiet_partners(actor)] == ["library"]
        assert "60 days" in relation(actor, core.partner(actor, "library")).signs[0].words
    with clock.at(moment(TODAY)), scene.acting(lead) as actor:
        assert len(relation(actor, core.partner(actor, "library")).signs) == 2, "it reads the same"
        with pytest.raises(Forbidden):
            relation(actor, core.partner(actor, "school"))
        with pytest.raises(Forbidden):
            quiet_partners(actor)


def here(who: User, scene: Scene) -> None:
    with scene.acting(who) as actor:
        notice_presence(actor)
