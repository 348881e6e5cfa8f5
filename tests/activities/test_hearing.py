"""Check-ins with and without an account, whose turn it is, blockers, the board, changes in the system, the calendar."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from icalendar import Calendar

from activities import queries, services
from activities.letters import send_link
from activities.models import Activity, CheckIn
from activities.services.belonging import Played
from activities.services.monthly import ask_how_it_goes
from activities.words import Part
from initiatives import queries as core
from initiatives import services as core_services
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.kernel.tenancy import tenant
from initiatives.models import Membership
from initiatives.services.groups import found_group, seat
from measurement import queries as measured
from tests.factories import activities as make
from tests.factories import agenda
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    found = Scene()
    found.partners("a", "b")
    return found


@pytest.fixture
def running(scene: Scene) -> Activity:
    with scene.acting() as actor:
        return make.activity(actor, "Tutoring", lead="a")


def health(actor: Actor, row: Activity) -> Any:
    return queries.activity(actor, row.public_id).health  # type: ignore[attr-defined]


class TestCheckIns:
    def test_the_latest_word_tells_the_health(self, scene: Scene, running: Activity) -> None:
        ben = scene.person("contributor", "a")
        with scene.acting(ben) as actor, clock.at(make.later(20)):
            services.check_in(actor, running, status="off_track", note="No room", help_wanted="A room")
            assert health(actor, running) == "off_track"
            with clock.at(make.later(44)):
                assert health(actor, running) == "off_track"
            with clock.at(make.later(45)):
                assert health(actor, running) == "unknown"
            assert [row.help_wanted for row in queries.help_wanted(actor)] == ["A room"]
        with scene.acting(ben) as actor, clock.at(make.later(21)):
            services.check_in(actor, running, status="on_track")
            assert health(actor, running) == "on_track"
            assert list(queries.help_wanted(actor)) == []

    def test_a_move_after_a_check_in_speaks_instead_of_it(self, scene: Scene, running: Activity) -> None:
        with scene.acting() as actor:
            services.check_in(actor, running, status="off_track")
            services.move_activity(actor, running, state="blocked", reason="No room")
            services.move_activity(actor, running, state="under_way")

            assert health(actor, running) == "on_track"

    def test_a_blocked_activity_is_off_track_whatever_is_said(self, scene: Scene, running: Activity) -> None:
        with scene.acting() as actor:
            services.move_activity(actor, running, state="blocked", reason="No room")
            services.check_in(actor, running, status="on_track")

            assert health(actor, running) == "off_track"

    def test_others_do_not_speak_for_it_and_what_does_not_run_is_not_asked(
        self, scene: Scene, running: Activity
    ) -> None:
        other = scene.person("contributor", "b")
        with scene.acting(other) as actor, pytest.raises(Forbidden):
            services.check_in(actor, running, status="on_track")
        with scene.acting() as actor, pytest.raises(Conflict):
            services.check_in(actor, make.activity(actor, "Idea", state="proposed"), status="on_track")

    def test_after_a_month_it_is_ones_turn(self, scene: Scene, running: Activity) -> None:
        ben, other = scene.person("contributor", "a"), scene.person("contributor", "b")
        with clock.at(make.later(31)):
            with scene.acting() as actor:
                make.activity(actor, "New")
                assert [row.title for row in queries.to_check_in(actor)] == ["Tutoring"]
            with scene.acting(ben) as actor:
                assert [row.title for row in queries.to_check_in(actor)] == ["Tutoring"]
                services.check_in(actor, running, status="on_track")
                assert list(queries.to_check_in(actor)) == []
            with scene.acting(other) as actor:
                assert list(queries.to_check_in(actor)) == []


class TestByLink:
    def secret(self, scene: Scene, running: Activity) -> str:
        with scene.acting() as actor:
            return services.make_check_in_link(actor, running)[1]

    def entered(self, secret: str) -> Any:
        pointer = queries.CHECK_IN_LINK.pointer(secret)
        assert pointer is not None
        return queries.CHECK_IN_LINK.entered(pointer, "Kim")

    def test_its_holder_speaks_for_this_one_activity(self, scene: Scene, running: Activity) -> None:
        secret = self.secret(scene, running)
        with scene.acting() as actor:
            other = make.activity(actor, "Other", lead="a")
        with self.entered(secret) as actor:
            services.open_check_in_link(actor)
            made = services.check_in(actor, queries.linked_activity(actor), status="at_risk")
            with pytest.raises(Forbidden):
                services.check_in(actor, other, status="at_risk")
            with pytest.raises(Forbidden):
                services.add_activity(actor, title="Mine")
            with pytest.raises(Forbidden):
                queries.activities(actor)

        assert (made.activity_id, made.made_by_id, made.holder) == (running.pk, None, "Kim")
        with scene.acting() as actor:
            told = [event.text for event in core.told(core.events(actor)[:2])]
        assert "“Tutoring” is at risk (by a link)" in told

    def test_it_dies_when_it_is_revoked_or_the_activity_is_over(
        self, scene: Scene, running: Activity
    ) -> None:
        revoked, over = self.secret(scene, running), self.secret(scene, running)
        with scene.acting() as actor:
            services.revoke_check_in_link(actor, queries.check_in_links(actor).order_by("id")[0])
        with pytest.raises(Conflict), self.entered(revoked):
            pass
        with self.entered(over):
            pass
        with scene.acting() as actor:
            services.move_activity(actor, running, state="done")
        with pytest.raises(Conflict), self.entered(over):
            pass

    def test_a_hand_in_link_opens_no_check_in(self, scene: Scene, running: Activity) -> None:
        assert queries.CHECK_IN_LINK.pointer("x" * 43) is None

    def test_it_goes_out_by_letter_to_somebody_of_the_lead(self, scene: Scene, running: Activity) -> None:
        ben, other = scene.person("contributor", "a"), scene.person("contributor", "b")
        with scene.acting() as actor:
            with pytest.raises(DomainError) as error:
                services.make_check_in_link(actor, running, to=Membership.objects.get(user=other))
            link, secret = services.make_check_in_link(
                actor, running, to=Membership.objects.get(user=ben), message="Thanks!"
            )
        send_link(scene.where.pk, str(link.pk))
        send_link(scene.where.pk, str(link.pk))

        assert (error.value.field, secret) == ("to", "")
        [letter] = mail.outbox
        assert (letter.to, letter.subject) == ([ben.email], "How does it go: Tutoring?")
        assert "Thanks!" in str(letter.body) and "/check-in/" in str(letter.body)

    def test_one_that_went_by_letter_dies_when_its_person_or_the_lead_changes(
        self, scene: Scene, running: Activity
    ) -> None:
        """What was sent to somebody of one partner speaks for no other."""
        ben, bea = scene.person("contributor", "a"), scene.person("contributor", "a")
        links = []
        with scene.acting() as actor:
            for user in (ben, bea):
                to = Membership.objects.get(user=user)
                links.append(services.make_check_in_link(actor, running, to=to)[0].pk)
            partner = core.partner(actor, "b")
            core_services.change_role(
                actor, Membership.objects.get(user=ben), role="contributor", partner=partner
            )

        def closed() -> list[bool]:
            with scene.acting():
                rows = queries.CHECK_IN_LINK.rows().filter(pk__in=links).order_by("pk")
                return [bool(queries.CHECK_IN_LINK.why_closed(row)) for row in rows]

        assert closed() == [True, False]
        with scene.acting() as actor:
            services.change_activity(actor, running, parts=[Played(partner, Part.LEAD)])
        assert closed() == [False, True]

    def test_a_stranger_answers_in_the_browser_without_an_account(
        self, scene: Scene, running: Activity, client: Client
    ) -> None:
        address = f"/check-in/{self.secret(scene, running)}/"
        shown = client.get(address)
        assert shown.status_code == 200 and "Tutoring" in shown.content.decode()
        begun = client.post(address, {"name": "Kim"})
        assert begun.status_code == 303
        form = client.get(begun["Location"])
        assert form.status_code == 200, form.content
        sent = client.post(begun["Location"], {"status": "at_risk", "note": "Two tutors ill"})
        assert sent.status_code == 303, sent.content
        with tenant(scene.where):
            made = CheckIn.objects.get()
        assert (made.status, made.note, made.holder) == ("at_risk", "Two tutors ill", "Kim")
        assert "Thank you" in client.get(sent["Location"]).content.decode()
        assert client.get("/check-in/" + "x" * 43 + "/").status_code == 404


class TestAskingByItself:
    """Every day links go out to those who lead what nobody has said a word of for a month."""

    def asked(self, scene: Scene, day: int) -> list[str]:
        """To whom letters have gone by the evening of a day from now."""
        with clock.at(make.later(day)):
            with tenant(scene.where):
                ask_how_it_goes(scene.where.pk, "")
            scene.work()
        return [address for letter in mail.outbox for address in letter.to]

    def test_the_lead_is_asked_once_a_month_until_there_is_a_word(
        self, scene: Scene, running: Activity
    ) -> None:
        lead, _colleague, _other = (
            scene.person(role, code)
            for role, code in (("partner_lead", "a"), ("contributor", "a"), ("partner_lead", "b"))
        )

        assert self.asked(scene, 29) == []
        assert self.asked(scene, 31) == [lead.email]
        assert "Tutoring" in mail.outbox[0].subject and "/check-in/" in mail.outbox[0].body
        assert self.asked(scene, 32) == [lead.email], "once"
        assert self.asked(scene, 62) == [lead.email] * 2, "a month later again"
        with scene.acting(lead) as actor, clock.at(make.later(90)):
            services.check_in(actor, running, status="on_track")
        assert self.asked(scene, 110) == [lead.email] * 2, "there was a word"

    def test_its_contact_is_asked_first_and_nobody_where_nobody_leads(
        self, scene: Scene, running: Activity
    ) -> None:
        scene.person("partner_lead", "a")
        ben = scene.person("contributor", "a")
        with scene.acting() as actor:
            services.change_activity(actor, running, contact=Membership.objects.get(user=ben))
            make.activity(actor, "Nobody leads it")
            make.activity(actor, "Nobody of it is here", lead="b")

        assert self.asked(scene, 31) == [ben.email]

    def test_the_lead_may_have_nobody_asked(self, scene: Scene, running: Activity) -> None:
        scene.person("partner_lead", "a")
        with scene.acting() as actor:
            services.change_check_in_rule(actor, silence_days=45, sends_links=False)
            assert services.change_check_in_rule(actor, silence_days=30).sends_links is False, "left as it is"

        assert self.asked(scene, 31) == []


class TestBlockers:
    def test_a_group_answers_what_was_raised_to_it(self, scene: Scene, running: Activity) -> None:
        ben, chair, other = (scene.person("contributor", code) for code in ("a", "b", "b"))
        with scene.acting() as actor:
            steering = found_group(actor, name="Steering", kind="steering_committee")
            seat(actor, steering, Membership.objects.get(user=chair), co_chair=True)
        with scene.acting(ben) as actor:
            raised = services.raise_blocker(
                actor, running, group=steering, what="No bus on Mondays", ask="Talk to the county"
            )
        with scene.acting(other) as actor, pytest.raises(Forbidden):
            services.answer_blocker(actor, raised, answer="No")
        with scene.acting(chair) as actor:
            assert [row.what for row in queries.open_blockers(actor)] == ["No bus on Mondays"]
            services.answer_blocker(actor, raised, answer="The county adds a bus")
            assert list(queries.open_blockers(actor)) == []
        with scene.acting(ben) as actor, pytest.raises(Conflict):
            services.withdraw_blocker(actor, raised)
        with scene.acting() as actor:
            told = [event.text for event in core.told(core.events(actor)[:1])]
        assert told == ["Steering answered “Tutoring”: The county adds a bus"]


class TestBoard:
    def test_a_partner_puts_up_its_own_and_matches_it(self, scene: Scene) -> None:
        ben = scene.person("contributor", "a")
        with scene.acting(ben) as actor:
            ours, theirs = core.partner(actor, "a"), core.partner(actor, "b")
            note = services.put_up(actor, side="need", good="space", title="A room", partner=ours)
            with pytest.raises(Forbidden):
                services.put_up(actor, side="need", good="space", title="A room", partner=theirs)
            with pytest.raises(DomainError) as error:
                services.match_note(actor, note, outcome=" ")
            services.match_note(actor, note, outcome="Room 4", with_partner=theirs)

            assert error.value.field == "outcome"
            assert list(queries.board_matching(actor)) == []
            assert [row.outcome for row in queries.board_matching(actor, state="met")] == ["Room 4"]
            with pytest.raises(Conflict):
                services.withdraw_note(actor, note)

    def test_who_speaks_for_another_partner_now_leaves_what_he_put_up_to_the_former(
        self, scene: Scene
    ) -> None:
        ben = scene.person("contributor", "a")
        with scene.acting(ben) as actor:
            note = services.put_up(
                actor, side="offer", good="space", title="A room", partner=core.partner(actor, "a")
            )
        with scene.acting() as actor:
            core_services.change_role(
                actor,
                Membership.objects.get(user=ben),
                role="contributor",
                partner=core.partner(actor, "b"),
            )
        with scene.acting(ben) as actor, pytest.raises(Forbidden):
            services.withdraw_note(actor, note)

    def test_what_is_past_its_day_is_off_the_board(self, scene: Scene) -> None:
        with scene.acting() as actor:
            today = clock.today(actor.initiative.timezone)
            for days in (-1, 0):
                until = today + timedelta(days=days)
                services.put_up(actor, side="offer", good="time", title=str(days), until=until)

            assert [row.title for row in queries.board_matching(actor)] == ["0"]


class TestSystemChanges:
    def test_it_is_told_of_the_indicators_its_activity_or_strategy_bears_on(self, scene: Scene) -> None:
        scene.indicator("absence")
        scene.indicator("other")
        with scene.acting() as actor:
            absence, other = (measured.indicator(actor, code) for code in ("absence", "other"))
            moving = make.activity(actor, "Tutoring", lead="a", contributes=[absence])
            aim = agenda.goal(actor, indicators=[absence])
            towards = agenda.strategy(actor, "Towards", goals=[aim])
            apart = agenda.strategy(actor, "Apart")
            for number, given in enumerate(
                ({"activity": moving}, {"strategy": towards}, {"strategy": apart}, {}), start=1
            ):
                services.note_system_change(
                    actor,
                    level="policies",
                    what=f"Change {number}",
                    changed_on=date(2024, 5, number),
                    **given,
                )
        with scene.acting(scene.person("funder")) as actor:
            told = measured.happenings(actor, measured.indicator(actor, "absence"))
            assert [(row.day.day, row.text) for row in told] == [
                (1, "Changed: Change 1"),
                (2, "Changed: Change 2"),
            ]
            assert measured.happenings(actor, measured.indicator(actor, "other")) == []

    def test_who_noted_one_changes_it_and_others_do_not(self, scene: Scene) -> None:
        dora, cleo = scene.person("community"), scene.person("funder")
        with scene.acting(dora) as actor:
            row = services.note_system_change(
                actor, level="policies", what="The board pays bus tickets", changed_on=date(2024, 5, 1)
            )
            services.change_system_change(actor, row, our_part="some", lasting="yes")
            with pytest.raises(DomainError) as error:
                services.change_system_change(actor, row, changed_on=date(2199, 1, 1))
        with scene.acting(cleo) as actor:
            with pytest.raises(Forbidden):
                services.change_system_change(actor, row, our_part="sole")
            assert [one.our_part for one in queries.system_changes_matching(actor, level="policies")] == [
                "some"
            ]
        assert error.value.field == "changed_on"


class TestCalendar:
    def test_the_address_needs_no_sign_in_and_dies_with_its_person(
        self, scene: Scene, running: Activity, client: Client
    ) -> None:
        ben = scene.person("contributor", "a")
        with scene.acting(ben) as actor:
            services.set_milestone(actor, running, title="Tutors trained", due=date(2026, 8, 31))
            former, secret = services.make_feed(actor), services.make_feed(actor)

        answer = client.get(f"/calendar/{secret}.ics")
        assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
        [entry] = Calendar.from_ical(answer.content).walk("VEVENT")
        assert (str(entry["SUMMARY"]), entry["DTSTART"].dt, entry["DTEND"].dt) == (
            "Tutors trained",
            date(2026, 8, 31),
            date(2026, 9, 1),
        )
        assert client.get(f"/calendar/{former}.ics").status_code == 404
        with scene.acting() as actor:
            core_services.end_membership(actor, Membership.objects.get(user=ben))
        assert client.get(f"/calendar/{secret}.ics").status_code == 404

    def test_it_is_revoked(self, scene: Scene) -> None:
        with scene.acting() as actor:
            secret = services.make_feed(actor)
            assert services.revoke_feed(actor) and not services.revoke_feed(actor)
        with pytest.raises(NotFound), queries.entered_by_feed(secret):
            pass
