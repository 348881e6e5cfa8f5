"""Whoever reads the stream of facts on from the last one misses none, however late its transaction ends."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connections

from initiatives import services
from initiatives.kernel import clock
from initiatives.models import Place
from initiatives.queries.stream import events_after
from tests.databases import ClonedDatabase
from tests.factories.scene import Scene


@pytest.fixture
def scene(cloned_database: ClonedDatabase) -> Scene:
    return Scene()


@contextmanager
def under_way(
    scene: Scene, code: str, *, tells: bool = True, ago: timedelta = timedelta(0)
) -> Iterator[None]:
    """Another transaction that has written, and told a fact of it, `ago`, and ends only with the block.

    One that tells nothing yet does so as its last.
    """
    done, written = threading.Event(), threading.Event()
    failed: list[BaseException] = []

    def write() -> None:
        try:
            with clock.at(clock.now() - ago), scene.acting() as actor:
                if tells:
                    services.add_place(actor, code=code, name=code)
                else:
                    Place.objects.create(code=f"{code}-0", name=code)
                written.set()
                assert done.wait(60)
                if not tells:
                    services.add_place(actor, code=code, name=code)
        except BaseException as fault:
            failed.append(fault)
        finally:
            written.set()
            connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert written.wait(60)
        assert not failed, failed
        yield
    finally:
        done.set()
        thread.join(60)
    assert not failed, failed


def told(scene: Scene, after: object = None) -> list[tuple[str, object]]:
    """What a reader who comes back finds: of each fact the place that was added, and its id."""
    with scene.acting() as actor:
        rows = events_after(actor, after).filter(key="initiatives.place_added")
        return [(row.subject.partition(":")[2], row.public_id) for row in rows]


def add(scene: Scene, code: str, *, ago: timedelta = timedelta(0)) -> None:
    with clock.at(clock.now() - ago), scene.acting() as actor:
        services.add_place(actor, code=code, name=code)


def codes(found: list[tuple[str, object]]) -> list[str]:
    return [code for code, _id in found]


@pytest.mark.parametrize("ago", [timedelta(0), timedelta(minutes=11), timedelta(minutes=40)])
def test_a_fact_that_is_committed_late_is_read_in_its_order(scene: Scene, ago: timedelta) -> None:
    """Were a later fact told before the earlier one is there, its reader would go on behind it."""
    add(scene, "first", ago=ago)
    (first,) = told(scene)
    with under_way(scene, "slow", ago=ago):
        add(scene, "quick", ago=ago)
        assert codes(told(scene, first[1])) == []
    assert codes(told(scene, first[1])) == ["slow", "quick"]


def test_work_that_has_told_nothing_yet_holds_no_fact_back(scene: Scene) -> None:
    """What it tells later comes later."""
    with under_way(scene, "silent", tells=False):
        add(scene, "quick")
        (quick,) = told(scene)
    assert codes([quick, *told(scene, quick[1])]) == ["quick", "silent"]
