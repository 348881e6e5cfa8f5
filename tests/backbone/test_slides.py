"""Slides that can be shown as they come: nothing lies outside, and every text has room in its box."""

import io
from typing import Any

import pytest
from PIL import ImageFont
from pptx import Presentation
from pptx.util import Inches, Pt

from backbone import queries
from backbone.models import Report
from backbone.slides import slides
from tests.factories import backbone as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db
LONG = "Children and young people of all neighbourhoods who read at the level of their grade or above it " * 2
INSET, LINE = 0.1, 1.2


def lines_of(paragraph: Any, room: float) -> tuple[int, float]:
    """How many lines a paragraph runs to in a room of so many points, by the widths of a real font, and its size."""
    text, size = paragraph.text, max((run.font.size.pt for run in paragraph.runs), default=12)
    font, lines, line = ImageFont.load_default(size), 1, ""
    for word in text.split():
        if line and font.getlength(f"{line} {word}") > room:
            lines, line = lines + 1, word
        else:
            line = f"{line} {word}".strip()
    return lines, size


def overflowing(shape: Any) -> float:
    """How many points of a text have no room below its box."""
    room = (shape.width - 2 * Inches(INSET)) / Pt(1)
    runs = [lines_of(paragraph, room) for paragraph in shape.text_frame.paragraphs]
    return sum(lines * size * LINE for lines, size in runs) - shape.height / Pt(1)


@pytest.mark.parametrize("times", [1, 12], ids=["few words", "many words"])
def test_every_shape_lies_on_its_slide_and_every_text_has_room(times: int) -> None:
    scene = Scene(self_acceptance=True)
    scene.partners("A", "B", "C")
    scene.indicator("reads", "ratio", name=LONG[: 16 * times].strip(), visibility="public", headline=True)
    for quarter in ("2023-Q3", "2023-Q4", "2024-Q1"):
        scene.give("reads", quarter, {code: {"numerator": 20, "denominator": 50} for code in "ABC"})
    kept = make.report(scene.where, title=LONG[: 16 * times].strip())
    with scene.acting() as actor:
        report = Report(title=kept.title, finding=LONG * (times // 4), note="\n".join([LONG * times] * times))
        found = queries.report(actor, kept.public_id)
        figures = queries.frozen(queries.reader_of(actor.initiative, found), found)
        deck = Presentation(io.BytesIO(slides(actor.initiative, report, "2024", figures)))

    width, height = deck.slide_width, deck.slide_height
    assert width is not None and height is not None
    for number, slide in enumerate(deck.slides, start=1):
        boxes = [shape for shape in slide.shapes if not shape.is_placeholder or shape.has_text_frame]
        for shape in boxes:
            assert shape.left >= 0 and shape.left + shape.width <= width, (number, shape.name)
            assert shape.top >= 0 and shape.top + shape.height <= height, (number, shape.name)
            if shape.has_text_frame:
                assert overflowing(shape) <= 0, (number, shape.text_frame.text[:60])
        tops = sorted((shape.top, shape.top + shape.height) for shape in boxes)
        assert all(end <= top for (_, end), (top, _) in zip(tops, tops[1:], strict=False)), number
    words = " ".join(shape.text_frame.text for s in deck.slides for shape in s.shapes if shape.has_text_frame)
    assert words.count("neighbourhoods") >= 2 * times * times, "nothing of the note is lost"


def measure(says: str, figure: str, behind: str, share: int | None, more: str = "") -> dict[str, Any]:
    return {
        **{"says": says, "figure": figure, "behind": behind, "share": share, "more": more},
        **{"known": bool(figure), "period": "12 months to 31 December 2025"},
    }


def test_each_chapter_of_a_yearly_report_is_a_slide_with_its_shares_as_bars_and_the_rest_in_words() -> None:
    """1 of 2 are 50, 2 of 3 are 67 hundredths; a number of minutes is no share, and what is unknown is said."""
    scene = Scene()
    chapter = {
        **{"role": "policy", "name": "Advance policy", "fte": "0.6", "lines": ["3 May: Pre-K: Adopted"] * 3},
        "measures": [
            measure("things we want changed that were adopted", "1", "of 2", 50, "1 lost"),
            measure("partners that stand behind an ask with their name", "2", "of 3", 67),
            measure("time that a letter takes", "4.5", "minutes", None),
            measure("letters written", "", "", None),
        ],
    }
    older = {**chapter, "measures": [{k: v for k, v in chapter["measures"][0].items() if k != "share"}]}
    with scene.acting() as actor:
        report = Report(title="The year", chapters=[chapter, older])
        deck = Presentation(io.BytesIO(slides(actor.initiative, report, "2025", [])))

    _cover, first, second, *_closing = deck.slides
    assert first.shapes.title.text == (
        "Advance policy: things we want changed that were adopted: 1 of 2 (1 lost)"
    )
    [chart] = [shape.chart for shape in first.shapes if shape.has_chart]
    assert list(chart.plots[0].categories) == [
        "Things we want changed that were adopted: 1 of 2 (1 lost)",
        "Partners that stand behind an ask with their name: 2 of 3",
    ]
    assert list(chart.plots[0].series[0].values) == [50, 67]
    words = [p.text for s in first.shapes if s.has_text_frame for p in s.text_frame.paragraphs]
    assert {"Time that a letter takes: 4.5 minutes", "Letters written: unknown", "3 May: Pre-K: Adopted"} <= {
        *words
    }
    foot = "The backbone's time for it: 0.6 posts. Period of the first figure: 12 months to 31 December 2025."
    assert foot in words
    for shape in first.shapes:
        assert shape.top + shape.height <= deck.slide_height
        assert not shape.has_text_frame or overflowing(shape) <= 0, shape.text_frame.text[:60]
    assert not any(shape.has_chart for shape in second.shapes), "what was kept before shares were"


def test_what_happened_is_never_squeezed_under_the_measures_but_stands_on_its_own_slide() -> None:
    scene = Scene()
    happened = [f"{day} May: Bus 14 runs before school on Mondays too: Adopted" for day in range(1, 16)]
    chapter = {
        **{"role": "policy", "name": "Advance policy", "fte": "0.6", "lines": happened},
        "measures": [measure(f"things we want changed, {n}", "1", "of 2", 50) for n in range(3)],
    }
    with scene.acting() as actor:
        report = Report(title="The year", chapters=[chapter], note="To decide: more tutors")
        deck = Presentation(io.BytesIO(slides(actor.initiative, report, "2025", [])))
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles == [
        "The year",
        "Advance policy: things we want changed, 0: 1 of 2",
        "Advance policy: what happened",
        "What is behind it, what comes next",
        "How to read the figures",
    ]
    texts = [
        [p.text for s in slide.shapes if s.has_text_frame for p in s.text_frame.paragraphs]
        for slide in deck.slides
    ]
    assert not set(happened) & set(texts[1]) and set(happened) <= set(texts[2])
    assert texts[3][1:] == ["To decide: more tutors"]


def test_a_chart_says_its_unit_its_last_value_and_where_its_axis_starts() -> None:
    """Shares of 40.0, 45.0 and 47.0: 7 apart, so steps of 2 from 40 to 48, and not from 0."""
    scene = Scene(self_acceptance=True)
    scene.partners("A", "B", "C")
    scene.indicator("reads", "ratio", decimals=1, visibility="public", headline=True)
    scene.indicator("books", visibility="public", headline=True)
    for quarter, part in (("2023-Q3", 400), ("2023-Q4", 450), ("2024-Q1", 470)):
        scene.give("reads", quarter, {code: {"numerator": part, "denominator": 1000} for code in "ABC"})
        scene.give("books", quarter, {code: {"value": part} for code in "ABC"})
    kept = make.report(scene.where)
    with scene.acting() as actor:
        found = queries.report(actor, kept.public_id)
        figures = queries.frozen(queries.reader_of(actor.initiative, found), found)
        deck = Presentation(io.BytesIO(slides(actor.initiative, found, "2024", figures)))
    told = {}
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                chart, words = shape.chart, [s.text_frame.text for s in slide.shapes if s.has_text_frame]
                axis, labelled = (
                    chart.value_axis,
                    chart.plots[0].series[0]._element.findall(".//{*}dLbl/{*}idx"),
                )
                at = [int(one.get("val")) for one in labelled]
                told[chart.plots[0].series[0].name] = (
                    axis.minimum_scale,
                    axis.tick_labels.number_format,
                    at,
                    words[-1],
                )
    assert told["reads"][:3] == (40, '#,##0.0" %"', [2])
    assert told["reads"][3].endswith("The axis starts at 40\u00a0%.")
    assert told["books"][:3] == (0, '#,##0""', [2])
    assert "axis" not in told["books"][3]
