"""What partners of Riverbend share: agreements in force, about to end and expired, a note, a report for a funder."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from backbone.demo.stage import Stage, days
from initiatives.kernel.access import Actor
from measurement import services as measuring
from measurement.services.reports import make_layout

RENEWED_SOON, EXPIRED, UNNAMED = "read-with-me", "bright-start", "harbor-youth"
TERMS: dict[str, Any] = {
    "purpose": "To see together what helps children read, and to show it to those who pay for it.",
    "level": "de_identified",
    "permitted_use": "Counts by quarter, put together with those of the other partners.",
    "forbidden_use": "No records about single children; nothing to advertisers or insurers.",
    "legal_basis": "Consent of the families, asked at enrolment.",
    "security": "Counts are handed in through Concert alone.",
    "retention": "Five years after the quarter.",
    "destruction": "The partner's own copies are shredded.",
    "breach_notice_days": 3,
    "review_days": 10,
    "publication_rights": "Whoever publishes a figure that names the partner asks it first.",
    "termination": "By either side in writing, to the end of a quarter.",
    "contacts": "Ana Whitfield, Riverbend Learning Alliance",
}


def share(stage: Stage, start: date) -> None:
    """Plan the agreements and the report; `start` is the initiative's first day."""
    today = stage.now.date()
    begins = max(start + days(90), today - days(700))
    agreements: tuple[tuple[str, str, dict[str, Any]], ...] = (
        (
            RENEWED_SOON,
            "Tutoring counts",
            {"audience": "public", "indicators": [], "ends_on": today + days(41)},
        ),
        (
            EXPIRED,
            "Early years counts",
            {
                "audience": "partners",
                "after_end": "totals",
                "indicators": ["books-given"],
                "ends_on": today - days(19),
            },
        ),
        (
            UNNAMED,
            "Youth programme counts",
            {"audience": "totals", "indicators": ["tutoring-sessions"], "ends_on": today + days(500)},
        ),
    )
    for code, title, more in agreements:
        act = partial(
            _agree, stage=stage, code=code, values={**TERMS, "title": title, "starts_on": begins, **more}
        )
        stage.plan(begins, "ana", act)
    stage.plan(today - days(9), "ben", partial(_report, stage=stage))


def _agree(actor: Actor, stage: Stage, code: str, values: dict[str, Any]) -> None:
    covered = [stage.indicators[name] for name in values["indicators"]]
    drafted = measuring.draft_agreement(
        actor, parties=[stage.partners[code]], **{**values, "indicators": covered}
    )
    measuring.activate_agreement(actor, drafted)


def _report(actor: Actor, stage: Stage) -> None:
    codes = [code for code in stage.indicators if (RENEWED_SOON, code) in stage.assignments]
    lines = [{"indicator": code, "label": "", "by": ""} for code in codes]
    make_layout(
        actor,
        stage.partners[RENEWED_SOON],
        name="Yearly report to the Hollis Fund",
        funder="Hollis Fund",
        starts_in=7,
        lines=lines,
    )
