"""What a file leaves open is asked, not assumed: thousands or decimals, sums, empty groups, too many files."""

import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.http import QueryDict
from django.test import Client

from initiatives import limits
from initiatives.kernel.access import Actor
from initiatives.models import Initiative, User
from initiatives.queries import enter, partners
from measurement.forms.import_choices import ChoicesForm
from measurement.imports import marks
from measurement.imports.names import is_total
from measurement.models import Import, Observation
from measurement.services import define_dimension, define_indicator, imports
from tests.measurement.test_imports import again, confirmed, matched, upload
from tests.measurement.test_imports_pages import sent
from tests.measurement.test_imports_shapes import standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(ana: User, riverbend: Initiative, settings: Any, tmp_path: Path) -> Iterator[Actor]:
    settings.MEDIA_ROOT = tmp_path
    with enter(ana, "riverbend") as actor:
        define_dimension(
            actor,
            code="age",
            name="Age",
            exclusive=True,
            categories=[{"code": c, "name": c} for c in ("young", "old", "not-known")],
        )
        define_indicator(actor, code="served", name="Served", kind="count", cadence="yearly")
        define_indicator(
            actor, code="helped", name="Helped", kind="count", cadence="yearly", dimensions=["age"]
        )
        yield actor


def looked_at(actor: Actor, content: str) -> Import:
    row = matched(actor, upload(actor, content))
    assert row.state == "preview", row.message
    return row


def numbers() -> dict[str, Any]:
    return {partner: parts[1] for (_code, partner, _start), parts in standing().items()}


# --- a thousand or a little more than one ------------------------------------------------------------------


@pytest.mark.parametrize(("sign", "number"), [(",", Decimal(1109)), (".", Decimal("1.109"))])
def test_a_number_that_reads_two_ways_is_asked(lead: Actor, sign: str, number: Decimal) -> None:
    file = "Partner;Period;Served\nHarbor Youth;2024;1.109\nMill Street;2024;37\n"
    row = looked_at(lead, file)
    assert row.preview["two_ways"] == [["1.109", 1]]
    refused = confirmed(lead, row)
    assert (refused.state, Observation.objects.count()) == ("preview", 0)
    assert "1.109" in refused.message
    row = confirmed(lead, refused, decimal=sign)
    assert row.state == "done", row.message
    assert numbers()["harbor-youth"] == number


@pytest.mark.parametrize(
    ("other", "number"), [("37,5", 1109), ("1.000.000", 1109), ("0,25", 1109), ("2.5", Decimal("1.109"))]
)
def test_other_figures_of_the_file_settle_it(lead: Actor, other: str, number: Any) -> None:
    define_indicator(
        lead, code="spent", name="Spent", kind="currency", unit="EUR", currency="EUR", cadence="yearly"
    )
    row = looked_at(lead, f"Partner;Period;Spent\nHarbor Youth;2024;1.109\nMill Street;2024;{other}\n")
    assert row.preview["two_ways"] == []
    confirmed(lead, row)
    assert numbers()["harbor-youth"] == number


def test_what_reads_two_ways() -> None:
    assert [marks.reads_two_ways(text) for text in ("1.109", "1,109", "-12.500")] == [True] * 3
    assert [marks.reads_two_ways(cell) for cell in ("0.109", "1.10", "1.1095", 1.109, "1 109", None)] == [
        False
    ] * 6


# --- rows of sums ------------------------------------------------------------------------------------------


def test_names_of_sums() -> None:
    sums = (
        "Total",
        "TOTAL:",
        "Grand total",
        "Total, all agencies",
        "Total (12)",
        "North subtotal",
        "All partners",
    )
    assert all(is_total(text) for text in sums)
    assert not any(
        is_total(text) for text in ("Total Care Ltd", "Totally Local", "Allentown", "Summit Centre")
    )


def test_a_sum_is_held_to_its_rows_and_never_taken_in(lead: Actor) -> None:
    file = (
        "Partner,Period,Served\nHarbor Youth,2024,12\nMill Street,2024,7\nNorth total,2024,19\n"
        "Elm House,2024,5\nGrand total,2024,25\n"
    )
    row = looked_at(lead, file)
    assert row.preview["sums"] == 2
    assert [(s["row"], s["says"], s["adds_up_to"]) for s in row.preview["sums_wrong"]] == [(6, "25", "24")]
    assert row.preview["left_out"] == {"total": 2}
    row = confirmed(lead, row)
    assert row.state == "done", row.message
    assert numbers() == {"harbor-youth": 12, "mill-street": 7, "elm-house": 5}
    assert not partners(lead).filter(name__icontains="total").exists()


def test_a_sum_that_is_left_out_is_no_check(lead: Actor) -> None:
    row = looked_at(lead, "Partner,Period,Served\nHarbor Youth,2024,12\nTotal,2024,99\n")
    assert row.preview["sums_wrong"]
    row = matched_again(lead, row, partner={"total": "leave"})
    assert (row.preview["sums"], row.preview["sums_wrong"]) == (0, [])


def matched_again(actor: Actor, row: Import, **choices: Any) -> Import:
    imports.choose(actor, row, choices)
    return again(actor, row)


# --- figures without a group -------------------------------------------------------------------------------

GROUPED = "Partner,Period,Age,Helped\nHarbor Youth,2024,young,3\nHarbor Youth,2024,,4\n"


@pytest.mark.parametrize(
    ("meaning", "count"), [("total", {"total": 4}), ("not_known", {"not-known": 4}), ("leave", {})]
)
def test_an_empty_group_is_asked(lead: Actor, meaning: str, count: dict[str, int]) -> None:
    row = looked_at(lead, GROUPED)
    assert row.preview["blank_groups"] == {"age": 1}
    refused = confirmed(lead, row)
    assert (refused.state, Observation.objects.count()) == ("preview", 0)
    row = confirmed(lead, refused, groups={"age": meaning})
    assert row.state == "done", row.message
    rows = Observation.objects.filter(superseded_at=None).select_related("cell")
    found = {str(o.cell.key): o.numerator for o in rows}
    assert sorted(found.values()) == sorted([Decimal(3), *map(Decimal, count.values())])
    assert row.result["left_out"] == (1 if meaning == "leave" else 0)


def test_the_page_asks_both_and_keeps_the_answers(lead: Actor) -> None:
    row = looked_at(lead, "Partner;Period;Age;Helped\nHarbor Youth;2024;;1.109\n")
    form = ChoicesForm(lead, row)
    assert [item["id"] for item in form.missing({})][:2] == ["id_decimal", "group.age"]
    assert [(item["value"], item["means"]) for item in form.readings] == [(",", "1,109"), (".", "1.109")]
    chosen = form.chosen(QueryDict("decimal=,&group.age=not_known"))
    assert (chosen["decimal"], chosen["groups"]) == (",", {"age": "not_known"})


# --- too many ----------------------------------------------------------------------------------------------


def test_too_many_files_in_an_hour_are_refused_in_words(
    ana: User, riverbend: Initiative, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caches["default"], "key_prefix", f"tests-{uuid4().hex}")
    settings.MEDIA_ROOT = tmp_path
    settings.VERB_LIMITS = {"import": {"account": 2, "initiative": 100}}
    for _time in range(2):
        limits._count([caches["default"].make_key(key) for key in counted(ana)], limits.HOUR)
    client = Client()
    client.force_login(ana)
    answer = sent(client, "a,b\n1,2\n")
    assert answer.status_code in (422, 429)
    assert "too often" in answer.content.decode()
    assert not list(tmp_path.rglob("*.jsonl"))


def counted(ana: User) -> list[str]:
    window = int(time.time() // limits.HOUR)
    return [f"limit:import:account:{limits._veiled(ana.pk)}:{window}"]
