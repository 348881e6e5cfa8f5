"""The job that reads a report's figures, with the eyes of those for whom it is made and of nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import translation

from backbone.frozen import kept
from backbone.models import Report, ReportFigure
from backbone.queries.promised import promised
from backbone.queries.reports import period_of
from backbone.queries.roles import chapters
from backbone.queries.shown import shown, standings_in
from backbone.words import IN_CHAPTERS, READ_AS, SHOWN_IN, ReportKind
from initiatives.jobs import handler
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, onlooker
from initiatives.queries import active_initiative
from measurement.queries import Question, Standing, catalogue, series
from measurement.queries.catalogue import Sheet

BUILD = "backbone.build_report"
COURSE = 12
BREAKDOWNS = 2
SAID = 3


@handler(BUILD)
def build(initiative_id: int, key: str) -> None:
    """Read the figures of one edition of a draft and freeze them. Idempotent; an edition is built once."""
    pk, edition = map(int, key.split(":"))
    report = (
        Report.objects.select_for_update(of=("self",)).filter(pk=pk, edition=edition, built_at=None).first()
    )
    if report is None:
        return
    initiative = active_initiative()
    kind = ReportKind(report.kind)
    actor = onlooker(initiative, READ_AS[kind])
    with translation.override(initiative.language):
        chosen = shown(actor, SHOWN_IN[kind])
        standing = standings_in(actor, chosen)
        ReportFigure.objects.bulk_create(_figures(actor, report, standing))
        report.texts = [_text(passage) for passage in chosen.passages]
        if kind in IN_CHAPTERS:
            report.chapters = chapters(actor, period_of(report))
        if report.finding_drafted or not report.finding:
            report.finding, report.finding_drafted = _finding(standing), True
    report.built_at = clock.now()
    report.save(update_fields=["texts", "chapters", "finding", "finding_drafted", "built_at"])


def _figures(actor: Actor, report: Report, standing: Sequence[Standing]) -> list[ReportFigure]:
    goals = _goals(actor)
    sheets = catalogue({row.indicator.code for row in standing})
    return [
        ReportFigure(
            report=report,
            edition=report.edition,
            position=position,
            goal=goals.get(row.indicator.code, ""),
            version=row.version,
            name=row.indicator.name,
            state=row.state,
            point=kept(row.latest) if row.latest else None,
            before=kept(row.before) if row.before and row.change else None,
            aim=_aim(row),
            course=[None if point is None else kept(point) for point in row.spark[-COURSE:]],
            groups=_groups(actor, row, sheets[row.indicator.code]),
        )
        for position, row in enumerate(standing, start=1)
    ]


def _goals(actor: Actor) -> dict[str, str]:
    """The statement of the first goal in force that each indicator tells of, by the indicator's code."""
    found: dict[str, str] = {}
    for goal in promised(actor):
        for measure in goal.measures:
            found.setdefault(measure.code, goal.statement)
    return found


def _aim(row: Standing) -> dict[str, Any] | None:
    judged = row.judged
    if judged is None or judged.aim is None or judged.aim.goal is None or judged.broken:
        return None
    path = [format(value, "f") for value in row.spark_path]
    wanted = format(judged.progress.wanted, "f") if judged.progress else None
    return {"goal": format(judged.aim.goal, "f"), "by": judged.by, "wanted": wanted, "path": path}


def _groups(actor: Actor, row: Standing, sheet: Sheet) -> list[dict[str, Any]]:
    """The latest period by category, for the first dimensions of the indicator that have figures."""
    if row.latest is None:
        return []
    period, found = row.latest.period, []
    for axis in sheet.axes[row.version.pk][:BREAKDOWNS]:
        asked = Question(by=axis.dimension.code, first=period.start, last=period.end)
        points = {point.group: point for point in series(actor, row.indicator, asked).points}
        rows = [
            {"name": category.name, "point": kept(points[code])}
            for code, category in axis.categories.items()
            if code in points
        ]
        if rows:
            found.append({"by": axis.dimension.name, "rows": rows})
    return found


def _text(passage: Any) -> dict[str, str]:
    return {
        "id": str(passage.public_id),
        "kind": passage.kind,
        "title": passage.title,
        "body": passage.body,
        "told_by": passage.told_by,
    }


def _finding(standing: Sequence[Standing]) -> str:
    """What the first figures say, as a beginning for whoever writes the finding."""
    said = [f"{row.indicator.name}: {row.plain}" for row in standing if row.plain]
    return " ".join(said[:SAID])
