"""The benchmarks' command: it measures, says what holds, and leaves nothing behind."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from config.bench.measure import Result, Side, alternately, queries, ratio
from tests import databases


def test_a_goal_is_reached_at_its_limit_and_missed_beyond_it() -> None:
    def at(measured: float, *, at_least: bool = False) -> bool:
        return Result(1, "this", measured, 2, at_least=at_least).holds

    assert [at(1.9), at(2), at(2.1)] == [True, True, False]
    assert [at(1.9, at_least=True), at(2, at_least=True), at(2.1, at_least=True)] == [False, True, True]


def test_a_ratio_is_the_first_side_over_the_second() -> None:
    assert ratio(1, "this", {"ours": 6.0, "bare": 4.0}, 2).measured == 1.5


def test_sides_take_turns_and_their_preparation_is_not_timed() -> None:
    told: list[str] = []
    names = ("a", "b")
    sides = [
        Side(name, lambda name=name: told.append(name), lambda name=name: told.append(f"before {name}"))
        for name in names
    ]

    medians = alternately(*sides, rounds=2, warm=1)

    there, back = ["before a", "a", "before b", "b"], ["before b", "b", "before a", "a"]
    assert told == [*there, *back, *there], "in turn, the order reversed every other round"
    assert set(medians) == set(names)
    assert all(median < 100 for median in medians.values())


@pytest.mark.slow
@pytest.mark.alone
def test_the_command_prints_a_table_writes_json_and_drops_its_database(tmp_path: Path) -> None:
    told = tmp_path / "bench.json"
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "bench"]
    words = ["--size", "small", "--rows", "11", "--json", str(told)]

    done = subprocess.run(
        [*command, *words], env=dict(os.environ), capture_output=True, text=True, timeout=300, check=False
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[0].split() == ["row", "what", "goal", "measured", "holds"]
    results = json.loads(told.read_text())["results"]
    assert {result["row"] for result in results} == {11}
    more = [result["measured"] for result in results if "queries more" in result["what"]]
    assert more[0] == 2, "entering an initiative costs two queries"
    with databases._maintenance() as server:
        assert databases._names(server, "concert_bench") == []


@pytest.mark.usefixtures("db")
def test_statements_that_only_open_and_close_transactions_do_not_count() -> None:
    def ask() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    assert queries(ask) == 1
