"""The queue: what waits, for whom, until when, and what was done of it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from backbone import services
from backbone.models import QueueMark
from backbone.queries import done_on, entry, queue
from backbone.services import roles
from backbone.services.failures import retry
from backbone.services.health import rate_risk
from backbone.services.relations import Said, log_contact
from backbone.words import ContactWay
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.digests import parts_for
from initiatives.kernel.errors import DomainError, Forbidden, NotFound
from initiatives.kernel.queue import sources
from initiatives.models import Event, Job, Membership
from initiatives.outbox import FACTS, headline
from initiatives.queries import told
from initiatives.services import add_action, change_role, hand_over
from initiatives.templatetags.look import icon
from measurement.queries import board, requests
from measurement.services import nudge
from tests import factories
from tests.api import Api
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db
TODAY = "2026-03-02 12:00"


@pytest.fixture
def scene() -> Scene:
    """Two partners asked for the last quarter of 2025 by 20 February, neither of which handed in."""
    with clock.at(moment("2025-01-10")):
        scene = Scene("riverside")
        scene.partners("library", "school")
        scene.indicator("books")
        scene.assign("books", "library", "school")
    with clock.at(moment("2026-01-05")):
        scene.cycle("2025-Q4", opens=date(2026, 1, 5), due=date(2026, 2, 20))
    return scene


def keys(actor: Actor, kind: str = "measurement.late", **how: Any) -> list[str]:
    return [
        one.item.key for source, rows in queue(actor, **how).sections for one in rows if source.key == kind
    ]


def the_late_one(actor: Actor, code: str = "library") -> str:
    return f"measurement.late:{requests(actor).get(partner__code=code).public_id}"


def test_what_is_put_off_comes_back_on_its_day_and_all_staff_see_why(scene: Scene) -> None:
    sam = scene.person("backbone_staff")
    with clock.at(moment(TODAY)), scene.acting() as actor:
        key = the_late_one(actor)
        assert len(keys(actor)) == 2
        services.put_off(actor, key, until=date(2026, 3, 5), reason="Their van broke down")
        event = Event.objects.get(key="backbone.queue_put_off")
        assert event.data["reason"] == "Their van broke down"
    with clock.at(moment("2026-03-04 12:00")), scene.acting(sam) as actor:
        found = queue(actor)
        assert key not in keys(actor)
        [later] = found.put_off
        assert later.mark is not None
        assert (later.mark.reason, later.mark.until) == ("Their van broke down", date(2026, 3, 5))
        assert found.count == sum(len(rows) for _source, rows in found.sections)
    with clock.at(moment("2026-03-05 12:00")), scene.acting(sam) as actor:
        assert key in keys(actor)
        assert entry(actor, key).came_back
        assert not queue(actor).put_off


@pytest.mark.parametrize(
    ("until", "reason", "field"),
    [
        (date(2026, 3, 2), "x", "until"),
        (date(2027, 3, 4), "x", "until"),
        (date(2026, 3, 9), "  ", "reason"),
    ],
)
def test_a_thing_is_put_off_to_a_day_to_come_with_a_reason(
    scene: Scene, until: date, reason: str, field: str
) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor:
        with pytest.raises(DomainError) as caught:
            services.put_off(actor, the_late_one(actor), until=until, reason=reason)
        assert caught.value.field == field


def test_what_does_not_wait_is_neither_put_off_nor_given(scene: Scene) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor:
        for key in ("measurement.late:none", "nothing.known:1", "", ":"):
            with pytest.raises(NotFound):
                services.put_off(actor, key, until=date(2026, 3, 9), reason="x")
            with pytest.raises(NotFound):
                services.give(actor, key, None)
        assert not QueueMark.objects.exists()


def test_it_is_taken_up_again_before_its_day(scene: Scene) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor:
        key = the_late_one(actor)
        services.put_off(actor, key, until=date(2026, 3, 9), reason="x")
        services.take_up(actor, key)
        assert key in keys(actor)
        assert services.take_up(actor, key) is None
        assert Event.objects.filter(key="backbone.queue_taken_up").count() == 1


def test_what_is_given_to_somebody_is_theirs_until_they_leave(scene: Scene) -> None:
    sam, ben = scene.person("backbone_staff"), scene.person("contributor", "library")
    with clock.at(moment(TODAY)):
        with scene.acting() as actor:
            key = the_late_one(actor)
            whom = {who: Membership.objects.get(user=who) for who in (sam, ben)}
            with pytest.raises(DomainError, match="own people"):
                services.give(actor, key, whom[ben])
            services.give(actor, key, whom[sam])
            services.give(actor, key, whom[sam])
            event = Event.objects.get(key="backbone.queue_given")
            assert (told([event])[0].about, headline(event)) == (
                whom[sam].name,
                "Asked to see to: library",
            )
            assert whom[sam].name not in str(event.data)
            assert keys(actor, mine=True) == []
            assert queue(actor).mine == 0
        with scene.acting(sam) as actor:
            assert keys(actor, mine=True) == [key]
        with scene.acting() as actor:
            hand_over(actor, whom[sam], {"queue": core.people(actor).get(user=scene.lead)})
            assert keys(actor, mine=True) == [key]


def test_what_was_given_to_somebody_who_is_no_longer_of_the_staff_is_nobodys(scene: Scene) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor:
        key, sam = the_late_one(actor), Membership.objects.get(user=scene.person("backbone_staff"))
        services.give(actor, key, sam)
        assert entry(actor, key).owner_id == sam.pk
        change_role(actor, sam, role="community")
        found = entry(actor, key)
        assert (found.given_to, found.owner_id) == (None, None)


def test_a_reminder_gives_three_days_of_rest_and_stands_under_done(scene: Scene) -> None:
    """Reminded on 2 March: it waits again on the 5th, with the day on which it was reminded."""
    scene.person("contributor", "library")
    with clock.at(moment(TODAY)), scene.acting() as actor:
        key, asked = the_late_one(actor), requests(actor).get(partner__code="library")
        assert done_on(actor, date(2026, 3, 2)) == []
        assert len(nudge(actor, asked.cycle, only=[asked])) == 1
        assert key not in keys(actor)
        [done] = done_on(actor, date(2026, 3, 2))
        assert (done.key, done.partner) == ("measurement.partner_nudged", "library")
        assert done_on(actor, date(2026, 3, 3)) == []
    with clock.at(moment("2026-03-04 12:00")), scene.acting() as actor:
        assert key not in keys(actor)
    with clock.at(moment("2026-03-05 12:00")), scene.acting() as actor:
        assert "Reminded once, on 2 March." in entry(actor, key).item.note


def test_what_a_partner_does_is_no_work_of_the_staff(scene: Scene) -> None:
    ben = scene.person("contributor", "library")
    with clock.at(moment("2026-02-10 12:00")):
        scene.hand_in(ben, "library", "2025-Q4", [{"indicator": "books", "value": 3}])
        with scene.acting() as actor:
            assert done_on(actor, date(2026, 2, 10)) == []
            [key] = keys(actor, "measurement.review")
            found = entry(actor, key)
            assert [act.page for act in found.item.acts] == ["measurement:submission", "measurement:accept"]


def test_whoever_handed_in_herself_reads_that_somebody_else_accepts_it(scene: Scene) -> None:
    with clock.at(moment("2026-02-10 12:00")):
        scene.hand_in(scene.lead, "library", "2025-Q4", [{"indicator": "books", "value": 3}])
        with scene.acting() as actor:
            [key] = keys(actor, "measurement.review")
            found = entry(actor, key).item
            assert found.note == "2025 Q4. You handed it in on 10 February. Somebody else accepts it."
            assert [act.label for act in found.acts] == ["Open"]
        with scene.acting(scene.person("backbone_staff")) as actor:
            assert [act.label for act in entry(actor, key).item.acts] == ["Review", "Accept"]


def test_the_queue_tells_the_days_of_the_initiative_whatever_the_day_in_greenwich() -> None:
    with clock.at(moment("2025-01-10")):
        west = Scene("far-west", timezone="America/Los_Angeles")
        west.partners("library")
        west.indicator("books")
        west.assign("books", "library")
        ben = west.person("contributor", "library")
    with clock.at(moment("2026-01-05")):
        west.cycle("2025-Q4", opens=date(2026, 1, 5), due=date(2026, 2, 20))
    # Two in the morning of the 10th in Greenwich is six in the evening of the 9th there.
    with clock.at(moment("2026-02-10 02:00")):
        west.hand_in(ben, "library", "2025-Q4", [{"indicator": "books", "value": 3}])
        with west.acting() as actor:
            [key] = keys(actor, "measurement.review")
            item = entry(actor, key).item
            assert item.due == date(2026, 2, 9)
            assert "Handed in 9 February by" in item.note


def test_after_a_call_what_is_late_rests_for_three_days_and_says_who_called(
    scene: Scene, client: Client
) -> None:
    sam = scene.person("backbone_staff")
    called = Said(on=date(2026, 3, 2), way=ContactWay.CALL, purpose="They send it", person_name="Ida")
    early = replace(called, on=date(2026, 2, 20), purpose="Before it was late")
    with clock.at(moment(TODAY)), scene.acting(sam) as actor:
        key = the_late_one(actor)
        log_contact(actor, core.partner(actor, "library"), early)
        assert key in keys(actor)
        log_contact(actor, core.partner(actor, "library"), called)
        assert keys(actor) == [the_late_one(actor, "school")], "only what that partner is asked for rests"
        found = entry(actor, key)
        assert (found.back_on, found.why) == (date(2026, 3, 5), "Spoke with them on 2 March: They send it")
        assert found.put_off_by == core.myself(actor)
        assert services.take_up(actor, key) is None, "a call cannot be taken back by pressing a button"
    client.force_login(scene.lead)
    with clock.at(moment(TODAY)):
        shown = client.get("/i/riverside/queue/").content.decode()
        assert "Spoke with them on" in shown and "They send it" in shown
        thing = client.get(f"/i/riverside/queue/things/{key}/").content.decode()
        assert "Put off until 5 March 2026" in thing and "Take it up now" not in thing
        assert "Write down a contact" in thing
    with clock.at(moment("2026-03-04 12:00")), scene.acting() as actor:
        assert key not in keys(actor)
    with clock.at(moment("2026-03-05 12:00")), scene.acting() as actor:
        assert key in keys(actor)


def test_who_was_spoken_with_is_left_in_peace_when_all_that_are_late_are_written_to(scene: Scene) -> None:
    for code in ("library", "school"):
        scene.person("contributor", code)
    called = Said(on=date(2026, 3, 2), way=ContactWay.CALL, purpose="They send it", person_name="Ida")
    with clock.at(moment(TODAY)), scene.acting() as actor:
        log_contact(actor, core.partner(actor, "library"), called)
        cycle = requests(actor).get(partner__code="library").cycle
        assert board(actor, cycle).to_nudge == 1
        assert [row.request.partner.code for row in nudge(actor, cycle)] == ["school"]
    with clock.at(moment("2026-03-05 12:00")), scene.acting() as actor:
        assert [row.request.partner.code for row in nudge(actor, cycle)] == ["library", "school"]


def test_a_next_step_waits_for_its_owner_on_its_day(scene: Scene) -> None:
    sam = scene.person("backbone_staff")
    with clock.at(moment(TODAY)), scene.acting() as actor:
        said = Said(
            on=date(2026, 3, 1),
            way=ContactWay.CALL,
            purpose="How it goes",
            person_name="Ida",
            next_step="Send the form",
            next_on=date(2026, 3, 4),
            next_owner=Membership.objects.get(user=sam),
        )
        row = log_contact(actor, core.partner(actor, "library"), said)
        assert keys(actor, "backbone.steps") == []
    with clock.at(moment("2026-03-04 12:00")), scene.acting(sam) as actor:
        assert keys(actor, "backbone.steps", mine=True) == [f"backbone.steps:{row.public_id}"]
        services.finish_step(actor, row)
        assert keys(actor, "backbone.steps") == []
        assert [one.key for one in done_on(actor, date(2026, 3, 4))] == ["backbone.next_step_done"]


def test_a_task_of_the_work_plan_waits_from_a_week_before_its_day_and_is_told_to_its_owner(
    scene: Scene,
) -> None:
    sam, ben = scene.person("backbone_staff"), scene.person("contributor", "library")
    with scene.acting(sam) as actor:
        his = core.myself(actor)
    with scene.acting() as actor:
        today = clock.today(actor.initiative.timezone)
        near, far, *_others = (
            roles.plan_task(actor, role="policy", title=title, owner=owner, due=due)
            for title, owner, due in (
                ("Brief the council", his, today + timedelta(days=7)),
                ("Read the year", his, today + timedelta(days=8)),
                ("Someday", his, None),
                ("Late already", None, today - timedelta(days=1)),
            )
        )
        waiting = [one.item for _source, rows in queue(actor).sections for one in rows]
        plan = [one for one in waiting if one.key.startswith("backbone.plan:")]
        assert [(one.title, one.owner_id) for one in plan] == [
            ("Late already", None),
            ("Brief the council", his.pk),
        ]
        assert "was due" in plan[0].note
        assert his.name in plan[1].note
    for who, titles in ((sam, ["Brief the council", "Read the year", "Someday"]), (ben, []), (None, [])):
        with scene.acting(who) as actor:
            parts = {part.key: part for part in parts_for(actor, clock.now())}
            told = [line.title for line in parts["tasks.plan"].lines] if "tasks.plan" in parts else []
            assert told == titles
    ana = Client()
    ana.force_login(scene.lead)
    ana.post(f"/i/{scene.where.slug}/work-plan/{near.public_id}/done/")
    with scene.acting() as actor:
        assert not [key for key in keys(actor, "backbone.plan") if str(near.public_id) in key]
        assert far.state == "open"


def test_the_queue_is_the_staffs_alone(scene: Scene) -> None:
    for role, code in (
        ("partner_lead", "library"),
        ("contributor", "school"),
        ("funder", ""),
        ("community", ""),
    ):
        with scene.acting(scene.person(role, code)) as actor:
            with pytest.raises(Forbidden):
                queue(actor)
            with pytest.raises(Forbidden):
                services.put_off(actor, "measurement.late:x", until=date(2030, 1, 1), reason="x")


# --- pages and API -----------------------------------------------------------------------------------------


def test_from_a_form_one_is_led_back_to_the_queue_and_what_was_typed_stays(scene: Scene) -> None:
    tomorrow = clock.today(scene.where.timezone) + timedelta(days=1)
    client = Client()
    client.force_login(scene.lead)
    with scene.acting() as actor:
        key = the_late_one(actor)
    here = f"/i/{scene.where.slug}/queue/"
    html = client.get(here).content.decode()
    assert "/remind/?next=" in html
    page = f"{here}things/{key}/later/?next=/i/{scene.where.slug}/"
    answer = client.post(page, {"until": "2001-01-01", "reason": "Their van broke down"})
    assert answer.status_code == 422
    assert "Their van broke down" in answer.content.decode()
    assert "Choose a day that is still to come" in answer.content.decode()
    answer = client.post(page, {"until": tomorrow.isoformat(), "reason": "Their van broke down"})
    assert (answer.status_code, answer["Location"]) == (303, f"/i/{scene.where.slug}/")
    assert "Their van broke down" in client.get(here).content.decode()
    answer = client.post(f"{here}things/{key}/now/?next=https://elsewhere.example/", {})
    assert answer["Location"] == here, "nobody is led outside"


def test_the_reminder_is_read_before_it_goes_out(scene: Scene) -> None:
    scene.person("contributor", "library")
    client = Client()
    client.force_login(scene.lead)
    with scene.acting() as actor:
        asked = requests(actor).get(partner__code="library")
    page = f"/i/{scene.where.slug}/measurement/requests/{asked.public_id}/remind/"
    html = client.get(page).content.decode()
    body = html[html.index("<main") : html.index("</main")]
    assert "The figures of library for" in body, body
    answer = client.post(f"{page}?next=/i/{scene.where.slug}/queue/", {"message": "Can we help?"})
    assert (answer.status_code, answer["Location"]) == (303, f"/i/{scene.where.slug}/queue/")
    answer = client.post(page, {"message": "And again"})
    assert answer.status_code == 422
    assert "And again" in answer.content.decode()


def test_the_api_reads_the_queue_and_puts_off_and_gives(scene: Scene) -> None:
    api, home = Api(factories.token(scene.lead)), f"/initiatives/{scene.where.slug}/queue/"
    found = api.get(home).json
    late = [one["key"] for one in found["waiting"] if one["kind"] == "measurement.late"]
    assert len(late) == 2
    until = (clock.today(scene.where.timezone) + timedelta(days=3)).isoformat()
    answer = api.post(f"{home}put-off/", {"key": late[0], "until": until, "reason": "On holiday"})
    assert (answer.status, answer.json["put_off_until"]) == (200, until)
    assert [one["key"] for one in api.get(home).json["put_off"]] == [late[0]]
    bad = api.post(f"{home}put-off/", {"key": late[1], "until": "2001-01-01", "reason": "x"})
    assert (bad.status, bad.faults) == (422, {"until": "past"})
    with scene.acting() as actor:
        me = str(core.people(actor).get().public_id)
    assert api.post(f"{home}give/", {"key": late[1], "to": me}).json["given_to"] == me
    assert api.get(f"{home}?whose=mine").json["mine"] == 1
    assert api.post(f"{home}give/", {"key": late[1]}).json["given_to"] is None
    assert api.post(f"{home}take-up/", {"key": "no:thing"}).status == 404


def test_every_source_is_drawn_and_is_settled_by_facts_that_are_announced() -> None:
    assert len(sources()) >= 18
    for one in sources():
        assert icon(one.icon)
        assert set(one.settled_by) <= set(FACTS), one.key


def test_a_sign_of_a_risk_waits_until_the_risk_is_rated_and_again_after_three_months(scene: Scene) -> None:
    """Of four open tasks the staff hold all."""
    with clock.at(moment(TODAY)), scene.acting() as actor:
        for number in range(4):
            add_action(actor, what=f"Task {number}", owner=core.myself(actor), due=date(2026, 3, 9))
        assert keys(actor, "backbone.risks") == ["backbone.risks:of_backbone"]
        rate_risk(actor, "one_body", likelihood="possible")
        assert keys(actor, "backbone.risks") == []
    with clock.at(moment(TODAY) + timedelta(days=89)), scene.acting() as actor:
        assert keys(actor, "backbone.risks") == []
    with clock.at(moment(TODAY) + timedelta(days=91)), scene.acting() as actor:
        assert keys(actor, "backbone.risks") == ["backbone.risks:of_backbone"]


def test_a_letter_that_could_not_be_sent_waits_and_is_tried_again(scene: Scene) -> None:
    """Of another initiative nothing is seen, and nothing is tried again."""
    other = Scene("elsewhere")
    with clock.at(moment(TODAY)):
        made = {
            where: Job.objects.create(
                initiative_id=where.where.pk,
                kind="measurement.send_nudge",
                key="1",
                created_at=clock.now(),
                run_after=clock.now(),
                attempts=8,
                dead_at=clock.now(),
            ).pk
            for where in (scene, other)
        }
        with scene.acting() as actor:
            assert keys(actor, "backbone.failures") == [f"backbone.failures:{made[scene]}"]
            with pytest.raises(NotFound):
                retry(actor, made[other])
            retry(actor, made[scene])
            assert keys(actor, "backbone.failures") == []
            assert [one.key for one in done_on(actor, date(2026, 3, 2))] == ["backbone.failure_retried"]
    dead = Job.objects.filter(pk__in=made.values()).exclude(dead_at=None)
    assert list(dead.values_list("pk", flat=True)) == [made[other]]
