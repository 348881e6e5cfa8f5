"""The meeting pack: figures as everybody reads them, a sheet for each question, neither in the minutes."""

import re
from html import unescape

import pytest
from django.test import Client

from communications import services
from communications.queries.packs import figures_behind
from communications.services.decisions import add_evidence
from initiatives.kernel import clock
from initiatives.models import User
from measurement import queries as measured
from tests.factories.communications import group, meeting
from tests.factories.communications_decisions import proposed
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db
NOW = "2026-03-02 12:00"


@pytest.fixture
def scene() -> Scene:
    with clock.at(moment("2025-01-10")):
        scene = Scene("riverside")
        scene.partners("a", "b", "c")
    return scene


def given(
    scene: Scene, code: str, figures: tuple[int, int] = (120, 150), of: str = "abc", **values: object
) -> None:
    """An indicator with the figures of partners for two quarters."""
    scene.indicator(code, headline=True, visibility="public", **values)
    scene.assign(code, *of)
    for period, value in zip(("2025-Q3", "2025-Q4"), figures, strict=True):
        scene.give(code, period, {one: {"value": value} for one in of})


def planned(scene: Scene) -> tuple[object, dict[str, list[str]]]:
    """A meeting whose agenda filled itself, and by point which indicators are behind it."""
    with scene.acting() as actor:
        row = meeting(actor)
        points = services.fill_agenda(actor, row)
        behind = figures_behind(actor, row, points)
        return row.public_id, {
            point.title: [one.indicator.code for one in behind[point.pk]] for point in points
        }


def pack_of(scene: Scene, client: Client, public_id: object, who: User | None = None) -> str:
    client.force_login(who or scene.lead)
    page = client.get(f"/i/{scene.where.slug}/communications/meetings/{public_id}/pack/")
    assert page.status_code == 200
    return re.sub(r"\s+", " ", unescape(page.content.decode()))


def test_the_figures_of_a_pack_are_those_that_everybody_may_see(scene: Scene, client: Client) -> None:
    """Not published yet, or hidden: it is not in the pack, not even in the lead's own."""
    with clock.at(moment(NOW)):
        given(scene, "open")
        given(scene, "unpublished", of="ab", about_people=True)
        given(scene, "few", (2, 3), about_people=True)
        public_id, behind = planned(scene)
        assert behind["New figures, and what they tell us"] == ["open"]
        page = pack_of(scene, client, public_id)
        assert "450 in 2025 Q4, up from 360 in 2025 Q3." in page
        assert page.count('<svg class="chart"') == 1


def test_a_question_comes_with_its_sheet_and_the_figures_that_it_rests_on(
    scene: Scene, client: Client
) -> None:
    with clock.at(moment(NOW)):
        given(scene, "open")
        scene.indicator("quiet")
        with scene.acting() as actor:
            decision = proposed(
                actor, group(actor, "Reading"), rule="consensus", quorum=3, equity_note="Those without a bus"
            )
            add_evidence(actor, decision, kind="heard", title="41 families", says="The bus comes too late")
            for code in ("open", "quiet"):
                add_evidence(
                    actor,
                    decision,
                    kind="figure",
                    title=f"Of {code}",
                    indicator=measured.indicator(actor, code),
                )
            proposed(actor, group(actor, "Other"), "What others decide")
        public_id, behind = planned(scene)
        assert behind["Move tutoring"] == ["open"], "where nothing is known nothing is drawn"
        page = pack_of(scene, client, public_id, scene.person("community"))
        assert "What others decide" not in page, "it is not on this agenda"
        sheet = page[page.index("Decision sheet, no. 1") :]
        for told in (
            "Should we move it?",
            "Consensus: everybody agrees",
            "A. Four schools",
            "Put forward",
            "B. As now",
            "<td>low</td>",
            "Those without a bus",
            "41 families",
            "The bus comes too late",
            "2025 Q4: 450",
        ):
            assert told in sheet, told


def test_minutes_hold_neither_sheets_nor_figures_of_a_later_day(scene: Scene, client: Client) -> None:
    with clock.at(moment(NOW)):
        given(scene, "open")
        with scene.acting() as actor:
            proposed(actor, group(actor, "Reading"))
            row = meeting(actor, at=clock.now())
            services.fill_agenda(actor, row)
            services.open_meeting(actor, row)
        assert "Decision sheet" in pack_of(scene, client, row.public_id), "at the table it is needed"
        with scene.acting() as actor:
            services.end_meeting(actor, row)
        page = pack_of(scene, client, row.public_id)
        assert "Decision sheet" not in page and '<svg class="chart"' not in page
