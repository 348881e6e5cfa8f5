"""Dimensions, indicators, cycles, hand-ins."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from initiatives import jobs
from initiatives import queries as core
from initiatives.models import Initiative, User
from measurement import queries, services
from measurement.models import (
    CheckRule,
    Cycle,
    DataSharingAgreement,
    Delivery,
    Dimension,
    Indicator,
    ReportLayout,
    Submission,
)
from measurement.periods import parse
from measurement.services.deliveries import drop
from measurement.services.reports import make_layout
from tests.factories.core import lead_of

OPEN = {"opens": date(2020, 1, 1), "due": date(2100, 1, 1)}


def dimension(where: Initiative, code: str, *categories: str, exclusive: bool = True) -> Dimension:
    """A dimension with categories of these codes."""
    with core.enter(lead_of(where), where.slug) as actor:
        return services.define_dimension(
            actor,
            code=code,
            name=code.title(),
            exclusive=exclusive,
            categories=[{"code": category, "name": category.title()} for category in categories],
        )


def indicator(where: Initiative, code: str, **values: Any) -> Indicator:
    """An indicator, quarterly and not about people unless said otherwise."""
    given = {"name": code.title(), "kind": "count", "cadence": "quarterly", "about_people": False, **values}
    with core.enter(lead_of(where), where.slug) as actor:
        return services.define_indicator(actor, code=code, **given)


def rule(where: Initiative, name: str, code: str, **values: Any) -> CheckRule:
    """A rule about an indicator: it is at least 0, unless said otherwise."""
    given = {"left": [{"indicator": code}], "operator": "at_least", **values}
    with core.enter(lead_of(where), where.slug) as actor:
        return services.make_rule(actor, name=name, **given)


def cycle(where: Initiative, period: str, **values: Any) -> Cycle:
    """The cycle of a period, open until far in the future unless said otherwise."""
    with core.enter(lead_of(where), where.slug) as actor:
        return services.open_cycle(actor, parse(period), **{**OPEN, **values})


def dropped(where: Initiative) -> Delivery:
    """A file that was dropped as a workbook and is none."""
    with core.enter(lead_of(where), where.slug) as actor:
        return drop(actor, name="figures.txt", file=BytesIO(b"3"), size=1)


def hand_in(
    where: Initiative,
    who: User,
    partner: str,
    period: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    submit: bool = True,
) -> Submission:
    """A partner's figures for a period (rows of codes and numbers), handed in by `who`."""
    with core.enter(who, where.slug) as actor:
        return services.hand_in(
            actor,
            partner=core.partner(actor, partner),
            period=parse(period),
            rows=[{**row, **_exact(row)} for row in rows],
            submit_now=submit,
        )


def accepted(
    where: Initiative, who: User, partner: str, period: str, rows: Sequence[Mapping[str, Any]]
) -> Submission:
    """A partner's figures, handed in by `who` and accepted by the backbone lead, with the roll-ups computed."""
    submission = hand_in(where, who, partner, period, rows)
    with core.enter(lead_of(where), where.slug) as actor:
        submission = services.accept(actor, queries.submission(actor, submission.public_id))
    rolled_up()
    return submission


def rolled_up() -> None:
    """Do what waits to be done, as the worker would: roll-ups, publication."""
    jobs.run_due()


def _exact(row: Mapping[str, Any]) -> dict[str, Decimal]:
    return {name: Decimal(str(row[name])) for name in queries.NUMBERS if row.get(name) is not None}


def around(where: Initiative, asked: str, measure: str) -> None:
    """What stands around definitions: an ask to sign one off, a wanted measure, a measure beside a community's."""
    indicator(where, measure)
    community = indicator(where, "community", level="community")
    with core.enter(lead_of(where), where.slug) as actor:
        partner = core.partners(actor)[0]
        services.ask_partners(actor, queries.indicator(actor, asked), partners=[partner])
        services.want(actor, name="Wanted")
        services.link_contribution(actor, measure=queries.indicator(actor, measure), indicator=community)


def agreement(where: Initiative, *parties: str, file: bool = False, **terms: Any) -> DataSharingAgreement:
    """An agreement in force that hides nothing unless said otherwise; with a signed paper if it is to have one."""
    given = {"title": "Sharing counts", "level": "de_identified", "audience": "public", **terms}
    with core.enter(lead_of(where), where.slug) as actor:
        made = services.draft_agreement(
            actor,
            parties=[core.partner(actor, code) for code in parties],
            starts_on=given.pop("starts_on", date(2024, 1, 1)),
            **given,
        )
        if file:
            paper = b"%PDF-1.7 signed"
            services.file_agreement(actor, made, name="signed.pdf", file=BytesIO(paper), size=len(paper))
        return services.activate_agreement(actor, made)


def layout(where: Initiative, who: User, partner: str, *indicators: str, **values: Any) -> ReportLayout:
    """A report layout of these indicators, made by one of the partner's people and shared with the backbone."""
    given = {"name": "Ours", "shared": True, "lines": [{"indicator": code} for code in indicators], **values}
    with core.enter(who, where.slug) as actor:
        return make_layout(actor, core.partner(actor, partner), **given)
