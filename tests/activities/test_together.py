"""Links between activities, dependence without circles, warnings, milestones and tasks."""

from datetime import date, timedelta

import pytest

from activities import queries, services
from activities.models import ActivityLink
from initiatives import queries as core
from initiatives import services as core_services
from initiatives.kernel import clock
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.models import Event, Membership
from tests.factories import activities as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    found = Scene()
    found.partners("a", "b", "c")
    return found


class TestLinks:
    def test_a_mutual_link_is_one_whoever_makes_it(self, scene: Scene) -> None:
        with scene.acting() as actor:
            one, two = make.activity(actor, "One"), make.activity(actor, "Two")
            made = services.link_activities(actor, two, one, kind="overlaps", agreed="Two stops on Mondays")
            with pytest.raises(Conflict):
                services.link_activities(actor, one, two, kind="overlaps")
            services.link_activities(actor, two, one, kind="refers_to")
            services.link_activities(actor, one, two, kind="refers_to")

            assert (made.source.title, made.target.title, made.agreed) == (
                "One",
                "Two",
                "Two stops on Mondays",
            )
            assert [row.kind for row in queries.links_of(actor, one)] == [
                "overlaps",
                "refers_to",
                "refers_to",
            ]

    def test_what_was_agreed_on_an_overlap_stands_in_their_one_link(self, scene: Scene) -> None:
        with scene.acting() as actor:
            one, two = make.activity(actor, "One"), make.activity(actor, "Two")
            first = services.agree_on_overlap(actor, two, one, agreed="Two takes the mornings")
            again = services.agree_on_overlap(actor, one, two, agreed=" Two takes the evenings ")
            with pytest.raises(DomainError) as error:
                services.agree_on_overlap(actor, one, two, agreed=" ")

        assert (again.pk, again.kind, again.agreed) == (first.pk, "overlaps", "Two takes the evenings")
        assert error.value.field == "agreed"
        with scene.acting():
            told = Event.objects.get(key="activities.link_changed")
        assert told.data["agreed"] == "Two takes the evenings"

    def test_what_waits_for_itself_through_others_is_refused(self, scene: Scene) -> None:
        with scene.acting() as actor:
            a, b, c = (make.activity(actor, name) for name in "ABC")
            services.link_activities(actor, b, a, kind="depends_on")
            services.link_activities(actor, c, b, kind="depends_on")
            with pytest.raises(Conflict) as error:
                services.link_activities(actor, a, c, kind="depends_on")
            services.link_activities(actor, a, c, kind="feeds_into")
            services.link_activities(actor, c, a, kind="depends_on")

        assert error.value.code == "circle"
        assert "“C” waits for “A” already" in error.value.message

    def test_a_link_that_ended_closes_no_circle_and_is_kept(self, scene: Scene) -> None:
        with scene.acting() as actor:
            a, b = make.activity(actor, "A"), make.activity(actor, "B")
            made = services.link_activities(actor, b, a, kind="depends_on")
            services.end_link(actor, made)
            with pytest.raises(Conflict):
                services.end_link(actor, made)
            services.link_activities(actor, a, b, kind="depends_on")

            assert ActivityLink.objects.count() == 2
            assert [row.source.title for row in queries.links(actor)] == ["A"]

    def test_who_may_change_one_of_the_two_links_them(self, scene: Scene) -> None:
        ben, cem = scene.person("contributor", "a"), scene.person("contributor", "c")
        with scene.acting() as actor:
            one, two = make.activity(actor, "One", lead="a"), make.activity(actor, "Two", lead="b")
        with scene.acting(ben) as actor:
            made = services.link_activities(actor, one, two, kind="feeds_into")
        with scene.acting(cem) as actor:
            with pytest.raises(Forbidden):
                services.link_activities(actor, one, two, kind="overlaps")
            with pytest.raises(Forbidden):
                services.change_link(actor, made, agreed="x")

    def test_an_activity_is_not_linked_to_itself(self, scene: Scene) -> None:
        with scene.acting() as actor:
            one = make.activity(actor)
            with pytest.raises(DomainError) as error:
                services.link_activities(actor, one, one, kind="feeds_into")

        assert error.value.field == "target"


class TestWarnings:
    def test_an_end_after_the_waiting_ones_beginning_warns(self, scene: Scene) -> None:
        today = clock.today("UTC")
        with scene.acting() as actor:
            books = make.activity(
                actor, "Books", starts_on=today, ends_on=today + timedelta(days=10), state="agreed"
            )
            train = make.activity(
                actor, "Train", starts_on=today + timedelta(days=12), ends_on=today + timedelta(days=20)
            )
            services.link_activities(actor, train, books, kind="depends_on")
            assert queries.dependency_warnings(actor) == []
            services.change_activity(
                actor, books, ends_on=today + timedelta(days=40), date_reason="Printed late"
            )

            [warning] = queries.dependency_warnings(actor)
            assert warning.code == "too_late"
            assert warning.text == "“Books” ends 28 days after “Train”, which waits for it, begins."
            assert queries.slipped_by(queries.activity(actor, books.public_id)) == 30
            assert queries.dependency_warnings(actor, among=[0]) == []

    def test_what_is_blocked_or_stopped_warns_and_what_is_over_is_quiet(self, scene: Scene) -> None:
        with scene.acting() as actor:
            books, train = make.activity(actor, "Books"), make.activity(actor, "Train")
            services.link_activities(actor, train, books, kind="depends_on")
            codes = []
            for state in ("blocked", "stopped"):
                services.move_activity(actor, books, state=state, reason="No money")
                codes += [warning.code for warning in queries.dependency_warnings(actor)]
            services.move_activity(actor, train, state="done")
            codes += [warning.code for warning in queries.dependency_warnings(actor)]

        assert codes == ["blocked", "stopped"]

    def test_what_should_have_ended_by_now_warns(self, scene: Scene) -> None:
        yesterday = clock.today("UTC") - timedelta(days=2)
        with scene.acting() as actor:
            books, train = make.activity(actor, "Books", ends_on=yesterday), make.activity(actor, "Train")
            services.link_activities(actor, train, books, kind="depends_on")

            assert [warning.code for warning in queries.dependency_warnings(actor)] == ["overdue"]


class TestMilestones:
    def test_the_day_set_first_is_kept(self, scene: Scene) -> None:
        with scene.acting() as actor:
            row = make.activity(actor)
            made = services.set_milestone(actor, row, title="Tutors trained", due=date(2026, 8, 10))
            services.change_milestone(actor, made, due=date(2026, 8, 31))
            services.reach_milestone(actor, made, on=date(2024, 1, 1))
            with pytest.raises(Conflict):
                services.change_milestone(actor, made, title="x")
            [found] = queries.milestones(actor)

        assert (found.due, found.first_due, found.reached_on) == (
            date(2026, 8, 31),
            date(2026, 8, 10),
            date(2024, 1, 1),
        )

    def test_what_is_still_to_come_is_not_reached(self, scene: Scene) -> None:
        with scene.acting() as actor:
            made = services.set_milestone(actor, make.activity(actor), title="x", due=date(2026, 8, 10))
            tomorrow = clock.today(actor.initiative.timezone) + timedelta(days=2)
            with pytest.raises(DomainError) as error:
                services.reach_milestone(actor, made, on=tomorrow)
            services.remove_milestone(actor, made)

            assert Event.objects.filter(key="activities.milestone_removed").count() == 1
        assert error.value.field == "on"

    def test_whoever_changes_the_activity_gives_tasks_for_it(self, scene: Scene) -> None:
        ben = scene.person("contributor", "a")
        with scene.acting() as actor:
            row = make.activity(actor, lead="a")
        with scene.acting(ben) as actor:
            task = services.give_task(
                actor, row, what="Call the bus company", owner=core.myself(actor), due=date(2026, 8, 1)
            )
            assert list(core.actions(actor, source=f"activity:{row.public_id}")) == [task]
            core_services.change_action(actor, task, state="done")


@pytest.mark.parametrize("role", ["funder", "community"])
def test_everybody_closes_a_task_of_their_own(scene: Scene, role: str) -> None:
    who = scene.person(role)
    with scene.acting() as actor:
        owner = Membership.objects.get(user=who)
        mine = core_services.add_action(actor, what="Ask the board", owner=owner, due=date(2026, 8, 1))
        other = core_services.add_action(actor, what="Other", owner=core.myself(actor), due=date(2026, 8, 1))
    with scene.acting(who) as actor:
        assert core_services.change_action(actor, mine, state="done").state == "done"
        with pytest.raises(Forbidden):
            core_services.change_action(actor, other, state="done")
