"""Many at once: one winner, nothing lost, nothing twice, nobody waiting for ever."""

from decimal import Decimal
from typing import Any

import pytest

from initiatives import jobs
from initiatives import queries as core
from initiatives.kernel.errors import Conflict, DomainError, Stale
from initiatives.kernel.tenancy import tenant
from measurement import queries, rollups, services
from measurement.models import Assignment, Entry, HeadKnowledge, Observation, Submission
from measurement.periods import parse
from tests.databases import ClonedDatabase
from tests.factories.scene import Scene, exact


@pytest.fixture
def scene(cloned_database: ClonedDatabase) -> Scene:
    """Four partners asked for one figure, in a cycle that is open for long."""
    made = Scene(self_acceptance=True)
    made.partners("A", "B", "C", "D")
    made.indicator("n")
    made.cycle("2024-Q1")
    return made


def row(partner: str, value: int, period: str = "2024-Q1") -> dict[str, Any]:
    return exact({"partner": partner, "indicator": "n", "period": period, "value": value})


def load(scene: Scene, *rows: dict[str, Any], reason: str = "") -> int:
    with scene.acting() as actor:
        return int(services.load(actor, list(rows), submit=True, accept=True, reason=reason).observations)


def test_twenty_accept_the_same_hand_in_and_one_does(cloned_database: ClonedDatabase, scene: Scene) -> None:
    made = scene.hand_in(scene.lead, "A", "2024-Q1", [{"indicator": "n", "value": 7}])

    def accept(_number: int) -> str:
        with scene.acting() as actor:
            return str(services.accept(actor, made).state)

    done = cloned_database.race(20, accept)

    assert done.count("accepted") == 1
    assert all(isinstance(d, Conflict) for d in done if d != "accepted"), done
    scene.work()
    with tenant(scene.where):
        assert Observation.objects.count() == 1
    assert scene.point("n").value == 7


def test_two_open_the_same_draft_and_share_it(cloned_database: ClonedDatabase, scene: Scene) -> None:
    ben = scene.person("contributor", "A")

    def start(number: int) -> int:
        with scene.acting(ben) as actor:
            return int(services.start(actor, partner=core.partner(actor, "A"), period=parse("2024-Q1")).pk)

    assert len(set(cloned_database.race(8, start))) == 1


def test_of_two_who_save_the_same_draft_one_is_told(cloned_database: ClonedDatabase, scene: Scene) -> None:
    ben = scene.person("contributor", "A")
    draft = scene.hand_in(ben, "A", "2024-Q1", [{"indicator": "n", "value": 1}], submit=False)

    def save(number: int) -> int:
        with scene.acting(ben) as actor:
            rows = [{"indicator": "n", "value": Decimal(number + 10)}]
            services.save_draft(actor, draft, rows, version=draft.version)
        return number

    done = cloned_database.race(2, save)

    (winner,) = [d for d in done if isinstance(d, int)]
    assert [type(d) for d in done if not isinstance(d, int)] == [Stale]
    with tenant(scene.where):
        assert Entry.objects.get().value == winner + 10


def test_the_same_bulk_twice_at_once_goes_in_once(cloned_database: ClonedDatabase, scene: Scene) -> None:
    rows = [row(code, n, period) for n, code in enumerate("ABCD") for period in ("2024-Q1", "2024-Q2")]

    done = cloned_database.race(4, lambda number: load(scene, *(rows if number % 2 else rows[::-1])))

    assert sorted(d for d in done if isinstance(d, int)) == [0, 0, 0, 8], done
    scene.work()
    with tenant(scene.where):
        assert Observation.objects.count() == 8
        assert Assignment.objects.count() == 4
    assert [p.value for p in scene.points("n")] == [6, 6]
    assert scene.stale() == []


def test_many_accept_different_figures_while_they_are_computed(
    cloned_database: ClonedDatabase, scene: Scene
) -> None:
    def act(number: int) -> int:
        if number >= 8:
            return jobs.run_due()
        load(scene, row("ABCD"[number % 4], 10 ** (number % 4), f"2024-Q{1 + number // 4}"))
        return jobs.run_due()

    done = cloned_database.race(12, act)

    assert all(isinstance(d, int) for d in done), done
    scene.work()
    assert [p.value for p in scene.points("n")] == [1111, 1111]
    assert scene.stale() == []


def test_a_lock_and_figures_at_once_leave_no_figure_behind_the_lock(
    cloned_database: ClonedDatabase, scene: Scene
) -> None:
    with scene.acting() as actor:
        cycle = queries.cycles(actor).get()

    def act(number: int) -> str:
        if number == 0:
            with scene.acting() as actor:
                services.lock_cycle(actor, cycle)
            return "locked"
        load(scene, row("ABCD"[number - 1], 1))
        return "in"

    done = cloned_database.race(5, act)

    accepted = done.count("in")
    assert done[0] == "locked"
    assert all(isinstance(d, DomainError) and d.code == "locked" for d in done if not isinstance(d, str)), (
        done
    )
    scene.work()
    points = scene.points("n")
    assert [(p.value, p.status) for p in points] == ([(accepted, "final")] if accepted else [])
    assert scene.stale() == []


def test_workers_share_the_work_and_leave_none(
    cloned_database: ClonedDatabase, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    monkeypatch.setitem(jobs.HANDLERS, "test.count", lambda initiative_id, key: ran.append(key))
    scene.work()
    with tenant(scene.where):
        for number in range(60):
            jobs.enqueue("test.count", f"{number % 20}")

    done = cloned_database.race(6, lambda number: jobs.run_due())

    assert all(isinstance(d, int) for d in done), done
    assert set(ran) == {str(n) for n in range(20)}
    assert len(ran) <= 60
    assert not jobs.Job.objects.exists()


def test_a_job_that_is_running_is_not_taken_even_when_its_lease_is_over(
    cloned_database: ClonedDatabase, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_meanwhile: list[Any] = []

    def slow(initiative_id: int, key: str) -> None:
        def look(number: int) -> Any:
            jobs.Job.objects.all()
            with jobs.clock.at(jobs.clock.now() + 2 * jobs.LEASE):
                return jobs.claim()

        taken_meanwhile.extend(cloned_database.race(1, look))

    monkeypatch.setitem(jobs.HANDLERS, "test.slow", slow)
    scene.work()
    with tenant(scene.where):
        jobs.enqueue("test.slow")

    assert jobs.run_due() == 1

    assert taken_meanwhile == [None]
    assert not jobs.Job.objects.exists()


def test_nothing_is_lost_between_an_acceptance_and_a_computing_at_once(
    cloned_database: ClonedDatabase, scene: Scene
) -> None:
    """Whatever the order of commits, the last computing has seen everything."""
    for round_ in range(3):
        period = f"2023-Q{round_ + 1}"

        def act(number: int, period: str = period) -> int:
            if number % 2:
                return load(scene, row("ABCD"[number // 2], 1, period))
            with tenant(scene.where):
                return rollups.recompute()

        cloned_database.race(8, act)
        scene.work()
        assert scene.point("n", period).value == 4
    with tenant(scene.where):
        assert Submission.objects.count() == 12


def test_many_ask_partners_to_sign_off_and_each_is_asked_once(
    cloned_database: ClonedDatabase, scene: Scene
) -> None:
    def ask(_number: int) -> int:
        with scene.acting() as actor:
            return len(services.ask_partners(actor, queries.indicator(actor, "n")))

    assert sorted(cloned_database.race(8, ask)) == [0, 0, 0, 0, 0, 0, 0, 4]


def test_of_many_who_know_the_heads_the_last_word_holds(
    cloned_database: ClonedDatabase, scene: Scene
) -> None:
    scene.indicator("heads", time_behaviour="unduplicated")

    def know(number: int) -> int:
        with scene.acting() as actor:
            services.know_heads(
                actor,
                queries.indicator(actor, "heads"),
                parse("2024-Q1"),
                basis="counted",
                value=Decimal(number),
                source="A list",
            )
        return number

    assert sorted(cloned_database.race(8, know)) == list(range(8))
    with tenant(scene.where):
        assert HeadKnowledge.objects.filter(superseded_at=None).count() == 1
