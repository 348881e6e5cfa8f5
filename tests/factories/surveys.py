"""Surveys to test with, made through the services."""

from datetime import timedelta
from typing import Any

from communications.models import Survey, SurveyRemark
from communications.services import surveys
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.models import Initiative
from tests.factories.core import lead_of


def survey(actor: Actor, kind: str = "pulse", *, days: int = 7, **values: Any) -> Survey:
    """A round that is open for so many days."""
    until = clock.today(actor.initiative.timezone) + timedelta(days=days)
    return surveys.plan_survey(actor, kind=kind, closes_on=until, **values)


def remarked(actor: Actor) -> tuple[Survey, SurveyRemark]:
    """A closed round with a remark that is kept back."""
    row = survey(actor, "backbone_review")
    remark = SurveyRemark.objects.create(survey=row, text="Fewer meetings", withheld=True)
    return surveys.close_survey(actor, row), remark


def many(where: Initiative, rows: int) -> None:
    """So many closed rounds, and an open one."""
    with core.enter(lead_of(where), where.slug) as actor:
        for _ in range(rows):
            surveys.close_survey(actor, survey(actor))
        survey(actor)


def named(where: Initiative) -> dict[str, str]:
    """What the variables of the API's addresses stand for."""
    with core.enter(lead_of(where), where.slug) as actor:
        _row, remark = remarked(actor)
        return {"surveys": str(survey(actor).public_id), "remarks": str(remark.id)}


def examples(where: Initiative) -> dict[str, Any]:
    """What stands for each part of a page's address."""
    with core.enter(lead_of(where), where.slug) as actor:
        row, remark = remarked(actor)
        opened = survey(actor)
    one = (
        *("survey", "answer_survey", "change_survey", "remind_of_survey", "close_survey", "call_off_survey"),
        "share_results",
    )
    pages: dict[str, Any] = {f"communications:{name} public_id": opened.public_id for name in one}
    return pages | {
        "communications:withhold_remark public_id": row.public_id,
        "communications:withhold_remark remark_id": remark.id,
    }


BODIES: dict[str, dict[str, Any]] = {
    "SurveyAnswers": {"ratings": {"trust": "4"}},
    "SurveyRelease": {"response": "x"},
    "SurveyRemark": {"withheld": True},
}
