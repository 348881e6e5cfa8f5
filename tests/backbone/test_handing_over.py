"""Riverbend leaves one installation and goes on in another that is empty: every face of it tells the same there."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from agenda import queries as agreed
from backbone.demo import riverbend
from backbone.demo.cast import Accounts
from backbone.queries.scorecard import scorecard
from communications.queries import decisions as decided
from initiatives import jobs, services
from initiatives import queries as core
from initiatives.carrying.writing import one_moment, write
from initiatives.kernel import clock
from initiatives.kernel.tenancy import tenant
from initiatives.models import Initiative, Membership, User
from initiatives.outbox import headline
from measurement import queries as measured
from measurement.queries import Question
from tests import databases
from tests.factories import core as make

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
OF_THE_ARRIVAL = {"data/initiatives.event.jsonl", "data/initiatives.membership.jsonl", "data/account.jsonl"}


def told(who: User) -> dict[str, Any]:
    """What a lead reads: the scorecard, every series, the agenda's versions, decisions."""
    with core.enter(who, "riverbend") as actor:
        lines = [
            (line.indicator.code, line.state, str(line.value), str(line.former), line.story)
            for line in scorecard(actor).lines
        ]
        series = {
            row.code: [
                (p.period.code, p.group, p.value, p.status, p.coverage)
                for p in measured.series(actor, row, Question()).points
            ]
            for row in measured.indicators(actor)
        }
        versions = [
            (v.number, v.title, v.state, v.adopted_on, v.contents, v.result) for v in agreed.agendas(actor)
        ]
        decisions = [
            (d.number, str(d.public_id), d.state, [w.title for w in d.wording])
            for d in decided.decisions(actor)
        ]
    return {"scorecard": lines, "series": series, "agenda": versions, "decisions": decisions}


def history(who: User) -> list[tuple[Any, ...]]:
    with core.enter(who, "riverbend") as actor:
        return [
            (e.happened_at, e.key, e.subject, headline(e), e.data) for e in core.events(actor).order_by("id")
        ]


def packed(who: User, path: Path) -> dict[str, str]:
    """Pack riverbend; return the sums of the parts."""
    with core.enter(who, "riverbend") as actor:
        where = actor.initiative
    with path.open("w+b") as out, one_moment(), tenant(where):
        write(Initiative.objects.get(pk=where.pk), out)
    with zipfile.ZipFile(path) as box:
        return {part["name"]: part["sha256"] for part in json.loads(box.read("manifest.json"))["parts"]}


def test_riverbend_goes_on_elsewhere(
    cloned_database: databases.ClonedDatabase, database_template: str, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    with clock.at(NOW):
        with transaction.atomic():
            riverbend.tell(Accounts("correct horse battery staple"), NOW)
        jobs.run_due()
        ana = User.objects.get(email="ana@riverbend.example")
        with core.enter(ana, "riverbend"):
            Membership.objects.update(goes_along="address")
        before, past = told(ana), history(ana)
        first = packed(ana, tmp_path / "first.zip")

        with databases.clone(database_template) as elsewhere, databases.pointed(elsewhere):
            heir = make.user("heir@example.org")
            assert take_in(heir, tmp_path / "first.zip").new
            jobs.run_due()
            there = told(heir)
            for face, was in before.items():
                assert there[face] == was, face
            assert history(heir)[: len(past)] == past
            second = packed(heir, tmp_path / "second.zip")
            assert {name for name in first if first[name] != second[name]} == OF_THE_ARRIVAL
            assert not take_in(heir, tmp_path / "first.zip").new
            assert packed(heir, tmp_path / "third.zip") == second


def take_in(who: User, path: Path) -> Any:
    with path.open("rb") as file:
        return services.take_in(who, file)
