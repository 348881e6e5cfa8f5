"""Activities: who may plan what, their states, their partners, their health, and what is kept."""

from datetime import date, timedelta

import pytest

from activities import queries, services
from activities.models import ActivityPartner
from activities.services import Played
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.models import Event, Group, Membership, User
from initiatives.services import add_place, part_with
from initiatives.services.groups import found_group, seat
from tests.factories import activities as make
from tests.factories import agenda
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    found = Scene()
    found.partners("a", "b", "c")
    return found


def chair(actor: Actor, who: User, group: Group) -> None:
    seat(actor, group, Membership.objects.get(user=who), co_chair=True)


class TestAdding:
    def test_whoever_takes_part_may_propose_one_that_nobody_leads_yet(self, scene: Scene) -> None:
        dora = scene.person("community")
        with scene.acting(dora) as actor:
            made = services.add_activity(actor, title=" A walking school bus ")

        assert made.title == "A walking school bus"
        assert made.state == "proposed"

    def test_nobody_plans_for_another_partner(self, scene: Scene) -> None:
        ben = scene.person("contributor", "a")
        with scene.acting(ben) as actor:
            services.add_activity(
                actor, title="Ours", parts=make.played(actor, lead="a", fund="b"), state="under_way"
            )
            with pytest.raises(Forbidden):
                services.add_activity(actor, title="Theirs", parts=make.played(actor, lead="b"))
            with pytest.raises(Forbidden):
                services.add_activity(actor, title="Nobody's, agreed", state="agreed")

    def test_co_chairs_plan_for_every_partner_under_their_groups_strategies_alone(self, scene: Scene) -> None:
        pia = scene.person("partner_lead", "a")
        with scene.acting() as actor:
            reading, other = found_group(actor, name="Reading"), found_group(actor, name="Other")
            chair(actor, pia, reading)
            ours = agenda.strategy(actor, "Tutoring", group=reading)
            theirs = agenda.strategy(actor, "Other", group=other)
        with scene.acting(pia) as actor:
            parts = make.played(actor, lead="b")
            assert services.add_activity(actor, title="X", strategy=ours, parts=parts, state="agreed")
            with pytest.raises(Forbidden):
                services.add_activity(actor, title="Y", strategy=theirs, parts=parts)

    def test_one_partner_leads(self, scene: Scene) -> None:
        with scene.acting() as actor, pytest.raises(DomainError) as error:
            services.add_activity(actor, title="X", parts=make.played(actor, lead="a b"))

        assert error.value.field == "parts"

    def test_a_partner_that_left_takes_no_new_part_and_keeps_its_old_one(self, scene: Scene) -> None:
        with scene.acting() as actor:
            kept = make.activity(actor, lead="a")
            part_with(actor, core.partner(actor, "a"))
            with pytest.raises(DomainError, match="does not take part"):
                services.add_activity(actor, title="X", parts=make.played(actor, lead="a"))
            services.change_activity(actor, kept, parts=make.played(actor, lead="a", fund="b"))

            [lead, funder] = queries.activity(actor, kept.public_id).parts  # type: ignore[attr-defined]

        assert (lead.partner.code, lead.partner.state, funder.part) == ("a", "left", "fund")

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"title": "  "}, "title"),
            ({"title": "x" * 301}, "title"),
            ({"kind": "other"}, "kind"),
            ({"engagement": "much"}, "engagement"),
            ({"planned_reach": -1}, "planned_reach"),
            ({"starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 31)}, "ends_on"),
            ({"state": "blocked"}, "state"),
            ({"colour": "red"}, "colour"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(
        self, scene: Scene, values: dict[str, object], field: str
    ) -> None:
        with scene.acting() as actor, pytest.raises(DomainError) as error:
            services.add_activity(actor, **{"title": "X", **values})  # type: ignore[arg-type]

        assert error.value.field == field


class TestChanging:
    def test_the_partners_that_do_the_work_change_it_and_others_do_not(self, scene: Scene) -> None:
        co, funder = scene.person("contributor", "b"), scene.person("partner_lead", "c")
        with scene.acting() as actor:
            row = make.activity(actor, lead="a", parts=make.played(actor, co_deliver="b", fund="c"))
        with scene.acting(co) as actor:
            services.change_activity(actor, row, outputs="40 hours")
        with scene.acting(funder) as actor, pytest.raises(Forbidden):
            services.change_activity(actor, row, outputs="none")

    def test_a_partner_does_not_hand_its_lead_to_another_unasked(self, scene: Scene) -> None:
        ben = scene.person("contributor", "a")
        with scene.acting() as actor:
            row = make.activity(actor, lead="a")
        with scene.acting(ben) as actor:
            with pytest.raises(Forbidden):
                services.change_activity(actor, row, parts=make.played(actor, lead="b"))
            services.change_activity(actor, row, parts=[])

        with scene.acting() as actor:
            assert queries.lead_of(queries.activity(actor, row.public_id)) is None

    def test_who_led_before_is_kept_with_its_days(self, scene: Scene) -> None:
        with scene.acting() as actor:
            row = make.activity(actor, lead="a")
            with clock.at(make.later(10)):
                services.change_activity(actor, row, parts=make.played(actor, lead="b", co_deliver="a"))
                until = clock.today(actor.initiative.timezone)
            [former] = queries.former_parts(row)
            event = Event.objects.filter(key="activities.parts_changed").get()

        assert (former.partner.code, former.part, former.until) == ("a", "lead", until)
        assert event.data["former"] == ["a: lead"]
        assert event.data["parts"] == ["a: co_deliver", "b: lead"]

    def test_the_dates_agreed_first_are_kept_and_others_take_a_reason(self, scene: Scene) -> None:
        with scene.acting() as actor:
            row = make.activity(
                actor, state="proposed", starts_on=date(2026, 5, 4), ends_on=date(2026, 6, 30)
            )
            services.change_activity(actor, row, ends_on=date(2026, 7, 31))
            services.move_activity(actor, row, state="agreed")
            with pytest.raises(DomainError) as error:
                services.change_activity(actor, row, ends_on=date(2026, 8, 28))
            services.change_activity(actor, row, ends_on=date(2026, 8, 28), date_reason="Printed late")
            now = queries.activity(actor, row.public_id)
            told = Event.objects.filter(key="activities.rescheduled").order_by("-id")[0]

        assert error.value.field == "date_reason"
        assert (now.ends_on, now.agreed_end, now.date_reason) == (
            date(2026, 8, 28),
            date(2026, 7, 31),
            "Printed late",
        )
        assert told.data["former"] == ["2026-05-04", "2026-07-31"]
        assert told.data["dates"] == ["2026-05-04", "2026-08-28"]

    def test_another_strategy_is_told_with_the_former_one(self, scene: Scene) -> None:
        with scene.acting() as actor:
            first, second = agenda.strategy(actor, "First"), agenda.strategy(actor, "Second")
            row = make.activity(actor, strategy=first)
            services.change_activity(actor, row, strategy=second)
            told = Event.objects.get(key="activities.placed")

        assert (told.data["strategy"], told.data["former"]) == ("Second", "First")

    def test_what_does_not_change_is_not_told(self, scene: Scene) -> None:
        with scene.acting() as actor:
            row = make.activity(actor, lead="a", about="x")
            before = Event.objects.count()
            services.change_activity(
                actor, row, about="x", parts=make.played(actor, lead="a"), places=[], populations=[]
            )

            assert Event.objects.count() == before

    def test_a_measure_that_is_fed_is_not_also_to_be_moved(self, scene: Scene) -> None:
        tutored, absent = scene.indicator("tutored"), scene.indicator("absent")
        with scene.acting() as actor:
            row = make.activity(actor, feeds=[tutored], contributes=[tutored, absent])

        found = {(one.indicator.code, one.bearing) for one in row.measures}  # type: ignore[attr-defined]
        assert found == {("tutored", "feeds"), ("absent", "contributes")}


class TestMoving:
    def test_a_state_follows_its_table_and_some_need_a_reason(self, scene: Scene) -> None:
        with scene.acting() as actor:
            row = make.activity(actor, state="proposed", lead="a")
            with pytest.raises(Conflict):
                services.move_activity(actor, row, state="under_way")
            services.move_activity(actor, row, state="agreed")
            services.move_activity(actor, row, state="under_way")
            with pytest.raises(DomainError) as error:
                services.move_activity(actor, row, state="blocked", reason=" ")
            services.move_activity(actor, row, state="blocked", reason="No bus")

            assert error.value.field == "reason"
            assert [move.state for move in queries.moves(row)] == [
                "blocked",
                "under_way",
                "agreed",
                "proposed",
            ]

    def test_who_proposed_it_does_not_agree_to_it(self, scene: Scene) -> None:
        dora = scene.person("community")
        with scene.acting(dora) as actor:
            row = services.add_activity(actor, title="A walking school bus")
            services.change_activity(actor, row, about="Four streets")
            with pytest.raises(Forbidden):
                services.move_activity(actor, row, state="agreed")

    def test_a_mistake_is_removed_and_what_has_a_history_is_not(self, scene: Scene) -> None:
        with scene.acting() as actor:
            mistake, lived = make.activity(actor, "Mistake", lead="a"), make.activity(actor, "Lived")
            services.remove_activity(actor, mistake)
            services.move_activity(actor, lived, state="at_risk", reason="Two tutors ill")
            with pytest.raises(Conflict):
                services.remove_activity(actor, lived)

            assert list(queries.activities(actor).values_list("title", flat=True)) == ["Lived"]
            assert not ActivityPartner.objects.exists()
            with pytest.raises(NotFound):
                queries.activity(actor, mistake.public_id)


class TestHealth:
    def test_silence_is_counted_from_the_last_sign_of_life(self, scene: Scene) -> None:
        with scene.acting() as actor:
            row = make.activity(actor)
            seen = {}
            for days in (0, 44, 45, 100):
                with clock.at(make.later(days)):
                    seen[days] = queries.activity(actor, row.public_id).health  # type: ignore[attr-defined]
            with clock.at(make.later(100)):
                services.move_activity(actor, row, state="at_risk", reason="Few tutors")
                seen[101] = queries.activity(actor, row.public_id).health  # type: ignore[attr-defined]

        assert seen == {0: "on_track", 44: "on_track", 45: "unknown", 100: "unknown", 101: "at_risk"}

    def test_the_initiative_sets_its_own_days(self, scene: Scene) -> None:
        with scene.acting() as actor:
            row = make.activity(actor)
            services.change_check_in_rule(actor, silence_days=14)
            with clock.at(make.later(14) + timedelta(minutes=1)):
                assert queries.activity(actor, row.public_id).health == "unknown"  # type: ignore[attr-defined]
            with pytest.raises(DomainError) as error:
                services.change_check_in_rule(actor, silence_days=6)

        assert error.value.field == "silence_days"

    def test_what_does_not_run_has_no_health(self, scene: Scene) -> None:
        with scene.acting() as actor:
            rows = [make.activity(actor, state, state=state) for state in ("proposed", "agreed", "done")]

        assert [row.health for row in rows] == ["", "", ""]  # type: ignore[attr-defined]


class TestReading:
    def test_filters_narrow_the_list(self, scene: Scene) -> None:
        with scene.acting() as actor:
            bet = agenda.strategy(actor, "Tutoring")
            young = make.population(actor, "young")
            make.activity(actor, "A", lead="a", strategy=bet)
            make.activity(actor, "B", lead="b", parts=make.played(actor, fund="a"), populations=[young])
            make.activity(actor, "C", state="done", approach="policy")

            def titles(**asked: str) -> list[str]:
                return [row.title for row in queries.activities_matching(actor, **asked)]

            assert titles() == ["A", "B", "C"]
            assert titles(state="open") == ["A", "B"]
            assert titles(partner="a") == ["A", "B"]
            assert titles(partner="a", part="fund") == ["B"]
            assert titles(strategy=str(bet.public_id)) == ["A"]
            assert titles(strategy="none") == ["B", "C"]
            assert titles(population="young") == ["B"]
            assert titles(approach="policy") == ["C"]
            assert titles(search="b") == ["B"]

    def test_a_place_takes_in_what_lies_within_it(self, scene: Scene) -> None:
        with scene.acting() as actor:
            county = add_place(actor, code="county", name="County")
            school = add_place(actor, code="school", name="School", parent="county")
            add_place(actor, code="elsewhere", name="Elsewhere")
            make.activity(actor, "Here", places=[school])
            make.activity(actor, "There", places=[county])

            def titles(place: str) -> list[str]:
                return [row.title for row in queries.activities_matching(actor, place=place)]

            assert titles("county") == ["Here", "There"]
            assert titles("school") == ["Here"]
            assert titles("elsewhere") == []
            assert titles("unknown") == []

    def test_a_plan_of_programmes_alone_is_known_as_such(self, scene: Scene) -> None:
        with scene.acting() as actor:
            assert not queries.programmes_only(actor)
            make.activity(actor, "A")
            assert queries.programmes_only(actor)
            make.activity(actor, "B", approach="policy")
            assert not queries.programmes_only(actor)


def test_a_population_in_use_is_not_removed() -> None:
    scene = Scene()
    with scene.acting() as actor:
        young, old = make.population(actor, "young"), make.population(actor, "old")
        make.activity(actor, populations=[young])
        services.remove_population(actor, old)
        with pytest.raises(Conflict):
            services.remove_population(actor, young)

        assert list(queries.populations(actor).values_list("code", flat=True)) == ["young"]


def test_parts_are_named_by_their_words() -> None:
    scene = Scene()
    scene.partners("a")
    with scene.acting() as actor, pytest.raises(DomainError) as error:
        services.add_activity(actor, title="X", parts=[Played(core.partner(actor, "a"), "boss")])

    assert error.value.field == "parts"
