"""A report as slides: one finding a slide, as its title; native charts that can be edited; coverage below."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.templatetags.look import status, tag_words
from measurement.charts import scale_of, start_told, suffix
from measurement.queries import period_name, rules_told

if TYPE_CHECKING:
    from backbone.models import Report
    from backbone.queries import FrozenFigure

INK, QUIET, HUE = "1C1A17", "5E5950", "0F6B63"
# What XML does not hold, such as the vertical tab of a line broken by hand in a slide.
UNWRITABLE = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
# 16:9, in inches.
WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.7
FOOT, TITLE = HEIGHT - 0.3, 1.3
# How text runs, a little on the safe side: a letter's width and a line's height in parts of the size, in any font.
LETTER, LINE, POINTS, INSETS = 0.56, 1.2, 72, 0.2
SMALLEST = 12


def slides(initiative: Any, report: Report, period: str, figures: Sequence[FrozenFigure]) -> bytes:
    """Return the report as a .pptx file, in the active language."""
    deck = _Deck()
    deck.cover(report.title, f"{initiative.name}, {period}", report.finding)
    for chapter in report.chapters:
        deck.chapter(chapter)
    for figure in figures:
        deck.figure(figure, initiative.fiscal_year_start)
    deck.pages(_("What is behind it, what comes next"), _lines(report.note), 24)
    deck.pages(_("How to read the figures"), _reading(initiative, report, figures))
    return deck.content()


def _reading(initiative: Any, report: Report, figures: Sequence[FrozenFigure]) -> list[str]:
    return [
        _("Figures as of %s. They stay as they are; what was revised later is noted beside them.")
        % (date_format(clock.day(report.built_at, initiative.timezone)) if report.built_at else ""),
        _("Provisional figures can still change; final ones change only by a revision with a reason."),
        *rules_told(initiative, among=(figure.version.indicator for figure in figures)),
        _("Dashed: the path to the target."),
    ]


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


class _Deck:
    """A presentation that grows by one slide after the other."""

    def __init__(self) -> None:
        from pptx import Presentation
        from pptx.util import Inches

        self.book = Presentation()
        self.book.slide_width, self.book.slide_height = Inches(WIDTH), Inches(HEIGHT)

    def content(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    def slide(self, title: str, top: float = 0.5, size: int = 28) -> Any:
        """A slide with its title; the layout's title is used, so that outlines and readers find it."""
        slide = self.book.slides.add_slide(self.book.slide_layouts[5])
        box = slide.shapes.title
        self.place(box, top, TITLE)
        box.text_frame.word_wrap = True
        box.text_frame.text = _writable(title)
        self.style(box.text_frame.paragraphs[0], _size([title], size, TITLE), INK, bold=True)
        return slide

    def place(self, shape: Any, top: float, height: float, width: float = WIDTH - 2 * EDGE) -> None:
        from pptx.util import Inches

        shape.left, shape.top = Inches(EDGE), Inches(top)
        shape.width, shape.height = Inches(width), Inches(height)

    def style(self, paragraph: Any, size: int, colour: str, *, bold: bool = False) -> None:
        from pptx.dml.color import RGBColor
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Pt

        paragraph.alignment = PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(size), bold
            run.font.color.rgb = RGBColor.from_string(colour)

    def text(
        self,
        slide: Any,
        lines: Sequence[str],
        top: float,
        size: int,
        colour: str = INK,
        *,
        bottom: float = FOOT,
    ) -> None:
        """Lines of text, one paragraph each, of this size or of the largest in which they fit above `bottom`."""
        from pptx.util import Inches

        box = slide.shapes.add_textbox(
            Inches(EDGE), Inches(top), Inches(WIDTH - 2 * EDGE), Inches(bottom - top)
        )
        frame = box.text_frame
        frame.word_wrap = True
        size = _size(lines, size, bottom - top)
        for number, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.text = _writable(line)
            self.style(paragraph, size, colour)

    def cover(self, title: str, under: str, finding: str) -> None:
        """The first slide."""
        slide = self.slide(title, top=1.6, size=40)
        self.text(slide, [under], 3.0, 20, QUIET, bottom=3.8)
        if finding:
            self.text(slide, [finding], 3.9, 24)

    def pages(self, title: str, lines: Sequence[str], size: int = 18) -> None:
        """Lines of text on as many slides as they need; none for no lines."""
        for part in _slidefuls(lines, size, FOOT - 1.9):
            self.text(self.slide(title), part, 1.9, size)

    def chapter(self, chapter: Mapping[str, Any]) -> None:
        """One role in a yearly report: its hard measure as the finding, its shares as bars, the rest in lines.

        What happened follows on slides of its own where it would only fit in small letters.
        """
        hard, *others = chapter["measures"]
        slide = self.slide(f"{chapter['name']}: {_measured(hard)}")
        shares = [one for one in (hard, *others) if one["known"] and one.get("share") is not None]
        top = 1.9
        if shares:
            high = 0.5 * len(shares) + 0.5
            self.bars(slide, shares, top, high)
            top += high + 0.1
        rest = [_first_up(_measured(one)) for one in others if one not in shares]
        together = _has_room([*rest, *chapter["lines"]], 16, 6.5 - top)
        self.text(slide, [*rest, *chapter["lines"]] if together else rest, top, 16, bottom=6.5)
        foot = _("The backbone's time for it: %(posts)s posts. Period of the first figure: %(period)s.") % {
            "posts": chapter["fte"],
            "period": hard["period"],
        }
        self.text(slide, [foot], 6.55, 14, QUIET)
        if not together:
            self.pages(_("%s: what happened") % chapter["name"], chapter["lines"])

    def bars(self, slide: Any, measures: Sequence[Mapping[str, Any]], top: float, height: float) -> None:
        """Shares as native bars from 0 to 100, the first on top, each with its count in its name."""
        from pptx.chart.data import CategoryChartData
        from pptx.dml.color import RGBColor
        from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION
        from pptx.util import Inches, Pt

        data = CategoryChartData(number_format='0"%"')
        data.categories = [_first_up(_writable(_measured(one))) for one in measures]
        data.add_series(_("Share"), [one["share"] for one in measures])
        place = (Inches(EDGE), Inches(top), Inches(WIDTH - 2 * EDGE), Inches(height))
        chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, data).chart
        chart.has_title, chart.has_legend = False, False
        chart.font.size = Pt(14)
        axis = chart.value_axis
        axis.minimum_scale, axis.maximum_scale, axis.has_major_gridlines = 0, 100, False
        axis.tick_label_position, axis.visible = XL_TICK_LABEL_POSITION.NONE, False
        chart.category_axis.reverse_order = True
        plot = chart.plots[0]
        plot.gap_width, plot.has_data_labels = 60, True
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = '0"%"', False
        fill = plot.series[0].format.fill
        fill.solid()
        fill.fore_color.rgb = RGBColor.from_string(HUE)

    def figure(self, figure: FrozenFigure, year_start: int) -> None:
        """One indicator: the finding, its course, who reported and how it stands."""
        slide, start = self.slide(figure.headline), ""
        if figure.point is None or figure.point.suppressed or not any(figure.spark):
            said = figure.told if figure.point else _("no figure yet")
            self.text(slide, [said], 2.6, 36, HUE, bottom=6.4)
        else:
            start = self.chart(slide, figure, year_start)
        self.text(slide, [" · ".join(filter(None, [*_under(figure), start]))], 6.55, 14, QUIET)

    def chart(self, slide: Any, figure: FrozenFigure, year_start: int) -> str:
        """The course as a native line, the path to the target dashed beside it. Returns where its axis starts, if
        not at 0.
        """
        from pptx.chart.data import CategoryChartData
        from pptx.dml.color import RGBColor
        from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
        from pptx.enum.dml import MSO_LINE
        from pptx.util import Inches, Pt

        decimals = figure.version.decimals
        places = ("#,##0" + ("." + "0" * decimals if decimals else "")) + f'"{suffix(figure.version)}"'
        data = CategoryChartData(number_format=places)
        data.categories = _periods(figure, year_start)
        course = [None if p is None or p.value is None else float(p.value) for p in figure.spark]
        data.add_series(_writable(figure.name), course)
        with_path = len(figure.path) == len(figure.spark)
        path = [float(value) for value in figure.path] if with_path else []
        if with_path:
            data.add_series(_("Path to the target"), path)
        frame = slide.shapes.add_chart(
            XL_CHART_TYPE.LINE_MARKERS,
            Inches(EDGE),
            Inches(1.85),
            Inches(WIDTH - 2 * EDGE),
            Inches(4.6),
            data,
        )
        chart = frame.chart
        chart.has_title, chart.has_legend = False, with_path
        if with_path:
            chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.font.size = Pt(14)
        axis = chart.value_axis
        low, axis.maximum_scale, axis.major_unit = scale_of(
            figure.version, [value for value in (*course, *path) if value is not None]
        )
        axis.minimum_scale = low
        axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("DDD8CE")
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = places, False
        drawn = chart.plots[0].series
        drawn[0].marker.style, drawn[0].marker.size = XL_MARKER_STYLE.CIRCLE, 8
        drawn[0].marker.format.fill.solid()
        drawn[0].marker.format.fill.fore_color.rgb = RGBColor.from_string(HUE)
        drawn[0].marker.format.line.color.rgb = RGBColor.from_string(HUE)
        last = drawn[0].points[len(course) - 1].data_label
        last.position, last.font.size, last.font.bold = XL_LABEL_POSITION.RIGHT, Pt(16), True
        drawn[0].format.line.color.rgb, drawn[0].format.line.width = RGBColor.from_string(HUE), Pt(3)
        drawn[0].smooth = False
        if with_path:
            drawn[1].format.line.color.rgb = RGBColor.from_string(QUIET)
            drawn[1].format.line.dash_style, drawn[1].smooth = MSO_LINE.DASH, False
            drawn[1].marker.style = XL_MARKER_STYLE.NONE
        return start_told(figure.version, low)


def _measured(one: Mapping[str, Any]) -> str:
    """A measure of a chapter in a line, with what is said beside it."""
    told = f"{one['figure']} {one['behind']}".strip() if one["known"] else _("unknown")
    return f"{one['says']}: {told}" + (f" ({one['more']})" if one["more"] else "")


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def _runs_to(text: str, size: int) -> list[str]:
    """The lines that a paragraph of this size runs to."""
    letters = int((WIDTH - 2 * EDGE - INSETS) * POINTS / (size * LETTER))
    return wrap(text, letters) or [""]


def _fit(size: int, height: float) -> int:
    """How many lines of this size have room."""
    return max(1, int((height - INSETS / 2) * POINTS / (size * LINE)))


def _has_room(lines: Sequence[str], size: int, height: float) -> bool:
    return sum(len(_runs_to(line, size)) for line in lines) <= _fit(size, height)


def _size(lines: Sequence[str], largest: int, height: float) -> int:
    """The largest size, in steps of two, in which the lines have room; SMALLEST where none is."""
    sizes = range(largest, SMALLEST, -2)
    return next((size for size in sizes if _has_room(lines, size, height)), SMALLEST)


def _slidefuls(lines: Sequence[str], size: int, height: float) -> Iterator[list[str]]:
    """The lines in as many parts as there must be slides for them; a long paragraph may run over several."""
    room = _fit(size, height)
    part, taken = list[str](), 0
    for line in lines:
        runs = _runs_to(line, size)
        for at in range(0, len(runs), room):
            piece = runs[at : at + room]
            if part and taken + len(piece) > room:
                yield part
                part, taken = [], 0
            part.append(" ".join(piece))
            taken += len(piece)
    if part:
        yield part


def _writable(text: str) -> str:
    return UNWRITABLE.sub(" ", text)


def _periods(figure: FrozenFigure, year_start: int) -> list[str]:
    """The names of the periods of a course, which ends with the figure's own."""
    assert figure.point is not None
    period, names = figure.point.period, []
    for _point in figure.spark:
        names.append(period_name(period, year_start))
        period = period.previous
    return names[::-1]


def _under(figure: FrozenFigure) -> list[str]:
    """Status, coverage, target and later revision; what there is not is empty."""
    return [
        str(status(figure.state).label) if figure.state else "",
        str(tag_words(figure.point.status)) if figure.point else "",
        figure.coverage,
        _("target %(target)s by %(by)s") % {"target": figure.target, "by": figure.by}
        if figure.target
        else "",
        _("later revised to %s") % figure.later if figure.later else "",
    ]
