"""Collecting: the calendar ahead, practice, reminders, sign-off, files, what it costs. Days and minutes by hand."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.kernel.tenancy import tenant
from initiatives.models import Event, Membership, Partner, User
from measurement import calendar, queries, services
from measurement.models import Cycle, Evidence, Nudge, Observation, Request, Submission
from measurement.periods import parse
from measurement.queries.telling import told_time
from measurement.reminders import HAND_INS
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db

FIGURE = {"indicator": "n", "value": 7}
PDF = b"%PDF-1.7 a report"


@pytest.fixture
def scene(db: None) -> Scene:
    """Partners A, B and C report one figure a quarter."""
    made = Scene()
    made.partners("A", "B", "C")
    made.indicator("n")
    made.assign("n", "A", "B", "C")
    return made


@pytest.fixture
def ben(scene: Scene) -> User:
    """A contributor of A."""
    return scene.person("contributor", "A")


@pytest.fixture
def pia(scene: Scene) -> User:
    """The lead of A."""
    return scene.person("partner_lead", "A")


def cycles(scene: Scene) -> dict[str, str]:
    """State by period of the cycles that are no practice."""
    with tenant(scene.where):
        rows = Cycle.objects.filter(practice=False)
        return {f"{row.period_start}/{row.period_end}": row.state for row in rows}


def asked(scene: Scene, cycle: Cycle) -> list[str]:
    with tenant(scene.where):
        rows = Request.objects.filter(cycle=cycle).order_by("partner__code")
        return list(rows.values_list("partner__code", flat=True))


def night(scene: Scene, day: str) -> None:
    """What the clock does in the night of a day."""
    with clock.at(moment(day)), tenant(scene.where):
        calendar.keep(scene.where.pk, "")


def rules(scene: Scene, **values: Any) -> None:
    with scene.acting() as actor:
        services.change_rules(actor, **values)


class TestTheCalendarAhead:
    def test_the_coming_periods_are_planned_and_opened_when_their_day_comes(self, scene: Scene) -> None:
        rules(scene, periods_ahead=2, days_to_hand_in=10, grace_days=3)
        night(scene, "2024-05-15")
        night(scene, "2024-05-16")

        q2, q3 = "2024-04-01/2024-06-30", "2024-07-01/2024-09-30"
        assert cycles(scene) == {q2: "planned", q3: "planned"}
        with tenant(scene.where):
            cycle = Cycle.objects.get(period_end=date(2024, 6, 30))
        assert (cycle.opens, cycle.due, cycle.grace_days) == (date(2024, 7, 1), date(2024, 7, 11), 3)
        assert asked(scene, cycle) == []

        night(scene, "2024-07-01 12:00")

        q4 = "2024-10-01/2024-12-31"
        assert cycles(scene) == {q2: "open", q3: "planned", q4: "planned"}
        assert asked(scene, cycle) == ["A", "B", "C"]
        with tenant(scene.where):
            told = Event.objects.get(key="measurement.cycle_opened")
        assert (told.user_id, told.membership_id, told.data["period"]) == (None, None, "2024-Q2")

    def test_nothing_is_planned_where_nobody_reports_or_nobody_wants_it(self, scene: Scene) -> None:
        scene.indicator("unused", cadence="monthly")
        rules(scene, periods_ahead=1)
        night(scene, "2024-05-15")
        assert list(cycles(scene)) == ["2024-04-01/2024-06-30"]

        rules(scene, periods_ahead=0)
        night(scene, "2024-08-15")
        assert len(cycles(scene)) == 1

    def test_a_planned_cycle_is_adjusted_before_it_opens_and_opened_by_hand(self, scene: Scene) -> None:
        night(scene, "2024-05-15")
        with clock.at(moment("2024-05-16")), scene.acting() as actor:
            cycle = queries.cycles(actor).get(period_end=date(2024, 6, 30))
            services.change_cycle(actor, cycle, due=date(2024, 8, 1))
            with pytest.raises(Conflict, match="not open yet"):
                services.close_cycle(actor, cycle)
            opened = services.open_cycle(actor, parse("2024-Q2"))
        assert (opened.pk, opened.state, opened.due) == (cycle.pk, "open", date(2024, 8, 1))
        assert asked(scene, opened) == ["A", "B", "C"]
        with clock.at(moment("2024-05-17")), scene.acting() as actor, pytest.raises(Conflict):
            services.open_cycle(actor, parse("2024-Q2"))

    def test_a_partner_with_its_own_fiscal_year_has_its_own_periods(self, scene: Scene) -> None:
        """Example 20: each figure keeps the period it is true for."""
        scene.indicator("y", cadence="yearly")
        scene.assign("y", "A", "B")
        with scene.acting() as actor:
            services.change_terms(actor, core.partner(actor, "B"), fiscal_year_start=7)
        rules(scene, periods_ahead=1)
        night(scene, "2024-03-01")
        night(scene, "2025-01-02")

        found = cycles(scene)
        assert found["2024-01-01/2024-12-31"] == "open"
        assert found["2023-07-01/2024-06-30"] == "open"
        with tenant(scene.where):
            whole = Cycle.objects.get(period_start=date(2024, 1, 1), period_end=date(2024, 12, 31))
            own = Cycle.objects.get(period_start=date(2023, 7, 1))
        assert (asked(scene, whole), asked(scene, own)) == (["A"], ["B"])

    def test_the_rules_are_the_leads_and_have_bounds(self, scene: Scene, ben: User) -> None:
        with scene.acting(ben) as actor, pytest.raises(Forbidden):
            services.change_rules(actor, periods_ahead=1)
        with scene.acting() as actor, pytest.raises(DomainError) as fault:
            services.change_rules(actor, periods_ahead=13)
        assert fault.value.errors[0].field == "periods_ahead"


class TestPractice:
    @pytest.fixture
    def cycle(self, scene: Scene) -> Cycle:
        scene.give("n", "2024-Q1", {"A": {"value": 5}})
        with scene.acting() as actor:
            return services.open_cycle(actor, parse("2024-Q1"), due=date(2100, 1, 1), practice=True)

    def practise(self, scene: Scene, who: User, cycle: Cycle) -> Submission:
        with scene.acting(who) as actor:
            draft = services.start(
                actor, partner=core.partner(actor, "A"), period=parse("2024-Q1"), cycle=cycle
            )
            draft = services.save_draft(actor, draft, [{"indicator": "n", "value": 99}])
            return services.submit(actor, draft)

    def test_it_never_becomes_a_figure(self, scene: Scene, ben: User, cycle: Cycle) -> None:
        accepted = scene.accept(self.practise(scene, ben, cycle))

        assert accepted.state == "accepted"
        assert scene.point("n").value == 5
        with tenant(scene.where):
            assert Observation.objects.count() == 1
        with scene.acting(ben) as actor:
            request = queries.requests(actor).get(cycle=cycle)
            [line] = queries.hand_in_of(actor, request).lines
            assert (line.value, line.stands) == (99, None)

    def test_it_is_thrown_away_whole_and_the_audit_stays(
        self, scene: Scene, ben: User, cycle: Cycle, settings: Any, tmp_path: Path
    ) -> None:
        settings.MEDIA_ROOT = tmp_path
        with scene.acting(ben) as actor:
            draft = services.start(
                actor, partner=core.partner(actor, "A"), period=parse("2024-Q1"), cycle=cycle
            )
            indicator = queries.indicator(actor, "n")
            services.add_evidence(
                actor, draft, indicator=indicator, name="a.pdf", file=BytesIO(PDF), size=len(PDF)
            )
        self.practise(scene, ben, cycle)
        with tenant(scene.where):
            before = Event.objects.count()
        with scene.acting() as actor:
            services.make_link(actor, queries.requests(actor).get(cycle=cycle, partner__code="A"))
            services.discard_practice(actor, cycle)

        with tenant(scene.where):
            assert not Cycle.objects.filter(practice=True).exists()
            assert not Submission.objects.filter(cycle_id=cycle.pk).exists()
            assert not Request.objects.filter(cycle_id=cycle.pk).exists()
            assert Event.objects.count() == before + 2
        assert scene.point("n").value == 5

    def test_a_real_cycle_is_not_thrown_away_and_practice_is_never_final(
        self, scene: Scene, cycle: Cycle
    ) -> None:
        with scene.acting() as actor:
            real = queries.cycles(actor).get(practice=False)
            with pytest.raises(Conflict, match="Only practice"):
                services.discard_practice(actor, real)
            with pytest.raises(Conflict, match="never final"):
                services.lock_cycle(actor, cycle)


class TestNudging:
    @pytest.fixture
    def cycle(self, scene: Scene, ben: User, pia: User) -> Cycle:
        """A and C are late, B is in; A has a contributor and a lead, C somebody without an account."""
        scene.person("contributor", "B")
        made = scene.cycle("2024-Q1", opens=date(2024, 4, 1), due=date(2024, 4, 10))
        with clock.at(moment("2024-04-05 12:00")):
            scene.hand_in(scene.person("contributor", "B"), "B", "2024-Q1", [FIGURE])
        with scene.acting() as actor:
            Membership.objects.create(
                name="Cy",
                email="cy@c.example",
                role="contributor",
                partner=core.partner(actor, "C"),
                since=date(2024, 1, 1),
            )
        return made

    def nudge(self, scene: Scene, cycle: Cycle, at: str, **values: Any) -> list[Nudge]:
        with clock.at(moment(at)):
            with scene.acting() as actor:
                made = services.nudge(actor, cycle, **values)
            scene.work()
        return made

    def test_it_writes_to_those_late_and_to_nobody_else_once_a_day(
        self, scene: Scene, cycle: Cycle, ben: User
    ) -> None:
        assert self.nudge(scene, cycle, "2024-04-10 12:00") == []
        made = self.nudge(scene, cycle, "2024-04-12 12:00", message="Please.")

        assert len(made) == 2
        assert sorted(letter.to[0] for letter in mail.outbox) == sorted([ben.email, "cy@c.example"])
        theirs = {letter.to[0]: str(letter.body) for letter in mail.outbox}
        assert "/measurement/requests/" in theirs[ben.email] and "Please." in theirs[ben.email]
        assert "/hand-in/" in theirs["cy@c.example"] and "without an account" in theirs["cy@c.example"]

        assert self.nudge(scene, cycle, "2024-04-12 18:00") == []
        assert len(self.nudge(scene, cycle, "2024-04-13 12:00")) == 2

    def test_the_lead_is_written_to_where_there_is_no_contributor_or_a_copy_is_wished(
        self, scene: Scene, cycle: Cycle, ben: User, pia: User
    ) -> None:
        with scene.acting() as actor:
            chosen = [queries.requests(actor).get(cycle=cycle, partner__code="A")]
        self.nudge(scene, cycle, "2024-04-12 12:00", only=chosen, copy_lead=True)
        assert sorted(letter.to[0] for letter in mail.outbox) == sorted([ben.email, pia.email])

        mail.outbox.clear()
        with tenant(scene.where):
            Membership.objects.filter(user=ben).update(ended_on=date(2024, 4, 12))
        self.nudge(scene, cycle, "2024-04-13 12:00", only=chosen)
        assert [letter.to[0] for letter in mail.outbox] == [pia.email]

    def test_reminders_go_to_the_contributor_then_who_stands_in_then_the_lead_then_somebody_calls(
        self, scene: Scene, cycle: Cycle, ben: User, pia: User
    ) -> None:
        second, third = scene.person("contributor", "A"), scene.person("contributor", "A")
        with tenant(scene.where):
            for who, name in ((ben, "Ben"), (third, "Kim"), (second, "Zed")):
                Membership.objects.filter(user=who).update(name=name)
            stands_in = Membership.objects.get(user=second)
            Partner.objects.filter(code="A").update(
                main_contact=Membership.objects.get(user=ben), backup_contact=stands_in
            )
        with scene.acting() as actor:
            chosen = [queries.requests(actor).get(cycle=cycle, partner__code="A")]
        written = []
        for day in (12, 13, 14):
            with clock.at(moment(f"2024-04-{day} 13:00")), scene.acting() as actor:
                assert "A" not in [row.request.partner.code for row in queries.call_list(actor, cycle)]
            mail.outbox.clear()
            self.nudge(scene, cycle, f"2024-04-{day} 14:00", only=chosen)
            written += [letter.to[0] for letter in mail.outbox]
        assert written == [ben.email, second.email, pia.email]

        with clock.at(moment("2024-04-15 13:00")), scene.acting() as actor:
            [to_call] = queries.call_list(actor, cycle)
        assert to_call.request.partner.code == "A"
        assert [day.day for day in to_call.nudges] == [14, 13, 12]

    def test_a_partner_that_cannot_be_written_to_is_called_at_once(
        self, scene: Scene, cycle: Cycle, client: Client
    ) -> None:
        with tenant(scene.where):
            Membership.objects.filter(name="Cy").update(email="")
        with clock.at(moment("2024-04-12 13:00")), scene.acting() as actor:
            assert [row.request.partner.code for row in queries.call_list(actor, cycle)] == ["C"]
        client.force_login(scene.lead)
        with clock.at(moment("2024-04-12 13:00")):
            drawn = client.get(f"/i/{scene.where.slug}/measurement/cycles/{cycle.public_id}/calls/")
        assert "cannot be written to" in drawn.content.decode() and "Cy" in drawn.content.decode()

    def test_a_reminder_that_nobody_can_get_offers_the_call_and_no_letter(
        self, scene: Scene, cycle: Cycle, client: Client
    ) -> None:
        with scene.acting() as actor:
            asked = queries.requests(actor).get(cycle=cycle, partner__code="C")
        here = f"/i/{scene.where.slug}/measurement/requests/{asked.public_id}/remind/?next=/i/{scene.where.slug}/"
        client.force_login(scene.lead)
        with clock.at(moment("2024-04-12 13:00")):
            assert "Send the reminder" in client.get(here).content.decode()
            with tenant(scene.where):
                Membership.objects.filter(name="Cy").update(email="", phone="555-0150")
            drawn = client.get(here).content.decode()
        assert "Send the reminder" not in drawn
        assert "Cy" in drawn and 'href="tel:555-0150"' in drawn
        assert f"/partners/C/relation/contact/?next=%2Fi%2F{scene.where.slug}%2F" in drawn

    def test_more_time_goes_with_it_where_the_time_is_over(
        self, scene: Scene, cycle: Cycle, ben: User
    ) -> None:
        self.nudge(scene, cycle, "2024-04-12 12:00", until=date(2024, 4, 20))
        with clock.at(moment("2024-04-18 12:00")):
            assert scene.hand_in(ben, "A", "2024-Q1", [FIGURE]).state == "submitted"

    def test_in_the_days_of_grace_one_is_late_already(self, scene: Scene, cycle: Cycle) -> None:
        with scene.acting() as actor:
            services.change_cycle(actor, cycle, grace_days=7)
        assert len(self.nudge(scene, cycle, "2024-04-12 12:00")) == 2

    def test_who_asks_for_one_that_is_not_late_nudges_nobody(self, scene: Scene, cycle: Cycle) -> None:
        with scene.acting() as actor:
            chosen = [queries.requests(actor).get(cycle=cycle, partner__code="B")]
        assert self.nudge(scene, cycle, "2024-04-12 12:00", only=chosen) == []

    def test_a_letter_that_left_is_not_sent_again(self, scene: Scene, cycle: Cycle) -> None:
        [first, *_rest] = self.nudge(scene, cycle, "2024-04-12 12:00")
        count = len(mail.outbox)
        HAND_INS.send(scene.where.pk, str(first.pk))
        assert len(mail.outbox) == count


class TestTheBoard:
    def test_it_weighs_partners_by_the_last_volume(self, scene: Scene, ben: User) -> None:
        """Example 13: A 50, B 30, C 120; A and B are in: 80 of 200."""
        figures = {"A": {"value": 50}, "B": {"value": 30}, "C": {"value": 120}}
        scene.give("n", "2023-Q4", figures)
        cycle = scene.cycle("2024-Q1", opens=date(2024, 4, 1), due=date(2024, 4, 10))
        with clock.at(moment("2024-04-09 12:00")):
            first = scene.hand_in(ben, "A", "2024-Q1", [FIGURE])
            scene.hand_in(scene.person("contributor", "B"), "B", "2024-Q1", [FIGURE])
            scene.accept(first)
        with clock.at(moment("2024-04-12 12:00")), scene.acting() as actor:
            found = queries.board(actor, cycle)

        assert (found.asked, found.handed_in, found.counts["late"]) == (3, 2, 1)
        assert (str(found.volume_accepted), str(found.volume_in)) == ("0.25", "0.4")
        assert round(found.on_time or 0, 4) == round(2 / 3, 4) or str(found.on_time).startswith("0.6666")
        rows = {row.request.partner.code: row for row in found.rows}
        assert (rows["A"].step, rows["B"].step, rows["C"].step) == (3, 2, 0)
        assert (rows["A"].asked, rows["A"].given, rows["C"].given) == (1, 1, 0)

    def test_partners_do_not_see_it(self, scene: Scene, ben: User) -> None:
        cycle = scene.cycle("2024-Q1")
        with scene.acting(ben) as actor, pytest.raises(Forbidden):
            queries.board(actor, cycle)


class TestSignOff:
    @pytest.fixture
    def waiting(self, scene: Scene, ben: User, pia: User) -> Submission:
        rules(scene, lead_signs_off=True)
        scene.cycle("2024-Q1", opens=date(2024, 4, 1), due=date(2024, 4, 10))
        with clock.at(moment("2024-04-09 12:00")):
            return scene.hand_in(ben, "A", "2024-Q1", [FIGURE])

    def test_a_contributors_hand_in_waits_for_the_lead_and_the_backbone_sees_nothing(
        self, scene: Scene, waiting: Submission, ben: User, pia: User
    ) -> None:
        assert waiting.state == "draft" and waiting.sign_off_asked_at is not None
        with scene.acting() as actor:
            assert not queries.submissions(actor).exists()
        with scene.acting(ben) as actor, pytest.raises(Forbidden):
            services.sign_off_hand_in(actor, waiting)
        # The day has gone by meanwhile: it was sent to the lead in time.
        with clock.at(moment("2024-04-20 12:00")), scene.acting(pia) as actor:
            done = services.sign_off_hand_in(actor, waiting)

        assert (done.state, done.submitted_by, done.signed_off_by) == ("submitted", ben, pia)

    def test_the_lead_gives_it_back_with_a_reason(
        self, scene: Scene, waiting: Submission, ben: User, pia: User
    ) -> None:
        with scene.acting(pia) as actor, pytest.raises(DomainError):
            services.send_back(actor, waiting, reason=" ")
        with scene.acting(pia) as actor:
            back = services.send_back(actor, waiting, reason="March is missing")
            assert (back.sign_off_asked_at, back.sign_off_note) == (None, "March is missing")
            with pytest.raises(Conflict):
                services.sign_off_hand_in(actor, back)

    def test_changed_figures_must_be_sent_to_the_lead_again(
        self, scene: Scene, waiting: Submission, ben: User, pia: User
    ) -> None:
        with clock.at(moment("2024-04-09 13:00")), scene.acting(ben) as actor:
            services.save_draft(actor, waiting, [{"indicator": "n", "value": 8}])
        with scene.acting(pia) as actor, pytest.raises(Conflict):
            services.sign_off_hand_in(actor, waiting)

    def test_it_is_skipped_where_the_lead_hands_in_and_where_there_is_none(
        self, scene: Scene, pia: User
    ) -> None:
        rules(scene, lead_signs_off=True)
        scene.cycle("2024-Q1")
        done = scene.hand_in(pia, "A", "2024-Q1", [FIGURE])
        assert (done.state, done.signed_off_by) == ("submitted", pia)
        other = scene.hand_in(scene.person("contributor", "B"), "B", "2024-Q1", [FIGURE])
        assert (other.state, other.signed_off_by) == ("submitted", None)

    def test_nobody_waits_where_the_initiative_does_not_want_it(
        self, scene: Scene, ben: User, pia: User
    ) -> None:
        scene.cycle("2024-Q1")
        assert scene.hand_in(ben, "A", "2024-Q1", [FIGURE]).state == "submitted"

    def test_a_revision_waits_for_the_lead_too(self, scene: Scene, ben: User, pia: User) -> None:
        scene.cycle("2024-Q1")
        done = scene.accept(scene.hand_in(ben, "A", "2024-Q1", [FIGURE]))
        rules(scene, lead_signs_off=True)
        with scene.acting(ben) as actor:
            waiting = services.revise(actor, done, reason="One more", rows=[{**FIGURE, "value": Decimal(9)}])
        assert waiting.state == "draft" and waiting.sign_off_asked_at is not None
        with scene.acting() as actor:
            assert not queries.submissions(actor).filter(revises=done).exists()
        with scene.acting(pia) as actor:
            signed = services.sign_off_hand_in(actor, waiting)
        assert (signed.state, signed.submitted_by, signed.signed_off_by) == ("submitted", ben, pia)
        assert scene.point("n").value == 7
        scene.accept(signed)
        assert scene.point("n").value == 9

    def test_the_leads_own_revision_needs_no_other_sign_off(self, scene: Scene, ben: User, pia: User) -> None:
        rules(scene, lead_signs_off=True)
        scene.cycle("2024-Q1")
        done = scene.accept(scene.hand_in(pia, "A", "2024-Q1", [FIGURE]))
        with scene.acting(pia) as actor:
            made = services.revise(actor, done, reason="One more", rows=[{**FIGURE, "value": Decimal(9)}])
        assert (made.state, made.signed_off_by) == ("submitted", pia)


class TestWhatItCosts:
    def worked(self, scene: Scene, who: User, partner: str, period: str, *times: str) -> Submission:
        """A draft saved at these moments, handed in at the last one."""
        with clock.at(moment(times[0])):
            draft = scene.hand_in(who, partner, period, [FIGURE], submit=False)
        for time in times[1:-1]:
            with clock.at(moment(time)), scene.acting(who) as actor:
                draft = services.save_draft(actor, draft, [FIGURE])
        with clock.at(moment(times[-1])), scene.acting(who) as actor:
            return services.submit(actor, draft)

    def test_time_is_that_between_saves_up_to_a_cap(self, scene: Scene, ben: User) -> None:
        scene.cycle("2024-Q1")
        times = ["2024-04-02 10:00", "2024-04-02 10:01", "2024-04-02 12:00", "2024-04-02 12:01"]
        done = self.worked(scene, ben, "A", "2024-Q1", *times)

        assert (done.active_seconds, done.figures) == (60 + 120 + 60, 1)

    def test_staff_who_enter_on_behalf_cost_the_partner_nothing(self, scene: Scene) -> None:
        scene.cycle("2024-Q1")
        done = self.worked(scene, scene.lead, "A", "2024-Q1", "2024-04-02 10:00", "2024-04-02 10:01")
        assert (done.on_behalf, done.active_seconds) == (True, None)

    def test_a_year_is_forecast_against_the_budget(self, scene: Scene, ben: User) -> None:
        """A: one quarterly figure of 2 minutes, then a monthly one: 4 x 2 + 12 x 2 = 32 minutes a year."""
        scene.cycle("2024-Q1")
        times = ["2024-04-02 10:00", "2024-04-02 10:01", "2024-04-02 10:02"]
        self.worked(scene, ben, "A", "2024-Q1", *times)
        rules(scene, minutes_a_year=30)

        def burden(partner: str, who: User | None = None) -> queries.Burden:
            with clock.at(moment("2024-05-01")), scene.acting(who) as actor:
                whose = core.partner(actor, partner).pk
                return queries.burdens(actor, [whose])[whose]

        assert (burden("A").minutes, burden("A").over, burden("A").basis) == (8, 0, "own")
        assert burden("A").median_seconds == 120
        assert (burden("B").minutes, burden("B").basis) == (8, "all")
        scene.indicator("m", cadence="monthly")
        scene.assign("m", "A")
        assert (burden("A", ben).minutes, burden("A", ben).over) == (32, 2)
        with scene.acting() as actor:
            services.change_terms(actor, core.partner(actor, "A"), minutes_a_year=40)
        assert (burden("A").over, burden("A").agreed) == (0, True)

    def test_another_partners_cost_is_its_own(self, scene: Scene, ben: User) -> None:
        with scene.acting(ben) as actor, pytest.raises(Forbidden):
            queries.burdens(actor, [core.partner(actor, "B").pk])


class TestEvidence:
    @pytest.fixture(autouse=True)
    def files(self, settings: Any, tmp_path: Path) -> Path:
        settings.MEDIA_ROOT = tmp_path
        return tmp_path / "evidence"

    @pytest.fixture
    def draft(self, scene: Scene, ben: User) -> Submission:
        scene.cycle("2024-Q1")
        return scene.hand_in(ben, "A", "2024-Q1", [FIGURE], submit=False)

    def add(self, scene: Scene, who: User, draft: Submission, name: str, content: bytes) -> Evidence:
        with scene.acting(who) as actor:
            return services.add_evidence(
                actor,
                draft,
                indicator=queries.indicator(actor, "n"),
                name=name,
                file=BytesIO(content),
                size=len(content),
            )

    def test_a_file_is_kept_private_and_stays_once_handed_in(
        self, scene: Scene, ben: User, draft: Submission, files: Path
    ) -> None:
        row = self.add(scene, ben, draft, "..\\..\\etc/report.pdf", PDF)
        assert row.name == "report.pdf"
        [stored] = files.iterdir()
        assert (stored.name, stored.read_bytes()) == (row.stored_as, PDF)
        assert stored.stat().st_mode & 0o077 == 0
        with scene.acting(ben) as actor:
            sent = services.submit(actor, draft)
            with pytest.raises(Conflict):
                services.remove_evidence(actor, row)
        with scene.acting() as actor:
            assert [found.name for found in queries.evidence_of(actor, sent)] == ["report.pdf"]
        other = scene.person("contributor", "B")
        with scene.acting(other) as actor, pytest.raises(DomainError):
            queries.evidence(actor, row.public_id)

    def test_a_drafts_file_is_taken_away(
        self,
        scene: Scene,
        ben: User,
        draft: Submission,
        files: Path,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        row = self.add(scene, ben, draft, "a.pdf", PDF)
        with scene.acting() as actor:
            assert not queries.evidence_of(actor, draft).exists()
        with django_capture_on_commit_callbacks(execute=True), scene.acting(ben) as actor:
            services.remove_evidence(actor, row)
        assert list(files.iterdir()) == []

    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [
            ("a.exe", b"MZ", "unknown_ending"),
            ("a.html", b"<script>", "unknown_ending"),
            ("a.svg", b"<svg", "unknown_ending"),
            ("a.pdf", b"<html><script>", "other_content"),
            ("a.png", PDF, "other_content"),
            ("a.csv", b"<script>alert(1)</script>", "other_content"),
            ("a.pdf", b"", "empty"),
            ("a.pdf", b"%PDF-" + b"0" * 10 * 1024 * 1024, "too_big"),
        ],
    )
    def test_what_is_not_what_it_says_is_refused_and_not_kept(
        self, scene: Scene, ben: User, draft: Submission, files: Path, name: str, content: bytes, code: str
    ) -> None:
        with pytest.raises(DomainError) as fault:
            self.add(scene, ben, draft, name, content)
        assert (fault.value.errors[0].code, fault.value.errors[0].field) == (code, "file")
        assert not files.exists() or list(files.iterdir()) == []


class TestWhatIsAskedLater:
    def test_a_hand_in_that_waits_keeps_its_rows(self, scene: Scene, ben: User) -> None:
        scene.cycle("2024-Q1")
        sent = scene.hand_in(ben, "A", "2024-Q1", [FIGURE])
        scene.indicator("late")
        scene.assign("late", "A")

        def sheet() -> queries.HandIn:
            with scene.acting(ben) as actor:
                return queries.hand_in_of(actor, queries.requests(actor).get())

        assert [line.sheet.indicator.code for line in sheet().lines] == ["n"]
        assert sheet().added == ("late",)
        scene.accept(sent)
        assert [line.sheet.indicator.code for line in sheet().missing] == ["late"]
        assert sheet().added == ("late",)


@pytest.mark.parametrize(
    ("seconds", "told"), [(0, "0 s"), (59, "59 s"), (60, "1.0 min"), (93, "1.6 min"), (600, "10.0 min")]
)
def test_a_short_time_is_told_in_seconds(seconds: int, told: str) -> None:
    """93 seconds are 1.55 minutes, which round up."""
    assert str(told_time(seconds)).replace("\u00a0", " ") == told
