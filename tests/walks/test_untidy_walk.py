"""A walk of a backbone lead who takes in a workbook with a sheet for each partner, looks at it and takes it back."""

from pathlib import Path
from typing import Any

import pytest

from initiatives.queries import enter, partners
from tests.measurement.test_imports import workbook
from tests.walks.test_import_walk import START, Walk, walk

pytestmark = [pytest.mark.browser]
__all__ = ["walk"]


def agency(name: str, housed: tuple[int, int], trained: tuple[int, int], total: int) -> list[list[Any]]:
    """One sheet: a title with the name, years across, indicators down, a sum and a remark."""
    return [
        ["Yearly return to the coalition"],
        [f"Agency: {name}"],
        [],
        ["What we count", 2022, 2023],
        ["Families housed", *housed],
        ["Adults trained", *trained],
        ["Total", housed[0] + trained[0], total],
        ["* 2023 with the winter shelter"],
    ]


def test_a_lead_takes_an_untidy_workbook_in_and_back(walk: Walk, tmp_path: Path) -> None:
    file = tmp_path / "returns.xlsx"
    book = workbook(
        Sheet1=agency("Harbor Youth", (12, 15), (40, 44), 59),
        Sheet2=agency("Mill Street Hub", (7, 9), (20, 21), 30),
        Summary=[["Kept by the council"], ["All", 1]],
    )
    file.write_bytes(book)
    page = walk.page
    walk.go(START)
    page.get_by_label("File", exact=True).set_input_files(str(file))
    page.get_by_role("button", name="Upload and read it").click()
    walk.settle("Point at what stands where")
    assert walk.audit() == []
    # The title names the partner: pointed at, whatever was guessed.
    page.get_by_label("The partner stands", exact=True).select_option("constant")
    page.get_by_label("Partner:").check()
    page.get_by_role("button", name="A2 Agency: Harbor Youth").click()
    page.get_by_text("not known yet").first.wait_for()
    assert page.get_by_label("The partner stands in cell").input_value() == "A2"
    page.get_by_label("Indicator:").check()
    page.get_by_role("button", name="A5 Families housed").click()
    page.locator("td", has_text="Mill Street Hub").first.wait_for()
    assert page.get_by_label("The period stands", exact=True).input_value() == "heading"
    page.get_by_role("button", name="Check the figures").click()
    walk.settle("8 figures are ready")
    assert walk.audit() == []
    page.get_by_role("button", name="Import 8 figures").click()
    page.get_by_text("8 figures were taken in").wait_for(timeout=60_000)
    walk.rest()
    housed = walk.series("families-housed")
    assert {key[0]: point.value for key, point in housed.items()} == {"2022": 19, "2023": 24}

    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Undo this import").click()
    page.get_by_text("8 figures were taken back").wait_for(timeout=60_000)
    walk.rest()
    assert walk.series("families-housed") == {}

    def known() -> list[str]:
        with enter(walk.ana, "riverbend") as actor:
            return list(partners(actor).values_list("name", flat=True))

    assert "Harbor Youth" not in walk.ask(known)
    assert walk.refused == []
