"""Targets in a workbook of past years: known by their headings and rows, set with the import, taken back with it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from initiatives.kernel.access import Actor
from initiatives.models import Initiative, User
from initiatives.queries import enter
from initiatives.queries import partners as partners_of
from initiatives.services import add_partners
from measurement.imports.aims import is_only_target, is_target, without_target
from measurement.models import Import, Target
from measurement.queries import indicator
from measurement.services import define_indicator, imports
from measurement.services.targets import set_target
from tests.measurement.test_imports import confirmed, matched, upload, workbook
from tests.measurement.test_imports_shapes import standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(ana: User, riverbend: Initiative, settings: Any, tmp_path: Path) -> Iterator[Actor]:
    """ana, at work in riverbend, which counts yearly who was housed."""
    settings.MEDIA_ROOT = tmp_path
    with enter(ana, "riverbend") as actor:
        define_indicator(actor, code="housed", name="Families housed", kind="count", cadence="yearly")
        rows = [("harbor", "Harbor Youth"), ("mill", "Mill Street Hub")]
        add_partners(actor, [{"code": code, "name": name, "sector": "nonprofit"} for code, name in rows])
        yield actor


def wanted() -> dict[str, tuple[str, Decimal, date]]:
    """What is wanted now: by partner ("" for the whole), the indicator, the value and the day."""
    found = {}
    for target in Target.objects.select_related("partner", "indicator"):
        last = target.versions.order_by("number").last()
        if last is not None and not last.withdrawn:
            found[target.partner.code if target.partner else ""] = (
                target.indicator.code,
                last.value,
                last.date,
            )
    return found


def checked(actor: Actor, *rows: list[Any], **changes: Any) -> Import:
    return matched(actor, upload(actor, workbook(Years=list(rows)), "past.xlsx"), **changes)


ACROSS: list[list[Any]] = [
    ["Agency", 2022, 2023, "Target 2025"],
    ["Harbor Youth", 12, 15, 20],
    ["Mill Street Hub", 7, 9, 14],
    ["Total", 19, 24, 40],
]


@pytest.mark.parametrize(
    ("text", "target", "only", "rest"),
    [
        ("Target 2025", True, True, "2025"),
        ("Reading (goal)", True, False, "Reading"),
        ("Targets", True, True, ""),
        ("Total target", True, True, "Total"),
        ("Meta 2030", True, True, "2030"),
        ("Goal Academy", True, False, "Academy"),
        ("Targeted support", False, False, "Targeted support"),
    ],
)
def test_what_is_called_a_target(text: str, target: bool, only: bool, rest: str) -> None:
    assert (is_target(text), is_only_target(text), without_target(text)) == (target, only, rest)


def test_a_column_of_targets_is_no_figure_but_what_is_wanted(lead: Actor) -> None:
    row = checked(lead, *ACROSS, indicator="housed")
    assert row.preview["aims_count"] == 3
    done = confirmed(lead, row)

    assert done.state == "done", done.message
    assert wanted() == {
        "harbor": ("housed", Decimal(20), date(2025, 12, 31)),
        "mill": ("housed", Decimal(14), date(2025, 12, 31)),
        "": ("housed", Decimal(40), date(2025, 12, 31)),
    }
    assert {key[2][:4] for key in standing()} == {"2022", "2023"}
    assert done.result["targets"] == 3


def test_a_row_of_targets_is_no_partner(lead: Actor) -> None:
    """Of the targets for 2022 and 2023 the later one goes in; the former is left out, and that is said."""
    rows = [["Agency", 2022, 2023], ["Harbor Youth", 12, 15], ["Target", 30, 36]]
    row = checked(lead, *rows, indicator="housed")
    assert row.preview["left_out"] == {"earlier_target": 1}
    confirmed(lead, row)

    assert wanted() == {"": ("housed", Decimal(36), date(2023, 12, 31))}
    assert not partners_of(lead).filter(name="Target").exists()


def test_taken_back_with_the_import_what_stood_before_holds_again(lead: Actor) -> None:
    mill = partners_of(lead).get(code="mill")
    housed = indicator(lead, "housed")
    set_target(lead, housed, partner=mill, value=Decimal(11), date=date(2026, 12, 31), reason="Agreed")
    done = confirmed(lead, checked(lead, *ACROSS, indicator="housed"))
    assert wanted()["mill"] == ("housed", Decimal(14), date(2025, 12, 31))

    undone = imports.undo(lead, done)

    assert wanted() == {"mill": ("housed", Decimal(11), date(2026, 12, 31))}
    assert undone.result["targets_taken_back"] == 3


def test_a_target_changed_since_is_not_taken_back(lead: Actor) -> None:
    done = confirmed(lead, checked(lead, *ACROSS, indicator="housed"))
    housed = indicator(lead, "housed")
    set_target(lead, housed, value=Decimal(50), date=date(2027, 12, 31), reason="More")
    imports.undo(lead, done)
    assert wanted() == {"": ("housed", Decimal(50), date(2027, 12, 31))}


def test_a_day_that_nobody_names_is_asked_for(lead: Actor) -> None:
    rows = [["Agency", "Families housed", "Families housed target"], ["Harbor Youth", 12, 20]]
    row = checked(lead, *rows, period="2023", period_from="constant")
    assert (row.preview["aims_undated"], row.preview["aims_count"]) == (1, 1)
    refused = confirmed(lead, row)
    assert (refused.state, refused.message) == ("preview", "Say by when the targets are to be reached.")
    done = confirmed(lead, refused, target_date="2026")
    assert done.state == "done", done.message
    assert wanted() == {"harbor": ("housed", Decimal(20), date(2026, 12, 31))}


def test_a_change_is_asked_about_and_counts_from_the_earliest_figure(lead: Actor) -> None:
    """+25 per cent of 12 in 2022 is 15."""
    rows = [["Agency", 2022, 2023, "Target 2025"], ["Harbor Youth", 12, 13, "+25"]]
    row = checked(lead, *rows, indicator="housed")
    refused = confirmed(lead, row)
    assert refused.message == "Say whether the targets are values, or changes in points or per cent."
    done = confirmed(lead, refused, target_basis="relative")
    assert done.state == "done", done.message
    assert wanted() == {"harbor": ("housed", Decimal(15), date(2025, 12, 31))}


def test_targets_may_be_left_out(lead: Actor) -> None:
    done = confirmed(lead, checked(lead, *ACROSS, indicator="housed"), targets="leave")
    assert (wanted(), done.result["targets"]) == ({}, 0)


def test_an_impossible_target_leads_back_to_the_preview_with_its_row(lead: Actor) -> None:
    define_indicator(lead, code="share", name="Share housed", kind="ratio", cadence="yearly")
    rows = [["Agency", "Share housed numerator", "Share housed denominator", "Share housed target 2025"]]
    rows.append(["Harbor Youth", 3, 4, 140])  # type: ignore[list-item]
    row = checked(lead, *rows, period="2023", period_from="constant")
    refused = confirmed(lead, row)
    assert refused.state == "preview"
    assert refused.message.startswith("Row 2, target of “Share housed”: ")
    assert not Target.objects.exists()
