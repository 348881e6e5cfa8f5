"""Reminders of tasks, commitments and agreements: whose turn it is, when, and who is left in peace. Days by hand."""

from datetime import date

import pytest
from django.core import mail
from django.test import Client

from agenda.services import commit, renew
from backbone.queries import queue
from backbone.services import put_off
from communications.services.digests import set_digest
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.errors import Conflict, Forbidden
from initiatives.kernel.tenancy import tenant
from initiatives.ladders import LADDERS
from initiatives.models import ActionItem, Event, Membership, Partner, User
from initiatives.services import add_action, change_action
from initiatives.services.reminding import calls, remind_of, reminders
from initiatives.services.reminding import remind as write
from measurement import queries, services
from tests.api import Api
from tests.factories.core import token
from tests.factories.measurement import agreement
from tests.factories.scene import Scene, moment

pytestmark = [pytest.mark.django_db, pytest.mark.quiet_hours]
NOON = "2024-04-{} 12:00"


@pytest.fixture
def scene() -> Scene:
    """Two partners; A has a contributor (ben), who stands in (kim) and a lead (pia)."""
    with clock.at(moment("2024-04-01 12:00")):
        made = Scene(timezone="UTC")
        made.partners("A", "B")
    return made


@pytest.fixture
def people(scene: Scene) -> dict[str, User]:
    found = {
        "ben": scene.person("contributor", "A"),
        "kim": scene.person("contributor", "A"),
        "pia": scene.person("partner_lead", "A"),
    }
    with tenant(scene.where):
        for name, user in found.items():
            Membership.objects.filter(user=user).update(name=name.title())
        Partner.objects.filter(code="A").update(
            main_contact=Membership.objects.get(user=found["ben"]),
            backup_contact=Membership.objects.get(user=found["kim"]),
        )
    return found


def task(scene: Scene, who: User, due: str = "2024-04-08") -> ActionItem:
    with clock.at(moment("2024-04-02 12:00")), scene.acting() as actor:
        owner = Membership.objects.get(user=who)
        return add_action(actor, what="Book the hall", owner=owner, due=date.fromisoformat(due))


def remind(scene: Scene, at: str, kind: str, public_id: object, **values: object) -> list[str]:
    """Remind at a moment, have a worker run then, and return to whom letters left."""
    mail.outbox.clear()
    with clock.at(moment(at)):
        with scene.acting() as actor:
            remind_of(actor, LADDERS[kind], public_id, **values)  # type: ignore[arg-type]
        scene.work()
    return [letter.to[0] for letter in mail.outbox]


def left(scene: Scene, at: str) -> list[str]:
    mail.outbox.clear()
    with clock.at(moment(at)):
        scene.work()
    return [letter.to[0] for letter in mail.outbox]


def to_call(scene: Scene, at: str) -> list[tuple[str, str, list[int]]]:
    with clock.at(moment(at)), scene.acting() as actor:
        return [
            (one.kind, one.contact.name if one.contact else "", [day.day for day in one.days])
            for one in calls(actor)
        ]


def test_a_late_task_goes_to_its_owner_then_who_stands_in_then_the_lead_then_somebody_calls(
    scene: Scene, people: dict[str, User]
) -> None:
    late = task(scene, people["kim"])
    # Owned by Kim: Kim first, then Ben (the main contact), then Pia, who leads.
    written = []
    for day in (10, 13, 16):
        assert to_call(scene, f"2024-04-{day} 11:00") == []
        written += remind(scene, NOON.format(day), "tasks", late.public_id)
    assert written == [people["kim"].email, people["ben"].email, people["pia"].email]
    assert to_call(scene, "2024-04-17 11:00") == [("tasks", "Kim", [16, 13, 10])]


def test_only_the_owners_letter_ticks_the_task_done(scene: Scene, people: dict[str, User]) -> None:
    late = task(scene, people["ben"])
    remind(scene, NOON.format(10), "tasks", late.public_id, message="The hall fills up.")
    own = str(mail.outbox[0].body)
    remind(scene, NOON.format(13), "tasks", late.public_id)
    others = str(mail.outbox[0].body)
    assert "You took on this until 8 April 2024" in own and "The hall fills up." in own
    assert "/task/" in own and f"/communications/tasks/{late.public_id}/" not in own
    assert "Ben took on this until 8 April 2024" in others
    assert f"/communications/tasks/{late.public_id}/" in others and "Say that it is done" not in others


def test_nobody_is_reminded_twice_on_a_day_or_while_a_letter_waits_for_their_morning(
    scene: Scene, people: dict[str, User]
) -> None:
    late = task(scene, people["ben"])
    assert remind(scene, "2024-04-10 22:30", "tasks", late.public_id) == []
    with clock.at(moment("2024-04-10 23:00")), scene.acting() as actor:
        [told] = reminders(actor, LADDERS["tasks"], [late])
        assert told.told_today and told.waits_until == moment("2024-04-11 07:00")
        with pytest.raises(Conflict):
            remind_of(actor, LADDERS["tasks"], late.public_id)
    with clock.at(moment("2024-04-11 05:00")), scene.acting() as actor, pytest.raises(Conflict):
        remind_of(actor, LADDERS["tasks"], late.public_id)
    assert left(scene, "2024-04-11 06:55") == []
    assert left(scene, "2024-04-11 07:00") == [people["ben"].email]
    assert left(scene, "2024-04-11 09:00") == []


@pytest.mark.parametrize("fault", ["done", "left", "moved", "passed on"])
def test_what_was_settled_while_the_letter_waited_is_not_sent(
    scene: Scene, people: dict[str, User], fault: str
) -> None:
    late = task(scene, people["kim"])
    remind(scene, NOON.format(10), "tasks", late.public_id)
    assert remind(scene, "2024-04-11 22:30", "tasks", late.public_id) == []  # for Ben, in his night
    with clock.at(moment("2024-04-11 23:00")), scene.acting() as actor:
        if fault == "done":
            change_action(actor, late, state="done")
        elif fault == "left":
            Membership.objects.filter(user=people["ben"]).update(ended_on=date(2024, 4, 11))
        elif fault == "moved":
            Membership.objects.filter(user=people["ben"]).update(partner=Partner.objects.get(code="B"))
        else:
            change_action(actor, late, owner=core.myself(actor))
    assert left(scene, "2024-04-12 08:00") == []


def test_a_commitment_goes_up_the_ladder_and_only_the_lead_is_asked_to_renew_it(
    scene: Scene, people: dict[str, User]
) -> None:
    with clock.at(moment("2024-04-02 12:00")), scene.acting() as actor:
        made = commit(
            actor,
            partner=core.partner(actor, "A"),
            kind="time",
            promise="Two tutors a week",
            starts_on=date(2023, 5, 1),
            ends_on=date(2024, 4, 30),
            signer="Pia",
            signed_on=date(2023, 5, 1),
        )
    written, texts = [], []
    for day in (10, 14, 18):
        written += remind(scene, NOON.format(day), "commitments", made.public_id)
        texts.append(str(mail.outbox[0].body))
    assert written == [people["ben"].email, people["kim"].email, people["pia"].email]
    assert "The commitment of A ends on 30 April 2024. Its lead renews it." in texts[0]
    assert "ends on 30 April 2024. Renew it, change it, or say that it ends." in texts[2]
    assert to_call(scene, "2024-04-19 12:00") == [("commitments", "Ben", [18, 14, 10])]

    with clock.at(moment("2024-04-20 12:00")), scene.acting() as actor:
        renew(actor, made, ends_on=date(2025, 4, 30), signer="Pia")
        with pytest.raises(Conflict) as refused:
            remind_of(actor, LADDERS["commitments"], made.public_id)
    assert refused.value.code == "settled"
    assert to_call(scene, "2024-04-21 12:00") == []


def test_each_party_of_an_agreement_climbs_its_own_ladder(scene: Scene, people: dict[str, User]) -> None:
    lead_of_b = scene.person("partner_lead", "B")
    with clock.at(moment("2024-04-02 12:00")):
        made = agreement(scene.where, "A", "B", starts_on=date(2024, 1, 1), ends_on=date(2024, 5, 1))
    ladder = [remind(scene, NOON.format(day), "agreements", made.public_id) for day in (10, 14, 18)]
    assert [sorted(one) for one in ladder] == [
        sorted([people["ben"].email, lead_of_b.email]),
        sorted([people["kim"].email, lead_of_b.email]),
        sorted([people["pia"].email, lead_of_b.email]),
    ]
    # B has one to write to, A three.
    assert [(kind, days) for kind, _name, days in to_call(scene, "2024-04-11 12:00")] == [
        ("agreements", [18, 14, 10]),
        ("agreements", [18, 14, 10]),
    ]


def test_what_was_reminded_of_rests_in_the_queue_for_three_days(
    scene: Scene, people: dict[str, User]
) -> None:
    late = task(scene, people["ben"])
    key = f"communications.tasks:{late.public_id}"

    def waits(at: str) -> str:
        with clock.at(moment(at)), scene.acting() as actor:
            rows = [one.item for _source, part in queue(actor).sections for one in part]
            return next((one.note for one in rows if one.key == key), "")

    assert waits("2024-04-10 11:00") == "Due 8 April 2024, Ben."
    remind(scene, NOON.format(10), "tasks", late.public_id)
    assert [waits(NOON.format(day)) for day in (11, 12)] == ["", ""]
    assert waits(NOON.format(13)) == "Due 8 April 2024, Ben. Reminded once, on 10 April."


@pytest.mark.parametrize("kind", ["hand_ins", "commitments", "agreements", "tasks"])
def test_behind_as_many_as_the_queue_tells_what_rests_hides_nothing_that_waits(
    scene: Scene, people: dict[str, User], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A source that told its first hundred, and only then left out what rests, would hide all behind them."""
    source = "late" if kind == "hand_ins" else kind
    rooms = {"commitments": "agenda", "tasks": "communications"}
    app = rooms.get(kind, "measurement")
    monkeypatch.setattr(f"{app}.queries.queue.MOST", 1)
    scene.person("partner_lead", "B")
    with clock.at(moment("2024-04-01 12:00")):
        if kind == "hand_ins":
            scene.indicator("n")
            scene.assign("n", "A", "B")
            scene.cycle("2024-Q1", opens=date(2024, 4, 1), due=date(2024, 4, 5))
        for code, day in (("A", 20), ("B", 21)):
            if kind == "commitments":
                with scene.acting() as actor:
                    commit(
                        actor,
                        partner=core.partner(actor, code),
                        kind="time",
                        promise=f"Two tutors of {code}",
                        starts_on=date(2023, 5, 1),
                        ends_on=date(2024, 4, day),
                        signer="Pia",
                        signed_on=date(2023, 5, 1),
                    )
            elif kind == "agreements":
                agreement(scene.where, code, starts_on=date(2024, 1, 1), ends_on=date(2024, 4, day))
    if kind == "tasks":
        for day in (8, 9):
            task(scene, people["ben"], f"2024-04-0{day}")

    def told() -> list[str]:
        with scene.acting() as actor:
            parts = [part for one, part in queue(actor).sections if one.key == f"{app}.{source}"]
            return [one.item.key for part in parts for one in part]

    with clock.at(moment(NOON.format(10))):
        [first] = told()
        with scene.acting() as actor:
            write(actor, LADDERS[kind], list(LADDERS[kind].due(actor))[:1])
        [second] = told()
        assert second != first
    with clock.at(moment(NOON.format(13))):
        assert told() == [first]


def test_many_late_partners_are_reminded_and_the_one_put_off_is_left_in_peace(
    scene: Scene, people: dict[str, User]
) -> None:
    lead_of_b = scene.person("partner_lead", "B")
    with clock.at(moment("2024-04-01 12:00")):
        scene.indicator("n")
        scene.assign("n", "A", "B")
        cycle = scene.cycle("2024-Q1", opens=date(2024, 4, 1), due=date(2024, 4, 5))
    with clock.at(moment(NOON.format(10))):
        with scene.acting() as actor:
            asked = queries.requests(actor).get(partner__code="A")
            put_off(actor, f"measurement.late:{asked.public_id}", until=date(2024, 4, 12), reason="Holiday")
            assert queries.board(actor, cycle).to_nudge == 1
            assert [row.request.partner.code for row in services.nudge(actor, cycle)] == ["B"]
        mail.outbox.clear()
        scene.work()
    assert [letter.to[0] for letter in mail.outbox] == [lead_of_b.email]
    with clock.at(moment(NOON.format(12))), scene.acting() as actor:
        assert [row.request.partner.code for row in services.nudge(actor, cycle)] == ["A", "B"]


def test_a_hand_in_that_came_while_the_letter_waited_is_asked_for_no_more(
    scene: Scene, people: dict[str, User]
) -> None:
    with clock.at(moment("2024-04-01 12:00")):
        scene.indicator("n")
        scene.assign("n", "A")
        cycle = scene.cycle("2024-Q1", opens=date(2024, 4, 1), due=date(2024, 4, 9))
    with clock.at(moment("2024-04-10 22:00")), scene.acting() as actor:
        services.nudge(actor, cycle, until=date(2024, 4, 20))
    with clock.at(moment("2024-04-10 23:00")):
        scene.hand_in(people["ben"], "A", "2024-Q1", [{"indicator": "n", "value": 7}])
    assert left(scene, "2024-04-11 08:00") == []


def test_the_letter_is_read_before_it_is_sent_and_tells_until_when_it_waits(
    scene: Scene, people: dict[str, User], client: Client
) -> None:
    late = task(scene, people["ben"])
    with scene.acting(people["ben"]) as actor:
        set_digest(
            actor,
            frequency="weekly",
            weekday=1,
            hour=9,
            timezone="Asia/Tokyo",
            quiet_from=20,
            quiet_until=8,
        )
    client.force_login(scene.lead)
    here = f"/i/{scene.where.slug}/remind/tasks/{late.public_id}/"
    # Noon of the 10th is nine in the evening in Tokyo, where it is quiet until eight: 23:00 of the same day here.
    with clock.at(moment(NOON.format(10))):
        page = client.get(here).content.decode()
        assert "You took on this until 8 April 2024" in page and "10 April 2024, 23:00" in page
        assert "<p>[Say that it is done]</p>" in page, "each paragraph of the letter by itself"
        told = client.post(here, {"message": ""}, follow=True).content.decode()
    assert "quiet hours end, on 10 April 2024, 23:00" in told
    with clock.at(moment("2024-04-10 13:00")):
        again = client.post(here, {"message": "Typed in vain"})
        assert again.status_code == 422 and "Typed in vain" in again.content.decode()
    assert left(scene, "2024-04-10 22:55") == []
    assert left(scene, "2024-04-10 23:00") == [people["ben"].email]


def test_whoever_reads_the_letter_first_cannot_act_for_its_reader(
    scene: Scene, people: dict[str, User], client: Client
) -> None:
    late = task(scene, people["ben"])
    client.force_login(scene.lead)
    with clock.at(moment(NOON.format(10))):
        page = client.get(f"/i/{scene.where.slug}/remind/tasks/{late.public_id}/").content.decode()
        caller = Api(token(scene.lead))
        [told] = caller.get(f"/initiatives/{scene.where.slug}/actions/{late.public_id}/reminder/").json[
            "reminders"
        ]
    for text in (page, told["text"]):
        assert "Say that it is done" in text and "/u/task/" not in text
    remind(scene, NOON.format(10), "tasks", late.public_id)
    assert "/u/task/" in str(mail.outbox[0].body), "the letter itself carries it"


def test_the_api_tells_whose_turn_it_is_and_until_when_a_letter_waits(
    scene: Scene, people: dict[str, User]
) -> None:
    with clock.at(moment("2024-04-01 12:00")):
        scene.indicator("n")
        scene.assign("n", "A")
        cycle = scene.cycle("2024-Q1", opens=date(2024, 4, 1), due=date(2024, 4, 5))
    late = task(scene, people["ben"])
    with scene.acting() as actor:
        asked = queries.requests(actor).get()
    caller = Api(token(scene.lead))
    base = f"/initiatives/{scene.where.slug}"
    with clock.at(moment("2024-04-10 22:00")):
        one = caller.get(f"{base}/requests/{asked.public_id}/reminder/").json
        assert (one["to"]["name"], one["waits_until"]) == ("Ben", "2024-04-11T07:00:00Z")
        [two] = caller.get(f"{base}/actions/{late.public_id}/reminder/").json["reminders"]
        assert (two["partner"], two["waits_until"], two["told_today"]) == ("A", "2024-04-11T07:00:00Z", False)
        sent = caller.post(f"{base}/actions/{late.public_id}/reminder/", {}).json["reminded"]
        assert [one["waits_until"] for one in sent] == ["2024-04-11T07:00:00Z"]
        nudged = caller.post(f"{base}/cycles/{cycle.public_id}/nudge/", {}).json
        assert nudged["nudged"] == ["A"]
        assert nudged["reminded"][0]["waits_until"] == "2024-04-11T07:00:00Z"
        assert caller.post(f"{base}/actions/{late.public_id}/reminder/", {}).status == 409


def test_who_has_no_account_is_called_about_a_task_and_partners_remind_nobody(
    scene: Scene, people: dict[str, User]
) -> None:
    late = task(scene, people["ben"])
    with tenant(scene.where):
        Membership.objects.filter(user__in=[people["kim"], people["pia"]]).update(ended_on=date(2024, 4, 2))
        Membership.objects.filter(user=people["ben"]).update(user=None, phone="555-0150")
    assert to_call(scene, NOON.format(10)) == [("tasks", "Ben", [])]
    with clock.at(moment(NOON.format(10))):
        with scene.acting() as actor, pytest.raises(Conflict):
            remind_of(actor, LADDERS["tasks"], late.public_id)
        other = scene.person("partner_lead", "B")
        with scene.acting(other) as actor, pytest.raises(Forbidden):
            remind_of(actor, LADDERS["tasks"], late.public_id)
        with scene.acting(other) as actor, pytest.raises(Forbidden):
            calls(actor)


def test_the_fact_of_a_reminder_leads_to_the_person_and_names_nobody(
    scene: Scene, people: dict[str, User]
) -> None:
    late = task(scene, people["ben"])
    remind(scene, NOON.format(10), "tasks", late.public_id)
    with tenant(scene.where):
        [row] = Event.objects.filter(key="initiatives.reminded")
        assert "Ben" not in str(row.data)
        [line] = core.told([row])
    assert (line.about, line.text) == ("Ben", "Reminded of “Book the hall”")
